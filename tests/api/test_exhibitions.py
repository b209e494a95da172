"""Exhibitions: set up by the organiser, read by all, visited and voted at by who comes; once each."""

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
from icalendar import Calendar
from sqlmodel import Session, func, select

from app.clock import now
from app.models import Exhibition, UsefulnessVote, Visitor
from tests.api.test_judging import Judging
from tests.api.test_stages import cast, ends, ids, items, voting
from tests.conftest import Server, environment
from tests.factories import Factory
from tests.fair import API, Fair

EVENT = {"name": "Pameran", "place": "Aula", "starts_on": "2023-11-23", "ends_on": "2023-11-24"}


def test_a_draft_is_seen_by_who_prepares_it_until_it_is_published(make: Factory, client: httpx.Client) -> None:
    fair = Fair(make, publish=False)
    booth = fair.booths[0]
    paths = (fair.path, f"{fair.path}/booths", f"/api/v1/booths/{booth['id']}", f"/api/v1/booth-codes/{booth['code']}",
             f"{fair.path}/board", f"{fair.path}/programme", f"{fair.path}/programme.ics",
             f"{fair.path}/guest-book")  # fmt: skip
    for path in paths:
        assert client.get(path).status_code == 404, path
        assert fair.organiser.get(path).status_code == 200, path
    assert fair.id not in client.get(API).text
    assert client.post(f"{fair.path}/votes", json={"exhibit_id": fair.exhibit()}).status_code == 404
    fair.enter("publication")
    for path in paths:
        assert client.get(path).status_code == 200, path
    assert fair.id in client.get(API).text
    assert client.get("/api/v1/exhibitions.csv").text.startswith("id,name,place,")


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"ends_on": "2023-11-22"}, "ends_on", "ends_before_start"),
        ({"ends_on": "2024-11-22"}, "ends_on", "lasts_too_long"),
        ({"votes_open_at": "2023-11-26T00:00:00Z"}, "votes_close_at", "dates_reversed"),
        ({"stage": "manfaat"}, "edition_id", "missing"),
    ],
)
def test_dates_that_do_not_fit_are_refused(make: Factory, changes: dict[str, str], field: str, code: str) -> None:
    refused = make.key("organiser").post(API, json=EVENT | changes)
    assert refused.status_code == 422
    assert [(one["field"], one["code"]) for one in refused.json()["errors"]] == [(field, code)]


def test_an_innovation_stands_at_one_booth(make: Factory) -> None:
    fair = Fair(make)
    again = {"label": "B-1", "title": "Lagi", "innovation_ids": [fair.innovations[0].id]}
    (wrong,) = fair.organiser.post(f"{fair.path}/booths", json=again).json()["errors"]
    assert (wrong["field"], wrong["code"]) == ("innovation_ids.0", "shown_elsewhere")
    same = fair.organiser.post(f"{fair.path}/booths", json={"label": "A-1", "title": "Lagi"})
    assert same.json()["errors"][0]["code"] == "already_exists"


def test_what_a_booth_shows_is_part_of_its_version(make: Factory) -> None:
    fair = Fair(make)
    path = f"/api/v1/booths/{fair.booths[0]['id']}"
    assert fair.organiser.patch(path, json={"innovation_ids": []}).status_code == 428
    changed = fair.organiser.patch(path, json={"innovation_ids": []}, headers={"If-Match": '"1"'})
    assert (changed.json()["exhibits"], changed.headers["ETag"]) == ([], '"2"')
    assert fair.organiser.patch(path, json={"title": "x"}, headers={"If-Match": '"1"'}).status_code == 412


