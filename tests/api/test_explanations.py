"""Why a proposal has its result: the published figures, in words and as a paper, for its people alone."""

import io
import json
import statistics
from typing import Any

import httpx
import pikepdf
import pypdfium2
import pytest
from sqlalchemy import event
from sqlmodel import Session, col, select

from app.database import ReadSession
from app.models import Assignment, Evaluation, Proposal, Publication, Result
from app.models.explanation import ExplanationRead
from app.models.ranking import CALIBRATION
from app.models.user import Role
from app.queries import explained_fields, explanations
from app.rules.permissions import Actor, Grant
from tests.api.test_calibration import judged
from tests.api.test_judging import LEAVES, Judging
from tests.conftest import Server
from tests.factories import Factory

BEHIND, FIRST = 6, 0
"""Of twenty proposals one that did not go on, and the best."""
NOTE = "Jelas bedanya. Pak Budi yang menulisnya."


def path(judging: Judging, n: int = BEHIND, tail: str = "") -> str:
    return f"/api/v1/proposals/{judging.proposals[n].id}/explanations/proposal{tail}"


def told(client: httpx.Client, judging: Judging, n: int = BEHIND) -> dict[str, Any]:
    answer = client.get(path(judging, n))
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def published(make: Factory, aggregate: str) -> Judging:
    judging = judged(make, aggregate)
    assert judging.publish("proposal").status_code == 200
    return judging


def lines(make: Factory) -> dict[str, Result]:
    """The published lines by proposal."""
    with Session(make.engine, expire_on_commit=False) as session:
        newest = select(Publication.id).order_by(col(Publication.created_at).desc()).limit(1)
        found = session.exec(select(Result).where(Result.publication_id == session.exec(newest).one()))
        return {line.proposal_id: line for line in found}


@pytest.mark.parametrize("aggregate", ["mean", "calibrated"])
def test_every_figure_is_the_published_one(make: Factory, aggregate: str) -> None:
    judging = published(make, aggregate)
    results, organiser = lines(make), judging.organiser
    scores = sorted((line.score for line in results.values()), reverse=True)
    for n, proposal in enumerate(judging.proposals):
        found, line = told(organiser, judging, n), results[proposal.id]
        for name in ("rank", "score", "raw_mean", "advanced", *CALIBRATION):
            assert found[name] == getattr(line, name), name
        assert (found["of"], found["places"], found["last_score"]) == (20, 5, scores[4])
        assert found["gap"] == pytest.approx(line.score - scores[4])
        assert sum(one["total"] for one in found["readings"]) / 3 == pytest.approx(line.raw_mean)
        assert (found["needed"] is None) is line.advanced
    assert "NaN" not in organiser.get(path(judging)).text


def test_the_steps_lead_to_the_published_score(make: Factory) -> None:
    judging = published(make, "calibrated")
    for n, proposal in enumerate(judging.proposals):
        found, line = told(judging.organiser, judging, n), lines(make)[proposal.id]
        assert sum(found["steps"].values()) == pytest.approx(line.score, abs=1e-4)
        assert found["steps"]["mean"] == pytest.approx(line.raw_mean, abs=1e-6)
    severe_read_it = told(judging.organiser, judging, FIRST)
    assert severe_read_it["steps"]["lenience"] > 2, "the severe juror is made up for"
    assert max(one["adjusted"] - one["total"] for one in severe_read_it["readings"]) > 5


def test_so_many_points_more_would_have_reached_the_cut(make: Factory) -> None:
    """What is said of the mean is true of the mean: every juror gives so much more, and it is level with the last."""
    judging = published(make, "mean")
    found = told(judging.organiser, judging, 19)
    assert found["needed"] == pytest.approx(-found["gap"])
    assert found["raw_mean"] + found["needed"] == pytest.approx(found["last_score"])


def test_how_sure_a_mean_is(make: Factory) -> None:
    """Its standard error is the standard deviation of the totals over the root of their number."""
    judging = published(make, "mean")
    found = told(judging.organiser, judging)
    totals = [one["total"] for one in found["readings"]]
    error = f"{statistics.stdev(totals) / len(totals) ** 0.5:.2f}".replace(".", ",")
    sure = next(one["text"] for one in found["told"] if one["part"] == "certainty")
    assert f"Rata-rata dari 3 juri ini dapat bergeser kira-kira {error} poin" in sure


