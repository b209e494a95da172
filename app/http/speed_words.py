"""Speeds in words."""

from app.http.locale import N_, _, ngettext, show_number

MEASURE = {"bekerja": N_("Bekerja"), "melayani": N_("Melayani"), "merespon": N_("Merespons")}
MEANING = {
    "bekerja": N_("Dari permohonan diterima sampai selesai."),
    "melayani": N_("Dari tanggapan pertama sampai selesai."),
    "merespon": N_("Dari permohonan diterima sampai tanggapan pertama."),
}
GROUPED_BY = {"unit": N_("Unit"), "service": N_("Layanan"), "month": N_("Bulan")}
_DAY, _DAYS_FROM = 1_440, 2_880


def span(minutes: float | None) -> str:
    """A duration as people say it: "45 menit", "3 jam 20 menit", "2,5 hari" from two days on; a dash for None."""
    if minutes is None:
        return "–"
    if minutes >= _DAYS_FROM:
        return _("%(days)s hari") % {"days": show_number(minutes / _DAY, 1)}
    hours, rest = divmod(round(minutes), 60)
    parts = [ngettext("%(num)s jam", "%(num)s jam", hours) % {"num": hours}] if hours else []
    if rest or not hours:
        parts.append(ngettext("%(num)s menit", "%(num)s menit", rest) % {"num": rest})
    return " ".join(parts)
