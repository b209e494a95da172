"""The public catalogue."""

from typing import Any

import httpx
import pytest
from sqlmodel import Session, select

from app.models import Document, Innovation
from tests.factories import Factory
from tests.files.papers import PDF

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


@pytest.mark.parametrize(("query", "titles"), [
    ({"sdg": 10}, ["Sapa Warga"]),
    ({"award": "Top 45"}, ["Antar Obat 100%"]),
    ({"unit_kind": "agency"}, ["Jemput Bola"]),
    ({"is_digital": "true"}, ["Jemput Bola"]),
    ({"is_replicated": "true"}, ["Antar Obat 100%"]),
    ({"group": "umum", "year": 2023}, ["Jemput Bola"]),
    ({"latitude": -7.98, "longitude": 112.63, "radius_km": 30}, ["Sapa Warga", "Antar Obat 100%"]),
    ({"latitude": -7.98, "longitude": 112.63, "radius_km": 200}, ["Sapa Warga", "Antar Obat 100%", "Jemput Bola"]),
])  # fmt: skip
def test_facets_as_filters(make: Factory, reader: httpx.Client, query: dict[str, Any], titles: list[str]) -> None:
    make.save(
        Innovation(title="Antar Obat 100%", unit_name="RSUD Mawar", year=2022, award="Top 45", replication_count=2,
                   latitude=-8.1, longitude=112.6),
        Innovation(title="Sapa Warga", unit_name="Kecamatan Melati", year=2023, sdgs=[10, 11],
                   latitude=-8.0, longitude=112.65),
        Innovation(title="Jemput Bola", unit_name="Dinas Dukcapil", year=2023, unit_kind="agency", is_digital=True,
                   group="umum", group_title="Umum", latitude=-7.25, longitude=112.75),
    )  # fmt: skip
    page = reader.get(PATH, params=query).json()
    assert [item["title"] for item in page["items"]] == titles
    assert page["total"] == len(titles)


def test_what_is_near_says_how_near(make: Factory, reader: httpx.Client) -> None:
    make.save(Innovation(title="Dekat", unit_name="Unit", year=2023, latitude=-8.0, longitude=112.6))
    page = reader.get(PATH, params={"latitude": -7.9, "longitude": 112.6}).json()
    assert page["items"][0]["distance_km"] == pytest.approx(11.1, abs=0.1)
    assert reader.get(PATH, params={"latitude": -7.9}).json()["errors"][0]["code"] == "half_a_point"


@pytest.mark.parametrize(("q", "corrected", "matched", "titles"), [
    ("obat", None, "all", ["Antar Obat", "Rumah Sehat"]),
    ("obta rumah", "obat rumah", "all", ["Rumah Sehat", "Antar Obat"]),
    ("OBAAT", "obat", "all", ["Antar Obat", "Rumah Sehat"]),
    ("obat tidakada", None, "any", ["Antar Obat", "Rumah Sehat"]),
    ("malang", None, "all", ["Rumah Sehat"]),
    ("antar ru", None, "any", ["Antar Obat"]),
    ("antar rum", None, "all", ["Antar Obat"]),
])  # fmt: skip
def test_how_a_question_is_understood(
    make: Factory, reader: httpx.Client, q: str, corrected: str | None, matched: str, titles: list[str]
) -> None:
    make.unit("Kabupaten Malang", "regency", region_code="35.07")
    make.save(Innovation(title="Antar Obat", unit_name="RSUD Mawar", year=2022, summary="Sampai ke rumah warga."),
              Innovation(title="Rumah Sehat", unit_name="Puskesmas", year=2023, region_code="35.07.02",
                         sections=[{"title": "Ide", "text": "Warga berobat lebih dekat."}]),
              Innovation(title="Pasar Bersih", unit_name="Dinas Pasar", year=2024, region_code="35.78"))  # fmt: skip
    page = reader.get(PATH, params={"q": q}).json()
    assert (page["corrected_q"], page["matched"]) == (corrected, matched)
    assert [item["title"] for item in page["items"]] == titles


def test_facets_count_without_their_own_filter(catalogue: list[Innovation], reader: httpx.Client) -> None:
    found = reader.get(f"{PATH}/facets", params={"category": "inklusi", "year": 2023}).json()
    assert found["total"] == 2
    assert found["category"] == [{"value": "inklusi", "label": "Inklusi", "count": 2}]
    assert [(one["value"], one["count"]) for one in found["year"]] == [("2023", 2)]
    everything = reader.get(f"{PATH}/facets", params={"category": "inklusi"}).json()
    assert {one["value"]: one["count"] for one in everything["category"]} == {"inklusi": 2, "kesehatan": 1}
    assert [one["value"] for one in everything["sdg"]] == ["10"]
    assert everything["sdg"][0]["label"].startswith("10. ")


