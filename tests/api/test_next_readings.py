"""The next readings: where the cut is near, once however often asked, never against a conflict, signed sheets kept."""

import re
from collections import Counter
from typing import Any

import httpx
import pytest

from app.clock import now
from app.models import Assignment, Evaluation
from tests.api.test_judging import LEAVES, Judging, fill
from tests.factories import Factory

Json = dict[str, Any]
NO_NUMBER = re.compile(r"(?<![\w-])(?:nan|inf|infinity)(?![\w-])", re.IGNORECASE)
"""Not as part of a token."""
BODY = {"budget": 12, "seed": 3}


def first_round(make: Factory, proposals: int = 20, jurors: int = 8, places: int = 6) -> Judging:
    """Two readings of each proposal, all signed: better ones have lower numbers, and jurors add something of theirs."""
    judging = Judging(make, proposals, jurors)
    first, *others = judging.edition.stages
    advance = {"kind": "top_n", "n": places}
    judging.edition.stages = [first | {"advance": advance, "jurors_per_proposal": 2}, *others]
    make.save(judging.edition)
    judging.panel()
    for n, proposal in enumerate(judging.proposals):
        proposal.status = "judging"
        two = [judging.jurors[(n + step) % jurors] for step in (0, 1 + n % 3)]
        sheets = [Assignment(edition_id=judging.edition.id, stage="proposal", proposal_id=proposal.id, juror_id=one.id)
                  for one in two]  # fmt: skip
        make.save(proposal, *sheets)
        for place, sheet in enumerate(sheets):
            mark = 88.0 - 1.5 * n + (-1) ** (n + place) * (3 + n % 4)
            make.save(Evaluation(assignment_id=sheet.id, scores=dict.fromkeys(LEAVES, mark), total=mark,
                                 signed_at=now()))  # fmt: skip
    make.tally(judging.edition, {"verified": -proposals, "judging": proposals})
    return judging


def ask(judging: Judging, status: int = 201, **body: Any) -> Json:
    answer = judging.organiser.post(judging.stage("proposal", "next-readings"), json=BODY | body)
    assert answer.status_code == status, answer.text
    assert "NaN" not in answer.text
    found: Json = answer.json()
    return found


def sheets(judging: Judging) -> list[Json]:
    url = judging.stage("proposal", "assignments")
    items: list[Json] = judging.organiser.get(url, params={"limit": 200}).json()["items"]
    return items


@pytest.fixture
def judging(make: Factory) -> Judging:
    return first_round(make)


def test_what_is_shown_is_what_is_done_and_asking_twice_adds_nothing(judging: Judging) -> None:
    before = sheets(judging)
    shown = ask(judging, dry_run=True)
    assert sheets(judging) == before
    done = ask(judging)
    assert done | {"dry_run": True, "assignment": shown["assignment"]} == shown
    assert done["assignment"]["created"] == len(done["pairs"]) == 12
    assert done["wrong_then"] < done["wrong_now"]
    after = sheets(judging)
    assert {sheet["id"]: sheet for sheet in before}.items() <= {sheet["id"]: sheet for sheet in after}.items()
    again = ask(judging)
    assert (again["pairs"], again["waiting"], len(sheets(judging))) == ([], 12, len(after))
    assert again["wrong_then"] == done["wrong_then"], "what is under way counts"
    assert ask(judging, budget=15, dry_run=True)["assignment"]["created"] <= 4, "a little more, not all of it anew"


def test_the_cut_is_where_readings_go(judging: Judging) -> None:
    done = ask(judging)
    added = {item["proposal_id"]: item["added"] for item in done["items"] if item["added"]}
    ranks = {item["rank"] for item in done["items"] if item["added"]}
    assert sum(added.values()) == 12
    assert max(abs(rank - 6.5) for rank in ranks) < 8
    extremes = {judging.proposals[0].id, judging.proposals[-1].id}
    assert not extremes & added.keys()
    assert done["zone"] == sum(item["is_open"] for item in done["items"]) > 0
    assert [one["budget"] for one in done["budgets"]] == [done["zone"] * step for step in (0, 1, 2, 3, 4)]
    wrong = [done["wrong_now"], *(one["wrong"] for one in done["budgets"])]
    assert wrong == sorted(wrong, reverse=True)


def test_who_may_not_read_is_not_asked(judging: Judging) -> None:
    """Conflicts, who has read it, who left, and the largest load."""
    away, gone = judging.jurors[:2]
    for proposal in judging.proposals:
        body = {"edition_id": judging.edition.id, "juror_id": away.id, "proposal_id": proposal.id, "reason": "saudara"}
        if not any(one["juror_id"] == away.id and one["proposal_id"] == proposal.id for one in sheets(judging)):
            assert judging.organiser.post("/api/v1/conflicts", json=body).status_code == 201
    url = judging.stage("proposal", f"jurors/{gone.id}/departure")
    left = judging.organiser.put(url, json={"reason": "sakit"}, headers={"If-Match": "*"})
    assert left.status_code == 200, left.text
    done = ask(judging, budget=20)
    readers = Counter(pair["juror_id"] for pair in done["pairs"])
    assert not {away.id, gone.id} & readers.keys()
    pairs = [(one["juror_id"], one["proposal_id"]) for one in sheets(judging)]
    assert len(pairs) == len(set(pairs))
    loads = Counter(juror for juror, _ in pairs)
    able = [loads[juror.id] for juror in judging.jurors[2:]]
    assert max(able) - min(able) <= 1


