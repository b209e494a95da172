"""Webhooks of units: who may have them, what is shown of them, and what may not be called."""

from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app.models import IdempotentAnswer, OutboxMessage, Unit
from tests.conftest import Server
from tests.factories import Factory

PATH = "/api/v1/webhooks"
ANY = {"If-Match": "*"}


def body(unit: Unit, **more: Any) -> dict[str, Any]:
    """The body of a new webhook."""
    return {"name": "SIMPEG", "unit_id": unit.id, "url": "https://penerima.example/jipp",
            "events": ["proposal.submitted"]} | more  # fmt: skip


def codes(answer: httpx.Response) -> list[tuple[str, str]]:
    """The field errors of a 422."""
    assert answer.status_code == 422, answer.text
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def test_a_webhook_is_made_read_changed_and_deleted(make: Factory) -> None:
    organiser = make.key("organiser")
    made = organiser.post(PATH, json=body(make.unit(), events=["stage.published", "proposal.awarded"] * 2))
    assert made.status_code == 201, made.text
    assert made.json()["events"] == ["proposal.awarded", "stage.published"]
    path, tag = made.headers["Location"], made.headers["ETag"]
    read = organiser.get(path)
    assert made.json() == read.json() | {"secret": made.json()["secret"]}
    assert organiser.patch(path, json={"name": "A"}).status_code == 428
    changed = organiser.patch(path, json={"name": "A", "is_active": False}, headers={"If-Match": tag})
    assert (changed.json()["name"], changed.json()["is_active"]) == ("A", False)
    assert organiser.patch(path, json={"name": "B"}, headers={"If-Match": tag}).status_code == 412
    assert organiser.delete(path, headers={"If-Match": tag}).status_code == 412
    assert organiser.delete(path, headers={"If-Match": changed.headers["ETag"]}).status_code == 204
    assert organiser.get(path).status_code == 404


def test_the_secret_is_shown_once(make: Factory, server: Server) -> None:
    organiser, headers = make.key("organiser"), {"Idempotency-Key": "abc"}
    unit = make.unit()
    made = organiser.post(PATH, json=body(unit), headers=headers)
    secret, path = made.json()["secret"], made.headers["Location"]
    assert secret.startswith("whsec_")
    assert made.headers["cache-control"] == "no-store"
    assert organiser.post(PATH, json=body(unit), headers=headers).json()["secret"] == ""
    other = organiser.post(f"{path}/secret", json={})
    assert other.status_code == 201
    assert other.json()["secret"] not in {"", secret}
    assert other.json()["previous_until"] is not None
    shown = organiser.get(path).text + organiser.get(PATH).text + organiser.get(f"{PATH}.csv").text
    assert secret not in shown
    assert other.json()["secret"] not in shown
    with Session(server.engine) as session:
        assert all(secret not in kept.model_dump_json() for kept in session.exec(select(IdempotentAnswer)))


@pytest.mark.parametrize(("change", "expected"), [
    ({"url": "http://penerima.example/"}, ("url", "https_only")),
    ({"url": "https://10.0.0.1/"}, ("url", "private_address")),
    ({"url": "https://localhost/"}, ("url", "private_address")),
    ({"url": "https://a:b@penerima.example/"}, ("url", "url_parsing")),
    ({"events": []}, ("events", "too_short")), ({"events": ["proposal.read"]}, ("events.0", "enum")),
    ({"unit_id": "01890000-0000-7000-8000-000000000000"}, ("unit_id", "not_found")),
    ({"secret": "whsec_c2F5YQ=="}, ("secret", "extra_forbidden")),
])  # fmt: skip
def test_what_no_webhook_can_be(make: Factory, change: dict[str, Any], expected: tuple[str, str]) -> None:
    organiser = make.key("organiser")
    assert codes(organiser.post(PATH, json=body(make.unit()) | change)) == [expected]
    if "url" in change:
        path = organiser.post(PATH, json=body(make.unit())).headers["Location"]
        assert codes(organiser.patch(path, json=change, headers=ANY)) == [expected], "nor become one"


def test_idor_a_coordinator_rules_the_webhooks_of_its_own_tree(make: Factory) -> None:
    town, other = make.unit(kind="city"), make.unit(kind="city")
    clinic = make.unit(parent=town)
    coordinator, organiser = make.as_role("coordinator", town), make.key("organiser")
    own = coordinator.post(PATH, json=body(clinic))
    assert own.status_code == 201
    assert coordinator.post(PATH, json=body(other)).status_code == 403
    foreign = organiser.post(PATH, json=body(other)).headers["Location"]
    delivery = organiser.post(f"{foreign}/test").json()["id"]
    assert [hook["unit_id"] for hook in coordinator.get(PATH).json()["items"]] == [clinic.id]
    for path in (foreign, f"{foreign}/deliveries", f"{foreign}/deliveries/{delivery}"):
        assert coordinator.get(path).status_code == 404
    for path in (f"{foreign}/test", f"{foreign}/secret", f"{foreign}/deliveries/{delivery}/redelivery"):
        assert coordinator.post(path, json={}).status_code == 404
    assert coordinator.patch(foreign, json={"name": "A"}, headers=ANY).status_code == 404
    assert coordinator.delete(foreign, headers=ANY).status_code == 404
    mine = own.headers["Location"]
    assert coordinator.get(f"{mine}/deliveries/{delivery}").status_code == 404, "not by way of one's own"
    assert coordinator.post(f"{mine}/deliveries/{delivery}/redelivery").status_code == 404
    assert coordinator.delete(mine, headers=ANY).status_code == 204


@pytest.mark.parametrize(("role", "reads", "writes"), [
    ("auditor", 200, 403), ("secretariat", 403, 403), ("juror", 403, 403), ("author", 403, 403),
])  # fmt: skip
def test_other_roles(make: Factory, role: str, reads: int, writes: int) -> None:
    unit = make.unit()
    person = make.as_role(role, unit if role == "author" else None)
    path = make.key("organiser").post(PATH, json=body(unit)).headers["Location"]
    asked = (PATH, path, f"{path}/deliveries", f"{path}/deliveries.csv")
    assert [person.get(one).status_code for one in asked] == [reads] * 4
    assert person.post(PATH, json=body(unit)).status_code == writes
    assert person.patch(path, json={"name": "A"}, headers=ANY).status_code == writes


def test_a_delivery_is_logged_and_can_be_sent_again(make: Factory, server: Server) -> None:
    organiser = make.key("organiser")
    path = organiser.post(PATH, json=body(make.unit())).headers["Location"]
    asked = organiser.post(f"{path}/test")
    assert asked.status_code == 202
    (logged,) = organiser.get(f"{path}/deliveries").json()["items"]
    assert (logged["id"], logged["topic"], logged["payload"]["type"]) == (
        asked.json()["id"], "webhook.test", "webhook.test",
    )  # fmt: skip
    again = organiser.post(f"{path}/deliveries/{logged['id']}/redelivery")
    assert (again.status_code, again.json()["event_id"]) == (202, logged["event_id"])
    assert organiser.delete(path, headers=ANY).status_code == 204
    with Session(server.engine) as session:
        assert session.exec(select(OutboxMessage)).all() == [], "the log goes with the webhook"


def test_nothing_is_sent_to_one_that_is_switched_off(make: Factory) -> None:
    organiser = make.key("organiser")
    path = organiser.post(PATH, json=body(make.unit())).headers["Location"]
    organiser.patch(path, json={"is_active": False}, headers=ANY)
    answer = organiser.post(f"{path}/test")
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/webhook-off")
