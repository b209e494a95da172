"""The room of a stage: panel, assignments, ranking and publication; and what the public sees."""

import re

import pytest

from app.models import RoleGrant
from tests.factories import Factory
from tests.pages.judging import Person, Stage, form_to, value


@pytest.fixture
def stage(make: Factory) -> Stage:
    """Two proposals, two jurors, each reads both."""
    return Stage(make)


def test_who_may_open_which_page(stage: Stage, make: Factory) -> None:
    stage.begin()
    sheet, unit = stage.sheets()[0], stage.units[0]
    people = {role: Person(make, make.user(role, unit if role in {"coordinator", "author"} else None))
              for role in ("organiser", "secretariat", "auditor", "coordinator", "author")}  # fmt: skip
    people |= {"juror": stage.juror(), "other juror": stage.juror(1), "public": Person(make)}
    expected = {
        stage.url: {"organiser", "secretariat", "auditor"},
        f"{stage.url}/jurors": {"organiser", "secretariat", "auditor"},
        f"{stage.url}/assignments": {"organiser", "auditor"},
        f"{stage.url}/assignments/new?seed=1": {"organiser"},
        f"{stage.url}/publication": {"organiser"},
        f"{stage.url}/ranking": {"organiser", "auditor"},
        "/assignments": {"organiser", "auditor", "juror", "other juror"},
        sheet: {"organiser", "auditor", "juror"},
    }
    for url, allowed in expected.items():
        found = {name: browser.status(url) for name, browser in people.items()}
        assert {name for name, status in found.items() if status == 200} == allowed, (url, found)
        assert set(found.values()) <= {200, 303, 403, 404}, (url, found)


def test_the_panel_is_filled_and_emptied(stage: Stage) -> None:
    url, people = f"{stage.url}/jurors", [juror.id for juror in stage.jurors]
    page = stage.host.see(url)
    nobody = stage.host.do(page, "/jurors", max_load="5")
    assert (nobody.status_code, value(nobody, "/jurors", "max_load")) == (422, "5")
    wrong = stage.host.do(page, "/jurors", user_id=people, max_load="nol")
    assert (wrong.status_code, form_to(wrong, "/jurors").fields["user_id"]) == (422, people)
    assert stage.organiser.get(stage.stage("proposal", "jurors")).json()["total"] == 0, "all or nobody"
    added = stage.host.do(page, "/jurors", user_id=people, max_load="5", expertise=["kesehatan"])
    assert "2 juri ditambahkan" in added.text
    items = stage.organiser.get(stage.stage("proposal", "jurors")).json()["items"]
    assert [(one["max_load"], one["expertise"]) for one in items] == [(5, ["kesehatan"])] * 2
    gone = stage.host.do(added, f"{people[0]}/removal")
    assert "Juri dilepas" in gone.text
    assert stage.organiser.get(stage.stage("proposal", "jurors")).json()["total"] == 1


def test_handing_out_is_looked_at_before_it_is_done(stage: Stage) -> None:
    refused = stage.host.see(f"{stage.url}/assignments/new", seed=3)
    assert (refused.status_code, "Belum ada juri" in refused.text) == (409, True)
    stage.panel()
    plan = stage.host.see(f"{stage.url}/assignments/new")
    assert plan.url.params["seed"], "a draw has a number"
    assert stage.organiser.get(stage.stage("proposal", "assignments")).json()["total"] == 0
    done = stage.host.do(plan, "/assignments")
    assert "4 lembar nilai dibagikan" in done.text
    assert all(juror.name in done.text for juror in stage.jurors)
    taken = stage.host.do(done, "/removal")
    assert "ditarik dari juri" in taken.text
    assert "1 dari 2 pembaca" in taken.text
    left = stage.host.see(f"{stage.url}/assignments", only="few")
    proposal = re.findall(r"new\?proposal_id=([\w-]+)", left.text)[0]
    page = stage.host.see(f"{stage.url}/assignments/new", proposal_id=proposal)
    readers = stage.organiser.get(stage.stage("proposal", "assignments"), params={"proposal_id": proposal}).json()
    missing = next(juror.id for juror in stage.jurors if juror.id != readers["items"][0]["juror_id"])
    assert stage.host.do(page, "/assignments", juror_id="").status_code == 422
    assert re.search(
        rf'<option value="{readers["items"][0]["juror_id"]}" disabled>[^<]+\(sudah membacanya\)', page.text
    )
    twice = stage.host.do(page, "/assignments", juror_id=readers["items"][0]["juror_id"])
    assert (twice.status_code, "Juri ini sudah membaca usulan ini." in twice.text) == (422, True)
    assert "1 lembar nilai dibagikan" in stage.host.do(page, "/assignments", juror_id=missing).text


