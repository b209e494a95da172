"""Stages in any number: passing grade, quotas, weighted stages, the plenary, and the vote of the public."""

import threading
from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlmodel import Session, func, select

from app.audit.verification import Verifier
from app.clock import now
from app.models import Vote
from tests.api.test_judging import FINAL, LEAVES, Judging
from tests.conftest import Server
from tests.factories import Factory
from tests.pages.judging import Person

MARKS = (90.0, 80.0, 70.0, 60.0)


def judged(make: Factory, *, publish: bool = True, later: dict[str, Any] | None = None, **first: Any) -> Judging:
    """Four proposals with 90, 80, 70, 60 from two jurors; *first* and *later* change the two stages."""
    judging = Judging(make, proposals=4, jurors=2)
    changes = (first, later or {})
    judging.edition.stages = [stage | change for stage, change in zip(judging.edition.stages, changes, strict=True)]
    for place, group in ((1, "replikasi"), (3, "replikasi")):
        judging.proposals[place].group = group
    make.save(judging.edition, *judging.proposals)
    judging.panel()
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={}).status_code == 201
    judging.score_all("proposal", LEAVES, dict(zip(ids(judging), MARKS, strict=True)))
    if publish:
        assert judging.publish("proposal").status_code == 200
    return judging


def ids(judging: Judging) -> list[str]:
    return [proposal.id for proposal in judging.proposals]


def items(judging: Judging, stage: str = "proposal", client: httpx.Client | None = None) -> list[dict[str, Any]]:
    answer = (client or judging.make.client()).get(judging.stage(stage, "ranking"))
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def onward(judging: Judging, stage: str = "proposal", client: httpx.Client | None = None) -> list[int]:
    """The places in ``judging.proposals`` of those that go on, best first."""
    order = ids(judging)
    return [order.index(item["proposal_id"]) for item in items(judging, stage, client) if item["advanced"]]


@pytest.mark.parametrize(
    ("rule", "chosen"),
    [
        ({"kind": "passing_grade", "grade": 70}, [0, 1, 2]),
        ({"kind": "top_n", "n": 3, "grade": 75}, [0, 1]),
        ({"kind": "quota", "quotas": {"umum": 1, "replikasi": 2}}, [0, 1, 3]),
        ({"kind": "quota", "quotas": {"replikasi": 1}}, [1]),
        ({"kind": "quota", "by": "category", "quotas": {"kesehatan": 2}, "n": 1}, [0, 1]),
        ({"kind": "all"}, [0, 1, 2, 3]),
    ],
)
def test_who_goes_on_is_as_the_edition_says(make: Factory, rule: dict[str, Any], chosen: list[int]) -> None:
    judging = judged(make, advance=rule)
    assert onward(judging) == chosen
    statuses = [judging.organiser.get(f"/api/v1/proposals/{id_}").json()["status"] for id_ in ids(judging)]
    assert statuses == ["advanced" if place in chosen else "eliminated" for place in range(4)]


def test_chances_follow_the_rule_of_each_group(make: Factory) -> None:
    """In its own group the second best is as sure as the best of all; the chances sum to the places."""
    judging = judged(make, publish=False, aggregate="calibrated",
                     advance={"kind": "quota", "quotas": {"umum": 1, "replikasi": 1}})  # fmt: skip
    chances = {item["proposal_id"]: item["probability_top"] for item in items(judging, client=judging.organiser)}
    found = [chances[id_] for id_ in ids(judging)]
    assert found[0] + found[2] == pytest.approx(1, abs=0.002)
    assert found[1] + found[3] == pytest.approx(1, abs=0.002)
    assert found[0] > found[2]
    assert found[1] > found[3]


