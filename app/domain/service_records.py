"""Service records come in: each once, and with it the sums of its month, in one transaction.

Both are kept because a median of millions cannot be had in time from the records (docs/decisions/0024), and because a
record that is sent again must be known, and taken out of the sums before it is put in as it is now.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session, col

from app.audit.entries import note
from app.clock import WIB, now
from app.domain.assessments.passing_on import pass_on
from app.errors import FieldError, Forbidden, Invalid
from app.models import ServiceMonth, ServiceRecord, Unit
from app.models.service_record import Measure, ServiceRecordCreate
from app.queries.assessments.feeds import RECORDS
from app.queries.reach import reached, require_somewhere
from app.queries.service_records import WRITE
from app.rules.durations import add_to, bucket_of, packed, unpacked
from app.rules.permissions import Actor
from app.secrets_store import keyed_digest

CHUNK = 500
"""Rows of one statement."""
AHEAD = timedelta(minutes=10)
"""By how much the clock of a unit's system may be fast."""
_RECORDS: Any = ServiceRecord.__table__  # type: ignore[attr-defined]
_MONTHS: Any = ServiceMonth.__table__  # type: ignore[attr-defined]
_COLUMNS = tuple(_RECORDS.c.keys())
_SPANS = {
    Measure.working: ("received_at", "completed_at", "promised_minutes"),
    Measure.serving: ("first_response_at", "completed_at", "promised_minutes"),
    Measure.responding: ("received_at", "first_response_at", "promised_response_minutes"),
}
"""Measure → from, to, and the promise in minutes."""
Cell = tuple[str, str, date]
"""Unit, service, first day of the month."""
Row = dict[str, Any]


@dataclass
class Outcome:
    """What became of the records."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


@dataclass
class _Tally:
    """What is added to one measure of a cell."""

    n: int = 0
    promised: int = 0
    kept: int = 0
    buckets: dict[int, int] = field(default_factory=dict)


@dataclass
class _Sum:
    """What is added to a cell."""

    records: int = 0
    tallies: dict[Measure, _Tally] = field(default_factory=lambda: {measure: _Tally() for measure in Measure})

    def add(self, row: Mapping[str, Any], sign: int) -> None:
        """Puts a record in (1) or takes it out (-1)."""
        self.records += sign
        for measure, (begin, end, promise) in _SPANS.items():
            if row[begin] is None or row[end] is None:
                continue
            took: timedelta = row[end] - row[begin]
            tally = self.tallies[measure]
            tally.n += sign
            add_to(tally.buckets, {bucket_of(int(took.total_seconds() // 60)): sign})
            if row[promise] is not None:
                tally.promised += sign
                tally.kept += sign * (took <= timedelta(minutes=row[promise]))


def record(session: Session, actor: Actor, bodies: Sequence[ServiceRecordCreate]) -> Outcome:
    """Takes records of the actor's units; each is new, changed or known by its number in the unit's own system.

    403 for a unit that is not the actor's, 422 for an unknown one, for the same number twice, for a moment to come.
    """
    require_somewhere(actor, WRITE)
    check_units(session, actor, {body.unit_id for body in bodies}, bodies)
    latest, seen, errors = now() + AHEAD, dict[str, int](), list[FieldError]()
    rows = [_row(body.model_dump()) for body in bodies]
    for at, row in enumerate(rows):
        first = seen.setdefault(row["key"], at)
        if first != at:
            errors.append(FieldError(f"records.{at}.external_id", "duplicate_row", {"row": first + 1}))
        errors += [FieldError(f"records.{at}.{name}", "in_the_future") for name in ahead(row, latest)]
    if errors:
        raise Invalid(errors=errors)
    made = write(session, rows)
    if made.created or made.updated:
        note(session, "service-records-sent", told(rows, made))
    return made


def told(rows: Sequence[Row], made: Outcome) -> dict[str, Any]:
    """What the audit log says of records that came in: of which units, how many; each has no entry of its own."""
    return {"units": sorted({row["unit_id"] for row in rows}), "rows": len(rows), "created": made.created,
            "updated": made.updated}  # fmt: skip


def check_units(session: Session, actor: Actor, wanted: set[str], bodies: Sequence[ServiceRecordCreate]) -> None:
    """Each unit is there, and one that the actor writes for."""
    may = reached(actor, WRITE, col(Unit.id)).label("may")
    known = {row.id: row.may for row in session.execute(select(col(Unit.id), may).where(col(Unit.id).in_(wanted)))}
    if not all(known.values()):
        raise Forbidden
    if len(known) < len(wanted):
        raise Invalid(errors=[FieldError(f"records.{at}.unit_id", "not_found") for at, body in enumerate(bodies)
                              if body.unit_id not in known])  # fmt: skip


def _row(values: Row) -> Row:
    """A record as it is stored."""
    return {"key": key_of(values["unit_id"], values.pop("external_id")), **values}


def key_of(unit_id: str, external_id: str) -> str:
    """What is kept of a record's number, which may say more than we ought to know."""
    return keyed_digest("service records", f"{unit_id} {external_id}")[:32]


def ahead(row: Mapping[str, Any], latest: datetime) -> list[str]:
    """The moments that are still to come."""
    return [name for name in ("received_at", "first_response_at", "completed_at") if row[name] and row[name] > latest]


