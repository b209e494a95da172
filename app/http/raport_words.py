"""How the figures of an assessment are said: on pages and on paper alike."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from app.http.locale import _, show_datetime, show_number
from app.models.assessment import AssessmentRead, AssessmentSummary, ItemRead, Step, ThresholdRead, ValueRead
from app.rules import assessing

PLACES = 2


def points(value: float) -> str:
    """Points with two decimals."""
    return show_number(value, PLACES)


def exact(value: float) -> str:
    """Points with as many decimals as they have, two at least: what is missed by 0.004 is not missed by 0.00."""
    if round(value, PLACES) == value:
        return points(value)
    text = f"{value:.6f}".rstrip("0")
    return show_number(value, len(text.partition(".")[2]))


def number_typed(text: str) -> str:
    """A kept number as it is typed in: a decimal comma, and never with three decimals, which could be thousands."""
    try:
        Decimal(text)
    except InvalidOperation:
        return text
    return assessing.number_typed(text)


def number_read(text: str) -> str:
    """A kept number as people read it, with all its decimals; a word as it is."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    return show_number(float(value), len(text.partition(".")[2]))


def value_shown(value: ValueRead | None) -> str:
    """A value of one step, in a few signs."""
    if value is None:
        return "–"
    if value.is_absent:
        return _("tidak berlaku")
    shown = number_read(value.value or "–")
    return f"{shown} / {number_read(value.target)}" if value.target else shown


def raw_shown(item: ItemRead) -> str:
    """The value that counts."""
    if item.state == "absent":
        return _("tidak berlaku")
    return " / ".join(number_read(part) for part in item.raw.split(" / ")) if item.raw else "–"


def state_shown(one: AssessmentSummary) -> str:
    """Whether the figures are final, and when they last changed."""
    said = _("Nilai final per %(when)s.") if one.is_final else _("Nilai sementara per %(when)s; masih dapat berubah.")
    return said % {"when": show_datetime(one.changed_at)}


def threshold_shown(one: ThresholdRead) -> str:
    """Passed or not, and exactly what is missing."""
    unit = "%" if one.is_percent else ""
    figures = {"minimum": exact(one.minimum) + unit, "short": exact(one.short) + unit}
    if one.is_passed is None:
        return _("tidak berlaku")
    if one.is_passed:
        return _("terpenuhi")
    if not one.short:
        return _("tepat %(minimum)s, padahal harus lebih") % figures
    return _("kurang %(short)s dari %(minimum)s") % figures


def wanted_shown(wanted: str) -> str:
    """What a gate asks for: ≥ 3, > 70, WTP."""
    return wanted.replace(">=", "≥ ").replace(">", "> ").replace("<=", "≤ ").replace("<", "< ").replace("  ", " ")


def full_title(items: Sequence[ItemRead], key: str) -> str:
    """The title of an indicator, after that of its component where the aspect alone does not say what it is of."""
    known = {item.item: item for item in items}
    item = known[key]
    above = known.get(item.parent or "")
    return f"{above.title}: {item.title}" if above and above.depth else item.title


def remark(item: ItemRead, name: str) -> str:
    """The note (``note``) or recommendation of the latest step that has one, the unit's own left out."""
    said = [str(getattr(value, name)) for value in item.values if value.step is not Step.answer]
    return next((text for text in reversed(said) if text), "")


def result_shown(one: AssessmentRead | AssessmentSummary) -> str:
    """Letter and predicate: B · Cettar."""
    return " · ".join(filter(None, (one.letter, one.predicate))) or "–"
