"""The explanation of a result as a paper: its words and figures laid out for the template of app/papers."""

from collections.abc import Iterator
from typing import Any

from app import papers
from app.clock import now
from app.http import explaining, qr
from app.http.explaining import points, steps_of
from app.http.locale import _, current_language, show_date, show_datetime, show_number
from app.models.explanation import ExplanationRead, Quartiles
from app.settings import settings

Part = dict[str, Any]
MOST_BESIDE = 8
"""Jurors whose marks fit beside each other on a page."""


def file_name(one: ExplanationRead) -> str:
    """What the file is called: letters, digits and dashes alone."""
    about = one.number or one.proposal_id
    plain = "".join(sign if sign.isascii() and sign.isalnum() else "-" for sign in about)
    return f"{_('penjelasan')}-{plain}-{one.stage.replace('_', '-')}.pdf"


def draw(one: ExplanationRead, base_url: str) -> bytes:
    """The PDF, in the language of the request; *base_url* is where the site is asked for, if it says nowhere else."""
    return papers.draw("explanation", layout(one, base_url), now())


def layout(one: ExplanationRead, base_url: str) -> dict[str, Any]:
    """What the template is given: texts and figures in the order of the paper."""
    kind = _("Penjelasan hasil · %(stage)s · %(edition)s") % {"stage": one.stage_name, "edition": one.edition_name}
    return {
        "language": current_language.get(), "title": one.title, "kind": kind, "author": one.edition_name,
        "description": f"{kind} · {one.number or one.title}",
        "subtitle": " · ".join(filter(None, (one.unit, one.number))),
        "mark": _("Data contoh, bukan hasil sebenarnya") if one.is_sample else None,
        "facts": _facts(one), "parts": list(_parts(one)), "check": _check(one, base_url),
        "foot": _("Hasil diumumkan %(published)s. Dicetak %(made)s.") % {
            "published": show_datetime(one.published_at), "made": show_date(now())
        },
        "page": _("Halaman"),
    }  # fmt: skip


def _facts(one: ExplanationRead) -> list[tuple[str, str]]:
    rank = _("%(rank)s dari %(of)s") % {"rank": show_number(one.rank), "of": show_number(one.of)}
    facts = [(_("Peringkat"), rank), (_("Nilai resmi"), points(one.score))]
    if one.is_combined:
        facts.append((_("Nilai tahap ini"), points(one.stage_score)))
    if one.calibrated is not None:
        facts.append((_("Rata-rata juri"), points(one.raw_mean)))
    if one.gap is not None:
        facts.append((_("Dari batas lolos"), signed(one.gap)))
    return [*facts, (_("Keputusan"), _("Lolos") if one.advanced else _("Tidak lolos"))]


def _parts(one: ExplanationRead) -> Iterator[Part]:
    tables = {"field": _criteria(one) if one.criteria else None, "calibration": _steps(one)}
    for told in one.told:
        yield _part(told.title, told.text, tables.get(told.part))
    if one.readings:
        yield _part(_("Nilai tiap juri"), _("Urutan juri diundi; nomornya tidak menunjukkan siapa."), _readings(one))
    if quotes := list(_quotes(one)):
        yield _part(_("Catatan juri"), _("Catatan yang dibuka penyelenggara. […] menandai bagian yang dihilangkan."),
                    quotes=quotes)  # fmt: skip


def _part(title: str, text: str | None, table: Part | None = None, quotes: list[Part] | None = None) -> Part:
    note = table.pop("note") if table else None
    return {"title": title, "text": text, "table": table, "note": note, "quotes": quotes or []}


def _criteria(one: ExplanationRead) -> Part:
    """The marks by criterion; beside the field's where it may be told."""
    has_field = any(criterion.field for criterion in one.criteria)
    head = [_("Kriteria"), _("Bobot"), _("Nilai")]
    rows: list[list[Any]] = []
    for criterion in one.criteria:
        row: list[Any] = [criterion.title, show_number(criterion.weight), points(criterion.mean)]
        if has_field:
            row += [_beside(criterion.mean, criterion.field), *_quarters(criterion.field), _gain(criterion.gain)]
        rows.append(row)
    if not has_field:
        return {"head": head, "rows": rows, "widths": [1, "auto", "auto"], "right": [False, True, True], "note": None}
    return {
        "head": [*head, "0–100", _("Nilai tengah"), _("Separuh di antara"), _("Dapat bertambah")], "rows": rows,
        "widths": [5, "auto", "auto", 3, "auto", "auto", "auto"],
        "right": [False, True, True, False, True, True, True],
        "note": _("Titik: nilai usulan ini. Balok: separuh usulan yang di tengah, garis tegak nilai tengahnya. "
                  "“Dapat bertambah”: poin nilai resmi bila kriteria itu setara seperempat teratas."),
    }  # fmt: skip