def plan(session: Session, rows: Sequence[Row]) -> tuple[list[Row], list[tuple[Row, Row]], int]:
    """What is new, what changes (before, after), and how many stay as they are."""
    known: dict[str, Row] = {}
    for some in chunks(row["key"] for row in rows):
        found = session.execute(select(*_RECORDS.c).where(_RECORDS.c.key.in_(some)))
        known.update((row.key, dict(row._mapping)) for row in found)
    new = [row for row in rows if row["key"] not in known]
    changed = [(known[row["key"]], row) for row in rows if row["key"] in known and known[row["key"]] != row]
    return new, changed, len(rows) - len(new) - len(changed)


def write(session: Session, rows: Sequence[Row]) -> Outcome:
    """Writes records, no number twice among them, the sums of their months, and what these feed."""
    _hold(session, sorted({row["unit_id"] for row in rows}))
    new, changed, unchanged = plan(session, rows)
    connection = session.connection()
    for some in chunks(new):
        connection.execute(insert(_RECORDS), some)
    values: Row = {name: bindparam(f"new_{name}") for name in _COLUMNS if name != "key"}
    statement = update(_RECORDS).where(_RECORDS.c.key == bindparam("own_key")).values(values)
    for some_changed in chunks(changed):
        connection.execute(statement, [_named(after) for _before, after in some_changed])
    _sum_up(session, new, changed)
    _pass_on(session, [*new, *(row for pair in changed for row in pair)])
    return Outcome(len(new), len(changed), unchanged)


def _pass_on(session: Session, rows: Iterable[Row]) -> None:
    """Assessments of the years that are touched are counted again, once a unit."""
    of_years: dict[int, set[str]] = {}
    for row in rows:
        unit_id, _service, month = cell_of(row)
        of_years.setdefault(month.year, set()).add(unit_id)
    for year, unit_ids in sorted(of_years.items()):
        pass_on(session, unit_ids, RECORDS, year)


def _hold(session: Session, unit_ids: Sequence[str]) -> None:
    """Others who write records of these units wait: two at once would each miss what the other adds to a month."""
    for some in chunks(unit_ids):
        rows = select(col(Unit.id)).where(col(Unit.id).in_(some)).order_by(col(Unit.id))
        session.execute(rows.with_for_update(key_share=True)).all()


def _named(row: Row) -> Row:
    return {"own_key" if name == "key" else f"new_{name}": value for name, value in row.items()}


def _sum_up(session: Session, new: Iterable[Row], changed: Iterable[tuple[Row, Row]]) -> None:
    sums: dict[Cell, _Sum] = {}
    for row in new:
        sums.setdefault(cell_of(row), _Sum()).add(row, 1)
    for before, after in changed:
        sums.setdefault(cell_of(before), _Sum()).add(before, -1)
        sums.setdefault(cell_of(after), _Sum()).add(after, 1)
    units = {unit_id for unit_id, _service, _month in sums}
    stored = _stored(session, sums, units)
    made = [_added(cell, stored.get(cell), some) for cell, some in sums.items()]
    connection = session.connection()
    for some_rows in chunks([row for row in made if _place(row) not in stored]):
        connection.execute(insert(_MONTHS), some_rows)
    places = ("unit_id", "service", "month")
    values: Row = {name: bindparam(f"new_{name}") for name in _MONTHS.c.keys() if name not in places}  # noqa: SIM118
    at = [_MONTHS.c[name] == bindparam(f"own_{name}") for name in places]
    for some_rows in chunks([row for row in made if _place(row) in stored]):
        named = [{f"{'own' if name in places else 'new'}_{name}": value for name, value in row.items()}
                 for row in some_rows]  # fmt: skip
        connection.execute(update(_MONTHS).where(*at).values(values), named)


def cell_of(row: Mapping[str, Any]) -> Cell:
    """Where a record is summed up."""
    day = row["received_at"].astimezone(WIB).date()
    return row["unit_id"], row["service"], day.replace(day=1)


def _place(row: Mapping[str, Any]) -> Cell:
    return row["unit_id"], row["service"], row["month"]


def _stored(session: Session, cells: Iterable[Cell], units: Iterable[str]) -> dict[Cell, Row]:
    """The sums so far, of the units and the span of months that are touched."""
    wanted = set(cells)
    months = [month for _unit, _service, month in wanted]
    found: dict[Cell, Row] = {}
    for some in chunks(sorted(units)):
        near = (_MONTHS.c.unit_id.in_(some), _MONTHS.c.month >= min(months), _MONTHS.c.month <= max(months))
        rows = (dict(row._mapping) for row in session.execute(select(*_MONTHS.c).where(*near)))
        found.update((_place(row), row) for row in rows if _place(row) in wanted)
    return found


def _added(cell: Cell, stored: Row | None, more: _Sum) -> Row:
    """The sums of a cell with what is added."""
    row: Row = {"unit_id": cell[0], "service": cell[1], "month": cell[2],
                "records": (stored["records"] if stored else 0) + more.records}  # fmt: skip
    for measure, tally in more.tallies.items():
        for what in ("n", "promised", "kept"):
            name = f"{measure.name}_{what}"
            row[name] = (stored[name] if stored else 0) + getattr(tally, what)
        name = f"{measure.name}_minutes"
        row[name] = packed(add_to(unpacked(stored[name] if stored else b""), tally.buckets))
    return row


def chunks(items: Iterable[Any]) -> Iterator[list[Any]]:
    """The items, some at a time."""
    rest = iter(items)
    while some := list(islice(rest, CHUNK)):
        yield some
