"""SQL injection and template injection: in every parameter, every field of every body, and what was stored before."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.access.forms import VISITS
from tests.access.requests import PUBLIC_REQUESTS, REQUESTS, _one
from tests.access.test_api import METHODS
from tests.access.world import World, record
from tests.api.test_openapi import OPERATIONS

SQL = ["'", "' OR '1'='1", "'; DROP TABLE users; --", '" OR ""="', "1) UNION SELECT password_hash FROM users --",
       "\\' OR 1=1 --", "%' OR 1=1 --", "'||(SELECT version())||'", "1; SELECT pg_sleep(20)", 
       "x' AND 1=CAST('a' AS int)--",
       "$1", "%(id)s", ":id", "?", "{}", "%s%s%n", "NULL", "admin'/*"]  # fmt: skip
TEMPLATE = ["{{7191*71917191}}", "{%print(7191*71917191)%}", "${7191*71917191}", "#{7191*71917191}",
            "<%=7191*71917191%>",
            "{{''.__class__.__mro__}}",
            "{{config}}", "{{request.app.state}}", "{{cycler.__init__.__globals__.os.popen('id').read()}}",
            "%(password_hash)s", "{0.__class__}", "{actor.csrf_token}"]  # fmt: skip
MARKUP = ["<script>alert(7191)</script>", "\"><img src=x onerror=alert(7191)>", "'-alert(7191)-'", 
          "javascript:alert(7191)",
          "</textarea><script>alert(7191)</script>", "<svg/onload=alert(7191)>"]  # fmt: skip
NOT_SHOWN = ("application/json", "application/feed+json", "application/pdf")
"""What a browser runs nothing in."""
EVALUATED = str(7191 * 71917191)
"""Too long to stand in a digest by chance."""
pytestmark = pytest.mark.both_databases


def broken(answer: httpx.Response) -> str | None:
    """What a successful injection would look like; None where there is none."""
    if answer.status_code >= 500:
        return f"{answer.status_code}"
    return "a template was run" if EVALUATED in answer.text else None


def test_sql_and_template_injection_in_every_query_parameter(world: World) -> None:
    """By the organiser, who sees all: nothing breaks, nothing more is found, nothing changes."""
    organiser = next(who for who in world.persons() if who.name == "organiser")
    before, asked = record(world.make.engine), 0
    rows = {name: next(iter(REQUESTS[name](world))).path for name in REQUESTS if METHODS[name] == "GET"}
    rows |= {path: next(iter(_one(path)(world))).path for path in PUBLIC_REQUESTS if "/api/" in path}
    names = {name: [p["name"] for p in described["parameters"] if p["in"] == "query"]
             for name, (_m, _p, described) in OPERATIONS.items()}  # fmt: skip
    usual = ["q", "sort", "cursor", "limit", "unknown"]
    for name, path in rows.items():
        base = path.partition("?")[0]
        fixed = path.partition("?")[2]
        for parameter in dict.fromkeys([*names.get(name, []), *usual]):
            for value in SQL[asked % 3 :: 3]:  # another third for each parameter
                answer = organiser.ask("GET", f"{base}?{fixed}&{parameter}={quote(value)}")
                asked += 1
                assert broken(answer) is None, f"{name}: {parameter}={value}"
                assert answer.status_code in {200, 422}, f"{name}: {parameter}={value}: {answer.status_code}"
    assert asked > 1_000
    assert record(world.make.engine) == before


def test_sql_injection_finds_no_more_than_the_words_do(world: World) -> None:
    """A wildcard, a quote and a comment are letters like any other."""
    organiser = next(who for who in world.persons() if who.name == "organiser")
    for path in ("/api/v1/units", "/api/v1/proposals", "/api/v1/users", "/api/v1/innovations"):
        everything = organiser.ask("GET", path).json()["total"]
        assert everything > 0, path
        for value, words in (("%", ""), ("_", ""), ("' OR 1=1 --", "or 1 1"), ("\\", ""), ("%' OR '1'='1", "or 1 1")):
            is_by_words = words and path.endswith("innovations")  # the catalogue finds words, whatever is between them
            expected = organiser.ask("GET", f"{path}?q={quote(words)}").json()["total"] if is_by_words else 0
            found = organiser.ask("GET", f"{path}?q={quote(value)}").json()["total"]
            assert found == expected < everything, f"{path} {value}"


def test_sql_injection_in_every_path_parameter(world: World) -> None:
    organiser = next(who for who in world.persons() if who.name == "organiser")
    before = record(world.make.engine)
    for name, (method, path, _described) in OPERATIONS.items():
        parts = path.split("/")
        for place, part in enumerate(parts):
            if part.startswith("{"):
                for value in (
                    "'",
                    "' OR '1'='1",
                    "1;DROP TABLE users",
                    "{{7191*71917191}}",
                    "%00",
                    "..%2f..%2fetc%2fpasswd",
                ):
                    tried = [*parts[:place], quote(value, safe="%"), *parts[place + 1 :]]
                    filled = "/".join(one if "{" not in one else world.units["own"].id for one in tried)
                    more: dict[str, Any] = {"headers": {"If-Match": "*"}}
                    answer = organiser.ask(method, filled, **more)
                    assert broken(answer) is None, f"{name} {filled}"
                    refused = {400, 404, 405, 410, 415, 422}
                    assert answer.status_code in refused, f"{name} {filled}: {answer.status_code}"
    assert record(world.make.engine) == before


def test_injected_text_is_stored_as_it_is_and_shown_as_text_on_every_page(world: World) -> None:
    """Everything that can be typed holds an attack; every page then shows it as letters, to everybody."""
    people = {who.name: who for who in world.persons()}
    draft = world.proposals["draft", "own"]
    texts = [*SQL, *TEMPLATE, *MARKUP]
    sections = {key: " ".join(texts) for key in list(draft.sections)[:3]}
    body = {"title": MARKUP[0] + TEMPLATE[0], "sections": sections, "english_abstract": " ".join(MARKUP),
            "origin": TEMPLATE[1], "collaborators": [MARKUP[1], SQL[2]]}  # fmt: skip
    saved = people["author"].ask("PATCH", f"/api/v1/proposals/{draft.id}", json=body, headers={"If-Match": "*"})
    assert saved.status_code == 200, saved.text
    assert saved.json()["sections"] == draft.sections | sections
    unit = {"name": MARKUP[0] + TEMPLATE[0]}
    renamed = people["organiser"].ask("PATCH", f"/api/v1/units/{world.units['own'].id}", json=unit,
                                      headers={"If-Match": "*"})  # fmt: skip
    assert renamed.status_code == 200, renamed.text
    world.people["juror"].name = world.stranger.name = MARKUP[1] + TEMPLATE[0]
    world.documents["draft", "own"].filename = "<img src=x onerror=alert(7191)>.pdf"
    edition = world.editions["open"]
    edition.name, edition.theme, edition.note = MARKUP[0], TEMPLATE[0], MARKUP[1]
    for status in ("submitted", "judging", "awarded"):
        world.proposals[status, "own"].title = MARKUP[0] + TEMPLATE[0] + status
        world.make.save(world.proposals[status, "own"])
    world.innovation.title, world.innovation.summary = MARKUP[0], TEMPLATE[0]
    world.webhooks["own"].name = world.webhooks["above"].name = world.keys["own"].name = MARKUP[0] + TEMPLATE[0]
    world.make.save(world.webhooks["own"], world.webhooks["above"], world.keys["own"])
    world.make.save(world.people["juror"], world.stranger, world.documents["draft", "own"], edition, world.innovation)
    shown = 0
    for address, rows in VISITS.items():
        method, _, path = address.partition(" ")
        for this in rows(world) if method == "GET" else ():
            for name in ("organiser", "coordinator", "juror", "auditor"):
                page = people[name].ask("GET", path.format(**this.names) + this.query, headers={"Accept": "text/html"})
                assert broken(page) is None, f"{name} {path}"
                is_data = page.headers.get("content-type", "").startswith(NOT_SHOWN)
                for harmful in () if is_data else ("<script>alert", "<img src=x", "<svg/onload", '"><img src=x'):
                    assert harmful not in page.text, f"{name} {path}: {harmful}"
                shown += "&lt;script&gt;alert(7191)" in page.text
    assert shown > 20, "the attacks stand on the pages, as text"


def test_template_injection_by_what_a_page_repeats(world: World) -> None:
    """Fields that come back with an error, addresses, language, referrer, user agent."""
    people = {who.name: who for who in world.persons()}
    html = {"Accept": "text/html", "User-Agent": TEMPLATE[0], "Referer": MARKUP[0], "Accept-Language": TEMPLATE[0]}
    for text in (*TEMPLATE, *MARKUP):
        tries = [
            people["anonymous"].ask("POST", "/sign-in", headers=html, data={"email": text, "next": text}),
            people["anonymous"].ask("GET", f"/sign-in?next={quote(text)}", headers=html),
            people["anonymous"].ask("GET", f"/units?q={quote(text)}", headers=html),
            people["anonymous"].ask("GET", f"/{quote(text)}", headers=html),
            people["anonymous"].ask("GET", f"/problems/{quote(text, safe='')}", headers=html),
            people["organiser"].ask("POST", "/units", headers=html, data={"code": text, "name": text, "kind": text}),
            people["organiser"].ask("GET", f"/proposals?q={quote(text)}", headers=html),
            people["organiser"].ask("POST", "/users", headers=html, data={"email": text, "name": text}),
        ]  # fmt: skip
        for answer in tries:
            assert broken(answer) is None, f"{answer.request.url} {text}"
            assert not any(harm in answer.text for harm in ("<script>alert", "<img src=x", "<svg/onload")), text
    sessions = people["organiser"].ask("GET", "/api/v1/sessions")
    assert broken(sessions) is None
