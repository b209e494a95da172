"""What is wrong with one file: its text, its form, its meaning, its seal; each fault with line and column."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.instruments import form, marks
from app.instruments.faults import Fault, Found
from app.instruments.meaning import meant
from app.instruments.schema import Definition
from app.instruments.seals import seal_of


@dataclass(frozen=True)
class Checked:
    """A file after checking; ``definition`` is None where it could not be read as one, and not to be used where there
    are faults."""

    faults: list[Fault]
    marked: marks.Marked | None = None
    definition: Definition | None = None
    is_whole: bool = False
    """Whether the definition says what the file says: nothing of it had to be left out or stood in for."""


def check(text: str, file: str = "", *, with_seal: bool = True) -> list[Fault]:
    """Every fault of a file, by line. *file* is its name in the faults; without *with_seal* no seal is asked for."""
    return checked(text, file, with_seal=with_seal).faults


def checked(text: str, file: str = "", *, with_seal: bool = True) -> Checked:
    """The faults of a file, and what was read."""
    try:
        marked = marks.read(text)
    except marks.Unreadable as error:
        return Checked([Fault(file, *error.place, error.code, error.params)])
    definition, wrong = form.validated(marked.value)
    found = [*wrong, *_beside(wrong, list(meant(definition)) if definition else [])]
    faults = [Fault(file, *place, code, params) for place, code, params in marked.found]
    if definition and with_seal and not faults and not found:
        found = list(_unsealed(definition))
    faults += [Fault(file, *marked.place(one), one.code, one.params) for one in found]
    return Checked(sorted(dict.fromkeys(faults)), marked, definition, is_whole=not wrong)


def _unsealed(definition: Definition) -> Iterator[Found]:
    if definition.seal is None:
        yield Found((), "seal_missing")
    elif definition.seal != seal_of(definition):
        yield Found(("seal",), "seal_wrong")


def _beside(wrong: Sequence[Found], meaning: Sequence[Found]) -> list[Found]:
    """The faults of meaning that do not follow from a fault of form."""
    return [one for one in meaning if not any(form.follows(one.path, other) for other in wrong)]


_YEAR = re.compile(r"\b(?:19|20)\d\d\b")


def doubts(text: str, file: str = "") -> list[Fault]:
    """What is no fault but looks like a slip: a title that names another year, as a copied file's does."""
    found = checked(text, file, with_seal=False)
    if found.definition is None or found.marked is None:
        return []
    years, year = _YEAR.findall(found.definition.title), str(found.definition.year)
    if not years or year in years:
        return []
    place = found.marked.place(Found(("title",), "title_year"))
    return [Fault(file, *place, "title_year", {"title": ", ".join(years), "year": year})]
