"""How soon a page begins to arrive, with the full demo behind it: each page signed in, computed anew every time."""

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import httpx

from app.demo import LOGINS, PASSWORD
from bench import servers

GOAL_MS = 40


@dataclass(frozen=True)
class Page:
    """A page as one role opens it: middle and slowest of its first bytes, in milliseconds."""

    role: str
    path: str
    middle: float
    slowest: float


def measure(folder: Path, times: int) -> tuple[list[Page], float]:
    """First bytes of the pages that people open most, and the server's memory in MiB afterwards."""
    server = servers.start_demo(folder)
    try:
        found = [page for role, paths in _paths(server.url).items() for page in _as(server.url, role, paths, times)]
        return found, server.resident_mb()
    finally:
        server.stop()


def _paths(url: str) -> dict[str, list[str]]:
    editions = {one["year"]: one["id"] for one in httpx.get(f"{url}/api/v1/editions").json()["items"]}
    stage = f"/editions/{editions[2023]}/stages/proposal"
    shown = f"/editions/{editions[2022]}/stages/proposal/ranking"
    return {
        "author": ["/home", "/proposals", "/proposals/new"],
        "coordinator": ["/home", "/proposals", "/quotas"],
        "secretariat": ["/home", "/selection"],
        "juror": ["/home", "/assignments"],
        "organiser": ["/home", "/proposals", "/units", "/users", stage, f"{stage}/ranking", shown],
    }


def _as(url: str, role: str, paths: list[str], times: int) -> list[Page]:
    with httpx.Client(base_url=url) as client:
        login = next(one for one in LOGINS if one.role == role)
        answer = client.post("/sign-in", data={"email": login.email, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        more = _first_of_a_list(client, role)
        return [_page(client, role, path, times) for path in (*paths, *more)]


def _first_of_a_list(client: httpx.Client, role: str) -> list[str]:
    """The editor of a draft, and a score sheet: what people work in."""
    if role == "author":
        drafts = client.get("/api/v1/proposals", params={"status": "draft", "limit": 1}).json()["items"]
        return [f"/proposals/{one['id']}/edit" for one in drafts]
    if role == "juror":
        sheets = client.get("/api/v1/assignments", params={"limit": 1}).json()["items"]
        return [f"/evaluations/{one['id']}" for one in sheets]
    return []


def _page(client: httpx.Client, role: str, path: str, times: int) -> Page:
    seen = sorted(_first_byte(client, path) for _ in range(times))
    return Page(role, path, median(seen), seen[-1])


def _first_byte(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    with client.stream("GET", path) as answer:
        took = time.perf_counter() - began
        assert answer.status_code == 200, (path, answer.status_code)
        answer.read()
    return took * 1e3
