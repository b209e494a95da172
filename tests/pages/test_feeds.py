"""What machines read of the catalogue: feeds, sitemap, robots, previews, structured data."""

import io
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from lxml import etree
from PIL import Image
from sqlmodel import Session, select, update

from app import database
from app.domain.public import public_changed
from app.http import headers
from app.http.structured_data import structured_data
from app.models import Assessment, CatalogueEntry, Innovation
from app.models.innovation import InnovationRead
from app.pages import access
from app.pages.sitemap import PRIVATE
from app.queries import catalogue_files
from tests.assessed import final_round
from tests.factories import Factory

HTML = {"Accept": "text/html", "Accept-Language": "id"}
ATOM = {"a": "http://www.w3.org/2005/Atom"}
SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
HOSTILE = "</script><script>alert(1)</script> ]]> & \"x\" 'y' =1+1"
UUID = re.compile(r"urn:uuid:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


@pytest.fixture
def catalogue(make: Factory) -> list[Innovation]:
    """Five entries; the last one's title is out for mischief."""
    entries = [Innovation(title=f"Inovasi {n}", unit_name="Dinas Uji", year=2020 + n, category="kesehatan",
                          category_title="Kesehatan", summary="Ringkas.") for n in range(4)]  # fmt: skip
    entries.append(Innovation(title=HOSTILE, unit_name=HOSTILE, year=2024, summary=HOSTILE, award="Top 45", sdgs=[3],
                              english_abstract=HOSTILE, region_code="35.07", latitude=-8, longitude=112.6))  # fmt: skip
    for entry in entries:
        make.save(entry)
    return entries


@pytest.fixture
def reader(make: Factory) -> httpx.Client:
    """Somebody with a key that opens nothing: sees what the public sees, never a ready-made answer."""
    return make.key("auditor", scopes=[])


def atom(answer: httpx.Response) -> Any:
    assert answer.status_code == 200
    return etree.fromstring(answer.content)


def test_atom_is_whole(catalogue: list[Innovation], client: httpx.Client) -> None:
    answer = client.get("/innovations.atom")
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = atom(answer)
    assert [entry.text for entry in feed.findall("a:entry/a:title", ATOM)] == [
        HOSTILE, "Inovasi 3", "Inovasi 2", "Inovasi 1", "Inovasi 0",
    ]  # fmt: skip
    for one in (feed, *feed.findall("a:entry", ATOM)):
        for name in ("id", "title", "updated"):
            assert one.find(f"a:{name}", ATOM).text, name
        assert MOMENT.fullmatch(one.find("a:updated", ATOM).text)
        assert one.find("a:link[@rel='alternate']", ATOM) is not None
    ids = [entry.text for entry in feed.findall("a:entry/a:id", ATOM)]
    assert all(UUID.fullmatch(one) for one in ids)
    assert ids == [f"urn:uuid:{one.id}" for one in reversed(catalogue)]
    assert feed.find("a:id", ATOM).text.startswith("tag:127.0.0.1,2023:")
    assert all(entry.find("a:author/a:name", ATOM).text for entry in feed.findall("a:entry", ATOM))


def test_json_feed_is_whole(catalogue: list[Innovation], client: httpx.Client) -> None:
    answer = client.get("/innovations/feed.json")
    assert answer.headers["Content-Type"] == "application/feed+json"
    feed = answer.json()
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert feed["feed_url"].endswith("/innovations/feed.json")
    assert [item["title"] for item in feed["items"]][:2] == [HOSTILE, "Inovasi 3"]
    for item in feed["items"]:
        assert UUID.fullmatch(item["id"])
        assert MOMENT.fullmatch(item["date_published"])
        assert MOMENT.fullmatch(item["date_modified"])
        assert item["url"].startswith("http")
        assert item["content_text"]
        assert client.get(item["image"]).headers["Content-Type"] == "image/png"


@pytest.mark.parametrize("path", ["/innovations.atom", "/innovations/feed.json"])
def test_a_feed_takes_the_filters_of_the_list(catalogue: list[Innovation], client: httpx.Client, path: str) -> None:
    titles = client.get(path, params={"category": "kesehatan", "year": 2021, "sort": "title"}).text
    assert "Inovasi 1" in titles
    assert "Inovasi 2" not in titles
    assert "category=kesehatan" in titles, "it says where it is"
    assert client.get(path, params={"limit": 2}).text.count("urn:uuid:") == 2
    assert client.get(path, params={"category": ""}).status_code == 200, "an empty field of the filter form"
    assert client.get(path, params={"kategori": "x"}).status_code == 422


@pytest.mark.parametrize("path", ["/innovations.atom", "/innovations/feed.json", "/sitemap.xml", "/robots.txt"])
def test_who_has_it_is_told_so(catalogue: list[Innovation], client: httpx.Client, make: Factory, path: str) -> None:
    first = client.get(path)
    assert first.headers["Cache-Control"].startswith("public")
    assert client.get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 304
    assert make.as_role("author").get(path).headers["Cache-Control"] == "private, no-cache"


def test_a_feed_into_which_nothing_came(reader: httpx.Client) -> None:
    feed = atom(reader.get("/innovations.atom"))
    assert feed.findall("a:entry", ATOM) == []
    assert feed.find("a:updated", ATOM).text == "1970-01-01T00:00:00Z"
    assert reader.get("/innovations/feed.json").json()["items"] == []


def test_signs_that_xml_cannot_hold_are_left_out(make: Factory, reader: httpx.Client) -> None:
    """No form takes them; what was brought in before may have them."""
    make.save(Innovation(title="Lama\x08\x1b baru\ufffe", unit_name="Dinas", year=2020))
    assert atom(reader.get("/innovations.atom")).find("a:entry/a:title", ATOM).text == "Lama baru"


def test_the_catalogue_leads_to_its_feeds(catalogue: list[Innovation], client: httpx.Client) -> None:
    page = client.get("/innovations?category=kesehatan&sort=title", headers=HTML).text
    found = re.findall(r'<link rel="alternate" type="application/(?:atom\+xml|feed\+json)"[^>]*href="([^"]+)"', page)
    assert found == ["/innovations.atom?category=kesehatan", "/innovations/feed.json?category=kesehatan"]
    for path in found:
        assert "Inovasi 3" in client.get(path).text


def urls(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    return [str(one.text) for one in etree.fromstring(answer.content).iterfind(".//s:loc", SITEMAP)]


def test_the_sitemap_leads_to_every_innovation(catalogue: list[Innovation], client: httpx.Client) -> None:
    with_moments = client.get("/sitemap.xml")
    parts = urls(with_moments)
    assert len(parts) == 2
    assert with_moments.text.count("<lastmod>") == 1
    pages, innovations = (urls(client.get(part)) for part in parts)
    assert [path.rpartition("/")[2] for path in innovations] == [one.id for one in catalogue]
    for url in [*pages, *innovations]:
        assert client.get(url, headers=HTML).status_code in {200, 303}, url
    text = client.get(parts[1]).text
    assert text.count("<lastmod>") == len(catalogue)
    assert client.get("/sitemaps/innovations-2.xml").status_code == 404
    assert client.get("/sitemaps/innovations-0.xml").status_code == 422


def test_the_sitemap_leads_to_every_published_raport(make: Factory, client: httpx.Client) -> None:
    units = {name: (make.unit(name, "agency"), 0.9) for name in ("Dinas A", "Dinas B", "Dinas C")}
    shown = final_round(make, "sakip_2021", units, is_public=True)
    kept = final_round(make, "cettar_opd_2024", units)
    with Session(make.engine) as session, session.begin():
        rows = session.exec(select(Assessment).where(Assessment.round_id == shown.id)).all()
        rows[0].status = "submitted"  # opened again: for nobody else to read
        public_changed(session)
        raports = {f"/assessments/{row.id}" for row in rows[1:]}
    [part] = [url for url in urls(client.get("/sitemap.xml")) if "/assessments-" in url]
    assert part.endswith(f"/sitemaps/assessments-{shown.id}.xml")
    answer = client.get(part)
    named = urls(answer)
    here = f"/assessment-rounds/{shown.id}"
    assert {urlsplit(url).path for url in named} == raports | {here, f"{here}/league"}
    assert answer.text.count("<lastmod>") == len(raports)
    assert all(client.get(url, headers=HTML).status_code == 200 for url in named)
    assert client.get(f"/sitemaps/assessments-{kept.id}.xml").status_code == 404


def test_a_large_catalogue_has_parts(catalogue: list[Innovation], client: httpx.Client, make: Factory) -> None:
    """Numbers only grow: an entry stays in its part, and a part in which all is gone is not named."""
    with Session(make.engine) as session, session.begin():
        numbers = session.exec(select(CatalogueEntry.number).order_by(CatalogueEntry.number)).all()  # type: ignore[arg-type]
        for number, new in zip(numbers, (1, 50_000, 50_001, 150_000, 150_001), strict=True):
            session.execute(update(CatalogueEntry).where(CatalogueEntry.number == number).values(number=new + 10**6))  # type: ignore[arg-type]
        public_changed(session)  # as whoever changes what everybody reads
    parts = urls(client.get("/sitemap.xml"))[1:]
    assert [part.rpartition("-")[2] for part in parts] == ["21.xml", "22.xml", "23.xml", "24.xml"]
    assert [len(urls(client.get(part))) for part in parts] == [2, 1, 1, 1]


def test_three_parts_of_two(catalogue: list[Innovation], make: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def reading() -> Iterator[database.ReadSession]:
        with database.ReadSession(make.engine) as session:
            yield session

    monkeypatch.setattr(database, "reading", reading)
    with reading() as session:
        base = min(session.exec(select(CatalogueEntry.number)).all())
        parts = catalogue_files.sitemap_parts(session, 2)
    found = [one.innovation_id for part in parts for some in catalogue_files.addresses(part.number, 2) for one in some]
    assert found == [one.id for one in catalogue]
    assert len(parts) == 3 if base % 2 else len(parts) in {3, 4}


def test_robots_find_the_sitemap_and_stay_out(catalogue: list[Innovation], client: httpx.Client) -> None:
    answer = client.get("/robots.txt")
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert lines[0] == "User-agent: *"
    assert lines[-1].startswith("Sitemap: http")
    assert urls(client.get(lines[-1].removeprefix("Sitemap: ")))
    assert [line.removeprefix("Disallow: ") for line in lines[1:-1]] == list(PRIVATE)


def test_what_robots_are_kept_out_of_is_what_is_private() -> None:
    """A page of the first level that asks who is there is closed; what is open to all is not, but for signing in,
    the forms that a code leads to, and the certificates, which the pages of verification are for."""
    pages = {address.removeprefix("GET "): ways for address, ways in access.PAGES.items() if address[:4] == "GET "}
    closed = {path for path in pages if path.startswith(PRIVATE)}
    still_open = {path for path, ways in pages.items() if ways != access.PUBLIC and path.count("/") == 1} - closed
    assert still_open == set()
    public = {path for path in closed if pages[path] == access.PUBLIC}
    assert all(
        path.startswith(
            ("/sign-in", "/password", "/language", "/questions/asker", "/s/", "/awards/{award_id}/certificate.pdf")
        )
        for path in public
    ), public


def test_the_picture_of_an_innovation(catalogue: list[Innovation], client: httpx.Client) -> None:
    path = f"/innovations/{catalogue[-1].id}/preview.png"
    answer = client.get(path)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"].startswith("public")
    assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert len(answer.content) < 100_000
    assert Image.open(io.BytesIO(answer.content)).size == (1200, 630)
    assert client.get(path, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get("/innovations/preview.png").headers["Content-Type"] == "image/png"
    assert client.get(f"/innovations/{'0' * 8}-0000-7000-8000-{'0' * 12}/preview.png").status_code == 404


def meta(page: str) -> dict[str, str]:
    """What a page says of itself to those who share it."""
    import html

    found = re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', page)
    return {name: html.unescape(value) for name, value in found}


def test_a_shared_page_shows_itself(catalogue: list[Innovation], client: httpx.Client) -> None:
    one = catalogue[-1]
    said = meta(client.get(f"/innovations/{one.id}", headers=HTML).text)
    assert (said["og:title"], said["og:type"], said["twitter:card"]) == (one.title, "article", "summary_large_image")
    assert said["og:url"].endswith(f"/innovations/{one.id}")
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert client.get(said["og:image"]).status_code == 200
    assert said["og:image:alt"] == f"{HOSTILE} · {HOSTILE} · Top 45 · 2024"
    listed = meta(client.get("/innovations", headers=HTML).text)
    assert listed["og:title"] == "Katalog inovasi"
    assert client.get(listed["og:image"]).status_code == 200


def structured(page: str) -> dict[str, Any]:
    blocks = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
    assert len(blocks) == 1
    assert "<" not in blocks[0]
    found: dict[str, Any] = json.loads(blocks[0])
    return found


def test_a_page_tells_search_engines_what_it_is_about(catalogue: list[Innovation], client: httpx.Client) -> None:
    one = catalogue[-1]
    page = client.get(f"/innovations/{one.id}", headers=HTML)
    said = structured(page.text)
    assert (said["@context"], said["@type"], said["name"]) == ("https://schema.org", "CreativeWork", HOSTILE)
    assert said["provider"] == {"@type": "GovernmentOrganization", "name": HOSTILE}
    assert said["award"] == ["Top 45"]
    assert said["workTranslation"] == {"@type": "CreativeWork", "inLanguage": "en", "abstract": HOSTILE}
    assert said["spatialCoverage"]["geo"] == {"@type": "GeoCoordinates", "latitude": -8.0, "longitude": 112.6}
    assert said["spatialCoverage"]["containedInPlace"]["identifier"]["value"] == "35.07"
    service, goal = said["about"]
    assert (service["@type"], goal["@id"]) == ("GovernmentService", "http://metadata.un.org/sdg/3")
    assert goal["name"] == "Kehidupan Sehat dan Sejahtera"
    assert said["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "alert(1)</script>" not in page.text.replace("&lt;", "<").split("<main")[0].replace("</script></head>", "")


def test_it_never_names_a_person(catalogue: list[Innovation], client: httpx.Client) -> None:
    said = client.get(f"/innovations/{catalogue[0].id}", headers=HTML).text
    assert '"Person"' not in said
    kinds = set(re.findall(r'"@type": "(\w+)"', said))
    assert kinds <= {"CreativeWork", "GovernmentOrganization", "GovernmentService", "DefinedTerm", "Place",
                     "GeoCoordinates", "AdministrativeArea", "PropertyValue", "MediaObject"}  # fmt: skip


def test_nothing_inline_runs(catalogue: list[Innovation], client: httpx.Client) -> None:
    """Data in a script element is not run: the policy needs no exception for it."""
    policy = client.get(f"/innovations/{catalogue[0].id}", headers=HTML).headers["Content-Security-Policy"]
    assert policy == headers.PAGES
    assert "script-src 'self';" in policy
    assert "unsafe-inline" not in policy


def test_papers_are_named_where_they_are_released(catalogue: list[Innovation], client: httpx.Client) -> None:
    answer = client.get(f"/api/v1/innovations/{catalogue[0].id}").json()
    answer["evidence"] = [{"document_id": "d1", "title": "Survei"}]
    said = structured_data(InnovationRead.model_validate(answer), "https://jipp.example", "Kabupaten Malang")
    assert said["associatedMedia"] == [{"@type": "MediaObject", "name": "Survei", "contentUrl":
        f"https://jipp.example/api/v1/innovations/{catalogue[0].id}/evidence/d1"}]  # fmt: skip
