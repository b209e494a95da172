"""The datasets that everybody may take, with the metadata that Satu Data Indonesia asks for (Perpres 39/2019)."""

from collections.abc import Callable, Iterable, Mapping

from pydantic import BaseModel

from app.http import open_data_words as words
from app.http.locale import _
from app.http.media_types import ATOM, CSV, JSON, JSON_FEED, LINES, PARQUET, XLSX
from app.http.open_data_words import Column
from app.models.innovation import InnovationRead
from app.models.open_data import Dataset, Distribution, OpenColumn, OpenData
from app.models.stats import EditionFigures, FunnelStep, Tally
from app.models.unit import UnitRead
from app.queries.open_data import Facts
from app.settings import settings

_API = "/api/v1"


def open_data(facts: Facts, site: str, has_parquet: bool) -> OpenData:
    """All datasets, in the language of the request; *site* is where their addresses begin."""
    chosen = settings()
    datasets = [_innovations(facts, site, has_parquet), _units(facts, site), *_figures(facts, site)]
    return OpenData(
        title=_("Data terbuka JIPP %(organisation)s") % {"organisation": chosen.organisation},
        description=_("Katalog inovasi pelayanan publik, daftar unit pelayanan, dan angka kompetisi, dalam format "
                      "terbuka yang dapat dibaca mesin."),
        publisher=chosen.organisation, url=site + "/open-data", licence_url=chosen.data_licence,
        licence_name=words.LICENCES.get(chosen.data_licence, chosen.data_licence),
        is_licence_confirmed="data_licence" in chosen.model_fields_set,
        region_code=facts.region_code,
        region_codes=_("Kode dan Data Wilayah Administrasi Pemerintahan, Kementerian Dalam Negeri"), datasets=datasets,
    )  # fmt: skip


def columns_of(schema: type[BaseModel], told: Mapping[str, Column]) -> list[OpenColumn]:
    """The columns of a schema in their order, each described."""
    found = []
    for name in schema.model_fields:
        column = told.get(name, Column("text", ""))
        description = _(column.description) if column.description else ""
        unit = _(column.unit) if column.unit else None
        found.append(OpenColumn(name=name, type=column.type, description=description, unit=unit))
    return found


def _innovations(facts: Facts, site: str, has_parquet: bool) -> Dataset:
    first, last = facts.years or (None, None)
    return Dataset(
        key="innovations", title=_("Katalog inovasi"), count=facts.innovations,
        definition=_("Inovasi pelayanan publik: cara baru atau lebih baik dalam melayani masyarakat, yang sudah "
                     "dipakai dan diakui dalam kompetisi atau disebut sumber terbuka."),
        row=_("Satu baris adalah satu inovasi."), period=_years(first, last), start_year=first, end_year=last,
        source=_("Usulan kompetisi yang hasilnya diumumkan, dan sumber terbuka yang disebut di tiap baris."),
        update_frequency="continuous", changed_at=facts.changed_at,
        keywords=[_("inovasi"), _("pelayanan publik"), "KOVABLIK", "JIPP"],
        columns=columns_of(InnovationRead, words.INNOVATIONS),
        distributions=list(_of_innovations(site, has_parquet)),
    )  # fmt: skip


def _of_innovations(site: str, has_parquet: bool) -> Iterable[Distribution]:
    path = f"{site}{_API}/innovations"
    yield _download("CSV", CSV, path + ".csv", _("Kolom utama, ringkasan dipotong 500 karakter."))
    yield _download("JSON Lines", LINES, path + ".jsonl", _("Semua kolom, satu inovasi per baris."))
    yield _download("XLSX", XLSX, path + ".xlsx", _("Semua kolom kecuali uraian panjang, dengan lembar keterangan."))
    if has_parquet:
        yield _download("Parquet", PARQUET, path + ".parquet", _("Semua kolom dengan jenisnya, untuk analisis."))
    yield _asked("JSON", JSON, path, _("Berhalaman, dengan saringan dan pencarian."))
    yield _asked("JSON", JSON, f"{site}{_API}/changes", _("Umpan perubahan, untuk menyalin katalog terus-menerus."))
    yield _asked("Atom", ATOM, f"{site}/innovations.atom", _("Umpan inovasi terbaru, untuk pembaca berita."))
    yield _asked("JSON Feed", JSON_FEED, f"{site}/innovations/feed.json", _("Umpan yang sama dalam JSON."))


