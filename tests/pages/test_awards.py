"""Pages of awards: giving, arranging, publishing, revoking; the press, the big screen, a phone that verifies."""

import hashlib
from typing import Any

import httpx
import pytest

from tests.awarding import Awarding, awarding
from tests.factories import Factory
from tests.pages.browsing import browse, forms_of, post


@pytest.fixture
def found(make: Factory) -> Awarding:
    return awarding(make)


def url(found: Awarding, tail: str) -> str:
    return f"/editions/{found.edition.id}{tail}"


def test_the_ranking_proposes_and_the_organiser_gives(found: Awarding, office: httpx.Client) -> None:
    empty = office.get(url(found, "/awards")).text
    assert "Usulkan dari peringkat" in empty
    shown = office.get(url(found, "/awards/proposals")).text
    assert "Outstanding" in shown, "what the ranking leaves open is named"
    assert found.listed() == []
    post(office, url(found, "/awards/proposals"), url(found, "/awards/proposals"), 303)
    listed = office.get(url(found, "/awards")).text
    for text in ("Top 2", "Top 5", "Replikasi Terbaik", *(one.title for one in found.proposals)):
        assert text in listed
    assert "Berikan" not in forms_of(office.get(url(found, "/awards/proposals")))


def test_one_by_hand_keeps_what_was_typed_when_it_is_refused(found: Awarding, office: httpx.Client) -> None:
    form, action = url(found, "/awards/new?kind=tier"), url(found, "/awards")
    refused = post(office, form, action, 422, tier="outstanding", proposal_id=found.proposals[3].id)
    assert "Alasan: Wajib diisi." in refused.text
    assert f'value="{found.proposals[3].id}" selected' in refused.text
    post(office, form, action, 303, tier="outstanding", proposal_id=found.proposals[3].id, reason="Paling luas.")
    made = post(office, url(found, "/awards/new?kind=instrument"), action, 303, instrument="SAKIP", unit="Dinas Contoh",
                result="Predikat A", year="2025")  # fmt: skip
    assert made.headers["location"] == action
    refused = post(office, url(found, "/awards/new?kind=free"), action, 422, title="<b>Favorit</b>", unit="Tidak ada")
    assert "&lt;b&gt;Favorit&lt;/b&gt;" in refused.text
    assert [one["title"] for one in found.listed()] == ["Outstanding", "SAKIP Predikat A"]


def test_an_award_is_changed_then_deleted_before_publication(found: Awarding, office: httpx.Client) -> None:
    one = found.given()[-1]
    path = f"/awards/{one['id']}"
    post(office, path, path, 303, reason="Unggul.")
    assert "Unggul." in office.get(path).text
    refused = office.post(path, data=forms_of(office.get(path))[path].fields | {"version": ["1"], "reason": ["x"]})
    assert refused.status_code == 412
    post(office, path, f"{path}/removal", 303)
    assert office.get(path).status_code == 404


def test_the_evening_is_arranged_without_dragging(found: Awarding, office: httpx.Client) -> None:
    path = url(found, "/running-order")
    ids = [one["id"] for one in found.given()]

    def move(award_id: str, to: str) -> list[str]:
        token = forms_of(office.get(path))[path].fields["csrf_token"]
        moved = office.post(path, data={"csrf_token": token, "award_id": award_id, "to": to})
        assert moved.status_code == 303, moved.text
        assert moved.headers["location"].endswith(f"#award-{award_id}")
        return [one["id"] for one in found.listed()]

    assert move(ids[2], "up") == [ids[0], ids[2], ids[1], *ids[3:]]
    assert move(ids[2], "down") == ids
    assert move(ids[5], "1") == [ids[5], *ids[:5]]
    assert move(ids[5], "99") == ids
    for nonsense in ("", "-3", "x", "٣", "9" * 30):
        assert move(ids[0], nonsense) == ids
    assert office.post(path, data={"award_id": found.unit.id, "to": "up"}).status_code == 404


def test_who_signs_is_written_on_a_page(found: Awarding, office: httpx.Client) -> None:
    path = url(found, "/ceremony")
    typed = {"place": "Kota Batu", "held_on": "2026-11-23", "signatory_name": "Nama <Pejabat>"}
    post(office, path, path, 303, **typed)
    assert "Nama &lt;Pejabat&gt;" in office.get(path).text
    refused = post(office, path, path, 422, held_on="kemarin")
    assert 'value="kemarin"' in refused.text
    post(office, path, path, 303, held_on="")
    assert found.organiser.get(f"{found.path}/ceremony").json()["held_on"] is None


def test_published_it_is_for_the_press_and_the_big_screen(
    found: Awarding, office: httpx.Client, client: httpx.Client
) -> None:
    browse(client)
    found.given()
    for tail in ("/results", "/board"):
        assert client.get(url(found, tail)).status_code == 404
    assert office.get(url(found, "/board")).status_code == 200, "the organiser tries it before"
    assert "Semua penerima penghargaan" not in client.get(url(found, "")).text
    post(office, url(found, "/awards"), url(found, "/awards/publication"), 303)
    press = client.get(url(found, "/results"))
    for text in ("Top 2", "Dinas Contoh", "awards.csv", "decree-annex.xlsx", *(one.title for one in found.proposals)):
        assert text in press.text
    assert "public" in press.headers["Cache-Control"]
    board = client.get(url(found, "/board")).text
    assert board.index(found.proposals[3].title) < board.index(found.proposals[0].title), "the best at last"
    assert "Semua penerima penghargaan" in client.get(url(found, "")).text


