"""The catalogue's index as this process holds it: marks of all entries in memory, words in the database.

The marks are a copy of ``catalogue_entries``, brought up to date by ``FeedState.indexed``: what changed is read again,
everything only after a removal or a restore. Words are asked of the database's full text search, field by field.
"""

from collections import OrderedDict
from dataclasses import dataclass, field, fields
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.catalogue.marks import Ints, Marks, Row
from app.catalogue.scores import Hits, Scores
from app.catalogue.words import SHORTEST_BEGUN, asked, nearest, stem
from app.feed import words_table
from app.models import CatalogueEntry, CatalogueTerm, FeedState
from app.prepared.statements import run

_COLUMNS = [col(getattr(CatalogueEntry, one.name)) for one in fields(Row)]
KEPT_BYTES = 64 * 1024 * 1024
"""Of the places of words that are remembered while nothing changes."""
KNOWN_WORDS = 100_000
"""Words, those of most texts first, that a mistyped one is compared with."""
MOST_BEGUN = 20
"""Words that one under way may become."""


@dataclass
class Held:
    """What one state of the catalogue was read into."""

    epoch: str
    indexed: int
    marks: Marks
    hits: OrderedDict[tuple[str, ...], Hits] = field(default_factory=OrderedDict)
    hits_bytes: int = 0
    words: dict[str, int] | None = None
    titles: Ints | None = None
    lock: Lock = field(default_factory=Lock)


@dataclass(frozen=True)
class Answer:
    """How well the entries answer a question."""

    scores: Scores
    corrected_q: str | None
    """The question as it was answered, where a word was taken for another."""


class Catalogue:
    """The index of one database; a process has one for each engine that it reads from."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: Held | None = None

    def held(self, session: Session) -> Held:
        """The marks as the database has them now."""
        state = run(session, "feed state", _state, {})
        epoch, indexed, removed = state[0] if state else ("", 0, 0)
        held = self._held
        if held is not None and (held.epoch, held.indexed) == (epoch, indexed):
            return held
        with self._lock:  # one reads, the others wait and find it read
            held = self._held
            if held is None or (held.epoch, held.indexed) != (epoch, indexed):
                is_begun = held is not None and held.epoch == epoch and removed <= held.indexed
                held = self._held = _read(session, held if is_begun else None, epoch, indexed)
        return held


def _state() -> Any:
    return select(FeedState.epoch, FeedState.indexed, FeedState.removed)


def _read(session: Session, before: Held | None, epoch: str, indexed: int) -> Held:
    wanted = select(*_COLUMNS).order_by(col(CatalogueEntry.number))
    if before is None:
        return Held(epoch, indexed, Marks([Row(*row) for row in session.execute(wanted)]))
    changed = wanted.where(col(CatalogueEntry.sequence) > before.indexed)
    return Held(epoch, indexed, before.marks.updated([Row(*row) for row in session.execute(changed)]))


_NOWHERE: Hits = {name: np.empty(0, np.int32) for name in words_table.FIELDS}
_CATALOGUES: dict[Engine, Catalogue] = {}


def current(session: Session) -> Held:
    """The catalogue of the session's database."""
    engine: Any = session.get_bind()
    return _CATALOGUES.setdefault(engine, Catalogue()).held(session)


def answer(session: Session, held: Held, q: str) -> Answer:
    """Looks a question up; one without any word ("%") is answered by nothing."""
    words = asked(q)
    if not words:
        return Answer(Scores(len(held.marks), [_NOWHERE]), None)
    found, meant = [], []
    for word in words:
        hits, taken_for = _found(session, held, word)
        found.append(hits)
        meant.append(taken_for)
    changed = [(word, other) for word, other in zip(words, meant, strict=True) if word != other]
    return Answer(Scores(len(held.marks), found), _corrected(q, dict(changed)) if changed else None)


def _found(session: Session, held: Held, word: str) -> tuple[Hits, str]:
    """Where a word stands: itself, what it may become, or what was likely meant; with the word that was found."""
    hits = _hits(session, held, (stem(word),))
    if _is_any(hits):
        return hits, word
    begun = _begun(session, word)
    if begun:
        hits = _hits(session, held, tuple(dict.fromkeys(map(stem, begun))))
        if _is_any(hits):
            return hits, word
    meant = nearest(word, _known(session, held))
    return (_hits(session, held, (stem(meant),)), meant) if meant else (hits, word)


def _is_any(hits: Hits) -> bool:
    return any(len(places) for places in hits.values())


def _hits(session: Session, held: Held, stems: tuple[str, ...]) -> Hits:
    known = held.hits.get(stems)
    if known is None:
        connection = session.connection()
        known = {name: held.marks.places(words_table.numbers_with(connection, name, stems))
                 for name in words_table.FIELDS}  # fmt: skip
        _keep(held, stems, known)
    return known


def _keep(held: Held, stems: tuple[str, ...], hits: Hits) -> None:
    """Remembers them; the oldest go where they are too many."""
    with held.lock:
        held.hits_bytes += _bytes(hits) - _bytes(held.hits.pop(stems, {}))
        held.hits[stems] = hits
        while held.hits_bytes > KEPT_BYTES:
            held.hits_bytes -= _bytes(held.hits.popitem(last=False)[1])


def _bytes(hits: Hits) -> int:
    return sum(places.nbytes for places in hits.values())


def _begun(session: Session, word: str) -> list[str]:
    """Known words that begin like one that may be under way, those of most texts first."""
    if len(word) < SHORTEST_BEGUN:
        return []
    term = col(CatalogueTerm.word)
    found = select(term).where(term >= word, term < word[:-1] + chr(ord(word[-1]) + 1))
    return list(session.exec(found.order_by(col(CatalogueTerm.count).desc(), term).limit(MOST_BEGUN)).all())


def _known(session: Session, held: Held) -> dict[str, int]:
    if held.words is None:
        columns = select(CatalogueTerm.word, CatalogueTerm.count)
        found = columns.order_by(col(CatalogueTerm.count).desc(), col(CatalogueTerm.word)).limit(KNOWN_WORDS)
        held.words = dict(session.execute(found).all())
    return held.words


def _corrected(q: str, meant: dict[str, str]) -> str:
    return " ".join(meant.get(word.lower(), word) for word in q.split())


def title_ranks(session: Session, held: Held) -> Ints:
    """The place of each entry in the order of titles, read when somebody first asks for it."""
    if held.titles is None:
        ordered = select(CatalogueEntry.number).order_by(col(CatalogueEntry.title_key), col(CatalogueEntry.number))
        places = held.marks.places(np.fromiter(session.exec(ordered).all(), np.int64))
        ranks = np.zeros(len(held.marks), np.int64)
        ranks[places] = np.arange(len(places))
        held.titles = ranks
    return held.titles
