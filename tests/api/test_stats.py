"""Figures of the network."""

import time

import httpx
import pytest
from sqlalchemy import event

from app.http.cache import POLL_SECONDS
from app.models import Edition, Unit
from tests.conftest import Server
from tests.factories import Factory

STATUSES = ("draft", "submitted", "returned", "withdrawn", "rejected", "disqualified", "verified", "judging",
            "eliminated", "advanced", "awarded")  # fmt: skip


@pytest.fixture
def world(make: Factory) -> tuple[Edition, Unit, Unit]:
    """An open edition with a proposal in each status of one regency, one more of a provincial agency."""
    province = make.unit("Jawa Timur", "province", region_code="35")
    regency = make.unit("Kabupaten Malang", "regency", province, region_code="35.07")
    make.unit("Kota Batu", "city", province, region_code="35.79")
    agency = make.unit("Dinas Sosial", "agency", province, region_code="35")
    make.unit("Biro Hukum", "bureau", province), make.unit("RSUD", "hospital", agency)
    make.unit("UPT", "technical_unit", agency), make.unit("UPT lama", "technical_unit", agency, is_active=False)
    edition = make.edition(year=2023)
    for sequence, status in enumerate(STATUSES):
        numbered = {} if status == "draft" else {"sequence": sequence, "number": f"2023-{sequence:04}"}
        make.proposal(edition, regency, status, participant_id=regency.id, **numbered)
    make.proposal(edition, agency, "awarded", participant_id=agency.id, category="lingkungan", sequence=99)
    return edition, regency, agency


@pytest.fixture
def reader(make: Factory) -> httpx.Client:
    """Somebody with a key that opens nothing: sees what the public sees, never a ready-made answer."""
    return make.key("auditor", scopes=[])


def test_summary(make: Factory, world: tuple[Edition, Unit, Unit], reader: httpx.Client) -> None:
    make.edition("draft", year=2030)
    older = make.edition("concluded", year=2022)
    make.proposal(older, world[1], "verified", participant_id=world[1].id, sequence=1)
    summary = reader.get("/api/v1/stats/summary").json()
    assert (summary["service_units"], summary["regions"], summary["proposals_cumulative"]) == (4, 2, 12)
    newest, before = summary["editions"]
    assert newest == {"edition_id": world[0].id, "year": 2023, "participants": 2, "drafts": 1, "submitted": 11,
                      "verified": 6, "advanced": 3, "awarded": 2}  # fmt: skip
    assert (before["year"], before["submitted"], before["participants"]) == (2022, 1, 1)


def test_funnel(make: Factory, world: tuple[Edition, Unit, Unit], reader: httpx.Client) -> None:
    def steps(**query: str) -> dict[str, int]:
        answer = reader.get("/api/v1/stats/funnel", params=query)
        return {step["step"]: step["count"] for step in answer.json()["steps"]}

    expected = {"created": 12, "submitted": 11, "verified": 6, "advanced": 3, "awarded": 2}
    assert steps() == steps(edition_id=world[0].id) == expected
    assert list(expected.values()) == sorted(expected.values(), reverse=True)
    other = make.edition(year=2024)
    make.proposal(other, world[1], "draft")
    assert steps()["created"] == 13
    assert steps(edition_id=other.id) == {"created": 1, "submitted": 0, "verified": 0, "advanced": 0, "awarded": 0}


def test_regions(world: tuple[Edition, Unit, Unit], reader: httpx.Client) -> None:
    for query in ({}, {"edition_id": world[0].id}):
        assert reader.get("/api/v1/stats/regions", params=query).json()["items"] == [
            {"key": "35.07", "title": "Kabupaten Malang", "submitted": 10, "awarded": 1},
            {"key": "35", "title": "Jawa Timur", "submitted": 1, "awarded": 1},
        ]


def test_categories(world: tuple[Edition, Unit, Unit], reader: httpx.Client) -> None:
    titles = {category["key"]: category["title"] for category in world[0].categories}
    items = reader.get("/api/v1/stats/categories", params={"edition_id": world[0].id}).json()["items"]
    assert [(item["key"], item["submitted"], item["awarded"]) for item in items] == [
        ("kesehatan", 10, 1), ("lingkungan", 1, 1),
    ]  # fmt: skip
    assert items[0]["title"] == titles["kesehatan"]


def test_an_edition_being_set_up_is_nobodys_business(make: Factory, reader: httpx.Client) -> None:
    hidden = make.edition("draft")
    for name in ("funnel", "regions", "categories"):
        assert reader.get(f"/api/v1/stats/{name}", params={"edition_id": hidden.id}).status_code == 404
    assert reader.get("/api/v1/stats/summary").json()["editions"] == []


def test_public_with_an_etag(world: tuple[Edition, Unit, Unit], client: httpx.Client) -> None:
    time.sleep(POLL_SECONDS + 0.1)  # so that no answer of the test before is still ready-made
    for name in ("summary", "funnel", "regions", "categories"):
        answer = client.get(f"/api/v1/stats/{name}")
        assert answer.headers["Cache-Control"].startswith("public"), name
        again = client.get(f"/api/v1/stats/{name}", headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304, name


def test_the_number_of_queries_does_not_grow(make: Factory, world: tuple[Edition, Unit, Unit], server: Server) -> None:
    from app.database import ReadSession
    from app.queries import stats
    from app.queries.stats import EditionFilter
    from app.rules.permissions import ANONYMOUS

    def count() -> int:
        seen: list[str] = []
        event.listen(server.engine, "before_cursor_execute", listener := lambda *args: seen.append(args[2]))
        with ReadSession(server.engine) as session:
            stats.summary(session)
            for figures in (stats.funnel, stats.regions, stats.categories):
                figures(session, ANONYMOUS, EditionFilter())
        event.remove(server.engine, "before_cursor_execute", listener)
        return len([statement for statement in seen if statement.startswith("SELECT")])

    before = count()
    for year in (2040, 2041, 2042):
        make.proposal(make.edition(year=year), make.unit(kind="city"), "verified")
    assert (before, count()) == (14, 14)
