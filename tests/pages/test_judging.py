"""The pages of a juror: the desk, and the score sheet that saves itself and is signed."""

import re
from datetime import timedelta

import httpx
import pytest

from app.clock import now
from tests.api.test_judging import LEAVES, fill
from tests.factories import Factory
from tests.pages.browsing import forms_of
from tests.pages.judging import Person, Stage, form_to, value

FIRST, SECOND = LEAVES[0], LEAVES[1]


@pytest.fixture
def stage(make: Factory) -> Stage:
    """Two proposals, two jurors, each reads both."""
    return Stage(make)


def marks(value: str, keys: list[str] = LEAVES) -> dict[str, str]:
    """The same mark on every leaf, as fields of the sheet."""
    return {f"score-{key}": value for key in keys}


def sheet_of(stage: Stage, url: str) -> dict[str, object]:
    """The sheet as the API has it."""
    found: dict[str, object] = stage.organiser.get(f"/api/v1{url}").json()
    return found


def test_the_desk_shows_progress_and_the_next_sheet(stage: Stage) -> None:
    empty = stage.juror().see("/assignments")
    assert "Belum ada lembar nilai" in empty.text
    stage.begin()
    desk, first = stage.juror(), stage.sheets()[0]
    page = desk.see("/assignments")
    assert "0 dari 2" in page.text
    assert "2 lembar lagi" in page.text
    assert all(proposal.title in page.text for proposal in stage.proposals)
    fill(stage.make.signed_in(stage.jurors[0]), first.rsplit("/", 1)[1], dict.fromkeys(LEAVES, 80))
    page = desk.see("/assignments")
    assert "1 dari 2" in page.text
    assert f'class="button button--primary" href="{stage.sheets()[1]}"' in page.text, "the next is not signed"
    signed = desk.see("/assignments", status="signed")
    assert stage.proposals[0].title in signed.text
    assert stage.proposals[1].title not in re.sub(r"(?s)desk-top__next.*?</section>", "", signed.text)


def test_the_deadline_is_told_and_its_passing_too(make: Factory) -> None:
    late = Stage(make)
    late.begin()
    assert "Tenggat sudah lewat" in late.juror().see("/assignments").text
    moment = (now() + timedelta(days=5, hours=1)).isoformat()
    late.edition.stages = [one | {"ends_at": moment} for one in late.edition.stages]
    make.save(late.edition)
    assert "5 hari lagi" in late.juror().see("/assignments").text


def test_a_juror_scores_and_signs_without_javascript(stage: Stage) -> None:
    stage.begin()
    desk, url = stage.juror(), stage.sheets()[0]
    page = desk.see(url)
    assert all(text in page.text for text in stage.proposals[0].sections.values()), "the text stands beside the sheet"
    saved = desk.do(page, url, **{"score-kebaruan": "87,5", "note-kebaruan": "Baru bagi warga."})
    assert "Nilai disimpan" in saved.text
    assert value(saved, url, "score-kebaruan") == "87,5"
    again = desk.do(saved, url, deed="signature")
    assert "Belum dapat ditandatangani" in again.text
    named = set(re.findall(r'<li><a href="#(score-\w+)">', again.text))
    assert named == {f"score-{key}" for key in LEAVES if key != "kebaruan"}
    assert all(f'id="{control}"' in again.text for control in named), "each name leads to its field"
    ready = desk.do(again, url, deed="signature", **marks("70", [key for key in LEAVES if key != "kebaruan"]))
    assert ready.url.path == f"{url}/signature"
    assert "Baru bagi warga." in ready.text
    assert sheet_of(stage, url)["signed_at"] is None, "nothing is signed by looking"
    following = desk.do(ready, f"{url}/signature")
    assert following.url.path == stage.sheets()[1], "on to the next sheet"
    assert "1 lembar lagi" in following.text
    assert sheet_of(stage, url)["total"] == pytest.approx(70 + 17.5 * 0.15)
    read_only = desk.see(url)
    assert "Ditandatangani" in read_only.text
    assert stage.jurors[0].name in read_only.text
    assert url not in forms_of(read_only)


