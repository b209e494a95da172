"""Every page × everybody × own, below, above and other units: the answers are those of the table."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import APIRouter
from fastapi.routing import APIRoute

from app import pages
from app.pages.access import DEEDS, PAGES
from app.pages.selection import DECISIONS
from tests.access.forms import CHANGING, ELSEWHERE, VISITS, Visit
from tests.access.table import ALLOWED, expected
from tests.access.world import Who, World, record
from tests.factories import Factory

GOES_ON = {200, 201, 204, 303, 409, 412, 422}


def routes(router: APIRouter) -> Iterator[APIRoute]:
    """The routes of a router and of those that it includes."""
    for route in router.routes:
        if isinstance(route, APIRoute):
            yield route
        else:
            yield from routes(route.original_router)  # type: ignore[attr-defined]


def addresses() -> set[str]:
    """Every page as the table names it: a deed in an address is written out."""
    found = {f"{method} {route.path}" for router in pages.routers() for route in routes(router)
             for method in route.methods or ()}  # fmt: skip
    deeds = {"/selection/{proposal_id}/{deed}": DECISIONS, "/proposals/{proposal_id}/{deed}": DEEDS}
    for address in [one for one in found if "{deed}" in one]:
        found.remove(address)
        path = address.partition(" ")[2]
        found |= {address.replace("{deed}", deed) for deed in deeds[path]}
    return found


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def test_a_page_without_a_row_is_found() -> None:
    assert addresses() == set(PAGES)
    assert set(VISITS) == set(PAGES) - ELSEWHERE


def test_every_deed_of_a_page_is_in_the_table() -> None:
    from app.pages.proposals_offer import DEEDS as OFFERED

    assert set(OFFERED) == set(DEEDS)


def visit(who: Who, address: str, this: Visit) -> Any:
    method, _, path = address.partition(" ")
    token = {"X-CSRF-Token": who.client.headers["X-CSRF-Token"]} if who.kind == "user" else {}
    more: dict[str, Any] = {} if method == "GET" else {"data": this.form}
    if this.files:
        more["files"] = this.files
    return who.ask(method, path.format(**this.names) + this.query, headers={"Accept": "text/html"} | token, **more)


def wanted_of(who: Who, address: str, this: Visit) -> int:
    ways = tuple(PAGES[address][n] for n in this.ways) or PAGES[address]
    return expected(ways, who, this.thing)


def compare(who: Who, address: str, this: Visit) -> str | None:
    wanted = wanted_of(who, address, this)
    answer = visit(who, address, this)
    status = answer.status_code
    if status == 303 and answer.headers["location"].startswith("/sign-in?next="):
        status = 401
    goes_on = {this.answers} if this.answers else GOES_ON
    is_right = status in goes_on if wanted == ALLOWED else status == wanted
    said = f"allowed ({this.answers or 'any'})" if wanted == ALLOWED else str(wanted)
    return None if is_right else f"{who.name}: {address} ({this}) answers {status}, the table says {said}"


def test_every_page_answers_everybody_as_the_table_says(world: World, database_kind: str) -> None:
    """All of it on SQLite; on PostgreSQL a third, in turn another one for each page."""
    every = 1 if database_kind == "sqlite" else 3
    before, people = record(world.make.engine), world.persons()
    wrong, last = [], []
    asked = 0
    for address, rows in VISITS.items():
        for this in rows(world):
            for who in people:
                asked += 1
                if address in CHANGING and wanted_of(who, address, this) == ALLOWED:
                    last.append((who, address, this))
                elif asked % every == 0:
                    wrong.append(compare(who, address, this))
    assert not list(filter(None, wrong)), "\n".join(filter(None, wrong))
    assert asked > 1_500, "the walk is as wide as it was"
    assert record(world.make.engine) == before, "nobody changed anything"
    assert [compare(*one) for one in last] == [None] * len(last)
    assert {address for _who, address, _this in last} == CHANGING


def test_the_auditor_opens_every_page_to_read_and_sends_no_form(world: World) -> None:
    auditor = next(who for who in world.persons() if who.name == "auditor")
    forms = {"GET /proposals/submissions", "GET /selection"}
    for address, rows in VISITS.items():
        takes = {action for way in PAGES[address] for action in way.replace("@all", "").split()}
        is_form = address in forms or any(":read" not in action for action in takes)
        is_read = address.startswith("GET")
        for this in rows(world) if is_read or takes else ():
            status = visit(auditor, address, this).status_code
            wanted = this.answers or 200 if is_read and not is_form else 403
            assert status == wanted or address in forms, f"{address} {this} answers {status}"


def test_taking_an_invitation_back_is_for_the_organiser(world: World) -> None:
    """By itself, because it has no version to be stale: the organiser goes last."""
    path = f"/editions/{world.invited.edition_id}/invitations/khusus/{world.invited.unit_id}/removal"
    people = sorted(world.persons(), key=lambda who: who.name == "organiser")
    token = {who.name: {"X-CSRF-Token": who.client.headers.get("X-CSRF-Token", "")} for who in people}
    seen = {who.name: who.ask("POST", path, headers={"Accept": "text/html"} | token[who.name]).status_code
            for who in people}  # fmt: skip
    assert seen == {"anonymous": 401, "secretariat": 403, "coordinator": 403, "author": 403, "juror": 403,
                    "auditor": 403, "nobody": 403, "organiser": 303}  # fmt: skip