def test_what_no_longer_leads_to_the_published_score_is_not_told(make: Factory) -> None:
    """As after a change of the method: the published figures stand, the steps are left out."""
    judging = published(make, "calibrated")
    line = lines(make)[judging.proposals[BEHIND].id]
    line.score = line.calibrated = 12.5
    make.save(line)
    found = told(judging.organiser, judging)
    assert (found["score"], found["calibrated"]) == (12.5, 12.5)
    assert (found["steps"], found["needed"]) == (None, None)
    assert [one["adjusted"] for one in found["readings"]] == [None] * 3
    assert "tidak lagi sama" in next(one["text"] for one in found["told"] if one["part"] == "calibration")
    assert judging.organiser.get(path(judging, tail="/pdf")).status_code == 200


def test_nobody_is_told_before_the_publication(make: Factory) -> None:
    judging = judged(make, "calibrated")
    for client in (judging.organiser, make.key("auditor"), make.as_role("coordinator", judging.units[BEHIND])):
        for tail in ("", "/pdf"):
            assert client.get(path(judging, tail=tail)).status_code == 404
    assert make.client().get(path(judging)).status_code == 401


def test_only_its_own_people_are_told(make: Factory) -> None:
    judging = published(make, "calibrated")
    own, other = judging.units[BEHIND], judging.units[FIRST]
    for role in ("coordinator", "author"):
        assert make.as_role(role, own).get(path(judging)).status_code == 200
        assert make.as_role(role, other).get(path(judging)).status_code == 404
    for juror in judging.jurors:
        assert make.signed_in(juror).get(path(judging)).status_code == 404, "not even of what they read"
    assert make.as_role("secretariat").get(path(judging)).status_code == 403
    assert make.as_role("auditor").get(path(judging)).status_code == 200


def test_a_juror_who_is_an_author_elsewhere_is_not_told(make: Factory) -> None:
    from app.models import RoleGrant

    judging = published(make, "calibrated")
    make.save(RoleGrant(user_id=judging.jurors[0].id, role="author", unit_id=judging.units[19].id))
    client = make.signed_in(judging.jurors[0])
    assert client.get(path(judging, FIRST)).status_code == 404, "read as a juror"
    assert client.get(path(judging, 19)).status_code == 200, "the own unit's"


def test_jurors_have_no_names_and_no_order(make: Factory) -> None:
    judging = published(make, "calibrated")
    coordinator = make.as_role("coordinator", judging.units[BEHIND])
    orders = set()
    with Session(make.engine) as session:
        for n, proposal in enumerate(judging.proposals):
            text = (coordinator if n == BEHIND else judging.organiser).get(path(judging, n)).text
            for juror in judging.jurors:
                assert juror.id not in text
                assert juror.email not in text
            sheets = session.exec(select(Assignment.id, Evaluation.total).join(
                Evaluation, col(Evaluation.assignment_id) == Assignment.id
            ).where(Assignment.proposal_id == proposal.id).order_by(Assignment.juror_id)).all()  # fmt: skip
            assert not any(id_ in text for id_, _ in sheets)
            found = json.loads(text)["readings"]
            assert [one["juror"] for one in found] == [1, 2, 3]
            assert json.loads(judging.organiser.get(path(judging, n)).text)["readings"] == found, "it stays the same"
            orders.add(tuple([total for _, total in sheets].index(one["total"]) for one in found))
    assert len(orders) > 2


def test_other_proposals_are_quartiles_alone(make: Factory) -> None:
    judging = published(make, "calibrated")
    text = make.as_role("coordinator", judging.units[BEHIND]).get(path(judging)).text
    for n, proposal in enumerate(judging.proposals):
        if n != BEHIND:
            assert proposal.id not in text
            assert f'"{proposal.title}"' not in text
    field = json.loads(text)["criteria"][0]["field"]
    assert field["low"] <= field["middle"] <= field["high"]


def test_a_small_field_is_not_told(make: Factory) -> None:
    judging = Judging(make, proposals=3, jurors=2)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    judging.score_all("proposal", LEAVES, {one.id: 60 + 10 * n for n, one in enumerate(judging.proposals)})
    judging.publish("proposal")
    found = told(judging.organiser, judging, 0)
    assert (found["field"], {one["field"] for one in found["criteria"]}) == (None, {None})
    assert (found["gap"], found["needed"]) == (-10, 10)
    assert {one["gain"] for one in found["criteria"]} == {None}


