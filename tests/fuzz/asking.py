"""Who asks, what is checked, and one machine that follows the document's links from answer to answer."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from app import credentials, database
from app.http.openapi import PATH
from app.models import ApiKey
from app.models.user import Role
from app.rules.permissions import KEY_ROLES, KEY_SCOPES
from tests.examples import play
from tests.examples.cast import Cast
from tests.examples.recorder import Caller, world

CHECKS = [not_a_server_error, content_type_conformance, response_headers_conformance, response_schema_conformance,
          status_code_conformance]  # fmt: skip
PEOPLE = ("organiser", "secretariat", "coordinator", "author", "of_the_city", "juror", "auditor")


@contextmanager
def stage(folder: Path) -> Iterator[tuple[Cast, Any]]:
    """The world that the scenario of the examples leaves, and the document that it serves."""
    with world(folder) as recorder:
        cast = play(recorder)
        if "auditor" not in cast.people:
            cast.joins("auditor", "auditor", "Auditor Contoh")
        config = SchemathesisConfig.from_dict({"generation": {"with-security-parameters": False}})
        yield cast, schemathesis.openapi.from_asgi(PATH, recorder.app, config=config)


def callers(cast: Cast) -> dict[str, Caller]:
    """Nobody, a person of each role, and a key of each role that keys can have."""
    keys = {f"key of {role.value}": Caller(cast.recorder, key=_key(cast, role)) for role in KEY_ROLES}
    return {"anonymous": cast.public} | {name: cast[name] for name in PEOPLE} | keys


def _key(cast: Cast, role: Role) -> str:
    secret = credentials.new_api_key()
    with database.writing() as session:
        session.add(ApiKey(name="fuzz", unit_id=cast.ids["regency"], role=role, scopes=KEY_SCOPES, prefix="fuzz",
                           key_hash=credentials.digest(secret),
                           expires_at=datetime.now(UTC) + timedelta(days=365)))  # fmt: skip
    return secret


def machine(schema: Any, who: Caller) -> Any:
    """Calls operations in orders that the links between them suggest, as this caller."""

    class Linked(schema.as_state_machine()):  # type: ignore[misc]
        calls = 0

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            """Shows who asks; a change names whatever version there is."""
            return {"headers": who.credentials() | {"If-Match": "*"}}

        def validate_response(self, response: Any, case: Any, additional_checks: Any = None, **kwargs: Any) -> None:
            """No server error, and nothing that the document does not name."""
            type(self).calls += 1
            case.validate_response(response, checks=CHECKS, transport_kwargs=kwargs)

    return Linked


def run_of(examples: int, steps: int = 6, *, same: bool = True) -> settings:
    """How much: *same* asks for the same things each time."""
    return settings(max_examples=examples, stateful_step_count=steps, derandomize=same, deadline=None, database=None,
                    phases=[Phase.generate], suppress_health_check=list(HealthCheck))  # fmt: skip
