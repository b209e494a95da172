"""The public catalogue."""

from typing import Any

import httpx
import pytest

from app.models import Innovation
from tests.factories import Factory

PATH = "/api/v1/innovations"


@pytest.fixture
def catalogue(make: Factory) -> list[Innovation]:
    """Three entries of two years."""
    entries = [
        Innovation(title="Antar Obat 100%", unit_name="RSUD Mawar", year=2022, category="kesehatan",
                   category_title="Kesehatan", region_code="35.07", award="Top 45", summary="Obat sampai rumah."),
        Innovation(title="Sapa Warga", unit_name="Kecamatan Melati", year=2023, category="inklusi",
                   category_title="Inklusi", region_code="35.07.01", summary="x" * 900,
                   sections=[{"title": "Ide", "text": "Menyapa."}], sdgs=[10]),
        Innovation(title="Jemput Bola", unit_name="Dinas Dukcapil", year=2023, category="inklusi",
                   category_title="Inklusi", region_code="35.78", summary="Layanan keliling."),
    ]  # fmt: skip
    make.save(*entries)
    return entries


@pytest.fixture
def reader(make: Factory) -> httpx.Client:
    """Somebody with a key that opens nothing: sees what the public sees, never a ready-made answer."""
    return make.key("auditor", scopes=[])


@pytest.mark.parametrize(("query", "titles"), [
    ({}, ["Jemput Bola", "Sapa Warga", "Antar Obat 100%"]),
    ({"sort": "title"}, ["Antar Obat 100%", "Jemput Bola", "Sapa Warga"]),
    ({"year": 2022}, ["Antar Obat 100%"]),
    ({"category": "inklusi", "sort": "title"}, ["Jemput Bola", "Sapa Warga"]),
    ({"region_code": "35.07"}, ["Sapa Warga", "Antar Obat 100%"]),
    ({"region_code": "35.07.01"}, ["Sapa Warga"]),
    ({"q": "obat RUMAH"}, ["Antar Obat 100%"]),
    ({"q": "rsud"}, ["Antar Obat 100%"]),
    ({"q": "100%"}, ["Antar Obat 100%"]),
    ({"q": "obat keliling"}, ["Antar Obat 100%", "Jemput Bola"]),
    ({"q": "diobati"}, ["Antar Obat 100%"]),
    ({"q": "kelilng"}, ["Jemput Bola"]),
    ({"q": "kelil"}, ["Jemput Bola"]),
    ({"q": "tidakadakatanya"}, []),
])  # fmt: skip
def test_filters(catalogue: list[Innovation], reader: httpx.Client, query: dict[str, Any], titles: list[str]) -> None:
    page = reader.get(PATH, params=query).json()
    assert sorted(item["title"] for item in page["items"]) == sorted(titles)
    assert page["total"] == len(titles)
    if "sort" in query:
        assert [item["title"] for item in page["items"]] == titles


def test_newest_first_page_by_page(catalogue: list[Innovation], reader: httpx.Client) -> None:
    years, cursor = [], None
    for _ in range(3):
        page = reader.get(PATH, params={"limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        years += [item["year"] for item in page["items"]]
        cursor = page["next"]
    assert (years, cursor) == ([2023, 2023, 2022], None)


def test_a_list_is_short_and_an_entry_whole(
    catalogue: list[Innovation], reader: httpx.Client, client: httpx.Client
) -> None:
    whole = catalogue[1]
    item = next(item for item in reader.get(PATH).json()["items"] if item["id"] == whole.id)
    assert len(item["summary"]) == 500
    answer = client.get(f"{PATH}/{whole.id}")
    assert len(answer.json()["summary"]) == 900
    assert answer.json()["sections"] == [{"title": "Ide", "text": "Menyapa."}]
    assert answer.headers["Cache-Control"].startswith("public")
    assert client.get(f"{PATH}/{whole.id}", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_csv(catalogue: list[Innovation], reader: httpx.Client) -> None:
    assert len(reader.get(f"{PATH}.csv").text.splitlines()) == 4


def test_what_is_not_there(client: httpx.Client) -> None:
    assert client.get(f"{PATH}/01890000-0000-7000-8000-000000000000").status_code == 404
    assert client.get(PATH, params={"q": "\x00"}).status_code == 422
    assert client.get(PATH, params={"colour": "red"}).status_code == 422
