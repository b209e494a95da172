"""Reads of rounds: lists, one with its indicators and how far each is, the list of an indicator's owner."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from app.errors import Forbidden, NotFound, Unauthenticated
from app.instruments.loading import Instrument as Loaded
from app.models import (
    Assessment,
    AssessmentDocument,
    AssessmentRound,
    AssessmentValue,
    IndicatorOwner,
    Instrument,
    Unit,
)
from app.models.assessment import AssessmentDocumentRead, AssessmentStatus, Step, ValueRead
from app.models.assessment_round import (
    AssessmentRoundFilters,
    AssessmentRoundRead,
    AssessmentRoundSummary,
    RoundItem,
    RoundStatus,
)
from app.models.assessment_work import VerificationRow
from app.models.base import Page
from app.queries.assessments import instruments, open_work, trend
from app.queries.assessments.visibility import PANEL, VERIFY, rounds_visible_to
from app.queries.paging import Order, page
from app.queries.reach import reached, within_reach
from app.queries.rows import page_of, read_all
from app.queries.units import below
from app.rules.assessing import ONWARD, choices_of, ends_of
from app.rules.permissions import Actor, may_everywhere, may_somewhere


def _count(*conditions: Any) -> Any:
    counted = select(func.count()).where(Assessment.round_id == AssessmentRound.id, *conditions)
    return counted.correlate(AssessmentRound).scalar_subquery()


_JOINED: dict[str, Any] = {
    "instrument_id": col(Instrument.name), "instrument": col(Instrument.instrument), "unit_count": _count(),
    "submitted_count": _count(col(Assessment.status) != AssessmentStatus.assessing),
    "final_count": _count(col(Assessment.status) == AssessmentStatus.final),
}  # fmt: skip
_SUMMARY: list[Any] = [(_JOINED[name] if name in _JOINED else col(getattr(AssessmentRound, name))).label(name)
                       for name in AssessmentRoundSummary.model_fields]  # fmt: skip
_ORDER = Order(((col(AssessmentRound.year), True), (col(AssessmentRound.id), True)))
_instrument: Any = col(Instrument.id) == AssessmentRound.instrument_id


def list_(session: Session, actor: Actor, query: AssessmentRoundFilters) -> Page[AssessmentRoundSummary]:
    """One page of the rounds, newest year first."""
    exact = {AssessmentRound.year: query.year, AssessmentRound.status: query.status,
             Instrument.instrument: query.instrument}  # fmt: skip
    conditions = [col(column) == value for column, value in exact.items() if value is not None]
    conditions += rounds_visible_to(actor)
    found = select(*_SUMMARY).join(Instrument, _instrument).where(*conditions)
    rows, following = page(session, found, _ORDER, query, lambda row: (row.year, row.id))
    counted = select(func.count()).select_from(AssessmentRound).join(Instrument, _instrument).where(*conditions)
    return page_of(AssessmentRoundSummary, rows, following, session.exec(counted).one())


def visible(session: Session, actor: Actor, round_id: str) -> AssessmentRound:
    """The round's row where the actor may see it, or ``NotFound``."""
    found = select(AssessmentRound).where(AssessmentRound.id == round_id, *rounds_visible_to(actor))
    row = session.exec(found).first()
    if row is None:
        raise NotFound
    return row


def read(session: Session, actor: Actor, round_id: str) -> AssessmentRoundRead:
    """One round, or ``NotFound``."""
    columns: list[Any] = [*_SUMMARY, col(Instrument.text).label("text")]
    found = select(*columns).join(Instrument, _instrument)
    row = session.execute(found.where(AssessmentRound.id == round_id, *rounds_visible_to(actor))).first()
    if row is None:
        raise NotFound
    values = dict(row._mapping)
    loaded = instruments.parsed(values.pop("text"))
    may_manage = may_everywhere(actor, PANEL)
    return AssessmentRoundRead(
        **values, regulation=loaded.definition.regulation, notice=loaded.definition.notice,
        items=_items(session, actor, round_id, loaded), may_manage=may_manage,
        open_work=open_work.of_round(session, round_id, row.year, loaded) if may_manage else None,
        next_statuses=list(ONWARD[RoundStatus(row.status)]) if may_manage else [],
        years=trend.of_instrument(session, actor, row.instrument),
    )  # fmt: skip


def _items(session: Session, actor: Actor, round_id: str, loaded: Loaded) -> list[RoundItem]:
    is_mine: Any = reached(actor, VERIFY, col(IndicatorOwner.unit_id))
    columns: tuple[Any, ...] = (IndicatorOwner.item, IndicatorOwner.unit_id, Unit.name, is_mine)
    named = select(*columns)
    named = named.join(Unit, col(Unit.id) == IndicatorOwner.unit_id).where(IndicatorOwner.round_id == round_id)
    owners = {item: (unit_id, name, is_own) for item, unit_id, name, is_own in session.execute(named).all()}
    counted = _progress(session, round_id)
    manages = may_everywhere(actor, VERIFY)
    found = []
    for node in loaded.leaves:
        unit_id, name, is_own = owners.get(node.key, (None, None, manages))
        source = node.item.source
        low, high = ends_of(node.item)
        found.append(RoundItem(
            item=node.key, title=title_of(loaded, node.key), parent=loaded.places[node.key].parent,
            owner=node.item.owner, unit_id=unit_id, unit_name=name, is_own=bool(is_own),
            source=source.name if source else None,
            scale=node.item.scale, choices=choices_of(node.item), minimum=low, maximum=high,
            evidence=node.item.evidence,
            answered_count=counted.get((node.key, Step.answer), 0),
            verified_count=counted.get((node.key, Step.verification), 0),
        ))  # fmt: skip
    return found


