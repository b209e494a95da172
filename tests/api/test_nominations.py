"""Nominations: put up by the organiser, written by the unit, checked, packed, sent and decided."""

import hashlib
import io
import time
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
import pikepdf
import pytest
from sqlmodel import Session, select

from app import national
from app.clock import WIB, now
from app.domain.followers import NEWS
from app.models import Follower, Innovation, OutboxMessage, RoleGrant, Unit
from tests.factories import Factory
from tests.files.papers import PDF

FORM = national.load("kipp_2023")
TEXT = "dahulu warga menunggu lama kini layanan selesai dalam satu hari kerja"
TODAY = now().astimezone(WIB).date()
ANSWERS = {one.key: TEXT for one in FORM.criteria}


@dataclass
class Put:
    """An innovation from an awarded proposal with its three papers, and who has to do with it."""

    make: Factory
    unit: Unit
    innovation: Innovation
    organiser: httpx.Client
    author: httpx.Client

    def nominate(self, **more: Any) -> httpx.Response:
        body = {"innovation_id": self.innovation.id, "year": TODAY.year, "closes_on": str(TODAY + timedelta(days=30))}
        return self.organiser.post("/api/v1/nominations", json=body | more)

    def ready(self) -> str:
        """The path of a nomination with everything."""
        path = self.nominate().headers["Location"]
        changed = self.author.patch(path, json={"answers": ANSWERS}, headers={"If-Match": '"1"'})
        assert changed.status_code == 200, changed.text
        return str(path)

    def put(self, path: str, body: dict[str, Any]) -> httpx.Response:
        return self.organiser.put(path, json=body, headers={"If-Match": "*"})

    def sent(self) -> str:
        path = self.ready()
        assert self.put(f"{path}/sending", {"sent_on": str(TODAY)}).status_code == 200
        return path


@pytest.fixture
def put(make: Factory) -> Put:
    return put_up(make)


def put_up(make: Factory) -> Put:
    """See ``Put``."""
    agency = make.unit("Dinas Contoh", "agency")
    unit = make.unit("UPT Contoh", "technical_unit", agency)
    edition = make.edition()
    sections = {one.key: f"{TEXT} {one.title}" for one in FORM.sections}
    proposal = make.proposal(edition, unit, title="Loket Malam", sections=sections, english_abstract="Open at night.")
    coordinator = make.key("coordinator", agency)
    for paper in coordinator.get(f"/api/v1/proposals/{proposal.id}/documents").json()["items"]:
        coordinator.delete(f"/api/v1/documents/{paper['id']}", headers={"If-Match": "*"})
    for one in FORM.documents:
        sent = coordinator.post(f"/api/v1/proposals/{proposal.id}/documents", data={"kind": one.key},
                                files={"file": (f"../{one.key}.exe.pdf", PDF)})  # fmt: skip
        assert sent.status_code == 201, sent.text
    proposal.status = "awarded"
    make.save(proposal)
    innovation = Innovation(proposal_id=proposal.id, unit_id=unit.id, unit_name=unit.name, title="Loket Malam",
                            year=2023, award="Top 30", sdgs=[3])  # fmt: skip
    make.save(innovation)
    return Put(make, unit, innovation, make.key("organiser"), make.as_role("author", unit))


def open_rules(client: httpx.Client, path: str) -> set[str]:
    rules = client.get(f"{path}/checklist").json()["rules"]
    return {one["rule"] for one in rules if not one["ok"]}


def test_what_is_known_is_taken_over(put: Put) -> None:
    answer = put.nominate()
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["title"] == "Loket Malam"
    assert made["sections"]["ringkasan"] == f"{TEXT} Ringkasan"
    assert made["started_on"] == "2020-01-01"
    assert made["english_abstract"] == "Open at night."
    assert len(made["documents"]) == 3
    assert made["form"]["criteria"][0]["key"] == "kebaruan"
    assert open_rules(put.organiser, answer.headers["Location"]) == {"criterion_filled"}


def test_an_innovation_is_put_up_once_a_year(put: Put) -> None:
    assert put.nominate().status_code == 201
    again = put.nominate()
    assert (again.status_code, again.json()["type"]) == (409, "/problems/already-nominated")
    assert put.nominate(year=TODAY.year + 1).status_code == 201


