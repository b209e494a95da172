"""Why another network could not be mirrored, in words: what was wrong there, and what may be done about it."""

from app.http.locale import N_, _

FAULTS: dict[str, str] = {
    "url_parsing": N_("alamatnya bukan alamat web yang sah"),
    "private_address": N_("alamatnya berada di jaringan dalam, yang tidak boleh dihubungi"),
    "https_only": N_("hanya alamat https:// yang boleh"),
    "unknown_host": N_("nama situsnya tidak dikenal; periksa ejaan alamatnya"),
    "connection": N_("tidak ada jawaban: tidak ada yang menerima sambungan di alamat itu"),
    "timeout": N_("tidak ada jawaban sampai batas waktu"),
    "no_tls": N_("situs itu tidak melayani https (TLS) di alamat dan porta itu"),
    "tls": N_("sertifikat https situs itu tidak dapat dipercaya: kedaluwarsa, milik nama lain, atau buatan sendiri"),
    "redirected": N_("situs itu mengalihkan ke alamat lain; pakai alamat akhirnya"),
    "not_a_feed": N_("yang menjawab di alamat itu bukan JIPP; samakan alamatnya dengan beranda JIPP mereka"),
    "other_version": N_("JIPP di sana memakai versi yang umpan perubahannya tidak dapat dibaca di sini; "
                        "salah satu perlu diperbarui"),
    "cut_short": N_("sambungan terputus sebelum kirimannya lengkap"),
    "too_many": N_("inovasinya lebih banyak daripada batas yang ditetapkan di sini"),
    "too_large": N_("jawabannya lebih besar daripada yang dapat diterima"),
    "differs": N_("isinya berbeda dari yang dihitung di sana; semuanya diambil ulang"),
}  # fmt: skip
_BY_STATUS = {
    "http_401": N_("situs itu meminta masuk dahulu; katalog JIPP seharusnya terbuka bagi umum (HTTP %(status)s)"),
    "http_403": N_("situs itu menolak dibaca dari sini (HTTP %(status)s)"),
    "http_429": N_("situs itu meminta kita menunggu (HTTP %(status)s)"),
}
_THERE = N_("situs itu sendiri sedang bermasalah (HTTP %(status)s)")
_OTHER = N_("situs itu menjawab dengan HTTP %(status)s, bukan dengan katalognya")


def fault_shown(code: str) -> str:
    """What went wrong, as the end of a sentence; a code without words stands for itself."""
    if code in FAULTS:
        return _(FAULTS[code])
    kind, _mark, status = code.partition("_")
    if kind != "http" or not status.isdigit():
        return code
    words = _BY_STATUS.get(code) or (_THERE if status.startswith("5") else _OTHER)
    return _(words) % {"status": status}
