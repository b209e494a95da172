"""The OpenAPI document: it is valid, says what the API does, and shows what the API answers."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import sleep
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate

from app.errors import DomainError
from app.http import openapi
from app.http.messages import PROBLEMS
from app.http.openapi import PATH, access, problems
from app.http.openapi.about import TAGS
from app.main import create_app
from app.rules.permissions import POLICY
from tests.api.test_access import PUBLIC
from tests.examples.recorder import Json

DOCUMENT = create_app().openapi()
OPERATIONS: dict[str, tuple[str, str, Json]] = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
NO_TEXT = {"read_content": "bytes", "read_explanation_paper": "bytes", "read_evidence": "bytes",
           "read_package_paper": "bytes", "read_package_bundle": "bytes", "read_replication_content": "bytes",
           "read_assessment_content": "bytes", "read_raport": "bytes",
           "read_annex_paper": "bytes",
           "read_annex_document": "bytes", "read_annex_workbook": "bytes", "read_certificate": "bytes",
           "read_certificates_bundle": "bytes",
           "read_snapshot": "JSON Lines, shown in docs/catalogue.md",
           "read_metrics": "figures that differ each time"}  # fmt: skip
"""Operations whose success is not shown, and why."""


def test_it_is_valid() -> None:
    validate(DOCUMENT)


def test_every_operation_says_what_it_is() -> None:
    for name, (_method, path, operation) in OPERATIONS.items():
        assert operation["summary"], name
        assert operation["description"], name
        assert set(operation["tags"]) <= set(TAGS), name
        assert path.startswith("/api/v1/") or operation["tags"] == ["health"], name


def test_it_is_made_once_and_served_ready(client: httpx.Client) -> None:
    answer = client.get(PATH)
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == json.loads(json.dumps(DOCUMENT))
    assert client.get(PATH, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_the_pages_for_people_show_the_examples(client: httpx.Client) -> None:
    for tag in TAGS:
        assert client.get(f"/api/docs/{tag}", headers={"Accept": "text/html"}).status_code == 200
    page = client.get("/api/docs/proposals", headers={"Accept": "text/html"}).text
    assert "Antar Obat ke Rumah" in page


def test_whoever_may_call_without_a_key_is_told_so() -> None:
    open_to_all = {f"{method} {path}" for method, path, operation in OPERATIONS.values()
                   if not operation["security"] or {} in operation["security"]}  # fmt: skip
    assert open_to_all | {"DELETE /api/v1/sessions/current"} == PUBLIC


def test_every_other_operation_names_its_actions() -> None:
    asking = {name for name, (_m, _p, operation) in OPERATIONS.items()
              if operation["security"] and {} not in operation["security"]}  # fmt: skip
    assert asking == set(access.NEEDS)
    named = {
        action
        for ways in (access.NEEDS | access.MORE).values()
        for way in ways
        for action in way.replace(access.EVERYWHERE, "").split()
    }
    assert named <= set(POLICY)


def _errors(base: type[DomainError] = DomainError) -> Iterator[type[DomainError]]:
    yield base
    for below in base.__subclasses__():
        yield from _errors(below)


def test_the_problems_have_pages_and_their_statuses() -> None:
    assert set(problems.STATUS) <= set(PROBLEMS)
    own = {error.code: error.status for error in _errors() if error.code in problems.STATUS}
    assert own == {code: problems.STATUS[code] for code in own}
    assert set(problems.OWN) <= set(OPERATIONS)


def _examples(operation: Json) -> Iterator[tuple[str, str, Json, Any]]:
    """Status (or ``request``), media type, schema and value of every example of an operation."""
    contents = {"request": operation.get("requestBody", {})} | operation["responses"]
    for status, holder in contents.items():
        for kind, media in holder.get("content", {}).items():
            for example in media.get("examples", {}).values():
                yield status, kind, media["schema"], example["value"]


@pytest.mark.parametrize("name", OPERATIONS)
def test_its_examples_fit_their_schemas(name: str) -> None:
    operation = OPERATIONS[name][2]
    for status, kind, schema, value in _examples(operation):
        validator = Draft202012Validator({**schema, "components": DOCUMENT["components"]})
        wrong = [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]
        assert not wrong, f"{status} {kind}: {wrong}"
    for parameter in operation["parameters"]:
        if "example" in parameter:
            schema = {**parameter["schema"], "components": DOCUMENT["components"]}
            Draft202012Validator(schema).validate(parameter["example"])


@pytest.mark.parametrize("name", sorted(OPERATIONS.keys() - NO_TEXT.keys()))
def test_its_success_is_shown(name: str) -> None:
    method, _path, operation = OPERATIONS[name]
    shown = {status for status, _kind, _schema, _value in _examples(operation)}
    success = min(status for status in operation["responses"] if status < "300")
    assert success in shown or success == "204"
    assert "requestBody" not in operation or "request" in shown
    assert all("example" in p for p in operation["parameters"] if p["in"] == "path")
    if any(parameter["name"] == "cursor" for parameter in operation["parameters"]):
        assert "Link" in operation["responses"]["200"]["headers"]
        assert any(kind == "text/csv" for _status, kind, _schema, _value in _examples(operation)) or method != "GET"


def test_a_table_is_shown_with_its_own_columns() -> None:
    schemas = DOCUMENT["components"]["schemas"]
    for name, (_method, _path, operation) in OPERATIONS.items():
        for _status, kind, _schema, value in _examples(operation):
            if kind == "text/csv":
                whole = operation["responses"]["200"]["content"]["application/json"]["schema"]["$ref"].split("/")[-1]
                row = schemas[whole]["properties"]["items"]["items"]["$ref"].split("/")[-1]
                assert value.splitlines()[0].split(",") == list(schemas[row]["properties"]), name


@pytest.mark.parametrize("name", sorted(problems.OWN.keys() - {"readyz", "read_metrics"}))
def test_its_own_problems_are_shown(name: str) -> None:
    shown = {value["type"].rpartition("/")[2] for status, kind, _schema, value in _examples(OPERATIONS[name][2])
             if kind == "application/problem+json"}  # fmt: skip
    assert set(problems.OWN[name]) <= shown


def test_a_problem_is_shown_where_it_is_named() -> None:
    for name, (_method, _path, operation) in OPERATIONS.items():
        for status, kind, _schema, value in _examples(operation):
            if kind == "application/problem+json":
                assert value["type"].rpartition("/")[2] in operation["responses"][status]["x-problems"], name


def test_it_is_made_once_however_many_ask_first(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[FastAPI] = []

    def slowly(app: FastAPI) -> dict[str, Any]:
        made.append(app)
        sleep(0.05)
        return {"openapi": "3.1.0"}

    monkeypatch.setattr(openapi, "document", slowly)
    openapi.install(app := FastAPI())
    with ThreadPoolExecutor(8) as many:
        assert list(many.map(lambda _n: app.openapi(), range(8))) == [{"openapi": "3.1.0"}] * 8
    assert len(made) == 1
