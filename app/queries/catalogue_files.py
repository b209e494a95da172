"""Reads of the catalogue for files: all that passes the filters, some at a time, however many there are.

Between two pieces no connection is held, however slowly the caller reads. What is taken out meanwhile is missing; a
reader who must not miss a change follows the change feed.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app import database
from app.catalogue.marks import Ints
from app.models import CatalogueEntry, FeedState, Innovation
from app.models.innovation import InnovationRead
from app.queries.rows import read_all

ROWS = 500
"""Innovations that are read at a time."""
PART = 50_000
"""Most addresses of one part of a sitemap (sitemaps.org)."""
_WHOLE = [col(getattr(Innovation, name)) for name in InnovationRead.model_fields]
_number, _sequence = col(CatalogueEntry.number), col(CatalogueEntry.sequence)
_id, _at = col(CatalogueEntry.innovation_id), col(Innovation.updated_at)
_IS_ENTRY = col(Innovation.id) == _id
_IS_OURS = col(CatalogueEntry.origin).is_(None)
"""What is mirrored is found by search engines where it comes from."""


class Told(NamedTuple):
    """An innovation and when its entry last changed."""

    innovation: InnovationRead
    changed_at: datetime


class Address(NamedTuple):
    """What a sitemap names: an innovation, and when its entry last changed."""

    innovation_id: str
    changed_at: datetime


class SitemapPart(NamedTuple):
    """A part of the sitemap and when anything in it last changed."""

    number: int
    changed_at: datetime


def state(session: Session) -> tuple[str, datetime | None]:
    """A mark of the whole catalogue as it stands, another after every change; and when its last entry changed."""
    stands = session.execute(select(FeedState.epoch, FeedState.indexed)).first() or ("0", 0)
    last = sa_select(_at).join(CatalogueEntry, _IS_ENTRY).order_by(_sequence.desc()).limit(1)
    return f"{stands[0]}.{stands[1]}", session.execute(last).scalar()


def rows_of(numbers: Ints) -> Iterator[Sequence[InnovationRead]]:
    """The innovations with these numbers, whole and in this order."""
    for start in range(0, len(numbers), ROWS):
        with database.reading() as session:
            told = read_told(session, numbers[start : start + ROWS])
        yield [one.innovation for one in told]


def read_told(session: Session, numbers: Ints) -> list[Told]:
    """The innovations with these numbers, in this order, with the moments of their last changes."""
    wanted = [int(number) for number in numbers]
    columns = [_number, _at.label("changed_at"), *_WHOLE]
    rows: Any = session.execute(sa_select(*columns).join(CatalogueEntry, _IS_ENTRY).where(_number.in_(wanted))).all()
    whole = read_all(InnovationRead, rows)
    found = {row.number: Told(one, row.changed_at) for row, one in zip(rows, whole, strict=True)}
    return [found[number] for number in wanted if number in found]


def sitemap_parts(session: Session, size: int = PART) -> list[SitemapPart]:
    """The parts of the sitemap that name anything. An entry stays in its part: parts go by the numbers of entries."""
    part = ((_number - 1) // size).label("part")
    last = sa_select(part, func.max(_sequence).label("sequence")).where(_IS_OURS).group_by("part").subquery()
    rows = session.execute(
        sa_select(last.c.part, _at)
        .join(CatalogueEntry, _sequence == last.c.sequence)
        .join(Innovation, _IS_ENTRY)
        .order_by(last.c.part)
    )
    return [SitemapPart(int(row[0]) + 1, row[1]) for row in rows]


def addresses(part: int, size: int = PART) -> Iterator[Sequence[Address]]:
    """What a part of the sitemap names, in the order of publication."""
    seen, end = (part - 1) * size, part * size
    while True:
        with database.reading() as session:
            wanted = sa_select(_number, _id, _at).join(Innovation, _IS_ENTRY)
            here = wanted.where(_number.between(seen + 1, end), _IS_OURS).order_by(_number).limit(ROWS)
            rows: Any = session.execute(here).all()
        if not rows:
            return
        yield [Address(row[1], row[2]) for row in rows]
        seen = rows[-1][0]
