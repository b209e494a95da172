"""A proposal's way through the API, and everything that must not work."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlmodel import Session

from app.clock import now
from app.models import Proposal
from tests.factories import Factory

ANY = {"If-Match": "*"}


@pytest.fixture
def path(make: Factory) -> "Path":
    """An agency with a technical unit, its coordinator, and an open edition."""
    return Path(make)


class Path:
    """What most tests here begin with."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.edition = make.edition(quota=1)
        self.agency = make.unit("Dinas Contoh", "agency")
        self.unit = make.unit("UPT Contoh", "technical_unit", self.agency)
        self.coordinator = make.key("coordinator", self.agency)
        self.secretariat = make.key("secretariat")

    def draft(self) -> str:
        """The id of a complete draft."""
        return self.make.proposal(self.edition, self.unit).id

    def new(self, **more: object) -> dict[str, object]:
        """The body of a new draft."""
        return {"edition_id": self.edition.id, "unit_id": self.unit.id, "title": "Antrean Cepat", "group": "umum",
                "category": "kesehatan"} | more  # fmt: skip


def test_from_draft_to_verified(path: Path) -> None:
    created = path.coordinator.post("/api/v1/proposals", json=path.new())
    assert created.status_code == 201
    assert created.json()["participant_id"] == path.agency.id
    id_ = path.draft()
    sent = path.coordinator.post(f"/api/v1/proposals/{id_}/submission", json={"remark": "siap"})
    assert sent.status_code == 201, sent.text
    assert sent.json()["number"] == f"{path.edition.year}-0001"
    verified = path.secretariat.post(f"/api/v1/proposals/{id_}/verification")
    assert verified.json()["status"] == "verified"
    history = path.coordinator.get(f"/api/v1/proposals/{id_}").json()["history"]
    assert [(h["action"], h["to_status"], h["reason"]) for h in history] == [
        ("submitted", "submitted", "siap"), ("verified", "verified", ""),
    ]  # fmt: skip


def test_incomplete_is_refused_with_every_open_point(path: Path) -> None:
    id_ = path.coordinator.post("/api/v1/proposals", json=path.new()).json()["id"]
    refused = path.coordinator.post(f"/api/v1/proposals/{id_}/submission")
    assert refused.status_code == 422
    assert refused.json()["type"] == "/problems/not-ready"
    fields = {error["field"] for error in refused.json()["errors"]}
    assert {"sections.ringkasan", "started_on", "documents.kesediaan_replikasi"} <= fields
    assert path.coordinator.get(f"/api/v1/proposals/{id_}").json()["status"] == "draft"


def test_quota_exceeded_leaves_the_draft_as_it_was(path: Path) -> None:
    first, second = path.draft(), path.draft()
    assert path.coordinator.post(f"/api/v1/proposals/{first}/submission").status_code == 201
    before = path.coordinator.get(f"/api/v1/proposals/{second}").json()
    refused = path.coordinator.post(f"/api/v1/proposals/{second}/submission")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/quota-exceeded")
    assert "Dinas Contoh" in refused.json()["detail"]
    assert path.coordinator.get(f"/api/v1/proposals/{second}").json() == before


def test_withdrawal_frees_the_slot_and_the_number_stays(path: Path) -> None:
    first, second = path.draft(), path.draft()
    path.coordinator.post(f"/api/v1/proposals/{first}/submission")
    taken_back = path.coordinator.post(f"/api/v1/proposals/{first}/withdrawal", json={"reason": "diganti"})
    assert taken_back.json()["status"] == "withdrawn"
    assert path.coordinator.post(f"/api/v1/proposals/{second}/submission").json()["number"].endswith("-0002")
    revived = path.coordinator.post(f"/api/v1/proposals/{first}/revival").json()
    assert (revived["status"], revived["number"][-4:]) == ("draft", "0001")
    again = path.coordinator.post(f"/api/v1/proposals/{first}/submission")
    assert again.json()["type"] == "/problems/quota-exceeded", "reviving never evades the quota"


def test_changing_group_while_returned_moves_the_slot(path: Path) -> None:
    path.make.save(_rule_for(path, "replikasi", 1))
    id_ = path.draft()
    path.coordinator.post(f"/api/v1/proposals/{id_}/submission")
    deadline = (now() + timedelta(days=3)).isoformat()
    path.secretariat.post(f"/api/v1/proposals/{id_}/return", json={"reason": "salah kelompok", "deadline": deadline})
    change = {"group": "replikasi", "origin": "Inovasi asal"}
    changed = path.coordinator.patch(f"/api/v1/proposals/{id_}", json=change, headers={"If-Match": "*"})
    assert changed.status_code == 200, changed.text
    assert path.coordinator.post(f"/api/v1/proposals/{id_}/submission").status_code == 201
    quotas = path.coordinator.get("/api/v1/quotas", params={"edition_id": path.edition.id, "unit_id": path.unit.id})
    assert {q["group"]: q["used"] for q in quotas.json()["items"]} == {"*": 0, "replikasi": 1}


