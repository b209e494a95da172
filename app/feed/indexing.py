"""Brings the index of the catalogue in step with innovations: entries, words, vocabulary."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from app.catalogue.words import stemmed, vocabulary
from app.database import is_sqlite
from app.feed import words_table
from app.feed.words_table import Stems
from app.models import CatalogueEntry, CatalogueTerm, Innovation, Unit
from app.models.unit import UnitKind

REGION = 5
"""Characters of a regency's or city's code: `35.07`."""


def index(session: Session, rows: Sequence[Innovation], next_: Callable[[], int]) -> None:
    """Indexes innovations; ``next_()`` numbers each change of the index, and with it what is new."""
    if not rows:
        return
    session.flush()
    known = _numbers(session, [row.id for row in rows])
    places = _regions(session, {row.region_code[:REGION] for row in rows if row.region_code})
    changes = {row.id: next_() for row in rows}
    numbers = changes | known
    _put_entries(session, [_entry(numbers[row.id], row, changes[row.id]) for row in rows])
    words_table.write(session.connection(), [_stems(numbers[row.id], row, places) for row in rows])
    _remember(session, (_text(row, places) for row in rows if row.id not in known))


def remove(session: Session, ids: Sequence[str]) -> bool:
    """Takes innovations out of the index; whether any was in it."""
    numbers = _numbers(session, ids)
    if numbers:
        session.execute(delete(CatalogueEntry).where(col(CatalogueEntry.innovation_id).in_(ids)))
        words_table.remove(session.connection(), list(numbers.values()))
    return bool(numbers)


def _numbers(session: Session, ids: Sequence[str]) -> dict[str, int]:
    found = select(CatalogueEntry.innovation_id, CatalogueEntry.number).where(
        col(CatalogueEntry.innovation_id).in_(ids)
    )
    return dict(session.execute(found).all())


def _regions(session: Session, codes: Iterable[str]) -> dict[str, str]:
    """The names of regencies and cities: who looks for a place finds what lies in it."""
    kinds = (UnitKind.regency, UnitKind.city)
    found = select(Unit.region_code, Unit.name).where(col(Unit.region_code).in_(codes), col(Unit.kind).in_(kinds))
    return dict(session.execute(found).all())


def _entry(number: int, row: Innovation, sequence: int) -> dict[str, Any]:
    return {
        "number": number, "innovation_id": row.id, "sequence": sequence, "year": row.year, "category": row.category,
        "category_title": row.category_title, "group": row.group, "group_title": row.group_title or "",
        "place": row.region_code, "region": (row.region_code or "")[:REGION] or None, "unit_kind": row.unit_kind,
        "award": row.award, "origin": row.origin_name, "is_digital": row.is_digital,
        "is_replicated": bool(row.replication_count),
        "sdgs": sum(1 << (goal - 1) for goal in set(row.sdgs)), "latitude": row.latitude, "longitude": row.longitude,
        "title_key": row.title.lower()[:300],
    }  # fmt: skip


def _put_entries(session: Session, entries: list[dict[str, Any]]) -> None:
    make = sqlite.insert if is_sqlite(session) else postgresql.insert
    statement = make(CatalogueEntry)
    changed = {name: statement.excluded[name] for name in entries[0] if name not in {"number", "innovation_id"}}
    session.execute(statement.on_conflict_do_update(index_elements=["number"], set_=changed), entries)


def _stems(number: int, row: Innovation, places: Mapping[str, str]) -> Stems:
    return Stems(number, stemmed(row.title), stemmed(_about(row, places)), stemmed(_body(row)))


def _about(row: Innovation, places: Mapping[str, str]) -> str:
    place = places.get((row.region_code or "")[:REGION], "")
    return " ".join((row.unit_name, place, row.category_title, row.award, row.national_award or ""))


def _body(row: Innovation) -> str:
    return " ".join((row.summary, row.english_abstract or "", *(section["text"] for section in row.sections)))


def _text(row: Innovation, places: Mapping[str, str]) -> str:
    return " ".join((row.title, _about(row, places), _body(row)))


def _remember(session: Session, texts: Iterable[str]) -> None:
    counts = vocabulary(texts)
    if not counts:
        return
    make = sqlite.insert if is_sqlite(session) else postgresql.insert
    statement = make(CatalogueTerm)
    more = {"count": CatalogueTerm.count + statement.excluded.count}
    rows = [{"word": word, "count": count} for word, count in sorted(counts.items())]
    session.execute(statement.on_conflict_do_update(index_elements=["word"], set_=more), rows)
