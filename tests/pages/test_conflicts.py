"""The organiser's page of conflicts of interest: noting one, allowing all of a kind, a row a pair, one juror alone."""

import pytest

from app.models import RoleGrant
from tests.factories import Factory
from tests.pages.judging import Stage


@pytest.fixture
def stage(make: Factory) -> Stage:
    """Two proposals, two jurors on the panel; the first works for the first unit, in its region."""
    found = Stage(make)
    unit = found.units[0]
    unit.region_code = "35.07"
    make.save(unit, RoleGrant(user_id=found.jurors[0].id, role="author", unit_id=unit.id))
    found.panel()
    return found


def send(stage: Stage, **typed: str) -> tuple[int, str]:
    """Sends the page's form with what is typed, and what comes back."""
    url = f"{stage.url}/conflicts"
    answer = stage.host.send(stage.host.see(url), url, **typed)
    return answer.status_code, stage.host.see(url).text if answer.status_code == 303 else answer.text


def kinds(stage: Stage) -> list[tuple[str, str, bool]]:
    items = stage.organiser.get(stage.stage("proposal", "conflicts")).json()["items"]
    return sorted((one["juror_id"], one["kind"], one["is_allowed"]) for one in items)


def test_one_row_for_each_pair(stage: Stage) -> None:
    juror = stage.jurors[0].id
    assert kinds(stage) == [(juror, "region", False), (juror, "unit", False)]
    page = stage.host.see(f"{stage.url}/conflicts").text
    assert "1 pasangan" in page
    status, page = send(stage, deed="pair", juror_id=juror, proposal_id=stage.proposals[0].id, kind="", reason="Perlu.")
    assert (status, "Diizinkan." in page) == (303, True)
    assert kinds(stage) == [(juror, "region", True), (juror, "unit", True)]


def test_a_conflict_is_noted_with_a_proposal_or_a_unit(stage: Stage) -> None:
    juror = stage.jurors[1].id
    note = {"deed": "note", "juror_id": juror, "proposal_id": "", "reason": "Saudara kandung."}
    status, page = send(stage, **note, proposal=str(stage.proposals[1].number))
    assert (status, "Benturan kepentingan dicatat." in page) == (303, True)
    assert (juror, "organiser", False) in kinds(stage)
    assert send(stage, **note, unit=stage.units[0].name)[0] == 303
    assert kinds(stage).count((juror, "organiser", False)) == 2
    for wrong, words in (({}, "Sebut satu usulan, atau satu unit."), ({"proposal": "tidak ada"}, "Tidak ditemukan.")):
        status, page = send(stage, **note, **wrong)
        assert (status, words in page) == (422, True)
    assert send(stage, **note | {"reason": ""}, proposal=str(stage.proposals[1].number))[0] == 422
    assert send(stage, **note | {"juror_id": ""}, proposal=str(stage.proposals[1].number))[0] == 422


def test_all_of_a_kind_is_allowed_for_a_juror(stage: Stage) -> None:
    juror = stage.jurors[0].id
    status, _ = send(stage, deed="kind", juror_id=juror, proposal_id="", kind="region", reason="Panel kecil.")
    assert status == 303
    assert kinds(stage) == [(juror, "region", True), (juror, "unit", False)]
    assert send(stage, deed="kind", juror_id=juror, proposal_id="", kind="", reason="Panel kecil.")[0] == 422


def test_one_juror_alone(stage: Stage) -> None:
    page = stage.host.see(f"{stage.url}/conflicts", juror_id=stage.jurors[1].id).text
    assert "Juri ini boleh membaca semua usulan tahap ini." in page
    assert "1 pasangan" in stage.host.see(f"{stage.url}/conflicts", juror_id=stage.jurors[0].id).text
    assert stage.host.status(f"{stage.url}/conflicts?juror_id=") == 200