def test_why_there_is_no_plan(make: Factory) -> None:
    judging = Judging(make, proposals=3, jurors=3)
    assert ask(judging, 409)["type"].endswith("/empty-panel")
    judging.panel()
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={}).status_code == 201
    assert ask(judging, 409)["type"].endswith("/nothing-signed")
    assert ask(judging, 422, budget=0)["errors"][0]["field"] == "budget"
    judging.score_all("proposal", LEAVES, {proposal.id: 80 for proposal in judging.proposals})
    first, *others = judging.edition.stages
    for advance in ({"kind": "all"}, {"kind": "top_n", "n": 3}):
        judging.edition.stages = [first | {"advance": advance}, *others]
        make.save(judging.edition)
        assert ask(judging, 409)["type"].endswith("/no-cut")
    judging.edition.stages = [first, *others]
    make.save(judging.edition)
    assert judging.publish("proposal").status_code == 200
    assert ask(judging, 409)["type"].endswith("/stage-published")
    assert make.key("auditor").post(judging.stage("proposal", "next-readings"), json=BODY).status_code == 403


def test_a_second_round_leaves_fewer_places_open(judging: Judging) -> None:
    before = ask(judging)
    for juror in judging.jurors:
        desk = judging.make.signed_in(juror)
        for sheet in desk.get("/api/v1/assignments", params={"status": "untouched"}).json()["items"]:
            n = next(n for n, one in enumerate(judging.proposals) if one.id == sheet["proposal_id"])
            fill(desk, sheet["id"], dict.fromkeys(LEAVES, round(88 - 1.5 * n)))
    after = ask(judging, dry_run=True)
    assert after["waiting"] == 0
    assert after["wrong_now"] < before["wrong_now"]


def degenerate(make: Factory, proposals: int, jurors: int, wanted: int) -> Judging:
    judging = Judging(make, proposals, jurors)
    judging.edition.stages = [stage | {"jurors_per_proposal": wanted, "advance": {"kind": "top_n", "n": 1}}
                              for stage in judging.edition.stages]  # fmt: skip
    make.save(judging.edition)
    judging.panel()
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={"seed": 1}).status_code == 201
    judging.score_all("proposal", LEAVES, {proposal.id: 80 for proposal in judging.proposals})
    return judging


def numbers_in(found: Any) -> list[float]:
    if isinstance(found, dict):
        return [n for value in found.values() for n in numbers_in(value)]
    if isinstance(found, list):
        return [n for value in found for n in numbers_in(value)]
    return [found] if isinstance(found, float) else []


@pytest.mark.parametrize(
    ("proposals", "jurors", "wanted"), [(1, 1, 1), (3, 1, 1), (1, 3, 3), (4, 4, 1), (3, 3, 3)],
    ids=["one of each", "one juror", "one proposal", "one reading each", "everybody gives 80"],
)  # fmt: skip
def test_where_there_is_next_to_nothing_every_answer_is_sensible(
    make: Factory, proposals: int, jurors: int, wanted: int
) -> None:
    judging = degenerate(make, proposals, jurors, wanted)
    ranking = judging.organiser.get(judging.stage("proposal", "ranking"))
    items = ranking.json()["items"]
    assert [item["rank"] for item in items] == [1] * proposals
    assert all(item["score"] == 80 and 0 <= item["probability_top"] <= 1 for item in items)
    other = judging.organiser.get(judging.stage("proposal", "what-if"), params={"aggregate": "calibrated", "n": 1})
    without = judging.organiser.get(judging.stage("proposal", "what-if"), params={"without": judging.jurors[0].id})
    disputed = judging.organiser.get(judging.stage("proposal", "disputed"))
    assert {line["deviation"] for line in disputed.json()["items"]} <= {0.0}
    plan = ask(judging, 409 if proposals == 1 else 201, dry_run=True)
    if proposals > 1:
        assert plan["zone"] == proposals
        assert 0 <= plan["wrong_then"] <= plan["wrong_now"] <= proposals
        assert plan["assignment"]["created"] == min(12, proposals * (jurors - wanted))
    for answer in (ranking, other, without, disputed):
        assert answer.status_code == 200, answer.text
        assert all(abs(n) < 1e6 for n in numbers_in(answer.json())), "no NaN, no infinity"
    pages(make, judging)


def pages(make: Factory, judging: Judging) -> None:
    person = make.as_role("organiser")
    url = f"/editions/{judging.edition.id}/stages/proposal"
    for tail in ("", "/analysis", "/analysis?aggregate=calibrated", "/ranking", "/next-readings", "/discussions"):
        answer: httpx.Response = person.get(url + tail, headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.status_code in {200, 409}, tail
        assert not NO_NUMBER.findall(answer.text), tail
