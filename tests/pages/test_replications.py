"""Pages of replications: what is typed is never lost, and what is refused says why beside its field."""

import httpx
import pytest

from app.models import Innovation
from tests.api.test_replications import Two, change
from tests.factories import Factory
from tests.pages.browsing import forms_of

HTML = {"Accept": "text/html"}


class Paged(Two):
    """With people in browsers."""

    def __init__(self, make: Factory) -> None:
        super().__init__(make)
        self.author = make.as_role("author", self.learner)
        self.origin_person = make.as_role("coordinator", self.origin)
        for browser in (self.author, self.origin_person, self.public):
            browser.headers["Accept"] = "text/html"

    def row(self) -> str:
        return str(self.report()["id"])


def post(browser: httpx.Client, path: str, action: str, status: int, **typed: str) -> httpx.Response:
    """Sends the form of a page as its reader would."""
    form = forms_of(browser.get(path))[action]
    sent = browser.post(action, data=form.fields | {name: [value] for name, value in typed.items()})
    assert sent.status_code == status, sent.text[:2000]
    return sent


def test_a_refused_step_keeps_what_was_typed(make: Factory) -> None:
    there = Paged(make)
    url = f"/replications/{there.row()}"
    refused = post(there.author, url, f"{url}/stage", 422, stage="implementation", stage_on="2024-01-01")
    assert 'value="2024-01-01"' in refused.text
    assert "Paling awal 6 Januari 2025" in refused.text
    assert '<option value="implementation" selected>' in refused.text


def test_refused_notes_keep_what_was_typed(make: Factory) -> None:
    there = Paged(make)
    url = f"/replications/{there.row()}"
    refused = post(there.author, url, f"{url}/notes", 422, adaptation_notes="Panjang sekali.", cost="mahal")
    assert "Panjang sekali." in refused.text
    assert 'value="mahal"' in refused.text
    post(there.author, url, f"{url}/notes", 303, adaptation_notes="Diubah.", cost="Rp 1.500.000", difficulty="4")
    shown = there.author.get(url).text
    assert "Rp1.500.000" in shown
    assert "4 – sulit" in shown


def test_a_change_meanwhile_is_told(make: Factory) -> None:
    there = Paged(make)
    row = there.report()
    url = f"/replications/{row['id']}"
    form = forms_of(there.author.get(url))[f"{url}/stage"]
    change(there.asks, row, difficulty=1)
    late = there.author.post(f"{url}/stage", data=form.fields)
    assert late.status_code == 412
    assert "Sudah diubah orang lain" in late.text


def test_a_refused_report_keeps_what_was_typed(make: Factory) -> None:
    there = Paged(make)
    new = f"/innovations/{there.innovation.id}/replications/new"
    action = f"/innovations/{there.innovation.id}/replications"
    refused = post(there.author, new, action, 422, unit="Tidak ada", adaptation_notes="Catatan saya.")
    assert "Catatan saya." in refused.text
    assert 'value="Tidak ada"' in refused.text
    own = post(there.origin_person, new, action, 409, unit=there.origin.name)
    assert "Inovasi milik sendiri" in own.text


def test_a_report_sent_twice_is_one(make: Factory) -> None:
    there = Paged(make)
    new = f"/innovations/{there.innovation.id}/replications/new"
    form = forms_of(there.author.get(new))[f"/innovations/{there.innovation.id}/replications"]
    first, again = (there.author.post(new.removesuffix("/new"), data=form.fields) for _ in range(2))
    assert (first.status_code, first.headers["location"]) == (again.status_code, again.headers["location"])


def test_the_public_page_shows_no_forms_and_no_names(make: Factory) -> None:
    there = Paged(make)
    row = there.confirmed()
    shown = there.public.get(f"/replications/{row['id']}")
    assert shown.status_code == 200
    assert set(forms_of(shown)) <= {"/sign-out", ""}
    assert "Riwayat" not in shown.text
    assert there.public.get(f"/replications/{row['id']}/confirmation").status_code == 303


def test_of_an_innovation_that_is_not_ours_nothing_is_offered(make: Factory) -> None:
    there = Paged(make)
    foreign = make.save(Innovation(unit_name="Provinsi lain", title="Jauh", year=2023))
    for browser in (there.public, there.author):
        assert "meniru ini" not in browser.get(f"/innovations/{foreign.id}").text


def test_a_request_is_asked_back_with_what_was_typed(make: Factory) -> None:
    there = Paged(make)
    new = f"/innovations/{there.innovation.id}/replication-requests/new"
    action = f"/innovations/{there.innovation.id}/replication-requests"
    typed = {"organisation_name": "Kota <b>Semarang</b>", "organisation_kind": "city",
             "organisation_province": "Jawa Tengah", "message": "Antrean panjang."}  # fmt: skip
    refused = post(there.public, new, action, 422, contact_email="bukan surel", **typed)
    assert 'value="bukan surel"' in refused.text
    assert "Antrean panjang." in refused.text
    assert "<b>Semarang</b>" not in refused.text
    kept = post(there.public, new, action, 200, contact_email="dinkes@semarang.example", **typed)
    assert "dinkes@semarang.example" in kept.text


@pytest.mark.parametrize("path", ["/replications?year=banyak", "/replications?limit=3", "/replications/list?stage=x"])
def test_a_wrong_filter_is_told(make: Factory, path: str) -> None:
    assert make.client().get(path, headers=HTML).status_code == 422


def test_another_site_sends_no_request(make: Factory) -> None:
    there = Paged(make)
    action = f"/innovations/{there.innovation.id}/replication-requests"
    cross = there.public.post(action, data={"message": "x"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert cross.status_code == 403
