"""Factories: the least that a test needs to say, everything else filled in."""

import itertools
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

import httpx
from sqlalchemy import Engine
from sqlmodel import Session

from app import presets
from app.clock import now
from app.http import credentials
from app.models import ApiKey, Edition, EditionCounter, PublicState, RoleGrant, Unit, User
from app.models.edition import PARTS, Configuration
from app.models.user import Role
from app.rules.permissions import KEY_SCOPES

PASSWORD = "sandi-uji-panjang"
_PASSWORD_HASH = credentials.hash_password(PASSWORD)
_numbers = itertools.count(1)


class Factory:
    """Makes rows straight in the database, and clients that ask the running server."""

    def __init__(self, engine: Engine, base_url: str) -> None:
        self.engine, self.base_url = engine, base_url
        self.clients: list[httpx.Client] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        for client in self.clients:
            client.close()

    def save(self, *rows: Any) -> Any:
        """Stores rows in one transaction and gives the first back."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            session.add_all(rows)
            session.merge(PublicState(id=1, generation=next(_numbers) + 10**6))
        return rows[0]

    def unit(self, name: str = "", kind: str = "agency", parent: Unit | None = None, **more: Any) -> Unit:
        """A unit, below *parent*."""
        n = next(_numbers)
        unit = Unit(code=more.pop("code", f"U{n}"), name=name or f"Unit {n}", kind=kind,
                    parent_id=parent.id if parent else None, **more)  # fmt: skip
        return self.save(unit)

    def edition(self, status: str = "open", year: int | None = None, *, quota: int = 3, **changes: Any) -> Edition:
        """An edition of the 2023 preset that is open now; *changes* replace parts of the configuration."""
        year = year or 2100 + next(_numbers)
        configuration = presets.load("kovablik_2023", 2023)
        values = configuration.model_dump(mode="json", include=set(PARTS))
        for rule in values["quota_rules"]:
            rule["limit"] = quota
        values |= {"opens_at": now() - timedelta(days=30), "closes_at": now() + timedelta(days=30),
                   "minimum_age_months": configuration.minimum_age_months}  # fmt: skip
        edition = Edition(year=year, name=f"KOVABLIK {year}", status=status, **(values | changes))
        self.save(edition)
        self.save(EditionCounter(edition_id=edition.id))
        return edition

    def user(self, role: str, unit: Unit | None = None, name: str = "") -> User:
        """A person with one role."""
        n = next(_numbers)
        user = User(email=f"orang{n}@contoh.example", name=name or f"Orang {n}", password_hash=_PASSWORD_HASH)
        self.save(user)
        self.save(RoleGrant(user_id=user.id, role=role, unit_id=unit.id if unit else None))
        return user

    def client(self, token: str | None = None) -> httpx.Client:
        """A client of the server; with *token* it sends that API key."""
        headers = {"Accept": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        client = httpx.Client(base_url=self.base_url, headers=headers, timeout=60)
        self.clients.append(client)
        return client

    def key(self, role: str, unit: Unit | None = None, scopes: list[str] | None = None) -> httpx.Client:
        """A client with an API key of this role and unit."""
        unit = unit or self.unit(kind="province")
        secret = credentials.new_api_key()
        self.save(ApiKey(name="uji", unit_id=unit.id, role=Role(role), scopes=KEY_SCOPES if scopes is None else scopes,
                         prefix=secret[:12], key_hash=credentials.digest(secret),
                         expires_at=datetime(2100, 1, 1, tzinfo=UTC)))  # fmt: skip
        return self.client(secret)

    def signed_in(self, user: User) -> httpx.Client:
        """A browser-like client in which this person has signed in; writes carry the CSRF token."""
        client = self.client()
        answer = client.post("/api/v1/sessions", json={"email": user.email, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return client

    def as_role(self, role: str, unit: Unit | None = None) -> httpx.Client:
        """A new person of this role, signed in."""
        return self.signed_in(self.user(role, unit))


def configuration(year: int = 2023) -> Configuration:
    """The preset's configuration."""
    return presets.load("kovablik_2023", year)
