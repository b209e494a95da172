"""Factories: the least that a test needs to say, everything else filled in."""

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from types import TracebackType
from typing import Any, Self

import httpx
from sqlalchemy import Engine
from sqlmodel import Session, SQLModel

from app import credentials, presets
from app.clock import new_id, now
from app.domain.proposals.record import count
from app.feed.recording import record_innovations
from app.http.cookies import session_cookie
from app.models import (
    ApiKey,
    Document,
    Edition,
    EditionCounter,
    Innovation,
    Proposal,
    PublicState,
    RoleGrant,
    Unit,
    User,
    UserSession,
)
from app.models.edition import PARTS, Configuration
from app.models.user import Role
from app.rules.permissions import KEY_SCOPES
from app.rules.titles import title_key

PASSWORD = "sandi-uji-panjang"
_PASSWORD_HASH = credentials.hash_password(PASSWORD)
_ORDER = {table.name: at for at, table in enumerate(SQLModel.metadata.sorted_tables)}
"""Tables, so that what is referred to is stored first."""
_numbers = itertools.count(1)
_years = itertools.count()


class Factory:
    """Makes rows straight in the database, and clients that ask the running server."""

    def __init__(self, engine: Engine, base_url: str) -> None:
        self.engine, self.base_url = engine, base_url
        self.clients: list[httpx.Client] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for client in self.clients:
            client.close()

    def save(self, *rows: Any) -> Any:
        """Stores rows in one transaction and gives the first back."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            for _table, some in itertools.groupby(sorted(rows, key=_table_order), key=_table_order):
                session.add_all(some)
                session.flush()
            record_innovations(session, [row.id for row in rows if isinstance(row, Innovation)])
            session.merge(PublicState(id=1, generation=(next(_numbers) + 10**6) * 100))  # never one that was
        return rows[0]

    def unit(self, name: str = "", kind: str = "agency", parent: Unit | None = None, **more: Any) -> Unit:
        """A unit, below *parent*."""
        n = next(_numbers)
        unit = Unit(code=more.pop("code", f"U{n}"), name=name or f"Unit {n}", kind=kind,
                    parent_id=parent.id if parent else None, **more)  # fmt: skip
        self.save(unit)
        return unit

    def edition(self, status: str = "open", year: int | None = None, *, quota: int = 3, **changes: Any) -> Edition:
        """An edition of the 2023 preset that is open now; *changes* replace parts of the configuration."""
        year = year or 2100 + next(_years) % 100
        configuration = presets.load("kovablik_2023", 2023)
        values = configuration.model_dump(mode="json", include=set(PARTS))
        for rule in values["quota_rules"]:
            rule["limit"] = quota
        values |= {"opens_at": now() - timedelta(days=30), "closes_at": now() + timedelta(days=30),
                   "minimum_age_months": configuration.minimum_age_months}  # fmt: skip
        edition = Edition(id=new_id(), year=year, name=f"KOVABLIK {year}", status=status, **(values | changes))
        self.save(edition)
        self.save(EditionCounter(edition_id=edition.id))
        return edition

    def proposal(self, edition: Edition, unit: Unit, status: str = "draft", **more: Any) -> Proposal:
        """A complete draft of the unit, ready to be sent in; another *status* is set as it stands."""
        proposal = self.drafts(edition, [unit], **more)[0]
        if status != "draft":
            proposal.status = status
            self.save(proposal)
            self.tally(edition, {"draft": -1, status: 1})
        return proposal

    def drafts(self, edition: Edition, units: Sequence[Unit], **more: Any) -> list[Proposal]:
        """A complete draft for each of the units, in one transaction."""
        rows: list[Any] = []
        drafts = []
        for unit in units:
            n = next(_numbers)
            title = more.get("title", f"Inovasi nomor {n}")
            given = {"group": "umum", "category": "kesehatan", "started_on": date(2020, 1, 1), "sdgs": [3],
                     "sections": text_for(edition), **more, "title": title, "title_key": title_key(title)}  # fmt: skip
            draft = Proposal(id=new_id(), edition_id=edition.id, unit_id=unit.id, **given)
            drafts.append(draft)
            rows += [draft, *self._papers(edition, draft)]
        self.save(*rows)
        self.tally(edition, {"draft": len(drafts)})
        return drafts

    @staticmethod
    def _papers(edition: Edition, draft: Proposal) -> list[Document]:
        return [
            Document(proposal_id=draft.id, kind=str(paper["key"]), filename="surat.pdf", media_type="application/pdf",
                     size=10, sha256="0" * 64)
            for paper in edition.required_documents
        ]  # fmt: skip

    def tally(self, edition: Edition, changes: dict[str, int]) -> None:
        """Brings the tallies in step with rows made here."""
        with Session(self.engine) as session, session.begin():
            count(session, edition.id, changes)

    def user(self, role: str, unit: Unit | None = None, name: str = "") -> User:
        """A person with one role."""
        n = next(_numbers)
        place = "kampus" if role == "juror" else "contoh"  # else a juror shares its domain with every author
        user = User(email=f"orang{n}@{place}.example", name=name or f"Orang {n}", password_hash=_PASSWORD_HASH)
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
        """A browser-like client with a session of this person; writes carry the CSRF token.

        The session is a row made here: a password takes the server a quarter of a second on purpose.
        """
        client, token = self.client(), credentials.new_token()
        self.save(UserSession(token_hash=credentials.digest(token), user_id=user.id,
                              expires_at=datetime(2100, 1, 1, tzinfo=UTC)))  # fmt: skip
        client.cookies.set(session_cookie(), token)
        client.headers["X-CSRF-Token"] = credentials.csrf_token(token)
        return client

    def sign_in(self, user: User) -> httpx.Client:
        """The same by the door: with the password, noted in the audit log."""
        client = self.client()
        answer = client.post("/api/v1/sessions", json={"email": user.email, "password": PASSWORD})
        assert answer.status_code == 201, answer.text
        client.headers["X-CSRF-Token"] = answer.json()["csrf_token"]
        return client

    def as_role(self, role: str, unit: Unit | None = None) -> httpx.Client:
        """A new person of this role, signed in."""
        return self.signed_in(self.user(role, unit))


def _table_order(row: Any) -> int:
    return _ORDER[row.__tablename__]


def configuration(year: int = 2023) -> Configuration:
    """The preset's configuration."""
    return presets.load("kovablik_2023", year)


def text_for(edition: Edition) -> dict[str, str]:
    """Narratives long enough to say something, each different."""
    words = "dahulu warga menunggu lama kini layanan selesai dalam satu hari kerja karena"
    return {str(section["key"]): f"{words} {section['title']}." for section in edition.form}