def _beside(mean: float, field: Quartiles | None) -> dict[str, Any]:
    ends = {"low": field.low, "high": field.high, "middle": field.middle} if field else {}
    is_below = field is not None and mean < field.middle
    return {"low": None, "high": None, "middle": None, "at": mean, "colour": "accent" if is_below else "primary"} | ends


def _quarters(field: Quartiles | None) -> tuple[str, str]:
    """The middle of the field, and between which values its middle half lies."""
    return (points(field.middle), f"{points(field.low)}–{points(field.high)}") if field else ("–", "–")


def _gain(gain: float | None) -> str:
    return "–" if gain is None else "+" + points(gain) if gain >= explaining.LEAST else show_number(0)


def signed(value: float) -> str:
    """Points with their sign; a true minus."""
    return ("+" if value > 0 else "−" if value < 0 else "") + points(abs(value))


def _steps(one: ExplanationRead) -> Part | None:
    if one.steps is None:
        return None
    rows = [[step.title, points(step.end) if step.name == "mean" else signed(step.points), points(step.end)]
            for step in steps_of(one.steps) if step.points or step.name == "mean"]  # fmt: skip
    return {"head": [_("Langkah"), _("Poin"), _("Menjadi")], "rows": rows, "widths": [1, "auto", "auto"],
            "right": [False, True, True], "note": None}  # fmt: skip


def _readings(one: ExplanationRead) -> Part:
    """The marks of each juror side by side; of more than fit beside each other the totals below each other."""
    if len(one.readings) > MOST_BESIDE:
        return _totals(one)
    titles = [criterion.title for criterion in one.criteria]
    keys = [criterion.criterion for criterion in one.criteria]
    names = [_("Juri %(number)s") % {"number": reading.juror} for reading in one.readings]
    rows: list[list[Any]] = [
        [title, *(show_number(reading.scores.get(key)) for reading in one.readings)]
        for title, key in zip(titles, keys, strict=True)
    ]
    rows.append([_("Nilai total"), *(points(reading.total) for reading in one.readings)])
    if one.steps is not None:
        rows.append([_("Setelah disetarakan"), *(points(reading.adjusted or 0) for reading in one.readings)])
        rows.append([_("Bagian dari nilai"), *(f"{show_number(100 * (reading.share or 0), 0)}%"
                                               for reading in one.readings)])  # fmt: skip
    return {"head": [_("Kriteria"), *names], "rows": rows, "widths": [1, *["auto"] * len(names)],
            "right": [False, *[True] * len(names)], "note": None}  # fmt: skip


def _totals(one: ExplanationRead) -> Part:
    rows = [[_("Juri %(number)s") % {"number": reading.juror}, points(reading.total)] for reading in one.readings]
    return {"head": [_("Juri"), _("Nilai total")], "rows": rows, "widths": [1, "auto"], "right": [False, True],
            "note": None}  # fmt: skip


def _quotes(one: ExplanationRead) -> Iterator[Part]:
    for reading in one.readings:
        said = [{"about": note.title, "text": note.text} for note in reading.notes]
        if reading.recommendation:
            said.append({"about": _("Rekomendasi"), "text": reading.recommendation})
        if said:
            yield {"title": _("Juri %(number)s") % {"number": reading.juror}, "said": said}


def _check(one: ExplanationRead, base_url: str) -> dict[str, str]:
    """Where everybody can check that the result is the one that was signed."""
    site = settings().public_url or base_url.rstrip("/")
    url = f"{site}/editions/{one.edition_id}/stages/{one.stage}/signature"
    return {
        "picture": qr.drawing(url), "url": url, "title": _("Periksa keasliannya"),
        "alternative": _("Kode QR ke halaman tanda tangan hasil"),
        "text": _("Hasil tahap ini ditandatangani bersama semua lembar nilainya. Siapa pun dapat memeriksanya."),
    }  # fmt: skip
