"""Who takes part in the scenario, and what they will talk about."""

from datetime import UTC, datetime
from typing import Any

from tests.examples.recorder import PASSWORD, Caller, Recorder

NOBODY = "01860000-0000-7000-8000-000000000000"
"""An id that nothing has."""


class Cast:
    """People, and the ids of what they make."""

    def __init__(self, recorder: Recorder) -> None:
        self.recorder = recorder
        self.public = Caller(recorder)
        self.ids: dict[str, str] = {}
        _found_organiser("organiser@contoh.example")
        self.people = {"organiser": Caller(recorder, "organiser@contoh.example", role="organiser")}

    def __getitem__(self, name: str) -> Caller:
        return self.people[name]

    def joins(
        self, name: str, role: str, full_name: str, unit: str | None = None, summary: str | None = None
    ) -> dict[str, Any]:
        """The organiser makes an account, and its person chooses a password by the link."""
        unit_id = self.ids[unit] if unit else None
        email = f"{name}@{'kampus' if role == 'juror' else 'contoh'}.example"
        roles = [{"role": role} | ({"unit_id": unit_id} if unit_id else {})]
        body = {"email": email, "name": full_name, "roles": roles}
        account = self["organiser"].post(summary, "/api/v1/users", body)
        self.chooses(account["link"])
        self.ids[name] = account["id"]
        self.people[name] = Caller(self.recorder, email, role=role, unit_id=unit_id)
        return account

    def chooses(self, link: str, summary: str | None = None) -> dict[str, str]:
        """Somebody opens a one-time link and chooses the usual password; gives what was sent."""
        sent = {"token": link.rpartition("=")[2], "password": PASSWORD}
        self.public.ask(summary, "POST", "/api/v1/passwords", 204, sent)
        return sent

    def at(self, *moment: int) -> None:
        """Moves the clock on to a moment (year, month, day, hour in UTC)."""
        self.recorder.clock.move_to(datetime(*moment, tzinfo=UTC))  # type: ignore[misc,arg-type]


def _found_organiser(email: str) -> None:
    """As ``jipp create-organiser`` does."""
    from app import database
    from app.credentials import hash_password
    from app.domain import users
    from app.models.user import GrantInput, Role, UserCreate
    from app.rules.permissions import SYSTEM

    body = UserCreate(email=email, name="Ratna Contoh", roles=[GrantInput(role=Role.organiser)])
    with database.writing() as session:
        users.create(session, SYSTEM, body, hash_password(PASSWORD))
