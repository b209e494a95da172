"""The public pages of the editions: who won, what is over, and what has still to begin."""

import re
from datetime import timedelta

import pytest

from app import presets
from app.clock import now
from app.http.locale import show_date, show_datetime
from app.rules import rubric
from tests.factories import Factory
from tests.pages.browsing import as_role, forms_of, text_of
from tests.pages.judging import Person, Stage

FINAL = "presentation"


@pytest.fixture
def concluded(make: Factory) -> Stage:
    """An edition with three proposals of which one was awarded."""
    stage = Stage(make, proposals=3, jurors=1, wanted=1)
    stage.begin()
    stage.sign_all([70, 90, 80])
    assert stage.publish("proposal").status_code in {200, 201}
    stage.panel(FINAL)
    assert stage.organiser.post(stage.stage(FINAL, "assignments"), json={}).status_code == 201
    leaves = [leaf.key for leaf in rubric.leaves(presets.load("kovablik_2023", 2023).stages[1].rubric)]
    marks = {stage.proposals[1].id: 85.0, stage.proposals[2].id: 75.0}
    stage.score_all(FINAL, leaves, marks, only=stage.proposals[1:])
    answer = stage.publish(FINAL)
    assert answer.status_code in {200, 201}, answer.text
    return stage


def main_of(text: str) -> str:
    """What stands in the middle of a page."""
    return text.partition("<main")[2].partition("</main>")[0]


def test_a_concluded_edition_begins_with_its_winners(concluded: Stage) -> None:
    main = main_of(Person(concluded.make).see(f"/editions/{concluded.edition.id}").text)
    winner, tier = concluded.proposals[1].title, "Top 30 Inovasi Terpuji"
    places = [
        main.index(words) for words in (tier, winner, "Lihat peringkat lengkap", "Pendaftaran", "Aturan dan formulir")
    ]
    assert places == sorted(places)
    assert concluded.proposals[2].title not in main
    assert re.search(r'href="/innovations/[^"]+">' + re.escape(winner), main)
    assert "<details" in main[: main.index("Kuota peserta")], "rules and form are folded"


def test_a_year_without_results_says_so(make: Factory) -> None:
    over, running = make.edition("concluded"), make.edition("open")
    visitor = Person(make)
    assert "Hasil tahun ini belum ada di JIPP." in visitor.see(f"/editions/{over.id}").text
    assert "Hasil tahun ini" not in visitor.see(f"/editions/{running.id}").text
    assert "Aturan dan formulir tahun ini" not in visitor.see(f"/editions/{running.id}").text, "not folded"


def test_the_note_to_check_is_for_the_organiser(make: Factory) -> None:
    edition = make.edition("open", note="Konfigurasi bawaan: periksa.")
    url = f"/editions/{edition.id}"
    assert "Konfigurasi bawaan" in as_role(make, "organiser").get(url).text
    for visitor in (Person(make), as_role(make, "juror")):
        assert "Konfigurasi bawaan" not in visitor.client.get(url).text


def test_what_has_still_to_begin_is_not_called_open(make: Factory) -> None:
    moment = now() + timedelta(days=40)
    later = make.edition("open", 2901, opens_at=moment, closes_at=moment + timedelta(days=30))
    opens = f"Dibuka {show_date(moment)}"
    visitor = Person(make)
    for url in ("/", "/editions", f"/editions/{later.id}"):
        page = visitor.see(url)
        words = text_of(page)
        assert opens in words or f"Pendaftaran dibuka {show_date(moment)}" in words, url
        assert "Sedang berjalan" not in words, url
        assert "public" not in page.headers["Cache-Control"], "the page changes by itself"
    assert "Ikut kompetisi" not in visitor.see("/").text
    later.opens_at = now() - timedelta(seconds=1)
    make.save(later)
    page = visitor.see(f"/editions/{later.id}")
    assert (opens in text_of(page), "Sedang berjalan" in text_of(page)) == (False, True)
    assert "public" in page.headers["Cache-Control"]


