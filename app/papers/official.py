"""The words of official papers. They are Indonesian whoever asks, so no catalogue has them."""

from typing import Final

CERTIFICATE: Final = {
    "heading": "PIAGAM PENGHARGAAN", "given_to": "diberikan kepada", "for_what": "atas inovasi pelayanan publik",
    "as_tier": "sebagai", "as_other": "sebagai penerima penghargaan", "number": "Nomor keputusan: {}",
    "check": "Periksa keaslian: pindai kode, atau ketik", "alternative": "Kode QR menuju {}",
    "file": "piagam-{:03d}-{}.pdf", "sample": "Contoh, bukan piagam sebenarnya",
}  # fmt: skip
UNKNOWN: Final = "…………………………………"
"""Where nobody has said yet who signs, or where."""
ANNEX: Final = {
    "title": "DAFTAR PENERIMA PENGHARGAAN", "kind": "Penghargaan", "page": "Halaman", "sheet": "Lampiran",
    "sample": "Contoh, bukan lampiran keputusan sebenarnya", "note": "Keterangan",
    "revoked": "Dicabut tanggal {} (alasan: {})", "late": "Susulan tanggal {} (alasan: {})",
    "state": "Keadaan per {}; {} penghargaan dicabut, {} susulan",
    "columns": ("No.", "Inovasi / hasil", "Unit", "Kategori", "Peringkat"),
    "head": ("LAMPIRAN", "KEPUTUSAN {}", "NOMOR {}", "TANGGAL {}", "TENTANG {}"),
}  # fmt: skip
