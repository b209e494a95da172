"""What the server logs: each request by its id and its route, and nobody's name, address or text."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.http.access_log import actor_digest
from tests.conftest import Server, start_server
from tests.factories import PASSWORD, Factory

PLANTED = ("siti.rahayu", "198505052010012001", "08123456789", "Siti Rahayu", "inovasi-sangat-rahasia", PASSWORD)
GIVEN = "0b9c1e1a-74a1-4d3c-9f33-0d5cbb2f9c11"


@pytest.fixture
def logged(new_database: Any, tmp_path: Path) -> Iterator[tuple[Server, Path]]:
    """A server of its own, and its log."""
    running = start_server(new_database("logged"), tmp_path)
    yield running, tmp_path / "server.log"
    running.process.kill()
    running.process.wait()
    running.engine.dispose()


def lines(log: Path, until: str) -> list[dict[str, Any]]:
    """What was logged up to the request of this id, whose line comes a moment after its answer; every line is JSON."""
    for _ in range(200):
        found = log.read_text()
        if f'"request_id": "{until}", "ms"' in found:
            return [json.loads(line) for line in found.splitlines()]
        time.sleep(0.05)
    raise AssertionError(f"{until} is not in the log")


def test_a_request_is_one_line_under_the_id_that_was_answered(logged: tuple[Server, Path]) -> None:
    server, log = logged
    with Factory(server.engine, server.url) as make:
        draft = make.proposal(make.edition(), make.unit())
        answer = make.key("organiser").get(f"/api/v1/proposals/{draft.id}", headers={"X-Request-ID": GIVEN})
    assert answer.headers["X-Request-ID"] == GIVEN
    [line] = [line for line in lines(log, GIVEN) if line.get("request_id") == GIVEN]
    assert line["ms"] >= 0
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"])
    kept = {name: line[name] for name in ("level", "event", "method", "route", "status", "actor")}
    assert kept == {"level": "info", "event": "request", "method": "GET", "route": "/api/v1/proposals/{proposal_id}",
                    "status": 200, "actor": "key"}  # fmt: skip
    assert re.fullmatch("[0-9a-f]{12}", line["actor_digest"])


def test_refusals_are_logged_with_who_asked(logged: tuple[Server, Path]) -> None:
    """Wrong passwords, rights that are missing, input that does not fit."""
    server, log = logged
    with Factory(server.engine, server.url) as make:
        user = make.user("juror")
        juror = make.signed_in(user)
        wrong = {"email": user.email, "password": "salah-sama-sekali"}
        answers = [
            make.client().post("/api/v1/sessions", json=wrong), juror.get("/api/v1/users"),
            juror.get("/api/v1/units", params={"limit": 0}),
        ]  # fmt: skip
    by_id = {line["request_id"]: line for line in lines(log, answers[-1].headers["X-Request-ID"])
             if line["event"] == "request"}  # fmt: skip
    told = [by_id[answer.headers["X-Request-ID"]] for answer in answers]
    assert [(line["route"], line["status"]) for line in told] == [
        ("/api/v1/sessions", 401), ("/api/v1/users", 403), ("/api/v1/units", 422),
    ]  # fmt: skip
    assert told[1]["actor_digest"] == actor_digest(user.id)


@pytest.mark.parametrize("given", ["siti.rahayu@contoh.example", "198505052010012001", "x" * 200, "", "a b",
                                   '"}{"event": "forged"', "0b9c1e1a\n74a1"])  # fmt: skip
def test_an_id_that_could_be_anything_else_is_not_taken_over(make: Factory, given: str) -> None:
    client = make.client()
    answer = client.get("/healthz", headers={"X-Request-ID": given.replace("\n", " ")})
    assert answer.headers["X-Request-ID"] != given
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", answer.headers["X-Request-ID"])


def test_every_answer_has_its_own_id(make: Factory) -> None:
    client = make.client()
    paths = ["/api/v1/units", "/api/v1/units", "/", "/static/jipp.css", "/nowhere", "/api/v1/proposals"]
    ids = [client.get(path).headers["X-Request-ID"] for path in paths]
    assert len(set(ids)) == len(paths), "ready-made answers too"


def test_the_number_that_a_person_is_told_is_that_of_the_request(logged: tuple[Server, Path]) -> None:
    server, log = logged
    with Factory(server.engine, server.url) as make:
        key = make.key("organiser")
        with server.engine.begin() as connection:
            connection.exec_driver_sql("DROP TABLE invitations")
        edition = make.edition()
        answer = key.get(f"/api/v1/editions/{edition.id}/invitations")
    assert answer.status_code in {500, 503}
    failed = [line for line in lines(log, answer.headers["X-Request-ID"]) if "exception" in line]
    assert [line["request_id"] for line in failed] == [answer.headers["X-Request-ID"]]
    assert any("app/queries" in frame for frame in failed[0]["exception"][0]["at"]), "where it happened is told"


def test_nothing_personal_is_logged(logged: tuple[Server, Path]) -> None:
    """Walks what people do with their own data in every place that a request has, refusals and faults included."""
    server, log = logged
    email, nip, phone, name, text, _ = PLANTED
    with Factory(server.engine, server.url) as make:
        person = make.user("organiser", name=name)
        person.email = f"{email}@contoh.example"
        make.save(person)
        client = make.signed_in(person)
        user = {
            "email": f"{email}@contoh.example",
            "name": name,
            "password": f"{text}-{nip}",
            "roles": [{"role": "auditor"}],
        }
        answers = [
            client.post("/api/v1/users", json=user),
            client.post("/api/v1/users", json=user | {"email": f"{email} {phone}"}),
            client.get("/api/v1/units", params={"q": name}),
            client.get(f"/api/v1/units/{email}@contoh.example"),
            client.get(f"/{nip}/{phone}", headers={"User-Agent": f"{name} {nip}", "Referer": f"http://x/{email}"}),
            make.client().post("/sign-in", data={"email": f"{email}@contoh.example", "password": PASSWORD}),
            client.get(f"/sign-in?next=/{email}", headers={"X-Request-ID": nip, "X-Forwarded-For": phone}),
            client.post("/api/v1/units", json={"code": nip, "name": name, "kind": "agency"}),
            client.post("/api/v1/units", json={"code": nip, "name": name, "kind": "agency"}),
            httpx.request(f"{email}".replace(".", "").upper(), f"{server.url}/{nip}"),
        ]
        _break(server)
        answers.append(client.post("/api/v1/units", json={"code": phone, "name": name, "kind": "agency"}))
        answers.append(client.post("/units", data={"code": phone, "name": text, "kind": "agency"}))
    statuses = {answer.status_code for answer in answers}
    assert {200, 201, 303, 404, 422} <= statuses
    assert statuses & {500, 503}, "a fault that the database explains with the person's own words"
    assert len(lines(log, answers[-1].headers["X-Request-ID"])) >= len(answers)
    told = log.read_text()
    assert [planted for planted in (*PLANTED, person.id) if planted.casefold() in told.casefold()] == []
    assert actor_digest(person.id) in told


def _break(server: Server) -> None:
    """From now on the database refuses new units with a message that quotes them."""
    with server.engine.begin() as connection:
        if server.engine.dialect.name == "sqlite":
            connection.exec_driver_sql(
                "CREATE TRIGGER quotes BEFORE INSERT ON units BEGIN SELECT json(NEW.code || NEW.name); END"
            )
            return
        connection.exec_driver_sql(
            "CREATE FUNCTION quotes() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION USING MESSAGE = 'refused: ' || NEW.code || NEW.name; END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER quotes BEFORE INSERT ON units FOR EACH ROW EXECUTE FUNCTION quotes()"
        )


SAYS = """
import logging
from app import logs
logs.install()
try:
    int("siti.rahayu@contoh.example")
except ValueError as error:
    logging.getLogger("jipp").error("unforeseen %s", "x1", exc_info=error, extra={"table": "units"})
"""


def said(**environment: str) -> str:
    import os

    done = subprocess.run([sys.executable, "-c", SAYS], env=os.environ | environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stderr


def test_an_exception_is_told_by_kind_and_place_and_only_on_demand_by_its_words() -> None:
    line = json.loads(said())
    assert (line["level"], line["event"], line["table"]) == ("error", "unforeseen x1", "units")
    [exception] = line["exception"]
    assert exception["kind"] == "builtins.ValueError"
    assert exception["at"] == ["<string>:6 <module>"]
    assert "siti" in json.loads(said(JIPP_LOG_VALUES="true"))["exception"][0]["message"]


def test_for_people_it_is_text() -> None:
    first, *rest = said(JIPP_LOG_FORMAT="text").splitlines()
    assert re.fullmatch(r"\d\d:\d\d:\d\d error   unforeseen x1  logger=jipp table=units", first)
    assert rest == ["  builtins.ValueError", "    <string>:6 <module>"]
