"""Storing instruments: checked whole, sealed, and never changed under a round that uses them."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from app.domain.permits import require
from app.errors import Conflict, FieldError, Invalid, NotFound
from app.instruments import loading, seals
from app.instruments.checking import checked
from app.instruments.differences import Difference, differences
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


@dataclass(frozen=True)
class Sent:
    """A file without faults: what it is called, what it says, its sealed text, and what it is compared with."""

    name: str
    definition: Definition
    text: str
    before: Definition | None

    @property
    def changes(self) -> list[Difference]:
        """What it says otherwise than the file before it."""
        return differences(self.before, self.definition) if self.before else []


def read_in(session: Session, actor: Actor, body: InstrumentCreate) -> Sent:
    """The file, sealed; 422 names every fault as ``line.<line>.<column>``.

    A file need not be sealed: whoever sends it is shown what it says and what of that changed, and it is sealed as it
    is stored. A seal that does not fit is a fault all the same, unless the sender asks to seal it anew: something was
    changed after somebody had checked it.
    """
    require(actor, WRITE)
    beside = [instruments.loaded(row).definition for row in session.exec(select(Instrument)).all()]
    told = {(one.instrument, one.year) for one in beside}
    shipped = (loading.shipped(name).definition for name in loading.names())
    beside += [one for one in shipped if (one.instrument, one.year) not in told]
    allowed = {"seal_missing", "seal_wrong"} if body.reseal else {"seal_missing"}
    faults = [one for one in check_together({"": body.text}, beside) if one.code not in allowed]
    definition = checked(body.text, with_seal=False).definition
    if faults or definition is None:
        raise Invalid(errors=[_told(one) for one in faults])
    name = f"{definition.instrument}_{definition.year}"
    return Sent(name, definition, seals.sealed(body.text, seals.seal_of(definition)), _before(definition, beside))


def _before(definition: Definition, beside: Sequence[Definition]) -> Definition | None:
    """The one of the same name, else of the newest year before."""
    of_it = [one for one in beside if one.instrument == definition.instrument and one.year <= definition.year]
    return max(of_it, key=lambda one: one.year, default=None)


def _told(fault: Fault) -> FieldError:
    return FieldError(f"line.{fault.line}.{fault.column}", CODE + fault.code, fault.params)


def store(session: Session, sent: Sent) -> Instrument:
    """Stores a file that was read in, in place of an unused one of the same name; 409 ``instrument-in-use``."""
    name, definition, text = sent.name, sent.definition, sent.text
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
