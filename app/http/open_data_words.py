"""The words of the open data: what each dataset is, and what each of its columns holds."""

from typing import NamedTuple

from app.http.locale import N_
from app.models.open_data import ColumnType


class Column(NamedTuple):
    """What a column holds, and in which unit it is measured."""

    type: ColumnType
    description: str
    unit: str | None = None


_DEGREES = N_("derajat desimal, WGS 84")
_REGION = N_("Kode wilayah Kemendagri: 35 provinsi, 35.07 kabupaten/kota, 35.07.01 kecamatan.")
_ID: ColumnType = "text"
_COMMON = {
    "region_code": Column("text", _REGION),
    "latitude": Column("number", N_("Lintang tempatnya; negatif di selatan khatulistiwa."), _DEGREES),
    "longitude": Column("number", N_("Bujur tempatnya."), _DEGREES),
    "is_sample": Column("boolean", N_("Benar bila barisnya contoh untuk mencoba aplikasi, bukan data sungguhan.")),
    "version": Column("integer", N_("Naik satu setiap kali baris ini berubah."), N_("perubahan")),
}
INNOVATIONS = _COMMON | {
    "id": Column(_ID, N_("Pengenal tetap inovasi (UUID); tidak pernah dipakai ulang.")),
    "title": Column("text", N_("Nama inovasi.")),
    "unit_id": Column(_ID, N_("Pengenal unit di dataset unit pelayanan; kosong bila unitnya tidak terdaftar di sini.")),
    "unit_name": Column("text", N_("Nama unit pelayanan pemilik inovasi.")),
    "unit_kind": Column("text", N_("Jenis unit, misalnya hospital (rumah sakit) atau regency (kabupaten).")),
    "year": Column("integer", N_("Tahun kompetisi atau pengakuannya."), N_("tahun")),
    "group_title": Column("text", N_("Kelompok kompetisi: umum, replikasi, atau khusus.")),
    "category_title": Column("text", N_("Kategori menurut edisi kompetisinya.")),
    "award": Column("text", N_("Hasil di kompetisi, sebagaimana disebut sumbernya.")),
    "national_award": Column("text", N_("Hasil di kompetisi nasional; kosong bila belum ada.")),
    "is_digital": Column("boolean", N_("Apakah layanannya digital; kosong bila tidak diketahui.")),
    "replication_count": Column("integer", N_("Replikasi yang sudah dipastikan dan berjalan."), N_("replikasi")),
    "origin_name": Column("text", N_("Jaringan provinsi lain asal salinan ini; kosong untuk inovasi sendiri.")),
    "origin_url": Column("text", N_("Alamat halamannya di jaringan asal.")),
    "summary": Column("text", N_("Ringkasan. Di CSV dan daftar API hanya 500 karakter pertama.")),
    "proposal_id": Column(_ID, N_("Pengenal usulan asalnya; kosong bila berasal dari sumber lain.")),
    "group": Column("text", N_("Kata kunci kelompok di pengaturan edisi.")),
    "category": Column("text", N_("Kata kunci kategori di pengaturan edisi.")),
    "source": Column("text", N_("Tempat data ini ditemukan bila bukan dari usulan di sini.")),
    "english_abstract": Column("text", N_("Abstrak dalam bahasa Inggris.")),
    "contact": Column("text", N_("Tempat bertanya kepada unit; bukan kontak pribadi.")),
    "started_on": Column("date", N_("Tanggal inovasi mulai dipakai.")),
    "sdgs": Column("list", N_("Nomor Tujuan Pembangunan Berkelanjutan yang didukung, 1 sampai 17.")),
    "impact": Column("list", N_("Hasil yang diukur: ukuran (measure), sebelum (before), sesudah (after).")),
    "evidence": Column("list", N_("Dokumen yang dibuka unit: pengenal (document_id) dan judul (title).")),
    "sections": Column("list", N_("Uraian yang dibuka: judul bagian (title) dan isinya (text).")),
    "created_at": Column("datetime", N_("Saat inovasi masuk katalog, dalam UTC.")),
}
UNITS = _COMMON | {
    "id": Column(_ID, N_("Pengenal tetap unit (UUID).")),
    "code": Column("text", N_("Kode unit di daftar unit pelayanan; unik.")),
    "name": Column("text", N_("Nama unit.")),
    "kind": Column("text", N_("Jenis unit, misalnya hospital (rumah sakit) atau regency (kabupaten).")),
    "parent_id": Column(_ID, N_("Pengenal unit di atasnya; kosong di puncak.")),
    "is_active": Column("boolean", N_("Apakah unitnya masih melayani.")),
}
_PROPOSALS = N_("usulan")
TALLIES_BY_REGION = {
    "key": Column("text", N_("Kode wilayah kabupaten/kota peserta; 35 untuk peserta tingkat provinsi.")),
    "title": Column("text", N_("Nama wilayah.")),
    "submitted": Column("integer", N_("Usulan yang pernah dikirim, termasuk yang kemudian ditarik."), _PROPOSALS),
    "awarded": Column("integer", N_("Usulan yang menerima penghargaan."), _PROPOSALS),
}
TALLIES_BY_CATEGORY = TALLIES_BY_REGION | {
    "key": Column("text", N_("Kata kunci kategori di pengaturan edisi.")),
    "title": Column("text", N_("Judul kategori di edisi terbaru yang memilikinya.")),
}
FUNNEL = {
    "step": Column("text", N_("Langkah: created (ditulis), submitted (dikirim), verified, advanced, awarded.")),
    "count": Column("integer", N_("Usulan yang mencapai langkah ini."), _PROPOSALS),
}
EDITIONS = {
    "edition_id": Column(_ID, N_("Pengenal edisi kompetisi.")),
    "year": Column("integer", N_("Tahun penyelenggaraan."), N_("tahun")),
    "participants": Column("integer", N_("Peserta yang mengirim usulan."), N_("peserta")),
    "drafts": Column("integer", N_("Usulan yang masih draf."), _PROPOSALS),
    "submitted": Column("integer", N_("Usulan yang pernah dikirim, termasuk yang kemudian ditarik."), _PROPOSALS),
    "verified": Column("integer", N_("Usulan yang lolos administrasi."), _PROPOSALS),
    "advanced": Column("integer", N_("Usulan yang lolos suatu tahap."), _PROPOSALS),
    "awarded": Column("integer", N_("Usulan yang menerima penghargaan."), _PROPOSALS),
}
TYPES: dict[str, str] = {
    "text": N_("teks"), "integer": N_("bilangan bulat"), "number": N_("bilangan"), "boolean": N_("benar/salah"),
    "date": N_("tanggal"), "datetime": N_("waktu"), "list": N_("daftar"), "object": N_("objek"),
}  # fmt: skip
FREQUENCIES: dict[str, str] = {"continuous": N_("terus-menerus, saat itu juga")}
LICENCES = {
    "https://creativecommons.org/licenses/by/4.0/": "Creative Commons Attribution 4.0 (CC BY 4.0)",
    "https://creativecommons.org/licenses/by-sa/4.0/": "Creative Commons Attribution-ShareAlike 4.0 (CC BY-SA 4.0)",
    "https://creativecommons.org/publicdomain/zero/1.0/": "Creative Commons Zero 1.0 (CC0)",
    "https://opendatacommons.org/licenses/by/1-0/": "Open Data Commons Attribution 1.0 (ODC-BY)",
}
"""Names of licences that are often chosen; of others the address is shown."""
