"""The real innovations of the source, with the result as it was made public; nothing is added to them."""

from collections.abc import Mapping
from datetime import UTC, datetime

from app.demo import source
from app.demo.registry import Node
from app.demo.writer import Writer
from app.models import Innovation

SOURCES = {
    "KOVABLIK": "Rekap publik hasil KOVABLIK Jawa Timur", "KIPP": "Rekap publik hasil KIPP (KemenPANRB)",
    "IGA": "Etalase publik Innovative Government Award (Kemendagri)",
}  # fmt: skip
"""Where a result was made public, by the competition that it begins with."""
_OF_PROVINCE = " Provinsi Jawa Timur"
_WORDS = {
    "KIPP administration passed": "KIPP, lolos administrasi", "KIPP finalist": "KIPP, finalis",
    "IGA showcase": "Etalase IGA", "KOVABLIK best replication": "KOVABLIK, replikasi terbaik",
    "KOVABLIK Top (umum)": "KOVABLIK, terbaik kelompok umum", "KOVABLIK Top 30 (1st)": "KOVABLIK Top 30 (peringkat 1)",
    "KOVABLIK Top 30 (2nd)": "KOVABLIK Top 30 (peringkat 2)", "KOVABLIK Top 30 (3rd)": "KOVABLIK Top 30 (peringkat 3)",
}  # fmt: skip
"""The notes are in English; the public reads Indonesian. Names of awards (Top 45, Outstanding) stay."""
_ENTERED = datetime(2023, 11, 23, 2, tzinfo=UTC)


def enter(writer: Writer, root: Node, known: Mapping[str, Node]) -> int:
    """Writes the catalogue's entries and returns how many; *known* are the real units by name."""
    by_region = {node.region_code: node for node in known.values() if node.kind in {"regency", "city"}}
    rows = list(source.read_csv("innovations.csv"))
    for row in rows:
        unit = by_region.get(row["region_code"]) or known.get(row["unit"].removesuffix(_OF_PROVINCE)) or root
        writer.add(
            Innovation, _ENTERED, proposal_id=None, unit_id=unit.id, unit_name=row["unit"], unit_kind=unit.kind,
            region_code=row["region_code"], latitude=unit.latitude, longitude=unit.longitude,
            group=None, group_title=None, english_abstract=None, contact=None, started_on=None, replication_count=None,
            national_award=None, impact=None, evidence=None, title=row["name"], year=int(row["year"]), category=None,
            category_title="", award=in_indonesian(row["result"]), source=SOURCES[row["result"].split()[0]], summary="",
            is_digital=None, is_sample=False, sdgs=[], sections=[],
        )  # fmt: skip
    return len(rows)


def in_indonesian(result: str) -> str:
    """The result of the source in the words of the public."""
    return _WORDS.get(result, result)
