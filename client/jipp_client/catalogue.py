"""The mirrored catalogue: one SQLite file with every document as JSON, columns to query and words to search.

    SELECT year, count(*) FROM innovations WHERE region_code LIKE '35%' GROUP BY year;

Each batch is one transaction together with where the mirror stands, so that a mirror killed at any moment goes on where
it was. The digest of all documents is kept with them: the sum, modulo 2^128, of the first 16 bytes of each SHA-256.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from jipp_client.errors import JippError
from jipp_client.schema import INDEX, NO_INDEX, SCHEMA, SEARCH

INNOVATION = "innovation"
MODULUS = 2**128
Row = tuple[str, str, Any]
"""Kind, id, document."""


class Interrupted(JippError):
    """Another program writes to the same file."""


def canonical(data: Any) -> str:
    """A document as its digest is taken, and as it is stored."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest_of(text: str) -> int:
    """The first 16 bytes of the SHA-256, as a number."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:16], "big")


def prose_of(data: Any) -> str:
    """The text of an innovation below its summary: its sections, and the English abstract."""
    parts = [section.get("text", "") for section in data.get("sections") or []]
    return "\n".join([*parts, data.get("english_abstract") or ""]).strip()


class Catalogue:
    """A mirror's file. ``state`` says where it stands; everything is written by ``batch``."""

    def __init__(self, file: Path | str) -> None:
        self.file = Path(file)
        self._db = sqlite3.connect(self.file, timeout=30, isolation_level=None)
        self._db.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000;")
        with self._transaction():
            for statement in SCHEMA:
                self._db.execute(statement)
        self._turn = self.get("turn")

    def close(self) -> None:
        """Closes the file."""
        self._db.close()

    def __enter__(self) -> Catalogue:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    @contextmanager
    def batch(self) -> Iterator[None]:
        """One step of the mirror, whole or not at all; ``Interrupted`` where another program made one meanwhile."""
        with self._transaction():
            if self.get("turn") != self._turn:
                raise Interrupted(str(self.file))
            turn = str(int(self._turn or "0") + 1)
            self.set(turn=turn)
            yield
        self._turn = turn

    def get(self, name: str) -> str | None:
        """What the mirror noted."""
        found = self._db.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return cast(str, found[0]) if found else None

    def set(self, **values: str | None) -> None:
        """Notes it; None forgets it."""
        for name, value in values.items():
            if value is None:
                self._db.execute("DELETE FROM state WHERE name = ?", (name,))
            else:
                self._db.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    @property
    def digest(self) -> str:
        """Of all documents, as the server tells its own: 32 hexadecimal digits."""
        return self.get("digest") or "0" * 32

    @property
    def count(self) -> int:
        """How many documents there are."""
        return int(self.get("count") or 0)

    def _move(self, digests: int, rows: int) -> None:
        self.set(digest=f"{(int(self.digest, 16) + digests) % MODULUS:032x}", count=str(self.count + rows))

    def put(self, rows: Sequence[Row]) -> None:
        """Adds documents, or writes those of the same id anew. Of one id the last counts."""
        texts = {(kind, id_): canonical(data) for kind, id_, data in rows}
        prose = {(kind, id_): prose_of(data) for kind, id_, data in rows}
        before = self._texts(texts)
        mark = self.get("round") or "0"
        self._db.executemany(
            "INSERT INTO entities (kind, id, round, data, text) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, id)"
            " DO UPDATE SET round = excluded.round, data = excluded.data, text = excluded.text",
            [(*key, mark, text, prose[key]) for key, text in texts.items()],
        )
        self._move(sum(map(digest_of, texts.values())) - sum(map(digest_of, before.values())), len(texts) - len(before))

    def drop(self, keys: Iterable[tuple[str, str]]) -> None:
        """Takes documents out; what is not there is no error."""
        before = self._texts(keys)
        self._db.executemany("DELETE FROM entities WHERE kind = ? AND id = ?", list(before))
        self._move(-sum(map(digest_of, before.values())), -len(before))

    def drop_older(self) -> None:
        """Takes out what the snapshot that has just ended did not name."""
        old = self._db.execute("SELECT kind, id FROM entities WHERE round <> ?", (self.get("round") or "0",)).fetchall()
        for start in range(0, len(old), 500):
            self.drop(old[start : start + 500])

    def _texts(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        by_kind: dict[str, list[str]] = {}
        for kind, id_ in keys:
            by_kind.setdefault(kind, []).append(id_)
        found: dict[tuple[str, str], str] = {}
        for kind, ids in by_kind.items():
            marks = ", ".join("?" * len(ids))
            select = f"SELECT id, data FROM entities WHERE kind = ? AND id IN ({marks})"  # noqa: S608 - marks alone
            found |= {(kind, id_): text for id_, text in self._db.execute(select, (kind, *ids))}
        return found

    def index(self) -> None:
        """Makes the words searchable, and keeps them so with each change."""
        for statement in INDEX:
            self._db.execute(statement)

    def without_index(self) -> None:
        """Before many documents come at once: words are then gathered in one go."""
        for statement in NO_INDEX:
            self._db.execute(statement)

    def counted_digest(self) -> str:
        """The digest taken anew from every document: whether what is kept is true."""
        texts = self._db.execute("SELECT data FROM entities")
        return f"{sum(digest_of(text) for (text,) in texts) % MODULUS:032x}"

    def search(self, words: str, limit: int = 20) -> list[dict[str, Any]]:
        """The innovations with all the words, the best first; where none has all of them, those with any.

        A word is found by its beginning: ``obat`` finds ``obat-obatan``.
        """
        terms = ['"' + word.replace('"', '""') + '"*' for word in words.split()]
        for query in dict.fromkeys([" ".join(terms), " OR ".join(terms)] if terms else []):
            found = self._db.execute(SEARCH, (query, limit)).fetchall()
            if found:
                return [json.loads(text) for (text,) in found]
        return []

    def documents(self, kind: str = INNOVATION) -> Iterator[dict[str, Any]]:
        """Every document of a kind, by id."""
        for (text,) in self._db.execute("SELECT data FROM entities WHERE kind = ? ORDER BY id", (kind,)):
            yield json.loads(text)
