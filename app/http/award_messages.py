"""The words of problems around awards, the ceremony and certificates."""

from app.http.locale import N_

AWARD_PROBLEMS: dict[str, tuple[str, str]] = {
    "awards-published": (
        N_("Penghargaan sudah diumumkan"),
        N_(
            "Sesudah diumumkan, penghargaan tidak diubah atau dihapus. Cabut dengan alasan, lalu berikan yang benar "
            "sebagai penghargaan susulan; yang terlewat diberikan sebagai susulan juga, dengan alasannya."
        ),
    ),
    "awards-unpublished": (
        N_("Penghargaan belum diumumkan"),
        N_(
            "Sebelum diumumkan, penghargaan cukup ditambah, diubah, atau dihapus; pencabutan dan penghargaan susulan "
            "berlaku sesudahnya."
        ),
    ),
    "award-revoked": (N_("Penghargaan ini sudah dicabut"), N_("Piagamnya tidak berlaku lagi.")),
    "already-awarded": (N_("Sudah diberikan"), N_("Usulan ini sudah menerima tingkat penghargaan tersebut.")),
    "too-many-awards": (N_("Penghargaan terlalu banyak"), N_("Satu edisi memuat paling banyak %(limit)s penghargaan.")),
    "no-ranking-yet": (
        N_("Peringkat akhir belum diumumkan"),
        N_("Usul penghargaan dihitung dari peringkat tahap terakhir. Umumkan tahap itu dahulu."),
    ),
    "no-awards-yet": (N_("Belum ada penghargaan"), N_("Berikan sedikitnya satu penghargaan sebelum mengumumkan.")),
    "certificates-under-way": (
        N_("Piagam sedang dibuat"),
        N_("Tunggu sampai pembuatan yang berjalan selesai atau berhenti."),
    ),
    "certificate-unsigned": (
        N_("Piagam belum ditandatangani"),
        N_("Penyelenggara belum menandatangani piagam ini. Coba lagi nanti."),
    ),
    "no-certificates-yet": (N_("Belum ada piagam"), N_("Buat piagam dahulu; sesudah itu semuanya dapat diunduh.")),
}
"""Problem code → title, detail."""
