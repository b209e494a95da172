"""Likeness on pages: beside the editor, on an innovation's page, and beside the secretariat's decision."""

import re

import pytest
from sqlmodel import Session

from app.models import Innovation, Proposal, Transition
from tests.api.test_similar import IRRIGATION, OTHERS, TUBERCULOSIS, index_all, innovation, proposal, publish
from tests.factories import Factory
from tests.pages.browsing import Browser, as_role, text_of


class World:
    """A catalogue, and a draft that is like two of its entries."""

    def __init__(self, make: Factory) -> None:
        self.make, self.edition, self.unit = make, make.edition(), make.unit("Puskesmas Melati")
        self.known = innovation("Kawan Sembuh", TUBERCULOSIS)
        publish(make, self.known, innovation("Titip Obat", TUBERCULOSIS.replace("pekan", "minggu")),
                *(innovation(text.split()[0], text) for text in OTHERS))  # fmt: skip
        self.draft = proposal(make, self.edition, self.unit, TUBERCULOSIS, status="draft", title="Sembuh Bersama")
        self.author = as_role(make, "author", self.unit)


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def test_an_innovation_names_others_that_solved_the_same(world: World) -> None:
    page = world.make.client().get(f"/innovations/{world.known.id}", headers={"Accept": "text/html"})
    words = text_of(page)
    assert "Inovasi serupa" in words
    assert "Titip Obat" in words
    assert re.search(r"Sama-sama tentang [^.]*obat", words)
    alone = Innovation(title="Sendiri", unit_name="Kecamatan", year=2021)
    publish(world.make, alone)
    page = world.make.client().get(f"/innovations/{alone.id}", headers={"Accept": "text/html"})
    assert "Inovasi serupa" not in text_of(page)


def test_the_box_beside_the_editor_is_loaded_after_the_page(world: World) -> None:
    editor = world.author.get(f"/proposals/{world.draft.id}/edit")
    assert f'hx-get="/proposals/{world.draft.id}/similar"' in editor.text
    assert "Titip Obat" not in editor.text
    box = world.author.get(f"/proposals/{world.draft.id}/similar", **{"HX-Request": "true"})
    assert "<html" not in box.text
    assert {"Kawan Sembuh", "Titip Obat"} <= set(re.findall(r"(Kawan Sembuh|Titip Obat)", box.text))
    whole = world.author.get(f"/proposals/{world.draft.id}/similar")
    assert "<html" in whole.text
    assert "Kawan Sembuh" in text_of(whole)


def test_a_draft_becomes_an_adaptation_by_the_forms_own_fields(world: World) -> None:
    url = f"/proposals/{world.draft.id}"
    box = world.author.get(f"{url}/similar", **{"HX-Request": "true"})
    assert f"{url}/edit?replicates={world.known.id}#group" in box.text
    editor = world.author.get(f"{url}/edit?replicates={world.known.id}")
    assert "sudah diisikan di bawah" in text_of(editor)
    assert stored(world).group == "umum", "nothing is saved by looking"
    assert world.author.send(editor, url).status_code == 303
    saved = stored(world)
    assert (saved.group, saved.origin) == ("replikasi", "Kawan Sembuh, RSUD Mawar, 2022")
    again = world.author.get(f"{url}/similar", **{"HX-Request": "true"})
    assert "Jadikan usulan replikasi" not in again.text
    nobody = "01890000-0000-7000-8000-000000000000"
    assert world.author.get(f"{url}/edit?replicates={nobody}").status_code == 404


def stored(world: World) -> Proposal:
    with Session(world.make.engine) as session:
        return session.get_one(Proposal, world.draft.id)


def sent_in(world: World, case: Proposal) -> None:
    world.make.save(Transition(proposal_id=case.id, action="submitted", to_status="submitted", actor_name="Admin"))
    index_all(world.make)


def test_the_decision_shows_passages_side_by_side(world: World) -> None:
    older = world.make.edition("concluded")
    source = proposal(world.make, older, world.make.unit("RSUD Kenanga"), [IRRIGATION, TUBERCULOSIS], title="Asal")
    changed = TUBERCULOSIS.replace("dua hari", "tiga hari")
    case = proposal(world.make, world.edition, world.unit, [OTHERS[0], changed], title="Salinan")
    sent_in(world, case)
    page = as_role(world.make, "secretariat").get(f"/selection/{case.id}")
    assert page.status_code == 200
    words = text_of(page)
    assert "Kemiripan" in words
    assert f"{source.number} · {older.year} · RSUD Kenanga" in words
    assert len(re.findall(r'<div class="passage">', page.text)) == 1
    marked = re.findall(r"<mark>(.*?)</mark>", page.text, re.S)
    assert any("tuberkulosis" in piece for piece in marked)
    assert not any("tiga" in piece for piece in marked), "what was changed is not marked"
    assert re.search(r"Bagian yang sama: \d+ kata", words)


def test_a_submission_like_nothing_says_so(world: World) -> None:
    case = proposal(world.make, world.edition, world.unit, [IRRIGATION], title="Air Adil")
    sent_in(world, case)
    page = as_role(world.make, "secretariat").get(f"/selection/{case.id}")
    assert "Tidak ada usulan lain dengan judul atau bagian tulisan yang sama." in text_of(page)


def test_who_may_not_read_the_proposal_is_told_of_nothing(world: World) -> None:
    stranger: Browser = as_role(world.make, "author", world.make.unit())
    assert stranger.get(f"/proposals/{world.draft.id}/similar").status_code == 404
