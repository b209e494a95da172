"""What the organiser, the press and the hall read about awards: once, in order, with what is to be done next."""

import httpx
import pytest

from app.models import AssessmentRound
from tests.assessed import final_round
from tests.awarding import PLENARY, Awarding, awarding
from tests.factories import Factory
from tests.pages.browsing import browse, post

WARNING = "hasil penilaiannya dibuka kembali: periksa"


@pytest.fixture
def found(make: Factory) -> Awarding:
    return awarding(make, 2)


@pytest.fixture
def cettar(make: Factory, found: Awarding) -> AssessmentRound:
    """Two units were given what this round says."""
    held = {name: (make.unit(name, "agency"), share) for name, share in (("Dinas A", 0.9), ("Dinas B", 0.8))}
    of = final_round(make, "cettar_opd_2024", held)
    rule = {"round_id": of.id, "top": 2, "instrument": "CETTAR", "dry_run": False}
    assert found.organiser.post(f"{found.path}/awards/from-round", json=rule).status_code == 200
    return of


def url(found: Awarding, tail: str) -> str:
    return f"/editions/{found.edition.id}{tail}"


def test_nothing_is_said_twice_to_the_hall(found: Awarding, cettar: AssessmentRound, office: httpx.Client) -> None:
    for tail in ("/board", "/running-order"):
        shown = office.get(url(found, tail)).text
        assert shown.count("CETTAR") == 2, tail
        assert shown.count("Terbaik II") == 1, tail
        assert shown.count("nilai 90,00 · tahun 2024") == 1, tail
        assert "peringkat 2" not in shown, "the title says the place"
        assert shown.index("Dinas B") < shown.index("Dinas A"), "the best at last"


def test_the_list_and_the_press_page_begin_with_the_best(
    found: Awarding, cettar: AssessmentRound, office: httpx.Client
) -> None:
    found.given()
    found.published()
    for tail in ("/awards", "/results"):
        shown = office.get(url(found, tail)).text
        order = [found.proposals[0].title, found.proposals[1].title, "Dinas A", "Dinas B"]
        assert sorted(order, key=shown.index) == order, tail
    press = office.get(url(found, "/results")).text
    assert "Semua penghargaan (CSV)" in press
    assert "4 baris" in press


def test_a_result_that_was_opened_again_is_marked_for_who_may_write(
    make: Factory, found: Awarding, cettar: AssessmentRound, office: httpx.Client
) -> None:
    one = next(each for each in found.listed() if each["title"] == "CETTAR Terbaik I")
    assert WARNING not in office.get(url(found, "/awards")).text
    cettar.status = "panel"
    make.save(cettar)
    listed = office.get(url(found, "/awards")).text
    assert listed.count(WARNING) == 2
    assert "2 penghargaan diberikan menurut hasil penilaian" in listed
    assert "ubah atau hapus" in office.get(f"/awards/{one['id']}").text
    found.organiser.put(f"{found.path}/awards/publication")
    assert "lalu cabut penghargaan ini" in office.get(f"/awards/{one['id']}").text
    auditor = make.as_role("auditor")
    browse(auditor)
    assert WARNING not in auditor.get(url(found, "/awards")).text
    assert WARNING not in office.get(url(found, "/results")).text


def test_publishing_says_that_it_cannot_be_undone_and_what_comes_next(found: Awarding, office: httpx.Client) -> None:
    found.given()
    before = office.get(url(found, "/awards")).text
    assert "data-confirm=" in before
    assert "Ini tidak dapat dibatalkan" in before
    post(office, url(found, "/awards"), url(found, "/awards/publication"), 303)
    after = office.get(url(found, "/awards")).text
    assert 'href="#next"' in after
    steps = after[after.index('id="next"'):]  # fmt: skip
    for tail in ("/certificates", "/running-order", "/board", "/results"):
        assert f'href="{url(found, tail)}"' in steps, tail


def test_certificates_ask_for_a_signatory_and_lead_on(found: Awarding, office: httpx.Client) -> None:
    path = url(found, "/certificates")
    found.given()
    assert "Penanda tangan atau nomor keputusan belum diisi" in office.get(path).text
    found.set_up()
    assert "Penanda tangan atau nomor keputusan belum diisi" not in office.get(path).text
    found.made()
    assert url(found, "/awards#next") in office.get(path).text
    found.organiser.put(f"{found.path}/awards/publication")
    assert f'href="{url(found, "/results")}"' in office.get(path).text


def test_the_presenter_reads_why_the_plenary_called_somebody(make: Factory, office: httpx.Client) -> None:
    found = awarding(make, 4)
    found.given()
    shown = office.get(url(found, "/running-order")).text
    assert shown.count(PLENARY) == 2, "its tier and the best of its group"
