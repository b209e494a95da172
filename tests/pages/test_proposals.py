"""The pages of proposals, as somebody without scripts and as htmx ask for them."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlmodel import Session, select

from app.models import Proposal
from tests.api.test_judging import LEAVES, Judging
from tests.factories import Factory, text_for
from tests.pages.browsing import Browser, as_role, forms_of, text_of


class World:
    """An agency with two units, its people, and an open edition with two slots."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.edition = make.edition(quota=2)
        self.agency = make.unit("Dinas Contoh", "agency")
        self.unit = make.unit("UPT Contoh", "technical_unit", self.agency)
        self.author = as_role(make, "author", self.unit, "Penulis Uji")
        self.coordinator = as_role(make, "coordinator", self.agency, "Admin Uji")
        self.secretariat = as_role(make, "secretariat", name="Sekretariat Uji")

    def draft(self, **more: object) -> str:
        """The address of a complete draft."""
        return f"/proposals/{self.make.proposal(self.edition, self.unit, **more).id}"

    def saved(self, url: str) -> Proposal:
        """The row behind an address."""
        with Session(self.make.engine) as session:
            return session.exec(select(Proposal).where(Proposal.id == url.rsplit("/", 1)[-1])).one()


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def test_every_role_gets_its_page_or_is_told_why_not(world: World) -> None:
    draft = world.draft()
    sent = f"/proposals/{world.make.proposal(world.edition, world.unit, 'submitted', number='N-1', sequence=1).id}"
    stranger = as_role(world.make, "author", world.make.unit("Lain"))
    auditor, juror = as_role(world.make, "auditor"), as_role(world.make, "juror")
    expected: dict[str, list[tuple[Browser, int]]] = {
        "/proposals": [(who, 200) for who in (world.author, world.coordinator, world.secretariat, auditor, juror)],
        "/proposals/new": [(world.author, 200), (world.coordinator, 200), (world.secretariat, 403), (auditor, 403)],
        draft: [(world.author, 200), (world.secretariat, 200), (auditor, 200), (stranger, 404), (juror, 404)],
        f"{draft}/edit": [(world.author, 200), (world.coordinator, 200), (world.secretariat, 403), (stranger, 404)],
        f"{draft}/submission": [(world.author, 403), (world.coordinator, 200), (auditor, 403), (stranger, 404)],
        f"{draft}/revisions": [(world.author, 200), (auditor, 200), (stranger, 404)],
        f"{sent}/edit": [(world.author, 409)],
        f"{sent}/verification": [(world.secretariat, 200), (world.coordinator, 403), (auditor, 403)],
        f"{sent}/nothing": [(world.coordinator, 404)],
    }  # fmt: skip
    for url, rows in expected.items():
        assert [who.get(url).status_code for who, _ in rows] == [status for _, status in rows], url


