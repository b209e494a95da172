"""Handing over and taking back: what is still missing is told before and after."""

import pytest

from app.clock import now
from tests.factories import Factory, text_for
from tests.pages.browsing import forms_of, text_of
from tests.pages.test_proposals import World

ASKED = "Masih ada 2 hal yang kurang. Serahkan juga untuk dimintai masukan?"


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def unfinished(world: World) -> str:
    """The address of a draft with two open points."""
    sections = text_for(world.edition) | {"ringkasan": ""}
    return world.draft(sections=sections, started_on=now().date(), title="Belum Selesai")


def test_the_page_says_how_much_is_missing_before_and_after(world: World) -> None:
    url = unfinished(world)
    page = world.author.get(f"{url}/handover")
    assert ASKED in text_of(page)
    shown = text_of(world.author.follow(world.author.send(page, f"{url}/handover")))
    assert "Menunggu admin lokal. 2 hal perlu dilengkapi sebelum dapat dikirim." in shown


def test_the_editor_asks_without_scripts_too_and_loses_no_text(world: World) -> None:
    url = unfinished(world)
    page = world.author.get(f"{url}/edit")
    asked = world.author.send(page, url, deed="handover", **{"sections.ringkasan": "Belum sepuluh kata."})
    assert asked.headers["location"] == f"{url}/handover"
    assert (world.saved(url).is_handed_over, world.saved(url).sections["ringkasan"]) == (False, "Belum sepuluh kata.")
    page = world.author.get(f"{url}/edit")
    world.author.send(page, url, deed="handover-now")
    assert world.saved(url).is_handed_over


def test_a_complete_draft_is_handed_over_at_once(world: World) -> None:
    url = world.draft()
    page = world.author.get(f"{url}/edit")
    assert "Serahkan usulan ini ke admin lokal?" in text_of(page)
    assert world.author.send(page, url, deed="handover").headers["location"] == url
    assert world.saved(url).is_handed_over


def test_a_save_brings_the_question_up_to_date(world: World) -> None:
    url = unfinished(world)
    fields = forms_of(world.author.get(f"{url}/edit"))[url].fields | {"started_on": ["2020-01-01"]}
    saved = world.author.client.patch(url, data=fields, headers={"HX-Request": "true"})
    assert "Masih ada 1 hal yang kurang." in saved.text


def test_the_author_takes_it_back(world: World) -> None:
    url = world.draft()
    world.author.send(world.author.get(f"{url}/handover"), f"{url}/handover")
    handed = world.author.get(url)
    assert 'class="button button--primary" href="' + url + '/edit"' not in handed.text
    back = world.author.follow(world.author.send(handed, f"{url}/takeback"))
    assert "Ditarik kembali dari admin lokal" in text_of(back)
    assert 'class="button button--primary" href="' + url + '/edit"' in back.text
    assert not world.saved(url).is_handed_over
    assert f"{url}/takeback" not in forms_of(world.coordinator.get(url))
