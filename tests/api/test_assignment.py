"""The draw of a stage: even, never in conflict, by experts where it can be, and what was read stays."""

from collections import Counter

import pytest

from app.models import Juror
from tests.api.test_judging import LEAVES, Judging, fill
from tests.factories import Factory

Report = dict[str, object]


def drawn(judging: Judging, **more: object) -> Report:
    answer = judging.organiser.post(judging.stage("proposal", "assignments"), json=more)
    assert answer.status_code == 201, answer.text
    found: Report = answer.json()
    return found


def pairs(judging: Judging) -> set[tuple[str, str]]:
    """Who reads what: (juror, proposal)."""
    url = judging.stage("proposal", "assignments")
    items = judging.organiser.get(url, params={"limit": 200}).json()["items"]
    return {(item["juror_id"], item["proposal_id"]) for item in items}


@pytest.fixture
def judging(make: Factory) -> Judging:
    """Eight proposals, half of them of another category, three readings each, six jurors."""
    found = Judging(make, proposals=8, jurors=6)
    for n, proposal in enumerate(found.proposals):
        proposal.category = "kesehatan" if n % 2 else "pendidikan"
    make.save(*found.proposals)
    return found


def test_experts_read_what_they_know(judging: Judging) -> None:
    for n, juror in enumerate(judging.jurors):
        expertise = ["kesehatan"] if n < 3 else ["pendidikan"]
        judging.make.save(Juror(edition_id=judging.edition.id, stage="proposal", user_id=juror.id, expertise=expertise))
    report = drawn(judging, seed=3)
    assert (report["created"], report["shortages"]) == (24, [])
    assert set(report["loads"].values()) == {4}  # type: ignore[attr-defined]
    assert report["is_connected"] is True
    assert (report["matches"], report["broken"]) == (22, 2), "a swap, so that the two fields can be compared"


def test_a_juror_never_reads_the_own_region(judging: Judging) -> None:
    """The workplace is the unit of the juror's role; what is of its region goes to others."""
    make = judging.make
    near, far = make.unit("Dekat", "office", region_code="35.07"), make.unit("Jauh", "office", region_code="35.78")
    for n, proposal in enumerate(judging.proposals):
        proposal.unit_id = (near if n < 4 else far).id
        proposal.participant_id = None
    make.save(*judging.proposals)
    workplace = make.unit("Kantor juri", "office", region_code="35.07")
    local = make.user("juror", workplace)
    judging.jurors.append(local)
    judging.panel()
    drawn(judging, seed=1)
    read = {proposal for juror, proposal in pairs(judging) if juror == local.id}
    assert read <= {proposal.id for proposal in judging.proposals[4:]}
    assert read


def test_a_gap_is_filled_and_what_was_signed_stays(judging: Judging) -> None:
    judging.panel()
    drawn(judging, seed=1)
    before = pairs(judging)
    gone = judging.jurors[0]
    desk = judging.make.signed_in(gone)
    sheets = desk.get("/api/v1/assignments").json()["items"]
    fill(desk, sheets[0]["id"], dict.fromkeys(LEAVES, 60))
    for sheet in sheets[1:]:
        taken_back = judging.organiser.delete(f"/api/v1/assignments/{sheet['id']}", headers={"If-Match": "*"})
        assert taken_back.status_code == 204
    panel = {"pairs": [], "dry_run": True}
    assert drawn(judging, **panel)["created"] == 0
    row = judging.organiser.get(judging.stage("proposal", f"jurors/{gone.id}"))
    assert row.json()["assigned"] == 1
    report = drawn(judging, seed=2)
    assert report["created"] == len(sheets) - 1
    after = pairs(judging)
    kept = {pair for pair in before if pair[0] != gone.id} | {(gone.id, sheets[0]["proposal_id"])}
    assert kept <= after
    assert set(Counter(proposal for _, proposal in after).values()) == {3}


def test_a_shortage_says_why(judging: Judging) -> None:
    for juror in judging.jurors[:3]:
        judging.make.save(Juror(edition_id=judging.edition.id, stage="proposal", user_id=juror.id, max_load=2))
    report = drawn(judging, dry_run=True)
    shortages = report["shortages"]
    assert isinstance(shortages, list)
    assert report["created"] == 6
    assert sum(one["missing"] for one in shortages) == 18
    assert {one["reason"] for one in shortages} == {"loads"}
    assert report["short"] == [one["proposal_id"] for one in shortages]
