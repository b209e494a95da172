"""No query count grows with the rows shown: each list and page is asked with one row and with three."""

import asyncio
import sqlite3
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import event
from sqlmodel import SQLModel

from app import credentials, database
from app.clock import now
from app.domain.booths import new_code
from app.instruments import loading
from app.main import create_app
from app.models import (
    ApiKey,
    Assessment,
    AssessmentDocument,
    AssessmentRound,
    AssessmentValue,
    Assignment,
    Award,
    Booth,
    Collaboration,
    Discussion,
    Evaluation,
    Exhibit,
    Exhibition,
    GuestBookEntry,
    HelpAnswer,
    HelpRequest,
    Innovation,
    Instrument,
    Juror,
    MentoringSession,
    Mentorship,
    Nomination,
    ProgrammeItem,
    PublicState,
    Question,
    Reminder,
    Replication,
    ServiceMonth,
    Survey,
    SurveyAnswer,
    Unit,
    UsefulnessVote,
    Visit,
    Visitor,
)
from app.models.user import Role
from app.rules.awards import new_code as new_award_code
from app.rules.permissions import KEY_SCOPES
from app.settings import settings
from tests.factories import Factory

LISTS = {
    "/api/v1/units": 2,
    "/api/v1/editions": 3,
    "/api/v1/proposals": 3,
    "/api/v1/quotas?edition_id={edition}": 6,
    "/api/v1/innovations": 2,
    "/api/v1/innovations/facets": 2,
    "/api/v1/changes": 3,
    "/api/v1/peers": 1,
    "/api/v1/users": 4,
    "/api/v1/api-keys": 3,
    "/api/v1/webhooks": 3,
    "/api/v1/assignments": 3,
    "/api/v1/scores?edition_id={edition}": 4,
    "/api/v1/editions/{edition}/stages/proposal/jurors": 4,
    "/api/v1/editions/{edition}/stages/proposal/ranking": 9,
    "/api/v1/editions/{edition}/stages/proposal/criteria": 4,
    "/api/v1/editions/{edition}/stages/proposal/gaps": 5,
    "/api/v1/editions/{edition}/stages/proposal/disputed": 10,
    "/api/v1/editions/{edition}/stages/proposal/reminders": 5,
    "/api/v1/discussions": 3,
    "/api/v1/replications": 3,
    "/api/v1/replications/network": 3,
    "/api/v1/replications/league": 2,
    "/api/v1/replications/recap": 3,
    "/api/v1/exhibitions": 3,
    "/api/v1/exhibitions/{exhibition}/booths": 4,
    "/api/v1/exhibitions/{exhibition}/programme": 3,
    "/api/v1/exhibitions/{exhibition}/guest-book": 4,
    "/api/v1/exhibitions/{exhibition}/board": 9,
    "/api/v1/exhibitions/{exhibition}/statistics": 10,
    "/api/v1/nominations": 3,
    "/api/v1/questions": 3,
    "/api/v1/collaborations": 3,
    "/api/v1/help-requests": 3,
    "/api/v1/mentorships": 3,
    "/api/v1/instruments": 3,
    "/api/v1/assessment-rounds": 3,
    "/api/v1/assessment-rounds/{round}": 7,  # two of what is still open, for who leads it
    "/api/v1/assessment-rounds/{round}/items/monev": 8,
    "/api/v1/assessment-rounds/{round}/league": 11,  # two of them what surveys and the competition feed
    "/api/v1/assessments": 3,
    "/api/v1/assessments?round_id={round}": 3,
    "/api/v1/surveys": 4,
    "/api/v1/service-records/summary?by=unit": 4,
    "/api/v1/editions/{edition}/awards": 3,
    "/api/v1/editions/{edition}/running-order": 3,
    "/api/v1/stats/summary": 8,
}
"""Path → the most statements that a request for it may run, whoever asks and however many rows there are."""