def test_a_vote_counts_once_and_can_be_taken_back(make: Factory) -> None:
    fair = Fair(make)
    one, other = make.client(), make.client()
    assert (fair.vote(one).status_code, fair.vote(one).status_code) == (201, 200)
    assert fair.vote(one).json() == {"exhibit_id": fair.exhibit(), "is_new": False}
    assert fair.vote(other).json()["is_new"] is True
    assert fair.figures() == [(2, 2), (0, 0)], "who votes has been there"
    own = one.get(f"{fair.path}/visitors/current").json()
    assert (own["exhibits"], own["booths"]) == ([fair.exhibit()], [fair.booths[0]["id"]])
    assert one.delete(f"{fair.path}/votes/{fair.exhibit()}").status_code == 204
    assert one.delete(f"{fair.path}/votes/{fair.exhibit()}").status_code == 204, "none there is none the less"
    assert fair.figures() == [(2, 1), (0, 0)]
    assert one.get(f"{fair.path}/visitors/current").json()["exhibits"] == []


def test_a_visit_counts_once_a_booth(make: Factory) -> None:
    fair = Fair(make)
    visitor = make.client()
    body = {"booth_id": fair.booths[1]["id"]}
    answers = [visitor.post(f"{fair.path}/visits", json=body) for _ in range(2)]
    assert [(one.status_code, one.json()["is_new"]) for one in answers] == [(201, True), (200, False)]
    assert fair.figures() == [(0, 0), (1, 0)]
    elsewhere = Fair(make).booths[0]["id"]
    assert visitor.post(f"{fair.path}/visits", json={"booth_id": elsewhere}).json()["errors"][0]["code"] == "not_found"


def test_only_what_is_shown_here_is_voted_for(make: Factory) -> None:
    fair, other = Fair(make), Fair(make)
    for exhibit in (other.exhibit(), fair.innovations[0].id):
        refused = make.client().post(f"{fair.path}/votes", json={"exhibit_id": exhibit})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "not_shown")
    assert fair.figures() == [(0, 0), (0, 0)]


def test_votes_are_taken_in_their_time_alone(make: Factory) -> None:
    fair = Fair(make)
    visitor = make.client()
    assert fair.vote(visitor).status_code == 201
    ahead, past = now() + timedelta(hours=1), now() - timedelta(hours=1)
    over = {"votes_open_at": (past - timedelta(days=1)).isoformat(), "votes_close_at": past.isoformat()}
    for window in ({"votes_open_at": ahead.isoformat()}, over):
        assert fair.change(**window).status_code == 200
        closed = fair.vote(visitor, 1)
        assert (closed.status_code, closed.json()["type"]) == (409, "/problems/vote-closed")
        assert visitor.delete(f"{fair.path}/votes/{fair.exhibit()}").status_code == 409, "nor are they taken back"
    fair.enter("ending")
    ended = fair.vote(visitor)
    assert ended.json()["type"] == "/problems/exhibition-not-running"
    idea = visitor.post(f"{fair.path}/guest-book", json={"text": "Terlambat"})
    assert idea.json()["type"] == "/problems/exhibition-not-running"


def test_what_was_voted_for_stays_shown(make: Factory) -> None:
    fair = Fair(make)
    fair.vote(make.client())
    path = f"/api/v1/booths/{fair.booths[0]['id']}"
    emptied = fair.organiser.patch(path, json={"innovation_ids": []}, headers={"If-Match": "*"})
    assert (emptied.status_code, emptied.json()["type"]) == (409, "/problems/in-use")
    assert fair.organiser.delete(path, headers={"If-Match": "*"}).status_code == 409
    unseen = f"/api/v1/booths/{fair.booths[1]['id']}"
    assert fair.organiser.delete(unseen, headers={"If-Match": "*"}).status_code == 204


def test_a_made_up_token_is_nobodys(make: Factory, server: Server) -> None:
    """A cookie that we did not sign is not believed: its bearer is given a ballot of ours."""
    fair = Fair(make)
    genuine = make.client()
    fair.vote(genuine)
    real = genuine.cookies["jipp_ballot"]
    number = real.partition(".")[0]
    other_number = f"{number}x.{real.partition('.')[2]}"
    for forged in ("x", number, f"{number}.", f"{number}.{'0' * 16}", other_number, "0" * 5000):
        client = httpx.Client(base_url=server.url, headers={"Cookie": f"jipp_ballot={forged}"})
        with client:
            assert client.get(f"{fair.path}/visitors/current").json()["exhibits"] == []
            answer = fair.vote(client, token=None)
            assert "jipp_ballot=" in answer.headers.get("set-cookie", ""), forged
    refused = fair.vote(make.client(), token=f"{number}.{'0' * 16}")
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "token")


