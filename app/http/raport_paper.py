"""The raport as a paper: the figures of an assessment laid out for the template of app/papers."""

from collections.abc import Iterator, Sequence
from typing import Any

from app import papers
from app.clock import now
from app.http import labels, qr
from app.http.instrument_titles import report_title, report_word
from app.http.locale import _, current_language, show_date, show_number
from app.http.raport_words import (
    enough_shown,
    exact,
    full_title,
    notice_shown,
    number_read,
    points,
    raw_shown,
    remark,
    result_shown,
    serves_shown,
    source_shown,
    state_shown,
    threshold_shown,
    to_shown,
    unverified_mark,
    unverified_shown,
    wanted_shown,
)
from app.models.assessment import AssessmentRead, ItemRead
from app.models.assessment_levels import LevelRead
from app.models.follow_up import FollowUpRead
from app.settings import settings

Part = dict[str, Any]


def file_name(one: AssessmentRead) -> str:
    """What the file is called: letters, digits and dashes alone."""
    about = f"{one.instrument}-{one.year}-{one.unit_name}".lower()
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in about)
    return f"{report_word(one.instrument)}-{plain[:80]}.pdf"


def draw(one: AssessmentRead, matrix: Sequence[FollowUpRead], base_url: str) -> bytes:
    """The PDF, in the language of the request; *base_url* is where the site is asked for, if it says nowhere else."""
    return papers.draw("assessment", layout(one, matrix, base_url), now())


def layout(one: AssessmentRead, matrix: Sequence[FollowUpRead], base_url: str) -> dict[str, Any]:
    """What the template is given: texts and figures in the order of the paper."""
    kind = f"{report_title(one.instrument)} · {one.round_title}"
    marks = [_("SEMENTARA") if not one.is_final else "", _("Data contoh, bukan hasil sebenarnya") if one.is_sample
             else ""]  # fmt: skip
    return {
        "language": current_language.get(), "title": one.unit_name, "kind": kind, "author": one.round_title,
        "document": f"{report_title(one.instrument)}: {one.unit_name}, {one.year}",
        "description": f"{kind} · {one.unit_name}", "subtitle": one.regulation,
        "mark": " · ".join(filter(None, marks)) or None,
        "state": " ".join(filter(None, (state_shown(one), unverified_shown(one.items)))),
        "facts": _facts(one),
        "parts": list(_parts(one, matrix)), "notice": notice_shown(one.notice), "check": _check(one, base_url),
        "foot": _("Dicetak %(made)s.") % {"made": show_date(now())}, "page": _("Halaman"),
    }  # fmt: skip


def _facts(one: AssessmentRead) -> list[tuple[str, str]]:
    facts = [(_("Total"), f"{points(one.score or 0)} / {points(one.maximum)}")]
    if one.letters:
        facts.append((_("Predikat"), result_shown(one)))
    return [*facts, (_("Dijawab"), f"{one.answered_count} / {one.asked_count}")]


def _parts(one: AssessmentRead, matrix: Sequence[FollowUpRead]) -> Iterator[Part]:
    yield {"title": _("Nilai per indikator"), "table": _items(one.items), "notes": []}
    for level in one.levels:
        yield {"title": f"{level.title}: {labels.label(labels.LEVEL_VERDICT, level.verdict)}",
               "table": _thresholds(level), "notes": []}  # fmt: skip
        if level.raises:
            yield {"title": _("Yang perlu dinaikkan untuk %(level)s") % {"level": level.title},
                   "table": _raises(one, level),
                   "notes": [{"about": "", "text": f"{enough_shown(level)}."}]}  # fmt: skip
    if notes := list(_notes(one.items)):
        yield {"title": _("Catatan dan rekomendasi"), "table": None, "notes": notes}
    if matrix:
        yield {"title": _("Tindak lanjut"), "table": _matrix(matrix), "notes": []}
    if one.open:
        said = [{"about": "", "text": text} for text in one.open]
        yield {"title": _("Yang belum pasti pada instrumen"), "table": None, "notes": said}


