"""Webhooks and the replacing of keys, by the pages."""

from app.models import Unit
from tests.factories import Factory
from tests.pages.browsing import Browser, as_role, text_of


def made(make: Factory, unit: Unit, browser: Browser) -> str:
    """A webhook of the unit; its page."""
    answer = browser.send(browser.get("/webhooks/new"), "/webhooks", name="SIMPEG", unit=unit.code,
                          url="https://penerima.example/jipp", events=["proposal.returned"])  # fmt: skip
    assert answer.status_code == 201, text_of(answer)
    assert "whsec_" in answer.text
    return str(answer.text.partition('href="/webhooks/')[2].partition('"')[0])


def test_a_coordinator_makes_tries_and_removes_a_webhook(make: Factory) -> None:
    unit = make.unit(kind="city")
    coordinator = as_role(make, "coordinator", unit)
    path = f"/webhooks/{made(make, unit, coordinator)}"
    sent = coordinator.send(coordinator.get(path), f"{path}/test")
    shown = coordinator.follow(sent)
    assert "Percobaan" in text_of(shown)
    assert "whsec_" not in shown.text, "the secret is shown once"
    rotated = coordinator.send(shown, f"{path}/secret", hours="72")
    assert "kiriman juga ditandatangani dengan rahasia lama" in text_of(rotated)
    off = coordinator.follow(coordinator.send(coordinator.get(path), f"{path}/switch"))
    assert "Dimatikan" in text_of(off)
    assert f"{path}/test" not in off.text, "nothing is tried on one that is off"
    gone = coordinator.follow(coordinator.send(coordinator.get(path), f"{path}/removal"))
    assert "Belum ada webhook" in text_of(gone)


def test_a_wrong_address_is_said_at_the_field(make: Factory) -> None:
    unit = make.unit(kind="city")
    coordinator = as_role(make, "coordinator", unit)
    refused = coordinator.send(coordinator.get("/webhooks/new"), "/webhooks", name="SIMPEG", unit=unit.name,
                               url="https://192.168.1.1/", events=["proposal.returned"])  # fmt: skip
    assert refused.status_code == 422
    assert "Alamat: Alamat ini berada di jaringan dalam" in text_of(refused)
    assert 'value="https://192.168.1.1/"' in refused.text
    assert "Kejadian: " in text_of(coordinator.send(coordinator.get("/webhooks/new"), "/webhooks", name="SIMPEG",
                                                    unit=unit.name, url="https://penerima.example/",
                                                    events=[]))  # fmt: skip


def test_an_auditor_reads_and_changes_nothing(make: Factory) -> None:
    unit = make.unit(kind="city")
    path = f"/webhooks/{made(make, unit, as_role(make, 'organiser'))}"
    auditor = as_role(make, "auditor")
    shown = auditor.get(path)
    assert shown.status_code == 200
    assert f"{path}/secret" not in shown.text
    assert f"{path}/removal" not in shown.text


def test_a_key_is_replaced_and_both_work_for_a_while(make: Factory) -> None:
    unit = make.unit(kind="city")
    coordinator = as_role(make, "coordinator", unit)
    coordinator.send(coordinator.get("/api-keys/new"), "/api-keys", name="SIMRS", unit=unit.name)
    listed = coordinator.get("/api-keys")
    path = _rotation_path(listed.text)
    shown = coordinator.send(coordinator.get(path), path, hours="72")
    assert shown.status_code == 201
    assert "Kunci lama (" in text_of(shown)
    assert "Sedang diganti" in text_of(coordinator.get("/api-keys"))
    assert _rotation_path(coordinator.get("/api-keys").text) != path, "a key is replaced once"


def _rotation_path(html: str) -> str:
    before = html.partition('/rotation"')[0]
    return before.rpartition('href="')[2] + "/rotation"