@pytest.mark.parametrize("sort", ["year", "-year", "title", "-title", "id", "-id", None])
def test_pages_neither_lose_nor_double_what_comes_meanwhile(make: Factory, reader: httpx.Client, sort: str) -> None:
    """Rows that come in between two pages move nobody who was there."""
    make.save(*(Innovation(title=f"Judul {n % 5} {n}", unit_name="Unit", year=2018 + n % 4) for n in range(20)))
    before = {item["id"] for item in reader.get(PATH, params={"limit": 200}).json()["items"]}
    seen, cursor = [], None
    while True:
        given = {"limit": 3} | ({"sort": sort} if sort else {}) | ({"cursor": cursor} if cursor else {})
        page = reader.get(PATH, params=given).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
        make.save(Innovation(title=f"Judul {len(seen) % 5}", unit_name="Unit", year=2018 + len(seen) % 4))
    assert [id_ for id_ in seen if id_ in before] == list(dict.fromkeys(id_ for id_ in seen if id_ in before))
    assert before <= set(seen)


def test_a_unit_adds_what_the_public_asks_for(make: Factory) -> None:
    unit, other = make.unit("Dinas A"), make.unit("Dinas B")
    proposal = make.proposal(make.edition(), unit, "awarded")
    entry = make.save(
        Innovation(title="Sapa", unit_id=unit.id, unit_name="Dinas A", year=2023, proposal_id=proposal.id)
    )
    path, coordinator = f"{PATH}/{entry.id}", make.key("coordinator", unit)
    document = coordinator.post(f"/api/v1/proposals/{proposal.id}/documents", files={"file": ("a.pdf", PDF)})
    with Session(make.engine) as session:
        document_id = session.exec(select(Document.id).where(Document.proposal_id == proposal.id)).first()
    body = {"contact": "Loket 1, telepon (0341) 123", "english_abstract": "Greets citizens.",
            "impact": [{"measure": "Waktu tunggu", "before": "95 menit", "after": "20 menit"}],
            "evidence": [{"document_id": document_id, "title": "Surat"}]}  # fmt: skip
    assert make.key("coordinator", other).patch(path, json=body, headers={"If-Match": '"1"'}).status_code == 403
    assert coordinator.patch(path, json=body).status_code == 428
    changed = coordinator.patch(path, json=body, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, (changed.text, document.text)
    assert changed.json() | body == changed.json()
    assert coordinator.patch(path, json=body, headers={"If-Match": '"1"'}).status_code == 412
    [item] = make.client().get("/api/v1/changes").json()["items"][-1:]
    assert item["data"]["contact"] == body["contact"], "mirrors are told"


def test_only_released_documents_of_its_own_are_public(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas A")
    edition = make.edition()
    mine, others = make.proposal(edition, unit), make.proposal(edition, make.unit("Dinas B"))
    author = make.key("coordinator", unit)
    sent = author.post(f"/api/v1/proposals/{mine.id}/documents", files={"file": ("bukti.pdf", PDF)})
    assert sent.status_code == 201, sent.text
    entry = make.save(Innovation(title="Sapa", unit_id=unit.id, unit_name="Dinas A", year=2023, proposal_id=mine.id))
    path, evidence = f"{PATH}/{entry.id}", f"{PATH}/{entry.id}/evidence/{sent.json()['id']}"
    assert client.get(evidence).status_code == 404
    with Session(make.engine) as session:
        foreign = session.exec(select(Document.id).where(Document.proposal_id == others.id)).first()
    wrong = author.patch(path, json={"evidence": [{"document_id": foreign, "title": "Milik orang"}]},
                         headers={"If-Match": "*"})  # fmt: skip
    assert wrong.json()["errors"][0]["field"] == "evidence.0.document_id"
    released = {"evidence": [{"document_id": sent.json()["id"], "title": "Bukti"}]}
    assert author.patch(path, json=released, headers={"If-Match": "*"}).status_code == 200
    answer = client.get(evidence)
    assert (answer.status_code, answer.content[:5], answer.headers["Content-Type"]) == (
        200,
        b"%PDF-",
        "application/pdf",
    )
    assert author.patch(path, json={"evidence": []}, headers={"If-Match": "*"}).status_code == 200
    assert client.get(evidence).status_code == 404


def test_what_nobody_here_answers_for_is_not_ours(catalogue: list[Innovation], make: Factory) -> None:
    path = f"{PATH}/{catalogue[0].id}"
    answer = make.key("organiser").patch(path, json={"contact": "x"}, headers={"If-Match": "*"})
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-ours")
    assert make.key("coordinator").patch(path, json={"contact": "x"}, headers={"If-Match": "*"}).status_code == 403