def test_a_revoked_award_is_told_everywhere(found: Awarding, office: httpx.Client, client: httpx.Client) -> None:
    browse(client)
    one = found.published()[-1]
    path = f"/awards/{one['id']}"
    refused = post(office, path, f"{path}/revocation", 422, revocation_reason="x")
    assert "Alasan" in refused.text
    post(office, path, f"{path}/revocation", 303, revocation_reason="Data <tidak> benar.")
    for shown in (office.get(path), client.get(f"/verify/{one['code']}"), client.get(url(found, "/results"))):
        assert "Data &lt;tidak&gt; benar." in shown.text
    assert f"{path}/revocation" not in forms_of(office.get(path))
    assert one["innovation_title"] not in client.get(url(found, "/board")).text


def test_a_phone_verifies_a_certificate(found: Awarding, client: httpx.Client) -> None:
    browse(client)
    found.set_up()
    one = found.published()[-1]
    found.made()
    led = client.get("/certificates", params={"code": one["code"].lower().replace("-", " ")})
    assert (led.status_code, led.headers["location"]) == (303, f"/verify/{one['code']}")
    page = client.get(f"/verify/{one['code']}")
    for text in ("Piagam ini sah", "Top 2", "Dinas Contoh", one["innovation_title"], "23 November 2026"):
        assert text in page.text
    unknown = client.get("/verify/ABCD-EFGH-JKMN")
    assert unknown.status_code == 404
    assert "Kode tidak dikenal" in unknown.text
    assert "&lt;b&gt;" in client.get("/verify/<b>").text
    assert "Kode tidak dikenal" in client.get("/certificates?code=salah").text
    assert "Kode tidak dikenal" not in client.get("/certificates").text


def test_a_file_at_hand_is_compared_and_not_kept(found: Awarding, client: httpx.Client) -> None:
    browse(client)
    one = found.published()[-1]
    path = f"/verify/{one['code']}"
    found.made()
    true = client.get(f"/api/v1/awards/{one['id']}/certificate.pdf").content
    assert hashlib.sha256(true).hexdigest() in client.get(path).text

    def compared(content: bytes) -> str:
        files: Any = {"file": ("piagam.pdf", content, "application/pdf")}
        answer = client.post(path, files=files)
        assert answer.status_code == 200
        return answer.text

    assert "sama persis" in compared(true)
    assert "sudah diubah" in compared(true + b" ")
    assert "Pilih berkas PDF dahulu" in client.post(path, data={"x": "y"}).text


def test_an_earlier_issue_is_no_forgery(found: Awarding, client: httpx.Client) -> None:
    browse(client)
    found.set_up()
    one = found.published()[-1]
    found.made()
    old = client.get(f"/api/v1/awards/{one['id']}/certificate.pdf").content
    found.set_up(place="Malang")
    found.made()

    def compared(content: bytes) -> str:
        files: Any = {"file": ("piagam.pdf", content, "application/pdf")}
        return client.post(f"/verify/{one['code']}", files=files).text

    assert "Asli, tetapi terbitan lama" in compared(old)
    assert "sudah diubah" not in compared(old)
    assert "sudah diubah" in compared(old + b" ")
    assert "sama persis" in compared(client.get(f"/api/v1/awards/{one['id']}/certificate.pdf").content)


def test_how_far_certificates_are_is_told(found: Awarding, office: httpx.Client) -> None:
    path = url(found, "/certificates")
    assert "Belum ada penghargaan" in office.get(path).text
    found.given()
    post(office, path, path, 303)
    found.waited()
    shown = office.get(path)
    assert "6 piagam siap." in shown.text
    assert "certificates.zip" in shown.text
    part = office.get(path, headers={"HX-Request": "true"}).text
    assert part.lstrip().startswith('<div id="batch"')


def test_a_change_after_they_were_made_is_told(found: Awarding, office: httpx.Client) -> None:
    evening, path = url(found, "/ceremony"), url(found, "/certificates")
    found.set_up()
    found.published()
    assert "Piagam sudah dibuat" not in office.get(evening).text
    found.made()
    before = office.get(evening).text
    assert "6 piagam sudah dibuat dengan isian ini." in before
    assert "berubah sejak dibuat" not in before
    found.set_up(place="Malang")
    assert "6 piagam berubah sejak dibuat." in office.get(evening).text
    shown = office.get(path).text
    assert "6 piagam berubah sejak dibuat." in shown
    assert "6 piagam siap." not in shown
    found.made()
    assert "6 piagam siap." in office.get(path).text
    assert "berubah sejak dibuat" not in office.get(evening).text


def test_a_browser_downloads_a_certificate(found: Awarding, client: httpx.Client) -> None:
    browse(client)
    one = found.given()[0]
    path = f"/awards/{one['id']}/certificate.pdf"
    assert client.get(path).headers["Content-Type"].startswith("text/html"), "not public yet"
    found.published()
    assert path in client.get(f"/verify/{one['code']}").text
    file = client.get(path)
    assert (file.status_code, file.headers["Content-Type"]) == (200, "application/pdf")
    assert file.content == client.get(f"/api/v1{path}").content


def test_others_read_or_are_turned_away(make: Factory, found: Awarding, client: httpx.Client) -> None:
    browse(client)
    one = found.given()[0]
    auditor, author = make.as_role("auditor"), make.as_role("author", found.unit)
    browse(auditor, author)
    for tail in ("/awards", "/ceremony", "/running-order", "/certificates"):
        shown = auditor.get(url(found, tail))
        assert shown.status_code == 200
        assert [action for action in forms_of(shown) if action.startswith(url(found, "/"))] == []
        assert author.get(url(found, tail)).status_code in {403, 404}
    assert forms_of(auditor.get(f"/awards/{one['id']}")).keys() <= {"/sign-out", ""}
    assert auditor.get(url(found, "/awards/new")).status_code == 403