def test_the_last_signature_leads_back_to_the_desk(make: Factory) -> None:
    stage = Stage(make, proposals=1)
    stage.begin()
    desk, url = stage.juror(), stage.sheets()[0]
    ready = desk.do(desk.see(url), url, deed="signature", **marks("70"))
    end = desk.do(ready, "/signature")
    assert (end.url.path, "lembar terakhir" in end.text) == ("/assignments", True)
    assert desk.do(ready, "/signature").status_code == 412, "signing twice changes nothing"


@pytest.mark.parametrize("wrong", ["101", "-1", "banyak", "NaN"])
def test_a_refusal_keeps_what_was_typed(stage: Stage, wrong: str) -> None:
    stage.begin()
    desk, url = stage.juror(), stage.sheets()[0]
    typed = {f"score-{FIRST}": wrong, f"score-{SECOND}": "77", f"note-{FIRST}": "Catatan panjang",
             "recommendation": "Layak"}  # fmt: skip
    refused = desk.do(desk.see(url), url, **typed)
    assert refused.status_code == 422
    assert {name: value(refused, url, name) for name in typed} == typed
    assert f'href="#score-{FIRST}"' in refused.text
    assert sheet_of(stage, url)["scores"] == {}


def autosave(desk: Person, url: str, **changes: str) -> httpx.Response:
    """What htmx sends while somebody types: the whole form, with PATCH."""
    fields = form_to(desk.see(url), url).fields
    return desk.client.patch(url, data=fields | changes, headers={"HX-Request": "true"})


def test_autosave_saves_what_it_can_and_says_what_it_could_not(stage: Stage) -> None:
    stage.begin()
    desk, url = stage.juror(), stage.sheets()[0]
    answer = autosave(desk, url, **{f"score-{FIRST}": "850", f"score-{SECOND}": "66"})
    assert answer.status_code == 200
    assert 'id="scores-version" value="2"' in answer.text
    assert "Paling besar 100." in answer.text
    assert f"{len(LEAVES) - 1} belum" in answer.text
    assert sheet_of(stage, url)["scores"] == {SECOND: 66}
    full = autosave(desk, url, **marks("80"))
    assert "<strong>80,00</strong>" in full.text, "the total comes from the server"
    assert autosave(desk, url, **{f"score-{FIRST}": ""}).status_code == 200
    assert FIRST not in sheet_of(stage, url)["scores"], "an emptied field takes the mark away"


def test_autosave_from_two_tabs_never_overwrites(stage: Stage) -> None:
    stage.begin()
    desk, url = stage.juror(), stage.sheets()[0]
    old = form_to(desk.see(url), url).fields
    assert autosave(desk, url, **{f"score-{FIRST}": "60"}).status_code == 200
    stale = desk.client.patch(url, data=old | {f"score-{FIRST}": "10"}, headers={"HX-Request": "true"})
    assert stale.status_code == 412
    assert sheet_of(stage, url)["scores"] == {FIRST: 60}
    own = form_to(desk.see(url), url).fields | {f"score-{SECOND}": "61"}
    for _ in range(2):  # the answer was lost: the same editor sends the same version again
        assert desk.client.patch(url, data=own, headers={"HX-Request": "true"}).status_code == 200


def test_without_its_token_a_form_changes_nothing(stage: Stage) -> None:
    stage.begin()
    desk, url = stage.juror(), stage.sheets()[0]
    page = desk.see(url)
    form = form_to(page, url)
    assert form.fields["csrf_token"]
    assert desk.do(page, url, csrf_token="lain", **marks("1")).status_code == 403
    assert sheet_of(stage, url)["scores"] == {}


def test_a_blind_stage_never_names_the_unit(make: Factory) -> None:
    blind = Stage(make, proposals=1, blind=True)
    blind.begin()
    url = blind.sheets()[0]
    for address in ("/assignments", url):
        assert blind.units[0].name not in blind.juror().see(address).text
    assert "Nama pengusul ditutup" in blind.juror().see(url).text
    assert blind.units[0].name in blind.host.see(url).text, "the organiser knows"


