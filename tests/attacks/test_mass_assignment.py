"""Mass assignment: a field that is only read is refused in every body that is written, and stays as it was."""

from typing import Any

import pytest

from tests.access.requests import REQUESTS
from tests.access.test_api import METHODS
from tests.access.world import World, record
from tests.api.test_openapi import DOCUMENT, OPERATIONS

SCHEMAS = DOCUMENT["components"]["schemas"]
TABLE_FIELDS = {"id", "version", "created_at", "updated_at", "password_hash", "key_hash", "token_hash", "quota_pool",
                "sequence", "created_by", "uploaded_by", "sha256", "editor", "is_sample", "published_by",
                "saved_by", "media_type", "filename", "size", "title_key", "role_grants", "grants"}  # fmt: skip


def batched(names: list[str], size: int) -> list[list[str]]:
    """The names in order, so many at a time."""
    return [names[at : at + size] for at in range(0, len(names), size)]


def read_only() -> set[str]:
    """Every field that any answer or table has."""
    return TABLE_FIELDS.union(*(set(schema.get("properties", {})) for schema in SCHEMAS.values()))


def body_schemas(described: dict[str, Any]) -> list[dict[str, Any]]:
    """The schemas that an operation's JSON body may have."""
    schema = described.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return []
    choices = [schema, *schema.get("anyOf", []), *schema.get("oneOf", [])]
    return [SCHEMAS[choice["$ref"].rpartition("/")[2]] for choice in choices if "$ref" in choice]


AT_ONCE = 50
"""Fields of one request: each has to be refused by name."""
WRITES = sorted(name for name, (_m, _p, described) in OPERATIONS.items() if body_schemas(described))


def test_mass_assignment_is_forbidden_by_every_schema_of_a_body() -> None:
    """Down to the last nested object."""
    seen: set[str] = set()
    waiting = [schema for name in WRITES for schema in body_schemas(OPERATIONS[name][2])]
    while waiting:
        schema = waiting.pop()
        if schema.get("properties") and "additionalProperties" in schema:
            assert schema["additionalProperties"] is False or isinstance(schema["additionalProperties"], dict)
        elif schema.get("type") == "object" and schema.get("properties"):
            raise AssertionError(f"a body takes unknown fields: {sorted(schema['properties'])}")
        for name in refs(schema):
            if name not in seen:
                seen.add(name)
                waiting.append(SCHEMAS[name])
    assert len(WRITES) > 15


def refs(node: Any) -> set[str]:
    """The schemas that one refers to."""
    if isinstance(node, list):
        return set().union(*map(refs, node)) if node else set()
    if not isinstance(node, dict):
        return set()
    own = {node["$ref"].rpartition("/")[2]} if isinstance(node.get("$ref"), str) else set()
    return own.union(*map(refs, node.values()))


@pytest.fixture
def before(world: World) -> dict[str, list[Any]]:
    return record(world.make.engine)


def test_mass_assignment_of_every_read_only_field_in_every_body(world: World, before: dict[str, list[Any]]) -> None:
    """By the organiser, the coordinator and the juror in turn: 422 that names each field, nothing changed."""
    people = {who.name: who for who in world.persons()}
    tried, asked, writers = 0, 0, ("organiser", "coordinator", "juror")
    for name in WRITES:
        taken = {field for schema in body_schemas(OPERATIONS[name][2]) for field in schema.get("properties", {})}
        for ask in list(REQUESTS[name](world))[:1] if name in REQUESTS else []:
            for fields in batched(sorted(read_only() - taken), AT_ONCE):
                more = ask.more | {"json": (ask.more.get("json") or {}) | dict.fromkeys(fields, "1")}
                who = writers[asked % len(writers)]
                answer = people[who].ask(METHODS[name], ask.path, **more)
                tried, asked = tried + len(fields), asked + 1
                assert answer.status_code == 422, f"{who}: {name} takes one of {fields}: {answer.status_code}"
                named = {error["field"].rpartition(".")[2] for error in answer.json()["errors"]}
                assert set(fields) <= named, f"{who}: {name} takes {set(fields) - named}"
    assert tried > 10_000
    assert record(world.make.engine) == before


def test_mass_assignment_by_the_forms_of_the_pages(world: World) -> None:
    """A form may send more than the page asked for: what is not the form's is not looked at."""
    from sqlmodel import Session

    from app.models import Proposal, User

    people = {who.name: who for who in world.persons()}
    draft, other = world.proposals["draft", "own"], world.units["other"]
    form = {"title": "Judul baru", "version": str(draft.version), "status": "awarded", "unit_id": other.id,
            "participant_id": other.id, "number": "X-1", "sequence": "1", "quota_pool": "*", "id": other.id,
            "is_sample": "true", "created_by": other.id, "group": "umum", "category": "kesehatan"}  # fmt: skip
    sent = people["author"].ask("POST", f"/proposals/{draft.id}", data=form, headers={"Accept": "text/html"})
    assert sent.status_code in {200, 303}, sent.text
    with Session(world.make.engine) as session:
        row = session.get(Proposal, draft.id)
        assert row is not None
        assert (row.title, row.status, row.unit_id, row.number) == ("Judul baru", "draft", draft.unit_id, None)
        assert (row.sequence, row.quota_pool, row.participant_id) == (None, None, draft.participant_id)
    account = world.people["author"]
    form = {"name": "Nama", "role": "organiser", "roles": "organiser", "version": "1", "is_active": "on"}
    sent = people["author"].ask("POST", f"/users/{account.id}", data=form, headers={"Accept": "text/html"})
    assert sent.status_code == 403
    with Session(world.make.engine) as session:
        found = session.get(User, account.id)
        assert found is not None
        assert found.name == account.name
