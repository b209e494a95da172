"""One page a unit: its record over the years."""

import httpx
from sqlmodel import Session

from app import credentials
from app.clock import now
from app.instruments import loading
from app.models import ApiKey, AssessmentRound, Award, Ceremony, Instrument
from app.models.user import Role
from app.rules.awards import new_code
from app.rules.permissions import KEY_SCOPES
from tests.assessed import CLEAN, final_round, result
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


def test_an_award_says_each_thing_once_and_names_its_figures(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas")
    edition = make.edition("concluded", 2023)
    make.save(Ceremony(edition_id=edition.id, published_at=now()))
    said = (("SAKIP (contoh) Predikat AA", "Predikat AA · 94,72 · 2021", None),
            ("CETTAR (contoh) Terbaik I", "Terbaik I · 85,29 · 2022", 1))  # fmt: skip
    make.save(*(Award(edition_id=edition.id, unit_id=unit.id, source="round", tier="free", title=title, result=result,
                      rank=rank, code=new_code(), given_at=now()) for title, result, rank in said))  # fmt: skip
    page = " ".join(client.get(f"/units/{unit.id}", headers=HTML).text.split())
    assert "SAKIP (contoh) Predikat AA</a> · nilai 94,72 · tahun 2021" in page
    assert "CETTAR (contoh) Terbaik I</a> · nilai 85,29 · tahun 2022" in page
    assert "peringkat" not in page


def test_a_zone_says_which_level_it_has_in_few_words(make: Factory, client: httpx.Client) -> None:
    made = {"a": (make.unit("Dinas"), 0.5), "b": (make.unit("Badan"), 0.9)}
    first = final_round(make, "zi_2021", made, facts=CLEAN, year=2022, is_public=True)
    again = make.save(AssessmentRound(instrument_id=first.instrument_id, title="ZI", year=2023, status="final",
                                      is_public=True))  # fmt: skip
    for unit, share in made.values():
        result(make, again, loading.shipped("zi_2021"), unit, share, CLEAN)
    low, high = (" ".join(client.get(f"/units/{unit.id}", headers=HTML).text.split()) for unit, _ in made.values())
    assert "· belum WBK</span>" in low
    assert "· belum WBBM</span>" in high
    assert "Wilayah B" not in low + high
    assert ">WBK<" in high.replace("</span>", "<").replace("WBK <", "WBK<")
    of = made["b"][0].id
    [one, _] = client.get(f"/api/v1/assessments?unit_id={of}").json()["items"]
    raport = " ".join(client.get(f"/assessments/{one['id']}", headers=HTML).text.split())
    trend = raport.partition("Dari tahun ke tahun</h2>")[2]
    assert trend.count("WBK · belum WBBM") == 2
    assert "Tingkat" in trend


def test_the_reform_stands_among_the_others(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas")
    final_round(make, "rb_opd_2025", {"a": (unit, 0.8)}, is_public=True)
    page = " ".join(client.get(f"/units/{unit.id}", headers=HTML).text.split())
    assert '<th scope="col" role="columnheader">RB</th>' in page
    [line] = client.get(f"/api/v1/units/{unit.id}/record").json()["items"]
    assert (line["year"], line["subject"], line["status"]) == (2025, "rb_opd", "final")
    assert f"{line['value']:.2f}".replace(".", ",") + f" ({line['letter']})" in page


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
