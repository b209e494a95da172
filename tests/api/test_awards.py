"""Awards: by the ranking and by hand, published together, revoked for good; the ceremony and its papers."""

import csv
import io
import zipfile

import httpx
import pypdfium2
import pytest
from docx import Document
from python_calamine import CalamineWorkbook

from tests.awarding import PLENARY, Awarding, awarding
from tests.factories import Factory

PROBLEM = "application/problem+json"


def problem(answer: httpx.Response, status: int) -> str:
    """The code of a refusal."""
    assert answer.status_code == status, answer.text
    return str(answer.json()["type"].rsplit("/", 1)[-1])


def test_the_ranking_proposes_the_finest_tiers(make: Factory) -> None:
    found = awarding(make)
    shown = found.organiser.post(f"{found.path}/awards/proposals", json={}).json()
    assert (shown["dry_run"], shown["created"]) == (True, 0)
    assert [(one["rank"], one["tier"]) for one in shown["items"]] == [
        (1, "top_2"), (2, "top_2"), (3, "top_5"), (4, "top_5"), (5, "top_5"), (5, "replikasi")]  # fmt: skip
    assert [one["reason"] for one in shown["items"]] == ["", "", "", "", PLENARY, PLENARY]
    assert found.listed() == [], "a dry run gives nothing"
    given = found.given()
    assert [(one["position"], one["title"], one["rank"]) for one in given] == [
        (1, "Replikasi Terbaik", 5), (2, "Top 5", 5), (3, "Top 5", 4), (4, "Top 5", 3), (5, "Top 2", 2), (6, "Top 2", 1)
    ]  # fmt: skip
    assert len({one["code"] for one in given}) == 6
    again = found.organiser.post(f"{found.path}/awards/proposals", json={"dry_run": False}).json()
    assert again["created"] == 0
    assert all(one["is_given"] for one in again["items"])


def test_nothing_is_proposed_before_the_ranking_is_published(make: Factory) -> None:
    edition, organiser = make.edition("judging"), make.key("organiser")
    answer = organiser.post(f"/api/v1/editions/{edition.id}/awards/proposals", json={})
    assert problem(answer, 409) == "no-ranking-yet"


def test_what_the_ranking_does_not_say_needs_a_reason(make: Factory) -> None:
    found = awarding(make)
    body = {"tier": "outstanding", "proposal_id": found.proposals[2].id}
    refused = found.organiser.post(f"{found.path}/awards", json=body)
    assert problem(refused, 422) == "invalid"
    assert refused.json()["errors"][0]["field"] == "reason"
    made = found.organiser.post(f"{found.path}/awards", json=body | {"reason": "Dampaknya paling luas."})
    assert made.status_code == 201, made.text
    assert (made.json()["title"], made.json()["rank"]) == ("Outstanding", 3)
    assert (
        problem(found.organiser.post(f"{found.path}/awards", json=body | {"reason": "Lagi."}), 409) == "already-awarded"
    )
    by_rank = found.organiser.post(f"{found.path}/awards", json={"tier": "top_2", "proposal_id": found.proposals[0].id})
    assert by_rank.status_code == 201
    out = found.organiser.post(f"{found.path}/awards", json={"tier": "top_5", "proposal_id": found.out.id})
    assert out.json()["errors"][0]["field"] == "proposal_id"


@pytest.mark.parametrize("body", [
    {}, {"title": "Pilihan Publik"}, {"tier": "top_2", "title": "x", "unit_id": "U"},
    {"instrument": "SAKIP", "unit_id": "U"}, {"title": "Pilihan Publik", "unit_id": "U", "proposal_id": "U"},
    {"tier": "top_9", "proposal_id": "P", "reason": "ada"},
    {"tier": "top_2", "unit_id": "U", "reason": "ada"},
])  # fmt: skip
def test_what_is_not_one_award_for_one_receiver_is_refused(make: Factory, body: dict[str, str]) -> None:
    found = awarding(make, 1)
    ids = {"U": found.unit.id, "P": found.proposals[0].id}
    sent = {name: ids.get(value, value) for name, value in body.items()}
    assert found.organiser.post(f"{found.path}/awards", json=sent).status_code == 422
    assert found.listed() == []