def test_the_draw_says_who_lacks_readers_and_why(make: Factory) -> None:
    stage = Stage(make, proposals=2, jurors=2, wanted=3)
    stage.panel()
    plan = stage.host.see(f"{stage.url}/assignments/new", seed=3).text
    assert "2 usulan kurang pembaca." in plan
    assert plan.count("juri pada panel lebih sedikit daripada pembacaan yang diminta") == 3, "in all, and of each"
    assert all(f"/proposals/{proposal.id}" in plan for proposal in stage.proposals)
    assert "Semua usulan dapat dibandingkan" in plan
    assert "0 dari 4 lembar baru jatuh pada juri yang ahli di bidangnya" in plan


def test_the_choice_by_hand_tells_why_not_and_who_knows_what(stage: Stage) -> None:
    stage.panel()
    url, headers = stage.stage("proposal", f"jurors/{stage.jurors[1].id}"), {"If-Match": "*"}
    stage.organiser.patch(url, json={"expertise": ["kesehatan"], "max_load": 1}, headers=headers)
    pair = {"juror_id": stage.jurors[1].id, "proposal_id": stage.proposals[0].id}
    stage.organiser.post(stage.stage("proposal", "assignments"), json={"pairs": [pair]})
    stage.organiser.put(stage.stage("proposal", f"jurors/{stage.jurors[0].id}/departure"), json={"reason": "Sakit."},
                        headers=headers)  # fmt: skip
    page = stage.host.see(f"{stage.url}/assignments/new", proposal_id=stage.proposals[1].id).text
    assert re.search(r"1 lembar; ahli [^<]+ \(bebannya penuh\)", page)
    assert "(sudah mundur)" in page
    assert page.count(" disabled>") == 2


def test_nobody_is_handed_a_proposal_of_the_own_unit(stage: Stage) -> None:
    related = stage.make.user("juror", name="Juri Terkait")
    stage.make.save(RoleGrant(user_id=related.id, role="author", unit_id=stage.units[0].id))
    stage.jurors.append(related)
    stage.panel()
    url = f"{stage.url}/assignments/new?proposal_id={stage.proposals[0].id}"
    refused = stage.host.do(stage.host.see(url), "/assignments", juror_id=related.id)
    assert (refused.status_code, "Juri berasal dari instansi pengusul." in refused.text) == (422, True)
    assert value(refused, "/assignments", "juror_id") == related.id


def test_the_room_says_what_comes_next(stage: Stage) -> None:
    def room() -> str:
        return stage.host.see(stage.url).text

    assert "Tetapkan juri" in room()
    stage.panel()
    assert "2 usulan belum dibagikan" in room()
    stage.organiser.post(stage.stage("proposal", "assignments"), json={})
    assert "4 lembar belum ditandatangani" in room()
    stage.sign_all([80, 70])
    assert "Siap diumumkan" in room()
    stage.publish("proposal")
    assert "Sudah diumumkan" in room()
    assert "Belum ada juri" in stage.host.see(f"/editions/{stage.edition.id}/stages/presentation").text