def test_the_final_score_weighs_the_stages(make: Factory, server: Server) -> None:
    """40 × 90 + 60 × 60 = 72 and 40 × 80 + 60 × 90 = 86 of a hundred."""
    judging = judged(make, weight=40, advance={"kind": "top_n", "n": 2},
                     later={"cumulative": True, "weight": 60, "advance": {"kind": "top_n", "n": 1}})  # fmt: skip
    first, second = ids(judging)[:2]
    judging.panel("presentation")
    judging.organiser.post(judging.stage("presentation", "assignments"), json={})
    judging.score_all("presentation", FINAL, {first: 60, second: 90})
    before = items(judging, "presentation", judging.organiser)
    assert judging.publish("presentation").status_code == 200
    for found in (before, items(judging, "presentation")):
        told = [(one["proposal_id"], one["stage_score"], one["score"], one["advanced"]) for one in found]
        assert told == [(second, 90, 86, True), (first, 60, 72, False)]
    with server.engine.connect() as connection:
        codes = {one.code for one in Verifier(connection).findings() if one.chain == judging.edition.id}
    assert not codes & {"leaf-changed", "result-changed", "root-wrong", "signature-wrong", "unreadable"}


def decision(judging: Judging, place: int, *, advances: bool) -> dict[str, Any]:
    return {"proposal_id": ids(judging)[place], "advances": advances, "reason": "Dampaknya lebih luas.",
            "members": ["Ketua Pleno", "Anggota Satu"]}  # fmt: skip


def test_the_plenary_decides_otherwise_with_reason_and_names(make: Factory) -> None:
    judging = judged(make, publish=False, plenary=True, advance={"kind": "top_n", "n": 2})
    path, organiser = judging.stage("proposal", "plenary"), judging.organiser
    for place, advances in ((2, True), (1, False)):
        answer = organiser.post(path, json=decision(judging, place, advances=advances))
        assert answer.status_code == 201, answer.text
    assert organiser.post(path, json=decision(judging, 2, advances=False)).status_code == 422, "decided once"
    assert [one["members"] for one in organiser.get(path).json()["items"]] == [["Ketua Pleno", "Anggota Satu"]] * 2
    assert onward(judging, client=organiser) == [0, 2]
    assert judging.publish("proposal").json()["places"] == 2
    public = items(judging)
    assert [(one["advanced"], one["by_rule"], one["plenary"]) for one in public] == [
        (True, True, None), (False, True, "Dampaknya lebih luas."), (True, False, "Dampaknya lebih luas."),
        (False, False, None),
    ]  # fmt: skip
    assert "Ketua Pleno" not in str(public)
    for client, status in ((make.client(), 401), (make.signed_in(judging.jurors[0]), 403)):
        assert client.get(path).status_code == status
    assert organiser.post(path, json=decision(judging, 3, advances=True)).json()["type"] == "/problems/stage-published"


def test_a_decision_is_taken_back_and_the_rule_decides_again(make: Factory) -> None:
    judging = judged(make, publish=False, plenary=True, advance={"kind": "top_n", "n": 2})
    row = judging.organiser.post(judging.stage("proposal", "plenary"), json=decision(judging, 0, advances=False)).json()
    assert onward(judging, client=judging.organiser) == [1]
    gone = judging.organiser.delete(f"/api/v1/plenary/{row['id']}", headers={"If-Match": f'"{row["version"]}"'})
    assert gone.status_code == 204
    assert onward(judging, client=judging.organiser) == [0, 1]


def test_no_plenary_where_the_edition_has_none(make: Factory) -> None:
    judging = judged(make, publish=False)
    refused = judging.organiser.post(judging.stage("proposal", "plenary"), json=decision(judging, 0, advances=False))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/no-plenary")


def voting(make: Factory, **stage: Any) -> Judging:
    """The second stage is decided by the public; it is open now, and two take part."""
    dates = {"starts_at": (now() - timedelta(days=1)).isoformat(), "ends_at": (now() + timedelta(days=1)).isoformat()}
    vote = {"kind": "public_vote", "rubric": [], "advance": {"kind": "top_n", "n": 1}, **dates, **stage}
    return judged(make, advance={"kind": "top_n", "n": 2}, later=vote)


def cast(judging: Judging, chosen: list[str], client: httpx.Client) -> httpx.Response:
    return client.put(judging.stage("presentation", "ballot"), json={"proposal_ids": chosen})


def ends(judging: Judging) -> None:
    first, vote = judging.edition.stages
    judging.edition.stages = [first, vote | {"ends_at": (now() - timedelta(seconds=1)).isoformat()}]
    judging.make.save(judging.edition)


