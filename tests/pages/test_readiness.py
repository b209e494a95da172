"""What is missing, as the pages list it: a line for each thing, by parts, what holds folded away."""

import re

import httpx
import pytest

from app.models import Document
from tests.factories import Factory, text_for
from tests.pages.browsing import as_role, text_of
from tests.pages.test_proposals import World


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def _list(answer: httpx.Response) -> str:
    """The list, as text."""
    found = answer.text.split('<div id="readiness"', 1)[1].split('<p class="small">', 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


def test_each_section_has_one_line_and_says_how_much(world: World) -> None:
    texts = text_for(world.edition)
    first, second = list(texts)[:2]
    titles = [part["title"] for part in world.edition.form]
    url = world.draft(sections=texts | {first: "terlalu singkat", second: "kata " * 400})
    shown = _list(world.author.get(f"{url}/edit"))
    assert f"“{titles[0]}” terlalu singkat: 2 kata, paling sedikit 10" in shown
    assert f"“{titles[1]}” terlalu panjang: 400 dari" in shown
    assert [shown.count(f"“{title}”") for title in titles] == [1] * len(titles)


def test_two_sections_with_the_same_text_name_each_other(world: World) -> None:
    texts = text_for(world.edition)
    first, second = list(texts)[:2]
    titles = [part["title"] for part in world.edition.form]
    shown = _list(world.author.get(world.draft(sections=texts | {second: texts[first]}) + "/edit"))
    assert f"“{titles[0]}” sama dengan “{titles[1]}”" in shown
    assert f"“{titles[1]}” sama dengan “{titles[0]}”" in shown


def test_what_is_missing_is_in_the_parts_of_the_editor(world: World) -> None:
    url = world.draft(sections={}, started_on=None, category="lama")
    shown = _list(world.author.get(f"{url}/edit"))
    places = [
        shown.find(word) for word in ("Naskah", "belum diisi", "Keterangan", "Pilih kategori", "Isi tanggal mulai")
    ]
    assert places == sorted(places)
    assert -1 not in places
    assert "bulan sebelum pendaftaran ditutup" not in shown
    assert re.search(r"\d+ terpenuhi ", shown)


def test_a_full_quota_is_no_point_to_mend(world: World) -> None:
    for _ in range(2):
        url = world.draft()
        world.coordinator.send(world.coordinator.get(f"{url}/submission"), f"{url}/submission")
    shown = text_of(world.author.get(world.draft()))
    assert "Lengkap, tetapi belum dapat dikirim" in shown
    assert "Pengiriman Kuota peserta sudah habis" in shown


def test_a_section_that_asks_for_evidence_leads_to_it(make: Factory) -> None:
    form = [{**section, "evidence": "Laporan evaluasi" if n == 0 else ""}
            for n, section in enumerate(make.edition().form)]  # fmt: skip
    edition, unit = make.edition(form=form), make.unit()
    draft, writer = make.proposal(edition, unit), as_role(make, "author", unit)
    url = f"/proposals/{draft.id}/edit"
    page = writer.get(url)
    assert page.text.count("data-supports=") == 1
    assert "Bukti: Laporan evaluasi" in text_of(page)
    assert "Belum ada bukti untuk 1 bagian" in text_of(page)
    make.save(Document(proposal_id=draft.id, kind="evidence", section=str(form[0]["key"]), filename="bukti.pdf",
                       media_type="application/pdf", size=10, sha256="0" * 64))  # fmt: skip
    assert "Belum ada bukti" not in text_of(writer.get(url))
