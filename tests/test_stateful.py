"""Whatever is done in whatever order: quota, states, numbers and tallies agree with a model of five lines."""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel, col, func, select

from app.clock import now
from app.database import WriteSession, make_engine
from app.domain.proposals import drafts, selection, submission
from app.errors import Conflict, QuotaExceeded
from app.models import Edition, EditionCounter, EditionTally, Proposal, PublicState, Quota, Unit
from app.models.proposal import ProposalUpdate
from app.models.user import Role
from app.rules.permissions import Actor, Grant
from tests.conftest import empty
from tests.factories import Factory

LIMIT = 2
ORGANISER = Actor("user", None, "Penyelenggara uji", "", (Grant(Role.organiser),))


class Competition(RuleBasedStateMachine):
    """Two participants, an edition that counts umum and replikasi together, and everybody doing what they may."""

    engine: Engine
    proposals = Bundle("proposals")

    def __init__(self) -> None:
        super().__init__()
        empty(self.engine)
        self.make = Factory(self.engine, "")
        self.edition: Edition = self.make.edition(quota=LIMIT)
        self.units: list[Unit] = [self.make.unit(kind="agency") for _ in range(2)]
        self.sent: Counter[str] = Counter()
        self.numbered = 0

    def do(self, deed, *arguments):  # type: ignore[no-untyped-def]
        """One deed in its own transaction; the code of the refusal, or None."""
        try:
            with WriteSession(self.engine, expire_on_commit=False) as session, session.begin():
                deed(session, *arguments)
        except Conflict as refused:
            return refused.code
        return None

    def row(self, id_: str) -> Proposal:
        """The proposal as it is now."""
        with Session(self.engine) as session:
            return session.exec(select(Proposal).where(Proposal.id == id_)).one()

    def coordinator(self, id_: str) -> Actor:
        """Whoever may submit this proposal."""
        return Actor("user", None, "Admin uji", "", (Grant(Role.coordinator, self.row(id_).unit_id),))

    @rule(target=proposals, unit=st.integers(0, 1), group=st.sampled_from(["umum", "replikasi"]))
    def write(self, unit: int, group: str) -> str:
        return self.make.proposal(self.edition, self.units[unit], group=group, origin="Asal").id

    @rule(id_=proposals)
    def submit(self, id_: str) -> None:
        before = self.row(id_)
        refused = self.do(submission.submit, self.coordinator(id_), id_)
        if before.status not in {"draft", "returned"}:
            assert refused == "not-allowed-now"
        elif before.status == "draft" and self.sent[before.unit_id] >= LIMIT:
            assert refused == QuotaExceeded.code
            assert self.row(id_).model_dump() == before.model_dump()
        else:
            assert refused is None
            self.sent[before.unit_id] += before.status == "draft"
            self.numbered += before.number is None

    @rule(id_=proposals)
    def withdraw(self, id_: str) -> None:
        before = self.row(id_)
        refused = self.do(submission.withdraw, self.coordinator(id_), id_, "diganti")
        assert (refused is None) == (before.status in {"submitted", "returned", "verified"})
        self.sent[before.unit_id] -= refused is None

    @rule(id_=proposals)
    def revive(self, id_: str) -> None:
        refused = self.do(submission.revive, self.coordinator(id_), id_)
        assert refused in {None, "not-allowed-now"}

    @rule(id_=proposals, group=st.sampled_from(["umum", "replikasi"]))
    def change_group(self, id_: str, group: str) -> None:
        self.do(drafts.update, self.coordinator(id_), id_, ProposalUpdate(group=group), None)

    @rule(id_=proposals)
    def return_(self, id_: str) -> None:
        self.do(selection.return_, ORGANISER, id_, "perbaiki", now() + timedelta(days=1))

    @rule(id_=proposals, passes=st.booleans())
    def decide(self, id_: str, passes: bool) -> None:
        if passes:
            self.do(selection.verify, ORGANISER, id_)
        else:
            self.do(selection.reject, ORGANISER, id_, "tidak memenuhi")

    @rule(id_=consumes(proposals))
    def delete(self, id_: str) -> None:
        before = self.row(id_)
        refused = self.do(drafts.delete_draft, self.coordinator(id_), id_, None)
        assert (refused is None) == (before.status == "draft" and before.number is None)

    @invariant()
    def counters_agree(self) -> None:
        with Session(self.engine) as session:
            used = dict(session.exec(select(Quota.unit_id, func.sum(Quota.used)).group_by(Quota.unit_id)).all())
            held = dict(session.exec(
                select(Proposal.unit_id, func.count()).where(col(Proposal.quota_pool).is_not(None))
                .group_by(Proposal.unit_id)
            ).all())  # fmt: skip
            counted = dict(session.exec(select(Proposal.status, func.count()).group_by(Proposal.status)).all())
            tallied = dict(session.exec(select(EditionTally.status, EditionTally.count)).all())
            numbers = session.exec(select(Proposal.sequence).where(col(Proposal.sequence).is_not(None))).all()
            given = session.exec(select(EditionCounter.last_number)).one()
        assert {unit: int(n) for unit, n in used.items() if n} == held == {u: n for u, n in self.sent.items() if n}
        assert all(n <= LIMIT for n in held.values())
        assert {status: n for status, n in tallied.items() if n} == counted
        assert sorted(n for n in numbers if n) == list(range(1, self.numbered + 1))
        assert given == self.numbered


@pytest.fixture(scope="module")
def engine(new_database: Callable[[str], str]) -> Iterator[Engine]:
    """An engine on a database of its own."""
    made = make_engine(new_database("stateful"), writes=True)
    SQLModel.metadata.create_all(made)
    with Session(made) as session, session.begin():
        session.merge(PublicState(id=1))
    yield made
    made.dispose()


def test_quota_and_states_hold_in_any_order(engine: Engine) -> None:
    machine = type("CompetitionOnThisDatabase", (Competition,), {"engine": engine})
    run = settings(max_examples=15, stateful_step_count=25, deadline=None,
                   suppress_health_check=list(HealthCheck))  # fmt: skip
    run_state_machine_as_test(machine, settings=run)