def _rule_for(path: Path, group: str, limit: int) -> object:
    path.edition.quota_rules = [*path.edition.quota_rules, {"unit_kind": "agency", "group": group, "limit": limit}]
    return path.edition


def test_returned_has_its_own_deadline_after_closing(path: Path) -> None:
    id_ = path.draft()
    path.coordinator.post(f"/api/v1/proposals/{id_}/submission")
    deadline = now() + timedelta(days=2)
    body = {"reason": "surat belum ditandatangani", "deadline": deadline.isoformat()}
    returned = path.secretariat.post(f"/api/v1/proposals/{id_}/return", json=body).json()
    assert (returned["status"], returned["return_until"]) == ("returned", _z(deadline))
    path.edition.status = "judging"
    path.make.save(path.edition)
    assert path.coordinator.post(f"/api/v1/proposals/{id_}/submission").status_code == 201


def test_more_time_or_rejection_once_the_time_for_mending_is_over(path: Path) -> None:
    id_ = path.draft()
    path.coordinator.post(f"/api/v1/proposals/{id_}/submission")

    def return_(days: int) -> httpx.Response:
        body = {"reason": "lengkapi", "deadline": (now() + timedelta(days=days)).isoformat()}
        return path.secretariat.post(f"/api/v1/proposals/{id_}/return", json=body)

    assert return_(5).status_code == 201
    shorter = return_(2)
    assert (shorter.status_code, shorter.json()["errors"][0]["code"]) == (422, "not_later")
    assert [line["action"] for line in return_(9).json()["history"]][-2:] == ["returned", "extended"]
    rejection = {"reason": "tidak diperbaiki"}
    early = path.secretariat.post(f"/api/v1/proposals/{id_}/rejection", json=rejection)
    assert (early.status_code, early.json()["type"]) == (409, "/problems/mending-under-way")
    with Session(path.make.engine) as session, session.begin():
        session.get_one(Proposal, id_).return_until = now() - timedelta(seconds=1)
    late = path.coordinator.post(f"/api/v1/proposals/{id_}/submission")
    assert late.json()["type"] == "/problems/return-deadline-passed"
    assert path.secretariat.post(f"/api/v1/proposals/{id_}/rejection", json=rejection).json()["status"] == "rejected"


def _z(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    ("opens", "closes", "code"),
    [(1, 30, "not-open-yet"), (-30, 0, "closed")],
    ids=["before opening", "a second too late"],
)
def test_outside_the_window(path: Path, opens: int, closes: int, code: str) -> None:
    path.edition.opens_at = now() + timedelta(days=opens)
    path.edition.closes_at = now() + timedelta(days=closes, seconds=-1)
    path.make.save(path.edition)
    refused = path.coordinator.post(f"/api/v1/proposals/{path.draft()}/submission")
    assert (refused.status_code, refused.json()["type"]) == (409, f"/problems/{code}")
    assert "WIB" in refused.json()["detail"]


def test_double_click_on_submit(path: Path) -> None:
    id_ = path.draft()
    path.coordinator.post(f"/api/v1/proposals/{id_}/submission")
    second = path.coordinator.post(f"/api/v1/proposals/{id_}/submission")
    assert (second.status_code, second.json()["type"]) == (409, "/problems/not-allowed-now")
    assert "Dikirim" in second.json()["detail"]


def test_a_key_of_another_unit_sees_nothing(path: Path) -> None:
    other = path.make.key("coordinator", path.make.unit(kind="agency"))
    id_ = path.draft()
    assert other.get(f"/api/v1/proposals/{id_}").status_code == 404
    assert other.patch(f"/api/v1/proposals/{id_}", json={"title": "x"}, headers={"If-Match": "*"}).status_code == 404
    assert other.post(f"/api/v1/proposals/{id_}/submission").status_code == 404
    assert other.post("/api/v1/proposals", json=path.new()).status_code == 403
    assert other.get("/api/v1/proposals").json()["total"] == 0


def test_coordinator_sends_back_to_the_author(path: Path) -> None:
    author = path.make.as_role("author", path.unit)
    id_ = author.post("/api/v1/proposals", json=path.new()).json()["id"]
    assert author.post(f"/api/v1/proposals/{id_}/handover").json()["is_handed_over"]
    assert author.post(f"/api/v1/proposals/{id_}/submission").status_code == 403, "only the coordinator spends slots"
    back = path.coordinator.post(f"/api/v1/proposals/{id_}/return", json={"reason": "lengkapi data dampak"}).json()
    assert (back["status"], back["is_handed_over"]) == ("draft", False)
    assert back["history"][-1]["reason"] == "lengkapi data dampak"


