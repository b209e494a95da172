"""What the organiser does in the room by its pages: reminders, a juror who leaves, gaps, discussions."""

import pytest

from tests.api.test_judging import LEAVES, fill
from tests.factories import Factory
from tests.pages.judging import Stage, form_to


@pytest.fixture
def stage(make: Factory) -> Stage:
    """Three proposals, two readings each, three jurors; the first juror has signed one sheet."""
    found = Stage(make, proposals=3, jurors=3)
    found.begin()
    desk = make.signed_in(found.jurors[0])
    fill(desk, desk.get("/api/v1/assignments").json()["items"][0]["id"], dict.fromkeys(LEAVES, 60))
    return found


def test_reminders_by_one_click_each_or_all(stage: Stage) -> None:
    room = stage.host.see(stage.url)
    assert "belum mulai" in room.text
    one = stage.host.do(room, "/reminders")  # the last form of the page: that of one juror
    assert "1 juri diingatkan." in one.text
    told = stage.host.do(one, "/reminders", juror_id=[])
    assert "2 juri diingatkan. 1 juri sudah diingatkan dalam 12 jam terakhir." in told.text
    assert told.text.count("diingatkan ") >= 3, "the room shows when"
    assert "Ingatkan Juri" not in told.text, "not again so soon"
    again = stage.host.do(told, "/reminders")
    assert "3 juri sudah diingatkan dalam 12 jam terakhir." in again.text
    history = stage.host.see(f"{stage.url}/reminders")
    assert "Bu Penyelenggara" in history.text
    assert history.text.count("rowheader") >= 3


def test_a_juror_leaves_and_one_click_fills_the_gap(stage: Stage) -> None:
    gone = stage.jurors[0].id
    panel = stage.host.see(f"{stage.url}/jurors")
    assert f"/jurors/{gone}/departure" in panel.text
    asked = stage.host.see(f"{stage.url}/jurors/{gone}/departure")
    refused = stage.host.do(asked, "/departure", reason="")
    assert refused.status_code == 422
    room = stage.host.do(asked, "/departure", reason="Pindah tugas.")
    assert "Lembar yang ditarik: 1. Lembar bertanda tangan yang tetap berlaku: 1." in room.text
    assert "1 usulan kurang pembaca; lembar yang kurang: 1." in room.text
    filled = stage.host.do(room, "/assignments")
    assert "1 lembar nilai dibagikan." in filled.text
    assert "Ada kekosongan" not in stage.host.see(stage.url).text
    back = stage.host.do(stage.host.see(f"{stage.url}/jurors"), "/return")
    assert "Juri kembali ke panel." in back.text


def test_a_discussion_from_the_list_to_its_conclusion(stage: Stage) -> None:
    about = stage.proposals[0]
    for n, juror in enumerate(stage.jurors):
        desk = stage.make.signed_in(juror)
        for sheet in desk.get("/api/v1/assignments").json()["items"]:
            if sheet["status"] == "untouched":
                fill(desk, sheet["id"], dict.fromkeys(LEAVES, 50 + 20 * n))
    readers = [juror for juror in stage.jurors if stage.organiser.get(
        stage.stage("proposal", "assignments"), params={"juror_id": juror.id, "proposal_id": about.id}
    ).json()["items"]]  # fmt: skip
    place = stage.jurors.index(readers[0])
    listed = stage.host.see(f"{stage.url}/discussions")
    refused = stage.host.do(listed, "/discussions", question="")
    assert refused.status_code == 422
    action = f"{stage.url}/discussions"
    sent = stage.host.send(listed, action, proposal_id=about.id, question="Mengapa berjauhan?", shows_scores="true")
    assert sent.status_code == 303, sent.text
    thread = stage.host.see(sent.headers["location"])
    juror = stage.juror(place)
    assert "1 diskusi menunggu pendapat Anda" in juror.see("/assignments").text
    seen = juror.see(sent.headers["location"])
    assert "Penyelenggara memperlihatkan nilai sesama juri." in seen.text
    written = juror.do(seen, "/messages", text="Saya keliru membaca.", asks_to_reopen="true")
    assert "minta lembarnya dibuka kembali" in written.text
    thread = stage.host.see(sent.headers["location"])
    assert "Buka kembali lembarnya" in thread.text
    ended = stage.host.do(thread, "/conclusion", conclusion="Nilai tetap.")
    assert "Nilai tetap." in ended.text
    assert "Kirim" not in juror.see(sent.headers["location"]).text
    assert "menunggu pendapat" not in juror.see("/assignments").text


def test_the_next_readings_say_why_there_are_none(stage: Stage) -> None:
    untouched = Stage(stage.make, proposals=3, jurors=2)
    untouched.begin()
    answer = untouched.host.see(f"{untouched.url}/next-readings")
    assert (answer.status_code, "Belum ada lembar yang ditandatangani" in answer.text) == (409, True)


def test_a_juror_is_changed_on_a_page_of_its_own(stage: Stage) -> None:
    juror = stage.jurors[0].id
    panel = stage.host.see(f"{stage.url}/jurors")
    assert f"/jurors/{juror}/edit" in panel.text
    form = stage.host.see(f"{stage.url}/jurors/{juror}/edit")
    refused = stage.host.do(form, f"/jurors/{juror}", max_load="1", expertise=["kesehatan"])
    assert (refused.status_code, "Paling sedikit 2: sebanyak itu lembar" in refused.text) == (422, True)
    assert form_to(refused, f"/jurors/{juror}").fields["expertise"] == ["kesehatan"]
    done = stage.host.do(form, f"/jurors/{juror}", max_load="7", expertise=["kesehatan"])
    assert "Juri diubah." in done.text
    member = stage.organiser.get(stage.stage("proposal", f"jurors/{juror}")).json()
    assert (member["max_load"], member["expertise"]) == (7, ["kesehatan"])
    stale = stage.host.do(form, f"/jurors/{juror}", max_load="9")
    assert stale.status_code == 412
