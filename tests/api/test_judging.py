"""From verified proposals to a published ranking and an award."""

import re

import httpx
import pytest

from app.models import Proposal, Revision, RoleGrant, User
from app.rules.rubric import leaves
from tests.factories import Factory, configuration

STAGES = {stage.key: [leaf.key for leaf in leaves(stage.rubric)] for stage in configuration().stages}
LEAVES, FINAL = STAGES["proposal"], STAGES["presentation"]


class Judging:
    """An edition in judging with verified proposals of sample agencies, and a panel."""

    def __init__(self, make: Factory, proposals: int = 3, jurors: int = 3) -> None:
        self.make = make
        self.edition = make.edition("judging")
        self.edition.stages = [
            stage | {"advance": {"kind": "top_n", "n": 2 if stage["key"] == "proposal" else 1}}
            for stage in self.edition.stages
        ]
        make.save(self.edition)
        self.units = [make.unit(f"Dinas {n}", "agency") for n in range(proposals)]
        self.proposals: list[Proposal] = []
        for n, unit in enumerate(self.units, start=1):
            numbered = {"number": f"{self.edition.year}-{n:04d}", "sequence": n, "participant_id": unit.id}
            self.proposals.append(make.proposal(self.edition, unit, "verified", **numbered))
        self.organiser = make.key("organiser")
        self.jurors: list[User] = [make.user("juror", name=f"Juri {n}") for n in range(jurors)]

    def stage(self, key: str, rest: str) -> str:
        """The address of something of a stage."""
        return f"/api/v1/editions/{self.edition.id}/stages/{key}/{rest}"

    def panel(self, key: str = "proposal") -> None:
        """Puts every juror on the panel of a stage."""
        for juror in self.jurors:
            answer = self.organiser.post(self.stage(key, "jurors"), json={"user_id": juror.id})
            assert answer.status_code == 201, answer.text

    def score_all(self, key: str, keys: list[str], marks: dict[str, float], only: list[Proposal] | None = None) -> None:
        """Everybody gives each proposal (or *only* some) its mark on every leaf, and signs."""
        chosen = {proposal.id for proposal in (self.proposals if only is None else only)}
        for juror in self.jurors:
            desk = self.make.signed_in(juror)
            for sheet in desk.get("/api/v1/assignments", params={"stage": key}).json()["items"]:
                if sheet["proposal_id"] in chosen:
                    fill(desk, sheet["id"], dict.fromkeys(keys, marks[sheet["proposal_id"]]))

    def publish(self, key: str) -> httpx.Response:
        """Publishes a stage."""
        return self.organiser.put(self.stage(key, "publication"), headers={"If-Match": "*"})


def fill(desk: httpx.Client, assignment_id: str, scores: dict[str, float]) -> None:
    """Fills a sheet and signs it."""
    saved = desk.put(f"/api/v1/evaluations/{assignment_id}", json={"scores": scores}, headers={"If-Match": '"1"'})
    assert saved.status_code == 200, saved.text
    tag = {"If-Match": saved.headers["ETag"]}
    signed = desk.put(f"/api/v1/evaluations/{assignment_id}/signature", json={}, headers=tag)
    assert signed.status_code == 200, signed.text


@pytest.fixture
def judging(make: Factory) -> Judging:
    """Three proposals and three jurors."""
    return Judging(make)


