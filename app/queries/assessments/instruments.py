"""Reads of instruments: those that come with JIPP and those that are stored; a stored one hides the shipped one."""

from functools import lru_cache

from sqlmodel import Session, col, select

from app.errors import NotFound
from app.instruments import loading
from app.instruments.loading import Instrument as Loaded
from app.instruments.walking import Node
from app.models import AssessmentRound, Instrument
from app.models.instrument import InstrumentRead, InstrumentSummary

KEPT = 64
"""Instruments held read: reading a file takes as long as thirty scorings."""


@lru_cache(maxsize=KEPT)
def parsed(text: str) -> Loaded:
    """The instrument of a stored text, read once."""
    return loading.kept(text)


def loaded(row: Instrument) -> Loaded:
    """A stored instrument, ready to score."""
    return parsed(row.text)


def indicator(one: Loaded, key: str) -> Node:
    """The indicator of this key; ``NotFound`` for what is none, a component included."""
    node = one.by_key.get(key)
    if node is None or node.parts:
        raise NotFound
    return node


def list_(session: Session) -> list[InstrumentSummary]:
    """All of them, by name."""
    used = _used(session)
    stored = {row.name: row for row in session.exec(select(Instrument)).all()}
    found = [_summary(row.name, loaded(row), is_shipped=row.is_shipped, is_used=row.id in used)
             for row in stored.values()]  # fmt: skip
    found += [_summary(name, loading.shipped(name), is_shipped=True, is_used=False)
              for name in loading.names() if name not in stored]  # fmt: skip
    return sorted(found, key=lambda one: one.id)


def _used(session: Session) -> set[str]:
    return set(session.exec(select(AssessmentRound.instrument_id).distinct()).all())


def is_used(session: Session, row: Instrument) -> bool:
    """Whether a round uses it."""
    found = select(AssessmentRound.id).where(AssessmentRound.instrument_id == row.id).limit(1)
    return session.exec(found).first() is not None


def stored(session: Session, name: str) -> Instrument | None:
    """The row of an instrument, by its name; None for one that was never stored."""
    return session.exec(select(Instrument).where(col(Instrument.name) == name)).first()


def _summary(name: str, one: Loaded, *, is_shipped: bool, is_used: bool) -> InstrumentSummary:
    said = one.definition
    return InstrumentSummary(
        id=name, instrument=said.instrument, year=said.year, title=said.title, regulation=said.regulation,
        notice=said.notice, kinds=list(said.kinds), is_shipped=is_shipped, is_used=is_used,
    )  # fmt: skip


def read(session: Session, name: str) -> InstrumentRead:
    """One instrument, or ``NotFound``."""
    row = stored(session, name)
    if row is None and name not in loading.names():
        raise NotFound
    one = loaded(row) if row else loading.shipped(name)
    about = _summary(name, one, is_shipped=row.is_shipped if row else True, is_used=bool(row and is_used(session, row)))
    return of(about, one, row.text if row else loading.text_of(name))


def of(about: InstrumentSummary, one: Loaded, text: str) -> InstrumentRead:
    """The whole of what a summary is about."""
    said = one.definition
    opens = [*said.open, *(f"{node.item.title}: {node.item.open}" for node in one.by_key.values() if node.item.open)]
    definition = said.model_dump(mode="json", by_alias=True, exclude={"seal"}, exclude_unset=True)
    return InstrumentRead(**about.model_dump(), seal=said.seal or "", sources=list(said.sources), open=opens,
                          definition=definition, text=text)  # fmt: skip


def summary_of(name: str, one: Loaded) -> InstrumentSummary:
    """What a file that is stored by nobody would be in the list."""
    return _summary(name, one, is_shipped=False, is_used=False)
