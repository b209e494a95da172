"""Two deeds that cross: the second waits until the first is committed, and is judged by what it left behind."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import httpx

from app.database import WriteSession
from app.domain import units
from app.domain.judging import publication, scoring
from app.domain.proposals import submission
from app.models.evaluation import SignatureUpdate
from app.models.unit import UnitUpdate
from app.models.user import Role
from app.queries import editions
from app.rules.permissions import SYSTEM, Actor, Grant
from tests.api.test_judging import LEAVES, Judging
from tests.factories import Factory

HEADSTART = 1.0
"""Seconds that the second deed has to overtake the first, if nothing holds it back."""
ANY = {"If-Match": "*"}


def crossing(make: Factory, first: Callable[[WriteSession], object], second: Callable[[], httpx.Response]) -> str:
    """Sends *second* while *first* is done but not committed; the code of the problem *second* met, or its status."""
    with ThreadPoolExecutor(1) as beside:
        with WriteSession(make.engine) as session, session.begin():
            first(session)
            session.flush()
            answer = beside.submit(second)
            wait([answer], HEADSTART)
        told = answer.result()
    return str(told.status_code) if told.is_success else told.json()["type"].removeprefix("/problems/")


def test_a_limit_lowered_while_its_first_slot_is_taken(make: Factory) -> None:
    edition, agency = make.edition(quota=1), make.unit("Dinas A")
    draft = make.proposal(edition, agency)
    coordinator = Actor("user", grants=(Grant(Role.coordinator, agency.id),))
    none_at_all = [rule | {"limit": 0} for rule in edition.quota_rules]
    organiser, path = make.key("organiser"), f"/api/v1/editions/{edition.id}"
    told = crossing(
        make,
        lambda session: submission.submit(session, coordinator, draft.id),
        lambda: organiser.patch(path, json={"quota_rules": none_at_all}, headers=ANY),
    )
    assert told == "limit-below-used"


def judged(make: Factory) -> tuple[Judging, str]:
    """An edition whose first stage is all signed, and the id of one of its sheets."""
    judging = Judging(make, proposals=2, jurors=1)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    judging.score_all("proposal", LEAVES, {proposal.id: 80 for proposal in judging.proposals})
    sheets = judging.organiser.get(judging.stage("proposal", "assignments")).json()["items"]
    return judging, sheets[0]["id"]


def test_a_sheet_reopened_while_its_stage_is_published(make: Factory) -> None:
    judging, sheet = judged(make)
    path, reason = f"/api/v1/evaluations/{sheet}/signature", {"signed": False, "reason": "salah baca"}

    def publish(session: WriteSession) -> None:
        edition = editions.configuration(session, judging.edition.id)
        publication.publish(session, SYSTEM, edition, edition.stages[0])

    told = crossing(make, publish, lambda: judging.organiser.put(path, json=reason, headers=ANY))
    assert told == "stage-published"


def test_a_stage_published_while_a_sheet_of_it_is_reopened(make: Factory) -> None:
    judging, sheet = judged(make)
    reopening = SignatureUpdate(signed=False, reason="salah baca")
    told = crossing(
        make,
        lambda session: scoring.sign(session, SYSTEM, sheet, reopening, None),
        lambda: judging.publish("proposal"),
    )
    assert told == "stage-not-ready"


def test_two_moves_that_together_would_close_a_circle(make: Factory) -> None:
    root = make.unit(kind="province")
    one, other = make.unit("Dinas A", parent=root), make.unit("Dinas B", parent=root)
    organiser = make.key("organiser", root)
    told = crossing(
        make,
        lambda session: units.update(session, SYSTEM, one.id, UnitUpdate(parent_id=other.id), None),
        lambda: organiser.patch(f"/api/v1/units/{other.id}", json={"parent_id": one.id}, headers=ANY),
    )
    assert told == "invalid"
