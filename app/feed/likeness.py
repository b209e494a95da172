"""The index of texts, kept in step: an innovation is in it while it is published, a proposal since it was sent in."""

from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from sqlalchemy import BigInteger, Row, bindparam, cast, delete, func, insert, update
from sqlmodel import Session, col, select

from app.models import Innovation, Proposal, SimilarMark, SimilarText
from app.models.similar import OWNER
from app.prepared.lists import listed, rows_of
from app.prepared.statements import change, run
from app.similarity import texts
from app.similarity.texts import Shelf, Text, marks_on

CHUNK = 200
"""Texts of one transaction while the index is filled: nobody waits long for it."""
Within = Callable[[], AbstractContextManager[Session]]
"""Opens the transaction in which a chunk is written."""


def keep_innovation(session: Session, innovation: Innovation | Row[Any]) -> None:
    """Enters a published innovation, or what was changed in it."""
    text = texts.of_innovation(innovation.title, innovation.summary, innovation.sections)
    _keep(session, Shelf.innovations, innovation.id, text)


def keep_proposal(session: Session, proposal: Proposal | Row[Any]) -> None:
    """Enters a proposal as it is sent in."""
    _keep(session, Shelf.proposals, proposal.id, texts.of_proposal(proposal.title, proposal.sections))


def forget_innovation(session: Session, innovation_id: str) -> None:
    """Takes an innovation out that is no longer published."""
    for number, marks in _known(session, Shelf.innovations, innovation_id):
        _unmark(session, number, marks)
        session.execute(delete(SimilarText).where(col(SimilarText.number) == number))


KINDS: tuple[tuple[type[Innovation] | type[Proposal], Callable[[Session, Any], None]], ...] = (
    (Innovation, keep_innovation), (Proposal, keep_proposal),
)  # fmt: skip


def fill(within: Within, *, anew: bool = False) -> Iterator[int]:
    """Enters what is missing, *anew* everything, in order of the ids; yields how many texts went in at a time."""
    if anew:
        with within() as session:
            session.execute(delete(SimilarMark))
            session.execute(delete(SimilarText))
    for model, keep in KINDS:
        last: str | None = ""
        while last is not None:
            with within() as session:
                rows = session.execute(_missing(model, last)).all()
                for row in rows:
                    keep(session, row)
                last = rows[-1].id if rows else None
            if rows:
                yield len(rows)


def fill_now(session: Session) -> int:
    """Enters what is missing in the transaction of *session*; how many texts there were."""
    return sum(fill(lambda: nullcontext(session)))


def lacking(session: Session, *, anew: bool = False) -> int:
    """How many texts ``fill`` would enter."""
    counted = (select(func.count()).select_from(_wanted(model, anew).subquery()) for model, _ in KINDS)
    return sum(int(session.execute(one).scalar_one()) for one in counted)


def _wanted(model: type[Innovation] | type[Proposal], anew: bool) -> Any:
    """The rows that belong in the index: those that are not in it, *anew* all."""
    owner = OWNER[Shelf.innovations if model is Innovation else Shelf.proposals]
    columns = ("id", "title", "sections", "summary") if model is Innovation else ("id", "title", "sections")
    rows = select(*(col(getattr(model, name)) for name in columns))
    if not anew:
        rows = rows.where(~select(SimilarText.number).where(owner == model.id).exists())
    return rows.where(col(Proposal.submitted_at).is_not(None)) if model is Proposal else rows


def _missing(model: type[Innovation] | type[Proposal], last: str) -> Any:
    """The next rows to enter; locked, so that nobody changes what is read of them."""
    return _wanted(model, False).where(col(model.id) > last).order_by(col(model.id)).limit(CHUNK).with_for_update()


def _keep(session: Session, shelf: Shelf, owner_id: str, text: Text) -> None:
    marks = marks_on(shelf, text)
    values = {"marks": array("i", marks).tobytes(), "terms": len(text.terms)}
    known = _known(session, shelf, owner_id)
    if not known:
        [[number]] = run(session, ("similar text", shelf), lambda: _new_text(shelf), values | {"owner": owner_id})
    else:
        [(number, before)] = known
        if before == values["marks"]:
            return
        _unmark(session, number, before)
        change(session, "similar text changed", _changed_text, values | {"of": number})
    _mark(session, number, marks)


def _known(session: Session, shelf: Shelf, owner_id: str) -> list[tuple[int, bytes]]:
    """The number of a text and its marks, where it is in the index."""

    def compose() -> Any:
        return select(SimilarText.number, SimilarText.marks).where(OWNER[shelf] == bindparam("owner"))

    rows = run(session, ("similar text known", shelf), compose, {"owner": owner_id})
    return [(number, bytes(marks)) for number, marks in rows]


def _new_text(shelf: Shelf) -> Any:
    values: dict[str, Any] = {name: bindparam(name) for name in ("marks", "terms")} | {
        OWNER[shelf].key: bindparam("owner")
    }
    return insert(SimilarText).values(values).returning(col(SimilarText.number))


def _changed_text() -> Any:
    values: dict[str, Any] = {name: bindparam(name) for name in ("marks", "terms")}
    return update(SimilarText).where(col(SimilarText.number) == bindparam("of")).values(values)


def _mark(session: Session, number: int, marks: Iterable[int]) -> None:
    def compose() -> Any:
        _asked, mark = rows_of(session, "marks")
        rows = select(mark, cast(bindparam("number"), BigInteger))
        return insert(SimilarMark).from_select(["mark", "text"], rows)

    change(session, "similar marks", compose, {"marks": listed(marks), "number": number})


def _unmark(session: Session, number: int, packed: bytes) -> None:
    def compose() -> Any:
        _asked, mark = rows_of(session, "marks")
        return delete(SimilarMark).where(
            col(SimilarMark.text) == bindparam("number"), col(SimilarMark.mark).in_(select(mark))
        )

    change(session, "similar marks gone", compose, {"marks": listed(array("i", packed)), "number": number})
