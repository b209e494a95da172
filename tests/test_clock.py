"""A clock that jumps: ids stay in order and apart, sessions and deadlines follow the server's clock, cursors hold."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest
import time_machine

from app import database, room, schema, writer
from app.http import last_use
from app.main import create_app
from app.settings import settings
from tests.factories import PASSWORD, Factory

START = datetime(2023, 11, 23, 7, 0, tzinfo=UTC)
JUMPS = [timedelta(hours=1), timedelta(hours=-1), timedelta(days=1), timedelta(days=-1)]
BY = [str(jump) for jump in JUMPS]


SET = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
int clock_gettime(clockid_t which, struct timespec *moment) {
    static int (*real)(clockid_t, struct timespec *);
    if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
    int answer = real(which, moment);
    FILE *file = which == CLOCK_REALTIME ? fopen(getenv("JUMP"), "r") : NULL;
    long seconds = 0;
    if (file) { if (fscanf(file, "%ld", &seconds) == 1) moment->tv_sec += seconds; fclose(file); }
    return answer;
}
"""
MAKE_IDS = """
import os, sys, time
from app import clock
before, began = [clock.new_id() for _ in range(500)], time.time()
open(os.environ["JUMP"], "w").write(sys.argv[1])
assert abs(time.time() - began - float(sys.argv[1])) < 60, "the clock has jumped"
print(*before, *(clock.new_id() for _ in range(500)))
"""


