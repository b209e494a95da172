"""A juror never learns what other jurors gave in an open stage, nor in a blind one whose a proposal is.

Every answer that a juror can get is asked for, and every byte of it is searched: for marks planted in what is hidden,
and for any difference that another juror's work makes.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import quote

import httpx
import pytest
from sqlmodel import Session, col, delete, select

from app.clock import now
from app.database import WriteSession
from app.feed import likeness
from app.models import Assignment, ConflictOfInterest, Evaluation, Reopening, RoleGrant, SheetTime, Transition
from tests.access.forms import VISITS
from tests.access.requests import PUBLIC_REQUESTS, REQUESTS, _one
from tests.access.test_api import METHODS
from tests.access.world import Who, World
from tests.api.test_judging import LEAVES
from tests.factories import Factory

UNIT_MARKS = ("PENANDAUNIT", "PENANDAPESERTA", "PENANDAASAL", "PENANDAMITRA", "PENANDAJAWABAN", "penandavideo",
              "PENANDAALASAN", "PENANDAIZIN", "PENANDAPENULIS", "PENANDABERKAS", "7.654321", "112.123456")  # fmt: skip
SCORE_MARKS = (
    "83.77",
    "83,77",
    "PENANDACATATAN",
    "PENANDASARAN",
    "PENANDABUKA",
    "PENANDATOLAK",
    "61.43",
    "61,43",
    "PENANDADRAF",
    "987654321",
    "Juri lain",
)
REGISTRY = re.compile(
    r"^(/api/v1)?/(units|stats/regions|innovations|changes|replications|exhibitions|editions/[^/]+/invitations"
    r"|editions/[^/]+/(results|board|awards|running-order|decree-annex)|awards|certificates|verify)"
    r"|^/editions$|^/$"
)
"""Where the names of units stand by themselves, of no proposal: the registry, who is invited to a group; and published
awards, of an edition whose reading is over."""


class Blind(World):
    """The stage is blind; a colleague has signed a sheet on the very proposal that the juror reads."""

    def __init__(self, make: Factory) -> None:
        super().__init__(make)
        edition = self.editions["judging"]
        edition.stages = [edition.stages[0] | {"blind": True}, *edition.stages[1:]]
        self.read = self.proposals["judging", "own"]
        self._hide_units()
        make.save(edition, self.read)
        self.signed = self._colleague_signs()
        self.juror = next(who for who in self.persons() if who.name == "juror")

    def _hide_units(self) -> None:
        """Marks in all that tells whose the proposal is; what is public of that unit elsewhere goes."""
        own, above, read = self.units["own"], self.units["above"], self.read
        own.name, above.name = "PENANDAUNIT", "PENANDAPESERTA"
        read.origin, read.collaborators, read.answers = "PENANDAASAL", ["PENANDAMITRA"], {"nama": "PENANDAJAWABAN"}
        read.video_url, read.latitude, read.longitude = "https://contoh.example/penandavideo", -7.654321, 112.123456
        paper = self.documents["judging", "own"]
        paper.filename = "PENANDABERKAS.pdf"
        entry = Transition(proposal_id=read.id, action="verified", from_status="submitted", to_status="verified",
                           actor_name="PENANDAPENULIS", reason="PENANDAALASAN")  # fmt: skip
        published = self.proposals["awarded", "own"]
        published.unit_id, published.participant_id = self.root.id, None
        allowed = ConflictOfInterest(edition_id=read.edition_id, juror_id=self.juror_id, proposal_id=read.id,
                                     kind="unit", allowed=True, reason="PENANDAIZIN")  # fmt: skip
        self.make.save(own, above, paper, entry, published, allowed)
        with Session(self.make.engine) as session, session.begin():
            of_published = col(Evaluation.assignment_id) == self.published_sheet.id
            session.connection().execute(delete(Evaluation).where(of_published))
            session.connection().execute(delete(Assignment).where(col(Assignment.id) == self.published_sheet.id))

    def _colleague_signs(self) -> Evaluation:
        sheet = Assignment(edition_id=self.editions["judging"].id, stage="proposal", proposal_id=self.read.id,
                           juror_id=self.colleague.id)  # fmt: skip
        self.make.save(sheet)
        opened = Reopening(assignment_id=sheet.id, actor_name="P", reason="PENANDABUKA")
        signed = Evaluation(assignment_id=sheet.id, scores=dict.fromkeys(LEAVES, 83.77), total=83.77,
                            notes={LEAVES[0]: "PENANDACATATAN"}, recommendation="PENANDASARAN",
                            signed_at=now())  # fmt: skip
        time = SheetTime(assignment_id=sheet.id, juror_id=self.colleague.id, view="x", seconds=987654321)
        self.make.save(opened, signed, time)
        self.colleagues_sheet = sheet
        self._colleague_drafts()
        return signed

    def _colleague_drafts(self) -> None:
        with Session(self.make.engine, expire_on_commit=False) as session, session.begin():
            draft = session.exec(select(Evaluation).where(Evaluation.assignment_id == self.sheets["other"].id)).one()
            draft.scores, draft.notes = {LEAVES[0]: 61.43}, {LEAVES[0]: "PENANDADRAF"}

    def paths(self) -> Iterator[str]:
        """Every address that is read, of API and pages, and every way to narrow or order a list."""
        yield from (ask.path for name, rows in REQUESTS.items() if METHODS[name] == "GET" for ask in rows(self))
        yield from (ask.path for path in PUBLIC_REQUESTS if "/api/" in path for ask in _one(path)(self))
        for address, rows in VISITS.items():
            method, _, path = address.partition(" ")
            if method == "GET":
                yield from (path.format(**this.names) + this.query for this in rows(self))
        yield from self._narrowed()

    def _narrowed(self) -> Iterator[str]:
        edition, sheet = self.editions["judging"].id, self.colleagues_sheet.id
        stage = f"/editions/{edition}/stages/proposal"
        words = (
            "unit_id=" + self.units["own"].id,
            "participant_id=" + self.units["above"].id,
            "q=PENANDAUNIT",
            "status=judging",
            "number=" + quote(self.read.number or ""),
            "sort=-updated_at&limit=1",
            "q=Inovasi",
        )
        for narrow in words:
            yield f"/api/v1/proposals?edition_id={edition}&{narrow}"
            yield f"/api/v1/proposals.csv?edition_id={edition}&{narrow}"
            yield f"/proposals?edition_id={edition}&{narrow}"
        for narrow in ("sort=total", "sort=-total", f"juror_id={self.colleague.id}", "status=signed", "limit=1"):
            yield f"/api/v1/assignments?{narrow}"
            yield f"/api/v1{stage}/assignments?{narrow}"
            yield f"/assignments?edition_id={edition}&stage=proposal&{narrow}"
        for narrow in (f"juror_id={self.colleague.id}", f"proposal_id={self.read.id}", "stage=proposal"):
            yield f"/api/v1/scores?edition_id={edition}&{narrow}"
        yield from (f"/api/v1{stage}/ranking", f"/api/v1{stage}/ranking.csv", f"{stage}/ranking",
                    f"/api/v1{stage}/publication", f"/api/v1/evaluations/{sheet}", f"/evaluations/{sheet}",
                    f"/api/v1/proposals/{self.read.id}/revisions/1?compare_with=0",
                    f"/proposals/{self.read.id}", f"/home?edition_id={edition}")  # fmt: skip

    def answers(self) -> dict[str, httpx.Response]:
        """What the juror gets at every address, and the errors of writing where it may not."""
        found = {path: get(self.juror, path) for path in dict.fromkeys(self.paths())}
        sheet = f"/api/v1/evaluations/{self.colleagues_sheet.id}"
        for tail, body in (("", {"scores": {}}), ("/signature", {})):
            for version in ('"1"', '"2"', "*"):
                answer = self.juror.ask("PUT", sheet + tail, json=body, headers={"If-Match": version})
                found[f"PUT {tail} {version}"] = answer
        return found


def get(who: Who, path: str) -> httpx.Response:
    """As a browser or a program would."""
    return who.ask("GET", path, headers={} if path.startswith("/api/v1") else {"Accept": "text/html"})


def every_byte(answer: httpx.Response) -> str:
    """The headers and the body; as text, which finds the marks in any of the encodings used."""
    head = "\n".join(f"{name}: {value}" for name, value in answer.headers.multi_items())
    return head + "\n" + answer.content.decode("utf-8", "replace")


@pytest.fixture
def blind(make: Factory) -> Blind:
    return Blind(make)


def test_no_byte_tells_what_a_colleague_gave(blind: Blind) -> None:
    answers = blind.answers()
    told = [(path, mark) for path, answer in answers.items() for mark in SCORE_MARKS if mark in every_byte(answer)]
    assert told == []
    assert len(answers) > 150
    assert {path for path, answer in answers.items() if answer.status_code >= 500} == set()


def test_no_byte_tells_whose_a_proposal_of_a_blind_stage_is(blind: Blind) -> None:
    told = [(path, mark) for path, answer in blind.answers().items() if not REGISTRY.match(path)
            for mark in (*UNIT_MARKS, blind.units["own"].id, blind.units["above"].id)
            if mark in every_byte(answer).replace(path, "").replace(quote(path, safe=""), "")]  # fmt: skip
    assert [one for one in told if not is_own_question(*one)] == []


def is_own_question(path: str, mark: str) -> bool:
    """Pages repeat what was looked for in their own fields and links."""
    return mark in path


def test_the_marks_are_there_for_who_may_see_them(blind: Blind) -> None:
    """Otherwise nothing above would show anything."""
    organiser = next(who for who in blind.persons() if who.name == "organiser")
    seen = "".join(every_byte(get(organiser, path)) for path in dict.fromkeys(blind.paths()))
    sheet = every_byte(get(organiser, f"/api/v1/evaluations/{blind.colleagues_sheet.id}"))
    missing = [mark for mark in (*UNIT_MARKS, *SCORE_MARKS) if mark not in seen + sheet]
    assert set(missing) <= {"83,77"}


def test_narrowing_by_unit_says_the_same_whosever_the_proposal_is(blind: Blind) -> None:
    """Totals, counts by status, pages: the right unit and a wrong one give the same."""
    edition = blind.editions["judging"].id
    for path in ("/api/v1/proposals", "/api/v1/proposals.csv", "/proposals"):
        for name in ("unit_id", "participant_id"):
            texts = []
            for place in ("own", "above", "other"):
                id_ = blind.units[place].id
                texts.append(plain(get(blind.juror, f"{path}?edition_id={edition}&{name}={id_}")).replace(id_, "ID"))
            assert len(set(texts)) == 1, f"{path} by {name}"


def plain(answer: httpx.Response) -> str:
    """An answer without what is another each time: masked tokens, ids of forms and requests, the date and time."""
    text = re.sub(r"(?m)^(date|content-length|x-request-id): .*$", "", every_byte(answer))
    text = re.sub(r"(Saat ini|It is now) [^<]*", "", text)  # the foot of a page says which minute it is
    text = re.sub(r'(csrf_token|once|editor)" value="[^"]*"', r"\1", text)
    return re.sub(r"(data-once|data-editor|hx-headers|X-CSRF-Token|data-now)[^>]*", r"\1", text)


def test_nothing_that_a_juror_gets_changes_by_what_a_colleague_does(blind: Blind) -> None:
    """Not a version, not an ETag, not a total, not an order: two looks, between which a colleague saved and signed."""
    first = {path: plain(answer) for path, answer in blind.answers().items()}
    again = {path: plain(answer) for path, answer in blind.answers().items()}
    still = {path for path in first if first[path] == again[path]}
    assert len(first) - len(still) < 8, sorted(set(first) - still)
    with Session(blind.make.engine) as session, session.begin():
        other = session.get(Evaluation, blind.signed.id)
        assert other is not None
        other.scores, other.total = dict.fromkeys(LEAVES, 12.0), 12.0
        other.signed_at = now() + timedelta(seconds=1)
    colleague = blind.make.signed_in(blind.colleague)
    sheet = blind.sheets["other"].id
    answer = colleague.put(f"/api/v1/evaluations/{sheet}", json={"scores": dict.fromkeys(LEAVES, 50)},
                           headers={"If-Match": "*"})  # fmt: skip
    assert answer.status_code == 200
    after = {path: plain(answer) for path, answer in blind.answers().items()}
    assert {path for path in still if after[path] != first[path]} == set()


def test_the_own_data_of_a_juror_do_not_tell_whose_a_proposal_is(make: Factory) -> None:
    """What an organiser noted or allowed names the unit; the juror gets it once no stage is blind any more."""
    blind = Blind(make)
    own = f"/api/v1/users/{blind.juror_id}/personal-data"
    allowed = ConflictOfInterest(edition_id=blind.editions["judging"].id, juror_id=blind.juror_id, kind="unit",
                                 allowed=True, reason="PENANDAIZIN", proposal_id=blind.read.id)  # fmt: skip
    make.save(allowed)
    assert "PENANDAIZIN" not in blind.juror.ask("GET", own).text
    auditor = next(who for who in blind.persons() if who.name == "auditor")
    assert "PENANDAIZIN" in auditor.ask("GET", own).text


def test_what_a_proposal_is_like_is_nothing_for_who_reads_it_blind(blind: Blind) -> None:
    """Not its own twin under a name, nor anything else: the page and the JSON are not there."""
    copy = blind.make.proposal(blind.editions["open"], blind.units["own"], "submitted", number="2100-0999",
                               sequence=999, submitted_at=now(), title=blind.read.title)  # fmt: skip
    blind.read.submitted_at = now()
    blind.make.save(blind.read)
    with WriteSession(blind.make.engine) as session, session.begin():
        likeness.fill_now(session)
    for path in (f"/api/v1/proposals/{blind.read.id}/similar", f"/proposals/{blind.read.id}/similar"):
        assert get(blind.juror, path).status_code == 404
    secretariat = next(who for who in blind.persons() if who.name == "secretariat")
    both = blind.make.user("juror")
    blind.make.save(RoleGrant(user_id=both.id, role="secretariat"),
                    Assignment(edition_id=blind.editions["judging"].id, stage="proposal", proposal_id=blind.read.id,
                               juror_id=both.id))  # fmt: skip
    reader = blind.make.signed_in(both)
    assert reader.get(f"/api/v1/proposals/{blind.read.id}/similar").status_code == 404
    for who, is_told in ((secretariat.client, True), (reader, False)):
        found = who.get(f"/api/v1/proposals/{copy.id}/similar")
        assert found.status_code == 200
        assert (blind.read.id in found.text) == is_told