def test_instruments_and_free_labels_are_given_by_hand(make: Factory) -> None:
    found = awarding(make, 1)
    sakip = {"instrument": "SAKIP", "unit_id": found.unit.id, "result": "Predikat A", "year": 2025}
    made = found.organiser.post(f"{found.path}/awards", json=sakip).json()
    assert (made["source"], made["title"], made["category"], made["result"]) == (
        "instrument", "SAKIP Predikat A", "SAKIP", "Predikat A · 2025")  # fmt: skip
    free = {"title": "Inovasi Pilihan Publik", "proposal_id": found.proposals[0].id, "reason": "Suara terbanyak."}
    made = found.organiser.post(f"{found.path}/awards", json=free).json()
    assert (made["source"], made["position"], made["unit_name"]) == ("free", 2, "Dinas Contoh")


def test_before_publication_only_those_who_prepare_see_them(make: Factory, client: httpx.Client) -> None:
    found = awarding(make)
    first = found.given()[0]
    assert client.get(f"{found.path}/awards").json()["items"] == []
    assert client.get(f"{found.path}/running-order").json()["items"] == []
    for path in (
        f"/api/v1/awards/{first['id']}",
        f"/api/v1/awards/{first['id']}/certificate.pdf",
        f"/api/v1/certificates/{first['code']}",
        f"{found.path}/ceremony",
        f"{found.path}/decree-annex.pdf",
    ):
        assert client.get(path).status_code == 404, path
    for role in ("secretariat", "auditor"):
        assert len(make.key(role).get(f"{found.path}/awards").json()["items"]) == 6
    assert make.key("coordinator").get(f"{found.path}/awards").json()["items"] == []
    for role in ("secretariat", "auditor", "coordinator"):
        assert make.key(role).put(f"{found.path}/awards/publication").status_code == 403