def test_a_signed_sheet_is_opened_again_with_a_reason(stage: Stage) -> None:
    stage.begin()
    url = stage.sheets()[0]
    fill(stage.make.signed_in(stage.jurors[0]), url.rsplit("/", 1)[1], dict.fromkeys(LEAVES, 80))
    ask = stage.host.see(f"{url}/signature")
    refused = stage.host.do(ask, "/signature", reason="")
    assert (refused.status_code, "Tulis alasannya" in refused.text) == (422, True)
    opened = stage.host.do(ask, "/signature", reason="Nilai tertukar")
    assert "dibuka kembali" in opened.text
    juror = stage.juror().see(url)
    assert "Nilai tertukar" in juror.text
    assert "Bu Penyelenggara" in juror.text
    assert form_to(juror, url), "it can be filled in again"
    assert stage.juror().see(f"{url}/signature").url.path == f"{url}/signature"


def test_a_proposal_that_left_needs_no_marks(stage: Stage) -> None:
    stage.begin()
    answer = stage.organiser.post(
        f"/api/v1/proposals/{stage.proposals[0].id}/disqualification", json={"reason": "Keterangan tidak benar"}
    )
    assert answer.status_code in {200, 201}, answer.text
    page = stage.juror().see(stage.sheets()[0])
    assert (page.status_code, "tidak lagi ikut kompetisi" in page.text) == (200, True)
    assert "Diskualifikasi" in stage.host.see(f"{stage.url}/assignments").text


def signed(stage: Stage, marks: list[float]) -> None:
    """The first juror signs the first sheets, one with each mark."""
    desk = stage.make.signed_in(stage.jurors[0])
    for url, mark in zip(stage.sheets(), marks, strict=False):
        fill(desk, url.rsplit("/", 1)[1], dict.fromkeys(LEAVES, mark))


def test_the_desk_stands_in_the_order_of_the_own_scores(make: Factory) -> None:
    stage = Stage(make, proposals=5, jurors=1, wanted=1)
    stage.begin()
    signed(stage, [70, 90.5, 90.5, 80])
    desk = stage.juror()
    first = desk.see("/assignments")
    assert "sort=-total" in first.text
    assert re.findall(r"<strong>(\d+,\d+)</strong>", first.text) == ["70,00", "90,50", "90,50", "80,00"]
    by_number = stage.sheets()
    for sort, places in (("-total", [1, 2, 3, 0, 4]), ("total", [0, 3, 1, 2, 4]), ("number", [0, 1, 2, 3, 4])):
        found: list[str] = []
        url: str | None = f"/assignments?sort={sort}&limit=2"
        while url:
            page = desk.see(url)
            found += re.findall(r'sheets__title" href="([^"]+)"', page.text)
            following = re.findall(r'href="([^"]+)" rel="next"', page.text)
            url = following[0].replace("&amp;", "&") if following else None
        assert found == [by_number[place] for place in places], sort


@pytest.mark.parametrize(
    ("mark", "words"),
    [("70,2", "lembar ini 70,20 (terendah dari 4)"), ("99", "lembar ini 99,00 (tertinggi dari 4)"),
     ("76", "lembar ini 76,00 (urutan 3 dari 4)")],
)  # fmt: skip
def test_before_signing_the_sheet_is_seen_among_the_own(make: Factory, mark: str, words: str) -> None:
    stage = Stage(make, proposals=4, jurors=1, wanted=1)
    stage.begin()
    desk, last = stage.juror(), stage.sheets()[3]
    signed(stage, [75, 77, 78.1])
    ready = desk.do(desk.see(last), last, deed="signature", **marks(mark))
    assert "Rata-rata Anda 76,70" in ready.text
    assert words in ready.text


def test_the_first_sheet_has_nothing_to_be_compared_with(stage: Stage) -> None:
    stage.begin()
    desk, url = stage.juror(), stage.sheets()[0]
    assert "Rata-rata Anda" not in desk.do(desk.see(url), url, deed="signature", **marks("70")).text