def test_no_score_is_seen_before_publication(stage: Stage, make: Factory) -> None:
    stage.begin()
    stage.sign_all([81.25, 70])
    ranking = f"{stage.url}/ranking"
    coordinator = Person(make, make.user("coordinator", stage.units[0]))
    for person in (Person(make), coordinator, stage.juror()):
        page = person.see(ranking)
        assert (page.status_code, "Hasil belum diumumkan" in page.text) == (404, True)
        assert "81,25" not in page.text
    assert "81,25" not in coordinator.see(f"/proposals/{stage.proposals[0].id}").text
    assert "81,25" in stage.host.see(ranking).text
    assert "Urutan sementara" in stage.host.see(ranking).text


def test_publishing_and_what_the_public_sees(make: Factory) -> None:
    stage = Stage(make, proposals=3)
    stage.begin()
    waiting = stage.host.see(f"{stage.url}/publication")
    assert "Belum dapat diumumkan" in waiting.text
    assert "Umumkan sekarang" not in waiting.text
    early = stage.host.do(waiting, "/publication")
    assert (early.status_code, "6 lembar nilai" in early.text) == (409, True)
    stage.sign_all([90, 80, 70])
    ready = stage.host.see(f"{stage.url}/publication")
    shown = stage.host.do(ready, "/publication")
    assert (shown.url.path, "Hasil diumumkan" in shown.text) == (f"{stage.url}/ranking", True)
    public = Person(make).see(f"{stage.url}/ranking")
    titles = [public.text.index(proposal.title) for proposal in stage.proposals]
    assert titles == sorted(titles)
    assert titles[1] < public.text.index("ranking__cut") < titles[2], "the line is drawn under the last that goes on"
    assert "90,00" in public.text
    assert "/proposals/" not in public.text, "nothing leads where the public may not go"
    assert all(juror.name not in public.text for juror in stage.jurors)
    lines = Person(make).client.get(f"/api/v1{stage.url}/ranking.csv").text
    assert f'href="/api/v1{stage.url}/ranking.csv"' in public.text
    assert lines.count("\r\n") == 4
    found = Person(make).see(f"{stage.url}/ranking", q=stage.proposals[2].number)
    assert (stage.proposals[2].title in found.text, stage.proposals[0].title in found.text) == (True, False)
    assert stage.host.see(f"{stage.url}/publication").url.path == f"{stage.url}/ranking"


def test_ties_share_a_rank_and_the_organiser_is_told(make: Factory) -> None:
    stage = Stage(make, proposals=3)
    stage.begin()
    stage.sign_all([80, 80, 80])
    page = stage.host.see(f"{stage.url}/publication")
    assert "Yang lolos lebih dari 2" in page.text
    stage.publish("proposal")
    public = Person(make).see(f"{stage.url}/ranking").text
    assert re.findall(r'ranking__rank">(\d+)</td>', public) == ["1", "1", "1"]
    assert "ranking__cut" not in public


def test_unknown_addresses(stage: Stage) -> None:
    other = f"/editions/{stage.edition.id}/stages/tidak_ada"
    for tail in ("", "/jurors", "/assignments", "/assignments/new?seed=1", "/ranking", "/publication"):
        assert stage.host.status(other + tail) == 404, tail
    assert stage.host.status(f"/evaluations/{stage.edition.id}") == 404
    assert stage.host.status(f"{stage.url}/assignments?only=semua") == 422


def test_pages_stay_small(make: Factory) -> None:
    stage = Stage(make, proposals=40, jurors=3, wanted=3)
    stage.begin()
    for url in (stage.url, f"{stage.url}/assignments", f"{stage.url}/assignments/new?seed=1"):
        assert len(stage.host.see(url).content) < 100_000, url
    assert "30 dari 40" in stage.host.see(f"{stage.url}/assignments").text
    following = re.findall(r'href="([^"]+)" rel="next"', stage.host.see(f"{stage.url}/assignments").text)[0]
    assert "10 dari 40" in stage.host.see(following.replace("&amp;", "&")).text
