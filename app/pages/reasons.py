"""Reasons of administrative selection: picked from a list, with words of one's own, and the deadline in WIB."""

from datetime import datetime, timedelta
from typing import Any

from starlette.datastructures import FormData

from app.clock import WIB, now
from app.http.forms import text_of
from app.http.locale import N_, _

RETURN = {
    "papers": N_("Dokumen wajib belum lengkap atau tidak terbaca."),
    "date": N_("Tanggal penerapan pada usulan berbeda dengan surat pernyataan."),
    "filler": N_("Jawaban terlalu singkat atau tidak menjawab pertanyaan."),
    "evidence": N_("Angka atau pernyataan belum didukung bukti."),
    "origin": N_("Asal inovasi yang direplikasi belum disebut."),
    "signature": N_("Surat pernyataan belum ditandatangani pejabat yang berwenang."),
}
REJECTION = {
    "young": N_("Inovasi belum cukup lama diterapkan."),
    "incomplete": N_("Usulan tidak lengkap setelah diberi kesempatan memperbaiki."),
    "filler": N_("Isi usulan hanya jawaban pengisi."),
    "same_title": N_("Usulan yang sama dikirim lebih dari sekali."),
    "papers": N_("Dokumen wajib tidak ada."),
    "not_service": N_("Bukan inovasi pelayanan publik."),
}
CHECKS = {
    "date": N_("Tanggal penerapan sama dengan surat pernyataan"),
    "text": N_("Setiap jawaban berisi uraian, bukan pengisi"),
}
"""What somebody looks at before a submission passes, beside each required document."""
DAYS = 7
"""How long a mending takes where nothing else is said."""


def picks(words: dict[str, str]) -> list[tuple[str, str]]:
    """The list to choose from."""
    return [(key, _(text)) for key, text in words.items()]


def reason_of(form: FormData, words: dict[str, str]) -> str:
    """The picked reasons, a line each, then what was written beside them."""
    picked = [_(words[key]) for key in form.getlist("picks") if isinstance(key, str) and key in words]
    free = text_of(form, "reason").strip()
    return "\n".join([*picked, *([free] if free else [])])


def usual_deadline() -> str:
    """The end of the day a week from now, in WIB, as the browser's date-and-time field writes it."""
    day = now().astimezone(WIB) + timedelta(days=DAYS)
    return day.replace(hour=23, minute=59).strftime("%Y-%m-%dT%H:%M")


def deadline_of(text: str) -> Any:
    """The moment typed, in WIB; what is no moment is passed on for the schema to refuse."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=WIB)
    except ValueError:
        return text or None
