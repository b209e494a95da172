"""The client and the API are of one mind: paths, methods, parameters, bodies and the fields of answers."""

import copy
import difflib
import inspect
import re
import typing
from typing import Any

import httpx
import pytest

from jipp_client import models, resources
from jipp_client.core import Call
from jipp_client.resource import Resource, _Operation
from tests.client import typed
from tests.client.covered import COVERED, methods
from tests.conftest import Server

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)  # the document does not depend on it
OPERATIONS = [(resource, name, found) for resource in COVERED for name, found in methods(resource).items()]


@pytest.fixture(scope="module")
def document(server: Server) -> typed.Document:
    """What the running server says of itself."""
    return typed.Document(httpx.get(server.url + "/api/v1/openapi.json").json())


def test_what_is_made_from_the_document_is_what_is_kept(server: Server) -> None:
    served = httpx.get(server.url + "/api/v1/openapi.json").json()
    made = typed.texts(served)
    there = {f"resources/{file.name}" for file in (typed.PACKAGE / "resources").glob("*.py")}
    assert there == set(made) - {"models.py"}
    for name, text in made.items():
        kept = (typed.PACKAGE / name).read_text("utf-8")
        difference = "\n".join(difflib.unified_diff(kept.splitlines(), text.splitlines(), "client", "API", n=1))
        assert not difference, f"the API is another: python -m tests.client.typed\n{difference}"


def operation(resource: str, name: str) -> _Operation[Any, Any]:
    """The client's operation, unbound."""
    found = vars(getattr(resources, typed.class_of(resource)))[name]
    assert isinstance(found, _Operation)
    return found


def built(resource: str, name: str) -> Call[Any]:
    """The request that the client makes of it, each parameter given."""
    build = operation(resource, name).build
    given = {
        parameter.name: _example(parameter)
        for parameter in list(inspect.signature(build).parameters.values())[1:]
    }  # fmt: skip
    return build(Resource(None), **given)  # type: ignore[type-var]


def _example(parameter: inspect.Parameter) -> Any:
    return {"version": 7, "idempotency_key": "k", "file": "x.pdf", "progress": None}.get(parameter.name, "x")


@pytest.mark.parametrize(("resource", "name", "operation_id"), OPERATIONS, ids=lambda value: value)
def test_a_request_is_one_that_the_api_takes(
    resource: str, name: str, operation_id: str, document: typed.Document
) -> None:
    method, template, described = document.operations[operation_id]
    call = built(resource, name)
    assert call.method == method
    assert re.fullmatch(re.sub(r"\{\w+\}", "x", template), call.path)
    taken = {(p["name"], p["in"]) for p in described.get("parameters", [])}
    query = {name for name, place in taken if place == "query"} - {"cursor"}
    assert set(call.query) == query
    assert ("If-Match" in call.headers()) == (("If-Match", "header") in taken)
    assert ("Idempotency-Key" in call.headers()) == (method == "POST") == (("Idempotency-Key", "header") in taken)
    kinds = set(described.get("requestBody", {}).get("content", {}))
    assert kinds == ({"multipart/form-data"} if call.upload else {"application/json"} if call.body else set())
    if call.upload:
        form = document.resolved(described["requestBody"]["content"]["multipart/form-data"]["schema"])
        assert {*call.upload.fields, "file"} == set(form["properties"])
    answers = set(typed.answer(described).get("content", {}))
    assert not answers or call.accept in answers or call.accept == "*/*"


MODELS = [
    value for value in vars(models).values() if typing.is_typeddict(value) and value.__module__ == models.__name__
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_model_has_the_fields_of_its_schema(model: Any, document: typed.Document) -> None:
    schema = next(found for name, found in document.schemas.items() if typed.name_of(name) == model.__name__)
    assert set(model.__annotations__) == set(schema["properties"])


def test_there_are_models_and_operations_to_compare(document: typed.Document) -> None:
    assert len(document.operations) > len(OPERATIONS)
    assert len(MODELS) > 40
    assert len(OPERATIONS) > 50


def test_the_contract_fails_where_the_api_moves_on(document: typed.Document) -> None:
    """The test itself: a field more, a path that moved, a parameter that went away are all seen."""
    before = typed.models(document), typed.resources(document)
    moved = copy.deepcopy(document)
    moved.schemas["InnovationRead"]["properties"]["new"] = {"type": "string"}
    assert typed.models(moved) != before[0]
    method, _, described = moved.operations["list_innovations"]
    moved.operations["list_innovations"] = (method, "/catalogue", described)
    described["parameters"] = [p for p in described["parameters"] if p["name"] != "year"]
    text = typed.resources(moved)["resources/innovations.py"]
    assert text != before[1]["resources/innovations.py"]
    assert '"/catalogue"' in text
