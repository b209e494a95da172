"""Every page of every role, on a phone and on a desk: axe, the console, and no sideways scrolling."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from starlette.routing import compile_path

from app import pages
from app.demo import LOGINS, PASSWORD
from tests.browser.places import FRAGMENTS, PAGES, find_places
from tests.browser.window import NARROW, WIDE, Window, Windows
from tests.conftest import Server

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("role", PAGES)
def test_pages_of(role: str, demo_windows: Windows, demo_server: Server) -> None:
    window = demo_windows.open(WIDE)
    places = find_places(demo_server.engine)
    if role != "public":
        window.sign_in(next(login.email for login in LOGINS if login.role == role), PASSWORD)
    for n, path in enumerate(PAGES[role]):
        window.open(path.format(**places))
        _look_on_each_screen(window, f"{role}-{n:02d}-{_name(path)}")


def _look_on_each_screen(window: Window, name: str) -> None:
    for screen in (WIDE, NARROW):
        window.turn(screen)
        window.look(name)


def _name(path: str) -> str:
    return re.sub(r"[^a-z_]+", "-", path.partition("?")[0]).strip("-") or "landing"


def test_what_is_not_there_yet_is_a_page_too(demo_windows: Windows, demo_server: Server) -> None:
    window = demo_windows.open(WIDE)
    window.expected |= {404}
    window.open("/nowhere")
    _look_on_each_screen(window, "public-not-found")
    judging = find_places(demo_server.engine)["judging"]
    window.open(f"/editions/{judging}/stages/proposal/ranking")
    _look_on_each_screen(window, "public-not-yet-published")


def test_the_watch_is_awake(demo_windows: Windows) -> None:
    window = demo_windows.open(NARROW)
    window.open("/")
    with window.page.expect_response("**/nothing.png"):
        window.page.evaluate(
            """() => {
              document.body.setAttribute("style", "color: red");
              document.body.append(Object.assign(new Image(), { src: "/static/nothing.png" }));
              document.querySelector("h1").style.width = "900px";
              setTimeout(() => { throw new Error("thrown by the test"); });
            }"""
        )
    window.look()
    signs = ("Content Security Policy", "404 for GET", "thrown by the test", "axe: critical image-alt", "px too wide")
    found = [sign for sign in signs if any(sign in problem for problem in window.problems)]
    window.problems.clear()
    assert found == list(signs)


def test_no_page_is_left_out() -> None:
    opened = {re.sub(r"\{.+?\}", "x", path).partition("?")[0] for paths in PAGES.values() for path in paths}
    routes = {route.path for router in pages.routers() for route in _routes(router) if "GET" in route.methods}
    unseen = [path for path in routes - FRAGMENTS if not any(compile_path(path)[0].match(one) for one in opened)]
    assert len(routes) >= 50
    assert sorted(unseen) == []


def _routes(router: Any) -> Iterator[Any]:
    for route in router.routes:
        if hasattr(route, "methods"):
            yield route
        else:
            yield from _routes(getattr(route, "original_router", route))
