"""Reads of the public catalogue."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Self

import numpy as np
from numpy.typing import NDArray
from pydantic import Field as Limit
from pydantic import model_validator
from pydantic_core import PydanticCustomError
from sqlalchemy import func
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.catalogue.marks import Ints, Marks, Mask, facets, first, passing
from app.errors import NotFound
from app.models import CatalogueEntry, Document, Innovation, Unit
from app.models.base import Input, Key, ShortText, Year
from app.models.innovation import Found, FoundInnovation, InnovationRead, InnovationSummary
from app.models.listing import ListQuery
from app.models.proposal import Sdg
from app.models.unit import Latitude, Longitude, RegionCode, UnitKind
from app.queries import catalogue
from app.queries.catalogue import Held
from app.queries.paging import InvalidCursor, cursor_of, values_of
from app.queries.rows import read_all

SUMMARY_LENGTH = 500
"""Characters of the summary that a list shows."""
NEAR_KM = 25.0
"""How far "near" reaches unless somebody says."""
_SUMMARY = func.substr(Innovation.summary, 1, SUMMARY_LENGTH).label("summary")
_LISTED: list[Any] = [_SUMMARY if name == "summary" else col(getattr(Innovation, name))
                      for name in InnovationSummary.model_fields]  # fmt: skip
_WHOLE = [col(getattr(Innovation, name)) for name in InnovationRead.model_fields]
_YEAR, _PRECISE, _METRES = 32, 1_000, 1_000
"""Bits below the year in a key; parts of a point of relevance; metres of a kilometre."""
_LAST = "catalogue"
"""Where a session remembers what was last chosen in it."""


class CatalogueFilters(Input):
    """What the catalogue is filtered by; the facets take the same."""

    year: Year | None = None
    category: Key | None = None
    group: Key | None = None
    region_code: RegionCode | None = None
    """A region and everything in it: `35` finds `35.07` too."""
    unit_kind: UnitKind | None = None
    award: ShortText | None = None
    origin: ShortText | None = None
    """The name of the network that it is mirrored from."""
    sdg: Sdg | None = None
    is_digital: bool | None = None
    is_replicated: bool | None = None
    latitude: Latitude | None = None
    """With ``longitude``: only what lies within ``radius_km`` of this point."""
    longitude: Longitude | None = None
    radius_km: Annotated[float, Limit(gt=0, le=20_100)] = NEAR_KM
    q: ShortText | None = None
    """Words in the title, unit, place, category, award or text; mistyped ones are corrected."""

    @model_validator(mode="after")
    def _a_point_has_two_coordinates(self) -> Self:
        if (self.latitude is None) != (self.longitude is None):
            raise PydanticCustomError("half_a_point", "latitude and longitude come together")
        return self


class InnovationFilters(CatalogueFilters, ListQuery):
    """The list of the catalogue: filters and order."""

    sort: Literal["relevance", "distance", "year", "-year", "title", "-title", "id", "-id"] | None = None
    """Unless given: ``relevance`` with a question, ``distance`` with a point, otherwise ``-year``."""

    @property
    def order(self) -> str:
        """The order that is meant."""
        if self.sort is not None:
            return self.sort
        return "relevance" if self.q else "distance" if self.latitude is not None else "-year"


@dataclass(frozen=True)
class Counted:
    """How the innovations that pass divide: facet → value → how many; and what people read for some values."""

    total: int
    counts: Mapping[str, Mapping[Any, int]]
    titles: Mapping[str, Mapping[Any, str]]


def read(session: Session, innovation_id: str) -> InnovationRead:
    """An innovation whole, or ``NotFound``."""
    rows = session.execute(select(*_WHOLE).where(Innovation.id == innovation_id)).all()
    if not rows:
        raise NotFound
    return read_all(InnovationRead, rows)[0]


def list_(session: Session, query: InnovationFilters) -> Found:
    """One page of the catalogue; summaries are cut to 500 characters."""
    chosen = _choose(session, query)
    keys, marks = chosen.keys(session, query.order), chosen.held.marks
    last = _last_key(query, marks, keys) if query.cursor else None
    places = first(keys, chosen.mask, query.limit + 1, None if last is None else lambda held: held < last)
    following = None
    if len(places) > query.limit:
        places = places[: query.limit]
        following = cursor_of(query.digest(), [int(keys[places[-1]]), int(marks.numbers[places[-1]])])
    items = _summaries(session, marks.numbers[places])
    if chosen.kilometres is not None:
        for item, place in zip(items, places, strict=False):
            item.distance_km = round(float(chosen.kilometres[place]), 1)
    total = int(np.count_nonzero(chosen.mask))
    return Found(items=items, next=following, total=total, corrected_q=chosen.corrected_q, matched=chosen.matched)


def numbers(session: Session, query: InnovationFilters) -> Ints:
    """The numbers of all that passes, in the order of the list: what files are written by."""
    chosen = _choose(session, query)
    places = first(chosen.keys(session, query.order), chosen.mask, len(chosen.mask))
    return chosen.held.marks.numbers[places]


def newest(session: Session, query: InnovationFilters) -> Ints:
    """The numbers of the last ``limit`` that came in and pass, the newest first: what feeds tell of."""
    chosen = _choose(session, query)
    return chosen.held.marks.numbers[chosen.mask][::-1][: query.limit]


def years(session: Session) -> tuple[int, int] | None:
    """The first and the last year of the catalogue; None while it is empty."""
    marks = catalogue.current(session).marks
    return (int(marks.years.min()), int(marks.years.max())) if len(marks) else None


def count(session: Session, query: CatalogueFilters) -> Counted:
    """The counts of every facet under these filters, each without its own."""
    chosen = _choose(session, query)
    found = facets(chosen.held.marks, chosen.filters)
    regions = _region_names(session) if found["region"] else {}
    titles: dict[str, Mapping[Any, str]] = {**chosen.held.marks.titles, "region": regions}
    return Counted(int(np.count_nonzero(chosen.mask)), found, titles)


def _last_key(query: InnovationFilters, marks: Marks, keys: Ints) -> int:
    """The key of the last row seen: as it is now, or as it was where the row has gone."""
    values = values_of(query.cursor or "", query.digest())
    if len(values) != 2 or any(type(value) is not int or abs(value) >= 2**63 for value in values):
        raise InvalidCursor
    there = marks.places(np.array(values[1:], np.int64))
    return int(keys[there[0]]) if len(there) else int(values[0])


@dataclass
class _Chosen:
    """What passes the filters, and how well."""

    held: Held
    filters: dict[str, Mask]
    mask: Mask
    points: NDArray[np.float64] | None = None
    kilometres: NDArray[np.float64] | None = None
    corrected_q: str | None = None
    matched: Literal["all", "any"] = "all"

    def keys(self, session: Session, order: str) -> Ints:
        """A unique key for each entry: the list shows the greatest first."""
        marks, name = self.held.marks, order.removeprefix("-")
        keys = (marks.years << _YEAR) + marks.numbers  # the newest first
        if name == "title":
            keys = catalogue.title_ranks(session, self.held)
        elif name == "id":
            keys = marks.numbers
        elif name == "relevance" and self.points is not None:
            keys = ((self.points * _PRECISE).astype(np.int64) << (_YEAR + 12)) + keys
        elif name == "distance" and self.kilometres is not None:
            metres = np.nan_to_num(self.kilometres * _METRES, nan=2.0**26).astype(np.int64)
            keys = -((metres << _YEAR) + marks.numbers)
        return -keys if order in {"title", "id", "year"} else keys


def _choose(session: Session, query: CatalogueFilters) -> _Chosen:
    """What passes; a page that shows list and facets asks twice in its session, and it is found once."""
    held, asked = catalogue.current(session), query.model_dump_json(include=set(CatalogueFilters.model_fields))
    last: tuple[str, _Chosen] | None = session.info.get(_LAST)
    if last is None or last[0] != asked or last[1].held is not held:
        last = session.info[_LAST] = (asked, _chosen(session, held, query))
    return last[1]


def _chosen(session: Session, held: Held, query: CatalogueFilters) -> _Chosen:
    filters = {name: held.marks.has(name, value) for name, value in _exact(query).items() if value is not None}
    if query.region_code is not None:
        filters["region"] = held.marks.within(query.region_code)
    chosen = _Chosen(held, filters, held.marks.everything)
    if query.latitude is not None and query.longitude is not None:
        chosen.kilometres = held.marks.kilometres(query.latitude, query.longitude)
        filters["near"] = chosen.kilometres <= query.radius_km
    if query.q:
        _ask(session, chosen, query.q)
    chosen.mask = passing(held.marks, filters)
    return chosen


def _exact(query: CatalogueFilters) -> dict[str, Any]:
    names = ("year", "category", "group", "unit_kind", "award", "origin", "sdg", "is_digital", "is_replicated")
    return {name: getattr(query, name) for name in names}


def _ask(session: Session, chosen: _Chosen, q: str) -> None:
    """Keeps what has all the words; where nothing has, what has at least half of them."""
    found = catalogue.answer(session, chosen.held, q)
    chosen.points, chosen.corrected_q = found.scores.values, found.corrected_q
    mask = found.scores.all_words()
    if not mask.any():
        mask, chosen.matched = found.scores.half(), "any"
    chosen.filters["q"] = mask


def _summaries(session: Session, numbers: Ints) -> list[FoundInnovation]:
    """The innovations with these numbers, in this order."""
    wanted = [int(number) for number in numbers]
    rows = session.execute(
        sa_select(*_LISTED, col(CatalogueEntry.number))
        .join(CatalogueEntry, col(CatalogueEntry.innovation_id) == Innovation.id)
        .where(col(CatalogueEntry.number).in_(wanted))
    ).all()
    by_number = {row.number: row for row in rows}
    return read_all(FoundInnovation, [by_number[number] for number in wanted if number in by_number])


def _region_names(session: Session) -> dict[str, str]:
    """The names of the province, regencies and cities by their code."""
    kinds = col(Unit.kind).in_((UnitKind.province, UnitKind.regency, UnitKind.city))
    rows = session.execute(select(Unit.region_code, Unit.name).where(kinds, col(Unit.region_code).is_not(None)))
    return dict(rows.all())


def evidence(session: Session, innovation_id: str, document_id: str) -> Document:
    """A document that the innovation's unit has released, or ``NotFound``."""
    innovation = read(session, innovation_id)
    title = next((one.title for one in innovation.evidence if one.document_id == document_id), None)
    document = session.get(Document, document_id) if title is not None else None
    if document is None or document.proposal_id != innovation.proposal_id:
        raise NotFound
    return document
