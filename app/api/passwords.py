"""Passwords: chosen by a one-time link that came by mail. Nobody sets another's."""

from fastapi import APIRouter

from app import database
from app.domain import passwords as deeds
from app.http.csrf import FromOurSite
from app.http.rate_limits import ByAddress
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.password import LinkRead, PasswordChoice, PasswordRequest

router = APIRouter(tags=["passwords"], prefix="/api/v1", route_class=ResourceRoute)


def read_link(session: Reading, token: str) -> LinkRead:
    """Whose password the link sets, for the page that asks for it; looking does not use the link up."""
    return deeds.whose(session, token)


@router.post("/passwords", status_code=204, dependencies=[FromOurSite, ByAddress])
def choose_password(body: PasswordChoice, session: Reading) -> None:
    """Sets the password by the secret of a one-time link, and uses it up; every session of the person ends.

    It opens no session: sign in afterwards.
    """
    person = deeds.whose(session, body.token)
    password_hash = deeds.checked_hash(body.password, person.name, person.email)  # slow: before anybody waits for us
    with database.writing() as writer:
        deeds.choose(writer, body.token, password_hash)


@router.post("/password-requests", status_code=204, dependencies=[FromOurSite, ByAddress])
def request_password(body: PasswordRequest, session: Writing) -> None:
    """Sends a link to the address, if it is that of an account; the answer is the same where it is not."""
    deeds.forgotten(session, body.email)
