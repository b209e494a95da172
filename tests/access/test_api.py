"""Every operation × everybody × own, below, above and other units: the answers are those of the table."""

from collections.abc import Iterator

import httpx
import pytest
from fastapi.routing import APIRoute

from app.http.openapi.access import BY_COOKIE_ONLY, MORE, NEEDS
from app.main import create_app
from tests.access.requests import CHANGING, DATA, PUBLIC_REQUESTS, REQUESTS, Ask, _one
from tests.access.table import ALLOWED, expected
from tests.access.world import Who, World, record
from tests.factories import Factory

GOES_ON = {200, 201, 202, 204, 206, 409, 412, 422}
"""What is answered to who is allowed: done, or stopped by a state, a version or a value."""
METHODS = {route.name: next(iter(route.methods or {"GET"})) for route in create_app().router.routes
           if isinstance(route, APIRoute) and route.path.startswith("/api/v1/")}  # fmt: skip


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def compare(name: str, ways: tuple[str, ...], ask: Ask, who: Who) -> str | None:
    """What is wrong with the answer; None where it is what the table says."""
    wanted = expected(ways, who, ask.thing)
    answer = who.ask(METHODS[name], ask.path, **ask.more)
    goes_on = {200, 206} if METHODS[name] == "GET" else GOES_ON
    is_right = answer.status_code in goes_on if wanted == ALLOWED else answer.status_code == wanted
    said = "allowed" if wanted == ALLOWED else str(wanted)
    return None if is_right else f"{who.name}: {name} {ask.path} answers {answer.status_code}, the table says {said}"


def everybody(world: World) -> list[Who]:
    actions = {action for ways in NEEDS.values() for way in ways for action in way.split()}
    return [*world.persons(), *world.with_keys(actions)]


def concerned(people: list[Who], ways: tuple[str, ...]) -> Iterator[Who]:
    """All persons, the keys with every scope, and the keys that lack one of those it takes."""
    taken = {action for way in ways for action in way.split()}
    for who in people:
        lacking = who.name.partition(" without ")[2]
        if not lacking or lacking in taken:
            yield who


def test_every_operation_answers_everybody_as_the_table_says(world: World) -> None:
    before, people = record(world.make.engine), everybody(world)
    wrong, last = [], []
    for name, rows in REQUESTS.items():
        for ask in rows(world):
            ways = tuple(NEEDS[name][n] for n in ask.ways) or NEEDS[name]
            for who in concerned(people, NEEDS[name]):
                if name in CHANGING and expected(ways, who, ask.thing) == ALLOWED:
                    last.append((name, ways, ask, who))
                else:
                    wrong.append(compare(name, ways, ask, who))
    assert not list(filter(None, wrong)), "\n".join(filter(None, wrong))
    assert len(wrong) > 2_000, "the walk is as wide as it was"
    assert record(world.make.engine) == before, "nobody changed anything"
    assert [compare(*one) for one in last] == [None] * len(last)
    assert {name for name, *_ in last} == CHANGING


def test_everybody_reads_what_is_stored_about_oneself(world: World) -> None:
    for who in world.persons():
        if who.user_id is not None:
            answer = who.ask("GET", DATA.format(user=who.user_id))
            assert answer.status_code == 200, who.name
            assert [row["id"] for row in answer.json()["users"]] == [who.user_id]


def test_everybody_reads_what_is_public(world: World) -> None:
    people = [who for who in everybody(world) if " without " not in who.name]
    for path in PUBLIC_REQUESTS:
        [ask] = _one(path)(world)
        answers = {who.name: who.ask("GET", ask.path).status_code for who in people}
        assert set(answers.values()) == {200}, f"{path}: {answers}"


def test_the_open_stage_is_for_those_who_may_see_its_ranking(world: World) -> None:
    [ask] = _one("/api/v1/editions/{judging}/stages/proposal/ranking")(world)
    seen = {who.name: who.ask("GET", ask.path).status_code for who in world.persons()}
    assert seen == {"anonymous": 401, "organiser": 200, "auditor": 200, "secretariat": 404, "coordinator": 404,
                    "author": 404, "juror": 404, "nobody": 404}  # fmt: skip


def test_an_edition_being_set_up_is_for_those_who_prepare_it(world: World) -> None:
    [ask] = _one("/api/v1/editions/{draft}")(world)
    seen = {who.name for who in world.persons() if who.ask("GET", ask.path).status_code == 200}
    assert seen == {"organiser", "secretariat", "auditor"}
    listed = {who.name for who in world.persons() if ask.path[17:] in who.ask("GET", "/api/v1/editions").text}
    assert listed == seen


OF_VISITORS = {"register_visitor", "forget_visitor", "record_visit", "read_own_visit", "give_vote", "take_back_vote",
               "write_in_guest_book", "read_survey_form", "answer_survey"}  # fmt: skip


def test_an_operation_without_a_row_is_found() -> None:
    """Every operation is walked, is public, or is about the caller's own session."""
    public = {name for name in METHODS if name not in NEEDS}
    assert set(REQUESTS) == set(NEEDS) - BY_COOKIE_ONLY
    assert public == {*MORE, "read_summary", "list_units", "read_unit", "list_children", "list_innovations",
                      "list_instruments", "read_instrument",
                      "read_innovation", "read_facets", "read_evidence", "list_changes", "read_digest", "read_snapshot",
                      "ask_to_replicate", "read_replication_request", "confirm_replication_request", "read_network",
                      "list_league", "sign_in", "list_checkpoints", "read_checkpoint", "choose_password",
                      "list_national_awards", "verify_certificate", "list_peers", "read_peer",
                      "request_password", "read_open_data", "read_json_lines", "read_workbook",
                      "read_parquet", "read_ballot", "cast_ballot",
                      "read_similar_innovations", "list_collaborators_of_innovation", *OF_VISITORS,
                      "list_questions_of_innovation", "ask_question", "follow_innovation", "confirm_follower",
                      "remove_follower", "forget_asker"}  # fmt: skip


def test_the_auditor_reads_everything_and_changes_nothing(world: World) -> None:
    auditor = next(who for who in world.persons() if who.name == "auditor")
    answers: dict[str, set[int]] = {}
    for name, rows in REQUESTS.items():
        answers[name] = {auditor.ask(METHODS[name], ask.path, **ask.more).status_code for ask in rows(world)}
    refused = {name for name, seen in answers.items() if METHODS[name] == "GET" and not seen <= {200, 206}}
    assert refused == {"list_values_of_item"}, "the owners' list of work; its values stand in each assessment"
    assert {name for name, seen in answers.items() if METHODS[name] != "GET" and seen != {403}} == set()


def test_a_key_beyond_its_scopes_is_told_so_whatever_it_asks_about(world: World) -> None:
    """403 for what is there and for what is not: the answer tells nothing of the thing."""
    there = world.proposals["draft", "own"].id
    keys = [who for who in world.with_keys({"proposals:read"}) if who.name.endswith("without proposals:read")]
    assert len(keys) == 4
    for key in keys:
        asked = [f"/api/v1/proposals/{id_}{tail}" for id_ in (there, there[:-1] + "0")
                 for tail in ("", "/readiness", "/similar", "/revisions", "/documents")]  # fmt: skip
        answers: list[httpx.Response] = [key.ask("GET", path) for path in [*asked, "/api/v1/proposals"]]
        assert {answer.status_code for answer in answers} == {403}, key.name
