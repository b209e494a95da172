"""What a flag of a juror says in numbers; docs/judging.md tells what ``value`` and ``usual`` of each code are."""

from app.http.locale import N_, _, show_number
from app.models.judging import JurorFlag

SEEN = {
    "severe": N_("rata-rata %(value)s poin di bawah juri lain untuk usulan yang sama mutunya, pada %(sheets)s lembar"),
    "lenient": N_("rata-rata %(value)s poin di atas juri lain untuk usulan yang sama mutunya, pada %(sheets)s lembar"),
    "narrow": N_("jarak antarnilainya %(value)s kali juri lain, pada %(sheets)s lembar"),
    "wide": N_("jarak antarnilainya %(value)s kali juri lain, pada %(sheets)s lembar"),
    "noisy": N_("nilainya naik turun %(value)s poin pada %(sheets)s lembar; lazimnya %(usual)s"),
    "outliers": N_("%(value)s dari %(sheets)s lembar jauh dari nilai juri lain; lazimnya %(usual)s"),
    "contrary": N_("korelasinya dengan juri lain %(value)s pada %(sheets)s lembar; lazimnya %(usual)s"),
    "same_scores": N_("%(value)s dari %(sheets)s lembar nilainya sama; lazimnya %(usual)s"),
    "favours": N_("usulan daerahnya terangkat %(value)s poin, pada %(sheets)s lembar"),
    "copied": N_("lembarnya sama dengan %(other)s: %(value)s dari %(sheets)s lembar; lazimnya %(usual)s"),
    "alike": N_("menyimpang searah dengan %(other)s: korelasi %(value)s pada %(sheets)s lembar; lazimnya %(usual)s"),
}
"""The sentence of each code."""
_POINTS, _SHARES = {"severe", "lenient", "noisy", "favours"}, {"outliers", "same_scores", "copied"}
LEAST = 0.0001
"""A chance (0–1) that is smaller is said to be so."""


def told(flag: JurorFlag, other: str) -> str:
    """The numbers behind a flag in one sentence; *other* is the name of the other juror, where it is about two."""
    words = {"other": other, "value": _shown(flag.code, flag.value), "usual": _shown(flag.code, flag.usual),
             "sheets": show_number(flag.sheets)}  # fmt: skip
    return f"{_(SEEN[flag.code]) % words} ({_chance(flag.chance)})"


def _shown(code: str, value: float) -> str:
    """Of severity how much without its sign: the words say which way; shares as per cent."""
    if code in _SHARES:
        return show_number(100 * value, 0) + "%"
    if code in _POINTS:
        return show_number(abs(value) if code != "favours" else value, 1)
    return show_number(value, 2)


def _chance(chance: float) -> str:
    if chance < LEAST:
        return _("peluang kebetulan di bawah %(least)s%%") % {"least": show_number(100 * LEAST, 2)}
    return _("peluang kebetulan %(share)s%%") % {"share": show_number(100 * chance, 2)}