def test_from_assignment_to_award(judging: Judging, client: httpx.Client) -> None:
    judging.panel()
    report = judging.organiser.post(judging.stage("proposal", "assignments"), json={}).json()
    assert (report["created"], set(report["loads"].values()), report["short"]) == (9, {3}, [])
    best, second, third = (proposal.id for proposal in judging.proposals)
    judging.score_all("proposal", LEAVES, {best: 90, second: 80, third: 70})
    assert client.get(judging.stage("proposal", "ranking")).status_code == 401, "nobody sees it before publication"
    assert judging.publish("proposal").json()["places"] == 2
    ranking = client.get(judging.stage("proposal", "ranking")).json()
    assert [(item["rank"], item["score"], item["advanced"]) for item in ranking["items"]] == [
        (1, 90, True), (2, 80, True), (3, 70, False),
    ]  # fmt: skip
    judging.panel("presentation")
    report = judging.organiser.post(judging.stage("presentation", "assignments"), json={}).json()
    assert report["proposals"] == 2, "only those that advanced"
    judging.score_all("presentation", FINAL, {best: 60, second: 75})
    assert judging.publish("presentation").status_code == 200
    statuses = {p: judging.organiser.get(f"/api/v1/proposals/{p}").json()["status"] for p in (best, second, third)}
    assert statuses == {best: "eliminated", second: "awarded", third: "eliminated"}
    catalogue = client.get("/api/v1/innovations").json()
    assert [(entry["title"], entry["award"]) for entry in catalogue["items"]] == [
        (judging.proposals[1].title, "Top 30 Inovasi Terpuji"),
    ]  # fmt: skip
    assert client.get(f"/api/v1/editions/{judging.edition.id}").json()["status"] == "concluded"


def test_ties_share_a_rank_and_all_go_on(judging: Judging, client: httpx.Client) -> None:
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    judging.score_all("proposal", LEAVES, {proposal.id: 80 for proposal in judging.proposals})
    assert judging.publish("proposal").json()["places"] == 3
    items = client.get(judging.stage("proposal", "ranking")).json()["items"]
    assert [item["rank"] for item in items] == [1, 1, 1]


def test_dry_run_changes_nothing_and_the_seed_decides(judging: Judging) -> None:
    judging.panel()
    plan = {"seed": 7, "dry_run": True}
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json=plan).json()["created"] == 9
    assert judging.organiser.get(judging.stage("proposal", "assignments")).json()["total"] == 0


def test_a_juror_sees_only_the_own_sheets(judging: Judging) -> None:
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    first, second = (judging.make.signed_in(juror) for juror in judging.jurors[:2])
    mine = first.get("/api/v1/assignments").json()["items"]
    assert {sheet["juror_id"] for sheet in mine} == {judging.jurors[0].id}
    assert second.get(f"/api/v1/evaluations/{mine[0]['id']}").status_code == 404
    stolen = second.put(f"/api/v1/evaluations/{mine[0]['id']}", json={}, headers={"If-Match": "*"})
    assert stolen.status_code == 404
    fill(first, mine[0]["id"], dict.fromkeys(LEAVES, 50))
    scores = {"edition_id": judging.edition.id}
    assert second.get("/api/v1/scores", params=scores).json()["items"] == []
    assert second.get(judging.stage("proposal", "ranking")).status_code == 404


def test_signed_is_locked_until_reopened_with_a_reason(judging: Judging) -> None:
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    desk = judging.make.signed_in(judging.jurors[0])
    sheet = f"/api/v1/evaluations/{desk.get('/api/v1/assignments').json()['items'][0]['id']}"
    incomplete = desk.put(f"{sheet}/signature", json={}, headers={"If-Match": "*"})
    assert (incomplete.status_code, len(incomplete.json()["errors"])) == (422, len(LEAVES))
    fill(desk, sheet.rsplit("/", 1)[1], dict.fromkeys(LEAVES, 50))
    locked = desk.put(sheet, json={"scores": {"kebaruan": 99}}, headers={"If-Match": "*"})
    assert (locked.status_code, locked.json()["type"]) == (409, "/problems/sheet-signed")
    for who, body, status in (
        (desk, {"signed": False, "reason": "salah ketik"}, 403),
        (judging.organiser, {"signed": False}, 422),
        (judging.organiser, {"signed": False, "reason": "salah ketik"}, 200),
    ):
        assert who.put(f"{sheet}/signature", json=body, headers={"If-Match": "*"}).status_code == status
    changed = desk.put(sheet, json={"scores": {"kebaruan": 99}}, headers={"If-Match": "*"})
    assert changed.json()["scores"]["kebaruan"] == 99


