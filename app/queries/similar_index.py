"""Looking texts up in the index: which texts on a shelf share marks with this one that few others have.

Four statements at most, whatever is found: how many texts there are, which marks are common, who has the others.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Integer, bindparam, func, literal, select, union_all
from sqlmodel import Session, col

from app.models import SimilarMark
from app.models.similar import OWNER
from app.prepared.lists import listed, rows_of
from app.prepared.statements import run
from app.similarity.texts import (
    ENOUGH,
    Shelf,
    Text,
    common_phrase,
    common_term,
    phrase_marks,
    term_marks,
    weight,
)

Limit = tuple[Mapping[int, int], int]
"""Marks with what they stand for, and how many texts may have one that still says something."""
MOST = 15
"""Texts of a shelf that are looked at closely."""


@dataclass(frozen=True)
class Found:
    """What of a shelf shares marks with a text."""

    weights: Mapping[int, int]
    """Term of the text → what it says on this shelf; 0 where it is common."""
    rare: frozenset[int]
    """Phrases of the text that few on this shelf have."""
    terms: Mapping[int, list[int]] = field(default_factory=dict)
    """Number of a text → the terms shared."""
    phrases: Mapping[int, int] = field(default_factory=dict)
    """Number of a text → how many rare phrases are shared."""

    def likeness(self, number: int, terms: int) -> int:
        """Percent (0–100) of what the text is about that text *number*, of so many *terms*, is about too.

        A text of few terms cannot share more than it has: there the percent is of so many.
        """
        shared = sum(self.weights[term] for term in self.terms.get(number, ()))
        asked = len(self.weights)
        whole = sum(self.weights.values()) * min(asked, terms) / asked if asked else 0
        return min(100, round(100 * shared / whole)) if whole else 0

    def nearest(self) -> set[int]:
        """The texts worth a closer look: those that share most terms by weight, or most rare phrases."""
        by_weight = {number: sum(self.weights[term] for term in shared) for number, shared in self.terms.items()}
        return _first(by_weight) | _first(self.phrases)


def _first(scores: Mapping[int, int]) -> set[int]:
    return set(sorted(scores, key=lambda number: (-scores[number], number))[:MOST])


def look_up(session: Session, text: Text, *shelves: Shelf) -> dict[Shelf, Found]:
    """What there is on each of the shelves; phrases are looked up among the proposals alone."""
    sizes = dict(zip(Shelf, run(session, "similar sizes", _sizes, {})[0], strict=True))
    terms = {shelf: term_marks(shelf, text.terms) for shelf in shelves}
    phrases = {shelf: phrase_marks(shelf, text.phrases) if shelf is Shelf.proposals else {} for shelf in shelves}
    limits: list[Limit] = [(terms[shelf], common_term(sizes[shelf])) for shelf in shelves]
    limits += [(phrases[shelf], common_phrase(sizes[shelf])) for shelf in shelves]
    common = _common(session, limits)
    held = _holders(session, [mark for marks, _ in limits for mark in marks if mark not in common])
    found = {}
    for shelf in shelves:
        limit = common_term(sizes[shelf])
        weights = {term: 0 if mark in common else weight(limit, len(held[mark])) for mark, term in terms[shelf].items()}
        rare = {phrase: mark for mark, phrase in phrases[shelf].items() if mark not in common}
        by_text: dict[int, list[int]] = defaultdict(list)
        for mark, term in terms[shelf].items():
            for number in held[mark]:
                by_text[number].append(term)
        shared = Counter(number for mark in rare.values() for number in held[mark])
        found[shelf] = Found(weights, frozenset(rare), by_text, shared)
    return found


def _sizes() -> Any:
    """How many texts each shelf has, counted as far as it makes a difference."""
    counted = (select(literal(1)).where(owner.is_not(None)).limit(ENOUGH).subquery() for owner in OWNER.values())
    return select(*(select(func.count()).select_from(some).scalar_subquery() for some in counted))


def _common(session: Session, limits: list[Limit]) -> set[int]:
    """The marks that more texts have than may."""
    values: dict[str, Any] = {f"marks_{place}": listed(marks) for place, (marks, _) in enumerate(limits)}
    values |= {f"limit_{place}": limit for place, (_, limit) in enumerate(limits)}
    count = len(limits)

    def compose() -> Any:
        return union_all(*(_held_by_more(session, f"marks_{place}", f"limit_{place}") for place in range(count)))

    return {int(mark) for [mark] in run(session, ("similar common", count), compose, values)}


def _held_by_more(session: Session, marks: str, limit: str) -> Any:
    asked, mark = rows_of(session, marks)
    beyond = (
        select(col(SimilarMark.text)).where(col(SimilarMark.mark) == mark).order_by(col(SimilarMark.text)).limit(1)
        .offset(bindparam(limit, type_=Integer)).correlate(asked).scalar_subquery()
    )  # fmt: skip
    return select(mark).where(beyond.is_not(None))


def _holders(session: Session, marks: Iterable[int]) -> dict[int, list[int]]:
    """By mark the numbers of the texts that have it."""

    def compose() -> Any:
        asked, mark = rows_of(session, "marks")
        columns = (col(SimilarMark.mark), col(SimilarMark.text))
        return select(*columns).join_from(asked, SimilarMark, col(SimilarMark.mark) == mark)

    found: dict[int, list[int]] = defaultdict(list)
    for mark, number in run(session, "similar holders", compose, {"marks": listed(marks)}):
        found[mark].append(number)
    return found
