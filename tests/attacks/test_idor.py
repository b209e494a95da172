"""IDOR: an id that somebody else may use opens nothing, in a path or in a body, whatever its form."""

import re

from app.clock import new_id
from app.models import UserSession
from tests.access.requests import REQUESTS
from tests.access.test_api import METHODS
from tests.access.world import Who, World
from tests.api.test_openapi import OPERATIONS

UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


OWN_LISTS = {"list_invitations", "list_assignments"}
"""Of an edition, for whoever is signed in, with no more than is theirs."""
OF_THE_PUBLIC = {"report_replication"}
"""What everybody may read the innovation of: a unit of one's own may replicate any."""


def ids_of_others(world: World) -> dict[str, str]:
    """One id of everything that is not of the first participant."""
    return {
        "unit": world.units["other"].id, "proposal": world.proposals["submitted", "other"].id,
        "draft": world.proposals["draft", "other"].id, "judged": world.proposals["judging", "other"].id,
        "document": world.documents["judging", "other"].id, "sheet": world.sheets["other"].id,
        "key": world.keys["other"].id, "user": world.stranger.id, "edition": world.editions["draft"].id,
        "innovation": world.innovation.id, "webhook": world.webhooks["other"].id,
        "question": world.questions["other"].id,
        "delivery": world.deliveries["other"].id, "nothing": new_id(),
    }  # fmt: skip


def limited(world: World) -> list[Who]:
    """Those whose reach ends somewhere."""
    return [who for who in world.persons() if who.name in {"coordinator", "author", "juror", "nobody", "anonymous"}]


def test_idor_by_every_id_in_every_path_parameter(world: World) -> None:
    """Every id of every kind in every place of every address: nobody gets what is of others, and nothing breaks."""
    others, asked = ids_of_others(world), 0
    people = limited(world)
    for name, rows in REQUESTS.items():
        one = next(iter(rows(world)))
        places = list(UUID.finditer(one.path.partition("?")[0]))
        for place in places:
            for kind, id_ in others.items():
                path = one.path[: place.start()] + id_ + one.path[place.end() :]
                for who in people:
                    status = who.ask(METHODS[name], path, **one.more).status_code
                    asked += 1
                    assert status in {401, 403, 404} or name in OWN_LISTS | OF_THE_PUBLIC, (
                        f"{who.name}: {name} with the id of another's {kind} answers {status}"
                    )
    assert asked > 2_000


OF_EXHIBITIONS = {"read_exhibition", "list_booths", "read_booth", "list_programme", "read_calendar",
                  "read_programme_item", "read_board", "list_guest_book", "write_in_guest_book", "record_visit",
                  "give_vote", "take_back_vote", "read_own_visit", "register_visitor", "forget_visitor"}  # fmt: skip

OF_AWARDS = {"list_awards", "read_award", "read_ceremony", "read_running_order", "read_annex_paper",
             "read_annex_document", "read_annex_workbook", "read_certificate"}  # fmt: skip


def test_idor_every_path_parameter_of_the_document_is_walked() -> None:
    """A new operation with an id in its path has a row in the walk."""
    with_ids = {name for name, (_method, path, _described) in OPERATIONS.items() if "_id}" in path}
    public = {"read_survey", "read_survey_results", "read_survey_form", "answer_survey",
              "read_unit", "list_children", "list_unit_record",
              "read_edition", "read_ranking", "read_publication", "read_innovation",
              "read_evidence",
              "read_checkpoint", "read_proof", "read_ballot", "cast_ballot", "list_replications_of", "read_replication",
              "list_replication_documents", "read_replication_document", "read_replication_content", "ask_to_replicate",
              "read_peer", "list_national_awards",
              "read_replication_request", "confirm_replication_request", "read_similar_innovations",
              "list_collaborators_of_innovation",
              *OF_EXHIBITIONS,
              "read_instrument", "read_assessment_round", "read_league_of_round", "read_assessment", "read_lift",
              "read_raport", "list_follow_ups", "read_follow_up",
              *OF_AWARDS,
              "list_questions_of_innovation", "ask_question", "follow_innovation"}  # fmt: skip
    assert with_ids - public - {"end_session"} <= set(REQUESTS)


def test_idor_by_ids_in_bodies(world: World) -> None:
    """A body that names another's unit, proposal, juror or key."""
    others = ids_of_others(world)
    open_, judging = world.editions["open"].id, world.editions["judging"].id
    draft = {"edition_id": open_, "title": "Inovasi", "group": "umum", "category": "kesehatan"}
    mine = world.proposals["draft", "own"]
    attempts = [
        ("POST", "/api/v1/proposals", draft | {"unit_id": others["unit"]}),
        ("POST", "/api/v1/api-keys", {"name": "x", "unit_id": others["unit"], "scopes": ["proposals:read"]}),
        ("PATCH", f"/api/v1/proposals/{mine.id}", {"unit_id": others["unit"]}),
        ("PATCH", f"/api/v1/proposals/{mine.id}", {"participant_id": others["unit"]}),
        ("POST", f"/api/v1/editions/{judging}/stages/proposal/assignments",
         {"pairs": [{"juror_id": world.juror_id, "proposal_id": others["judged"]}]}),
        ("POST", f"/api/v1/editions/{judging}/stages/proposal/jurors", {"user_id": others["user"]}),
    ]  # fmt: skip
    for who in limited(world):
        for method, path, body in attempts:
            status = who.ask(method, path, json=body, headers={"If-Match": "*"}).status_code
            assert status in {401, 403, 404, 422}, f"{who.name}: {method} {path} answers {status}"
    from sqlmodel import Session, select

    from app.models import Proposal

    with Session(world.make.engine) as session:
        assert session.exec(select(Proposal.unit_id).where(Proposal.id == mine.id)).one() == world.units["own"].id


def test_idor_of_another_persons_session(world: World) -> None:
    from sqlmodel import Session, select

    people = {who.name: who for who in world.persons()}
    with Session(world.make.engine) as session:
        of_auditor = session.exec(select(UserSession.id).where(UserSession.user_id == world.people["auditor"].id)).all()
    for who in people.values():
        if who.name in {"auditor", "anonymous"}:
            continue
        for id_ in of_auditor:
            answer = who.ask("DELETE", f"/api/v1/sessions/{id_}", headers={"If-Match": "*"})
            assert answer.status_code == 404, who.name
        assert all(id_ not in who.ask("GET", "/api/v1/sessions").text for id_ in of_auditor)
    assert people["auditor"].ask("GET", "/api/v1/sessions/current").status_code == 200


def test_idor_by_other_spellings_of_an_id(world: World) -> None:
    """Upper case, braces, spaces, a null byte, a path: nothing but the one spelling is an id."""
    author = next(who for who in world.persons() if who.name == "author")
    id_ = world.proposals["draft", "other"].id
    for spelled in (id_.upper(), f"{{{id_}}}", f"%20{id_}", f"{id_}%00", f"{id_}%2f..%2f{id_}", f"{id_}.json",
                    f"..%2fproposals%2f{id_}", f"{id_};{id_}", id_.replace("-", "")):  # fmt: skip
        for path in (f"/api/v1/proposals/{spelled}", f"/proposals/{spelled}", f"/api/v1/documents/{spelled}/content"):
            assert author.ask("GET", path).status_code in {404, 422}, path