@pytest.mark.parametrize("score", [-0.1, 100.1, "NaN", "banyak", True])
def test_marks_outside_the_scale(judging: Judging, score: object) -> None:
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    desk = judging.make.signed_in(judging.jurors[0])
    sheet = f"/api/v1/evaluations/{desk.get('/api/v1/assignments').json()['items'][0]['id']}"
    answer = desk.put(sheet, json={"scores": {"kebaruan": score}}, headers={"If-Match": "*"})
    assert answer.status_code == 422 or score is True
    unknown = desk.put(sheet, json={"scores": {"warna": 5}}, headers={"If-Match": "*"})
    assert unknown.json()["errors"][0]["field"] == "scores.warna"


def test_publishing_waits_for_every_signature(judging: Judging) -> None:
    judging.panel()
    refused = judging.publish("proposal")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/proposals-unread")
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    refused = judging.publish("proposal")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/stage-not-ready")
    assert "9" in refused.json()["detail"]
    later = judging.publish("presentation")
    assert later.json()["type"] == "/problems/previous-stage-open"


def test_nobody_is_left_out_unread_and_nobody_waits_for_who_has_left(judging: Judging) -> None:
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    gone, kept = judging.proposals[0], judging.proposals[1:]
    judging.score_all("proposal", LEAVES, {proposal.id: 80 for proposal in judging.proposals}, only=kept[:1])
    ranking = judging.organiser.get(judging.stage("proposal", "ranking")).json()
    assert (ranking["awaited"], ranking["unread"]) == (6, 2)
    reason = {"reason": "keterangan tidak benar"}
    judging.organiser.post(f"/api/v1/proposals/{gone.id}/disqualification", json=reason)
    sheets = judging.organiser.get(judging.stage("proposal", "assignments")).json()["items"]
    for sheet in sheets:
        if sheet["proposal_id"] == kept[1].id:
            judging.organiser.delete(f"/api/v1/assignments/{sheet['id']}", headers={"If-Match": "*"})
    ranking = judging.organiser.get(judging.stage("proposal", "ranking")).json()
    assert (ranking["awaited"], ranking["unread"]) == (0, 1)
    assert judging.publish("proposal").json()["type"] == "/problems/proposals-unread"
    judging.organiser.post(f"/api/v1/proposals/{kept[1].id}/disqualification", json=reason)
    assert judging.publish("proposal").status_code == 200


def test_participants_see_their_own_scores_only_after_publication(judging: Judging) -> None:
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    judging.score_all("proposal", LEAVES, {proposal.id: 80 for proposal in judging.proposals})
    coordinator = judging.make.key("coordinator", judging.units[0])
    query = {"edition_id": judging.edition.id}
    assert coordinator.get("/api/v1/scores", params=query).json()["items"] == []
    judging.publish("proposal")
    marks = coordinator.get("/api/v1/scores", params=query).json()["items"]
    assert {mark["proposal_id"] for mark in marks} == {judging.proposals[0].id}
    assert {mark["juror_id"] for mark in marks} == {None}, "who gave which mark stays private"


def test_nobody_reads_the_own_unit(make: Factory) -> None:
    judging = Judging(make, proposals=3, jurors=3)
    related = make.user("juror")
    make.save(RoleGrant(user_id=related.id, role="author", unit_id=judging.units[0].id))
    judging.jurors.append(related)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    pairs = judging.organiser.get(judging.stage("proposal", "assignments"), params={"juror_id": related.id}).json()
    assert judging.proposals[0].id not in {pair["proposal_id"] for pair in pairs["items"]}
    by_hand = {"pairs": [{"juror_id": related.id, "proposal_id": judging.proposals[0].id}]}
    refused = judging.organiser.post(judging.stage("proposal", "assignments"), json=by_hand)
    assert refused.json()["errors"][0]["code"] == "own_unit"


