"""Drafts on the home pages and in the lists: one badge, the same next step, what is missing, what came first."""

import re
from datetime import timedelta

import httpx
import pytest

from app.clock import now
from app.models import Invitation
from tests.factories import Factory, text_for
from tests.pages.browsing import as_role, text_of
from tests.pages.test_proposals import World

REMARK = "Tambahkan angka sebelum dan sesudah."


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def _send_back(world: World, url: str) -> None:
    world.author.send(world.author.get(f"{url}/handover"), f"{url}/handover")
    world.coordinator.send(world.coordinator.get(f"{url}/return"), f"{url}/return", reason=REMARK)


def _in_order(answer: httpx.Response, *words: str) -> None:
    text = text_of(answer)
    places = [text.find(word) for word in words]
    assert -1 not in places, f"{words[places.index(-1)]!r} is not in {text}"
    assert places == sorted(places), text


def test_what_came_back_is_first_with_its_remark_and_named_alike(world: World) -> None:
    back = world.draft(title="Akta Jemput")
    world.draft(title="Loket Malam")
    _send_back(world, back)
    words = ("Akta Jemput", REMARK, "Loket Malam")
    for path in ("/proposals", "/home"):
        _in_order(world.author.get(path), *words)
        _in_order(world.author.get(path), "Baca catatan dan perbaiki", "Lanjutkan menulis")
    assert "Perlu diperbaiki" in text_of(world.author.get("/proposals"))
    assert "Perlu diperbaiki" in text_of(world.author.get(back))
    for path in ("/proposals", "/home", back):
        assert "Menunggu penulis" in text_of(world.coordinator.get(path)), path
    assert REMARK in text_of(world.coordinator.get("/home"))


def test_a_remark_is_answered_by_handing_over_again(world: World) -> None:
    back = world.draft(title="Akta Jemput")
    _send_back(world, back)
    world.author.send(world.author.get(f"{back}/handover"), f"{back}/handover")
    shown = text_of(world.author.get("/proposals"))
    assert (REMARK in shown, "Perlu diperbaiki" in shown, "Diserahkan" in shown) == (False, False, True)


def test_the_authors_home_is_in_three_groups(world: World) -> None:
    handed = world.draft(title="Sudah Diserahkan")
    world.author.send(world.author.get(f"{handed}/handover"), f"{handed}/handover")
    world.draft(title="Masih Ditulis", sections=text_for(world.edition) | {"ringkasan": ""})
    sent = world.draft(title="Sudah Masuk")
    world.coordinator.send(world.coordinator.get(f"{sent}/submission"), f"{sent}/submission")
    page = world.author.get("/home")
    groups = ("Perlu Anda kerjakan", "Masih Ditulis", "Menunggu admin lokal", "Sudah Diserahkan", "Sudah dikirim")
    _in_order(page, *groups, "Sudah Masuk")
    sections = len(world.edition.form)
    assert f"{sections - 1} dari {sections} bagian terisi · 1 hal kurang" in text_of(page)
    assert page.text.count("button--primary") == 1
    assert page.text.count("UPT Contoh") == 2, "once in the header, once in the menu of the account"


def test_a_list_shows_one_badge_for_each(world: World) -> None:
    handed = world.draft()
    world.author.send(world.author.get(f"{handed}/handover"), f"{handed}/handover")
    for who in (world.author, world.coordinator):
        assert who.get("/proposals").text.count('class="status ') == 2, "the edition's and the draft's"
        assert who.get(handed).text.count('class="status ') == 1


def test_drafts_are_compared_the_ready_ones_first(world: World) -> None:
    sections = text_for(world.edition)
    world.draft(title="Hampir Siap", sections=sections | {"ringkasan": ""})
    world.draft(title="Sudah Siap")
    world.draft(title="Baru Mulai", sections={})
    page = world.coordinator.get(f"/proposals?edition_id={world.edition.id}&status=draft")
    n = len(sections)
    _in_order(page, "Sisa 2 dari 2 slot", "Sudah Siap", f"{n} dari {n}", "Periksa, lalu kirim", "Hampir Siap")
    _in_order(page, "Hampir Siap", "1 hal kurang", f"{n - 1} dari {n}", "Lihat draf", "Baru Mulai", f"{n} hal kurang")
    assert "Lanjutkan menulis" not in text_of(page)
    assert f"/proposals?status=draft&amp;edition_id={world.edition.id}" in world.coordinator.get("/home").text


def test_the_points_of_a_list_are_those_of_the_proposal(world: World) -> None:
    world.draft(title="Loket Malam", sections={"ringkasan": "terlalu singkat"}, started_on=None, group="replikasi")
    other = world.make.unit("Lain", "agency")
    world.make.proposal(world.edition, other, "submitted", title="Loket Malam", number="N-1", sequence=1)
    item = world.coordinator.client.get("/api/v1/proposals?status=draft").json()["items"][0]["id"]
    rules = world.coordinator.client.get(f"/api/v1/proposals/{item}/readiness").json()["rules"]
    missing = [rule for rule in rules if not rule["ok"] and rule["level"] == "error"]
    shown = text_of(world.coordinator.get("/proposals?status=draft"))
    assert f"{len(missing)} hal kurang" in shown


def test_the_coordinator_goes_on_with_drafts_of_their_own_only(world: World) -> None:
    own = as_role(world.make, "coordinator", world.agency, "Admin Lain")
    page = own.get("/proposals/new")
    own.send(page, "/proposals", title="Milik Admin", category="kesehatan", unit_id=world.unit.id)
    assert "Lanjutkan menulis" in text_of(own.get("/proposals"))
    assert "Lanjutkan menulis" not in text_of(world.coordinator.get("/proposals"))


def test_a_group_by_invitation_is_closed_to_who_is_not_invited(world: World) -> None:
    url = world.draft()
    for path in ("/proposals/new", f"{url}/edit"):
        page = world.author.get(path)
        assert re.search(r'value="khusus"[^>]* disabled', page.text), path
        assert "hanya untuk peserta yang diundang" in text_of(page)
    invited = {"edition_id": world.edition.id, "group": "khusus", "unit_id": world.agency.id}
    world.make.save(Invitation(**invited))
    for path in ("/proposals/new", f"{url}/edit"):
        assert not re.search(r'value="khusus"[^>]* disabled', world.author.get(path).text), path


def test_sending_in_tells_the_number_and_the_slots_left(world: World) -> None:
    url = world.draft()
    sent = world.coordinator.send(world.coordinator.get(f"{url}/submission"), f"{url}/submission")
    said = f"Terkirim dengan nomor {world.edition.year}-0001. Sisa kuota 1 dari 2."
    assert said in text_of(world.coordinator.follow(sent))


def test_what_the_secretariat_returned_is_first_to_be_mended(world: World) -> None:
    until = now() + timedelta(days=3)
    row = world.make.proposal(world.edition, world.unit, "returned", number="N-1", sequence=1, return_until=until)
    page = world.coordinator.get(f"/proposals/{row.id}")
    assert f'class="button button--primary" href="/proposals/{row.id}/edit"' in page.text
    assert f'class="button button--secondary" href="/proposals/{row.id}/submission"' in page.text
    assert "Perbaiki" in text_of(page)
