"""Every code a problem can carry, with the words for it. The words are Indonesian; the catalogue has the English."""

from typing import Any

from app.http.assessment_messages import ASSESSMENT_PROBLEMS
from app.http.award_messages import AWARD_PROBLEMS
from app.http.field_messages import FIELDS
from app.http.locale import N_, _
from app.http.network_messages import NETWORK_PROBLEMS

PROBLEMS: dict[str, tuple[str, str]] = {
    "bad-request": (N_("Permintaan tidak dapat dibaca"), N_("Periksa bentuk permintaan lalu coba lagi.")),
    "unauthenticated": (N_("Perlu masuk"), N_("Masuk dahulu, atau kirim kunci API yang berlaku.")),
    "wrong-password": (N_("Surel atau kata sandi salah"), N_("Periksa ejaan surel dan kata sandi Anda.")),
    "invalid-key": (N_("Kunci API tidak berlaku"), N_("Kunci salah, kedaluwarsa, atau sudah dicabut.")),
    "forbidden": (N_("Tidak berwenang"), N_("Peran atau kunci Anda tidak mencakup tindakan ini.")),
    "csrf": (
        N_("Halaman sudah kedaluwarsa"),
        N_("Demi keamanan, muat ulang halaman lalu kirim lagi. Isian Anda belum tersimpan."),
    ),
    "not-found": (N_("Tidak ditemukan"), N_("Alamat ini tidak ada, atau bukan untuk Anda.")),
    "request-timeout": (
        N_("Kiriman terlalu lambat"),
        N_("Isi kiriman tidak kunjung sampai. Periksa sambungan, lalu kirim lagi."),
    ),
    "method-not-allowed": (N_("Cara permintaan tidak didukung"), N_("Alamat ini tidak menerima metode tersebut.")),
    "conflict": (N_("Bertentangan dengan keadaan sekarang"), N_("Muat ulang untuk melihat keadaan terbaru.")),
    "not-allowed-now": (
        N_("Belum dapat dilakukan"),
        N_("Tindakan ini tidak berlaku untuk usulan berstatus “%(status)s”."),
    ),
    "not-editable": (
        N_("Usulan terkunci"),
        N_("Naskah hanya dapat diubah selama masih draf atau dikembalikan. Statusnya kini “%(status)s”."),
    ),
    "not-ready": (N_("Usulan belum lengkap"), N_("Lengkapi butir yang ditandai sebelum mengirim.")),
    "quota-exceeded": (
        N_("Kuota habis"),
        N_("%(participant)s sudah memakai %(used)s dari %(limit)s slot. Draf tetap tersimpan."),
    ),
    "no-quota": (
        N_("Tidak ada kuota"),
        N_("Unit ini, atau instansi di atasnya, tidak memiliki kuota pada kelompok tersebut."),
    ),
    "not-open-yet": (N_("Pendaftaran belum dibuka"), N_("Pendaftaran dibuka %(opens_at)s.")),
    "closed": (
        N_("Pendaftaran sudah ditutup"),
        N_("Pendaftaran ditutup %(closes_at)s. Draf tetap tersimpan dan dapat dibaca."),
    ),
    "mending-under-way": (
        N_("Perbaikan masih berjalan"),
        N_("Peserta diberi waktu sampai %(return_until)s. Tolak sesudah itu, atau tunggu kiriman ulangnya."),
    ),
    "return-deadline-passed": (
        N_("Batas perbaikan sudah lewat"),
        N_("Perbaikan dapat dikirim sampai %(return_until)s."),
    ),
    "edition-frozen": (
        N_("Pengaturan edisi sudah dikunci"),
        N_("Bagian “%(part)s” tidak dapat diubah lagi sejak penilaian dimulai."),
    ),
    "edition-in-use": (
        N_("Bagian ini sudah dipakai"),
        N_("“%(key)s” sudah dipakai usulan, jadi tidak dapat dihapus."),
    ),
    "wrong-phase": (N_("Belum waktunya"), N_("Edisi berstatus “%(status)s”; tindakan ini tidak berlaku sekarang.")),
    "already-exists": (N_("Sudah ada"), N_("“%(value)s” sudah dipakai.")),
    "link-unusable": (
        N_("Tautan tidak berlaku lagi"),
        N_("Tautan ini sudah dipakai, kedaluwarsa, atau diganti yang baru. Minta tautan baru."),
    ),
    "cursor-gone": (
        N_("Kursor dari sebelum pemulihan"),
        N_("Data dipulihkan dari cadangan sejak kursor ini diberikan. Ambil snapshot lagi, lalu ikuti perubahannya."),
    ),
    "not-ours": (
        N_("Bukan inovasi dari sini"),
        N_("Tidak ada unit di sini yang bertanggung jawab atas inovasi ini, jadi tindakan ini tidak tersedia."),
    ),
    "account-closed": (N_("Akun ditutup"), N_("Buka akunnya dahulu, lalu kirim tautannya.")),
    "key-ended": (
        N_("Kunci tidak dapat diganti"),
        N_("Kunci ini sudah diganti, dicabut, atau kedaluwarsa. Buat kunci baru."),
    ),
    "question-unpublished": (
        N_("Pertanyaan belum diterbitkan"),
        N_("Jawaban dapat ditulis setelah moderator menerbitkan pertanyaannya."),
    ),
    "webhook-off": (N_("Webhook dimatikan"), N_("Nyalakan webhook ini dahulu.")),
    "exhibition-not-running": (
        N_("Pameran tidak sedang berlangsung"),
        N_("Pameran ini belum dibuka atau sudah selesai; kunjungan, suara, dan pesan tidak lagi diterima."),
    ),
    "ticket-needed": (
        N_("Perlu tiket"),
        N_("Suara pada pameran ini memakai tiket. Minta di pintu masuk, lalu masukkan kodenya sekali."),
    ),
    "too-many-entries": (
        N_("Tunggu dibaca dahulu"),
        N_("%(limit)s pesan Anda belum dibaca penyelenggara. Setelah itu Anda dapat menulis lagi."),
    ),
    "too-many-webhooks": (N_("Terlalu banyak webhook"), N_("Paling banyak %(limit)s webhook per unit.")),
    "in-use": (N_("Masih dipakai"), N_("Tidak dapat dihapus karena masih ada data yang memakainya.")),
    "limit-below-used": (
        N_("Kuota di bawah pemakaian"),
        N_("Sudah ada %(used)s usulan terkirim; kuota tidak dapat kurang dari itu."),
    ),
    "sheet-signed": (
        N_("Lembar nilai sudah ditandatangani"),
        N_("Minta penyelenggara membukanya kembali bila ada yang perlu diubah."),
    ),
    "sheet-unsigned": (
        N_("Lembar nilai belum ditandatangani"),
        N_("Catatan dapat dibuka untuk peserta setelah juri menandatangani lembarnya."),
    ),
    "sheet-incomplete": (N_("Lembar nilai belum lengkap"), N_("Masih ada %(count)s kriteria tanpa nilai.")),
    "stage-published": (N_("Tahap sudah diumumkan"), N_("Hasil tahap ini sudah tetap dan tidak dapat diubah.")),
    "stage-not-ready": (
        N_("Tahap belum dapat diumumkan"),
        N_("Masih ada %(awaited)s lembar nilai yang belum ditandatangani."),
    ),
    "proposals-unread": (
        N_("Masih ada usulan yang belum dinilai"),
        N_("%(count)s usulan pada tahap ini belum punya lembar yang ditandatangani. Bagikan dahulu kepada juri."),
    ),
    "by-vote": (N_("Publik yang memilih"), N_("Tahap ini diputuskan dengan suara publik, tanpa juri.")),
    "vote-closed": (N_("Pemungutan suara tidak berlangsung"), N_("Suara diterima hanya selama masa pemungutan suara.")),
    "vote-goes-on": (N_("Pemungutan suara masih berlangsung"), N_("Umumkan hasilnya setelah masa itu selesai.")),
    "no-plenary": (
        N_("Tahap ini tanpa pleno"),
        N_("Pleno harus ditetapkan dalam pengaturan edisi sebelum penilaian dimulai."),
    ),
    "nothing-to-publish": (N_("Belum ada yang dinilai"), N_("Tidak ada usulan pada tahap ini.")),
    "previous-stage-open": (N_("Tahap sebelumnya belum diumumkan"), N_("Umumkan tahap “%(stage)s” lebih dahulu.")),
    "no-cut": (
        N_("Tidak ada batas lolos"),
        N_("Semua usulan tahap ini melaju, jadi pembacaan tambahan tidak mengubah siapa yang lolos."),
    ),
    "nothing-signed": (
        N_("Belum ada lembar yang ditandatangani"),
        N_("Pembacaan berikutnya direncanakan dari nilai yang sudah ditandatangani. Tunggu lembar pertama."),
    ),
    "discussion-open": (
        N_("Diskusi sudah dibuka"),
        N_("Usulan ini masih punya diskusi yang terbuka. Tutup dahulu sebelum membuka yang baru."),
    ),
    "discussion-closed": (N_("Diskusi sudah ditutup"), N_("Tidak ada lagi yang dapat ditulis di diskusi ini.")),
    "nothing-to-discuss": (
        N_("Belum ada yang didiskusikan"),
        N_("Diskusi memerlukan paling sedikit dua lembar usulan ini yang sudah ditandatangani."),
    ),
    **NETWORK_PROBLEMS,
    **ASSESSMENT_PROBLEMS,
    **AWARD_PROBLEMS,
    "empty-panel": (N_("Belum ada juri"), N_("Tambahkan juri pada tahap ini sebelum membagi tugas.")),
    "stale": (
        N_("Sudah diubah orang lain"),
        N_("Data berubah sejak Anda membacanya (versi %(current)s). Muat ulang, lalu gabungkan perubahan Anda."),
    ),
    "too-large": (N_("Terlalu besar"), N_("Ukuran paling besar %(limit)s.")),
    "too-many-documents": (N_("Terlalu banyak berkas"), N_("Paling banyak %(limit)s berkas per usulan.")),
    "documents-too-large": (
        N_("Berkas usulan ini terlalu besar"),
        N_("Semua berkas satu usulan bersama-sama paling besar %(limit)s. Hapus yang tidak perlu, atau perkecil."),
    ),
    "files-unavailable": (
        N_("Tempat berkas tidak menjawab"),
        N_("Berkas tidak dapat disimpan atau dibaca sekarang. Tidak ada yang berubah; coba lagi sebentar."),
    ),
    "scanner-unavailable": (
        N_("Pemeriksa virus tidak menjawab"),
        N_("Berkas tidak diterima sebelum diperiksa. Coba lagi sebentar."),
    ),
    "wrong-host": (N_("Alamat situs tidak dikenal"), N_("Buka situs ini dengan alamat resminya.")),
    "unsupported-type": (
        N_("Jenis berkas tidak diterima"),
        N_("Kirim PDF, gambar (JPEG, PNG, WebP), atau dokumen kantor (DOCX, XLSX, PPTX, ODT)."),
    ),
    "unsupported-media-type": (N_("Jenis isi tidak didukung"), N_("Kirim isi sebagai %(expected)s.")),
    "not-acceptable": (N_("Bentuk jawaban tidak ada"), N_("Minta application/json atau text/csv.")),
    "invalid": (N_("Isian perlu diperbaiki"), N_("Periksa isian yang ditandai.")),
    "invalid-cursor": (
        N_("Penanda halaman tidak berlaku"),
        N_("Mulai lagi dari halaman pertama; penanda hanya berlaku untuk saringan yang sama."),
    ),
    "idempotency-mismatch": (
        N_("Kunci Idempotency-Key sudah dipakai"),
        N_("Kunci yang sama dipakai dengan isi yang berbeda. Pakai kunci baru."),
    ),
    "precondition-required": (
        N_("If-Match diperlukan"),
        N_("Kirim If-Match berisi ETag yang Anda baca, supaya perubahan orang lain tidak tertimpa."),
    ),
    "too-many-requests": (N_("Terlalu sering"), N_("Tunggu %(seconds)s detik lalu coba lagi.")),
    "sign-in-slowed": (
        N_("Terlalu banyak percobaan"),
        N_("Sudah beberapa kali salah. Tunggu %(seconds)s detik lalu coba lagi. Akun Anda tidak dikunci."),
    ),
    "second-factor-required": (
        N_("Masukkan kode keamanan"),
        N_("Akun ini memakai langkah kedua: sertakan kode dari aplikasi autentikator atau kode pemulihan."),
    ),
    "second-factor-needed": (
        N_("Pasang langkah kedua dahulu"),
        N_("Peran Anda memerlukan langkah kedua saat masuk. Pasang di halaman Keamanan akun, lalu lanjutkan."),
    ),
    "wrong-code": (
        N_("Kode salah atau sudah dipakai"),
        N_("Masukkan kode terbaru dari aplikasi autentikator, atau satu kode pemulihan yang belum dipakai."),
    ),
    "confirm-first": (
        N_("Pastikan dahulu bahwa ini Anda"),
        N_("Tindakan ini peka. Masukkan kata sandi Anda sekali lagi, atau masuk kembali, lalu ulangi."),
    ),
    "step-over": (N_("Langkah ini sudah berakhir"), N_("Mulai lagi dari halaman masuk.")),
    "factor-exists": (N_("Sudah terpasang"), N_("Cabut dahulu yang lama bila ingin menggantinya.")),
    "too-many-passkeys": (
        N_("Terlalu banyak kunci sandi"),
        N_("Paling banyak %(limit)s. Cabut yang tidak dipakai lagi."),
    ),
    "passkey-refused": (
        N_("Kunci sandi tidak diterima"),
        N_("Kunci sandi ini tidak dikenal di sini. Coba lagi, atau masuk dengan kata sandi."),
    ),
    "passkeys-off": (
        N_("Kunci sandi belum dapat dipakai"),
        N_("Pengelola perlu mengisi alamat umum situs (JIPP_PUBLIC_URL) lebih dahulu."),
    ),
    "oidc-failed": (
        N_("Masuk lewat penyedia gagal"),
        N_("Penyedia tidak menjawab atau jawabannya tidak sah. Coba lagi, atau masuk dengan kata sandi."),
    ),
    "oidc-no-account": (
        N_("Belum ada akun"),
        N_("Surel Anda di penyedia itu tidak terdaftar di sini. Hubungi penyelenggara kompetisi."),
    ),
    "busy": (N_("Sedang sibuk"), N_("Basis data sedang melayani penulis lain. Coba lagi sebentar.")),
    "workbook-under-way": (
        N_("Berkas lain sedang disusun"),
        N_("Berkas XLSX disusun satu per satu. Coba lagi sebentar, atau ambil CSV atau JSON Lines sekarang juga."),
    ),
    "format-not-installed": (
        N_("Format ini belum dipasang"),
        N_("Server ini tidak dapat menulis format itu. Ambil CSV, JSON Lines, atau XLSX."),
    ),
    "storage-full": (
        N_("Penyimpanan penuh"),
        N_(
            "Untuk sementara Anda hanya dapat membaca. Perubahan ini belum tersimpan: tulisan Anda tetap ada di "
            "halaman tempat Anda menulisnya. Kembali ke sana, jangan tutup halamannya, dan coba lagi nanti."
        ),
    ),
    "stopping": (N_("Sedang berhenti"), N_("Server ini sedang dihentikan. Coba lagi sebentar.")),
    "not-serving": (
        N_("Belum siap melayani"),
        N_("Basis data tidak menjawab, atau skemanya bukan untuk versi ini. Jalankan migrasi, lalu coba lagi."),
    ),
    "server-error": (
        N_("Terjadi kesalahan pada sistem"),
        N_("Kesalahan ini sudah dicatat dengan nomor %(reference)s. Coba lagi sebentar."),
    ),
}
"""Problem code → title, detail."""


def title_of(code: str) -> str:
    """The title of a problem in the language of the request."""
    return _(PROBLEMS[code][0])


def detail_of(code: str, params: dict[str, Any]) -> str:
    """The explanation of a problem, with its values."""
    return _fill(_(PROBLEMS[code][1]), params)


def field_message(code: str, params: dict[str, Any]) -> str:
    """What to say beside a field; an unknown code says that the value does not fit."""
    if code.startswith("readiness."):
        from app.http.readiness import sentence

        return sentence(code.removeprefix("readiness."), False, params)
    if code.startswith("instrument_"):
        from app.http.instrument_words import FAULTS

        return _fill(_(FAULTS[code.removeprefix("instrument_")]), params)
    if code == "weak_password":
        from app.http.password_advice import sentence as advice

        return advice(str(params.get("advice")))
    if code == "string_too_short" and params.get("min_length") == 1:  # nobody counts up to one
        code = "missing"
    return _fill(_(FIELDS.get(code, FIELDS["value_error"])), params)


def _fill(text: str, params: dict[str, Any]) -> str:
    try:
        return text % params if "%(" in text else text
    except KeyError:
        return text.split("%(")[0].rstrip(" (,.:") + "."