def title_of(loaded: Loaded, key: str) -> str:
    """After that of its component, where the aspect alone does not say what it is of."""
    title, parent = loaded.by_key[key].item.title, loaded.places[key].parent
    return f"{loaded.by_key[parent].item.title}: {title}" if parent and loaded.places[parent].depth else title


def _progress(session: Session, round_id: str) -> dict[tuple[str, str], int]:
    columns: tuple[Any, ...] = (AssessmentValue.item, AssessmentValue.step, func.count())
    counted = select(*columns).join(Assessment, col(Assessment.id) == AssessmentValue.assessment_id)
    counted = counted.where(Assessment.round_id == round_id).group_by(AssessmentValue.item, AssessmentValue.step)
    return {(item, step): number for item, step, number in session.execute(counted).all()}


def require_owner(session: Session, actor: Actor, round_id: str, item: str) -> None:
    """``Forbidden`` to who does not verify this indicator; what nobody owns is the organiser's."""
    if not may_somewhere(actor, VERIFY):
        raise Unauthenticated if actor.kind == "anonymous" else Forbidden
    if item not in owned(session, actor, round_id) and not may_everywhere(actor, VERIFY):
        raise Forbidden


def owned(session: Session, actor: Actor, round_id: str) -> set[str]:
    """The indicators of the round that were given to a unit of the actor's."""
    found = select(IndicatorOwner.item).where(
        IndicatorOwner.round_id == round_id, reached(actor, VERIFY, col(IndicatorOwner.unit_id))
    )
    return set(session.exec(found).all())


def own_units(session: Session, actor: Actor, round_id: str) -> set[str]:
    """The assessed units that the actor works for, or that are below such a one: nobody verifies itself.

    None for the organiser, to whom they are left.
    """
    if may_everywhere(actor, VERIFY):
        return set()
    found = select(Assessment.unit_id).where(
        Assessment.round_id == round_id, *within_reach(actor, VERIFY, col(Assessment.unit_id))
    )
    return set(session.exec(found).all())


def _units_of_owner(session: Session, round_id: str, item: str) -> set[str]:
    owners = select(IndicatorOwner.unit_id).where(IndicatorOwner.round_id == round_id, IndicatorOwner.item == item)
    found = select(Assessment.unit_id).where(
        Assessment.round_id == round_id, col(Assessment.unit_id).in_(below(owners))
    )
    return set(session.exec(found).all())


def values_of_item(session: Session, actor: Actor, round_id: str, item: str) -> list[VerificationRow]:
    """All units of the round with their value of one indicator, by name; for who verifies it."""
    require_owner(session, actor, round_id, item)
    row = visible(session, actor, round_id)
    loaded = instruments.loaded(session.get_one(Instrument, row.instrument_id))
    node = instruments.indicator(loaded, item)
    return _rows_of_item(session, round_id, item, sorted(node.kinds), own_units(session, actor, round_id))


def _rows_of_item(
    session: Session, round_id: str, item: str, kinds: list[str], own: Collection[str]
) -> list[VerificationRow]:  # fmt: skip
    columns: tuple[Any, ...] = (Assessment.id, Assessment.unit_id, Unit.code, Unit.name, Assessment.status,
                                Assessment.changed_at)  # fmt: skip
    found = select(*columns).join(Unit, col(Unit.id) == Assessment.unit_id)
    found = found.where(Assessment.round_id == round_id, col(Unit.kind).in_(kinds)).order_by(Unit.name, Assessment.id)
    of_round = and_(col(Assessment.round_id) == round_id)
    held = select(AssessmentValue).join(Assessment, col(Assessment.id) == AssessmentValue.assessment_id)
    values = {(one.assessment_id, one.step): value_read(one) for one in
              session.exec(held.where(of_round, AssessmentValue.item == item)).all()}  # fmt: skip
    papers = select(*DOCUMENT).join(Assessment, col(Assessment.id) == AssessmentDocument.assessment_id)
    documents: dict[str, list[AssessmentDocumentRead]] = {}
    theirs = _units_of_owner(session, round_id, item)
    rows = session.execute(papers.where(of_round, AssessmentDocument.item == item).order_by(AssessmentDocument.id))
    for one in read_all(AssessmentDocumentRead, rows.all()):
        documents.setdefault(one.assessment_id, []).append(one)
    return [
        VerificationRow(assessment_id=id_, unit_id=unit_id, unit_code=code, unit_name=name, status=status,
                        changed_at=changed_at, answer=values.get((id_, Step.answer)),
                        verification=values.get((id_, Step.verification)), documents=documents.get(id_, []),
                        is_of_owner=unit_id in theirs, may_verify=unit_id not in own,
                        is_answer_newer=is_newer(values.get((id_, Step.answer)), values.get((id_, Step.verification))))
        for id_, unit_id, code, name, status, changed_at in session.execute(found).all()
    ]  # fmt: skip


DOCUMENT: list[Any] = [col(getattr(AssessmentDocument, name)) for name in AssessmentDocumentRead.model_fields]


def is_newer(answer: ValueRead | None, verification: ValueRead | None) -> bool:
    """Whether the unit changed its value after the owner had verified it."""
    return answer is not None and verification is not None and answer.changed_at > verification.changed_at


def value_read(row: AssessmentValue) -> ValueRead:
    """A value as it is read."""
    return ValueRead(
        step=Step(row.step), value=row.value, target=row.target, is_absent=row.is_absent, note=row.note,
        recommendation=row.recommendation, changed_at=row.updated_at, version=row.version,
    )  # fmt: skip
