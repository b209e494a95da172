"""What a stage looks like from above: marks by criterion, the panel as a graph, signing over time."""

import statistics
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from sqlmodel import Session, col, select

from app.clock import WIB, now
from app.models import Assignment, Evaluation, Proposal, RoleGrant
from app.models.proposal import ProposalStatus
from app.queries import own_region, standings
from tests.api.test_calibration import judged
from tests.api.test_judging import LEAVES, Judging
from tests.factories import Factory


def test_every_criterion_with_its_marks(make: Factory) -> None:
    judging = judged(make, "calibrated")
    found = judging.organiser.get(judging.stage("proposal", "criteria")).json()
    assert [one["criterion"] for one in found["items"]] == [None, *LEAVES]
    with Session(make.engine) as session:
        of_stage = select(Evaluation.scores).join(Assignment, col(Assignment.id) == Evaluation.assignment_id)
        marks = [scores[LEAVES[0]] for scores in
                 session.exec(of_stage.where(Assignment.edition_id == judging.edition.id))]  # fmt: skip
    first = found["items"][1]
    assert (first["marks"], first["low"], first["high"]) == (60, min(marks), max(marks))
    assert first["mean"] == pytest.approx(statistics.fmean(marks))
    assert first["middle"] == pytest.approx(statistics.median(marks))
    assert sum(first["bins"]) == 60
    assert first["bins"][int(min(marks) // 5)] > 0
    assert first["agreement"] == found["items"][0]["agreement"], "every leaf has the total's mark here"
    table = judging.organiser.get(judging.stage("proposal", "criteria.csv")).text
    assert table.startswith("criterion,title,weight,marks,mean,low,lower,middle,upper,high,bins,agreement")


def test_nothing_is_signed_yet(make: Factory) -> None:
    judging = Judging(make)
    judging.panel()
    assert judging.organiser.get(judging.stage("proposal", "criteria")).json()["items"] == []
    progress = judging.organiser.get(judging.stage("proposal", "progress")).json()
    assert (progress["sheets"], progress["signed"], progress["days"], progress["expected"]) == (0, 0, [], None)
    found = judging.organiser.get(judging.stage("proposal", "connections")).json()
    assert (found["parts"], found["seam"], found["pairs"]) == (0, None, [])
    assert [one["readings"] for one in found["jurors"]] == [0, 0, 0]


def _connected(make: Factory, readers: list[tuple[int, ...]], jurors: int) -> dict[str, object]:
    judging = Judging(make, proposals=len(readers), jurors=jurors)
    judging.panel()
    rows = [Assignment(edition_id=judging.edition.id, stage="proposal", proposal_id=proposal.id,
                       juror_id=judging.jurors[j].id)
            for proposal, chosen in zip(judging.proposals, readers, strict=True) for j in chosen]  # fmt: skip
    make.save(*rows)
    make.save(*(Evaluation(assignment_id=row.id) for row in rows))
    found: dict[str, object] = judging.organiser.get(judging.stage("proposal", "connections")).json()
    names = {juror.id: n for n, juror in enumerate(judging.jurors)}
    found["seats"] = [names[one["juror_id"]] for one in found["jurors"]]  # type: ignore[attr-defined, index]
    found["thin"] = [names[id_] for id_ in found["seam"]["juror_ids"]] if found["seam"] else None  # type: ignore[index]
    return found


def test_panels_that_never_mix_are_parts(make: Factory) -> None:
    found = _connected(make, [(0, 1), (0, 1), (0, 1), (2, 3), (2, 3)], 5)
    assert (found["parts"], found["thin"], found["single"]) == (2, None, 0)
    assert found["seats"][:4] == [0, 1, 2, 3]  # type: ignore[index]
    assert [one["part"] for one in found["jurors"]][:4] == [0, 0, 1, 1]  # type: ignore[attr-defined]
    assert [pair["proposals"] for pair in found["pairs"]] == [3, 2]  # type: ignore[attr-defined]


def test_where_the_panel_is_thin(make: Factory) -> None:
    found = _connected(make, [(0, 1), (0, 1), (0, 1), (2, 3), (2, 3), (2, 3), (1, 2), (3,)], 4)
    assert (found["parts"], found["single"], found["seam"]["proposals"]) == (1, 1, 1)  # type: ignore[index]
    assert sorted(found["thin"]) in ([0, 1], [2, 3])  # type: ignore[arg-type]
    assert found["seats"][:2] == found["thin"], "the side of the seam comes first"  # type: ignore[index]


def test_signing_over_time(make: Factory) -> None:
    judging = judged(make, "mean")
    with Session(make.engine) as session, session.begin():
        ids = select(Assignment.id).where(Assignment.edition_id == judging.edition.id)
        sheets = session.exec(select(Evaluation).where(col(Evaluation.assignment_id).in_(ids)).order_by(Evaluation.id))
        for n, sheet in enumerate(sheets):
            sheet.signed_at = None if n < 18 else now() - timedelta(days=n % 3)
    found = judging.organiser.get(judging.stage("proposal", "progress")).json()
    assert (found["sheets"], found["signed"], found["pace"]) == (60, 42, 6)
    assert [day["signed"] for day in found["days"]] == [14, 14, 14]
    assert [day["cumulative"] for day in found["days"]] == [14, 28, 42]
    assert found["expected"] == (now() + timedelta(days=3)).astimezone(WIB).date().isoformat()


@pytest.mark.parametrize("status", ["disqualified", "withdrawn"])
def test_what_left_the_competition_is_not_counted(make: Factory, status: str) -> None:
    """Its sheet is signed no more: the stage would never be ready."""
    judging = judged(make, "mean")
    gone = judging.proposals[0]
    with Session(make.engine) as session, session.begin():
        proposal = session.get_one(Proposal, gone.id)
        proposal.status = ProposalStatus(status)
        own = select(Assignment.id).where(Assignment.proposal_id == gone.id)
        session.exec(select(Evaluation).where(col(Evaluation.assignment_id).in_(own))).first().signed_at = None  # type: ignore[union-attr]
    ask = {name: judging.organiser.get(judging.stage("proposal", name)).json()
           for name in ("progress", "connections", "criteria", "disputed")}  # fmt: skip
    assert (ask["progress"]["sheets"], ask["progress"]["signed"]) == (57, 57)
    assert (ask["connections"]["proposals"], ask["connections"]["readings"]) == (19, 57)
    assert {one["marks"] for one in ask["criteria"]["items"]} == {57}
    assert gone.id not in {one["proposal_id"] for one in ask["disputed"]["items"]}


def test_a_day_ends_at_midnight_in_java(make: Factory) -> None:
    judging = judged(make, "mean")
    with Session(make.engine) as session, session.begin():
        ids = select(Assignment.id).where(Assignment.edition_id == judging.edition.id)
        for n, sheet in enumerate(session.exec(select(Evaluation).where(col(Evaluation.assignment_id).in_(ids)))):
            sheet.signed_at = datetime(2026, 5, 1, 16, 59, tzinfo=UTC) + timedelta(minutes=2 * (n % 2), days=n % 2)
    days = judging.organiser.get(judging.stage("proposal", "progress")).json()["days"]
    assert [(day["day"], day["signed"]) for day in days] == [
        ("2026-05-01", 30), ("2026-05-02", 0), ("2026-05-03", 30),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["criteria", "connections", "progress"])
def test_organiser_and_auditor_alone(make: Factory, name: str) -> None:
    judging = judged(make, "mean")
    path = judging.stage("proposal", name)
    assert judging.organiser.get(path).status_code == 200
    assert make.key("auditor").get(path).status_code == 200
    assert make.as_role("coordinator", judging.units[0]).get(path).status_code == 403
    assert make.signed_in(judging.jurors[0]).get(path).status_code == 403
    assert make.client().get(path).status_code == 401
    assert judging.organiser.get(judging.stage("tidak_ada", name)).status_code == 404


def test_readings_from_where_the_juror_belongs_are_known(make: Factory) -> None:
    judging = judged(make, "calibrated")
    home = make.unit("Kabupaten Contoh", "regency", region_code="35.07")
    juror = judging.jurors[2]
    make.save(RoleGrant(user_id=juror.id, role="author", unit_id=home.id))
    with Session(make.engine) as session:
        read = session.exec(select(Assignment.proposal_id).where(Assignment.juror_id == juror.id)).all()
    for unit, proposal in list(zip(judging.units, judging.proposals, strict=True)):
        if proposal.id in read[:3]:
            unit.region_code = "35.07"
            make.save(unit)
    with Session(make.engine) as session:
        sheets = select(Assignment.proposal_id, Assignment.juror_id, Evaluation.total)
        of_stage = sheets.join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        rows = list(session.exec(of_stage.where(Assignment.edition_id == judging.edition.id)).all())
        found = own_region.pairs(session, judging.edition.id, rows)  # type: ignore[arg-type]
    assert found == {(id_, juror.id) for id_ in read[:3]}
    ranking = judging.organiser.get(judging.stage("proposal", "ranking")).json()
    assert {one["juror_id"] for one in ranking["jurors"]} == {one.id for one in judging.jurors}


def test_a_juror_who_lifts_the_own_region_is_named() -> None:
    """Eighty proposals, twenty jurors, five readings each: one gives every second proposal of theirs twelve more."""
    random = np.random.default_rng(11)
    quality, severity = random.normal(70, 7, 80), random.normal(0, 3, 20)
    readers = [(p, int(j)) for p in range(80) for j in random.choice(20, 5, replace=False)]
    near = {(f"p{p:02}", "j07") for p, j in readers if j == 7 and p % 2}
    rows = [(f"p{p:02}", f"j{j:02}", float(np.clip(quality[p] + severity[j] + random.normal(0, 3)
             + 12 * ((f"p{p:02}", f"j{j:02}") in near), 0, 100))) for p, j in readers]  # fmt: skip
    flagged = {id_ for id_, one in standings.jurors(rows, near).items() if "favours" in {f.code for f in one.flags}}
    assert flagged == {"j07"}
    assert not any("favours" in {f.code for f in one.flags} for one in standings.jurors(rows, []).values())