def test_another_site_cannot_vote_with_a_visitors_cookie(make: Factory) -> None:
    fair = Fair(make)
    visitor = make.client()
    fair.vote(visitor)
    booth = {"booth_id": fair.booths[1]["id"]}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://jahat.example"}):
        for method, path, body in (
            ("POST", "/votes", {"exhibit_id": fair.exhibit(1)}), ("DELETE", f"/votes/{fair.exhibit()}", None),
            ("POST", "/visits", booth), ("PUT", "/visitors/current", {}), ("DELETE", "/visitors/current", None),
            ("POST", "/guest-book", {"text": "Gagasan"}),
        ):  # fmt: skip
            answer = visitor.request(method, fair.path + path, json=body, headers=headers)
            assert (answer.status_code, answer.json()["type"]) == (403, "/problems/csrf"), path
    assert fair.figures() == [(1, 1), (0, 0)]


def test_one_visitor_at_once_from_many_tabs_counts_once(make: Factory, server: Server) -> None:
    fair = Fair(make)
    cookie = new_ballot_of(make, fair)
    answers: list[tuple[int, bool]] = []

    def send() -> None:
        with httpx.Client(base_url=server.url, cookies={"jipp_ballot": cookie}, timeout=60) as same:
            answer = fair.vote(same)
            answers.append((answer.status_code, answer.json().get("is_new")))

    threads = [threading.Thread(target=send) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [(200, False)] * 11 + [(201, True)]
    with Session(server.engine) as session:
        rows = session.exec(select(func.count()).where(UsefulnessVote.exhibit_id == fair.exhibit())).one()
        came = session.exec(select(func.count()).where(Visitor.exhibition_id == fair.id)).one()
    assert (rows, came) == (1, 1)


def new_ballot_of(make: Factory, fair: Fair) -> str:
    """A ballot that the server gave for nothing yet."""
    visitor = make.client()
    assert visitor.put(f"{fair.path}/visitors/current", json={}).status_code == 200
    return visitor.cookies["jipp_ballot"]


def test_a_ticket_is_one_visitor_whatever_happens_to_cookies(make: Factory) -> None:
    fair = Fair(make, votes_need_ticket=True)
    codes = fair.made(make.key("secretariat").post(f"{fair.path}/tickets", json={"count": 2}))["codes"]
    one = make.client()
    refused = fair.vote(one)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/ticket-needed")
    current = f"{fair.path}/visitors/current"
    assert one.put(current, json={"ticket": codes[0].upper().replace("-", " ")}).json()["has_ticket"] is True
    assert fair.vote(one).status_code == 201
    one.cookies.clear()
    assert fair.vote(one).status_code == 403, "the cookie is gone, and so is the right to vote"
    used = one.put(current, json={"ticket": codes[0]})
    assert (used.status_code, used.json()["errors"][0]["code"]) == (422, "ticket_used")
    assert one.put(current, json={"ticket": "tidak-ada-1"}).json()["errors"][0]["code"] == "ticket_unknown"
    assert fair.organiser.get(f"{fair.path}/statistics").json()["redeemed"] == 1
    assert fair.figures() == [(1, 1), (0, 0)]


def test_the_codes_of_tickets_are_kept_nowhere(make: Factory) -> None:
    fair = Fair(make)
    key = {"Idempotency-Key": "tiket-1"}
    first = fair.organiser.post(f"{fair.path}/tickets", json={"count": 2}, headers=key)
    again = fair.organiser.post(f"{fair.path}/tickets", json={"count": 2}, headers=key)
    assert (len(set(first.json()["codes"])), again.json()["codes"]) == (2, [])


def test_the_door_lets_in_who_has_no_browser(make: Factory) -> None:
    fair, door = Fair(make), make.key("secretariat")
    admitted = fair.made(door.post(f"{fair.path}/visitors", json={}))
    answers = [fair.vote(door, token=admitted["token"]) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 200]
    booth = {"booth_id": fair.booths[1]["id"], "token": admitted["token"]}
    assert door.post(f"{fair.path}/visits", json=booth).status_code == 201
    assert fair.figures() == [(1, 1), (1, 0)]
    for role in ("coordinator", "auditor"):
        assert make.key(role).post(f"{fair.path}/visitors", json={}).status_code == 403
    assert make.client().post(f"{fair.path}/visitors", json={}).status_code == 401


def test_who_visits_may_say_who_they_are_and_take_it_back(make: Factory) -> None:
    fair, visitor = Fair(make), make.client()
    said = {"name": "Siti Contoh", "email": "siti@contoh.example", "organisation": "Contoh"}
    current = f"{fair.path}/visitors/current"
    refused = visitor.put(current, json=said)
    assert refused.json()["errors"][0]["code"] == "consent_needed"
    assert visitor.put(current, json=said | {"consent": True}).json()["is_registered"] is True
    visitor.post(f"{fair.path}/guest-book", json={"text": "Ide bagus", "name": "Siti Contoh"})
    fair.vote(visitor)
    listed = make.key("secretariat").get(f"{fair.path}/visitors").json()["items"]
    assert [one["email"] for one in listed] == ["siti@contoh.example"]
    assert "siti@contoh.example" in fair.organiser.get(f"{fair.path}/visitors.csv").text
    for who, status in ((make.client(), 401), (make.key("coordinator"), 403)):
        assert who.get(f"{fair.path}/visitors").status_code == status
    public = [make.client().get(path).text for path in (fair.path, f"{fair.path}/board", f"{fair.path}/guest-book")]
    assert "Siti" not in "".join(public)
    assert visitor.delete(current).status_code == 204
    assert fair.organiser.get(f"{fair.path}/visitors").json()["items"] == []
    assert fair.organiser.get(f"{fair.path}/guest-book").json()["items"] == []
    assert fair.figures() == [(1, 1), (0, 0)], "the vote stays, as nobody's"


def test_ideas_are_shown_once_somebody_has_read_them(make: Factory) -> None:
    fair, visitor = Fair(make), make.client()
    path = f"{fair.path}/guest-book"
    entry = fair.made(visitor.post(path, json={"text": "Layak ditiru desa kami."}))
    assert visitor.get(path).json()["items"] == []
    assert fair.organiser.get(path, params={"status": "pending"}).json()["total"] == 1
    moderation = f"/api/v1/guest-book/{entry['id']}/moderation"
    assert fair.organiser.put(moderation, json={"status": "shown"}).status_code == 428
    shown = fair.organiser.put(moderation, json={"status": "shown"}, headers={"If-Match": '"1"'})
    assert shown.status_code == 200, shown.text
    assert [one["text"] for one in visitor.get(path).json()["items"]] == ["Layak ditiru desa kami."]
    assert visitor.get(f"{fair.path}/board").json()["ideas"] == ["Layak ditiru desa kami."]
    fair.organiser.put(moderation, json={"status": "hidden"}, headers={"If-Match": "*"})
    assert visitor.get(path).json()["items"] == []


def test_nobody_floods_the_guest_book(make: Factory) -> None:
    fair, visitor = Fair(make), make.client()
    answers = [visitor.post(f"{fair.path}/guest-book", json={"text": f"Ide {n}"}) for n in range(6)]
    assert [one.status_code for one in answers] == [201] * 5 + [409]
    assert answers[-1].json()["type"] == "/problems/too-many-entries"


def test_the_board_says_304_until_something_is_new(make: Factory) -> None:
    fair = Fair(make)
    board = f"{fair.path}/board"
    first = make.client().get(board)
    tag = {"If-None-Match": first.headers["ETag"]}
    assert make.client().get(board, headers=tag).status_code == 304
    fair.vote(make.client(), 1)
    later = make.client().get(board, headers=tag)
    assert later.status_code == 200
    assert [(one["title"], one["votes"]) for one in later.json()["useful"]] == [("Inovasi pameran 2", 1)]
    assert later.json()["totals"] == {"booths": 2, "exhibits": 2, "visitors": 1, "visits": 1, "votes": 1, "voters": 1}


def test_statistics_by_hour_add_up(make: Factory) -> None:
    fair = Fair(make)
    for place in (0, 0, 1):
        fair.vote(make.client(), place)
    found = fair.organiser.get(f"{fair.path}/statistics").json()
    assert sum(one["visits"] for one in found["hours"]) == sum(one["votes"] for one in found["hours"]) == 3
    assert found["totals"]["voters"] == 3
    assert fair.organiser.get(f"{fair.path}/statistics.csv").text.startswith("booth_id,label,title,unit_name,visits")
    assert make.key("coordinator").get(f"{fair.path}/statistics").status_code == 403


def test_the_programme_is_a_calendar(make: Factory) -> None:
    fair = Fair(make)
    item = {"title": "Dialog; dengan koma, dan titik", "speaker": "Pembicara Contoh", "place": "Panggung",
            "starts_at": "2023-11-23T02:00:00Z", "ends_at": "2023-11-23T03:30:00Z"}  # fmt: skip
    made = fair.made(fair.organiser.post(f"{fair.path}/programme", json=item))
    answer = make.client().get(f"{fair.path}/programme.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert (str(event["summary"]), event.decoded("dtstart").isoformat()) == (item["title"], "2023-11-23T02:00:00+00:00")
    assert (int(event["sequence"]), str(event["uid"])[:36]) == (0, made["id"])
    path = f"/api/v1/programme-items/{made['id']}"
    assert fair.organiser.patch(path, json={"ends_at": item["starts_at"]}, headers={"If-Match": "*"}).status_code == 422
    assert fair.organiser.patch(path, json={"title": "Dialog"}, headers={"If-Match": '"1"'}).status_code == 200
    (event,) = Calendar.from_ical(make.client().get(f"{fair.path}/programme.ics").content).walk("VEVENT")
    assert (int(event["sequence"]), str(event["uid"])[:36]) == (1, made["id"])


def test_visitors_are_forgotten_after_ninety_days(make: Factory, server: Server, tmp_path: Path) -> None:
    fair, visitor = Fair(make), make.client()
    visitor.put(f"{fair.path}/visitors/current", json={"name": "Siti Contoh", "consent": True})
    visitor.post(f"{fair.path}/guest-book", json={"text": "Ide bagus", "name": "Siti Contoh"})
    fair.vote(visitor)
    with Session(server.engine, expire_on_commit=False) as session, session.begin():
        row = session.get_one(Exhibition, fair.id)
        row.starts_on, row.ends_on = (row.starts_on - timedelta(days=days) for days in (93, 91))
    env = environment(server.database_url, tmp_path)
    subprocess.run([sys.executable, "-m", "app.commands", "tidy"], env=env, check=True, capture_output=True)
    assert fair.organiser.get(f"{fair.path}/visitors").json()["items"] == []
    assert fair.organiser.get(f"{fair.path}/guest-book").json()["items"] == []
    assert fair.figures() == [(1, 1), (0, 0)]


def linked(make: Factory, **more: Any) -> tuple[Fair, Judging, list[str]]:
    """An exhibition whose booth shows the two proposals that the public decides between; the ids of their exhibits."""
    judging = voting(make)
    fair = Fair(make, 1, edition_id=judging.edition.id, stage="presentation", **more)
    booth = fair.booth("B-1", proposal_ids=ids(judging)[:2])
    return fair, judging, [one["id"] for one in booth["exhibits"]]


def test_votes_for_proposals_are_the_votes_of_their_stage(make: Factory) -> None:
    """One source of truth: a press at a booth is a tick on the stage's ballot, and its publication counts it."""
    fair, judging, (first, second) = linked(make)
    votes = [(0, first), (0, second), (1, second), (2, second), (2, second)]
    visitors = [make.client() for _ in range(3)]
    for visitor, exhibit in votes:
        answer = visitors[visitor].post(f"{fair.path}/votes", json={"exhibit_id": exhibit})
        assert answer.status_code in {200, 201}, answer.text
    ballot = visitors[0].get(judging.stage("presentation", "ballot")).json()
    assert [one["is_chosen"] for one in ballot["choices"]] == [True, True], "the same ballot"
    assert cast(judging, [ids(judging)[0]], visitors[0]).status_code == 200
    assert visitors[0].get(f"{fair.path}/visitors/current").json()["exhibits"] == [first], "and changed there too"
    assert fair.figures()[-1] == (3, 3)
    ends(judging)
    late = visitors[1].post(f"{fair.path}/votes", json={"exhibit_id": first})
    assert late.json()["type"] == "/problems/vote-closed"
    assert judging.publish("presentation").status_code == 200
    told = [(one["proposal_id"], one["reviews"]) for one in items(judging, "presentation")]
    assert told == [(ids(judging)[1], 2), (ids(judging)[0], 1)]
    board = make.client().get(f"{fair.path}/board").json()
    assert [one["votes"] for one in board["useful"]] == [2, 1], "the sums are told once they are published"


def test_sums_of_proposals_are_secret_until_their_stage_is_published(make: Factory) -> None:
    fair, _judging, (first, _second) = linked(make)
    make.client().post(f"{fair.path}/votes", json={"exhibit_id": first})
    fair.vote(make.client())
    for reader in (make.client(), make.key("secretariat")):
        board = reader.get(f"{fair.path}/board").json()
        assert (board["hides_sums"], [one["title"] for one in board["useful"]]) == (True, ["Inovasi pameran 1"])
    secret = make.key("secretariat").get(f"{fair.path}/statistics").json()
    assert [one["votes"] for one in secret["booths"]] == [1, None]
    assert fair.figures() == [(1, 1), (1, 1)], "the organiser sees them, as in the room of the stage"


def test_a_ticket_of_the_exhibition_guards_the_stages_ballot_too(make: Factory) -> None:
    fair, judging, _exhibits = linked(make, votes_need_ticket=True)
    visitor = make.client()
    refused = cast(judging, [ids(judging)[0]], visitor)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/ticket-needed")
    code = fair.made(fair.organiser.post(f"{fair.path}/tickets", json={"count": 1}))["codes"][0]
    assert visitor.put(f"{fair.path}/visitors/current", json={"ticket": code}).status_code == 200
    assert cast(judging, [ids(judging)[0]], visitor).status_code == 200


def test_only_proposals_of_the_stage_stand_at_its_exhibition(make: Factory) -> None:
    fair, judging, _exhibits = linked(make)
    out = {"label": "B-2", "title": "Stan", "proposal_ids": [ids(judging)[3]]}
    assert fair.organiser.post(f"{fair.path}/booths", json=out).json()["errors"][0]["code"] == "not_advancing"
    unbound = fair.change(edition_id=None, stage=None)
    assert (unbound.status_code, unbound.json()["type"]) == (409, "/problems/in-use")
    again = fair.organiser.post(API, json=EVENT | {"edition_id": judging.edition.id, "stage": "presentation"})
    assert again.json()["errors"][0]["code"] == "already_exists"
    scored = fair.organiser.post(API, json=EVENT | {"edition_id": judging.edition.id, "stage": "proposal"})
    assert scored.json()["errors"][0]["code"] == "not_a_vote"
