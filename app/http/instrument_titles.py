"""What instruments, and the reports by them, are called by people: by the family that their key begins with."""

from app.http.locale import N_, _

FAMILIES = {
    "cettar": "CETTAR", "sakip": "SAKIP", "zi": "ZI", "rb": "RB", "skm": "SKM", "ipp": "IPP", "iga": "IGA",
}  # fmt: skip
"""``cettar`` of ``cettar_opd`` and ``cettar_kabkota`` → what people say, in few enough signs for a column."""
REPORTS = {
    "cettar": N_("Raport Budaya Kerja CETTAR"),
    "sakip": N_("Laporan Hasil Evaluasi (LHE) AKIP"),
    "zi": N_("Laporan Hasil Evaluasi (LHE) Pembangunan Zona Integritas"),
    "rb": N_("Laporan Hasil Evaluasi (LHE) Reformasi Birokrasi"),
}  # fmt: skip
"""The name that the regulation gives the report of a unit."""


def family(instrument: str) -> str | None:
    """The known family of an instrument's key, or None."""
    first = instrument.partition("_")[0]
    return first if first in FAMILIES else None


def family_title(instrument: str) -> str | None:
    """What people call the family: ZI of ``zi``; None where none is known."""
    known = family(instrument)
    return FAMILIES[known] if known else None


def report_title(instrument: str) -> str:
    """What the report of a unit by this instrument is called."""
    return _(REPORTS.get(family(instrument) or "", N_("Raport penilaian")))


def report_word(instrument: str) -> str:
    """The beginning of its file's name: ``lhe`` or ``raport``."""
    title = REPORTS.get(family(instrument) or "", "")
    return "lhe" if "(LHE)" in title else _("raport")