def _units(facts: Facts, site: str) -> Dataset:
    path = f"{site}{_API}/units"
    return Dataset(
        key="units", title=_("Unit pelayanan"), count=facts.units,
        definition=_("Unit penyelenggara pelayanan publik beserta induknya: perangkat daerah, unit pelaksana teknis, "
                     "rumah sakit, kabupaten/kota, dan BUMD."),
        row=_("Satu baris adalah satu unit."), period=_("Keadaan sekarang"), start_year=None, end_year=None,
        source=_("Daftar unit yang dikelola penyelenggara."), update_frequency="continuous",
        changed_at=facts.units_changed_at, keywords=[_("unit pelayanan publik"), _("perangkat daerah")],
        columns=columns_of(UnitRead, words.UNITS),
        distributions=[_download("CSV", CSV, path + ".csv", _("Semua kolom.")),
                       _asked("JSON", JSON, path, _("Berhalaman, dengan saringan dan pencarian."))],
    )  # fmt: skip


def _figures(facts: Facts, site: str) -> Iterable[Dataset]:
    """The figures of the competition, counted anew for each answer."""
    first, last = facts.edition_years or (None, None)

    def figures(
        key: str, title: str, row: str, schema: type[BaseModel], told: Mapping[str, Column], *given: Distribution
    ) -> Dataset:
        return Dataset(
            key=key, title=title, definition=_("Banyaknya usulan kompetisi inovasi menurut keadaan sekarang."), row=row,
            period=_years(first, last), start_year=first, end_year=last, source=_("Dihitung dari usulan di JIPP."),
            update_frequency="continuous", changed_at=None, keywords=[_("statistik"), _("kompetisi"), "KOVABLIK"],
            count=None, columns=columns_of(schema, told), distributions=list(given),
        )  # fmt: skip

    yield figures("proposals-by-region", _("Usulan menurut wilayah"), _("Satu baris adalah satu kabupaten/kota."),
                  Tally, words.TALLIES_BY_REGION, *_table(f"{site}{_API}/stats/regions"))  # fmt: skip
    yield figures("proposals-by-category", _("Usulan menurut kategori"), _("Satu baris adalah satu kategori."),
                  Tally, words.TALLIES_BY_CATEGORY, *_table(f"{site}{_API}/stats/categories"))  # fmt: skip
    yield figures("proposals-by-edition", _("Usulan menurut edisi"), _("Satu baris adalah satu edisi kompetisi."),
                  EditionFigures, words.EDITIONS, _whole(f"{site}{_API}/stats/summary"))  # fmt: skip
    yield figures("proposals-by-step", _("Perjalanan usulan"), _("Satu baris adalah satu langkah."), FunnelStep,
                  words.FUNNEL, _whole(f"{site}{_API}/stats/funnel"))  # fmt: skip


def _table(url: str) -> tuple[Distribution, Distribution]:
    return _download("CSV", CSV, url + ".csv", _("Semua kolom.")), _whole(url)


def _whole(url: str) -> Distribution:
    return _download("JSON", JSON, url, _("Semua edisi; ?year= memilih satu.") if "summary" not in url
                     else _("Semua edisi."))  # fmt: skip


def _given(is_download: bool) -> Callable[[str, str, str, str], Distribution]:
    def give(name: str, media_type: str, url: str, description: str) -> Distribution:
        return Distribution(format=name, media_type=media_type, url=url, description=description,
                            is_download=is_download)  # fmt: skip

    return give


_download, _asked = _given(True), _given(False)


def _years(first: int | None, last: int | None) -> str:
    if first is None or last is None:
        return _("Belum ada data")
    return str(first) if first == last else f"{first}–{last}"