def test_nobody_signed_in_is_asked_to_sign_in(world: World) -> None:
    answer = world.make.client().get("/proposals", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=%2Fproposals")


def test_a_new_draft_opens_in_the_editor(world: World) -> None:
    page = world.author.get("/proposals/new")
    made = world.author.send(page, "/proposals", title="Antrean Cepat", category="kesehatan")
    assert made.headers["location"].endswith("/edit")
    assert "Antrean Cepat" in world.author.follow(made).text


def test_a_refused_new_draft_keeps_what_was_typed(world: World) -> None:
    refused = world.author.send(world.author.get("/proposals/new"), "/proposals", title="Antrean Cepat", category="")
    assert refused.status_code == 422
    assert forms_of(refused)["/proposals"].fields["title"] == ["Antrean Cepat"]
    assert "Wajib diisi." in refused.text


def test_the_editor_saves_without_scripts_and_names_what_it_could_not_save(world: World) -> None:
    url = world.draft()
    page = world.author.get(f"{url}/edit")
    assert world.author.send(page, url, **{"sections.ringkasan": "Tulisan baru."}).headers["location"] == f"{url}/edit"
    assert world.saved(url).sections["ringkasan"] == "Tulisan baru."
    wrong = {"sections.ringkasan": "Tulisan kedua.", "latitude": "jauh", "sdgs": ["3", "99"]}
    refused = world.author.send(world.author.get(f"{url}/edit"), url, **wrong)
    assert refused.status_code == 422
    again = forms_of(refused)[url].fields
    assert (again["sections.ringkasan"], again["latitude"]) == (["Tulisan kedua."], ["jauh"])
    assert 'id="latitude-error"' in refused.text


def test_autosave_answers_with_the_version_and_the_readiness(world: World) -> None:
    url = world.draft()
    fields = forms_of(world.author.get(f"{url}/edit"))[url].fields
    sent = fields | {"sections.ringkasan": [""], "video_url": ["bukan alamat"]}
    saved = world.author.client.patch(url, data=sent, headers={"HX-Request": "true"})
    assert saved.status_code == 200, saved.text
    version = re.search(r'id="editor-version" value="(\d+)"', saved.text)
    assert version is not None
    assert int(version[1]) == world.saved(url).version > int(fields["version"][0])
    assert 'id="readiness" hx-swap-oob="true"' in saved.text
    assert "belum diisi" in saved.text
    assert saved.text.count('href="#video_url"') == 1
    assert world.saved(url).sections["ringkasan"] == ""


def test_a_lost_answer_is_no_conflict_but_a_second_tab_is(world: World) -> None:
    url = world.draft()
    first, second = (forms_of(world.author.get(f"{url}/edit"))[url].fields for _ in range(2))
    send = world.author.client.patch
    assert send(url, data=first | {"sections.ringkasan": ["satu"]}).status_code == 200
    assert send(url, data=first | {"sections.ringkasan": ["satu lagi"]}).status_code == 200
    assert send(url, data=second | {"sections.ringkasan": ["dua"]}).status_code == 412
    refused = world.author.client.post(url, data=second | {"sections.ringkasan": ["dua"]})
    assert refused.status_code == 412
    assert forms_of(refused)[url].fields["sections.ringkasan"] == ["dua"]
    assert "satu lagi" in text_of(refused)
    assert world.saved(url).sections["ringkasan"] == "satu lagi"
    assert send(url, data={name: value for name, value in first.items() if name != "version"}).status_code == 428


def test_the_way_from_author_to_coordinator_and_back(world: World) -> None:
    url = world.draft()
    handed = world.author.send(world.author.get(f"{url}/handover"), f"{url}/handover")
    assert "Menunggu admin lokal memeriksa dan mengirimnya." in text_of(world.author.follow(handed))
    rows = text_of(world.coordinator.get("/proposals"))
    assert "Periksa, lalu kirim atau kembalikan" in rows
    page = world.coordinator.get(f"{url}/return")
    refused = world.coordinator.send(page, f"{url}/return", reason="")
    assert (refused.status_code, "Tulis alasannya." in refused.text) == (422, True)
    back = world.coordinator.send(page, f"{url}/return", reason="Tambahkan angka.")
    assert "Tambahkan angka." in text_of(world.coordinator.follow(back))
    assert "Tambahkan angka." in text_of(world.author.get(f"{url}/edit"))


def test_sending_in_twice_is_sending_in_once(world: World) -> None:
    url = world.draft()
    page = world.coordinator.get(f"{url}/submission")
    first = world.coordinator.send(page, f"{url}/submission", remark="siap")
    second = world.coordinator.send(page, f"{url}/submission", remark="siap")
    assert [first.headers["location"], second.headers["location"]] == [url, url]
    shown = text_of(world.coordinator.follow(second))
    assert f"{world.edition.year}-0001" in shown
    assert shown.count("siap") == 1


def test_a_full_quota_and_an_open_point_are_explained_and_change_nothing(world: World) -> None:
    for _ in range(2):
        url = world.draft()
        world.coordinator.send(world.coordinator.get(f"{url}/submission"), f"{url}/submission")
    url = world.draft()
    page = world.coordinator.get(f"{url}/submission")
    assert "Kuota peserta sudah habis" in text_of(page)
    fields = {"csrf_token": forms_of(page)[f"{url}/submission"].fields["csrf_token"], "remark": "sudah lengkap"}
    refused = world.coordinator.client.post(f"{url}/submission", data=fields)
    assert (refused.status_code, "Kuota habis" in text_of(refused), "sudah lengkap" in refused.text) == (
        409,
        True,
        True,
    )
    assert world.saved(url).status == "draft"


def _ids(urls: list[str]) -> list[str]:
    return [url.rsplit("/", 1)[-1] for url in urls]


def _side_by_side(world: World, urls: list[str]) -> httpx.Response:
    return world.coordinator.get("/proposals/submissions?" + "&".join(f"pick={id_}" for id_ in _ids(urls)))


def test_no_more_are_ticked_than_there_are_slots(world: World) -> None:
    lacking = world.draft(sections={})
    urls = [lacking, *(world.draft() for _ in range(3))]
    page = _side_by_side(world, urls)
    assert forms_of(page)["/proposals/submissions"].fields["row"] == _ids(urls)
    assert forms_of(page)["/proposals/submissions"].fields["pick"] == _ids(urls[1:3])
    assert "2 ditandai · sisa 2 slot" in text_of(page)


def test_several_are_sent_in_together_or_none(world: World) -> None:
    urls = [world.draft() for _ in range(3)]
    ids = _ids(urls)
    page = _side_by_side(world, urls)
    refused = world.coordinator.send(page, "/proposals/submissions", pick=ids)
    assert refused.status_code == 409
    assert "Anda menandai 3, sisa kuota 2. Tidak ada yang dikirim." in text_of(refused)
    assert "3 ditandai · sisa 2 slot: kurangi 1" in text_of(refused)
    again = forms_of(refused)["/proposals/submissions"].fields
    assert (again["row"], again["pick"]) == (ids, ids)
    assert {world.saved(url).status for url in urls} == {"draft"}
    sent = world.coordinator.send(refused, "/proposals/submissions", pick=ids[:2])
    year = world.edition.year
    said = f"2 usulan terkirim, dengan nomor {year}-0001, {year}-0002. Sisa kuota 0 dari 2."
    assert said in text_of(world.coordinator.follow(sent))
    assert [world.saved(url).status for url in urls] == ["submitted", "submitted", "draft"]


def test_a_refusal_leaves_every_row_where_it_was(world: World) -> None:
    lacking, whole = world.draft(sections={}), world.draft()
    page = _side_by_side(world, [whole, lacking])
    refused = world.coordinator.send(page, "/proposals/submissions", pick=_ids([lacking]))
    assert refused.status_code == 422
    again = forms_of(refused)["/proposals/submissions"].fields
    assert (again["row"], again["pick"]) == (_ids([whole, lacking]), _ids([lacking]))


def test_what_was_sent_in_is_kept_as_a_version_and_compared(world: World) -> None:
    url = world.draft()
    save = {"sections.ringkasan": "Warga menunggu lama sekali di loket pada setiap hari kerja selama ini."}
    world.author.send(world.author.get(f"{url}/edit"), url, **save)
    world.coordinator.send(world.coordinator.get(f"{url}/submission"), f"{url}/submission")
    page = world.secretariat.get(f"{url}/return")
    world.secretariat.send(page, f"{url}/return", reason="Perbaiki ringkasan.")
    mended = {"sections.ringkasan": "Warga menunggu sebentar saja di loket pada setiap hari kerja selama ini."}
    world.author.send(world.author.get(f"{url}/edit"), url, **mended)
    assert "Versi 2" in text_of(world.author.get(f"{url}/revisions"))
    compared = world.author.get(f"{url}/revisions/2?compare_with=1")
    assert "<ins" in compared.text
    assert "<del" in compared.text
    assert world.author.get(f"{url}/revisions/9").status_code == 404


def test_withdrawing_and_opening_again(world: World) -> None:
    url = world.draft()
    world.coordinator.send(world.coordinator.get(f"{url}/submission"), f"{url}/submission")
    page = world.coordinator.get(f"{url}/withdrawal")
    assert world.coordinator.send(page, f"{url}/withdrawal", reason="Unit digabung").status_code == 303
    assert world.saved(url).status == "withdrawn"
    again = world.coordinator.send(world.coordinator.get(f"{url}/revival"), f"{url}/revival")
    assert "menjadi draf lagi" in text_of(world.coordinator.follow(again))


def test_a_draft_is_deleted_only_as_it_was_seen(world: World) -> None:
    url = world.draft()
    page = world.author.get(url)
    stale = world.author.send(page, f"{url}/deletion", version="99")
    assert stale.status_code == 412
    assert world.author.send(page, f"{url}/deletion").status_code == 303
    assert world.author.get(url).status_code == 404


def test_a_form_without_its_token_changes_nothing(world: World) -> None:
    url = world.draft()
    assert world.coordinator.client.post(f"{url}/submission", data={"remark": "x"}).status_code == 403
    assert world.saved(url).status == "draft"


def test_the_list_filters_and_htmx_gets_the_rows_alone(world: World) -> None:
    world.draft(title="Jemput Bola Akta")
    world.draft(title="Loket Malam", category="pendidikan")
    shown: Callable[[str], str] = lambda query: text_of(world.coordinator.get(f"/proposals?{query}"))  # noqa: E731
    assert "Loket Malam" not in shown("q=akta")
    assert "Jemput Bola" not in shown("category=pendidikan&q=")
    assert "Tidak ada usulan yang cocok" in shown("q=tidakada")
    rows = world.coordinator.get("/proposals?q=akta", **{"HX-Request": "true"})
    assert ("<html" in rows.text, "Jemput Bola" in rows.text) == (False, True)
    assert world.coordinator.get("/proposals?status=aneh").status_code == 422
    assert world.coordinator.get("/proposals?edition_id=" + "0" * 8 + "-0000" * 3 + "-" + "0" * 12).status_code == 404


def test_another_edition_brings_its_own_filters(world: World) -> None:
    other = world.make.edition("judging")
    url = f"/proposals?edition_id={other.id}"
    anew = world.coordinator.get(url, **{"HX-Request": "true", "HX-Current-URL": "http://x/proposals"})
    assert (anew.status_code, anew.headers["hx-redirect"]) == (204, url)
    same = world.coordinator.get(url, **{"HX-Request": "true", "HX-Current-URL": f"http://x{url}"})
    assert same.status_code == 200


def test_text_from_people_is_never_markup(world: World) -> None:
    nasty = "<script>alert(1)</script>"
    url = world.draft(title=nasty, sections=text_for(world.edition) | {"ringkasan": nasty})
    for path in ("/proposals", url, f"{url}/edit", f"{url}/revisions"):
        assert nasty not in world.author.get(path).text, path


def test_the_pages_stay_small(world: World) -> None:
    url = world.draft()
    for path in ("/proposals", url, f"{url}/edit", f"{url}/revisions"):
        assert len(world.author.get(path).content) < 100_000, path


def test_results_show_once_they_are_published_and_never_who_scored(make: Factory) -> None:
    judging = Judging(make)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    judging.score_all("proposal", LEAVES, {one.id: 70.0 + n for n, one in enumerate(judging.proposals)})
    coordinator = as_role(make, "coordinator", judging.units[0])
    url = f"/proposals/{judging.proposals[0].id}"
    assert "Peringkat" not in text_of(coordinator.get(url))
    assert judging.publish("proposal").status_code == 200
    shown = text_of(coordinator.get(url))
    assert "Peringkat 3 dari 3" in shown
    assert "Tidak lolos" in shown
    assert not any(juror.name in shown for juror in judging.jurors)
    assert coordinator.get(f"/proposals/{judging.proposals[1].id}").status_code == 404


def test_a_draft_begun_with_a_double_click_is_one(make: Factory) -> None:
    agency, edition = make.unit(), make.edition()
    writer = as_role(make, "coordinator", agency)
    page = writer.get(f"/proposals/new?edition_id={edition.id}")
    typed = {"title": "Antrean Cepat", "group": "umum", "category": "kesehatan"}
    with ThreadPoolExecutor(4) as fingers:
        sent = list(fingers.map(lambda _: writer.send(page, "/proposals", **typed), range(4)))
    assert {answer.status_code for answer in sent} == {303}
    assert len({answer.headers["Location"] for answer in sent}) == 1
    other = writer.send(page, "/proposals", **typed | {"title": "Antrean Lain"})
    assert other.headers["Location"] != sent[0].headers["Location"], "gone back and filled in anew"
    assert writer.client.get("/api/v1/proposals").json()["total"] == 2
