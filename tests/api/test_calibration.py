"""A stage whose official score is calibrated: who was read by the severe is not behind for it."""

import json
from itertools import combinations

import httpx
import pytest
from sqlmodel import Session, select

from app.audit.verification import Verifier
from app.clock import now
from app.models import Assignment, CheckpointLeaf, Evaluation
from app.models.ranking import CALIBRATION
from tests.api.test_judging import LEAVES, Judging
from tests.conftest import Server
from tests.factories import Factory

SEVERITY = (-18.0, 0.0, 2.0, -1.0, 1.0, 0.0)
"""What each of six jurors adds to a mark."""


def judged(make: Factory, aggregate: str) -> Judging:
    """Twenty proposals, each read by another three of six jurors; the first juror is severe by far."""
    judging = Judging(make, proposals=20, jurors=6)
    first, *others = judging.edition.stages
    judging.edition.stages = [first | {"aggregate": aggregate, "advance": {"kind": "top_n", "n": 5}}, *others]
    make.save(judging.edition)
    judging.panel()
    for n, (proposal, three) in enumerate(zip(judging.proposals, combinations(range(6), 3), strict=True)):
        proposal.status = "judging"
        sheets = [Assignment(edition_id=judging.edition.id, stage="proposal", proposal_id=proposal.id,
                             juror_id=judging.jurors[j].id) for j in three]  # fmt: skip
        make.save(proposal, *sheets)
        marks = [85.0 - n + SEVERITY[j] + (n * j) % 3 for j in three]
        make.save(*(Evaluation(assignment_id=sheet.id, scores=dict.fromkeys(LEAVES, mark), total=mark, signed_at=now())
                    for sheet, mark in zip(sheets, marks, strict=True)))  # fmt: skip
    make.tally(judging.edition, {"verified": -20, "judging": 20})
    return judging


def ranked(client: httpx.Client, judging: Judging) -> dict[str, object]:
    answer = client.get(judging.stage("proposal", "ranking"))
    assert answer.status_code == 200, answer.text
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.parametrize(("aggregate", "right"), [("mean", False), ("calibrated", True)])
def test_the_stage_says_which_score_is_official(make: Factory, aggregate: str, right: bool) -> None:
    """The best by far was read by the severe juror, as were the nine that follow."""
    judging = judged(make, aggregate)
    ranking = ranked(judging.organiser, judging)
    assert ranking["method"] == aggregate
    items = ranking["items"]
    assert isinstance(items, list)
    official = {"mean": "raw_mean", "calibrated": "calibrated"}[aggregate]
    assert all(item["score"] == item[official] for item in items)
    best = {proposal.id for proposal in judging.proposals[:5]}
    assert ({item["proposal_id"] for item in items if item["advanced"]} == best) is right
    assert all(item["rank_low"] <= item["rank_high"] and item["standard_error"] > 0 for item in items)
    assert sum(item["probability_top"] for item in items) == pytest.approx(5, abs=0.05)


def test_what_jurors_are_like_is_for_organiser_and_auditor(make: Factory) -> None:
    judging = judged(make, "calibrated")
    before = ranked(judging.organiser, judging)
    [severe] = [one for one in before["jurors"] if one["severity_low"] > 5]  # type: ignore[attr-defined]
    assert severe["juror_id"] == judging.jurors[0].id
    assert before["is_connected"] is True
    assert before["agreement"]["alpha"]["low"] <= before["agreement"]["alpha"]["value"]  # type: ignore[index]
    assert judging.publish("proposal").status_code == 200
    for client in (judging.organiser, make.key("auditor")):
        after = ranked(client, judging)
        assert (after["jurors"], after["agreement"]) == (before["jurors"], before["agreement"])
    for client in (make.client(), make.signed_in(judging.jurors[0]), make.as_role("coordinator", judging.units[0])):
        told = ranked(client, judging)
        assert (told["jurors"], told["agreement"], told["is_connected"]) == (None, None, None)


@pytest.mark.parametrize("aggregate", ["mean", "calibrated"])
def test_the_public_sees_how_sure_a_calibrated_place_is(make: Factory, server: Server, aggregate: str) -> None:
    """Where the mean is official, no other order is published beside it."""
    judging = judged(make, aggregate)
    before = ranked(judging.organiser, judging)["items"]
    assert judging.publish("proposal").status_code == 200
    items = ranked(make.client(), judging)["items"]
    assert isinstance(items, list)
    assert isinstance(before, list)
    for item, was in zip(items, before, strict=True):
        told = {name: item[name] for name in CALIBRATION}
        assert told == ({name: was[name] for name in CALIBRATION} if aggregate == "calibrated" else dict.fromkeys(told))
    with Session(make.engine) as session:
        of_best = select(CheckpointLeaf.body).where(CheckpointLeaf.proposal_id == judging.proposals[0].id)
        body = session.exec(of_best.where(CheckpointLeaf.kind == "result")).one()
    assert (CALIBRATION[0] in json.loads(body)) is (aggregate == "calibrated")
    with server.engine.connect() as connection:
        codes = {one.code for one in Verifier(connection).findings() if one.chain == judging.edition.id}
    assert not codes & {"leaf-changed", "result-changed", "root-wrong", "signature-wrong", "unreadable"}


def test_one_sheet_alone_is_a_ranking_too(judging_of_one: Judging) -> None:
    ranking = ranked(judging_of_one.organiser, judging_of_one)
    [item] = ranking["items"]  # type: ignore[misc]
    assert (item["rank"], item["raw_mean"], item["score"]) == (1, 70, 70)
    assert ranking["agreement"]["alpha"] is None  # type: ignore[index]


@pytest.fixture
def judging_of_one(make: Factory) -> Judging:
    judging = Judging(make, proposals=1, jurors=1)
    first, *others = judging.edition.stages
    judging.edition.stages = [first | {"aggregate": "calibrated"}, *others]
    make.save(judging.edition)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    judging.score_all("proposal", LEAVES, {judging.proposals[0].id: 70})
    return judging
