"""One world for the walk: two participants with units below them, and everybody who may come near.

province
├── P1 (regency)            coordinator, keys
│   └── P1a (agency)        author; its proposals are `own`
│       └── P1aa (school)   its proposals are `below`
└── P2 (regency)
    └── P2a (agency)        its proposals are `other`
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import httpx
from sqlalchemy import Engine
from sqlmodel import SQLModel

from app import credentials
from app.clock import new_id, now
from app.domain.booths import new_code
from app.domain.judging import checkpoints
from app.models import (
    ApiKey,
    Assignment,
    Booth,
    Checkpoint,
    ConflictOfInterest,
    Declination,
    Discussion,
    Document,
    Edition,
    Evaluation,
    Exhibition,
    GuestBookEntry,
    Innovation,
    Invitation,
    Juror,
    Nomination,
    OutboxMessage,
    Peer,
    PlenaryDecision,
    ProgrammeItem,
    Proposal,
    Publication,
    Question,
    Result,
    Revision,
    Transition,
    Unit,
    User,
    UserSession,
    Visitor,
    Webhook,
)
from app.models.outbox import Kind, MessageStatus
from app.models.user import Role
from app.rules.permissions import KEY_ROLES, KEY_SCOPES
from tests.access.assessing import assessing
from tests.access.awarding import awarded
from tests.access.replicating import replicating
from tests.access.serving import asking
from tests.access.talking import talking
from tests.factories import Factory
from tests.files.papers import PDF

PLACES = ("own", "below", "above", "other")
VOTE = {"key": "manfaat", "name": "Suara publik", "kind": "public_vote", "rubric": [],
        "starts_at": "2023-01-01T00:00:00Z", "ends_at": "2023-01-08T00:00:00Z", "advance": {"kind": "all"}}  # fmt: skip
STATUSES = ("draft", "submitted", "judging", "awarded")


@dataclass(frozen=True)
class Who:
    """Somebody who asks, as the table knows them: a role at a unit, with the scopes of a key or without limit."""

    name: str
    client: httpx.Client
    kind: str = "anonymous"
    role: str | None = None
    unit_id: str | None = None
    scopes: frozenset[str] | None = None
    user_id: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        """One request, redirects not followed."""
        return self.client.request(method, path, headers=self.headers | more.pop("headers", {}), **more)


@dataclass(frozen=True)
class Thing:
    """What is asked about: whose it is, upward; who reads it as a juror; whether its existence is private."""

    lineage: tuple[str, ...] = ()
    jurors: frozenset[str] = frozenset()
    is_hidden: bool = False
    participant_id: str | None = None


class World:
    """The rows, by where they belong, and the people."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self._units()
        self.people = {role.value: make.user(role, self._unit_of(role)) for role in Role}
        self.people["nobody"] = make.user("juror")
        self.stranger = make.user("author", self.units["other"], name="Penulis lain")
        self._strip("nobody")
        self.juror_id = self.people["juror"].id
        self.editions: dict[str, Edition] = {
            "draft": make.edition("draft"), "open": make.edition(), "judging": make.edition(),
            "concluded": make.edition(),
        }  # fmt: skip
        self.proposals: dict[tuple[str, str], Proposal] = {}
        self.documents: dict[tuple[str, str], Document] = {}
        self._proposals()
        self._judging()
        self._signature()
        self._keys()
        self._webhooks()
        self._closed_account()
        self.peer = make.save(Peer(name="Tetangga", url="https://tetangga.example", is_active=False))
        self.entries = {
            place: make.save(Innovation(unit_id=self.units[place].id, unit_name="P1", title="Inovasi", year=2023))
            for place in PLACES
        }
        self.questions = {place: self._question(place) for place in PLACES}
        self.innovation = make.save(Innovation(unit_name="P1a", title="Inovasi", year=2023))
        places = {place: self.units[place] for place in PLACES}
        self.replicating = replicating(make, self.root, places, self.documents["draft", "own"].sha256)
        finals = (self.proposals["awarded", "own"], self.proposals["awarded", "other"])
        self.awarded = awarded(make, self.editions["concluded"], finals, self.documents["draft", "own"].sha256)
        self.talking = talking(make, self.root, places, self.editions["open"])
        self.assessing = assessing(make, places, self.documents["draft", "own"].sha256)
        self.surveys = {place: asking(make, unit, "open") for place, unit in places.items()}
        self.survey = asking(make, self.units["other"], "closed")
        self._exhibition()
        self._nominations()
        self.invited = make.save(
            Invitation(edition_id=self.editions["open"].id, group="khusus", unit_id=self.units["above"].id)
        )

    def _exhibition(self) -> None:
        """One that is over: everybody reads it, and what the door does stops there, after the permission."""
        make = self.make
        day = date(2023, 11, 23)
        self.exhibition = make.save(Exhibition(name="Pameran", place="Aula", starts_on=day, ends_on=day,
                                               status="ended"))  # fmt: skip
        of = {"exhibition_id": self.exhibition.id}
        self.booth = make.save(Booth(**of, label="A-1", code=new_code(), title="Stan"))
        self.programme_item = make.save(ProgrammeItem(**of, title="Dialog", starts_at=now(), ends_at=now()))
        visitor = make.save(Visitor(**of, ballot="0" * 64, name="PENANDATAMU", consented_at=now()))
        self.entry = make.save(GuestBookEntry(**of, visitor_id=visitor.id, text="Gagasan"))

    def _units(self) -> None:
        make = self.make
        self.root = make.unit("Provinsi", kind="province")
        first, second = (make.unit(f"Peserta {n}", kind="regency", parent=self.root) for n in (1, 2))
        own = make.unit("Dinas satu", kind="regional_agency", parent=first)
        below = make.unit("Sekolah satu", kind="regional_technical_unit", parent=own)
        other = make.unit("Dinas dua", kind="regional_agency", parent=second)
        self.units: dict[str, Unit] = {"above": first, "own": own, "below": below, "other": other, "second": second}
        self.lineage = {
            "above": (first.id, self.root.id), "own": (own.id, first.id, self.root.id),
            "below": (below.id, own.id, first.id, self.root.id), "other": (other.id, second.id, self.root.id),
        }  # fmt: skip

    def _unit_of(self, role: Role) -> Unit | None:
        return {Role.coordinator: self.units["above"], Role.author: self.units["own"]}.get(role)

    def _strip(self, name: str) -> None:
        """An account without any role."""
        from sqlmodel import Session, col, delete

        from app.models import RoleGrant

        with Session(self.make.engine) as session, session.begin():
            session.connection().execute(delete(RoleGrant).where(col(RoleGrant.user_id) == self.people[name].id))

    def _proposals(self) -> None:
        """A proposal of every place in every state, each with a paper that is really there."""
        sha256 = self._stored_pdf()
        of = {"draft": "open", "submitted": "open", "judging": "judging", "awarded": "concluded"}
        number = 0
        for status in STATUSES:
            for place in PLACES:
                number += 1
                edition, unit = self.editions[of[status]], self.units[place]
                owner = self.units["second" if place == "other" else "above"]
                more: dict[str, Any] = {"participant_id": owner.id}
                if status != "draft":
                    more |= {"number": f"N-{number}", "sequence": number, "submitted_at": now()}
                proposal = self.make.proposal(edition, unit, status, **more)
                paper = Document(proposal_id=proposal.id, kind="evidence", filename="bukti.pdf", size=len(PDF),
                                 media_type="application/pdf", sha256=sha256)  # fmt: skip
                text = Revision(proposal_id=proposal.id, number=1, title=proposal.title, sections={})
                done = Transition(proposal_id=proposal.id, action="created", from_status=None, to_status="draft",
                                  actor_name="Penulis")  # fmt: skip
                self.make.save(paper, text, done)
                self.proposals[status, place], self.documents[status, place] = proposal, paper

    def _stored_pdf(self) -> str:
        """Sends a file in by the API, so that it lies where the server looks, whatever kind of store that is."""
        from sqlmodel import Session

        edition, unit = self.editions["open"], self.units["own"]
        draft = self.make.proposal(edition, unit)
        by = self.make.signed_in(self.people["coordinator"])
        answer = by.post(f"/api/v1/proposals/{draft.id}/documents", files={"file": ("bukti.pdf", PDF)})
        assert answer.status_code == 201, answer.text
        with Session(self.make.engine) as session:
            stored = session.get(Document, answer.json()["id"])
            assert stored is not None
            return stored.sha256

    def _judging(self) -> None:
        """A stage under way with a sheet each by two jurors, and one that is published."""
        make, colleague = self.make, self.make.user("juror", name="Juri lain")
        judging, concluded = self.editions["judging"], self.editions["concluded"]
        for edition, status in ((judging, "judging"), (concluded, "concluded")):
            edition.status = status
            make.save(edition)
            for user_id in (self.juror_id, colleague.id):
                make.save(Juror(edition_id=edition.id, stage="proposal", user_id=user_id))
        self.colleague = colleague
        judging.stages = [*judging.stages, VOTE]
        make.save(judging)
        self.decision = PlenaryDecision(
            edition_id=judging.id, stage="proposal", proposal_id=self.proposals["judging", "other"].id,
            advances=True, reason="untuk uji", members=["Ketua"],
        )  # fmt: skip
        make.save(self.decision)
        self.sheets: dict[str, Assignment] = {}
        for place, juror_id in (("own", self.juror_id), ("other", colleague.id)):
            self.sheets[place] = self._sheet(judging, self.proposals["judging", place], juror_id)
        self.conflict = ConflictOfInterest(edition_id=judging.id, juror_id=colleague.id, kind="region", allowed=True,
                                           reason="untuk uji")  # fmt: skip
        below = self.proposals["judging", "below"].id
        self.declination = Declination(edition_id=judging.id, stage="proposal", juror_id=colleague.id, cause="other",
                                       proposal_id=below, reason="PENANDATOLAK")  # fmt: skip
        make.save(self.conflict, self.declination)
        self.published_sheet = self._sheet(concluded, self.proposals["awarded", "own"], self.juror_id)
        self.discussion = self._discussed(concluded)
        publication = Publication(edition_id=concluded.id, stage="proposal", method="mean", published_by="P", places=1)
        make.save(publication)
        make.save(Result(publication_id=publication.id, proposal_id=self.proposals["awarded", "own"].id, rank=1,
                         raw_mean=80, score=80, reviews=1, advanced=True))  # fmt: skip

    def _discussed(self, concluded: Edition) -> Discussion:
        """About the proposal that the juror signed a sheet of; its stage is published, so nothing is added to it."""
        from sqlmodel import Session, select

        with Session(self.make.engine) as session, session.begin():
            of_sheet = select(Evaluation).where(Evaluation.assignment_id == self.published_sheet.id)
            sheet = session.exec(of_sheet).one()
            sheet.total, sheet.signed_at = 80, now()
        row = Discussion(edition_id=concluded.id, stage="proposal", proposal_id=self.proposals["awarded", "own"].id,
                         question="Mengapa?", actor_name="Penyelenggara")  # fmt: skip
        self.make.save(row)
        return row

    def _sheet(self, edition: Edition, proposal: Proposal, juror_id: str) -> Assignment:
        row = Assignment(edition_id=edition.id, stage="proposal", proposal_id=proposal.id, juror_id=juror_id)
        self.make.save(row)
        self.make.save(Evaluation(assignment_id=row.id))
        return row

    def _keys(self) -> None:
        """A key of each unit that somebody may want to see or revoke; nobody signs in with these."""
        self.keys: dict[str, ApiKey] = {}
        self.ended_keys: dict[str, ApiKey] = {}
        for place in PLACES:
            self.keys[place], self.ended_keys[place] = (
                self._key("coordinator", self.units[place], KEY_SCOPES)[0] for _ in range(2)
            )
            self.ended_keys[place].revoked_at = now()
            self.make.save(self.ended_keys[place])

    def _key(self, role: str, unit: Unit, scopes: Sequence[str]) -> tuple[ApiKey, str]:
        secret = credentials.new_api_key()
        row = ApiKey(name="uji", unit_id=unit.id, role=role, scopes=list(scopes), prefix=secret[:12],
                     key_hash=credentials.digest(secret), expires_at=now() + timedelta(days=300))  # fmt: skip
        self.make.save(row)
        return row, secret

    def _signature(self) -> None:
        """What was signed when the concluded stage was published."""
        from sqlmodel import Session, select

        published = select(Publication).where(Publication.edition_id == self.editions["concluded"].id)
        with Session(self.make.engine, expire_on_commit=False) as session, session.begin():
            self.checkpoint: Checkpoint = checkpoints.draw(session, session.exec(published).one())

    def _webhooks(self) -> None:
        """A webhook of each unit, switched off so that nothing is sent to it, and what was sent to it before."""
        self.webhooks: dict[str, Webhook] = {}
        self.deliveries: dict[str, OutboxMessage] = {}
        for place in PLACES:
            row = Webhook(name="uji", unit_id=self.units[place].id, url="https://contoh.example/kabar", is_active=False,
                          events=["stage.published"], secret=credentials.new_webhook_secret())  # fmt: skip
            sent = OutboxMessage(event_id=new_id(), kind=Kind.webhook, topic="stage.published", webhook_id=row.id,
                                 status=MessageStatus.sent, due_at=now(), finished_at=now(), attempts=1)  # fmt: skip
            self.make.save(row, sent)
            self.webhooks[place], self.deliveries[place] = row, sent

    def _nominations(self) -> None:
        """An innovation of each place, put up for the national competition."""
        self.nominations: dict[str, Nomination] = {}
        for place in PLACES:
            unit = self.units[place]
            innovation = Innovation(unit_id=unit.id, unit_name=unit.name, title=f"Inovasi {place}", year=2023)
            row = Nomination(innovation_id=innovation.id, competition="kipp", year=2024, rules="kipp_2023",
                             group="umum", title=innovation.title, title_key=place)  # fmt: skip
            self.make.save(innovation, row)
            self.nominations[place] = row

    def _question(self, place: str) -> Question:
        """About an innovation of the place, published, so that its unit knows of it; nobody has answered."""
        row = Question(innovation_id=self.entries[place].id, kind="question", text="Apakah ini dipakai?",
                       text_key=place, status="published", published_at=now(),
                       due_at=now() + timedelta(days=7))  # fmt: skip
        self.make.save(row)
        return row

    def _closed_account(self) -> None:
        """Somebody who left: an invitation stops there, after the permission."""
        self.closed = self.make.user("author", self.units["other"], name="Penulis lama")
        self.closed.is_active = False
        self.make.save(self.closed)

    def thing(self, status: str, place: str) -> Thing:
        """A proposal, or what belongs to one, as the table sees it."""
        readers = {("judging", "own"), ("awarded", "own")}
        jurors = frozenset({self.juror_id} if (status, place) in readers else ())
        return Thing(self.lineage[place], jurors, True, self.proposals[status, place].participant_id)

    def persons(self) -> list[Who]:
        """Nobody in particular, everybody of a role, and somebody with none."""
        found = [Who("anonymous", self.make.client())]
        for name, user in self.people.items():
            client = self.make.signed_in(user)
            unit = self._unit_of(Role(name)) if name != "nobody" else None
            role = None if name == "nobody" else name
            found.append(Who(name, client, "user", role, unit.id if unit else None, None, user.id))
        self._confirm()
        return found

    def _confirm(self) -> None:
        """Lets everybody count as having just said who it is, however long the walk takes."""
        from sqlmodel import Session, update

        with Session(self.make.engine) as session, session.begin():
            session.connection().execute(update(UserSession).values(authenticated_at=now() + timedelta(hours=5)))

    def with_keys(self, missing: set[str]) -> list[Who]:
        """For every role that a key can have: one with all scopes, and for each of *missing* one without it."""
        client = self.make.client()
        found = []
        for role in KEY_ROLES:
            for lacking in (None, *sorted(missing & set(KEY_SCOPES))):
                scopes = [scope for scope in KEY_SCOPES if scope != lacking]
                row, secret = self._key(role, self.units["above"], scopes)
                name = f"key of {role.value}" + (f" without {lacking}" if lacking else "")
                found.append(Who(name, client, "key", role.value, row.unit_id, frozenset(scopes), None,
                                 {"Authorization": f"Bearer {secret}"}))  # fmt: skip
        return found

    def editor(self) -> User:
        """The coordinator's account."""
        return self.people["coordinator"]


EPHEMERAL = {"user_sessions", "idempotent_answers", "public_state", "api_keys", "rate_windows", "attempt_counts",
             "audit_entries", "audit_chains"}  # fmt: skip
"""What signing in and asking change: not a matter of record. The log grows when somebody signs in or reads accounts; of
what it says of changes the rows themselves speak here."""


def record(engine: Engine) -> dict[str, list[Any]]:
    """Every row that is a matter of record."""
    with engine.connect() as connection:
        return {table.name: list(_rows(connection, table)) for table in SQLModel.metadata.sorted_tables
                if table.name not in EPHEMERAL}  # fmt: skip


def _rows(connection: Any, table: Any) -> Iterator[str]:
    yield from sorted(repr(tuple(row)) for row in connection.execute(table.select()))
