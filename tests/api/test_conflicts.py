"""Conflicts of interest: declared in one click, added, found by themselves, allowed with a reason, never assigned."""

from typing import Any

import httpx
import pytest

from app.models import RoleGrant
from tests.api.test_judging import LEAVES, Judging, fill
from tests.factories import Factory

API = "/api/v1"


@pytest.fixture
def judging(make: Factory) -> Judging:
    """Four proposals, four jurors on the panel, three readings each."""
    found = Judging(make, proposals=4, jurors=4)
    found.panel()
    return found


def conflicts(judging: Judging) -> list[tuple[str, str, str, bool]]:
    """Those of the stage: juror, proposal, kind, whether allowed."""
    items = judging.organiser.get(judging.stage("proposal", "conflicts")).json()["items"]
    return [(one["juror_id"], one["proposal_id"], one["kind"], one["is_allowed"]) for one in items]


def drawn(judging: Judging) -> set[tuple[str, str]]:
    answer = judging.organiser.post(judging.stage("proposal", "assignments"), json={"seed": 1})
    assert answer.status_code == 201, answer.text
    items = judging.organiser.get(judging.stage("proposal", "assignments"), params={"limit": 200}).json()["items"]
    return {(item["juror_id"], item["proposal_id"]) for item in items}


def add(client: httpx.Client, judging: Judging, status: int = 201, **body: Any) -> Any:
    answer = client.post(f"{API}/conflicts", json={"edition_id": judging.edition.id} | body)
    assert answer.status_code == status, answer.text
    return answer.json()


def near(make: Factory, judging: Judging, kind: str) -> None:
    """Brings the first juror near to the first proposal."""
    juror, proposal = judging.jurors[0], judging.proposals[0]
    office = make.unit("Dinas Contoh Kopi", "agency", region_code="35.07")
    if kind == "domain":
        juror.email, writer = "ani@dinas-kopi.example", make.user("author", judging.units[0])
        writer.email = "budi@DINAS-kopi.example"
        proposal.created_by = writer.id
        make.save(juror, writer)
    else:
        make.save(RoleGrant(user_id=juror.id, role="juror", unit_id=office.id))
    if kind == "unit":
        proposal.unit_id = make.unit("Seksi", "unit", parent=office).id
    if kind == "participant":
        proposal.participant_id = office.id
    if kind == "collaborator":
        proposal.collaborators = ["Bank Contoh", "dinas contoh  KOPI"]
    if kind == "region":
        proposal.unit_id = make.unit("Tetangga", "agency", region_code="35.07").id
    make.save(proposal)


@pytest.mark.parametrize("kind", ["unit", "participant", "collaborator", "region", "domain"])
def test_what_the_registry_shows_is_never_assigned_unless_allowed(make: Factory, judging: Judging, kind: str) -> None:
    near(make, judging, kind)
    pair = (judging.jurors[0].id, judging.proposals[0].id)
    assert conflicts(judging) == [(*pair, kind, False)]
    refused = judging.organiser.post(judging.stage("proposal", "assignments"),
                                     json={"pairs": [{"juror_id": pair[0], "proposal_id": pair[1]}]})  # fmt: skip
    code = "own_unit" if kind in ("unit", "participant") else f"conflict_{kind}"
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)
    assert pair not in drawn(judging)
    add(judging.organiser, judging, 422, juror_id=pair[0], proposal_id=pair[1], allowed=True)
    row = add(judging.organiser, judging, juror_id=pair[0], proposal_id=pair[1], allowed=True, kind=kind,
              reason="Tidak ikut menyusun, sudah diperiksa.")  # fmt: skip
    assert conflicts(judging) == [(*pair, kind, True)]
    by_hand = judging.organiser.post(judging.stage("proposal", "assignments"),
                                     json={"pairs": [{"juror_id": pair[0], "proposal_id": pair[1]}]})  # fmt: skip
    assert by_hand.status_code == 201, by_hand.text
    gone = judging.organiser.delete(f"{API}/conflicts/{row['id']}", headers={"If-Match": f'"{row["version"]}"'})
    assert gone.status_code == 204
    assert conflicts(judging) == [(*pair, kind, False)]


def test_free_mail_says_nothing(make: Factory, judging: Judging) -> None:
    near(make, judging, "domain")
    judging.jurors[0].email = "ani.contoh@gmail.com"
    make.save(judging.jurors[0])
    assert conflicts(judging) == []


def test_a_kind_is_allowed_for_a_juror_altogether(make: Factory, judging: Judging) -> None:
    near(make, judging, "region")
    add(judging.organiser, judging, juror_id=judging.jurors[0].id, allowed=True, kind="region", reason="Daerah kecil.")
    assert [one[3] for one in conflicts(judging)] == [True]


def test_a_juror_declares_in_one_click_and_the_gap_is_filled(make: Factory, judging: Judging) -> None:
    pairs = drawn(judging)
    juror = next(one for one in judging.jurors if (one.id, judging.proposals[0].id) in pairs)
    desk, proposal = make.signed_in(juror), judging.proposals[0].id
    row = add(desk, judging, proposal_id=proposal)
    assert (row["kind"], row["reason"], row["juror_name"]) == ("declared", "", juror.name)
    assert proposal not in {one["proposal_id"] for one in desk.get(f"{API}/assignments").json()["items"]}
    after = drawn(judging)
    assert (juror.id, proposal) not in after
    assert sum(one == proposal for _, one in after) == 3
    assert [one["id"] for one in desk.get(f"{API}/conflicts").json()["items"]] == [row["id"]]
    assert make.signed_in(judging.jurors[-1]).get(f"{API}/conflicts").json()["total"] in (0, 1)


