"""The words of the letters about assessments."""

from app.delivery.assessment_letters import BY_PANEL, WITHOUT_END
from app.delivery.letter import Letter
from app.domain.assessments.telling import FINAL, OPENED, REOPENED, RESULTS, VERIFYING
from app.http.locale import N_

ASSESSMENT_LETTERS = {
    OPENED: Letter(
        N_("Penilaian dibuka: %(title)s"),
        (N_("Unit Anda ikut dinilai dalam “%(title)s”. Isi nilai dan lampirkan buktinya paling lambat %(until)s."),),
        N_("Mulai mengisi"),
        N_("Isian tersimpan sendiri, jadi dapat dilanjutkan kapan saja. Status dan tanggal perubahan terakhir selalu "
           "tampak di sana."),
    ),
    OPENED + WITHOUT_END: Letter(
        N_("Penilaian dibuka: %(title)s"),
        (N_("Unit Anda ikut dinilai dalam “%(title)s”. Isi nilai dan lampirkan buktinya."),),
        N_("Mulai mengisi"),
        N_("Isian tersimpan sendiri, jadi dapat dilanjutkan kapan saja. Status dan tanggal perubahan terakhir selalu "
           "tampak di sana."),
    ),
    VERIFYING: Letter(
        N_("Menunggu verifikasi Anda: %(title)s"),
        (N_("Unit Anda mengampu indikator dalam “%(title)s”. Periksa nilai yang dikirim unit-unit paling lambat "
            "%(until)s."),),
        N_("Mulai memverifikasi"),
        N_("Nilai dari sistem Anda sendiri dapat dikirim sekaligus sebagai CSV, XLSX, atau lewat API."),
    ),
    VERIFYING + WITHOUT_END: Letter(
        N_("Menunggu verifikasi Anda: %(title)s"),
        (N_("Unit Anda mengampu indikator dalam “%(title)s”. Periksa nilai yang dikirim unit-unit."),),
        N_("Mulai memverifikasi"),
        N_("Nilai dari sistem Anda sendiri dapat dikirim sekaligus sebagai CSV, XLSX, atau lewat API."),
    ),
    RESULTS: Letter(
        N_("Hasil sudah final: %(title)s"),
        (N_("Hasil penilaian “%(title)s” unit Anda sudah final, dengan catatan dan rekomendasi tiap indikator."),),
        N_("Lihat hasilnya"),
    ),
    FINAL: Letter(
        N_("Hasil %(unit)s sudah final: %(title)s"),
        (N_("Hasil penilaian “%(title)s” untuk %(unit)s sudah final, dengan catatan dan rekomendasi tiap indikator."),),
        N_("Lihat hasilnya"),
    ),
    REOPENED: Letter(
        N_("Penilaian %(unit)s dibuka kembali: %(title)s"),
        (N_("Penyelenggara mengembalikan penilaian “%(title)s” kepada %(unit)s. Alasannya: %(reason)s"),
         N_("Perbaiki isiannya, lalu kirim lagi.")),
        N_("Perbaiki isian"),
        N_("Sampai ditutup lagi, hasilnya bersifat sementara."),
    ),
    REOPENED + BY_PANEL: Letter(
        N_("Penilaian %(unit)s diperiksa lagi: %(title)s"),
        (N_("Penyelenggara membuka kembali penilaian “%(title)s” untuk %(unit)s. Alasannya: %(reason)s"),
         N_("Penilaian sekarang ada pada panel. Unit Anda tidak perlu mengisi apa pun.")),
        N_("Lihat penilaian"),
        N_("Sampai ditutup lagi, hasilnya bersifat sementara."),
    ),
}  # fmt: skip
"""Topic of the outbox → the letter."""
