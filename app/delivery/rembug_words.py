"""The words of the letters that units get about rembug: working together, help, mentoring."""

from app.delivery.letter import Letter
from app.http.locale import N_

REMBUG_LETTERS = {
    "collaboration-invited": Letter(
        N_("%(unit)s mengajak bekerja sama: %(title)s"),
        (N_("%(unit)s mengajak unit Anda, %(partner)s, bekerja sama dalam usulan inovasi “%(title)s”."),
         N_("Baca usulannya, lalu jawab sebelum usulan itu dikirim.")),
        N_("Baca dan jawab"),
    ),
    "collaboration-answered": Letter(
        N_("%(partner)s menjawab ajakan: %(title)s"),
        (N_("%(partner)s menjawab ajakan unit Anda untuk bekerja sama dalam usulan “%(title)s”."),),
        N_("Lihat jawabannya"),
    ),
    "help-answered": Letter(
        N_("%(partner)s menjawab: %(title)s"),
        (N_("%(partner)s menjawab permintaan bantuan unit Anda, “%(title)s”."),
         N_("Bila jawabannya membantu, tandai, supaya mereka tahu.")),
        N_("Baca jawabannya"),
    ),
    "help-helped": Letter(
        N_("Jawaban Anda membantu: %(title)s"),
        (N_("%(unit)s menandai jawaban unit Anda atas “%(title)s” sebagai membantu. Terima kasih."),),
        N_("Lihat permintaannya"),
    ),
    "mentorship-proposed": Letter(
        N_("Pendampingan diusulkan: %(mentor)s untuk %(mentee)s"),
        (N_("Diusulkan agar %(mentor)s mendampingi %(mentee)s. Tujuannya: %(title)s"),
         N_("Pendampingan dimulai setelah unit Anda setuju.")),
        N_("Baca dan jawab"),
    ),
    "mentorship-accepted": Letter(
        N_("Pendampingan disepakati: %(mentor)s untuk %(mentee)s"),
        (N_("Pendampingan %(mentee)s oleh %(mentor)s disepakati dan dimulai."),),
        N_("Catat pertemuan pertama"),
    ),
}  # fmt: skip
"""Topic of the outbox → the letter."""