def test_a_whole_unit_can_be_declared(make: Factory, judging: Judging) -> None:
    desk = make.signed_in(judging.jurors[1])
    add(desk, judging, unit_id=judging.units[2].id, reason="Saudara bekerja di sana.")
    assert conflicts(judging) == [(judging.jurors[1].id, judging.proposals[2].id, "declared", False)]


def test_in_a_blind_stage_a_unit_is_no_question_to_ask(make: Factory, judging: Judging) -> None:
    """The sheets that went would tell whose they were; and what was allowed names what a juror must not know."""
    first, *others = judging.edition.stages
    judging.edition.stages = [first | {"blind": True}, *others]
    make.save(judging.edition)
    near(make, judging, "region")
    juror, proposal = judging.jurors[0], judging.proposals[0].id
    add(judging.organiser, judging, juror_id=juror.id, proposal_id=proposal, allowed=True, kind="region",
        reason="Tidak kenal pengusulnya.")  # fmt: skip
    pairs = drawn(judging)
    desk = make.signed_in(juror)
    refused = add(desk, judging, 422, unit_id=judging.units[2].id)
    assert (refused["errors"][0]["field"], refused["errors"][0]["code"]) == ("unit_id", "blind_stage")
    assert drawn(judging) == pairs
    assert desk.get(f"{API}/conflicts").json()["items"] == []
    add(judging.organiser, judging, juror_id=judging.jurors[1].id, unit_id=judging.units[2].id, reason="Saudaranya.")
    assert make.signed_in(judging.jurors[1]).get(f"{API}/conflicts").json()["items"] == []


def test_allowing_what_was_declared_allows_nothing_else(make: Factory, judging: Judging) -> None:
    near(make, judging, "region")
    pair = {"juror_id": judging.jurors[0].id, "proposal_id": judging.proposals[0].id}
    add(judging.organiser, judging, **pair, reason="Disebut orang lain.")
    add(judging.organiser, judging, **pair, allowed=True, kind="organiser", reason="Ternyata bukan orangnya.")
    assert {(kind, is_allowed) for *_, kind, is_allowed in conflicts(judging)} == {
        ("region", False), ("organiser", True),
    }  # fmt: skip


def test_a_signed_sheet_stays(make: Factory, judging: Judging) -> None:
    pairs = drawn(judging)
    juror = next(one for one in judging.jurors if (one.id, judging.proposals[0].id) in pairs)
    desk = make.signed_in(juror)
    [sheet] = [one for one in desk.get(f"{API}/assignments").json()["items"]
               if one["proposal_id"] == judging.proposals[0].id]  # fmt: skip
    fill(desk, sheet["id"], dict.fromkeys(LEAVES, 50))
    assert add(desk, judging, 409, proposal_id=judging.proposals[0].id)["type"] == "/problems/sheet-signed"
    assert conflicts(judging) == []


def test_a_juror_can_neither_allow_nor_speak_for_others(make: Factory, judging: Judging) -> None:
    drawn(judging)
    desk, proposal = make.signed_in(judging.jurors[0]), judging.proposals[0].id
    add(desk, judging, 403, proposal_id=proposal, juror_id=judging.jurors[1].id, reason="Iri hati.")
    add(desk, judging, 403, proposal_id=proposal, allowed=True, reason="Boleh saja.")
    elsewhere = Judging(make, proposals=1, jurors=1)
    elsewhere.panel()
    add(desk, elsewhere, 422, proposal_id=elsewhere.proposals[0].id)


@pytest.mark.parametrize(("body", "field"), [
    ({}, "juror_id"), ({"juror": True}, "reason"), ({"juror": True, "reason": "Untuk uji."}, "proposal_id"),
    ({"juror": True, "reason": "Untuk uji.", "allowed": True}, "kind"),
])  # fmt: skip
def test_what_is_missing_is_named(judging: Judging, body: dict[str, Any], field: str) -> None:
    given = {name: value for name, value in body.items() if name != "juror"}
    given |= {"juror_id": judging.jurors[0].id} if body.get("juror") else {}
    assert add(judging.organiser, judging, 422, **given)["errors"][0]["field"] == field


def test_the_pages_of_juror_and_organiser(make: Factory, judging: Judging) -> None:
    near(make, judging, "region")
    pairs = drawn(judging)
    juror = next(one for one in judging.jurors if (one.id, judging.proposals[1].id) in pairs)
    desk = make.signed_in(juror)
    [sheet] = [one["id"] for one in desk.get(f"{API}/assignments").json()["items"]
               if one["proposal_id"] == judging.proposals[1].id]  # fmt: skip
    assert f"/evaluations/{sheet}/conflict" in desk.get(f"/evaluations/{sheet}").text
    assert desk.get(f"/evaluations/{sheet}/conflict").status_code == 200
    declared = desk.post(f"/evaluations/{sheet}/conflict", data={"reason": ""})
    assert (declared.status_code, declared.headers["location"].partition("?")[0]) == (303, "/assignments")
    host, url = make.as_role("organiser"), f"/editions/{judging.edition.id}/stages/proposal/conflicts"
    page = host.get(url).text
    assert "daerah yang sama" in page
    assert "dinyatakan juri" in page
    pair = {"juror_id": judging.jurors[0].id, "proposal_id": judging.proposals[0].id, "kind": "region"}
    short = host.post(url, data=pair | {"reason": "x"})
    assert short.status_code == 422
    assert host.post(url, data=pair | {"reason": "Daerahnya kecil."}).status_code == 303
    assert "diizinkan" in host.get(url).text
    [row] = [one for one in host.get(f"{API}/conflicts").json()["items"] if one["allowed"]]
    gone = host.post(f"/conflicts/{row['id']}/removal", data={"version": row["version"], "back": url})
    assert (gone.status_code, gone.headers["location"]) == (303, url)
    assert "diizinkan" not in host.get(url).text