STAGE = "/editions/{edition}/stages/proposal"
PAGES = [
    "/", "/units", "/editions", "/editions/{edition}", "/innovations", "/innovations/map",
    "/questions", "/users", "/api-keys", "/webhooks",
    "/replications", "/replications/list", "/replications/mine",
    "/quotas?edition_id={edition}", "/proposals?edition_id={edition}",
    "/selection?edition_id={edition}", "/editions/{edition}/invitations", STAGE, f"{STAGE}/ranking", f"{STAGE}/jurors",
    f"{STAGE}/assignments", f"{STAGE}/analysis", f"{STAGE}/analysis/criteria", f"{STAGE}/analysis/panel",
    f"{STAGE}/analysis/progress", f"{STAGE}/discussions", f"{STAGE}/reminders",
    "/exhibitions", "/exhibitions/{exhibition}", "/exhibitions/{exhibition}/statistics",
    "/exhibitions/{exhibition}/board", "/exhibitions/{exhibition}/signs",
    "/nominations", "/nominations/new", "/help-requests", "/mentorships", "/collaborations",
    "/assessment-rounds", "/assessment-rounds/{round}", "/assessment-rounds/{round}/league",
    "/assessment-rounds/{round}/items/monev", "/instruments",
    "/surveys", "/service-records?by=unit",
    "/editions/{edition}/awards", "/editions/{edition}/awards/from-round", "/editions/{edition}/running-order",
    "/editions/{edition}/board", "/editions/{edition}/results", "/editions/{edition}/certificates",
]  # fmt: skip
"""Pages with rows in them, which ask more than one thing."""


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Factory]:
    """The application in this process, on an SQLite file of its own."""
    monkeypatch.setenv("JIPP_DATABASE_URL", f"sqlite:///{tmp_path}/counted.sqlite")
    monkeypatch.setenv("JIPP_PUBLIC_CACHE_BYTES", "0")
    settings.cache_clear()
    database.dispose_engines()
    SQLModel.metadata.create_all(database.write_engine())
    with Factory(database.write_engine(), "http://test") as make:
        make.save(PublicState(id=1))
        yield make
    database.dispose_engines()
    settings.cache_clear()


def fair(make: Factory) -> Exhibition:
    """An exhibition with nothing in it yet."""
    day = date(2023, 11, 23)
    found: Exhibition = make.save(Exhibition(name="Pameran", place="Aula", starts_on=day, ends_on=day,
                                             status="published"))  # fmt: skip
    return found


def stock(make: Factory, exhibition_id: str, innovation: Innovation) -> None:
    """A booth with an innovation and a vote for it, a point of the programme, an idea of a visitor."""
    of, ballot = {"exhibition_id": exhibition_id}, new_code(40)
    booth = make.save(Booth(**of, label=new_code(), code=new_code(), title="Stan"))
    exhibit = make.save(Exhibit(**of, booth_id=booth.id, innovation_id=innovation.id))
    make.save(ProgrammeItem(**of, title="Dialog", starts_at=now(), ends_at=now() + timedelta(hours=1)))
    visitor = make.save(Visitor(**of, ballot=ballot))
    make.save(Visit(**of, visitor_id=visitor.id, booth_id=booth.id))
    make.save(UsefulnessVote(exhibit_id=exhibit.id, ballot=ballot))
    make.save(GuestBookEntry(**of, visitor_id=visitor.id, text="Gagasan", status="shown"))


def assessed(make: Factory) -> AssessmentRound:
    """A round with nobody in it yet."""
    text = loading.text_of("cettar_opd_2024")
    instrument = Instrument(name="cettar_opd_2024", instrument="cettar_opd", year=2024, title="CETTAR", text=text,
                            seal="", is_shipped=True)  # fmt: skip
    make.save(instrument)
    found: AssessmentRound = make.save(AssessmentRound(instrument_id=instrument.id, title="CETTAR", year=2024,
                                                       status="open"))  # fmt: skip
    return found


def assess(make: Factory, round_id: str, unit: Unit) -> None:
    """A unit in the round with a value, its verification, and a file."""
    row = make.save(Assessment(round_id=round_id, unit_id=unit.id, changed_at=now()))
    for step in ("answer", "verification"):
        make.save(AssessmentValue(assessment_id=row.id, item="monev", step=step, value="80"))
    make.save(AssessmentDocument(assessment_id=row.id, item="monev", filename="a.pdf", media_type="application/pdf",
                                 size=1, sha256="0" * 64))  # fmt: skip
    make.save(AssessmentRound(instrument_id=row_of(round_id), title="Lain", year=2023, status="open"))


def row_of(round_id: str) -> str:
    """The instrument of a round."""
    with database.reading() as session:
        return session.get_one(AssessmentRound, round_id).instrument_id


