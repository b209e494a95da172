"""Questions of the public in words: what they are, where they stand, how much time is left."""

from app.http.locale import N_, _, ngettext
from app.models.question import QuestionSummary

LAPOR = "https://www.lapor.go.id/"
"""SP4N-LAPOR!, the national channel for complaints."""
KIND = {"question": N_("Pertanyaan"), "suggestion": N_("Saran")}
TAB = {"pending": N_("Menunggu moderasi"), "waiting": N_("Menunggu jawaban"), "overdue": N_("Terlambat"),
       "answered": N_("Dijawab"), "rejected": N_("Ditolak")}  # fmt: skip
CAUSE = {
    "complaint": N_("Keluhan, tempatnya di SP4N-LAPOR!"), "personal": N_("Memuat data pribadi"),
    "duplicate": N_("Sudah pernah ditanyakan"), "unrelated": N_("Tidak tentang inovasi ini"),
    "abusive": N_("Bahasanya tidak pantas"), "spam": N_("Iklan atau pesan massal (penanya tidak dikabari)"),
}  # fmt: skip


def clock(question: QuestionSummary) -> str:
    """How much time the unit has left, or since when it is late; empty where no answer is awaited."""
    days = question.working_days
    if days is None:
        return ""
    if question.is_overdue:
        if not days:
            return _("tenggat baru lewat")
        return ngettext("terlambat %(num)s hari kerja", "terlambat %(num)s hari kerja", days) % {"num": days}
    if not days:
        return _("tenggat hari ini")
    return ngettext("tersisa %(num)s hari kerja", "tersisa %(num)s hari kerja", days) % {"num": days}
