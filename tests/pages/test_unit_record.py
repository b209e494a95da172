"""One page a unit: its record over the years."""

import httpx
from sqlmodel import Session

from app import credentials
from app.models import ApiKey, AssessmentRound, Instrument
from app.models.user import Role
from app.rules.permissions import KEY_SCOPES
from tests.factories import Factory
from tests.recorded import assessed, recorded, surveyed
from tests.test_query_counts import ask, world  # noqa: F401  (a fixture)

HTML = {"Accept": "text/html"}


def test_the_years_stand_side_by_side(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas Kesehatan")
    recorded(make, unit, 2023)
    surveyed(make, unit, 2024)
    page = client.get(f"/units/{unit.id}", headers=HTML).text
    assert page.index(">2024<") < page.index(">2023<")
    for text in ("82,35 (A)", "75,00 (C)", "CETTAR", "SKM", "Top 45", "Periksa keaslian", "Direplikasi unit lain"):
        assert text in page, text


def test_an_instrument_that_nobody_knows_by_a_short_name_has_its_title(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas")
    row = assessed(make, unit, 2023)
    with Session(make.engine) as session, session.begin():
        of = session.get_one(AssessmentRound, row.round_id)
        instrument = session.get_one(Instrument, of.instrument_id)
        instrument.instrument, instrument.title = "budaya_kerja", "Budaya Kerja Kabupaten"
    page = client.get(f"/units/{unit.id}", headers=HTML).text
    assert '<th scope="col" role="columnheader">Budaya Kerja Kabupaten</th>' in page
    assert "BUDAYA" not in page


def test_a_unit_without_a_record_says_what_would_stand_there(make: Factory, client: httpx.Client) -> None:
    assert "Belum ada usulan yang dinilai" in client.get(f"/units/{make.unit().id}", headers=HTML).text


def test_what_is_provisional_is_called_so(make: Factory) -> None:
    unit = make.unit("Dinas")
    row = assessed(make, unit, 2023, is_public=False)
    row.status = "submitted"
    make.save(row)
    page = make.as_role("coordinator", unit).get(f"/units/{unit.id}", headers=HTML).text
    assert "sementara" in page
    assert "82,35" in page


def test_statements_do_not_grow_with_the_years(world: Factory) -> None:  # noqa: F811
    root, unit = world.unit(kind="province"), world.unit("Dinas")
    world.save(ApiKey(name="uji", unit_id=root.id, role=Role.organiser, scopes=KEY_SCOPES, prefix="x",
                      key_hash=credentials.digest("kunci"), expires_at=root.created_at.replace(year=2100)))  # fmt: skip
    paths = [f"/api/v1/units/{unit.id}/record", f"/units/{unit.id}"]
    recorded(world, unit, 2022)
    with_one = ask(paths, "kunci")
    recorded(world, unit, 2023)
    recorded(world, unit, 2024)
    assert ask(paths, "kunci") == with_one
    assert {path: count for path, count in with_one.items() if count > 19} == {}
