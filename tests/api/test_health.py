"""What those who run the server ask it."""

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from app.http import metrics
from app.main import create_app
from app.settings import settings
from tests.conftest import Server, environment, free_port, spawn, wait_until_up
from tests.factories import Factory


def test_alive_and_ready(client: httpx.Client) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ready"})
    assert answer.headers["Cache-Control"] == "no-store"


def test_not_ready_with_another_schema(make: Factory, server: Server) -> None:
    with server.engine.begin() as connection:
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        connection.execute(text("UPDATE alembic_version SET version_num = 'other'"))
    try:
        answer = make.client().get("/readyz")
    finally:
        with server.engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :old"), {"old": revision})
    assert answer.status_code == 503
    assert answer.json()["type"] == "/problems/not-serving"
    assert "Retry-After" in answer.headers
    assert make.client().get("/readyz").status_code == 200


@pytest.mark.parametrize("address", ["sqlite:///{folder}/empty.sqlite", "postgresql://nobody@127.0.0.1:1/none"])
def test_alive_but_not_ready_without_its_database(tmp_path: Path, address: str) -> None:
    port = free_port()
    process = spawn(port, environment(address.format(folder=tmp_path), tmp_path), tmp_path / "log")
    try:
        url = f"http://127.0.0.1:{port}"
        wait_until_up(url, process)
        assert httpx.get(url + "/readyz", timeout=30).status_code == 503
        assert httpx.get(url + "/healthz").status_code == 200
    finally:
        process.terminate()
        process.wait(10)


def figures(client: httpx.Client) -> dict[str, float]:
    """The figures by name and label."""
    answer = client.get("/metrics")
    assert answer.headers["Content-Type"].startswith("text/plain")
    lines = re.findall(r"^([a-z_]+(?:\{.*\})?) ([0-9.e+-]+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in lines}


def counted(route: str, status: str, method: str = "GET") -> str:
    return f'jipp_requests_total{{method="{method}",route="{route}",status="{status}"}}'


def test_metrics_count_what_happens_by_route(make: Factory) -> None:
    client = make.client()
    client.get("/api/v1/units")  # from now on it is ready-made
    before = figures(client)
    client.get("/api/v1/units/01890000-0000-7000-8000-000000000000")
    client.get("/api/v1/units")
    client.head("/api/v1/units")
    client.get("/healthz")
    client.get("/nothing/here?email=x@contoh.example")
    client.request("PURGE", "/healthz")
    client.get("/static/jipp.css")
    after = figures(client)
    grown = {name: value - before.get(name, 0) for name, value in after.items() if value != before.get(name, 0)}
    assert {name: times for name, times in grown.items() if name.startswith("jipp_requests_total")} == {
        counted("/api/v1/units/{unit_id}", "4xx"): 1, counted("/api/v1/units", "2xx"): 1,
        counted("/api/v1/units", "2xx", "HEAD"): 1, counted("/healthz", "2xx"): 1, counted("-", "4xx"): 1,
        counted("/healthz", "4xx", "OTHER"): 1, counted("/static/", "2xx"): 1, counted("/metrics", "2xx"): 1,
    }  # fmt: skip
    assert grown['jipp_request_seconds_count{method="GET",route="/healthz"}'] == 1
    assert after["jipp_uptime_seconds"] > before["jipp_uptime_seconds"] > 0
    assert after["jipp_requests_in_flight"] >= 1, "the one that asks"


def test_metrics_tell_of_the_database_and_the_disk(make: Factory, database_kind: str) -> None:
    organiser = make.key("organiser")
    organiser.post("/api/v1/units", json={"code": "UJI", "name": "Dinas Uji", "kind": "agency"})
    found = figures(organiser)
    assert found['jipp_database_connections_in_use{sessions="write"}'] <= 1, "the use of the key is being noted"
    assert found["jipp_database_bytes"] > 100_000
    assert found["jipp_free_bytes"] > 0
    assert (found["jipp_read_only"], found["jipp_writer_waiting"]) == (0, 0)
    assert (found["jipp_writer_wait_seconds_count"] > 0) == (database_kind == "sqlite")


def test_a_figure_of_another_part_is_asked_for_at_each_reading() -> None:
    letters = [3]
    metrics.ask("jipp_uji", "Waiting letters.", lambda: float(letters[0]), kind="mail")
    metrics.ask("jipp_uji", "Waiting letters.", lambda: 1 / 0, kind="pigeon")
    try:
        assert b'jipp_uji{kind="mail"} 3.0' in metrics.exposition()
        letters[0] = 0
        told = metrics.exposition()
    finally:
        del metrics._asked.of["jipp_uji"]
    assert b'jipp_uji{kind="mail"} 0.0' in told
    assert b"pigeon" not in told, "one that fails is left out, and the others are still told"


@pytest.mark.parametrize(("setting", "headers", "status"), [
    ({"JIPP_METRICS_TOKEN": "rahasia-metrik"}, {}, 401),
    ({"JIPP_METRICS_TOKEN": "rahasia-metrik"}, {"Authorization": "Bearer rahasia"}, 401),
    ({"JIPP_METRICS_TOKEN": "rahasia-metrik"}, {"Authorization": "Bearer rahasia-metrik"}, 200),
    ({"JIPP_METRICS_FROM": "10.0.0.0/8, 127.0.0.2"}, {}, 403),
    ({"JIPP_METRICS_FROM": "10.0.0.0/8, 127.0.0.1"}, {}, 200),
    ({"JIPP_METRICS_FROM": "127.0.0.1", "JIPP_METRICS_TOKEN": "x"}, {}, 401),
])  # fmt: skip
def test_metrics_are_for_those_whom_the_operator_names(
    monkeypatch: pytest.MonkeyPatch, setting: dict[str, str], headers: dict[str, str], status: int
) -> None:
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    try:
        assert asyncio.run(_metrics(headers)) == status
    finally:
        settings.cache_clear()


async def _metrics(headers: dict[str, str]) -> int:
    transport = httpx.ASGITransport(create_app(), client=("127.0.0.1", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        return (await client.get("/metrics", headers=headers)).status_code