def test_the_author_takes_a_handover_back(path: Path) -> None:
    author = path.make.as_role("author", path.unit)
    id_ = author.post("/api/v1/proposals", json=path.new()).json()["id"]
    author.post(f"/api/v1/proposals/{id_}/handover")
    assert [author.delete(f"/api/v1/proposals/{id_}/handover", headers=ANY).status_code for _ in range(2)] == [204, 204]
    back = author.get(f"/api/v1/proposals/{id_}").json()
    assert (back["status"], back["is_handed_over"]) == ("draft", False)
    assert [entry["action"] for entry in back["history"]] == ["created", "handed_over", "taken_back"]
    stranger = path.make.as_role("author", path.make.unit(kind="agency"))
    assert stranger.delete(f"/api/v1/proposals/{id_}/handover", headers=ANY).status_code == 404
    assert path.make.key("auditor").delete(f"/api/v1/proposals/{id_}/handover", headers=ANY).status_code == 403
    path.coordinator.post(f"/api/v1/proposals/{path.draft()}/submission")
    sent = path.coordinator.get("/api/v1/proposals?status=submitted").json()["items"][0]["id"]
    assert author.delete(f"/api/v1/proposals/{sent}/handover", headers=ANY).status_code == 409


def test_submitted_text_is_locked(path: Path) -> None:
    id_ = path.draft()
    path.coordinator.post(f"/api/v1/proposals/{id_}/submission")
    refused = path.coordinator.patch(f"/api/v1/proposals/{id_}", json={"title": "Lain"}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/not-editable")


def test_earlier_versions_can_be_compared(path: Path) -> None:
    id_ = path.coordinator.post("/api/v1/proposals", json=path.new()).json()["id"]
    author = path.make.as_role("author", path.unit)
    _write(path.coordinator, id_, "Warga menunggu lama.")
    _write(author, id_, "Warga tidak menunggu lama.")
    versions = author.get(f"/api/v1/proposals/{id_}/revisions").json()["items"]
    assert [v["number"] for v in versions] == [2, 1]
    latest = author.get(f"/api/v1/proposals/{id_}/revisions/2").json()
    assert {"kind": "inserted", "text": " tidak"} in latest["differences"]["ringkasan"]


def _write(client: httpx.Client, id_: str, text: str) -> None:
    body = {"sections": {"ringkasan": text}}
    assert client.patch(f"/api/v1/proposals/{id_}", json=body, headers={"If-Match": "*"}).status_code == 200


def test_invited_group_is_outside_the_quota(path: Path) -> None:
    draft = path.make.proposal(path.edition, path.unit, group="khusus")
    refused = path.coordinator.post(f"/api/v1/proposals/{draft.id}/submission")
    assert [e["field"] for e in refused.json()["errors"]] == ["group"]
    organiser = path.make.key("organiser")
    invitation = f"/api/v1/editions/{path.edition.id}/invitations/khusus/{path.agency.id}"
    invited = organiser.put(invitation, headers={"If-Match": "*"})
    assert invited.status_code == 204
    for id_ in (draft.id, path.draft()):
        assert path.coordinator.post(f"/api/v1/proposals/{id_}/submission").status_code == 201, "the slot is still free"


def test_a_unit_without_participant_cannot_submit(path: Path) -> None:
    village = path.make.unit(kind="village")
    key = path.make.key("coordinator", village)
    draft = path.make.proposal(path.edition, village)
    refused = key.post(f"/api/v1/proposals/{draft.id}/submission")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/no-quota")


def test_only_a_draft_without_number_can_be_deleted(path: Path) -> None:
    id_ = path.draft()
    assert path.coordinator.delete(f"/api/v1/proposals/{id_}").status_code == 428
    assert path.coordinator.delete(f"/api/v1/proposals/{id_}", headers={"If-Match": '"1"'}).status_code == 204
    kept = path.draft()
    path.coordinator.post(f"/api/v1/proposals/{kept}/submission")
    assert path.coordinator.delete(f"/api/v1/proposals/{kept}", headers={"If-Match": "*"}).status_code == 409


def test_autosave_retry_after_a_lost_answer_is_not_stale(path: Path) -> None:
    id_ = path.draft()
    body = {"title": "Antrean Lebih Cepat"}
    for _ in range(2):
        saved = path.coordinator.patch(
            f"/api/v1/proposals/{id_}", json=body, headers={"If-Match": '"1"', "X-Editor": "tab-1"}
        )
        assert saved.status_code == 200, saved.text
    other = path.coordinator.patch(
        f"/api/v1/proposals/{id_}", json={"title": "Lain"}, headers={"If-Match": '"1"', "X-Editor": "tab-2"}
    )
    assert (other.status_code, other.json()["type"]) == (412, "/problems/stale")


def test_a_save_of_what_is_stored_already_is_not_stale(path: Path) -> None:
    """The page was reloaded while its save was under way: it shows the old version and sends the same words."""
    id_ = path.draft()
    url, body = f"/api/v1/proposals/{id_}", {"title": "Antrean Lebih Cepat"}
    assert (
        path.coordinator.patch(url, json=body, headers={"If-Match": '"1"', "X-Editor": "before"}).json()["version"] == 2
    )
    again = path.coordinator.patch(url, json=body, headers={"If-Match": '"1"', "X-Editor": "after"})
    assert (again.status_code, again.json()["version"]) == (200, 2), again.text
