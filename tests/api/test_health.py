"""What those who run the server ask it."""

import re
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

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
    lines = re.findall(r"^([a-z_]+(?:\{[^}]*\})?) ([0-9.]+)$", answer.text, re.MULTILINE)
    return {name: float(value) for name, value in lines}


def test_metrics_count_what_happens(make: Factory) -> None:
    client = make.client()
    before = figures(client)
    client.get("/api/v1/units/01890000-0000-7000-8000-000000000000")
    client.get("/api/v1/proposals")
    client.get("/healthz")
    after = figures(client)
    grown = {name: after[name] - before[name] for name in before if name.startswith("jipp_requests_total")}
    assert grown['jipp_requests_total{status="4xx"}'] == 2
    assert grown['jipp_requests_total{status="2xx"}'] == 2, "/healthz and the first /metrics itself"
    assert after["jipp_uptime_seconds"] > before["jipp_uptime_seconds"] > 0
    assert after['jipp_database_connections_in_use{sessions="write"}'] == 0
