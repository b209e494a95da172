"""Pages of what is given after publication: the form asks for the reason, and everybody reads it."""

import httpx
import pytest

from tests.awarding import Awarding, awarding
from tests.factories import Factory
from tests.pages.browsing import forms_of
from tests.pages.test_rembug import browse, post

WHY = "Terlewat <waktu> daftar disusun."
SHOWN = "Terlewat &lt;waktu&gt; daftar disusun."


@pytest.fixture
def found(make: Factory) -> Awarding:
    return awarding(make)


@pytest.fixture
def office(make: Factory) -> httpx.Client:
    """The organiser's browser."""
    browser = make.as_role("organiser")
    browse(browser)
    return browser


def url(found: Awarding, tail: str) -> str:
    return f"/editions/{found.edition.id}{tail}"


def revoke(found: Awarding, award_id: str) -> None:
    answer = found.organiser.put(f"/api/v1/awards/{award_id}/revocation", json={"reason": "Salah eja."})
    assert answer.status_code == 200


def test_the_right_award_follows_a_revoked_one(found: Awarding, office: httpx.Client, client: httpx.Client) -> None:
    browse(client)
    wrong = found.published()[-1]
    assert "supplementary_reason" not in office.get(f"/awards/{wrong['id']}").text
    revoke(found, wrong["id"])
    shown = office.get(f"/awards/{wrong['id']}").text
    assert "Berikan gantinya" in shown
    form = url(found, f"/awards/new?kind=free&replaces_id={wrong['id']}")
    assert f'value="{wrong["id"]}" selected' in office.get(form).text
    more = {"title": "Pilihan Publik", "unit": "Dinas Contoh", "replaces_id": wrong["id"]}
    refused = post(office, form, url(found, "/awards"), 422, **more)
    assert "Alasan penghargaan susulan" in refused.text
    assert 'value="Pilihan Publik"' in refused.text
    post(office, form, url(found, "/awards"), 303, **more, supplementary_reason=WHY)
    made = next(one for one in found.listed() if one["supplementary_reason"])
    assert made["replaces_id"] == wrong["id"]
    for shown in (office.get(url(found, "/awards")), office.get(f"/awards/{made['id']}"),
                  client.get(url(found, "/results")), client.get(f"/verify/{made['code']}")):  # fmt: skip
        assert shown.status_code == 200
        assert SHOWN in shown.text
        assert "usulan" in shown.text
    assert f'href="#award-{wrong["id"]}"' in client.get(url(found, "/results")).text
    assert f'id="award-{wrong["id"]}"' in client.get(url(found, "/results")).text
    assert f'href="/awards/{made["id"]}"' in office.get(f"/awards/{wrong['id']}").text


def test_the_list_leads_there_only_after_publication(found: Awarding, office: httpx.Client) -> None:
    found.given()
    assert "Tambah penghargaan susulan" not in office.get(url(found, "/awards")).text
    assert "supplementary_reason" not in office.get(url(found, "/awards/new")).text
    assert found.out.title not in office.get(url(found, "/awards/new")).text
    found.organiser.put(f"{found.path}/awards/publication")
    assert "Tambah penghargaan susulan" in office.get(url(found, "/awards")).text
    assert f"{found.out.title} (Dinas Contoh), di luar penerima" in office.get(url(found, "/awards/new")).text


def test_a_revoked_proposal_stands_as_revoked_and_cannot_be_given_by_the_ranking(
    found: Awarding, office: httpx.Client
) -> None:
    path = url(found, "/awards/proposals")
    revoke(found, found.published()[-1]["id"])
    shown = office.get(path)
    assert "dicabut" in shown.text
    assert "baru</span>" not in shown.text
    assert path not in forms_of(shown), "nothing that can only fail"
    assert "Semua usul ini sudah diberikan" not in shown.text


def test_what_was_forgotten_is_given_by_the_ranking_with_a_reason(found: Awarding, office: httpx.Client) -> None:
    path = url(found, "/awards/proposals")
    forgotten = found.given()[-1]
    found.organiser.delete(f"/api/v1/awards/{forgotten['id']}", headers={"If-Match": "*"})
    found.organiser.put(f"{found.path}/awards/publication")
    assert "Berikan 1 penghargaan susulan" in office.get(path).text
    refused = post(office, path, path, 422)
    assert "Alasan penghargaan susulan" in refused.text
    post(office, path, path, 303, supplementary_reason=WHY)
    assert [one["rank"] for one in found.listed() if one["supplementary_reason"]] == [1]
