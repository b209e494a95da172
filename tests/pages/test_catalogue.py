"""Pages of the catalogue: what a visitor finds, and what a unit adds."""

import re

import httpx

from app.models import Innovation
from tests.factories import Factory
from tests.pages.browsing import as_role, forms_of, text_of

HTML = {"Accept": "text/html"}


def links(answer: httpx.Response) -> dict[str, str]:
    """The words of each link and where it leads."""
    found = re.findall(r'<a[^>]* href="([^"]+)"[^>]*>(.*?)</a>', answer.text, re.S)
    return {
        re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", words)).strip(): url.replace("&amp;", "&") for url, words in found
    }


def fill(make: Factory) -> list[Innovation]:
    make.unit("Kabupaten Malang", "regency", region_code="35.07")
    rows = [
        Innovation(title="Antar Obat", unit_name="RSUD Mawar", year=2022, category="kesehatan", region_code="35.07",
                   category_title="Kesehatan", award="Top 45", summary="Obat sampai rumah."),
        Innovation(title="Sapa Warga", unit_name="Kecamatan Melati", year=2023, category="inklusi", region_code="35.07",
                   category_title="Inklusi", summary="Menyapa."),
        Innovation(title="Jemput Bola", unit_name="Dinas Dukcapil", year=2023, category="inklusi", region_code="35",
                   category_title="Inklusi"),
    ]  # fmt: skip
    make.save(*rows)
    return rows


def test_a_visitor_narrows_down_by_links_and_back(make: Factory, client: httpx.Client) -> None:
    fill(make)
    page = client.get("/innovations?q=warga+rumah", headers=HTML)
    assert "memuat sebagian" in text_of(page)
    page = client.get("/innovations", headers=HTML)
    narrowed = client.get(links(page)["Inklusi 2"], headers=HTML)
    assert "2 inovasi" in text_of(narrowed)
    assert "Antar Obat" not in text_of(narrowed)
    further = client.get(links(narrowed)["Kabupaten Malang 1"], headers=HTML)
    assert "1 inovasi" in text_of(further)
    back = links(further)
    assert back["Daerah: Kabupaten Malang , hapus saringan ini"] == "/innovations?category=inklusi"
    assert "3 inovasi" in text_of(client.get(back["Hapus semua"], headers=HTML))


def test_a_mistyped_word_is_said_to_be_taken_for_another(make: Factory, client: httpx.Client) -> None:
    fill(make)
    text = text_of(client.get("/innovations?q=obaat", headers=HTML))
    assert "hasil untuk “obat”" in text
    assert "Antar Obat" in text


def test_htmx_gets_facets_and_list_without_the_form(make: Factory, client: httpx.Client) -> None:
    fill(make)
    part = client.get("/innovations?q=obat", headers=HTML | {"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="catalogue"')
    assert "Saring hasil" in part
    assert "<main" not in part


def test_the_map_shades_and_lists_regions(make: Factory, client: httpx.Client) -> None:
    fill(make)
    page = client.get("/innovations/map", headers=HTML)
    assert re.search(r'class="tile tile--5 tile--c6 tile--r5"><a href="/innovations\?region_code=35.07">', page.text)
    assert "3 inovasi, 1 di antaranya milik provinsi" in text_of(page)
    narrowed = client.get("/innovations/map?year=2022", headers=HTML)
    assert 'href="/innovations?year=2022&amp;region_code=35.07"' in narrowed.text


def test_near_says_how_far_and_lets_one_look_further(make: Factory, client: httpx.Client) -> None:
    make.save(Innovation(title="Dekat", unit_name="Unit", year=2023, latitude=-8.0, longitude=112.6),
              Innovation(title="Jauh", unit_name="Unit", year=2023, latitude=-8.5, longitude=112.6))  # fmt: skip
    page = client.get("/innovations?latitude=-7.9&longitude=112.6", headers=HTML)
    assert "11,1 km dari Anda" in text_of(page)
    assert "Jauh" not in text_of(page)
    assert "Jauh" in text_of(client.get(links(page)["100 km"], headers=HTML))


def test_a_unit_completes_its_page_and_nothing_typed_is_lost(make: Factory) -> None:
    unit = make.unit("Dinas A")
    entry = make.save(Innovation(title="Sapa Warga", unit_id=unit.id, unit_name="Dinas A", year=2023))
    author, path = as_role(make, "author", unit), f"/innovations/{entry.id}"
    assert links(author.get(path))["Lengkapi halaman ini"] == f"{path}/edit"
    form = author.get(f"{path}/edit")
    typed = {"contact": "Loket 1", "measure": ["Waktu tunggu", ""], "before": ["95 menit", "ada"],
             "after": ["20 menit", ""]}  # fmt: skip
    refused = author.send(form, f"{path}/edit", **typed)
    assert refused.status_code == 422
    again = forms_of(refused)[f"{path}/edit"].fields
    assert again["contact"] == ["Loket 1"]
    assert again["before"][:2] == ["95 menit", "ada"]
    saved = author.send(form, f"{path}/edit", **typed | {"before": ["95 menit", ""]})
    page = text_of(author.follow(saved))
    for said in ("Loket 1", "Waktu tunggu", "Sebelum 95 menit", "Sesudah 20 menit"):
        assert said in page


def test_nobody_else_completes_it(make: Factory, client: httpx.Client) -> None:
    entry = make.save(Innovation(title="Sapa", unit_id=make.unit().id, unit_name="Dinas A", year=2023))
    other = as_role(make, "author", make.unit())
    assert "Lengkapi halaman ini" not in links(other.get(f"/innovations/{entry.id}"))
    assert other.get(f"/innovations/{entry.id}/edit").status_code == 403
    assert client.get(f"/innovations/{entry.id}/edit", headers=HTML).headers["location"].startswith("/sign-in")
