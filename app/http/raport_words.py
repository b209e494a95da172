"""How the figures of an assessment are said: on pages and on paper alike."""

from decimal import Decimal, InvalidOperation

from app.http.locale import _, show_datetime, show_number
from app.models.assessment import AssessmentRead, AssessmentSummary, ItemRead, Step, ThresholdRead, ValueRead

PLACES = 2


def points(value: float) -> str:
    """Points: two decimals, more where the figure has more (a threshold missed by 0.004 is not missed by 0.00)."""
    return show_number(value, PLACES) if round(value, PLACES) == value else _exact(value)


def _exact(value: float) -> str:
    text = f"{value:.6f}".rstrip("0")
    return show_number(value, len(text.partition(".")[2]))


def number_typed(text: str) -> str:
    """A kept number as it is typed in: a decimal comma, and never with three decimals, which could be thousands."""
    try:
        Decimal(text)
    except InvalidOperation:
        return text
    whole, mark, decimals = text.partition(".")
    return f"{whole},{decimals}{'0' * (len(decimals) == 3)}" if mark else whole


def value_shown(value: ValueRead | None) -> str:
    """A value of one step, in a few signs."""
    if value is None:
        return "–"
    if value.is_absent:
        return _("tidak berlaku")
    shown = number_typed(value.value or "–")
    return f"{shown} / {number_typed(value.target)}" if value.target else shown


def raw_shown(item: ItemRead) -> str:
    """The value that counts."""
    if item.state == "absent":
        return _("tidak berlaku")
    return " / ".join(number_typed(part) for part in item.raw.split(" / ")) if item.raw else "–"


def state_shown(one: AssessmentSummary) -> str:
    """Whether the figures are final, and when they last changed."""
    said = _("Nilai final per %(when)s.") if one.is_final else _("Nilai sementara per %(when)s; masih dapat berubah.")
    return said % {"when": show_datetime(one.changed_at)}


def threshold_shown(one: ThresholdRead) -> str:
    """Passed or not, and exactly what is missing."""
    unit = "%" if one.is_percent else ""
    figures = {"minimum": points(one.minimum) + unit, "short": points(one.short) + unit}
    if one.is_passed is None:
        return _("tidak berlaku")
    if one.is_passed:
        return _("terpenuhi")
    if not one.short:
        return _("tepat %(minimum)s, padahal harus lebih") % figures
    return _("kurang %(short)s dari %(minimum)s") % figures


def remark(item: ItemRead, name: str) -> str:
    """The note (``note``) or recommendation of the latest step that has one, the unit's own left out."""
    said = [str(getattr(value, name)) for value in item.values if value.step is not Step.answer]
    return next((text for text in reversed(said) if text), "")


def result_shown(one: AssessmentRead | AssessmentSummary) -> str:
    """Letter and predicate: B · Cettar."""
    return " · ".join(filter(None, (one.letter, one.predicate))) or "–"