def test_what_no_unit_here_answers_for_is_not_put_up(put: Put) -> None:
    other = put.make.save(Innovation(unit_name="Kota Bandung", title="Lain", year=2023, award="Top 30"))
    answer = put.nominate(innovation_id=other.id)
    assert (answer.status_code, answer.json()["type"]) == (409, "/problems/not-ours")


def test_unknown_competitions_groups_sections_and_papers_are_named(put: Put) -> None:
    wrong = put.nominate(competition="unpsa")
    assert [error["field"] for error in wrong.json()["errors"]] == ["competition"]
    assert put.nominate(group="lain").json()["errors"][0]["field"] == "group"
    path = put.nominate().headers["Location"]
    body = {"sections": {"lain": "x"}, "answers": {"lagi": "y"}}
    fields = [one["field"] for one in put.author.patch(path, json=body, headers={"If-Match": "*"}).json()["errors"]]
    assert fields == ["sections.lain", "answers.lagi"]
    body = {"documents": [put.innovation.id]}
    strange = put.author.patch(path, json=body, headers={"If-Match": "*"})
    assert strange.json()["errors"][0]["field"] == "documents"


def test_the_unit_writes_the_text_and_the_organiser_the_rest(put: Put) -> None:
    path = put.nominate().headers["Location"]
    body = {"answers": ANSWERS, "documents": []}
    written = put.author.patch(path, json=body, headers={"If-Match": '"1"'})
    assert written.status_code == 200, written.text
    assert written.headers["ETag"] == '"2"'
    assert written.json()["sections"]["kebaruan"], "what is left out stays"
    stale = put.author.patch(path, json={"title": "Lain"}, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    for body in ({"group": "khusus"}, {"closes_on": None}, {"notes": "ok"}):
        assert put.author.patch(path, json=body, headers={"If-Match": "*"}).status_code == 403
        assert put.organiser.patch(path, json=body, headers={"If-Match": "*"}).status_code == 200
    assert open_rules(put.author, path) == {"closes_on", "documents"}


def test_a_lost_answer_is_no_conflict(put: Put) -> None:
    path = put.nominate().headers["Location"]
    mark = {"If-Match": '"1"', "X-Editor": "jendela-1"}
    assert put.author.patch(path, json={"title": "Loket Malam Baru"}, headers=mark).headers["ETag"] == '"2"'
    assert put.author.patch(path, json={"title": "Loket Malam Raya"}, headers=mark).headers["ETag"] == '"3"'


def test_others_do_not_know_of_it(put: Put) -> None:
    path = put.nominate().headers["Location"]
    stranger = put.make.key("coordinator", put.make.unit(kind="city"))
    assert stranger.get(path).status_code == 404
    assert stranger.get(f"{path}/package.zip").status_code == 404
    assert stranger.patch(path, json={"title": "x"}, headers={"If-Match": "*"}).status_code == 404
    assert stranger.get("/api/v1/nominations").json()["total"] == 0
    assert put.author.get("/api/v1/nominations").json()["total"] == 1
    assert put.make.client().get(path).status_code == 401
    auditor = put.make.key("auditor")
    assert auditor.get(path).status_code == 200
    assert auditor.patch(path, json={"title": "x"}, headers={"If-Match": "*"}).status_code == 403
    assert put.author.put(f"{path}/sending", json={"sent_on": str(TODAY)}, headers={"If-Match": "*"}).status_code == 403


def test_the_same_title_twice_is_found(put: Put) -> None:
    path = put.ready()
    other = put_up(put.make)
    assert open_rules(put.organiser, path) == set()
    twin = other.nominate().headers["Location"]
    assert "duplicate_title" in open_rules(put.organiser, path)
    other.author.patch(twin, json={"title": "Loket Pagi"}, headers={"If-Match": "*"})
    assert open_rules(put.organiser, path) == set()


def test_nothing_is_sent_before_the_checklist_is_empty(put: Put) -> None:
    path = put.nominate().headers["Location"]
    early = put.put(f"{path}/sending", {"sent_on": str(TODAY)})
    assert (early.status_code, early.json()["type"]) == (422, "/problems/nomination-incomplete")
    assert "5" in early.json()["detail"]
    put.author.patch(path, json={"answers": ANSWERS}, headers={"If-Match": "*"})
    future = put.put(f"{path}/sending", {"sent_on": str(TODAY + timedelta(days=1))})
    assert future.json()["errors"][0]["code"] == "in_the_future"
    put.organiser.patch(path, json={"closes_on": str(TODAY - timedelta(days=3))}, headers={"If-Match": "*"})
    late = put.put(f"{path}/sending", {"sent_on": str(TODAY)})
    assert late.json()["errors"][0]["code"] == "after_national_closing"
    sent = put.put(f"{path}/sending", {"sent_on": str(TODAY - timedelta(days=3)), "reference": "N-17"})
    assert (sent.json()["status"], sent.json()["reference"]) == ("sent", "N-17")
    locked = put.author.patch(path, json={"title": "x"}, headers={"If-Match": "*"})
    assert locked.json()["type"] == "/problems/nomination-sent"
    assert put.organiser.delete(path, headers={"If-Match": "*"}).status_code == 409
    again = put.organiser.delete(f"{path}/sending", headers={"If-Match": "*"})
    assert (again.json()["status"], again.json()["sent_on"]) == ("draft", None)
    assert put.organiser.delete(path, headers={"If-Match": "*"}).status_code == 204
    assert put.organiser.get(path).status_code == 404


def test_the_result_shows_at_the_innovation(put: Put) -> None:
    path = put.sent()
    public = put.make.client()
    of_it = f"/api/v1/innovations/{put.innovation.id}"
    before = public.get(of_it)
    assert not before.json()["national_award"]
    result = {"result": "top", "label": "Top 99", "decided_on": str(TODAY), "url": "https://contoh.example/hasil"}
    entered = put.put(f"{path}/result", result)
    assert (entered.json()["status"], entered.json()["result"]) == ("decided", "top")
    after = public.get(of_it)
    assert after.json()["national_award"] == f"KIPP {TODAY.year}: Top 99"
    assert after.headers["ETag"] != before.headers["ETag"], "whoever follows the catalogue is told"
    [award] = public.get(f"{of_it}/national-awards").json()["items"]
    assert (award["competition"], award["label"], award["url"]) == ("KIPP", "Top 99", "https://contoh.example/hasil")
    assert "Top 99" in public.get(f"/innovations/{put.innovation.id}", headers={"Accept": "text/html"}).text
    put.put(f"{path}/result", result | {"result": "not_selected"})
    assert not public.get(of_it).json()["national_award"], "a correction takes it away"
    assert put.organiser.delete(f"{path}/sending", headers={"If-Match": "*"}).status_code == 409


def test_followers_hear_of_a_national_award_and_of_nothing_else(put: Put) -> None:
    path, email = put.sent(), "warga@contoh.example"
    put.make.save(Follower(innovation_id=put.innovation.id, email=email, locale="id", confirmed_at=now()))
    for result, heard in (("not_selected", 0), ("finalist", 1), ("finalist", 1), ("not_selected", 1)):
        entered = put.put(f"{path}/result", {"result": result, "decided_on": str(TODAY)})
        assert entered.status_code == 200, entered.text
        assert told(put) == ["mail"] * heard, result


def told(put: Put) -> list[str]:
    """The kinds of what is on its way to followers, once the server has spread the news among them."""
    for _ in range(300):
        with Session(put.make.engine) as session:
            kinds = session.exec(select(OutboxMessage.kind).where(OutboxMessage.topic == NEWS)).all()
        if "request" not in kinds:
            return list(kinds)
        time.sleep(0.1)
    raise AssertionError("the news is not spread")


def test_a_result_needs_a_sending_and_comes_after_it(put: Put) -> None:
    path = put.ready()
    result = {"result": "finalist", "decided_on": str(TODAY)}
    assert put.put(f"{path}/result", result).json()["type"] == "/problems/nomination-unsent"
    put.put(f"{path}/sending", {"sent_on": str(TODAY)})
    early = put.put(f"{path}/result", result | {"decided_on": str(TODAY - timedelta(days=1))})
    assert early.json()["errors"][0]["code"] == "before_sending"
    assert put.put(f"{path}/result", result).status_code == 200


def test_what_won_once_is_barred_from_the_general_group(put: Put) -> None:
    path = put.sent()
    put.put(f"{path}/result", {"result": "top", "label": "Top 99", "decided_on": str(TODAY)})
    following = put.nominate(year=TODAY.year + 1).headers["Location"]
    rule = next(one for one in put.organiser.get(f"{following}/checklist").json()["rules"] if one["field"] == "group"
                and one["rule"] == "never_awarded")  # fmt: skip
    assert not rule["ok"]
    assert f"Top 99 {TODAY.year}" in rule["message"]
    put.organiser.patch(following, json={"group": "khusus"}, headers={"If-Match": "*"})
    assert "never_awarded" not in open_rules(put.organiser, following)


def test_the_package_is_whole_and_in_indonesian(put: Put) -> None:
    path = put.ready()
    english = {"Accept-Language": "en"}
    package = put.author.get(f"{path}/package.json", headers=english).json()
    assert package["complete"] is True
    assert [one["title"] for one in package["sections"]] == [one.title for one in FORM.sections]
    assert (package["sections"][0]["words"], package["sections"][0]["max_words"]) == (12, 200)
    paper = put.author.get(f"{path}/package.pdf", headers=english)
    assert paper.headers["Content-Disposition"] == f'attachment; filename="kipp-{TODAY.year}-loket-malam.pdf"'
    with pikepdf.open(io.BytesIO(paper.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).lower().startswith("id")
        assert "pdfuaid" in str(pdf.open_metadata())
    bundle = zipfile.ZipFile(io.BytesIO(put.author.get(f"{path}/package.zip", headers=english).content))
    assert bundle.testzip() is None
    names = bundle.namelist()
    assert names[:2] == [f"kipp-{TODAY.year}-loket-malam.pdf", f"kipp-{TODAY.year}-loket-malam.json"]
    assert names[2] == "lampiran/01-surat_pernyataan_implementasi_exe.pdf", "no path, no second ending"
    assert bundle.read(names[0]) == paper.content
    digests = [hashlib.sha256(bundle.read(name)).hexdigest() for name in names[2:]]
    assert digests == [one["sha256"] for one in package["documents"]]


def test_only_what_the_unit_releases_goes_out(put: Put) -> None:
    path = put.ready()
    chosen = put.author.get(path).json()["documents"][:1]
    put.author.patch(path, json={"documents": chosen}, headers={"If-Match": "*"})
    bundle = zipfile.ZipFile(io.BytesIO(put.author.get(f"{path}/package.zip").content))
    assert len(bundle.namelist()) == 3
    package = put.author.get(f"{path}/package.json").json()
    assert package["complete"] is False


def test_a_lost_file_is_said_and_not_left_out(put: Put) -> None:
    from app.models import Document

    path = put.ready()
    with Session(put.make.engine) as session, session.begin():
        document = session.get_one(Document, put.author.get(path).json()["documents"][0])
        document.sha256 = "0" * 64
    assert put.author.get(f"{path}/package.zip").status_code == 404
    assert put.author.get(f"{path}/package.pdf").status_code == 200


def test_the_list_is_filtered_and_a_csv(put: Put) -> None:
    put.nominate()
    put.nominate(year=TODAY.year + 1)
    listed = put.organiser.get("/api/v1/nominations?limit=1").json()
    assert [one["year"] for one in listed["items"]] == [TODAY.year + 1]
    following = put.organiser.get("/api/v1/nominations", params={"limit": 1, "cursor": listed["next"]}).json()
    assert [one["year"] for one in following["items"]] == [TODAY.year]
    for query, total in ((f"year={TODAY.year}", 1), ("status=sent", 0), ("q=loket", 2), ("q=UPT+Contoh", 2),
                         (f"innovation_id={put.innovation.id}", 2), ("competition=lain", 0)):  # fmt: skip
        assert put.organiser.get(f"/api/v1/nominations?{query}").json()["total"] == total, query
    lines = put.organiser.get("/api/v1/nominations.csv").text.split("\r\n")
    assert lines[0].startswith("id,innovation_id,innovation_title")
    assert len(lines) == 4
    assert put.make.key("organiser", scopes=["units:write"]).get("/api/v1/nominations.csv").status_code == 403


def test_who_coordinates_two_units_lists_what_both_have(make: Factory) -> None:
    units = [make.unit(kind="city") for _ in range(2)]
    both = make.user("coordinator", units[0])
    make.save(RoleGrant(user_id=both.id, role="coordinator", unit_id=units[1].id))
    client = make.signed_in(both)
    edition = make.edition()
    lists = ("nominations", f"proposals?edition_id={edition.id}")
    assert {path: client.get(f"/api/v1/{path}").status_code for path in lists} == dict.fromkeys(lists, 200)
