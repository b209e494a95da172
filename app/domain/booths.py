"""Deeds on booths: what is shown where."""

from collections.abc import Collection, Sequence
from string import ascii_lowercase, digits
from typing import Any

from sqlmodel import Session, col, select

from app.clock import now
from app.credentials import digest, new_token
from app.domain.exhibitions import loaded
from app.domain.permits import require
from app.domain.public import public_changed
from app.domain.versions import check_version, load
from app.errors import Conflict, FieldError, Invalid, invalid
from app.models import Booth, Exhibit, Exhibition, Innovation, Unit, UsefulnessVote, Visit, Vote
from app.models.exhibition import BoothCreate, BoothUpdate
from app.queries import editions, stages
from app.rules.permissions import Actor

LETTERS = "".join(sorted({*digits, *ascii_lowercase} - {*"01ilo"}))
"""Of codes: none that is taken for another."""
_CODE_LENGTH = 6


def new_code(length: int = _CODE_LENGTH) -> str:
    """Random letters that people can type."""
    number, letters = int(digest(new_token()), 16), ""
    for _ in range(length):
        number, place = divmod(number, len(LETTERS))
        letters += LETTERS[place]
    return letters


def create(session: Session, actor: Actor, exhibition_id: str, body: BoothCreate) -> Booth:
    """A new booth with what it shows; 422 for what is not there, or shown elsewhere in the exhibition."""
    exhibition = loaded(session, actor, exhibition_id, None)
    booth = Booth(exhibition_id=exhibition.id, code=new_code(), label=body.label, title=body.title,
                  unit_id=body.unit_id)  # fmt: skip
    _check(session, booth)
    session.add(booth)
    session.flush()
    _show(session, exhibition, booth, body.innovation_ids, body.proposal_ids)
    return _changed(session, booth)


def update(session: Session, actor: Actor, booth_id: str, body: BoothUpdate, expected: int | None) -> Booth:
    """Changes a booth; what was voted for stays shown (409 ``in-use``)."""
    require(actor, "exhibitions:write")
    booth = load(session, Booth, booth_id)
    check_version(booth, expected)
    given = body.model_dump(exclude_unset=True, exclude={"innovation_ids", "proposal_ids"})
    with session.no_autoflush:
        booth.sqlmodel_update(given)
        _check(session, booth)
    session.flush()
    exhibition = session.get_one(Exhibition, booth.exhibition_id)
    _show(session, exhibition, booth, body.innovation_ids, body.proposal_ids)
    booth.updated_at = now()  # what it shows is part of its version
    return _changed(session, booth)


def remove(session: Session, actor: Actor, booth_id: str, expected: int | None) -> None:
    """Takes a booth away; 409 once it was visited or voted for."""
    require(actor, "exhibitions:write")
    booth = load(session, Booth, booth_id)
    check_version(booth, expected)
    if session.exec(select(Visit.id).where(Visit.booth_id == booth.id)).first() is not None:
        raise Conflict("in-use")
    _take_down(session, session.exec(select(Exhibit).where(Exhibit.booth_id == booth.id)).all())
    session.flush()
    session.delete(booth)
    public_changed(session)
    session.flush()


def _changed(session: Session, booth: Booth) -> Booth:
    public_changed(session)
    session.flush()
    return booth


def _check(session: Session, booth: Booth) -> None:
    if booth.unit_id is not None and session.get(Unit, booth.unit_id) is None:
        raise invalid("unit_id", "not_found")
    same = select(Booth.id).where(Booth.exhibition_id == booth.exhibition_id, Booth.label == booth.label,
                                  Booth.id != booth.id)  # fmt: skip
    if session.exec(same).first() is not None:
        raise invalid("label", "already_exists")


def _show(
    session: Session, exhibition: Exhibition, booth: Booth, innovations: Sequence[str] | None,
    proposals: Sequence[str] | None,
) -> None:  # fmt: skip
    """Makes the booth show just these; None leaves the list as it is."""
    for name, wanted in (("innovation_id", innovations), ("proposal_id", proposals)):
        if wanted is None:
            continue
        others = {getattr(one, name): one for one in _exhibits(session, exhibition.id)}
        held = {id_: one for id_, one in others.items() if id_ and one.booth_id == booth.id}
        _take_down(session, [one for id_, one in held.items() if id_ not in wanted])
        new = [id_ for id_ in dict.fromkeys(wanted) if id_ not in held]
        _check_there(session, exhibition, name, wanted, new, others.keys())
        session.add_all(_exhibit(booth, name, id_) for id_ in new)
        session.flush()


def _exhibit(booth: Booth, name: str, id_: str) -> Exhibit:
    ids: dict[str, Any] = {name: id_}
    return Exhibit(exhibition_id=booth.exhibition_id, booth_id=booth.id, **ids)


def _exhibits(session: Session, exhibition_id: str) -> Sequence[Exhibit]:
    return session.exec(select(Exhibit).where(Exhibit.exhibition_id == exhibition_id).order_by(col(Exhibit.id))).all()


def _check_there(
    session: Session, exhibition: Exhibition, name: str, wanted: Sequence[str], new: Sequence[str],
    shown: Collection[str | None],
) -> None:  # fmt: skip
    """422 for each that does not exist, takes no part in the stage, or stands at another booth."""
    if not new:
        return
    known = _known(session, exhibition, name, new)
    missing = "not_found" if name == "innovation_id" else "not_advancing"
    codes = {id_: "shown_elsewhere" if id_ in shown else missing for id_ in new if id_ in shown or id_ not in known}
    if codes:
        errors = [FieldError(f"{name}s.{place}", codes[id_]) for place, id_ in enumerate(wanted) if id_ in codes]
        raise Invalid(errors=errors)


def _known(session: Session, exhibition: Exhibition, name: str, new: Sequence[str]) -> set[str]:
    if name == "innovation_id":
        return set(session.exec(select(Innovation.id).where(col(Innovation.id).in_(new))).all())
    if exhibition.edition_id is None or exhibition.stage is None:
        return set()
    edition = editions.read_by_id(session, exhibition.edition_id)
    before = stages.previous_stage(edition, exhibition.stage)
    if before not in edition.published_stages:
        return set()  # nobody knows yet who goes on
    return set(stages.candidates(session, edition, exhibition.stage))


def _take_down(session: Session, exhibits: Sequence[Exhibit]) -> None:
    ids = [one.id for one in exhibits]
    if not ids:
        return
    useful = select(UsefulnessVote.id).where(col(UsefulnessVote.exhibit_id).in_(ids))
    of_stage = (
        select(Vote.id).join(Exhibit, col(Exhibit.proposal_id) == Vote.proposal_id)
        .join(Exhibition, (col(Exhibition.id) == Exhibit.exhibition_id)
              & (col(Exhibition.edition_id) == Vote.edition_id) & (col(Exhibition.stage) == Vote.stage))
        .where(col(Exhibit.id).in_(ids))
    )  # fmt: skip
    if session.exec(useful).first() is not None or session.exec(of_stage).first() is not None:
        raise Conflict("in-use")
    for one in exhibits:
        session.delete(one)
    session.flush()
