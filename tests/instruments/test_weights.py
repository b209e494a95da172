"""The weights of CETTAR and of RB, item by item, as the tables of the field have them; nothing is read from the files.

Each table is written out here by hand, so that a weight that somebody changes together with its seal is noticed.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from app.instruments.loading import Node, shipped

Table = dict[str, dict[str, str]]
ASPECTS = ("cepat", "efektif_efisien", "tanggap", "transparan", "akuntabel", "responsif")

ASPECT_POINTS = {
    ("opd", 2022): ("20", "15", "15", "15", "20", "15"), ("opd", 2023): ("20", "15", "10", "10", "30", "15"),
    ("opd", 2024): ("19", "20", "15", "10", "26", "10"), ("kabkota", 2022): ("15", "15", "20", "20", "15", "15"),
    ("kabkota", 2023): ("20", "20", "15", "5", "25", "15"), ("kabkota", 2024): ("15", "20", "15", "12", "28", "10"),
}  # fmt: skip
"""By who is assessed and year: points of the six aspects."""

OPD_2023: Table = {
    "cepat": {"Indeks Kepuasan Masyarakat (IKM)": "40", "Indeks Inovasi": "15", "KOVABLIK": "30", "KIPP": "15"},
    "efektif_efisien": {"Penyerapan anggaran": "30", "Monitoring dan evaluasi": "20", "ARG": "20",
                        "E-purchasing": "30"},
    "tanggap": {"Kematangan organisasi": "50", "Kearsipan": "25", "Keamanan informasi": "25"},
    "transparan": {"Sata Jatim": "20", "Pengumuman rencana pengadaan": "30", "LHKAN": "30", "PPID": "20"},
    "akuntabel": {"TLHP": "20", "Zona Integritas": "40", "SAKIP": "40"},
    "responsif": {"Audit aplikasi": "20", "IP ASN": "30", "SIBANGKODIR": "15", "BerAKHLAK": "35"},
}  # fmt: skip
"""Per cent inside the aspect."""

OPD_2024: Table = {
    "cepat": {"Survei Kepuasan Masyarakat (SKM)": "14", "Indeks Inovasi": "5"},
    "efektif_efisien": {"Penyerapan anggaran": "2", "Monitoring dan evaluasi": "4", "ARG": "4", "E-purchasing": "2",
                        "E-kontrak": "3", "Toko daring": "1", "Non e-tendering": "2", "E-katalog": "2"},
    "tanggap": {"Kematangan organisasi": "1.5", "Keamanan informasi": "1.5", "Kearsipan": "3", "Sistem kerja": "4.5",
                "Arsitektur SPBE": "4.5"},
    "transparan": {"SIRUP": "4", "LHKAN": "2", "Satu Data": "2", "PPID": "2"},
    "akuntabel": {"Zona Integritas": "5", "SAKIP": "13", "TLHP": "5", "BMD": "3"},
    "responsif": {"BerAKHLAK": "2", "IP ASN": "2", "Kompetensi": "2", "Evaluasi aplikasi": "1.5",
                  "SP4N-LAPOR!": "2.5"},
}  # fmt: skip
"""Points."""

KABKOTA_2024: Table = {
    "cepat": {"Survei Kepuasan Masyarakat (SKM)": "4.5", "Indeks Inovasi": "4.5",
              "Indeks Pelayanan Publik (IPP)": "6"},
    "efektif_efisien": {"SPIP": "5", "Penyederhanaan struktur": "5", "SPBE": "5", "Sistem merit": "5"},
    "tanggap": {"Kearsipan": "2", "Reformasi hukum": "4", "Kualitas kebijakan": "4.5", "Sistem kerja": "4.5"},
    "transparan": {"Satu Data": "2.5", "PPID": "2.5", "Tata kelola pengadaan": "7"},
    "akuntabel": {"Opini BPK": "11", "SAKIP": "8.5", "Zona Integritas": "8.5"},
    "responsif": {"Kepatuhan standar pelayanan": "5", "BerAKHLAK": "2.5", "SP4N-LAPOR!": "2.5"},
}  # fmt: skip
"""Points."""

RB_2025: Table = {
    "strategi": {"Rencana aksi": "3", "Implementasi rencana aksi": "3", "Capaian IKU": "2", "Agen perubahan": "2"},
    "sasaran_strategis": {
        "Indeks Inovasi (IGA)": "5", "Indeks Kepuasan Masyarakat (IKM)": "4", "KOVABLIK": "4",
        "Indeks Pelayanan Publik (IPP)": "7", "Percepatan APBD": "2", "Monitoring dan evaluasi": "4", "ARG": "4",
        "E-purchasing": "2", "E-kontrak": "3", "Toko daring": "1", "Non e-tendering": "2", "E-katalog": "2",
        "Arsitektur SPBE": "4.5", "Ketatalaksanaan": "4.5", "Kearsipan": "3", "Keamanan informasi": "2",
        "Komunikasi publik": "2", "SIRUP": "4", "LHKAN": "2", "Satu Data": "2", "Layanan informasi publik": "2",
        "Zona Integritas": "3", "SAKIP": "10", "TLHP": "4", "BMD": "4", "BerAKHLAK": "2", "IP ASN": "3",
        "Kompetensi": "3", "Evaluasi aplikasi": "2", "SP4N-LAPOR!": "3",
    },
}  # fmt: skip
"""Points: 10 of the strategy and 100 of the strategic aims."""

RB_2025_MAXIMA = {
    "Indeks Inovasi (IGA)": "111", "Indeks Pelayanan Publik (IPP)": "5", "Arsitektur SPBE": "5", "BMD": "4",
    "BerAKHLAK": "50", "SP4N-LAPOR!": "5",
}  # fmt: skip
"""Raw maxima that the field names; IKM, ZI and SAKIP take that of their instrument."""
RB_2025_MINIMA = {"Indeks Pelayanan Publik (IPP)": "0", "Arsitektur SPBE": "1", "BMD": "0", "BerAKHLAK": "0",
                  "SP4N-LAPOR!": "1"}  # fmt: skip

TABLES = {"cettar_opd_2023": OPD_2023, "cettar_opd_2024": OPD_2024, "cettar_kabkota_2024": KABKOTA_2024,
          "rb_opd_2025": RB_2025}  # fmt: skip


def weights(nodes: tuple[Node, ...]) -> dict[str, Decimal]:
    """By title what the file says, as it says it."""
    return {node.item.title: Decimal(str(node.item.weight)) for node in nodes}


def total(table: dict[str, str]) -> Decimal:
    return sum((Decimal(weight) for weight in table.values()), Decimal(0))


@pytest.mark.parametrize("name", TABLES)
def test_each_item_weighs_what_the_table_says(name: str):
    found = {node.item.key: weights(node.parts) for node in shipped(name).nodes}
    assert found == {group: {title: Decimal(weight) for title, weight in items.items()}
                     for group, items in TABLES[name].items()}  # fmt: skip


@pytest.mark.parametrize(("who", "year"), ASPECT_POINTS)
def test_the_aspects_weigh_what_the_table_says_and_make_a_hundred(who: str, year: int):
    points = ASPECT_POINTS[who, year]
    nodes = shipped(f"cettar_{who}_{year}").nodes
    assert {node.item.key: Decimal(str(node.item.weight)) for node in nodes} == {
        key: Decimal(one) for key, one in zip(ASPECTS, points, strict=True)}  # fmt: skip
    assert sum(map(Decimal, points)) == 100
    assert sum(node.worth for node in nodes) == 100


@pytest.mark.parametrize(("name", "who"), [("cettar_opd_2024", "opd"), ("cettar_kabkota_2024", "kabkota")])
def test_in_2024_the_indicators_make_their_aspect(name: str, who: str):
    sums = [total(TABLES[name][aspect]) for aspect in ASPECTS]
    assert sums == [Decimal(one) for one in ASPECT_POINTS[who, 2024]]
    assert sum(leaf.worth for leaf in shipped(name).leaves) == 100


def test_in_2023_the_indicators_share_their_aspect_by_per_cent():
    assert [total(OPD_2023[aspect]) for aspect in ASPECTS] == [100] * 6
    for aspect, points in zip(ASPECTS, ASPECT_POINTS["opd", 2023], strict=True):
        node = shipped("cettar_opd_2023").by_key[aspect]
        worth = {part.item.title: part.worth for part in node.parts}
        assert worth == {title: Fraction(points) * Fraction(percent) / 100
                         for title, percent in OPD_2023[aspect].items()}  # fmt: skip


@pytest.mark.parametrize("name", [
    "cettar_opd_2022", "cettar_kabkota_2022", "cettar_kabkota_2023",
])  # fmt: skip
def test_years_whose_indicators_nobody_knows_have_the_aspects_alone(name: str):
    assert [leaf.key for leaf in shipped(name).leaves] == list(ASPECTS)


def test_rb_is_ten_of_strategy_and_a_hundred_of_aims():
    loaded = shipped("rb_opd_2025")
    assert [total(RB_2025[group]) for group in ("strategi", "sasaran_strategis")] == [10, 100]
    assert [(node.item.key, node.worth) for node in loaded.nodes] == [("strategi", 10), ("sasaran_strategis", 100)]
    assert sum(leaf.worth for leaf in loaded.leaves) == 110
    assert loaded.definition.maximum == 110


def test_rb_divides_by_the_maxima_of_the_table():
    by_title = {leaf.item.title: leaf.item for leaf in shipped("rb_opd_2025").leaves}
    own = {"Indeks Kepuasan Masyarakat (IKM)": "100", "Zona Integritas": "100", "SAKIP": "100"}
    raw = {title: Decimal(str(item.maximum)) for title, item in by_title.items() if item.scale == "number"}
    assert raw == {title: Decimal(most) for title, most in (RB_2025_MAXIMA | own).items()}
    for title, most in (RB_2025_MAXIMA | own).items():
        convert = by_title[title].convert
        assert convert is not None
        assert (convert.kind, Decimal(str(convert.of))) == ("part", Decimal(most)), title
    for title, least in RB_2025_MINIMA.items():
        assert Decimal(str(by_title[title].minimum)) == Decimal(least), title
    assert {item.scale for title, item in by_title.items() if title not in raw} == {"converted"}