def fill(make: Factory, edition_id: str, exhibition_id: str, round_id: str, count: int) -> None:
    """*count* rows of everything that is listed."""
    from app.models import Edition

    with database.reading() as session:
        edition = session.get(Edition, edition_id)
    assert edition is not None
    for _ in range(count):
        unit = make.unit(kind="agency")
        proposal = make.proposal(edition, unit, "judging", participant_id=unit.id)
        juror = make.user("juror")
        make.save(Juror(edition_id=edition_id, stage="proposal", user_id=juror.id))
        assignment = Assignment(edition_id=edition_id, stage="proposal", proposal_id=proposal.id, juror_id=juror.id)
        make.save(assignment)
        make.save(Evaluation(assignment_id=assignment.id, scores={"kebaruan": 80.0}, total=80.0,
                             signed_at=unit.created_at))  # fmt: skip
        make.save(Reminder(edition_id=edition_id, stage="proposal", juror_id=juror.id, unsigned=1))
        make.save(Discussion(edition_id=edition_id, stage="proposal", proposal_id=proposal.id, question="Mengapa?",
                             actor_name="Penyelenggara"))  # fmt: skip
        entry = make.save(Innovation(unit_id=unit.id, unit_name=unit.name, title="Inovasi", year=2023))
        make.save(Question(innovation_id=entry.id, kind="question", text="Mengapa?", text_key="x"))
        make.save(Replication(innovation_id=entry.id, unit_id=unit.id, stage="running", begun_on=date(2023, 1, 2),
                              running_on=date(2023, 5, 2), confirmed_at=unit.created_at))  # fmt: skip
        stock(make, exhibition_id, entry)
        make.save(Nomination(innovation_id=entry.id, competition="kipp", year=2024, rules="kipp_2023",
                             group="umum", title="Inovasi", title_key="inovasi"))  # fmt: skip
        make.save(Award(edition_id=edition_id, proposal_id=proposal.id, unit_id=unit.id, source="free", title="Pilihan",
                        code=new_award_code(), given_at=now()))  # fmt: skip
        make.save(Collaboration(proposal_id=proposal.id, unit_id=unit.id))
        request = make.save(HelpRequest(unit_id=unit.id, title="Antrean", text="Siapa sudah?"))
        make.save(HelpAnswer(help_request_id=request.id, unit_id=unit.id, text="Kami sudah."))
        mentorship = make.save(
            Mentorship(mentor_unit_id=unit.id, mentee_unit_id=unit.id, proposed_by="mentee", goal="x")
        )
        make.save(MentoringSession(mentorship_id=mentorship.id, held_on=date(2023, 1, 2), minutes=60, topics="x"))
        ends_on = date(2023, 1, 2)
        survey = make.save(Survey(unit_id=unit.id, title="SKM", starts_on=ends_on, ends_on=ends_on, code=new_code()))
        make.save(*(SurveyAnswer(survey_id=survey.id, u1=1, u2=2, u3=3, u4=4, u5=1, u6=2, u7=3, u8=4, u9=1)
                    for _ in range(5)))  # fmt: skip
        make.save(ServiceMonth(unit_id=unit.id, service="Izin", month=date(2023, 1, 1), records=1))
        make.edition()
        assess(make, round_id, unit)


def ask(paths: list[str], key: str) -> dict[str, int]:
    """The number of statements that each path runs."""
    counts: dict[str, int] = {}
    seen: list[str] = []
    database.dispose_engines()  # connections kept open from before would not be traced
    engine = database.read_engine()

    def trace(connection: sqlite3.Connection, _record: object, _proxy: object) -> None:
        connection.set_trace_callback(seen.append)

    event.listen(engine, "checkout", trace)

    async def run() -> None:
        transport = httpx.ASGITransport(create_app())
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            for path in paths:
                await client.get(path, headers={"Authorization": f"Bearer {key}"})
                seen.clear()
                answer = await client.get(path, headers={"Authorization": f"Bearer {key}"})
                assert answer.status_code == 200, answer.text
                counts[path] = sum(not statement.startswith("PRAGMA") for statement in seen)

    asyncio.run(run())
    event.remove(engine, "checkout", trace)
    return counts


def test_the_number_of_statements_does_not_grow(world: Factory) -> None:
    edition = world.edition("judging")
    root = world.unit(kind="province")
    world.save(ApiKey(name="uji", unit_id=root.id, role=Role.organiser, scopes=KEY_SCOPES, prefix="x",
                      key_hash=credentials.digest("kunci"), expires_at=root.created_at.replace(year=2100)))  # fmt: skip
    exhibition = fair(world)
    of = assessed(world)
    names = {"edition": edition.id, "exhibition": exhibition.id, "round": of.id}
    paths = {path.format(**names): most for path, most in LISTS.items()}
    asked = [*paths, *(page.format(**names) for page in PAGES)]
    fill(world, edition.id, exhibition.id, of.id, 1)
    with_one = ask(asked, "kunci")
    fill(world, edition.id, exhibition.id, of.id, 2)
    with_three = ask(asked, "kunci")
    assert with_three == with_one
    assert ask(["/home"], "kunci")["/home"] <= 25, "a home speaks of three editions at most"
    assert {path: count for path, count in with_three.items() if count > paths.get(path, 25)} == {}
