"""Limits of keys and addresses, as callers see them."""

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from fastapi import Request

from app.http.rate_limits import address_of
from tests.conftest import Server, environment, free_port, spawn, start_server, wait_until_up
from tests.factories import Factory

LIMIT = 12


@pytest.fixture(scope="module")
def limited(new_database: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    few = {"JIPP_ANONYMOUS_WRITES_PER_MINUTE": "6", "JIPP_KEY_REQUESTS_PER_MINUTE": str(LIMIT)}
    running = start_server(new_database("rates"), tmp_path_factory.mktemp("rates"), **few)
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


@pytest.fixture
def make(limited: Server) -> Iterator[Factory]:
    with Factory(limited.engine, limited.url) as factory:
        yield factory


def test_a_key_is_told_its_limit_and_stopped_past_it(make: Factory) -> None:
    key = make.key("organiser")
    first = key.get("/api/v1/users")
    assert first.headers["RateLimit-Policy"] == f'"key";q={LIMIT};w=60'
    left, reset = map(int, re.fullmatch(r'"key";r=(\d+);t=(\d+)', first.headers["RateLimit"]).groups())  # type: ignore[union-attr]
    assert left == LIMIT - 1
    assert 1 <= reset <= 60
    statuses = [key.get("/api/v1/users").status_code for _ in range(3 * LIMIT)]
    assert statuses.count(200) <= 2 * LIMIT - 1, "a minute may have ended meanwhile, once"
    over = next(answer for answer in iter(lambda: key.get("/api/v1/users"), None) if answer.status_code == 429)
    assert over.json()["type"] == "/problems/too-many-requests"
    assert 1 <= int(over.headers["Retry-After"]) <= 60
    assert over.headers["RateLimit"].startswith('"key";r=0;')
    assert over.json()["title"] == "Terlalu sering"
    english = key.get("/api/v1/users", headers={"Accept-Language": "en"})
    assert english.status_code != 429 or english.headers["Content-Language"] == "en"


def test_another_key_has_a_limit_of_its_own(make: Factory) -> None:
    one, other = make.key("organiser"), make.key("organiser")
    while one.get("/api/v1/users").status_code != 429:
        pass
    assert other.get("/api/v1/users").status_code == 200


def test_reading_without_a_key_is_not_counted(make: Factory) -> None:
    public = make.client()
    answers = [public.get("/api/v1/units") for _ in range(10)]
    assert {answer.status_code for answer in answers} == {200}
    assert "RateLimit" not in answers[0].headers


def test_writes_of_nobody_are_counted_by_address(make: Factory) -> None:
    def status(address: str) -> int:
        sent = {"email": "siapa@contoh.example", "password": "salah-sama-sekali"}
        answer = make.client().post("/api/v1/sessions", json=sent, headers={"X-Forwarded-For": address})
        assert answer.headers["RateLimit-Policy"] == '"address";q=6;w=60'
        return answer.status_code

    seen = [status("203.0.113.7") for _ in range(13)]
    assert 429 in seen
    assert status("2001:db8:1:2::1") == 401
    many = [status(f"2001:db8:1:2::{n:x}") for n in range(2, 20)]
    assert 429 in many, "a /64 is one household: its addresses count together"
    assert status("2001:db8:1:3::1") == 401


def _request(host: str) -> Request:
    return Request({"type": "http", "client": (host, 1), "headers": []})


@pytest.mark.parametrize(("host", "counted"), [
    ("203.0.113.7", "203.0.113.7"), ("::ffff:203.0.113.7", "203.0.113.7"), ("2001:db8::1", "2001:db8::/64"),
    ("fe80::1%eth0", "fe80::/64"), ("not an address", "unknown"), ("", "unknown"),
])  # fmt: skip
def test_which_address_is_counted(host: str, counted: str) -> None:
    assert address_of(_request(host)) == counted


def test_only_a_proxy_named_in_the_settings_is_believed(tmp_path: Path) -> None:
    port = free_port()
    env = environment(f"sqlite:///{tmp_path}/proxied.sqlite", tmp_path, JIPP_TRUSTED_PROXIES="192.0.2.1",
                      JIPP_ANONYMOUS_WRITES_PER_MINUTE="3")  # fmt: skip
    subprocess.run([sys.executable, "-m", "app.commands", "migrate"], env=env, check=True)
    command = [sys.executable, "-m", "app.commands", "serve", "--port", str(port)]
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_until_up(f"http://127.0.0.1:{port}", process)
        sent = {"email": "siapa@contoh.example", "password": "salah-sama-sekali"}
        answers = [httpx.post(f"http://127.0.0.1:{port}/api/v1/sessions", json=sent,
                              headers={"X-Forwarded-For": f"203.0.113.{n}"}).status_code for n in range(8)]  # fmt: skip
    finally:
        process.terminate()
        process.wait(10)
    assert 429 in answers, "whoever makes addresses up is counted as the one that it comes from"


def test_several_servers_count_together(limited: Server, make: Factory, tmp_path: Path) -> None:
    """Three server processes on one database, asked by twelve threads at once, let no more through than one would."""
    key = make.key("organiser")
    env = environment(limited.database_url, tmp_path, JIPP_KEY_REQUESTS_PER_MINUTE=str(LIMIT))
    ports = [free_port(), free_port()]
    others = [spawn(port, env, tmp_path / f"{port}.log") for port in ports]
    try:
        for port, process in zip(ports, others, strict=True):
            wait_until_up(f"http://127.0.0.1:{port}", process)
        urls = [limited.url, *(f"http://127.0.0.1:{port}" for port in ports)]
        answers = _ask_at_once([url for url in urls for _ in range(4)], str(key.headers["Authorization"]))
    finally:
        for process in others:
            process.terminate()
            process.wait(10)
    passed = sum(answer.status_code == 200 for answer in answers)
    # Which minute it was is in the answers: the seconds to its end. Where one ended meanwhile, two limits hold.
    resets = [int(answer.headers["RateLimit"].rpartition("t=")[2]) for answer in answers]
    windows = 1 if max(resets) - min(resets) < 30 else 2
    assert passed <= LIMIT * windows
    assert 429 in {answer.status_code for answer in answers}


def _ask_at_once(urls: list[str], authorization: str, times: int = 10) -> list[httpx.Response]:
    ready = threading.Barrier(len(urls))

    def ask(url: str) -> list[httpx.Response]:
        with httpx.Client(base_url=url, headers={"Authorization": authorization}) as client:
            ready.wait()
            return [client.get("/api/v1/users") for _ in range(times)]

    with ThreadPoolExecutor(len(urls)) as threads:
        return [answer for answers in threads.map(ask, urls) for answer in answers]


def test_a_broken_store_of_counters_stops_no_key(tmp_path: Path) -> None:
    """The file of the counters cannot be made: a folder stands in its place."""
    (tmp_path / "broken.limits.sqlite").mkdir()
    running = start_server(f"sqlite:///{tmp_path}/broken.sqlite", tmp_path, JIPP_KEY_REQUESTS_PER_MINUTE="2")
    try:
        with Factory(running.engine, running.url) as make:
            key = make.key("organiser")
            assert [key.get("/api/v1/users").status_code for _ in range(5)] == [200] * 5
            sent = {"email": "siapa@contoh.example", "password": "salah-sama-sekali"}
            tries = [make.client().post("/api/v1/sessions", json=sent).status_code for _ in range(9)]
    finally:
        running.process.terminate()
        running.process.wait(10)
        running.engine.dispose()
    assert tries[0] == 401
    assert tries[-1] == 429, "guessing is slowed down all the same"
