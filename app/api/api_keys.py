"""API keys: how a unit's own systems sign in."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.domain import api_keys as deeds
from app.http.actor import Confirmed, Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models import ApiKey
from app.models.base import Id, Page
from app.models.user import ApiKeyCreate, ApiKeyCreated, ApiKeyRead, ApiKeyRotation
from app.queries import api_keys as queries
from app.queries.api_keys import ApiKeyFilters
from app.queries.reach import require_somewhere

router = APIRouter(tags=["api-keys"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/api-keys")
@router.get("/api-keys.csv", include_in_schema=False)
def list_api_keys(
    query: Annotated[ApiKeyFilters, Query()],
    session: Reading,
    actor: Known,
    request: Request,
    response: Response,
) -> Page[ApiKeyRead]:
    """The keys, newest first: all for organiser and auditor, a coordinator those of the own units."""
    require_somewhere(actor, "api-keys:read")
    return listing(request, response, session, query, lambda s, q: queries.list_(s, actor, q))  # type: ignore[return-value]


@router.post("/api-keys", status_code=201, dependencies=[Confirmed])
def create_api_key(body: ApiKeyCreate, session: Writing, actor: Known, response: Response) -> ApiKeyCreated:
    """A new key. `key` is shown this once: an answer repeated by `Idempotency-Key` has it empty.

    A key that makes another gives it no more than it has itself, and not for longer.
    """
    return _shown_once(*deeds.create(session, actor, body), response)


def _shown_once(secret: str, key: ApiKey, response: Response) -> ApiKeyCreated:
    tag(response, key.version)
    response.headers["Location"] = f"/api/v1/api-keys/{key.id}"
    response.headers["Cache-Control"] = "no-store"
    return ApiKeyCreated(**key.model_dump(include=set(ApiKeyRead.model_fields)), key=secret)


@router.post("/api-keys/{key_id}/rotation", status_code=201, dependencies=[Confirmed])
def rotate_api_key(
    key_id: Id, body: ApiKeyRotation, session: Writing, actor: Known, response: Response
) -> ApiKeyCreated:
    """A new key in place of this one, with the same name, unit, role, scopes and end; `key` is shown this once.

    The old key works until `old_until`: a day from now unless said otherwise, at most seven days, and never longer than
    before. Asked for by a key, the new one ends with the asking one at the latest.
    """
    return _shown_once(*deeds.rotate(session, actor, key_id, body), response)


@router.get("/api-keys/{key_id}")
def read_api_key(key_id: Id, session: Reading, actor: Known, response: Response) -> ApiKeyRead:
    """A key without its secret."""
    require_somewhere(actor, "api-keys:read")
    key = queries.read(session, actor, key_id)
    tag(response, key.version)
    return key


@router.delete("/api-keys/{key_id}", status_code=204)
def revoke_api_key(key_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Revokes a key at once and for good, and every key that was made with it; they stay in the list."""
    deeds.revoke(session, actor, key_id, expected)
