"""The examples of the OpenAPI document are what is answered today, and nothing is answered that it does not name.

The scenario of the examples is played once. Then Schemathesis asks every operation, by the document, for things good
and bad, in the world that the scenario left: whatever is asked, there is no server error, and every answer is one that
the document names, of a type, a schema and headers that it declares. Ids are mostly those of the world, bodies
sometimes those of the examples.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app.http.openapi import PATH
from tests.api.test_openapi import OPERATIONS
from tests.examples import play
from tests.examples.cast import Cast
from tests.examples.recorder import Caller, world
from tests.record_examples import FOLDER

CHECKS = [not_a_server_error, content_type_conformance, response_headers_conformance, response_schema_conformance,
          status_code_conformance]  # fmt: skip
CASES = 15
"""Requests for each operation."""
PEOPLE = ("organiser", "secretariat", "author", "of_the_city", "juror", "system")


@pytest.fixture(scope="module")
def cast(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cast]:
    """Those who took part."""
    with world(tmp_path_factory.mktemp("world")) as recorder:
        yield play(recorder)


@pytest.fixture(scope="module")
def schema(cast: Cast) -> Any:
    """The document as served; who asks is ours to say."""
    config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
    return schemathesis.openapi.from_asgi(PATH, cast.recorder.app, config=config)


def test_the_examples_are_what_the_application_answers_today(cast: Cast) -> None:
    found = cast.recorder.exchanges
    kept = {path.stem: json.loads(path.read_text("utf-8")) for path in FOLDER.glob("*.json")}
    for tag, operations in found.items():
        for name, exchanges in operations.items():
            assert kept[tag][name] == exchanges, "`python -m tests.record_examples` writes them anew"
    assert kept == found


@pytest.mark.parametrize("name", sorted(OPERATIONS, key="sign_out".__eq__))  # whoever signed out asks no more
def test_the_document_names_every_answer(name: str, cast: Cast, schema: Any) -> None:
    method, path, described = OPERATIONS[name]
    operation = schema[path][method]
    good, bad = (operation.as_strategy(generation_mode=mode) for mode in GenerationMode)
    known = {p["name"]: p["example"] for p in described["parameters"] if p["in"] == "path" and "example" in p}
    match = {"If-Match": "*"} if "428" in described["responses"] else {}
    people = [*(cast[who] for who in PEOPLE), cast.public]
    told = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("examples", {})
    bodies = [None, *(example["value"] for example in told.values())]

    @settings(max_examples=CASES, derandomize=True, deadline=None, database=None, phases=[Phase.generate],
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(case=good | good | bad, is_known=st.sampled_from([True, True, False]), who=st.sampled_from(people),
           body=st.sampled_from(bodies))  # fmt: skip
    def ask(case: Any, is_known: bool, who: Caller, body: Any) -> None:
        if is_known and known:
            case.path_parameters = known
        if body is not None:
            case.body = body
        answer = case.call(headers=who.credentials() | (match if is_known else {}))
        case.validate_response(answer, checks=CHECKS)
        if answer.headers.get("content-type", [""])[0].startswith("application/problem+json"):
            code = answer.json()["type"].rpartition("/")[2]
            assert code in described["responses"][str(answer.status_code)]["x-problems"]

    ask()
