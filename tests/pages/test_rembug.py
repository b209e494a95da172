"""Pages of rembug: asking and answering, mentoring, working together; what is refused keeps what was typed."""

import httpx
import pytest

from app.models import Innovation
from tests.api.test_collaborations import Draft
from tests.api.test_help_requests import Village
from tests.api.test_mentorships import Pair
from tests.factories import Factory
from tests.pages.browsing import browse, forms_of, post


@pytest.fixture
def village(make: Factory) -> Village:
    found = Village(make)
    browse(found.asks, found.knows)
    return found


def test_a_unit_asks_and_another_answers_with_an_innovation(village: Village) -> None:
    entry = village.make.save(Innovation(unit_id=village.city.id, unit_name="Kota", title="Antar Obat", year=2023))
    asked = post(village.asks, "/help-requests/new", "/help-requests", 303, title="Antrean obat",
                 text="Siapa sudah memangkas antrean?", unit="Puskesmas")  # fmt: skip
    url = asked.headers["location"]
    assert "Antar Obat" in village.knows.get(url).text, "the catalogue's answer stands beside"
    for innovation in ("antar obat", f"https://jipp.example/innovations/{entry.id}"):
        post(village.knows, url, f"{url}/answers", 303, text="Kami memakai ini.", innovation=innovation, unit="Kota")
    shown = village.asks.get(url)
    helpful = next(action for action in forms_of(shown) if action.endswith("/helpful"))
    post(village.asks, url, helpful, 303)
    post(village.asks, url, f"{url}/status", 303, status="solved")
    shown = village.asks.get(url)
    assert "Terjawab" in shown.text
    assert f"{url}/answers" not in forms_of(shown), "nobody answers what is solved"
    post(village.asks, url, f"{url}/status", 303)
    assert "Mencari jawaban" in village.asks.get(url).text


def test_what_is_refused_keeps_what_was_typed(village: Village) -> None:
    refused = post(village.asks, "/help-requests/new", "/help-requests", 422, title="<b>Antrean</b>", text="Pendek")
    assert "&lt;b&gt;Antrean&lt;/b&gt;" in refused.text
    assert "Pendek" in refused.text
    url = f"/help-requests/{village.ask()['id']}"
    refused = post(village.knows, url, f"{url}/answers", 422, text="Ada caranya, begini.", innovation="Tidak ada itu")
    assert "Ada caranya, begini." in refused.text
    assert 'value="Tidak ada itu"' in refused.text
    again = post(village.asks, "/help-requests/new", "/help-requests", 409, title="antrean OBAT", text="Panjang cukup.")
    assert "Sudah ditanyakan" in again.text


def test_the_catalogue_is_shown_while_one_asks(village: Village) -> None:
    village.make.save(Innovation(unit_id=village.city.id, unit_name="Kota", title="Antar Obat", year=2023))
    assert "Antar Obat" in village.asks.get("/help-requests/known?title=antar+obatt").text
    assert village.asks.get("/help-requests/known?title=").text.strip() == ""


def test_only_who_asked_gets_the_buttons(village: Village) -> None:
    request = village.ask()
    answer = village.reply(request)
    url = f"/help-requests/{request['id']}"
    mine, theirs = (set(forms_of(who.get(url))) for who in (village.asks, village.knows))
    assert {f"{url}/status", url, f"/help-answers/{answer['id']}/helpful"} <= mine - theirs
    assert f"/help-answers/{answer['id']}/removal" in theirs - mine


def test_an_empty_list_says_what_to_do(village: Village) -> None:
    assert "Belum ada yang meminta bantuan" in village.asks.get("/help-requests").text
    assert "Belum ada pendampingan" in village.asks.get("/mentorships").text
    assert "Belum ada yang mengajak unit Anda" in village.asks.get("/collaborations").text


@pytest.fixture
def pair(make: Factory) -> Pair:
    found = Pair(make)
    browse(found.mentor, found.mentee)
    return found