def test_published_they_are_public_and_the_catalogue_bears_the_finest(make: Factory, client: httpx.Client) -> None:
    found = awarding(make)
    body = {"tier": "outstanding", "proposal_id": found.proposals[0].id, "reason": "Paling berdampak."}
    found.organiser.post(f"{found.path}/awards", json=body)
    found.published()
    listed = client.get(f"{found.path}/awards").json()
    assert listed["total"] == 7
    entries = {one["title"]: one["award"] for one in client.get("/api/v1/innovations").json()["items"]}
    assert [entries[one.title] for one in found.proposals] == ["Outstanding", "Top 2", "Top 5", "Top 5", "Top 5"]
    again = found.organiser.put(f"{found.path}/awards/publication")
    assert again.json()["published_at"] == client.get(f"{found.path}/ceremony").json()["published_at"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{found.path}/awards.csv").text)))
    assert [row["title"] for row in rows] == [one["title"] for one in listed["items"]]
    one = f"/api/v1/awards/{listed['items'][0]['id']}"
    assert (
        problem(found.organiser.patch(one, json={"title": "Lain"}, headers={"If-Match": "*"}), 409)
        == "awards-published"
    )
    assert problem(found.organiser.delete(one, headers={"If-Match": "*"}), 409) == "awards-published"
    assert problem(found.organiser.post(f"{found.path}/awards", json={"title": "x", "unit_id": found.unit.id}), 409)


def test_without_awards_nothing_is_published(make: Factory) -> None:
    found = awarding(make)
    assert problem(found.organiser.put(f"{found.path}/awards/publication"), 409) == "no-awards-yet"


def test_a_change_says_what_it_changes(make: Factory) -> None:
    found = awarding(make)
    one = next(award for award in found.given() if award["rank"] == 4)
    path = f"/api/v1/awards/{one['id']}"
    assert found.organiser.patch(path, json={"reason": "x"}).status_code == 428
    tag = found.organiser.get(path).headers["ETag"]
    assert found.organiser.patch(path, json={"tier": "top_2"}, headers={"If-Match": tag}).status_code == 422
    changed = found.organiser.patch(path, json={"tier": "top_2", "reason": "Pleno."}, headers={"If-Match": tag})
    assert (changed.json()["title"], changed.json()["reason"]) == ("Top 2", "Pleno.")
    assert found.organiser.patch(path, json={"reason": "y"}, headers={"If-Match": tag}).status_code == 412
    assert found.organiser.delete(path, headers={"If-Match": changed.headers["ETag"]}).status_code == 204
    assert found.organiser.get(path).status_code == 404


def test_a_revoked_award_stays_with_its_reason_and_leaves_the_catalogue(make: Factory, client: httpx.Client) -> None:
    found = awarding(make)
    given = found.given()
    best = next(one for one in given if one["rank"] == 1)
    path, body = f"/api/v1/awards/{best['id']}", {"reason": "Data yang diajukan tidak benar."}
    assert problem(found.organiser.put(f"{path}/revocation", json=body), 409) == "awards-unpublished"
    found.organiser.put(f"{found.path}/awards/publication")
    assert make.key("auditor").put(f"{path}/revocation", json=body).status_code == 403
    assert found.organiser.put(f"{path}/revocation", json={"reason": ""}).status_code == 422
    assert found.organiser.put(f"{path}/revocation", json=body).status_code == 200
    assert problem(found.organiser.put(f"{path}/revocation", json=body), 409) == "award-revoked"
    seen = client.get(path).json()
    assert seen["revoked_at"]
    assert seen["revocation_reason"] == body["reason"]
    verified = client.get(f"/api/v1/certificates/{best['code']}").json()
    assert (verified["state"], verified["revocation_reason"]) == ("revoked", body["reason"])
    entries = {one["title"]: one["award"] for one in client.get("/api/v1/innovations").json()["items"]}
    assert entries[found.proposals[0].title] == ""
    assert entries[found.proposals[1].title] == "Top 2"
    assert best["id"] not in [one["award_id"] for one in client.get(f"{found.path}/running-order").json()["items"]]
    assert problem(client.get(f"{path}/certificate.pdf"), 409) == "award-revoked"


def test_the_evening_is_put_in_order(make: Factory) -> None:
    found = awarding(make)
    ids = [one["id"] for one in found.given()]
    order = [ids[3], ids[0]]
    put = found.organiser.put(f"{found.path}/running-order", json={"award_ids": order})
    assert [one["award_id"] for one in put.json()["items"]] == [*order, ids[1], ids[2], ids[4], ids[5]]
    assert [one["position"] for one in put.json()["items"]] == [1, 2, 3, 4, 5, 6]
    other = awarding(make, 1).given()[0]["id"]
    refused = found.organiser.put(f"{found.path}/running-order", json={"award_ids": [ids[0], other]})
    assert refused.json()["errors"][0]["field"] == "award_ids.1"
    assert make.key("secretariat").put(f"{found.path}/running-order", json={"award_ids": order}).status_code == 403
    table = found.organiser.get(f"{found.path}/running-order.csv").text
    assert table.splitlines()[0].startswith("position,award_id,title")


def test_the_ceremony_is_written_once_and_changed_with_its_version(make: Factory, client: httpx.Client) -> None:
    found = awarding(make)
    path = f"{found.path}/ceremony"
    empty = found.organiser.get(path)
    assert (empty.headers["ETag"], empty.json()["place"]) == ('"0"', "")
    found.set_up()
    assert found.organiser.patch(path, json={"place": "Malang"}, headers={"If-Match": '"0"'}).status_code == 412
    cleared = found.organiser.patch(path, json={"held_on": None}, headers={"If-Match": "*"}).json()
    assert (cleared["held_on"], cleared["place"]) == (None, "Kota Batu")
    assert found.organiser.patch(path, json={"place": None}, headers={"If-Match": "*"}).status_code == 422
    assert client.get(path).status_code == 404


def annexes(found: Awarding) -> dict[str, bytes]:
    """The annex in its three forms."""
    answers = {end: found.organiser.get(f"{found.path}/decree-annex.{end}") for end in ("pdf", "docx", "xlsx")}
    assert all(answer.status_code == 200 for answer in answers.values())
    return {end: answer.content for end, answer in answers.items()}


def test_the_annex_of_the_decree_says_the_same_in_three_forms(make: Factory) -> None:
    found = awarding(make)
    found.set_up(decree_date="2026-11-20")
    found.published()
    files = annexes(found)
    paper = "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(files["pdf"]))
    document = Document(io.BytesIO(files["docx"]))
    told = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*(one.text for one in document.paragraphs), *told])
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(files["xlsx"])).get_sheet_by_index(0).to_python()
    cells = "\n".join(str(cell) for row in sheet for cell in row)
    for text in (paper, said, cells):
        assert "188/CONTOH/2026" in text
        assert "20 November 2026" in text
        for proposal in found.proposals:
            assert proposal.title in text
    assert [table.rows[0].cells[0].text for table in document.tables] == ["No."] * 3
    assert [len(table.rows) for table in document.tables] == [3, 4, 2]
    assert zipfile.ZipFile(io.BytesIO(files["docx"])).testzip() is None


def test_a_hostile_name_is_only_text_in_every_form(make: Factory) -> None:
    found = awarding(make, 1)
    hostile = '=cmd|"/c calc"!A1 <b>x</b> #panic("x")'
    found.organiser.post(f"{found.path}/awards", json={"title": hostile, "unit_id": found.unit.id})
    found.set_up(signatory_name=hostile)
    files = annexes(found)
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(files["xlsx"])).read("xl/worksheets/sheet1.xml")
    assert hostile in [one.text for one in Document(io.BytesIO(files["docx"])).paragraphs]
