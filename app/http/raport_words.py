"""How the figures of an assessment are said: on pages and on paper alike."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from app.http.locale import _, ngettext, show_datetime, show_number
from app.http.source_words import source_title
from app.models.assessment import (
    AssessmentRead,
    AssessmentStatus,
    AssessmentSummary,
    ItemRead,
    Step,
    ValueRead,
)
from app.models.assessment_levels import GateRead, LevelRead, RaiseRead, ThresholdRead
from app.models.assessment_work import LiftStep
from app.rules import assessing
from app.rules.award_words import short_name

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


def number_typed(text: str, ends: tuple[float | None, float | None] = (None, None)) -> str:
    """A kept number as it is typed in: a decimal comma, and no three decimals where those could be thousands between
    these *ends*."""
    try:
        Decimal(text)
    except InvalidOperation:
        return text
    return assessing.number_typed(text, ends)


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


def reopened_shown(one: AssessmentSummary) -> str:
    """Who has an assessment that was opened again, and whether the unit has something to do."""
    if one.status == AssessmentStatus.assessing:
        return _("Dikembalikan kepada unit: perbaiki isian, lalu kirim lagi")
    return _("Dibuka kembali: sekarang pada panel, unit tidak perlu mengisi apa pun")


def levels_shown(passed: Sequence[str], missed: Sequence[str]) -> str:
    """Which distinctions a result reached, and the first that it did not: WBK · belum WBBM. Empty without any."""
    said = [short_name(title) for title in passed]
    if missed:
        said.append(_("belum %(level)s") % {"level": short_name(missed[0])})
    return " · ".join(said)


def is_unverified(item: ItemRead) -> bool:
    """Whether the value that counts is the unit's own, which nobody verified."""
    return not item.is_component and item.counts == Step.answer


def unverified_mark(item: ItemRead) -> str:
    """What stands beside an indicator whose unit's value nobody verified as it is now; empty where somebody did."""
    if item.is_answer_newer:
        return _("berubah sejak diverifikasi")
    return _("belum diverifikasi") if is_unverified(item) else ""


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


def to_shown(one: RaiseRead | LiftStep) -> str:
    """From which raw value to which, with as many decimals: 3,54 → 3,60; of a ratio 80 → 90 / 100. Empty where none
    can be named."""
    if one.raw_needed is None:
        return ""
    now, _target, _old = (one.raw or "").partition(" / ")
    then, mark, target = one.raw_needed.partition(" / ")
    return f"{_aligned(now, then) or '–'} → {_aligned(then, now)}{mark}{number_read(target)}"


def _aligned(text: str, other: str) -> str:
    """A number with the decimals of the *other* too, and two where either has any."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        return text
    places = max(len(one.partition(".")[2]) for one in (text, other))
    return show_number(float(value), max(places, PLACES) if places else 0)


def serves_shown(level: LevelRead, one: RaiseRead) -> str:
    """The missed minima that raising an indicator helps with: Pengungkit, Total."""
    titles = {each.of: each.title if each.of != "total" else _("Total") for each in level.thresholds}
    return ", ".join(titles[of] for of in one.serves)


def gates_left(level: LevelRead) -> list[GateRead]:
    """The gates that failed, or of which nothing is known: no indicator meets them."""
    return [gate for gate in level.gates if not gate.is_passed]


def enough_shown(level: LevelRead) -> str:
    """Whether raising what ``raises`` says reaches the level, and what still stands in the way."""
    count = {"num": show_number(len(level.raises))}
    if level.is_enough:
        said = ngettext("Cukup %(num)s indikator dinaikkan", "Cukup %(num)s indikator dinaikkan", len(level.raises))
        return said % count
    if not level.meets_minima:
        return _("Yang masih dapat dinaikkan, walau belum cukup")
    said = ngettext("%(num)s indikator memenuhi semua ambang; %(gates)s",
                    "%(num)s indikator memenuhi semua ambang; %(gates)s", len(level.raises))  # fmt: skip
    return said % (count | {"gates": gates_left_shown(level)})


def gates_left_shown(level: LevelRead) -> str:
    """Which gates no indicator meets: prasyarat Nilai SAKIP tetap belum terpenuhi. Empty without any."""
    failed = ", ".join(gate.title for gate in level.gates if gate.is_passed is False)
    unknown = ", ".join(gate.title for gate in level.gates if gate.is_passed is None)
    said = (_("prasyarat %(gates)s tetap belum terpenuhi") % {"gates": failed} if failed else "",
            _("prasyarat %(gates)s belum diketahui") % {"gates": unknown} if unknown else "")  # fmt: skip
    return ", ".join(filter(None, said))


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
