"""What an instrument's file says, in words: scales, conversions, minimums and gates."""

from collections.abc import Mapping
from decimal import Decimal

from app.http.locale import N_, _
from app.http.raport_words import number_read
from app.instruments.differences import Difference
from app.instruments.loading import Instrument
from app.instruments.schema import Conversion, Definition, Gate, Item, Threshold
from app.models.instrument import InstrumentChange

SCALE = {
    "yes_no": N_("ya/tidak"), "abc": N_("huruf A–C"), "abcd": N_("huruf A–D"), "abcde": N_("huruf A–E"),
    "percentage": N_("capaian terhadap target"), "number": N_("angka"), "choice": N_("pilihan"),
    "converted": N_("0–100, sudah dikonversi"),
}  # fmt: skip
PART = {
    "file": N_("Berkas"), "item": N_("Indikator"), "predicate": N_("Predikat"), "fact": N_("Fakta"),
    "level": N_("Tingkat"), "threshold": N_("Ambang"), "gate": N_("Prasyarat"),
}  # fmt: skip


def scale_shown(item: Item) -> str:
    """How an indicator is answered and becomes points; a dash for a component."""
    if item.items:
        return "–"
    words = [_(SCALE[item.scale]) if item.scale else _("belum diketahui")]
    if item.minimum is not None and item.maximum is not None:
        words.append(f"{_number(item.minimum)}–{_number(item.maximum)}")
    said = " ".join(words)
    return f"{said}; {_conversion(item.convert)}" if item.convert else said


def _conversion(one: Conversion) -> str:
    if one.bands:
        return ", ".join(f"{band.when} → {_number(band.share)}" for band in one.bands)
    if one.rows:
        return ", ".join(f"{number_read(str(row.value))} → {_number(row.share)}" for row in one.rows)
    if one.kind == "part":
        return _("nilai dibagi %(of)s") % {"of": _number(one.of)}
    if one.kind == "target":
        return _("nilai terhadap target %(target)s") % {"target": _number(one.target)}
    return _("0 pada %(start)s, penuh pada %(end)s") % {"start": _number(one.start), "end": _number(one.end)}


def minimum_shown(one: Threshold, of: Instrument) -> tuple[str, str]:
    """What a threshold is about, and the least that it asks."""
    key = one.of or one.each or ""
    title = _("Total") if key == "total" else of.by_key[key].item.title if key in of.by_key else key
    about = _("Setiap bagian %(title)s") % {"title": title} if one.each else title
    return about, one.at or _("%(range)s persen dari bobotnya") % {"range": one.percent}


def gate_shown(one: Gate, of: Definition) -> tuple[str, str]:
    """The fact that a gate asks for, and what it must be."""
    title = next((fact.title for fact in of.facts if fact.key == one.fact), one.fact)
    return title, one.at or " / ".join(one.words or ())


def change_shown(one: InstrumentChange | Difference, titles: Mapping[str, str]) -> str:
    """The part of a file that changed: ``Indikator Monev``."""
    return f"{_(PART[one.part])} {titles.get(one.key, one.key)}".rstrip()


def _number(value: Decimal | None) -> str:
    return "–" if value is None else number_read(format(value, "f"))
