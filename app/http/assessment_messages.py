"""The words of problems around assessments."""

from app.http.locale import N_

ASSESSMENT_PROBLEMS: dict[str, tuple[str, str]] = {
    "instrument-in-use": (
        N_("Instrumen sudah dipakai"),
        N_("Ada putaran penilaian yang memakainya. Simpan perubahan sebagai instrumen tahun lain."),
    ),
    "round-status": (
        N_("Tahap putaran tidak sesuai"),
        N_("Tindakan ini tidak berlaku pada tahap putaran sekarang. Muat ulang untuk melihat tahapnya."),
    ),
    "assessment-locked": (
        N_("Nilai ini terkunci"),
        N_("Penilaian sudah dikirim atau tahap putarannya sudah lewat. Minta penyelenggara membukanya kembali."),
    ),
    "assessment-unsent": (
        N_("Unit belum mengirim penilaiannya"),
        N_("Unit masih dapat mengubah nilainya. Konfirmasi sesudah dikirim, atau isi nilai pengampu sendiri."),
    ),
    "own-unit": (
        N_("Unit Anda sendiri"),
        N_("Tidak ada yang memverifikasi unitnya sendiri. Nilai unit ini diverifikasi penyelenggara."),
    ),
    "answer-changed": (
        N_("Unit mengubah nilainya"),
        N_("Nilai unit berubah sejak Anda membacanya, jadi tidak ada yang disimpan. Periksa nilai unit yang sekarang."),
    ),
    "assessment-final": (N_("Nilai sudah final"), N_("Minta penyelenggara membukanya kembali dengan alasan.")),
}
ASSESSMENT_FIELDS: dict[str, str] = {
    "not_in_round": N_("Unit dengan kode ini tidak ikut pada putaran ini."),
    "not_your_indicator": N_("Unit Anda bukan pengampu indikator ini."),
    "of_own_unit": N_("Nilai unit Anda sendiri, dan unit di bawahnya, diverifikasi penyelenggara."),
    "too_many_cells": N_(
        "Baris ini memiliki %(cells)s sel, padahal judulnya %(columns)s kolom. Dalam berkas yang dipisah koma, apit "
        'angka berkoma desimal dengan tanda kutip ("80,5"), atau pisahkan kolom dengan titik koma.'
    ),
    "cut_number": N_(
        "Mungkin %(number)s yang terpotong di komanya. Apit setiap angka pada baris ini dengan tanda kutip, pisahkan "
        "kolom dengan titik koma, atau kirim berkas XLSX."
    ),
    "no_heading": N_("Nama kolom harus berdiri di baris pertama lembar pertama: %(columns)s."),
    "service_time": N_("Tulis waktu sebagai tahun-bulan-hari jam:menit, misalnya 2026-11-02 08:00 (WIB)."),
    "minutes_percent": N_(
        "%(number)s ditulis sebagai persen. Ubah format selnya menjadi angka biasa dan tulis banyaknya menit."
    ),
    "assessment_final": N_("Nilai unit ini sudah final."),
    "seen_until_missing": N_("Sebutkan kapan nilai unit dibaca (seen_until), supaya yang dikonfirmasi yang dilihat."),
    "nothing_to_confirm": N_("Unit belum mengisi nilai untuk dikonfirmasi."),
}