def test_the_public_votes_and_the_most_votes_win(make: Factory) -> None:
    judging = voting(make)
    first, second, third, _ = ids(judging)
    visitors = [make.client() for _ in range(3)]
    assert [cast(judging, [second], visitor).status_code for visitor in visitors] == [200] * 3
    assert cast(judging, [first, second, second], visitors[0]).status_code == 200, "a ballot can be changed"
    assert cast(judging, [third], visitors[1]).status_code == 422, "it did not advance"
    own = visitors[0].get(judging.stage("presentation", "ballot")).json()
    assert [choice["is_chosen"] for choice in own["choices"]] == [True, True]
    early = judging.publish("presentation")
    assert (early.status_code, early.json()["type"]) == (409, "/problems/vote-goes-on")
    assert make.client().get(judging.stage("presentation", "ranking")).status_code == 401, "no sums while it goes on"
    ends(judging)
    assert cast(judging, [first], visitors[2]).json()["type"] == "/problems/vote-closed"
    assert judging.publish("presentation").status_code == 200
    found = items(judging, "presentation")
    told = [(one["proposal_id"], one["score"], one["reviews"], one["advanced"]) for one in found]
    assert told == [(second, 100, 3, True), (first, 33.333333, 1, False)]
    status = [judging.organiser.get(f"/api/v1/proposals/{id_}").json()["status"] for id_ in (first, second)]
    assert status == ["eliminated", "awarded"]


def test_a_vote_weighs_with_the_jurors(make: Factory) -> None:
    judging = voting(make, cumulative=True, weight=100)
    first, second = ids(judging)[:2]
    assert cast(judging, [second], make.client()).status_code == 200
    found = items(judging, "presentation", judging.organiser)
    assert [(one["proposal_id"], one["score"]) for one in found] == [(second, 90), (first, 45)]


def test_nobody_judges_where_the_public_votes(make: Factory) -> None:
    judging = voting(make)
    refused = judging.organiser.post(judging.stage("presentation", "jurors"), json={"user_id": judging.jurors[0].id})
    assert refused.json()["type"] == "/problems/by-vote"
    asked = judging.organiser.get(judging.stage("presentation", "what-if"), params={"n": 1})
    assert asked.json()["type"] == "/problems/by-vote"
    assert make.client().get(judging.stage("proposal", "ballot")).status_code == 404


def test_nothing_is_published_where_nobody_voted(make: Factory) -> None:
    judging = voting(make)
    ends(judging)
    assert judging.publish("presentation").json()["type"] == "/problems/nothing-to-publish"


def test_one_ballot_sent_by_many_at_once_counts_each_once(make: Factory, server: Server) -> None:
    judging = voting(make)
    chosen = ids(judging)[:2]
    one = make.client()
    one.get(judging.stage("presentation", "ballot"))
    assert cast(judging, [], one).status_code == 200
    answers: list[int] = []

    def send() -> None:
        with httpx.Client(base_url=one.base_url, cookies=one.cookies, timeout=60) as same:
            answers.append(cast(judging, chosen, same).status_code)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {200, 409}
    assert 200 in answers
    with Session(server.engine) as session:
        counted = session.exec(select(func.count()).select_from(Vote).where(Vote.edition_id == judging.edition.id))
        assert counted.one() == 2