def _items(items: Sequence[ItemRead]) -> Part:
    rows = [
        [("" if not item.depth else "   " * item.depth) + item.title, points(item.weight),
         "" if item.is_component else raw_shown(item), _converted(item), points(item.points),
         item.owner or ("" if item.is_component else "–"), _source(item)]
        for item in items
    ]  # fmt: skip
    head = [_("Aspek dan indikator"), _("Bobot"), _("Awal"), _("Konversi"), _("Akhir"), _("Pengampu"),
            _("Sumber nilai")]  # fmt: skip
    return {"head": head, "rows": rows, "widths": [4, "auto", "auto", "auto", "auto", 2, 2],
            "right": [False, True, True, True, True, False, False],
            "bold": [n for n, item in enumerate(items) if item.is_component]}  # fmt: skip


def _source(item: ItemRead) -> str:
    """Whose value counts, and whether anybody has looked at it; empty for what has parts."""
    if item.is_component:
        return ""
    if item.counts is None:
        return _("tidak berlaku") if item.state == "absent" else _("belum ada")
    said = source_shown(item) if item.counts == "source" else labels.label(labels.ASSESSMENT_STEP, item.counts)
    return ", ".join(filter(None, (said, unverified_mark(item))))


def _converted(item: ItemRead) -> str:
    if item.is_component:
        return ""
    return "–" if item.converted is None else show_number(item.converted, 2)


def _thresholds(level: LevelRead) -> Part:
    rows = [[one.title if one.of != "total" else _("Total"), exact(one.value) + ("%" if one.is_percent else ""),
             (">" if one.is_more else "≥") + " " + exact(one.minimum) + ("%" if one.is_percent else ""),
             threshold_shown(one)] for one in level.thresholds]  # fmt: skip
    rows += [[one.title, number_read(one.value) if one.value else _("belum diketahui"), wanted_shown(one.wanted),
              labels.label(labels.GATE_VERDICT, str(one.is_passed))] for one in level.gates]  # fmt: skip
    return {"head": [_("Ambang atau prasyarat"), _("Nilai"), _("Syarat"), _("Hasil")], "rows": rows,
            "widths": [3, "auto", "auto", 2], "right": [False, True, True, False]}  # fmt: skip


def _raises(one: AssessmentRead, level: LevelRead) -> Part:
    rows = [[full_title(one.items, each.item), to_shown(each) or "–", f"+{exact(each.needed)}", f"+{exact(each.most)}",
             serves_shown(level, each)] for each in level.raises]  # fmt: skip
    head = [_("Indikator"), _("Nilai awal"), _("Naik paling sedikit (poin)"), _("Masih dapat naik (poin)"),
            _("Untuk ambang")]  # fmt: skip
    return {"head": head, "rows": rows, "widths": [3, "auto", 1.5, 1.5, 3], "right": [False, True, True, True, False]}


def _notes(items: Sequence[ItemRead]) -> Iterator[dict[str, str]]:
    for item in items:
        for name, what in (("note", _("Catatan")), ("recommendation", _("Rekomendasi"))):
            if text := remark(item, name):
                yield {"about": f"{full_title(items, item.item)} · {what}", "text": text}


def _matrix(matrix: Sequence[FollowUpRead]) -> Part:
    rows = [[one.recommendation, one.plan or "–", one.owner or "–", show_date(one.due_on) if one.due_on else "–",
             labels.label(labels.FOLLOW_UP_STATUS, one.status)] for one in matrix]  # fmt: skip
    return {"head": [_("Rekomendasi"), _("Rencana"), _("Pelaksana"), _("Tenggat"), _("Status")], "rows": rows,
            "widths": [3, 3, 2, "auto", "auto"], "right": [False] * 5}  # fmt: skip


def _check(one: AssessmentRead, base_url: str) -> dict[str, str]:
    """Where the raport stands on the site, as it is now."""
    url = f"{settings().public_url or base_url.rstrip('/')}/assessments/{one.id}"
    return {
        "picture": qr.drawing(url), "url": url, "title": _("Lihat yang terbaru"),
        "alternative": _("Kode QR ke halaman raport ini"),
        "text": _("Halaman ini selalu memuat nilai terakhir dan statusnya."),
    }  # fmt: skip
