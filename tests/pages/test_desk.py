"""The juror's desk for people: what is left, the own other sheets, time, a sheet given back; without JavaScript."""

import re
from datetime import timedelta

import pytest
from sqlmodel import Session

from app.models import Assignment
from tests.api.test_judging import LEAVES, fill
from tests.factories import Factory
from tests.pages.judging import Person, Stage, form_to
from tests.pages.test_judging import autosave, marks, signed


@pytest.fixture
def stage(make: Factory) -> Stage:
    """Three proposals, two jurors, each reads all; handed out a day ago."""
    found = Stage(make, proposals=3)
    found.begin()
    with Session(make.engine) as session, session.begin():
        for url in (*found.sheets(0), *found.sheets(1)):
            row = session.get(Assignment, url.rsplit("/", 1)[1])
            assert row is not None
            row.created_at -= timedelta(days=1)
    return found


def order(page: str) -> list[str]:
    return re.findall(r'sheets__title" href="([^"]+)"', page)


def test_the_desk_begins_with_what_is_left(stage: Stage) -> None:
    first, second, third = stage.sheets()
    signed(stage, [70])
    autosave(stage.juror(), third, **{f"score-{LEAVES[0]}": "60"})
    page = stage.juror().see("/assignments").text
    assert order(page) == [third, second, first]
    assert order(stage.juror().see("/assignments", sort="number").text) == [first, second, third]
    assert order(stage.juror().see("/assignments", status="unsigned").text) == [third, second]
    assert "Belum selesai" in page


def test_time_is_shown_to_the_juror_and_to_those_who_look_after_loads(stage: Stage) -> None:
    url, juror = stage.sheets()[0], stage.juror()
    autosave(juror, url, seconds="725", **marks("70"))
    assert 'data-minutes="725">12</span>' in juror.see(url).text
    ready = juror.do(juror.see(url), url, deed="signature")
    juror.do(ready, "/signature")
    desk = juror.see("/assignments").text
    assert "Anda memakai rata-rata 12 menit tiap lembar; sisanya kira-kira 24 menit." in desk
    assert "Waktu yang dipakai: 12 menit." in juror.see(url).text
    for path in ("/assignments", "/jurors"):
        assert "12 menit" in stage.host.see(stage.url + path).text, path
    assert "12 menit" not in stage.juror(1).see("/assignments").text
    secretariat = Person(stage.make, stage.make.user("secretariat", name="Sekre"))
    panel = secretariat.see(f"{stage.url}/jurors")
    assert panel.status_code == 200
    assert "12 menit" not in panel.text


@pytest.mark.parametrize("typed", ["", "x", "-5", "1.5", "99999999999"])
def test_a_wrong_time_holds_nothing_back(stage: Stage, typed: str) -> None:
    url = stage.sheets()[0]
    answer = autosave(stage.juror(), url, seconds=typed, **{f"score-{LEAVES[0]}": "60"})
    assert answer.status_code == 200
    assert stage.organiser.get(f"/api/v1{url}").json()["scores"] == {LEAVES[0]: 60}
    assert stage.organiser.get(f"/api/v1{url}").json()["seconds_spent"] == 0


def test_a_report_of_time_alone_is_no_change(stage: Stage) -> None:
    url, juror = stage.sheets()[0], stage.juror()
    fields = form_to(juror.see(url), url).fields
    own = {name: fields[name] for name in ("csrf_token", "version", "editor")}
    autosave(juror, url, **{f"score-{LEAVES[0]}": "60"})  # meanwhile in another tab
    for _ in range(2):
        answer = juror.client.patch(url, data=own | {"seconds": "90"}, headers={"HX-Request": "true"})
        assert answer.status_code == 200
    sheet = stage.organiser.get(f"/api/v1{url}").json()
    assert (sheet["scores"], sheet["seconds_spent"], sheet["version"]) == ({LEAVES[0]: 60}, 90, 2)


def test_the_sheet_says_what_the_juror_gave_elsewhere(stage: Stage) -> None:
    first, second, third = stage.sheets()
    fill(stage.make.signed_in(stage.jurors[1]), stage.sheets(1)[0].rsplit("/", 1)[1], dict.fromkeys(LEAVES, 12))
    assert "Anda pada" not in stage.juror().see(third).text, "nothing of a colleague"
    signed(stage, [70, 80])
    page = stage.juror().see(third).text
    assert page.count("Anda pada 2 lembar lain:") == len(LEAVES)
    assert page.count("<strong>75,0</strong> (70–80)") == len(LEAVES)
    assert f'href="{third}/comparison"' in page
    saved = autosave(stage.juror(), third, **marks("75"))
    assert "urutan 2 dari 3" in saved.text
    table = stage.juror().see(f"{third}/comparison")
    rows = re.findall(r'href="(/evaluations/[^"/]+)">|lembar ini</span>|aria-current="true"', table.text)
    assert "Rata-rata total lembar lain: 75,00." in table.text
    assert "Lembar ini 75,00, urutan 2 dari 3." in table.text
    assert [one for one in rows if one in (first, second)][:2] == [second, first]
    assert stage.juror(1).status(f"{third}/comparison") == 404
    assert "juri ini" in stage.host.see(f"{third}/comparison").text


def test_a_juror_gives_a_sheet_back_and_the_organiser_reads_why(stage: Stage) -> None:
    url, juror = stage.sheets()[0], stage.juror()
    autosave(juror, url, **{f"score-{LEAVES[0]}": "60"})
    ask = juror.see(f"{url}/declination")
    assert "dihapus" in ask.text, "what was filled in goes"
    refused = juror.do(ask, "/declination", cause="other", reason="")
    assert (refused.status_code, "Tulis alasannya" in refused.text) == (422, True)
    assert juror.do(ask, "/declination", cause="").status_code == 422
    done = juror.do(ask, "/declination", cause="other", reason="Sakit sampai Jumat.")
    assert (done.url.path, "Dikembalikan." in done.text) == ("/assignments", True)
    assert url not in order(done.text)
    assert juror.status(url) == 404
    assert "1 lembar dikembalikan juri" in stage.host.see(f"{stage.url}/assignments").text
    listed = stage.host.see(f"{stage.url}/declinations")
    assert all(word in listed.text for word in (stage.jurors[0].name, "Sebab lain", "Sakit sampai Jumat."))
    gone = stage.host.do(listed, "/removal")
    assert "Tidak ada lembar yang dikembalikan" in gone.text


def test_a_signed_sheet_is_not_asked_about(stage: Stage) -> None:
    signed(stage, [70])
    url = stage.sheets()[0]
    assert stage.juror().see(f"{url}/declination").url.path == url
    assert stage.host.status(f"{url}/declination") == 403
    assert stage.juror(1).status(f"{url}/declination") == 404