def test_a_blind_stage_hides_whose_it_is(make: Factory) -> None:
    judging = Judging(make)
    first, *others = judging.edition.stages
    judging.edition.stages = [{**first, "blind": True}, *others]
    make.save(judging.edition)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    desk = make.signed_in(judging.jurors[0])
    listed = desk.get("/api/v1/proposals").json()["items"]
    assert {item["unit_name"] for item in listed} == {None}
    one = desk.get(f"/api/v1/proposals/{listed[0]['id']}").json()
    assert (one["unit_id"], one["participant_name"], one["history"]) == (None, None, [])


def _blind(make: Factory) -> tuple[Judging, httpx.Client, Proposal]:
    """A blind stage, the first juror's desk, and a proposal on it that has a revision and files."""
    judging = Judging(make)
    first, *others = judging.edition.stages
    judging.edition.stages = [{**first, "blind": True}, *others]
    make.save(judging.edition)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    proposal = judging.proposals[0]
    make.save(Revision(proposal_id=proposal.id, number=1, saved_by_name="Bu Lurah", title=proposal.title, sections={}))
    return judging, make.signed_in(judging.jurors[0]), proposal


def test_a_blind_stage_hides_it_from_a_juror_with_another_role_too(make: Factory) -> None:
    judging, desk, proposal = _blind(make)
    make.save(RoleGrant(user_id=judging.jurors[0].id, role="auditor"))
    assert desk.get(f"/api/v1/proposals/{proposal.id}").json()["unit_id"] is None


@pytest.mark.parametrize("name", ["unit_id", "participant_id"])
def test_a_blind_stage_is_not_opened_by_a_filter(make: Factory, name: str) -> None:
    judging, desk, proposal = _blind(make)
    found = desk.get("/api/v1/proposals", params={name: proposal.unit_id}).json()
    assert (found["items"], found["total"]) == ([], 0)
    assert judging.organiser.get("/api/v1/proposals", params={name: proposal.unit_id}).json()["total"] == 1


def test_a_blind_stage_names_nobody_in_versions_and_files(make: Factory) -> None:
    judging, desk, proposal = _blind(make)
    path = f"/api/v1/proposals/{proposal.id}"
    for address in (f"{path}/revisions", f"{path}/revisions/1", f"{path}/documents"):
        assert desk.get(address).status_code == 200
        assert not {"Bu Lurah", "surat.pdf"} & set(re.findall(r'"([^"]*)"', desk.get(address).text))
    assert "Bu Lurah" in judging.organiser.get(f"{path}/revisions").text


def test_a_blind_stage_is_open_once_it_is_published(make: Factory) -> None:
    judging, desk, proposal = _blind(make)
    judging.score_all("proposal", LEAVES, {each.id: 80 for each in judging.proposals})
    assert judging.publish("proposal").status_code == 200
    assert desk.get(f"/api/v1/proposals/{proposal.id}").json()["unit_id"] == proposal.unit_id


def test_a_sheet_that_was_opened_again_can_be_taken_back(judging: Judging) -> None:
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    desk = judging.make.signed_in(judging.jurors[0])
    sheet = desk.get("/api/v1/assignments").json()["items"][0]["id"]
    fill(desk, sheet, dict.fromkeys(LEAVES, 50))
    again = {"signed": False, "reason": "Tertukar."}
    reopened = judging.organiser.put(f"/api/v1/evaluations/{sheet}/signature", json=again, headers={"If-Match": "*"})
    assert reopened.status_code == 200, reopened.text
    gone = judging.organiser.delete(f"/api/v1/assignments/{sheet}", headers={"If-Match": "*"})
    assert gone.status_code == 204, gone.text
    assert judging.organiser.get(f"/api/v1/evaluations/{sheet}").status_code == 404
