"""The pages of richer stages: the rule of advance in the set-up, the plenary, the ballot of the public."""

import re
from typing import Any

import httpx
import pytest

from app.models import Edition
from tests.api.test_stages import decision, ends, ids, judged, voting
from tests.factories import Factory
from tests.pages.judging import Person


@pytest.fixture
def organiser(make: Factory) -> Person:
    return Person(make, make.user("organiser"))


def setup(organiser: Person, edition: Edition, **typed: Any) -> httpx.Response:
    """Saves the tab of the stages with what is typed in the first."""
    url = f"/editions/{edition.id}/edit/stages"
    return organiser.do(organiser.see(url), url, **{f"stages-0-{name}": value for name, value in typed.items()})


def first_rule(organiser: Person, edition: Edition) -> dict[str, Any]:
    found: dict[str, Any] = organiser.client.get(f"/api/v1/editions/{edition.id}").json()["stages"][0]["advance"]
    return found


def test_quotas_are_typed_by_the_names_of_the_groups(make: Factory, organiser: Person) -> None:
    edition = make.edition("draft")
    saved = setup(organiser, edition, rule="quota", n="", by="group", quotas="Umum: 30\nreplikasi = 15")
    assert "Perubahan disimpan" in saved.text
    assert first_rule(organiser, edition) == {
        "kind": "quota", "n": None, "grade": None, "by": "group", "quotas": {"umum": 30, "replikasi": 15},
    }  # fmt: skip
    assert "Umum: 30\nReplikasi: 15</textarea>" in saved.text
    assert (
        "Yang terbaik dari tiap kelompok lolos: Umum 30, Replikasi 15" in organiser.see(f"/editions/{edition.id}").text
    )


@pytest.mark.parametrize(
    ("typed", "control", "message"),
    [
        ({"rule": "top_n", "n": ""}, "rule", "memerlukan jumlah N"),
        ({"rule": "passing_grade", "grade": ""}, "rule", "memerlukan nilainya"),
        ({"rule": "passing_grade", "grade": "101"}, "grade", "100"),
        ({"rule": "quota", "quotas": ""}, "rule", "memerlukan jatah"),
        ({"rule": "quota", "quotas": "Istimewa: 3"}, "quotas", ""),
        ({"rule": "quota", "quotas": "istimewa: 3"}, "quotas", "Kelompok “istimewa” tidak ada"),
        ({"rule": "quota", "quotas": "Umum: banyak"}, "quotas", ""),
        ({"rule": "quota", "quotas": "Umum"}, "quotas", ""),
        ({"cumulative": "true"}, "cumulative", "Tahap pertama"),
    ],
)
def test_a_wrong_rule_is_said_at_its_field(
    make: Factory, organiser: Person, typed: dict[str, str], control: str, message: str
) -> None:
    refused = setup(organiser, make.edition("draft"), **typed)
    assert refused.status_code == 422
    [said] = re.findall(rf'id="stages-0-{control}-error">.*?<span>(.*?)</span>', refused.text)
    assert message in said


def test_a_decision_of_the_plenary_is_recorded_published_and_explained(make: Factory, organiser: Person) -> None:
    judging = judged(make, publish=False, plenary=True, advance={"kind": "top_n", "n": 2})
    room = f"/editions/{judging.edition.id}/stages/proposal"
    page = organiser.see(f"{room}/plenary")
    refused = organiser.do(page, f"{room}/plenary", proposal_id=ids(judging)[2], advances="true", members="Ketua")
    assert refused.status_code == 422
    assert "reason-error" in refused.text
    done = organiser.do(refused, f"{room}/plenary", reason="Dampaknya lebih luas.")
    assert "Keputusan pleno dicatat" in done.text
    assert "peringkat 3, tidak lolos" in done.text
    assert "Pleno memutuskan lain untuk 1 usulan" in organiser.see(f"{room}/publication").text
    assert judging.publish("proposal").status_code == 200
    public = Person(make).see(f"{room}/ranking").text
    assert "pleno: lolos" in public
    assert "Dampaknya lebih luas." in public
    assert "Ketua" not in public


def test_the_ranking_says_where_the_rule_drew_the_line(make: Factory) -> None:
    judging = judged(make, publish=False, plenary=True, advance={"kind": "top_n", "n": 2})
    body = decision(judging, 3, advances=True)
    assert judging.organiser.post(judging.stage("proposal", "plenary"), json=body).status_code == 201
    assert judging.publish("proposal").status_code == 200
    page = Person(make).see(f"/editions/{judging.edition.id}/stages/proposal/ranking").text
    cut = page.split('class="ranking__cut"')
    assert len(cut) == 2
    assert "lolos menurut aturan; pleno memutuskan 1 usulan berbeda. Nilai terakhir 80,00, berikutnya 70,00" in cut[1]
    assert "Nilai sudah disetarakan" not in page


def test_a_calibrated_ranking_says_what_its_figures_are(make: Factory) -> None:
    judging = judged(make, aggregate="calibrated", advance={"kind": "top_n", "n": 2})
    page = Person(make).see(f"/editions/{judging.edition.id}/stages/proposal/ranking").text
    assert "Nilai sudah disetarakan" in page.split('<table class="ranking"')[0]


def test_a_visitor_votes_without_scripts(make: Factory) -> None:
    judging = voting(make)
    first, second, third, _ = judging.proposals
    url = f"/editions/{judging.edition.id}/stages/presentation/ballot"
    visitor = Person(make)
    page = visitor.see(url)
    assert first.title in page.text
    assert third.title not in page.text, "it did not advance"
    sent = visitor.do(page, url, proposal_ids=[first.id, second.id])
    assert "2 suara Anda tersimpan" in sent.text
    assert sent.text.count(" checked") == 2
    assert sent.headers["Cache-Control"] == "private, no-store"
    assert " checked" not in Person(make).see(url).text, "a ballot is the visitor's own"
    changed = visitor.do(sent, url, proposal_ids=[second.id])
    assert "1 suara Anda tersimpan" in changed.text
    ends(judging)
    over = visitor.see(url)
    assert "Pemungutan suara selesai" in over.text
    assert "Kirim suara" not in over.text


def test_the_room_of_a_vote_has_no_jurors(make: Factory, organiser: Person) -> None:
    judging = voting(make)
    room = f"/editions/{judging.edition.id}/stages/presentation"
    page = organiser.see(room).text
    assert "surat suara" in page
    assert f'href="{room}/jurors"' not in page
    assert "Belum dapat diumumkan" in organiser.see(f"{room}/publication").text