def test_a_mentorship_from_its_proposal_to_its_end(pair: Pair) -> None:
    made = post(pair.mentee, f"/mentorships/new?mentor_unit_id={pair.city.id}", "/mentorships", 303,
                mentee="Puskesmas", goal="Antrean di bawah 15 menit.")  # fmt: skip
    url = made.headers["location"]
    assert "Menunggu persetujuan Kota" in pair.mentee.get(url).text
    post(pair.mentor, url, f"{url}/acceptance", 303)
    refused = post(pair.mentor, url, f"{url}/sessions", 422, topics="Alur loket.", minutes="lama")
    assert "Alur loket." in refused.text
    post(pair.mentor, url, f"{url}/sessions", 303, topics="Alur loket.", minutes="90", agreed="Loket dipisah.")
    shown = pair.mentee.get(url)
    assert "Loket dipisah." in shown.text
    end = next(form for form in shown.text.split("<form") if 'name="outcome"' in form)
    assert 'value="finished"' in end
    data = {"version": "2", "status": "finished", "outcome": "Tinggal 12 menit.", "csrf_token": _token(pair.mentee)}
    assert pair.mentee.post(f"{url}/end", data=data).status_code == 303
    over = pair.mentee.get(url)
    assert "Tinggal 12 menit." in over.text
    assert f"{url}/sessions" not in forms_of(over)


def _token(browser: httpx.Client) -> str:
    return browser.headers["X-CSRF-Token"]


def test_the_home_tells_what_other_units_wait_for(pair: Pair, make: Factory) -> None:
    row = pair.propose()
    draft = make.proposal(make.edition(), pair.clinic, title="Loket Bersama")
    path = f"/api/v1/proposals/{draft.id}/collaborations"
    assert pair.mentee.post(path, json={"unit_id": pair.city.id}).status_code == 201
    asked, asks = pair.mentor.get("/home").text, pair.mentee.get("/home").text
    assert f"/mentorships/{row['id']}" in asked
    assert "Loket Bersama" in asked
    assert "menunggu jawaban unit Anda" not in asks, "who asks waits for others"
    pair.accept(row)
    assert f"/mentorships/{row['id']}" not in pair.mentor.get("/home").text


def test_a_meeting_is_taken_away(pair: Pair) -> None:
    row = pair.accept(pair.propose())
    meeting = pair.meet(row)
    url = f"/mentorships/{row['id']}"
    post(pair.mentor, url, f"{url}/sessions/{meeting['id']}/removal", 303)
    assert "Belum ada pertemuan yang dicatat" in pair.mentor.get(url).text


@pytest.fixture
def draft(make: Factory) -> Draft:
    found = Draft(make)
    browse(found.author, found.mate)
    return found


def test_a_unit_is_invited_on_the_proposals_page_and_agrees(draft: Draft) -> None:
    url = f"/proposals/{draft.proposal.id}"
    new = f"{url}/collaborations/new"
    refused = post(draft.author, new, f"{url}/collaborations", 422, unit="Tidak ada", part="Kurir.")
    assert 'value="Tidak ada"' in refused.text
    assert "Kurir." in refused.text
    post(draft.author, new, f"{url}/collaborations", 303, unit="Kota mitra", part="Kurir.")
    assert "Kota mitra" in draft.author.get(url).text
    [row] = draft.make.key("organiser").get("/api/v1/collaborations").json()["items"]
    one = f"/collaborations/{row['id']}"
    assert one in draft.mate.get("/collaborations").text
    assert set(forms_of(draft.author.get(one))) & {f"{one}/answer"} == set(), "nobody agrees for the other"
    shown = draft.mate.get(one)
    accepting = next(form for form in shown.text.split("<form") if 'name="is_accepted" value="true"' in form)
    assert f'action="{one}/answer"' in accepting
    data = {"version": "1", "is_accepted": "true", "csrf_token": _token(draft.mate)}
    assert draft.mate.post(f"{one}/answer", data=data).status_code == 303
    assert "Ikut bekerja sama" in draft.mate.get(url).text, "who takes part reads the proposal"
    post(draft.author, url, f"{one}/removal", 303)
    assert draft.mate.get(url).status_code == 404


def test_the_public_reads_with_whom_it_was_done(draft: Draft) -> None:
    draft.answer(draft.invite())
    entry = draft.make.save(Innovation(proposal_id=draft.proposal.id, unit_id=draft.clinic.id, unit_name="Puskesmas",
                                       title="Antar obat", year=2023))  # fmt: skip
    shown = draft.make.client().get(f"/innovations/{entry.id}", headers={"Accept": "text/html"}).text
    assert "Bekerja sama dengan" in shown
    assert "Menyediakan kurir." in shown
