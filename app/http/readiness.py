"""The readiness check in the words of the person's language."""

from collections.abc import Sequence
from typing import Any

from app.http.locale import N_, _
from app.models.proposal import Readiness, ReadinessRule
from app.rules.readiness import Finding

WORDS: dict[str, tuple[str, str]] = {
    "title": (N_("Judul sudah ditulis"), N_("Tulis judul inovasi")),
    "group": (N_("Kelompok sudah dipilih"), N_("Pilih kelompok")),
    "category": (N_("Kategori sudah dipilih"), N_("Pilih kategori")),
    "section_filled": (N_("“%(title)s” terisi"), N_("“%(title)s” belum diisi")),
    "section_words": (
        N_("“%(title)s”: %(words)s dari %(max_words)s kata"),
        N_("“%(title)s” terlalu panjang: %(words)s dari %(max_words)s kata"),
    ),
    "answer_filled": (N_("“%(title)s” terisi"), N_("“%(title)s” belum diisi")),
    "documents": (N_("“%(title)s” terlampir"), N_("Lampirkan “%(title)s”")),
    "evidence": (
        N_("Bagian yang meminta bukti memilikinya"),
        N_("Belum ada bukti untuk %(count)s bagian: %(titles)s"),
    ),
    "started_on": (N_("Tanggal mulai penerapan terisi"), N_("Isi tanggal mulai penerapan")),
    "minimum_age": (
        N_("Sudah diterapkan paling sedikit %(months)s bulan"),
        N_("Inovasi perlu diterapkan paling sedikit %(months)s bulan sebelum pendaftaran ditutup"),
    ),
    "origin": (N_("Asal replikasi disebut"), N_("Sebutkan inovasi atau instansi asal yang direplikasi")),
    "invited": (N_("Peserta diundang pada kelompok ini"), N_("Kelompok ini hanya untuk peserta yang diundang")),
    "duplicate_title": (
        N_("Judul belum dipakai usulan lain"),
        N_("Judul yang sama sudah dipakai usulan lain pada edisi ini"),
    ),
    "sdgs": (N_("Tujuan Pembangunan Berkelanjutan dipilih"), N_("Pilih Tujuan Pembangunan Berkelanjutan")),
    "english_abstract": (N_("Abstrak bahasa Inggris ada"), N_("Abstrak bahasa Inggris belum ada")),
    "filler": (
        N_("“%(title)s” berisi uraian"),
        N_("“%(title)s” terlalu singkat: %(words)s kata, paling sedikit %(fewest)s"),
    ),
    "repeated": (N_("“%(title)s” berbeda dari bagian lain"), N_("“%(title)s” sama dengan “%(other)s”")),
    "participant": (N_("Unit memiliki peserta"), N_("Unit ini tidak berada di bawah peserta yang memiliki kuota")),
    "quota": (N_("Kuota tersedia: %(remaining)s slot"), N_("Kuota peserta sudah habis")),
    "window": (N_("Pendaftaran sedang dibuka"), N_("Pendaftaran tidak sedang dibuka")),
}
"""Rule code → what to say when it holds, and when it does not."""


def in_words(findings: Sequence[Finding]) -> Readiness:
    """The findings as the read schema."""
    rules = [
        ReadinessRule(rule=f.rule, ok=f.ok, level=f.level, field=f.field, message=sentence(f.rule, f.ok, f.params))
        for f in findings
    ]
    return Readiness(ready=all(rule.ok for rule in rules if rule.level == "error"), rules=rules)


def sentence(rule: str, ok: bool, params: dict[str, Any]) -> str:
    """What to say about a rule."""
    holds, fails = WORDS[rule]
    return _(holds if ok else fails) % params