@pytest.mark.parametrize(("count", "is_told"), [(9, False), (10, True), (13, True)])
def test_no_quartile_is_the_exact_mean_of_one_proposal(make: Factory, count: int, is_told: bool) -> None:
    """Of thirteen proposals (as of five) each quartile falls on one: what is told of it is whole points."""
    judging = Judging(make, proposals=count, jurors=2)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    judging.score_all("proposal", LEAVES, {one.id: 50.25 + n for n, one in enumerate(judging.proposals)})
    assert judging.publish("proposal").status_code == 200
    fields = [one["field"] for one in told(judging.organiser, judging, 0)["criteria"]]
    assert all((field is not None) is is_told for field in fields)
    assert all(value == round(value) for field in fields if field for value in field.values())


def test_the_field_is_read_once_for_each_publication(make: Factory, server: Server) -> None:
    judging, seen = published(make, "calibrated"), list[str]()
    reader, id_ = Actor("user", "x", grants=(Grant(Role.organiser),)), judging.proposals[BEHIND].id

    def ask() -> ExplanationRead:
        seen.clear()
        with ReadSession(server.engine) as session:
            return explanations.read(session, reader, id_, "proposal")

    event.listen(server.engine, "before_cursor_execute", listener := lambda *args: seen.append(args[2]))
    first = ask()
    assert len([text for text in seen if "evaluations.scores" in text]) == 2
    assert ask() == first
    event.remove(server.engine, "before_cursor_execute", listener)
    [again] = [text for text in seen if "evaluations.scores" in text]
    assert "assignments.proposal_id = " in again, "the own sheets alone"
    assert len(explained_fields._kept) <= explained_fields.MOST_KEPT


def test_everybody_alike_and_one_alone(make: Factory) -> None:
    """Where nothing can be compared there is still an answer, and it holds no NaN."""
    judging = Judging(make, proposals=1, jurors=1)
    first, *others = judging.edition.stages
    judging.edition.stages = [first | {"aggregate": "calibrated"}, *others]
    make.save(judging.edition)
    judging.panel()
    judging.organiser.post(judging.stage("proposal", "assignments"), json={})
    judging.score_all("proposal", LEAVES, {judging.proposals[0].id: 80})
    judging.publish("proposal")
    found = told(judging.organiser, judging, 0)
    assert (found["rank"], found["gap"], found["score"]) == (1, None, 80)
    assert judging.organiser.get(path(judging, 0, "/pdf")).status_code == 200


def noted(make: Factory, judging: Judging) -> str:
    """A note and a recommendation on a sheet of the proposal; the address of the sheet."""
    with Session(make.engine) as session, session.begin():
        of_it = select(Assignment.id).where(Assignment.proposal_id == judging.proposals[BEHIND].id)
        id_ = session.exec(of_it.order_by(Assignment.id)).first()
        assert id_ is not None
        sheet = session.exec(select(Evaluation).where(Evaluation.assignment_id == id_)).one()
        sheet.notes, sheet.recommendation = {LEAVES[0]: NOTE, LEAVES[1]: "Biasa saja."}, "Jangan diloloskan."
    return f"/api/v1/evaluations/{id_}"


def test_notes_are_told_as_they_were_released(make: Factory) -> None:
    judging = judged(make, "calibrated")
    sheet = noted(make, judging)
    first = judging.organiser.get(f"{sheet}/released-notes")
    assert (first.json()["notes"], first.headers["ETag"]) == ({}, '"0"')
    body = {"notes": {LEAVES[0]: "Jelas bedanya. […]"}}
    done = judging.organiser.put(f"{sheet}/released-notes", json=body, headers={"If-Match": '"0"'})
    assert (done.status_code, done.headers["ETag"]) == (200, '"1"')
    again = judging.organiser.put(f"{sheet}/released-notes", json=body, headers={"If-Match": '"0"'})
    assert again.status_code == 412
    judging.publish("proposal")
    coordinator = make.as_role("coordinator", judging.units[BEHIND])
    text = coordinator.get(path(judging)).text
    for hidden in ("Pak Budi", "Biasa saja", "Jangan diloloskan"):
        assert hidden not in text
    [said] = [note for one in json.loads(text)["readings"] for note in one["notes"]]
    assert (said["criterion"], said["text"]) == (LEAVES[0], "Jelas bedanya. […]")
    pdf = coordinator.get(path(judging, tail="/pdf")).content
    assert "Jelas bedanya. […]" in words(pdf)
    assert "Pak Budi" not in words(pdf)
    after = {"recommendation": "Jangan diloloskan."}
    assert judging.organiser.put(f"{sheet}/released-notes", json=after, headers={"If-Match": '"1"'}).status_code == 200
    later = told(coordinator, judging)["readings"]
    assert [one["recommendation"] for one in later if one["recommendation"]] == ["Jangan diloloskan."]
    assert not any(one["notes"] for one in later), "what is not named is released no more"
    entries = judging.organiser.get("/api/v1/audit", params={"edition_id": judging.edition.id}).text
    assert entries.count("note_releases") >= 2