def test_what_has_still_to_begin_does_not_displace_what_is_open(make: Factory) -> None:
    moment = now() + timedelta(days=40)
    later = make.edition("open", 2902, opens_at=moment, closes_at=moment + timedelta(days=30))
    judging = make.edition("judging", 2900)
    aside = visitor_aside(make)
    assert judging.name in aside.partition("</h2>")[0]
    assert f'<a href="/editions/{later.id}">' in aside
    open_now = make.edition("open", 2899)
    assert open_now.name in visitor_aside(make).partition("</h2>")[0]
    assert f"Dibuka {show_date(moment)}" in as_role(make, "organiser").get("/home").text


def visitor_aside(make: Factory) -> str:
    """What the front page says about the editions."""
    return Person(make).see("/").text.partition('<aside class="hero__edition"')[2].partition("</aside>")[0]


def test_before_opening_the_dates_are_said_and_what_is_missing(make: Factory) -> None:
    opens, closes = now() - timedelta(days=2), now() + timedelta(days=20)
    edition = make.edition("draft", award_tiers=[], opens_at=opens, closes_at=closes)
    organiser = as_role(make, "organiser")
    setup = organiser.get(f"/editions/{edition.id}/edit")
    assert f"/editions/{edition.id}/opening" in setup.text
    assert f"/editions/{edition.id}/opening" not in forms_of(setup), "nothing opens without a look"
    page = organiser.get(f"/editions/{edition.id}/opening")
    words = text_of(page)
    assert all(show_datetime(moment) in words for moment in (opens, closes))
    assert "Tidak ada tingkat penghargaan." in words
    assert "usulan langsung dapat dikirim" in words
    assert f'href="/editions/{edition.id}/edit/awards">Perbaiki' in page.text
    assert organiser.send(page, f"/editions/{edition.id}/opening").status_code == 303
    assert "Buka pendaftaran" not in text_of(organiser.get(f"/editions/{edition.id}/opening"))
    assert as_role(make, "juror").get(f"/editions/{edition.id}/opening").status_code == 403


def test_a_tab_with_nothing_missing_has_a_tick(make: Factory) -> None:
    soon = now() + timedelta(days=2)
    edition = make.edition("draft", award_tiers=[], opens_at=soon, closes_at=soon + timedelta(days=1))
    organiser = as_role(make, "organiser")

    def ticked(id_: str) -> dict[str, bool]:
        strip = organiser.get(f"/editions/{id_}/edit").text.partition('<nav class="tabs"')[2].partition("</nav>")[0]
        return {re.split(r"[<>]", tab)[1].strip(): "lengkap" in tab for tab in strip.split("<a ")[1:]}

    assert ticked(edition.id)["Pokok"]
    assert (ticked(edition.id)["Kuota"], ticked(edition.id)["Penghargaan"]) == (True, False)
    assert not any(ticked(make.edition().id).values()), "only before it opens"


def test_a_hidden_edition_is_previewed(make: Factory) -> None:
    edition = make.edition("draft")
    organiser = as_role(make, "organiser")
    assert "Pratinjau halaman umum" in organiser.get(f"/editions/{edition.id}/edit").text
    assert "belum tampil untuk umum" in text_of(organiser.get(f"/editions/{edition.id}"))
    assert Person(make).status(f"/editions/{edition.id}") == 404


def test_an_empty_name_is_asked_for(make: Factory) -> None:
    organiser = as_role(make, "organiser")
    refused = organiser.send(organiser.get("/users/new"), "/users", name=" ", email="")
    assert refused.status_code == 422
    assert "Isi nama." in text_of(refused)
    assert "Isi surel." in text_of(refused)
    assert "Paling pendek 1 karakter" not in refused.text
    edition = make.edition("draft")
    url = f"/editions/{edition.id}/edit"
    assert "Wajib diisi." in text_of(organiser.send(organiser.get(url), url, name=""))


def test_english_counts_one_and_many(make: Factory) -> None:
    edition, agency = make.edition("judging", 2950), make.unit(kind="agency")
    english = make.client()
    english.headers.update({"Accept": "text/html", "Accept-Language": "en"})
    for n, words in enumerate(["1 proposal from 1 participant", "2 proposals from 1 participant"], start=1):
        numbered = {"number": str(n), "sequence": n, "participant_id": agency.id}
        make.proposal(edition, agency, "verified", **numbered)
        english.cookies.clear()
        assert words in " ".join(text_of(english.get(f"/?n={n}")).split())
