"""What letters say: the same words as plain text and as HTML, in the language of the person."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from jinja2 import Environment

from app.delivery.assessment_words import ASSESSMENT_LETTERS
from app.delivery.letter import Letter
from app.delivery.question_words import QUESTION_LETTERS, WORDS
from app.delivery.rembug_words import REMBUG_LETTERS
from app.http.locale import N_, _, current_language, show_datetime
from app.http.render import environment
from app.settings import settings


@dataclass(frozen=True)
class Written:
    """A letter in words."""

    subject: str
    text: str
    html: str


LETTERS = {
    "invitation": Letter(
        N_("Undangan ke JIPP %(organisation)s"),
        (
            N_("Anda diundang memakai JIPP, jaringan inovasi pelayanan publik %(organisation)s."),
            N_("Pilih kata sandi Anda lewat tautan ini. Tautan berlaku sampai %(until)s dan hanya satu kali."),
        ),
        N_("Pilih kata sandi"),
        N_("Bila Anda tidak mengenal undangan ini, abaikan saja surat ini."),
    ),
    "reset": Letter(
        N_("Kata sandi baru untuk JIPP"),
        (
            N_("Ada permintaan kata sandi baru untuk akun Anda."),
            N_("Pilih kata sandi Anda lewat tautan ini. Tautan berlaku sampai %(until)s dan hanya satu kali."),
        ),
        N_("Pilih kata sandi baru"),
        N_("Bila bukan Anda yang meminta, abaikan surat ini: kata sandi lama tetap berlaku."),
    ),
    "disabled": Letter(
        N_("Webhook “%(name)s” dimatikan"),
        (N_("Webhook “%(name)s” tidak dapat dihubungi selama tiga hari, atau menolak untuk seterusnya. "
            "Kiriman kepadanya dihentikan."),),
        N_("Lihat webhook"),
        N_("Setelah penerimanya diperbaiki, nyalakan kembali di halaman itu; kiriman yang gagal dapat dikirim ulang."),
    ),
    "reminder": Letter(
        N_("Lembar nilai Anda yang belum ditandatangani: %(unsigned)s"),
        (
            N_("Pada tahap “%(stage)s” %(edition)s, lembar nilai yang belum Anda tandatangani: %(unsigned)s."),
            N_("Tahap ini berakhir %(until)s."),
        ),
        N_("Lanjutkan menilai"),
        N_("Tidak dapat membaca sebuah usulan? Nyatakan benturan kepentingan di lembarnya, atau hubungi "
           "penyelenggara."),
    ),
    "reminder-without-end": Letter(
        N_("Lembar nilai Anda yang belum ditandatangani: %(unsigned)s"),
        (N_("Pada tahap “%(stage)s” %(edition)s, lembar nilai yang belum Anda tandatangani: %(unsigned)s."),),
        N_("Lanjutkan menilai"),
        N_("Tidak dapat membaca sebuah usulan? Nyatakan benturan kepentingan di lembarnya, atau hubungi "
           "penyelenggara."),
    ),
    "discussion-opened": Letter(
        N_("Diskusi juri: %(title)s"),
        (N_("Penyelenggara membuka diskusi tentang usulan “%(title)s” pada tahap “%(stage)s”, karena nilai jurinya "
            "berjauhan. Anda menandatangani salah satu lembarnya."),),
        N_("Buka diskusi"),
        N_("Nilai Anda tidak berubah dengan sendirinya. Bila perlu, di diskusi itu Anda dapat meminta lembar Anda "
           "dibuka kembali."),
    ),
    "discussion-closed": Letter(
        N_("Diskusi selesai: %(title)s"),
        (N_("Penyelenggara menutup diskusi tentang usulan “%(title)s” pada tahap “%(stage)s” dengan kesimpulan."),),
        N_("Baca kesimpulannya"),
    ),
    "reopening-asked": Letter(
        N_("Juri meminta lembarnya dibuka kembali: %(title)s"),
        (N_("Dalam diskusi tentang usulan “%(title)s” pada tahap “%(stage)s”, seorang juri meminta lembar nilainya "
            "dibuka kembali."),),
        N_("Buka diskusi"),
    ),
    "replication-interest": Letter(
        N_("%(replicator)s berminat meniru “%(title)s”"),
        (N_("%(replicator)s melaporkan minat meniru inovasi unit Anda, “%(title)s”. Silakan hubungi mereka; laporannya "
            "ada di JIPP."),),
        N_("Lihat laporannya"),
    ),
    "replication-waiting": Letter(
        N_("Perlu konfirmasi: %(replicator)s meniru “%(title)s”"),
        (N_("%(replicator)s melaporkan bahwa inovasi unit Anda, “%(title)s”, ditiru di tempat mereka."),
         N_("Publik baru melihatnya setelah unit Anda mengonfirmasi.")),
        N_("Periksa dan konfirmasi"),
    ),
    "replication-confirmed": Letter(
        N_("Replikasi “%(title)s” dikonfirmasi"),
        (N_("%(origin)s mengonfirmasi bahwa %(replicator)s meniru inovasi mereka, “%(title)s”. Kini publik dapat "
            "membacanya."),),
        N_("Lihat halamannya"),
    ),
    "replication-request": Letter(
        N_("Konfirmasi surel: meniru “%(title)s”"),
        (N_("Seseorang menulis alamat ini saat meminta meniru inovasi “%(title)s” milik %(origin)s."),
         N_("Tekan tombol ini untuk meneruskan permintaan itu kepada unit pemiliknya. Tautan berlaku sampai "
            "%(until)s.")),
        N_("Teruskan permintaan"),
        N_("Bila bukan Anda, abaikan surat ini: permintaannya tidak diteruskan dan data Anda dihapus."),
    ),
    **ASSESSMENT_LETTERS,
    **REMBUG_LETTERS,
    **QUESTION_LETTERS,
    "security": Letter(
        N_("Keamanan akun JIPP Anda berubah"),
        (N_("Pada akun Anda: %(what)s."),),
        N_("Periksa keamanan akun"),
        N_("Bila bukan Anda, segera ganti kata sandi dan hubungi penyelenggara."),
    ),
}  # fmt: skip
"""Topic of the outbox → the letter."""
SECURITY = {
    "totp-added": N_("aplikasi kode ditambahkan"), "totp-removed": N_("aplikasi kode dicabut"),
    "passkey-added": N_("kunci sandi (passkey) ditambahkan"), "passkey-removed": N_("kunci sandi (passkey) dihapus"),
    "codes-renewed": N_("kode cadangan dibuat baru"), "code-used": N_("sebuah kode cadangan dipakai"),
    "password-changed": N_("kata sandi diganti"), "provider-linked": N_("akun di penyedia lain dihubungkan"),
    "factors-removed-by-organiser": N_("langkah kedua dicabut oleh penyelenggara"),
}  # fmt: skip
"""What happened, as such a letter says it."""


@lru_cache
def _plain() -> Environment:
    return environment.overlay(autoescape=False)


def write(
    topic: str, language: str, person: str, url: str, until: datetime | None, more: Mapping[str, str],
    leave_url: str | None = None,
) -> Written:  # fmt: skip
    """The letter to a person; *url* is where its button leads, *until* how long that works.

    *leave_url* ends letters of this kind.
    """
    token = current_language.set(language)
    try:
        letter = LETTERS[topic]
        values = {"organisation": settings().organisation, "until": show_datetime(until), **more}
        if "event" in more:
            values["what"] = _(SECURITY[more["event"]])
        values |= {name: _(WORDS[name][more[name]]) for name in WORDS.keys() & more.keys()}
        said = {
            "person": person or _("Bapak/Ibu"), "url": url, "button": _(letter.button), "leave_url": leave_url,
            "leave": _(letter.leave) if leave_url else "",
            "after": _(letter.after) % values if letter.after else "",  # nothing has no translation
            "paragraphs": [_(text) % values for text in letter.paragraphs], "locale": language,
            "organisation": settings().organisation,
        }  # fmt: skip
        html = environment.get_template("mail/letter.html").render(said)
        return Written(_(letter.subject) % values, _plain().get_template("mail/letter.txt").render(said), html)
    finally:
        current_language.reset(token)
