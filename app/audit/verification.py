"""Checks a database against its own log: every chain, every row, every checkpoint, and what is counted from rows.

Reads only, and trusts nothing that it has not computed. What it finds names the entry, or the row, that does not fit.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import ColumnElement, Connection, String, select, true, type_coerce
from sqlmodel import col

from app.audit.admissions import Admissions
from app.audit.counted import counted
from app.audit.findings import Finding, Seen
from app.audit.published import published
from app.audit.rows import stored_rows
from app.audit.tables import RECORDED
from app.models import AuditChain, AuditEntry
from app.prepared.statements import moment_of
from app.rules.digests import NOTHING_BEFORE, entry_hash

CHUNK = 1_000


@dataclass(frozen=True, slots=True)
class _Last:
    """What the log said last of a row."""

    chain: str
    sequence: int
    after: str | None


class Verifier:
    """One reading of a database; ``findings()`` gives what does not fit, and counts what was seen in ``seen``."""

    def __init__(self, connection: Connection, public_key: str | None = None) -> None:
        """With *public_key* every checkpoint has to be signed by this key, known from elsewhere."""
        self._connection, self._public_key = connection, public_key
        self._admissions = Admissions(connection)
        self._last: dict[tuple[str, str], _Last] = {}
        self.seen = Seen()

    def findings(self) -> Iterator[Finding]:
        """Everything that does not fit; nothing where all is well."""
        yield from self._chains()
        yield from self._rows()
        yield from self._admissions.findings()
        yield from _or_unreadable(counted(self._connection))
        yield from _or_unreadable(published(self._connection, self.seen, self._public_key))

    def _chains(self) -> Iterator[Finding]:
        heads = {row.chain: row for row in self._connection.execute(select(AuditChain.__table__)).all()}  # type: ignore[attr-defined]
        chains = self._connection.execute(select(col(AuditEntry.chain)).distinct()).scalars()
        for chain in sorted({*chains, *heads}):
            yield from self._chain(chain, heads.get(chain))

    def _chain(self, chain: str, head: Any) -> Iterator[Finding]:
        sequence, previous = 0, NOTHING_BEFORE
        for entry in self._entries(chain):
            sequence += 1
            self.seen.entries += 1
            if entry.sequence != sequence:
                yield Finding("entry-missing", chain, sequence)
                sequence = entry.sequence
            elif entry.hash != entry_hash(previous, entry.body):
                yield Finding("entry-changed", chain, sequence)
            elif not _agrees(entry):
                yield Finding("entry-columns", chain, sequence)
            else:
                yield from self._follow(entry)
            previous = entry.hash
        if head is None or (head.sequence, head.hash) != (sequence, previous):
            yield Finding("chain-head", chain, sequence)

    def _entries(self, chain: str) -> Iterator[Any]:
        table = AuditEntry.__table__  # type: ignore[attr-defined]
        as_stored = type_coerce(table.c.at, String).label("at")  # may hold anything in a copy that was tampered with
        statement = (
            select(*(as_stored if column.key == "at" else column for column in table.c))
            .where(table.c.chain == chain)
            .order_by(table.c.sequence)
            .limit(CHUNK)
        )
        after: ColumnElement[bool] = true()  # not "beyond 0": an entry with a number below 1 is one too many
        while rows := self._connection.execute(statement.where(after)).all():
            yield from rows
            after = table.c.sequence > rows[-1].sequence

    def _follow(self, entry: Any) -> Iterator[Finding]:
        """Each row is, before a change, as the entry before it left it."""
        body = json.loads(entry.body)
        self._admissions.follow(body)
        for table, id_, before, after in body.get("changes", ()):
            known = self._last.get((table, id_))
            if (known.after if known else None) != before:
                yield Finding("row-changed-unseen", entry.chain, entry.sequence, f"{table}/{id_}")
            self._last[table, id_] = _Last(entry.chain, entry.sequence, after)

    def _rows(self) -> Iterator[Finding]:
        """Each row is as its last entry left it; each that has one and is not gone is there."""
        for model in RECORDED:
            for row in stored_rows(self._connection, model):
                self.seen.rows += 1
                last = self._last.pop((row.table, row.id), None)
                if last is None:
                    yield Finding("row-unknown", row.chain, None, f"{row.table}/{row.id}")
                elif last.after != row.digest:
                    yield Finding("row-changed", last.chain, last.sequence, f"{row.table}/{row.id}")
        for (table, id_), last in self._last.items():
            if last.after is not None:
                yield Finding("row-missing", last.chain, last.sequence, f"{table}/{id_}")


def _or_unreadable(findings: Iterator[Finding]) -> Iterator[Finding]:
    """What is so damaged that it cannot even be compared; the rows themselves were named before."""
    try:
        yield from findings
    except (ValueError, TypeError, LookupError):
        yield Finding("unreadable", "-")


def _agrees(entry: Any) -> bool:
    """Whether the columns that queries use say what the hashed text says; its number follows from its place."""
    try:
        body = json.loads(entry.body)
        at = moment_of(entry.at)
    except ValueError:
        return False
    told = [body.get(name) for name in ("id", "chain", "action", "at")]
    shown = [entry.id, entry.chain, entry.action, at.astimezone(UTC).isoformat()]
    return told == shown and body.get("actor", {}).get("id") == entry.actor_id