def test_nobody_puts_words_in_a_jurors_mouth(make: Factory) -> None:
    judging = judged(make, "mean")
    sheet = noted(make, judging)
    for body, fields in (
        ({"notes": {LEAVES[0]: "Tidak jelas."}}, [f"notes.{LEAVES[0]}"]), ({"notes": {"asing": "x"}}, ["notes.asing"]),
        ({"recommendation": "Loloskan."}, ["recommendation"]),
        ({"notes": {LEAVES[2]: "[…]"}}, [f"notes.{LEAVES[2]}"]),
    ):  # fmt: skip
        answer = judging.organiser.put(f"{sheet}/released-notes", json=body, headers={"If-Match": "*"})
        assert (answer.status_code, [one["field"] for one in answer.json()["errors"]]) == (422, fields)
    for client in (make.key("auditor"), make.as_role("secretariat")):
        assert client.put(f"{sheet}/released-notes", json={}, headers={"If-Match": "*"}).status_code == 403


def test_a_sheet_opened_again_takes_its_changed_notes_back(make: Factory) -> None:
    judging = judged(make, "mean")
    sheet = noted(make, judging)
    judging.organiser.put(f"{sheet}/released-notes", json={"notes": {LEAVES[0]: NOTE}}, headers={"If-Match": "*"})
    opened = {"signed": False, "reason": "salah ketik"}
    judging.organiser.put(f"{sheet}/signature", json=opened, headers={"If-Match": "*"})
    refused = judging.organiser.put(f"{sheet}/released-notes", json={}, headers={"If-Match": "*"})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/sheet-unsigned")
    with Session(make.engine) as session:
        juror_id = session.exec(select(Assignment.juror_id).where(Assignment.id == sheet.rsplit("/", 1)[1])).one()
    desk = make.signed_in(next(juror for juror in judging.jurors if juror.id == juror_id))
    desk.put(sheet, json={"notes": {LEAVES[0]: "Lain sama sekali."}}, headers={"If-Match": "*"})
    assert desk.put(f"{sheet}/signature", json={}, headers={"If-Match": "*"}).status_code == 200
    judging.publish("proposal")
    assert not any(one["notes"] for one in told(judging.organiser, judging)["readings"])


def words(pdf: bytes) -> str:
    """The text of all pages, spaces made even."""
    pages = pypdfium2.PdfDocument(pdf)
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


@pytest.mark.parametrize(("language", "said"), [("id", "Mengapa"), ("en", "why")])
def test_the_paper_says_the_same(make: Factory, language: str, said: str) -> None:
    judging = published(make, "calibrated")
    client = make.as_role("coordinator", judging.units[BEHIND])
    client.headers["Accept-Language"] = language
    answer = client.get(path(judging, tail="/pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    found, text = told(client, judging), words(answer.content)
    shown = f"{found['score']:.2f}"
    assert (shown if language == "en" else shown.replace(".", ",")) in text
    for part in found["told"]:
        assert " ".join(part["title"].split()) in text
        assert " ".join(part["text"].split()) in text
    with pikepdf.open(io.BytesIO(answer.content)) as pdf:
        assert str(pdf.Root.Lang).startswith(language)
        with pdf.open_metadata() as about:
            assert about["dc:title"] == judging.proposals[BEHIND].title


def test_nothing_is_said_twice_in_two_languages(make: Factory) -> None:
    judging = published(make, "calibrated")
    client = make.as_role("coordinator", judging.units[BEHIND])
    texts = {}
    for language in ("id", "en"):
        client.headers["Accept-Language"] = language
        texts[language] = {one["part"]: one["text"] for one in told(client, judging)["told"]}
    assert set(texts["id"]) == {"result", "field", "calibration", "certainty", "change"}
    assert all(texts["id"][part] != texts["en"][part] for part in texts["id"])


def test_a_proposal_that_took_no_part_has_none(make: Factory) -> None:
    judging = published(make, "mean")
    other: Proposal = make.proposal(judging.edition, judging.units[0], "rejected")
    for stage in ("proposal", "presentation", "tidak_ada"):
        assert judging.organiser.get(f"/api/v1/proposals/{other.id}/explanations/{stage}").status_code == 404
