"""Users: accounts and their roles."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.domain import personal_data
from app.domain import users as deeds
from app.domain.passwords import LINK
from app.domain.permits import require
from app.http.actor import Confirmed, Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.personal_access import PersonalDataRead
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.user import UserCreate, UserInvited, UserRead, UserUpdate
from app.queries import users as queries
from app.queries.users import UserFilters
from app.rules.permissions import Actor
from app.settings import settings

router = APIRouter(tags=["users"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/users")
@router.get("/users.csv", include_in_schema=False)
def list_users(
    query: Annotated[UserFilters, Query()],
    session: Reading,
    actor: Known,
    request: Request,
    response: Response,
    _noted: PersonalDataRead,
) -> Page[UserRead]:
    """The accounts by name, with their roles (organiser, auditor). Each reading leaves an entry in the audit log."""
    require(actor, "users:read")
    return listing(request, response, session, query, queries.list_)  # type: ignore[return-value]


@router.post("/users", status_code=201, dependencies=[Confirmed])
def create_user(body: UserCreate, session: Writing, actor: Known, request: Request, response: Response) -> UserInvited:
    """A new account with its roles (organiser); coordinator and author need a unit.

    The person gets a one-time link by mail and chooses the password. Where no mail is set up, `link` is that link,
    shown this once.
    """
    user = deeds.create(session, actor, body)
    response.headers["Location"] = f"/api/v1/users/{user.id}"
    return _invite(session, actor, user.id, request, response)


@router.post("/users/{user_id}/invitation", status_code=201, dependencies=[Confirmed])
def invite_user(user_id: Id, session: Writing, actor: Known, request: Request, response: Response) -> UserInvited:
    """Sends the person a new one-time link to choose a password (organiser); older links are void.

    Where no mail is set up, `link` is that link, shown this once.
    """
    return _invite(session, actor, user_id, request, response)


def _invite(session: Writing, actor: Actor, user_id: str, request: Request, response: Response) -> UserInvited:
    user, token = deeds.invite(session, actor, user_id)
    site = settings().public_url or str(request.base_url).rstrip("/")
    tag(response, user.version)
    response.headers["Cache-Control"] = "no-store"
    read = queries.read(session, user_id)
    return UserInvited(**read.model_dump(), link=token and f"{site}{LINK}{token}")


@router.get("/users/{user_id}")
def read_user(user_id: Id, session: Reading, actor: Known, response: Response, _noted: PersonalDataRead) -> UserRead:
    """An account (organiser, auditor)."""
    require(actor, "users:read")
    user = queries.read(session, user_id)
    tag(response, user.version)
    return user


@router.patch("/users/{user_id}")
def update_user(
    user_id: Id, body: UserUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> UserRead:
    """Changes an account (organiser); `roles` replaces all roles, closing it ends the person's sessions and keys."""
    user = deeds.update(session, actor, user_id, body, expected)
    tag(response, user.version)
    return queries.read(session, user.id)


@router.get("/users/{user_id}/personal-data")
def export_personal_data(
    user_id: Id, session: Reading, actor: Known, response: Response, _noted: PersonalDataRead
) -> dict[str, list[dict[str, Any]]]:
    """Everything that is stored about a person, by table, without secrets: for the person, or an organiser."""
    response.headers["Content-Disposition"] = f'attachment; filename="jipp-{user_id}.json"'
    response.headers["Cache-Control"] = "no-store"
    return personal_data.export(session, actor, user_id)


@router.delete("/users/{user_id}/personal-data", status_code=204)
def erase_personal_data(user_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Erases who a person is (organiser): name, address, roles, sessions, keys and factors.

    What was done stays, nameless. 409 while a score sheet waits for the person's signature; nobody erases themselves.
    """
    personal_data.erase(session, actor, user_id, expected)
