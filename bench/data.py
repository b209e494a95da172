"""What is measured on: a province's registry, an open edition with very many proposals, and work waiting to be done."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Engine, insert, update
from sqlmodel import col

from app.clock import new_id, new_salt, now
from app.models import Assignment, EditionCounter, Evaluation, Juror, Proposal, Publication, Result, Revision, Unit
from app.models.edition import Edition
from tests.factories import Factory, text_for

PARTICIPANTS = 4_000
DRAFTS_EACH = 3
SHEETS = 50
RANKED = 100
CHUNK = 5_000


@dataclass(frozen=True)
class World:
    """Names of what the cases ask for."""

    edition_id: str
    proposal_id: str
    drafts: list[str]
    """Complete drafts, each with a slot left for it."""
    judged_id: str
    """An edition whose first stage is published."""
    sheets: list[str]
    """Open score sheets of one juror."""
    organiser: dict[str, str]
    """Headers of an organiser's API key."""
    coordinator: dict[str, str]
    juror: Any
    """The juror's account."""


def migrate(url: str) -> None:
    """Brings an empty database to the schema."""
    code = "from app.commands.migrate import migrate; migrate()"
    subprocess.run([sys.executable, "-c", code], env=os.environ | {"JIPP_DATABASE_URL": url}, check=True,
                   capture_output=True)  # fmt: skip


def fill(engine: Engine, proposals: int) -> World:
    """Fills a migrated database with *proposals* sent in, and what the writing cases need."""
    with Factory(engine, "http://unused") as make:
        province = make.unit("Provinsi Contoh", "province")
        edition = make.edition()
        units = [
            Unit(code=f"B{n}", name=f"Badan contoh nomor {n} dengan nama yang agak panjang", kind="agency",
                 parent_id=province.id)
            for n in range(min(PARTICIPANTS, max(20, proposals)))
        ]  # fmt: skip
        make.save(*units)
        with engine.begin() as connection:
            first = _sent_in(connection, edition, units, proposals)
        make.tally(edition, {"submitted": proposals})
        drafts = [draft for _ in range(DRAFTS_EACH) for draft in _drafts(make, edition, units)]
        judged, sheets, juror = _judged(make, units)
        return World(
            edition.id, first, drafts, judged, sheets,
            _headers(make, "organiser", province), _headers(make, "coordinator", province), juror,
        )  # fmt: skip


def _headers(make: Factory, role: str, unit: Unit) -> dict[str, str]:
    return {"Authorization": str(make.key(role, unit).headers["Authorization"])}


def _drafts(make: Factory, edition: Edition, units: list[Unit]) -> list[str]:
    """A complete draft of each unit, with the revision that saving it has left behind."""
    drafts = make.drafts(edition, units)
    make.save(*(
        Revision(proposal_id=draft.id, number=1, saved_by_name="Contoh", title=draft.title, sections=draft.sections)
        for draft in drafts
    ))  # fmt: skip
    return [draft.id for draft in drafts]


def _sent_in(connection: Connection, edition: Edition, units: list[Unit], count: int) -> str:
    text, first = text_for(edition), ""
    table = Proposal.__table__  # type: ignore[attr-defined]
    for rows in _chunks(edition, units, count, text):
        first = first or rows[0]["id"]
        connection.execute(insert(table), rows)
    counter = update(EditionCounter).where(col(EditionCounter.edition_id) == edition.id)
    connection.execute(counter.values(last_number=count))
    return first


def _chunks(edition: Edition, units: list[Unit], count: int, text: dict[str, str]) -> Iterator[list[dict[str, Any]]]:
    for begin in range(0, count, CHUNK):
        moment = now()
        yield [
            {"id": new_id(), "created_at": moment, "updated_at": moment, "version": 2, "salt": new_salt(),
             "edition_id": edition.id, "unit_id": units[n % len(units)].id, "participant_id": units[n % len(units)].id,
             "title": f"Inovasi pelayanan nomor {n}", "title_key": f"inovasi pelayanan nomor {n}", "group": "umum",
             "category": "kesehatan", "status": "submitted", "number": f"{edition.year}-{n + 1:06d}",
             "sequence": n + 1, "is_handed_over": False, "submitted_at": moment, "is_digital": n % 2 == 0,
             "is_sample": True, "video_url": "", "origin": "", "english_abstract": "", "sdgs": [3],
             "collaborators": [], "answers": {}, "sections": text, "started_on": date(2020, 1, 1)}
            for n in range(begin, min(begin + CHUNK, count))
        ]  # fmt: skip


def _judged(make: Factory, units: list[Unit]) -> tuple[str, list[str], Any]:
    """An edition with a published first stage, and a juror with open sheets in the second."""
    edition, juror = make.edition("judging"), make.user("juror")
    ranked = [make.drafts(edition, [unit])[0] for unit in units[:RANKED]]
    for n, proposal in enumerate(ranked, start=1):
        proposal.status, proposal.participant_id = "judging", proposal.unit_id
        proposal.number, proposal.sequence = f"{edition.year}-{n:04d}", n
    make.save(*ranked)
    make.tally(edition, {"draft": -len(ranked), "judging": len(ranked)})
    first, second = (stage["key"] for stage in edition.stages)
    publication = Publication(edition_id=edition.id, stage=str(first), method="mean", published_by="Penyelenggara",
                              places=len(ranked) // 2, created_at=datetime.now(UTC))  # fmt: skip
    make.save(publication)
    make.save(*(
        Result(publication_id=publication.id, proposal_id=one.id, rank=n, raw_mean=100 - n / 2, score=100 - n / 2,
               reviews=3, advanced=n <= publication.places)
        for n, one in enumerate(ranked, start=1)
    ))  # fmt: skip
    make.save(Juror(edition_id=edition.id, stage=str(second), user_id=juror.id))
    sheets = [Assignment(edition_id=edition.id, stage=str(second), proposal_id=one.id, juror_id=juror.id)
              for one in ranked[:SHEETS]]  # fmt: skip
    make.save(*sheets)
    make.save(*(Evaluation(assignment_id=sheet.id) for sheet in sheets))
    return edition.id, [sheet.id for sheet in sheets], juror
