"""The secretariat's queue and the decision beside each submission."""

import re

import pytest
from sqlmodel import Session, select

from app.models import Proposal, Transition
from tests.factories import Factory
from tests.pages.browsing import as_role, forms_of, text_of


class World:
    """Three submissions of an open edition, and somebody of the secretariat."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.edition = make.edition(quota=9)
        self.agency = make.unit("Dinas Contoh", "agency")
        self.coordinator = as_role(make, "coordinator", self.agency)
        self.ids = [self.send_in(make.proposal(self.edition, self.agency).id) for _ in range(3)]
        self.secretariat = as_role(make, "secretariat", name="Sekretariat Uji")

    def send_in(self, id_: str) -> str:
        """Sends a draft in, by its page."""
        url = f"/proposals/{id_}/submission"
        assert self.coordinator.send(self.coordinator.get(url), url).status_code == 303
        return id_

    def statuses(self) -> list[str]:
        """How the three stand."""
        with Session(self.make.engine) as session:
            found = dict(session.exec(select(Proposal.id, Proposal.status)).all())
        return [found[id_] for id_ in self.ids]


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def decide(world: World, number: int, deed: str, **typed: object) -> tuple[int, str, str]:
    """Opens a submission and decides: status, where it leads, and the words of a refusal."""
    page = world.secretariat.get(f"/selection/{world.ids[number]}")
    if deed == "verification" and "checks" not in typed:
        typed["checks"] = re.findall(r'name="checks" value="([^"]+)"', page.text)
    answer = world.secretariat.send(page, f"/selection/{world.ids[number]}/{deed}#decision", **typed)
    return answer.status_code, answer.headers.get("location", ""), text_of(answer)


def test_only_who_decides_sees_the_queue(world: World) -> None:
    for role, status in (("organiser", 200), ("auditor", 403), ("juror", 403)):
        somebody = as_role(world.make, role)
        assert [somebody.get(url).status_code for url in ("/selection", f"/selection/{world.ids[0]}")] == [status] * 2
    assert world.coordinator.get("/selection").status_code == 403
    assert world.make.client().get("/selection", headers={"Accept": "text/html"}).status_code == 303


def test_first_come_first(world: World) -> None:
    page = world.secretariat.get("/selection")
    assert re.findall(r'<a href="/selection/([0-9a-f-]{36})">', page.text) == world.ids
    assert "Menunggu 3" in text_of(page)


def test_a_decision_opens_the_next_and_the_last_one_the_queue(world: World) -> None:
    assert decide(world, 1, "verification")[1] == f"/selection/{world.ids[2]}#main"
    assert decide(world, 2, "rejection", picks="young")[1] == f"/selection/{world.ids[0]}#main"
    assert decide(world, 0, "verification")[1] == f"/selection?edition_id={world.edition.id}#main"
    assert world.statuses() == ["verified", "verified", "rejected"]
    assert "Antrean kosong" in text_of(world.secretariat.get("/selection"))
    assert f"/selection/{world.ids[2]}" in world.secretariat.get("/selection?status=rejected").text


def test_nothing_passes_unlooked_at(world: World) -> None:
    status, _to, words = decide(world, 0, "verification", checks="text", remark="lengkap")
    assert (status, "Tandai setelah diperiksa." in words) == (422, True)
    assert world.statuses()[0] == "submitted"


def test_a_return_carries_reasons_and_deadline_and_what_changed_since_is_shown(world: World) -> None:
    status, _to, words = decide(world, 0, "return", deadline="2020-01-01T10:00", picks="papers", reason="Halaman 2.")
    assert (status, "Harus di masa depan." in words, "Halaman 2." in words) == (422, True, True)
    assert decide(world, 0, "return", picks=["papers", "date"], reason="Halaman 2.")[0] == 303
    with Session(world.make.engine) as session:
        reason = session.exec(select(Transition.reason).where(Transition.action == "returned")).one()
    assert reason.splitlines()[-1] == "Halaman 2."
    assert len(reason.splitlines()) == 3
    url = f"/proposals/{world.ids[0]}"
    mended = {"sections.ringkasan": "Kini ringkasan ini jauh lebih jelas bagi semua orang yang membacanya di sini."}
    world.coordinator.send(world.coordinator.get(f"{url}/edit"), url, **mended)
    world.send_in(world.ids[0])
    case = world.secretariat.get(f"/selection/{world.ids[0]}")
    assert "Pernah dikembalikan oleh Sekretariat Uji" in text_of(case)
    link = re.search(r'href="(/proposals/[^"]+/revisions/\d+\?compare_with=\d+)"', case.text)
    assert link is not None
    assert "<ins" in world.secretariat.get(link[1]).text


@pytest.mark.parametrize("deed", ["return", "rejection"])
def test_a_refusal_without_a_reason_says_so_beside_the_reasons(deed: str, world: World) -> None:
    page = world.secretariat.get(f"/selection/{world.ids[0]}")
    refused = world.secretariat.send(page, f"/selection/{world.ids[0]}/{deed}#decision", reason=" ")
    assert refused.status_code == 422
    form = refused.text.partition(f'id="panel-{deed}"')[2].partition("</section>")[0]
    reasons = form.partition("<fieldset")[2].partition("</fieldset>")[0]
    assert "Pilih paling sedikit satu alasan atau tulis penjelasannya." in reasons
    assert refused.text.count("Pilih paling sedikit satu alasan") == 1
    assert re.findall(r'name="decision" value="(\w+)"[^>]* checked', refused.text) == [deed]


def test_the_way_to_the_decision_comes_first(world: World) -> None:
    main = world.secretariat.get(f"/selection/{world.ids[0]}").text.partition("<main")[2]
    assert main.index("Langsung ke keputusan") < main.index("<h1")


def test_a_second_click_and_a_colleague(world: World) -> None:
    page = world.secretariat.get(f"/selection/{world.ids[0]}")
    action = f"/selection/{world.ids[0]}/rejection#decision"
    colleague = as_role(world.make, "secretariat")
    theirs = colleague.get(f"/selection/{world.ids[0]}")
    first, second = (world.secretariat.send(page, action, picks="young") for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    late = colleague.send(theirs, action, reason="Menurut saya belum lengkap.")
    assert late.status_code == 409
    assert "Sekretariat Uji" in text_of(late)
    assert "Menurut saya belum lengkap." in text_of(late)
    with Session(world.make.engine) as session:
        assert len(session.exec(select(Transition).where(Transition.action == "rejected")).all()) == 1


def test_the_filters_go_along_the_queue(world: World) -> None:
    other = world.send_in(world.make.proposal(world.edition, world.agency, category="pendidikan").id)
    page = world.secretariat.get("/selection?category=pendidikan")
    assert re.findall(r'<a href="/selection/([^"]{36})\?category=pendidikan">', page.text) == [other]
    case = world.secretariat.get(f"/selection/{other}?category=pendidikan")
    assert "1 dari 1 dalam antrean" in text_of(case)
    assert f"/selection/{other}/verification?category=pendidikan#decision" in forms_of(case)
    assert "Tidak ada usulan yang cocok" in text_of(world.secretariat.get("/selection?q=tidakada"))
    rows = world.secretariat.get("/selection?q=Inovasi", **{"HX-Request": "true"})
    assert "<html" not in rows.text


def test_a_draft_and_what_is_not_there_have_no_case(world: World) -> None:
    draft = world.make.proposal(world.edition, world.agency)
    assert world.secretariat.get(f"/selection/{draft.id}").status_code == 404
    assert world.secretariat.get(f"/selection/{draft.id[:-1]}0").status_code == 404


def test_without_any_edition_the_queue_says_so(make: Factory) -> None:
    assert "Belum ada kompetisi" in text_of(as_role(make, "secretariat").get("/selection"))
    assert "Belum ada kompetisi" in text_of(as_role(make, "secretariat").get("/proposals"))
