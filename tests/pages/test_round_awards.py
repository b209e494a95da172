"""The page that proposes awards from a final assessment round: choose, look, give; the way to the public raport."""

import httpx
import pytest

from app.models import AssessmentRound
from tests.assessed import final_round
from tests.awarding import Awarding, awarding
from tests.factories import Factory
from tests.pages.browsing import forms_of, post


@pytest.fixture
def found(make: Factory) -> Awarding:
    return awarding(make, 1)


@pytest.fixture
def of(make: Factory) -> AssessmentRound:
    held = {name: (make.unit(name, "agency"), share) for name, share in (("Dinas <A>", 0.95), ("Dinas B", 0.5))}
    return final_round(make, "sakip_2021", held, is_public=True)


def url(found: Awarding, tail: str = "") -> str:
    return f"/editions/{found.edition.id}/awards{tail}"


def test_round_then_rule_then_preview_then_given(found: Awarding, of: AssessmentRound, office: httpx.Client) -> None:
    assert url(found, "/from-round") in office.get(url(found)).text
    first = office.get(url(found, "/from-round")).text
    assert of.id in first
    assert 'name="rule"' not in first, "the rules are those of the round"
    second = office.get(url(found, f"/from-round?round_id={of.id}")).text
    assert "Predikat A atau lebih baik" in second
    assert "Terbaik menurut aspek Perencanaan Kinerja" in second
    assert "Syarat terpenuhi" not in second, "SAKIP knows no levels"
    address = url(found, f"/from-round?round_id={of.id}&rule=letter:A&top=3&instrument=SAKIP")
    preview = office.get(address).text
    for text in ("Dinas &lt;A&gt;", "SAKIP Predikat AA", "Total 95,00, predikat AA", "Berikan 1 penghargaan"):
        assert text in preview
    assert "Dinas B" not in preview
    assert found.listed() == []
    sent = {"round_id": of.id, "rule": "letter:A", "top": "3", "instrument": "SAKIP"}
    post(office, address, url(found, "/from-round"), 303, **sent)
    assert [one["title"] for one in found.listed()] == ["SAKIP Predikat AA"]
    assert "Berikan" not in forms_of(office.get(address)), "all of it was given"


def test_what_does_not_fit_is_told_beside_the_form(found: Awarding, of: AssessmentRound, office: httpx.Client) -> None:
    for rule, said in (("letter:Z", "Aturan: "), ("top:", "Banyak tempat: "), ("lain:x", "Aturan: ")):
        refused = office.get(url(found, f"/from-round?round_id={of.id}&rule={rule}&top=99"))
        assert refused.status_code == 422, rule
        assert said in refused.text
        assert 'value="99"' in refused.text
    nobody = office.get(url(found, f"/from-round?round_id={of.id}&rule=letter:AA"))
    assert "Dinas &lt;A&gt;" in nobody.text
    gone = office.get(url(found, "/from-round?round_id=01890000-0000-7000-8000-000000000000&rule=letter:A"))
    assert gone.status_code == 422


def test_without_a_final_round_the_page_says_so(found: Awarding, office: httpx.Client) -> None:
    assert "Belum ada putaran yang final" in office.get(url(found, "/from-round")).text


def test_the_raport_is_linked_where_it_is_public(
    found: Awarding, of: AssessmentRound, office: httpx.Client, client: httpx.Client
) -> None:
    body = {"round_id": of.id, "letter": "A", "dry_run": False}
    found.organiser.post(f"{found.path}/awards/from-round", json=body)
    [one] = found.listed()
    found.organiser.put(f"{found.path}/awards/publication")
    closed = office.get(url(found, f"/from-round?round_id={of.id}&rule=letter:BB&instrument=Lain"))
    assert "Berikan" not in forms_of(closed), "nothing is added once they are public"
    raport = f'href="/assessments/{one["assessment_id"]}"'
    assert raport in office.get(f"/awards/{one['id']}").text
    assert raport in client.get(f"/editions/{found.edition.id}/results").text
    assert client.get(f"/assessments/{one['assessment_id']}").status_code == 200
