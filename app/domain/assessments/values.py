"""Writing values: the unit's own, the owner's, the panel's; and facts that gates ask for."""

from sqlmodel import Session, select

from app.domain.assessments.access import Opened, changed, of_owner, of_panel, own
from app.domain.assessments.instruments import CODE
from app.errors import Conflict, FieldError, Invalid, NotFound, Stale, invalid
from app.instruments.schema import Fact
from app.instruments.shares import Unfit
from app.models import Assessment, AssessmentFact, AssessmentValue
from app.models.assessment import AssessmentStatus, FactPut, Step, ValuePut, VerificationPut
from app.rules.assessing import taken, taken_fact
from app.rules.permissions import Actor

NONE_YET = 0
"""The version of a value that nobody has given yet."""
Kept = tuple[str | None, str | None, bool]
"""Value, target, and whether the indicator is said not to apply."""


def answer(
    session: Session, actor: Actor, assessment_id: str, item: str, body: ValuePut, expected: int | None
) -> Assessment:
    """What the unit says of itself."""
    opened = own(session, actor, assessment_id)
    opened.require_indicator(item)
    return _put(session, opened, Step.answer, item, body, expected)


def verify(
    session: Session, actor: Actor, assessment_id: str, item: str, body: VerificationPut, expected: int | None
) -> Assessment:
    """What the owner of the indicator found, or that it is as the unit says."""
    opened = of_owner(session, actor, assessment_id, item)
    opened.require_indicator(item)
    opened.require(Step.verification)
    _require_seen(session, opened, item, body)
    return _put(session, opened, Step.verification, item, body, expected)


def _require_seen(session: Session, opened: Opened, item: str, body: VerificationPut) -> None:
    """412 ``answer-changed`` where the unit's value changed after the owner read it.

    Only what was sent in is confirmed (409 ``assessment-unsent``): until then the unit still writes.
    """
    if body.is_confirmed and body.seen_until is None:
        raise invalid("seen_until", "seen_until_missing")
    if body.is_confirmed and opened.row.status == AssessmentStatus.assessing:
        raise Conflict("assessment-unsent")
    mine = held(session, opened.row.id, item, Step.answer)
    if mine is not None and body.seen_until is not None and mine.updated_at > body.seen_until:
        raise Stale("answer-changed")


def decide(
    session: Session, actor: Actor, assessment_id: str, item: str, body: ValuePut, expected: int | None
) -> Assessment:
    """What the panel decides, with its reason."""
    opened = of_panel(session, actor, assessment_id)
    opened.require_indicator(item)
    if (body.value is not None or body.is_absent) and not body.note.strip():
        raise invalid("note", "reason_required")
    return _put(session, opened, Step.panel, item, body, expected)


def _put(session: Session, opened: Opened, step: Step, item: str, body: ValuePut, expected: int | None) -> Assessment:
    opened.require(step)
    row = held(session, opened.row.id, item, step)
    if expected is not None and expected != (row.version if row else NONE_YET):
        raise Stale(current=row.version if row else NONE_YET)
    kept = _kept(session, opened, item, body)
    if kept is None:
        if row is not None:
            session.delete(row)
    else:
        write(session, opened.row.id, item, step, kept, row, body.note, getattr(body, "recommendation", ""))
    changed(session, opened)
    return opened.row


def held(session: Session, assessment_id: str, item: str, step: Step) -> AssessmentValue | None:
    """The value of a step, locked; None where there is none."""
    found = select(AssessmentValue).where(
        AssessmentValue.assessment_id == assessment_id, AssessmentValue.item == item, AssessmentValue.step == step
    )
    return session.exec(found.with_for_update()).first()


def write(
    session: Session, assessment_id: str, item: str, step: Step, kept: Kept, row: AssessmentValue | None, note: str,
    recommendation: str = "",
) -> None:  # fmt: skip
    """Writes a value that was found to fit."""
    row = row or AssessmentValue(assessment_id=assessment_id, item=item, step=step)
    row.value, row.target, row.is_absent = kept
    row.note, row.recommendation = note, recommendation
    session.add(row)


def _kept(session: Session, opened: Opened, item: str, body: ValuePut) -> Kept | None:
    """What is to be kept of the body; None to take the value away. 422 beside ``value``, ``target`` or ``note``."""
    if isinstance(body, VerificationPut) and body.is_confirmed:
        mine = held(session, opened.row.id, item, Step.answer)
        if mine is None:
            raise invalid("is_confirmed", "nothing_to_confirm")
        return mine.value, mine.target, mine.is_absent
    if body.is_absent:
        if len(body.note.strip()) < 3:
            raise invalid("note", "reason_required")
        return None, None, True
    value = body.value.strip() if isinstance(body.value, str) else body.value
    target = body.target.strip() or None if isinstance(body.target, str) else body.target
    if value is None or value == "":
        return None
    try:
        return *taken(opened.loaded.by_key[item].item, value, target), False
    except Unfit as unfit:
        raise Invalid(errors=[FieldError("value", CODE + unfit.code, dict(unfit.params))]) from None


def put_fact(
    session: Session, actor: Actor, assessment_id: str, fact: str, body: FactPut, expected: int | None
) -> Assessment:
    """What is known of a gate (organiser); null takes it away."""
    opened = of_panel(session, actor, assessment_id)
    known = next((one for one in opened.loaded.definition.facts if one.key == fact), None)
    if known is None:
        raise NotFound
    opened.require_open()
    found = select(AssessmentFact).where(AssessmentFact.assessment_id == opened.row.id, AssessmentFact.fact == fact)
    row = session.exec(found.with_for_update()).first()
    if expected is not None and expected != (row.version if row else NONE_YET):
        raise Stale(current=row.version if row else NONE_YET)
    _write_fact(session, opened, known, row, body)
    changed(session, opened)
    return opened.row


def _write_fact(session: Session, opened: Opened, known: Fact, row: AssessmentFact | None, body: FactPut) -> None:
    if body.value is None or body.value == "":
        if row is not None:
            session.delete(row)
        return
    try:
        text = taken_fact(known, body.value)
    except Unfit as unfit:
        raise Invalid(errors=[FieldError("value", CODE + unfit.code, dict(unfit.params))]) from None
    row = row or AssessmentFact(assessment_id=opened.row.id, fact=known.key, value=text)
    row.value = text
    session.add(row)
