"""What the set-up of an edition asks for, table by table: the columns of each list of the configuration."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.http.locale import N_


@dataclass(frozen=True)
class Column:
    """One field of a row. ``kind``: line, prose, number, flag, choice, lines, amounts, moment, groups."""

    name: str
    label: str
    kind: str = "line"
    span: int = 6
    """How many of the twelve columns it takes on a wide screen."""
    default: str = ""
    options: str = ""
    """Which options a choice has: a name that edition_setup knows."""


@dataclass(frozen=True)
class Table:
    """One list of the configuration."""

    part: str
    title: str
    help: str
    row: str
    """What one row is called."""
    columns: Sequence[Column]
    has_key: bool = True
    has_weights: bool = False
    """Whether the weights of the rows are shown with their sum."""


_TITLE = Column("title", N_("Nama"), span=8)
_GUIDANCE = Column("guidance", N_("Petunjuk"), "prose", span=12)
_WEIGHT = Column("weight", N_("Bobot"), "number", span=2, default="0")

TABLES = {
    table.part: table
    for table in (
        Table("groups", N_("Kelompok"),
              N_("Jalur yang dipilih peserta, misalnya umum dan replikasi."), N_("Kelompok"), (
            Column("title", N_("Nama"), span=12),
            Column("counts", N_("Memakai kuota peserta"), "flag", span=4, default="true"),
            Column("by_invitation", N_("Hanya untuk yang diundang"), "flag", span=4),
            Column("needs_origin", N_("Harus menyebut asal replikasi"), "flag", span=4),
        )),
        Table("categories", N_("Kategori"), N_("Bidang pelayanan."), N_("Kategori"), (
            Column("title", N_("Nama"), span=12),)),
        Table("form", N_("Bagian naskah"),
              N_("Bagian yang ditulis pengusul, dengan batas kata dan bobotnya."), N_("Bagian"), (
            _TITLE, Column("max_words", N_("Batas kata"), "number", span=2, default="200"), _WEIGHT, _GUIDANCE,
            Column("evidence", N_("Bukti yang diminta"), span=12),
            Column("is_required", N_("Wajib diisi"), "flag", span=4, default="true"),
        ), has_weights=True),
        Table("fields", N_("Isian singkat"),
              N_("Jawaban pendek di samping naskah, misalnya nomor registrasi."), N_("Isian"), (
            _TITLE, Column("kind", N_("Bentuk"), "choice", span=4, default="text", options="field_kinds"), _GUIDANCE,
            Column("choices", N_("Pilihan, satu per baris"), "lines", span=12),
            Column("is_required", N_("Wajib diisi"), "flag", span=4),
            Column("is_private", N_("Data pribadi, tidak untuk umum"), "flag", span=8),
        )),
        Table("required_documents", N_("Dokumen wajib"),
              N_("Berkas yang harus dilampirkan sebelum mengirim."), N_("Dokumen"), (
            Column("title", N_("Nama"), span=12), _GUIDANCE,
            Column("groups", N_("Hanya untuk kelompok (kosong: semua)"), "groups", span=12),
        )),
        Table("stages", N_("Tahap penilaian"),
              N_("Urutan tahap; rubrik tiap tahap diatur terpisah."), N_("Tahap"), (
            Column("name", N_("Nama"), span=8),
            Column("kind", N_("Bentuk"), "choice", span=4, default="proposal", options="stage_kinds"),
            Column("starts_at", N_("Mulai (WIB)"), "moment", span=6),
            Column("ends_at", N_("Selesai (WIB)"), "moment", span=6),
            Column("jurors_per_proposal", N_("Juri tiap usulan"), "number", span=3, default="3"),
            Column("weight", N_("Bobot tahap"), "number", span=3, default="100"),
            Column("aggregate", N_("Nilai resmi"), "choice", span=6, default="mean", options="aggregates"),
            Column("rule", N_("Yang lolos"), "choice", span=4, default="top_n", options="advances"),
            Column("n", N_("Jumlah"), "number", span=2),
            Column("grade", N_("Nilai paling rendah"), "number", span=3),
            Column("by", N_("Jatah menurut"), "choice", span=3, default="group", options="pools"),
            Column("quotas", N_("Jatah, satu per baris, misalnya Umum: 30 (lainnya: Jumlah)"), "amounts", span=12),
            Column("cumulative", N_("Digabungkan dengan nilai tahap sebelumnya"), "flag", span=4),
            Column("plenary", N_("Pleno dapat memutuskan lain"), "flag", span=4),
            Column("blind", N_("Nama pengusul ditutup bagi juri"), "flag", span=4),
        )),
        Table("quota_rules", N_("Aturan kuota"),
              N_("Batas usulan menurut jenis peserta. Jenis yang tidak disebut tidak memperoleh kuota."),
              N_("Aturan"), (
            Column("unit_kind", N_("Jenis unit"), "choice", span=4, options="unit_kinds"),
            Column("group", N_("Kelompok"), "choice", span=4, default="*", options="groups"),
            Column("limit", N_("Batas"), "number", span=4),
        ), has_key=False),
        Table("award_tiers", N_("Tingkat penghargaan"), N_("Dari yang tertinggi."), N_("Tingkat"), (
            _TITLE, Column("size", N_("Jumlah (kosong: bebas)"), "number", span=4),)),
    )
}  # fmt: skip
"""The lists of the configuration by name."""

RUBRIC = Table("rubric", N_("Rubrik"),
    N_("Kriteria yang dinilai 0–100. Kriteria induk tidak dinilai; bobotnya sama dengan jumlah bobot di bawahnya."),
    N_("Kriteria"), (
    Column("title", N_("Nama"), span=4),
    Column("level", N_("Tingkat"), "choice", span=2, default="0", options="levels"),
    _WEIGHT,
    Column("section", N_("Bagian naskah"), "choice", span=4, options="sections"),
    _GUIDANCE,
), has_weights=True)  # fmt: skip
"""A rubric as indented rows."""

PAGES = {
    "groups": (N_("Kelompok & kategori"), ("groups", "categories")),
    "form": (N_("Naskah"), ("form",)),
    "fields": (N_("Isian & dokumen"), ("fields", "required_documents")),
    "stages": (N_("Tahap & rubrik"), ("stages",)),
    "quotas": (N_("Kuota"), ("quota_rules",)),
    "awards": (N_("Penghargaan"), ("award_tiers",)),
}
"""The tabs: their names and the lists on them."""
