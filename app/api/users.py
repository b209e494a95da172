"""Users: accounts and their roles."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.domain import users as deeds
from app.domain.permits import require
from app.http.actor import Known
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.user import UserCreate, UserRead, UserUpdate
from app.queries import users as queries
from app.queries.users import UserFilters

router = APIRouter(tags=["users"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/users")
@router.get("/users.csv", include_in_schema=False)
def list_users(
    query: Annotated[UserFilters, Query()],
    session: Reading,
    actor: Known,
    request: Request,
    response: Response,
) -> Page[UserRead]:
    """The accounts by name, with their roles (organiser, auditor)."""
    require(actor, "users:read")
    return listing(request, response, session, query, queries.list_)  # type: ignore[return-value]


@router.post("/users", status_code=201)
def create_user(body: UserCreate, session: Writing, actor: Known, response: Response) -> UserRead:
    """A new account with its roles (organiser); coordinator and author need a unit."""
    user = deeds.create(session, actor, body)
    tag(response, user.version)
    response.headers["Location"] = f"/api/v1/users/{user.id}"
    return queries.read(session, user.id)


@router.get("/users/{user_id}")
def read_user(user_id: Id, session: Reading, actor: Known, response: Response) -> UserRead:
    """An account (organiser, auditor)."""
    require(actor, "users:read")
    user = queries.read(session, user_id)
    tag(response, user.version)
    return user


@router.patch("/users/{user_id}")
def update_user(
    user_id: Id, body: UserUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> UserRead:
    """Changes an account (organiser); `roles` replaces all roles, a new password ends the person's sessions."""
    user = deeds.update(session, actor, user_id, body, expected)
    tag(response, user.version)
    return queries.read(session, user.id)
