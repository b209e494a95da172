"""Storing instruments: checked whole, sealed, and never changed under a round that uses them."""

from sqlmodel import Session, select

from app.domain.permits import require
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.instruments import loading, seals
from app.instruments.checking import checked
from app.instruments.faults import Fault
from app.instruments.network import check_together
from app.instruments.schema import Definition
from app.models import Instrument
from app.models.instrument import InstrumentCreate
from app.queries.assessments import instruments
from app.rules.permissions import Actor

WRITE = "instruments:write"
CODE = "instrument_"
"""Before the codes of app/instruments, among those of fields."""
_UNSEALED = {"seal_missing", "seal_wrong"}


def read_in(session: Session, actor: Actor, body: InstrumentCreate) -> tuple[str, Definition, str]:
    """Name, definition and sealed text of a file without faults; 422 names every fault as ``line.<line>.<column>``.

    A file need not be sealed: whoever sends it is shown what it says, and it is sealed as it is stored.
    """
    require(actor, WRITE)
    beside = [instruments.loaded(row).definition for row in session.exec(select(Instrument)).all()]
    told = {(one.instrument, one.year) for one in beside}
    shipped = (loading.shipped(name).definition for name in loading.names())
    beside += [one for one in shipped if (one.instrument, one.year) not in told]
    faults = [one for one in check_together({"": body.text}, beside) if one.code not in _UNSEALED]
    definition = checked(body.text, with_seal=False).definition
    if faults or definition is None:
        raise Invalid(errors=[_told(one) for one in faults])
    name = f"{definition.instrument}_{definition.year}"
    return name, definition, seals.sealed(body.text, seals.seal_of(definition))


def _told(fault: Fault) -> FieldError:
    return FieldError(f"line.{fault.line}.{fault.column}", CODE + fault.code, fault.params)


def store(session: Session, actor: Actor, body: InstrumentCreate) -> Instrument:
    """Stores a file, in place of an unused one of the same name; 409 ``instrument-in-use``."""
    name, definition, text = read_in(session, actor, body)
    row = instruments.stored(session, name)
    if row is not None and instruments.is_used(session, row):
        raise Conflict("instrument-in-use")
    if row is None:
        row = Instrument(name=name, instrument=definition.instrument, year=definition.year, title="", text="", seal="")
    row.title, row.text, row.seal = definition.title, text, seals.seal_of(definition)
    row.is_shipped = name in loading.names() and text == loading.text_of(name)
    session.add(row)
    session.flush()
    return row


def kept(session: Session, name: str) -> Instrument:
    """The row of an instrument that a round is about to use: one that comes with JIPP is copied."""
    row = instruments.stored(session, name)
    if row is not None:
        return row
    if name not in loading.names():
        raise NotFound
    said = loading.shipped(name).definition
    row = Instrument(name=name, instrument=said.instrument, year=said.year, title=said.title, seal=said.seal or "",
                     text=loading.text_of(name), is_shipped=True)  # fmt: skip
    session.add(row)
    session.flush()
    return row
