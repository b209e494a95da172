"""How the figures of an assessment are said: on pages and on paper alike."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from app.http.locale import _, ngettext, show_datetime, show_number
from app.http.source_words import source_title
from app.models.assessment import (
    AssessmentRead,
    AssessmentSummary,
    ItemRead,
    LevelRead,
    RaiseRead,
    Step,
    ThresholdRead,
    ValueRead,
)
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
    return _("tidak berlaku") if value.is_absent else read_shown(value.value, value.target)


def read_shown(value: str | None, target: str | None) -> str:
    """What is kept of a value: 80,5 or, where it has a target, 80 / 100; a dash for none."""
    shown = number_read(value or "–")
    return f"{shown} / {number_read(target)}" if target else shown


def raw_shown(item: ItemRead) -> str:
    """The value that counts."""
    if item.state == "absent":
        return _("tidak berlaku")
    return " / ".join(number_read(part) for part in item.raw.split(" / ")) if item.raw else "–"


def state_shown(one: AssessmentSummary) -> str:
    """Whether the figures are final, and when they last changed."""
    said = _("Nilai final per %(when)s.") if one.is_final else _("Nilai sementara per %(when)s; masih dapat berubah.")
    return said % {"when": show_datetime(one.changed_at)}


def is_unverified(item: ItemRead) -> bool:
    """Whether the value that counts is the unit's own, which nobody verified."""
    return not item.is_component and item.counts == Step.answer


def unverified_shown(items: Sequence[ItemRead]) -> str:
    """How many count as the unit itself says; empty where none does."""
    count = sum(map(is_unverified, items))
    said = ngettext(
        "%(count)s indikator dihitung dari kata unit sendiri, belum diverifikasi.",
        "%(count)s indikator dihitung dari kata unit sendiri, belum diverifikasi.", count,
    )  # fmt: skip
    return said % {"count": show_number(count)} if count else ""


def source_shown(item: ItemRead) -> str:
    """Where a value comes from that nobody typed in: SKM 2024; empty for what has no source."""
    return f"{source_title(item.source)} {item.source_year or ''}".strip() if item.source else ""


def notice_shown(notice: str) -> str:
    """The notice of an instrument as a sentence of its own."""
    return f"{notice[:1].upper()}{notice[1:]}."


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


def serves_shown(level: LevelRead, one: RaiseRead) -> str:
    """The missed minima that raising an indicator helps with: Pengungkit, Total."""
    titles = {each.of: each.title if each.of != "total" else _("Total") for each in level.thresholds}
    return ", ".join(titles[of] for of in one.serves)


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
