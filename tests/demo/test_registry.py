"""The tree of units is true to the source where it is real, and marked where it is not."""

import re
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.demo import source
from app.demo.innovations import in_indonesian
from app.models import Innovation, Unit

SERVICE_UNITS = ("agency", "bureau", "hospital", "technical_unit")


def count(rows: Connection, *conditions: Any) -> int:
    return rows.execute(select(func.count()).select_from(Unit).where(*conditions)).scalar_one()


def test_the_province_has_1071_service_units(rows: Connection) -> None:
    """Beside them stands the one made-up agency whose record is shown over the years."""
    assert count(rows, col(Unit.kind).in_(SERVICE_UNITS), col(Unit.is_active)) == 1071 + 1
    assert count(rows, col(Unit.code).endswith(".CONTOH1"), col(Unit.is_active), col(Unit.is_sample)) == 1


def test_all_38_regencies_and_cities_are_real(rows: Connection) -> None:
    assert count(rows, col(Unit.kind).in_(("regency", "city")), ~col(Unit.is_sample)) == 38
    assert count(rows, Unit.kind == "regency") == 29


def test_the_real_units_are_those_of_the_source_and_no_others(rows: Connection) -> None:
    named = {row["name"] for file in ("regions.csv", "provincial_units.csv") for row in source.read_csv(file)}
    real = rows.execute(select(Unit.name).where(~col(Unit.is_sample))).scalars().all()
    assert len(named) == 1 + 38 + 56
    assert sorted(real) == sorted(named)


def test_made_up_units_say_so_in_their_name(rows: Connection) -> None:
    names = rows.execute(select(Unit.name).where(col(Unit.is_sample))).scalars().all()
    assert [name for name in names if "Contoh" not in name] == []


def test_the_tree_has_one_root_and_every_unit_hangs_on_it(rows: Connection) -> None:
    parents = dict(rows.execute(select(Unit.id, Unit.parent_id)).all())  # type: ignore[arg-type]
    roots = [unit for unit, parent in parents.items() if parent is None]
    assert len(roots) == 1
    for unit in parents:
        steps = 0
        while parents[unit] is not None:
            unit, steps = parents[unit], steps + 1
        assert unit == roots[0]
        assert steps <= 3


def test_every_unit_has_a_region_and_lies_near_its_centre(rows: Connection) -> None:
    centres = {region.code: region for region in (source.load().province, *source.load().regions)}
    for unit in rows.execute(select(Unit.region_code, Unit.latitude, Unit.longitude)):
        assert abs(unit.latitude - centres[unit.region_code].latitude) <= 0.1
        assert abs(unit.longitude - centres[unit.region_code].longitude) <= 0.1


def test_ids_and_codes_have_the_registry_s_shape(rows: Connection) -> None:
    for unit in rows.execute(select(Unit.id, Unit.code)):
        assert re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}", unit.id)
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", unit.code)


def test_real_innovations_are_the_source_s_with_nothing_added(rows: Connection) -> None:
    entries = source.read_csv("innovations.csv")
    wanted = {(row["name"], row["unit"], in_indonesian(row["result"]), int(row["year"])) for row in entries}
    columns = (Innovation.title, Innovation.unit_name, Innovation.award, Innovation.year, Innovation.summary,
               Innovation.source, Innovation.unit_id)  # fmt: skip
    found = rows.execute(select(*columns).where(~col(Innovation.is_sample))).all()
    assert {tuple(row[:4]) for row in found} == wanted
    assert len(found) == 37
    assert all(row.summary == "" and row.source and row.unit_id for row in found)


def test_an_innovation_hangs_on_the_office_or_region_of_its_source(rows: Connection) -> None:
    joined = select(Innovation.title, Unit.name).join(Unit, col(Unit.id) == Innovation.unit_id)
    owner = dict(rows.execute(joined.where(~col(Innovation.is_sample))).all())  # type: ignore[arg-type]
    assert owner["Samsat 4.0"] == "Badan Pendapatan Daerah"
    assert owner["Segar Kagemi"] == "Kota Malang"
    assert owner["Klinik BUMDesa"] == "Provinsi Jawa Timur"