@pytest.mark.skipif(not shutil.which("cc"), reason="THE IDS ARE NOT TRIED: no compiler to set a process's clock with")
@pytest.mark.parametrize("jump", JUMPS, ids=BY)
def test_ids_stay_apart_and_in_order_of_their_making(jump: timedelta, tmp_path: Path) -> None:
    """They are made outside Python, by the system's clock: that is what is set here, for one process."""
    source, shim = tmp_path / "set.c", tmp_path / "set.so"
    source.write_text(SET)
    subprocess.run(["cc", "-shared", "-fPIC", "-o", shim, source, "-ldl"], check=True)
    env = os.environ | {"LD_PRELOAD": str(shim), "JUMP": str(tmp_path / "jump")}
    seconds = str(int(jump.total_seconds()))
    done = subprocess.run([sys.executable, "-c", MAKE_IDS, seconds], env=env, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = done.stdout.split()
    assert len(set(made)) == len(made) == 1000
    assert made == sorted(made), "a list in order of ids is a list in order of making, whatever the clock did"


@pytest.fixture
def here(new_database: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Factory]:
    """The application in this process, so that its clock can be set."""
    address = new_database("clock")
    monkeypatch.setenv("JIPP_DATABASE_URL", address)
    monkeypatch.setenv("JIPP_FILES_DIR", str(tmp_path / "files"))
    settings.cache_clear()
    database.dispose_engines()
    schema.upgrade(database.write_engine())
    with Factory(database.write_engine(), "") as make:
        yield make
    writer.finish()
    last_use.finish()
    database.dispose_engines()
    settings.cache_clear()


def at(moment: datetime, deed: Callable[..., object]) -> object:
    """Runs *deed(client, traveller)* with the clock at *moment*, where it stands still unless it is moved."""

    async def run() -> object:
        transport = httpx.ASGITransport(create_app(), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            with time_machine.travel(moment, tick=False) as traveller:
                return await deed(client, traveller)  # type: ignore[misc]

    return asyncio.run(run())


@pytest.mark.parametrize(("jump", "still_signed_in"), [
    (timedelta(hours=1), True), (timedelta(hours=-1), True), (timedelta(days=-1), True), (timedelta(days=1), False),
])  # fmt: skip
def test_a_session_survives_a_jump_that_is_shorter_than_itself(
    here: Factory, jump: timedelta, still_signed_in: bool
) -> None:
    person = here.user("organiser")

    async def deed(client: httpx.AsyncClient, traveller: time_machine.Traveller) -> list[int]:
        signed_in = await client.post("/api/v1/sessions", json={"email": person.email, "password": PASSWORD})
        client.headers["X-CSRF-Token"] = signed_in.json()["csrf_token"]
        statuses = [signed_in.status_code]
        traveller.shift(jump)
        statuses.append((await client.get("/api/v1/users")).status_code)
        body = {"code": "UJI", "name": "Dinas Uji", "kind": "agency"}
        statuses.append((await client.post("/api/v1/units", json=body)).status_code)
        traveller.shift(-jump)
        statuses.append((await client.get("/api/v1/users")).status_code)
        return statuses

    found = at(START, deed)
    expected = [201, 200, 201, 200] if still_signed_in else [201, 401, 401, 200]
    assert found == expected, "a clock set right again makes no difference to the row"


@pytest.mark.parametrize(("jump", "code"), [
    (timedelta(hours=1), "closed"), (timedelta(days=1), "closed"), (timedelta(hours=-1), None),
    (timedelta(days=-1), "not-open-yet"),
])  # fmt: skip
def test_a_deadline_is_judged_by_the_clock_of_the_moment(here: Factory, jump: timedelta, code: str | None) -> None:
    with time_machine.travel(START, tick=False):
        agency = here.unit()
        edition = here.edition(opens_at=START - timedelta(hours=12), closes_at=START + timedelta(minutes=30))
        draft = here.proposal(edition, agency)
        key = here.key("coordinator", agency).headers["Authorization"]

    async def deed(client: httpx.AsyncClient, traveller: time_machine.Traveller) -> str | None:
        traveller.shift(jump)
        answer = await client.post(f"/api/v1/proposals/{draft.id}/submission", headers={"Authorization": key})
        return None if answer.status_code == 201 else answer.json()["type"].rpartition("/")[2]

    assert at(START, deed) == code


@pytest.mark.parametrize("jump", JUMPS, ids=BY)
def test_a_list_read_across_a_jump_shows_every_row_once(here: Factory, jump: timedelta) -> None:
    key = here.key("organiser").headers["Authorization"]
    edition, agency = here.edition(), here.unit()
    first = [draft.id for draft in here.drafts(edition, [agency] * 5)]

    async def deed(client: httpx.AsyncClient, traveller: time_machine.Traveller) -> list[str]:
        found: list[str] = []
        cursor: dict[str, str] = {}
        for _ in range(10):
            page = await client.get(
                "/api/v1/proposals", params={"limit": "2", **cursor}, headers={"Authorization": key}
            )
            assert page.status_code == 200, page.text
            found += [row["id"] for row in page.json()["items"]]
            if not page.json()["next"]:
                return found
            cursor = {"cursor": page.json()["next"]}
            traveller.shift(jump)
        raise AssertionError("the list has no end")

    found = at(START, deed)
    assert sorted(found) == sorted(first)  # type: ignore[arg-type]


@pytest.mark.parametrize("jump", JUMPS, ids=BY)
def test_a_repeated_request_is_known_across_a_jump_of_less_than_a_day(here: Factory, jump: timedelta) -> None:
    key = here.key("organiser").headers["Authorization"]
    jump = jump * 23 / 24 if abs(jump) == timedelta(days=1) else jump

    async def deed(client: httpx.AsyncClient, traveller: time_machine.Traveller) -> tuple[int, bool]:
        headers = {"Authorization": key, "Idempotency-Key": "sekali"}
        body = {"code": "UJI", "name": "Dinas Uji", "kind": "agency"}
        first = await client.post("/api/v1/units", json=body, headers=headers)
        traveller.shift(jump)
        second = await client.post("/api/v1/units", json=body, headers=headers)
        return second.status_code, first.json() == second.json()

    assert at(START, deed) == (201, True)


def test_what_waits_is_measured_by_a_clock_that_never_jumps() -> None:
    """Queues, caches and what is remembered for a while use the monotonic clock; the wall clock only dates things."""
    for module in (writer, room):
        source = Path(str(module.__file__)).read_text("utf-8")
        assert "time.monotonic()" in source
        assert "time.time()" not in source
