"""The record of a unit over the years: everything that everybody may know, and more for its own people."""

from datetime import date
from typing import Any

import httpx
from sqlmodel import Session, select

from app.clock import new_id, now
from app.models import Award, Ceremony, Edition, Innovation, Replication, Unit
from tests.api.answers import told
from tests.assessed import CLEAN, final_round
from tests.factories import Factory
from tests.recorded import assessed, recorded, surveyed


def lines(client: httpx.Client, unit: Unit) -> list[dict[str, Any]]:
    """The record as this client reads it."""
    items: list[dict[str, Any]] = told(client.get(f"/api/v1/units/{unit.id}/record"), 200)["items"]
    return items


def test_the_newest_year_comes_first_and_each_kind_says_what_it_came_to(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas Kesehatan")
    recorded(make, unit, 2023)
    surveyed(make, unit, 2024)
    found = lines(client, unit)
    assert [(line["year"], line["kind"]) for line in found] == [
        (2024, "survey"), (2023, "proposal"), (2023, "award"), (2023, "innovation"), (2023, "replication"),
        (2023, "replicated"), (2023, "assessment"), (2023, "survey"),
    ]  # fmt: skip
    by_kind = {line["kind"]: line for line in found}
    proposal, award, assessment = by_kind["proposal"], by_kind["award"], by_kind["assessment"]
    assert (proposal["subject"], proposal["value"], proposal["rank"]) == ("proposal", 87.65, 1)
    assert (award["title"], award["other"], award["rank"]) == (proposal["title"], "Top 45", 1)
    assert told(client.get(f"/api/v1/certificates/{award['code']}"), 200)
    assert (by_kind["replication"]["other"], by_kind["replicated"]["other"]) == ("Kota lain", "Kota lain")
    assert by_kind["replication"]["title"] == "Dari kota lain"
    assert (assessment["value"], assessment["letter"], assessment["status"]) == (82.35, "A", "final")
    assert (by_kind["survey"]["value"], by_kind["survey"]["letter"]) == (75.0, "C")


def test_a_proposal_of_a_unit_below_is_in_the_record_of_the_participant(make: Factory, client: httpx.Client) -> None:
    agency = make.unit("Dinas")
    clinic = make.unit("Puskesmas", "technical_unit", agency)
    proposal = recorded(make, clinic, 2023)
    with Session(make.engine) as session, session.begin():
        session.merge(proposal).participant_id = agency.id
    own, theirs = lines(client, clinic), lines(client, agency)
    assert [line["kind"] for line in theirs] == ["proposal", "award", "innovation"]
    shared = {line["id"] for line in theirs}
    assert [line for line in own if line["id"] in shared] == theirs
    assert len({line["id"] for line in own}) == len(own), "a unit that is its own participant has each once"


def test_what_is_not_public_is_for_the_units_own_people(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas")
    assessed(make, unit, 2023, is_public=False)
    surveyed(make, unit, 2023, is_public=False)
    innovation = make.save(Innovation(unit_name="Lain", title="Antrean", year=2023))
    make.save(Replication(innovation_id=innovation.id, unit_id=unit.id, stage="interest", begun_on=date(2023, 1, 2)))
    edition = make.edition("concluded", 2023)
    make.save(Ceremony(edition_id=edition.id))
    make.save(Award(edition_id=edition.id, unit_id=unit.id, source="free", title="Belum", code="AAAA-BBBB-CCCC",
                    given_at=now()))  # fmt: skip
    assert lines(client, unit) == lines(make.key("coordinator", make.unit("Dinas lain")), unit) == []
    assert [line["kind"] for line in lines(make.key("coordinator", unit), unit)] == [
        "replication", "assessment", "survey",
    ]  # fmt: skip
    with Session(make.engine) as session, session.begin():
        session.exec(select(Ceremony)).one().published_at = now()
    assert [line["kind"] for line in lines(client, unit)] == ["award"]


def test_what_was_revoked_says_so(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas")
    recorded(make, unit, 2023)
    with Session(make.engine) as session, session.begin():
        award = session.exec(select(Award)).one()
        award.revoked_at, award.revocation_reason = now(), "Data tidak benar."
    assert [line["status"] for line in lines(client, unit) if line["kind"] == "award"] == ["revoked"]


def test_a_proposal_that_is_not_in_a_published_ranking_is_left_out(make: Factory, client: httpx.Client) -> None:
    unit, edition = make.unit("Dinas"), make.edition("judging")
    make.proposal(edition, unit, "judging", participant_id=unit.id)
    assert lines(make.key("organiser"), unit) == []
    assert isinstance(edition, Edition)
    told(client.get(f"/api/v1/units/{new_id()}/record"), 404)


def test_as_a_table(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas")
    recorded(make, unit, 2023)
    rows = client.get(f"/api/v1/units/{unit.id}/record.csv").text.splitlines()
    assert rows[0].startswith("year,kind,id,title")
    assert len(rows) == 8


def test_which_distinctions_were_reached(make: Factory, client: httpx.Client) -> None:
    good, fair = make.unit("RSUD", "hospital"), make.unit("Puskesmas", "technical_unit")
    final_round(make, "zi_2021", {"good": (good, 1), "fair": (fair, 0.5)}, facts=CLEAN, is_public=True)
    (best,), (other,) = lines(client, good), lines(client, fair)
    assert best["levels_passed"][0].endswith("(WBK)")
    assert len(best["levels_passed"]) + len(best["levels_missed"]) == len(other["levels_missed"]) == 2
    assert other["levels_passed"] == []
    assert client.get(f"/api/v1/units/{good.id}/record.csv").status_code == 200
    pages = [" ".join(client.get(f"/units/{unit.id}").text.split()) for unit in (good, fair)]
    assert ["WBK" in page for page in pages] == [True, True]
    assert ["belum WBK" in page for page in pages] == [False, True]


def test_surveys_of_one_year_are_told_apart(make: Factory, client: httpx.Client) -> None:
    unit = make.unit("Dinas")
    first, second = surveyed(make, unit, 2024), surveyed(make, unit, 2024)
    with Session(make.engine) as session, session.begin():
        session.merge(first).service, session.merge(second).title = "Rujukan", "SKM semester dua"
    assert {(line["subject"], line["title"]) for line in lines(client, unit)} == {
        ("Rujukan", "SKM"), (None, "SKM semester dua"),
    }  # fmt: skip
    page = client.get(f"/units/{unit.id}").text
    assert "Rujukan" in page
    assert "SKM semester dua" in page