def explained(judging: Judging, place: int, stage: str = "proposal") -> dict[str, Any]:
    answer = judging.organiser.get(f"/api/v1/proposals/{ids(judging)[place]}/explanations/{stage}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_an_explanation_measures_against_the_own_group(make: Factory) -> None:
    """Third of all is second of its group, where one goes on with 90."""
    judging = judged(make, advance={"kind": "quota", "quotas": {"umum": 1, "replikasi": 1}})
    assert [(explained(judging, n)["last_score"], explained(judging, n)["gap"]) for n in range(4)] == [
        (90, 0), (80, 0), (90, -20), (80, -20),
    ]  # fmt: skip


def test_an_explanation_measures_against_the_grade(make: Factory) -> None:
    judging = judged(make, advance={"kind": "passing_grade", "grade": 75})
    assert [(one["last_score"], one["gap"], one["needed"]) for one in (explained(judging, n) for n in (1, 2))] == [
        (75, 5, None), (75, -5, 5),
    ]  # fmt: skip


def test_an_explanation_says_on_which_side_of_the_rule_the_plenary_put_it(make: Factory) -> None:
    judging = judged(make, publish=False, plenary=True, advance={"kind": "top_n", "n": 2})
    for place, advances in ((3, True), (0, False)):
        body = decision(judging, place, advances=advances)
        assert judging.organiser.post(judging.stage("proposal", "plenary"), json=body).status_code == 201
    assert judging.publish("proposal").status_code == 200
    told = [explained(judging, place) for place in range(4)]
    assert [one["moved_others"] for one in told] == [1, 2, 2, 1]
    parts = [{part["part"]: part["text"] for part in one["told"]} for one in told]
    assert "10,00 poin di atasnya, tetapi pleno memutuskan tidak lolos." in parts[0]["change"]
    assert "0,00 poin di atasnya." in parts[1]["change"]
    assert "kurangnya 10,00 poin" in parts[2]["change"]
    assert "20,00 poin di bawahnya, dan lolos karena keputusan pleno." in parts[3]["change"]
    assert "Pleno memutuskan 2 usulan lain berbeda dari aturan" in parts[2]["result"]
    assert "Pleno memutuskan 1 usulan lain berbeda dari aturan" in parts[3]["result"]


def test_who_lost_a_public_vote_is_told_why(make: Factory) -> None:
    judging = voting(make)
    first, second, *_ = ids(judging)
    for _visitor in range(2):
        cast(judging, [second], make.client())
    cast(judging, [first], make.client())
    ends(judging)
    assert judging.publish("presentation").status_code == 200
    path = f"/proposals/{first}/explanations/presentation"
    told = judging.organiser.get(f"/api/v1{path}")
    assert told.status_code == 200, told.text
    found = told.json()
    assert (found["advanced"], found["gap"], found["needed"], found["readings"]) == (False, -50, None, [])
    assert "kurangnya 50,00 poin" in next(one["text"] for one in found["told"] if one["part"] == "change")
    assert judging.organiser.get(f"/api/v1{path}/pdf").content.startswith(b"%PDF")
    assert Person(make, make.user("organiser")).see(path).status_code == 200


def test_an_explanation_tells_of_the_plenary_and_of_weighted_stages(make: Factory) -> None:
    """A point of the second stage is 0.6 of the combined score: 14 points are missed, 23.33 were needed."""
    last = {"cumulative": True, "plenary": True, "weight": 60, "advance": {"kind": "top_n", "n": 1}}
    judging = judged(make, weight=40, advance={"kind": "top_n", "n": 2}, later=last)
    first, second = ids(judging)[:2]
    judging.panel("presentation")
    judging.organiser.post(judging.stage("presentation", "assignments"), json={})
    judging.score_all("presentation", FINAL, {first: 60, second: 90})
    body = decision(judging, 0, advances=True)
    assert judging.organiser.post(judging.stage("presentation", "plenary"), json=body).status_code == 201
    assert judging.publish("presentation").json()["places"] == 2
    told = explained(judging, 0, "presentation")
    assert (told["score"], told["stage_score"], told["is_combined"], told["plenary"]) == (
        72, 60, True, "Dampaknya lebih luas.",
    )  # fmt: skip
    assert (told["advanced"], told["gap"], told["needed"]) == (True, -14, pytest.approx(14 / 0.6))
    words = " ".join(part["text"] for part in told["told"])
    assert "Pleno memutuskan usulan ini lolos: Dampaknya lebih luas." in words
    assert "menggabungkan tahap ini (60,00)" in words


def test_an_explanation_of_votes_counts_them(make: Factory) -> None:
    judging = voting(make)
    assert cast(judging, [ids(judging)[1]], make.client()).status_code == 200
    ends(judging)
    assert judging.publish("presentation").status_code == 200
    told = explained(judging, 1, "presentation")
    assert (told["reviews"], told["criteria"], told["readings"]) == (1, [], [])
    assert "memperoleh 1 suara" in told["told"][0]["text"]
    assert not [part for part in told["told"] if part["part"] == "calibration"]
    paper = judging.organiser.get(f"/api/v1/proposals/{ids(judging)[1]}/explanations/presentation/pdf")
    assert paper.content.startswith(b"%PDF")


def patched(judging: Judging, stages: list[dict[str, Any]]) -> httpx.Response:
    path = f"/api/v1/editions/{judging.edition.id}"
    return judging.organiser.patch(path, json={"stages": stages}, headers={"If-Match": "*"})


def test_a_stage_may_last_longer_until_it_is_published(make: Factory) -> None:
    judging = judged(make, publish=False)
    path = f"/api/v1/editions/{judging.edition.id}"
    later = {"starts_at": "2099-01-01T00:00:00Z", "ends_at": "2099-02-01T00:00:00Z"}
    first, second = judging.organiser.get(path).json()["stages"]
    assert patched(judging, [first | later, second]).status_code == 200
    assert patched(judging, [first | later | {"weight": 1}, second]).json()["type"] == "/problems/edition-frozen"
    assert judging.publish("proposal").status_code == 200
    assert patched(judging, [first, second]).json()["type"] == "/problems/edition-frozen"
    assert patched(judging, [first | later, second | later]).status_code == 200


def test_an_edition_from_before_keeps_what_has_a_default_now(make: Factory) -> None:
    """Its rows lack the newer names: a change elsewhere is no change of the stages."""
    judging = judged(make, publish=False)
    newer = ("cumulative", "plenary")
    judging.edition.stages = [
        {name: value for name, value in stage.items() if name not in newer} for stage in judging.edition.stages
    ]
    make.save(judging.edition)
    path = f"/api/v1/editions/{judging.edition.id}"
    assert judging.organiser.patch(path, json={"theme": "Lain"}, headers={"If-Match": "*"}).status_code == 200


def test_the_days_of_a_vote_are_fixed_once_it_has_begun(make: Factory) -> None:
    judging = voting(make)
    first, vote = judging.organiser.get(f"/api/v1/editions/{judging.edition.id}").json()["stages"]
    longer = vote | {"ends_at": (now() + timedelta(days=9)).isoformat()}
    assert patched(judging, [first, longer]).json()["type"] == "/problems/edition-frozen"


def test_nothing_is_published_where_votes_are_for_those_who_left_alone(make: Factory) -> None:
    judging = voting(make)
    assert cast(judging, [ids(judging)[1]], make.client()).status_code == 200
    gone = judging.organiser.post(f"/api/v1/proposals/{ids(judging)[1]}/disqualification", json={"reason": "Palsu."})
    assert gone.status_code in {200, 201}, gone.text
    ends(judging)
    assert judging.publish("presentation").json()["type"] == "/problems/nothing-to-publish"


def test_where_nobody_goes_on_the_edition_is_over(make: Factory) -> None:
    judging = judged(make, advance={"kind": "passing_grade", "grade": 99})
    assert onward(judging) == []
    assert judging.organiser.get(f"/api/v1/editions/{judging.edition.id}").json()["status"] == "concluded"


def test_votes_that_no_longer_add_up_are_named(make: Factory, server: Server) -> None:
    judging = voting(make)
    assert cast(judging, [ids(judging)[1]], make.client()).status_code == 200
    ends(judging)
    assert judging.publish("presentation").status_code == 200

    def found() -> set[str]:
        with server.engine.connect() as connection:
            findings = [one for one in Verifier(connection).findings() if one.chain == judging.edition.id]
        return {one.row or "" for one in findings if (one.row or "").startswith("votes/")}

    assert found() == set()
    with Session(server.engine) as session, session.begin():
        session.delete(session.exec(select(Vote).where(Vote.edition_id == judging.edition.id)).one())
    assert found() == {f"votes/{ids(judging)[1]}"}


def test_a_conflict_is_declared_in_a_later_stage_too(make: Factory) -> None:
    """What the juror read in the published stage stays; the new sheet goes."""
    judging = judged(make, advance={"kind": "all"})
    judging.panel("presentation")
    assert judging.organiser.post(judging.stage("presentation", "assignments"), json={}).status_code == 201
    desk = make.signed_in(judging.jurors[0])
    body = {"edition_id": judging.edition.id, "proposal_id": ids(judging)[0]}
    assert desk.post("/api/v1/conflicts", json=body).status_code == 201
    own = {sheet["stage"] for sheet in desk.get("/api/v1/assignments").json()["items"]
           if sheet["proposal_id"] == ids(judging)[0]}  # fmt: skip
    assert own == {"proposal"}
