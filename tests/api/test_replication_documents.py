"""Files of replications: for both sides until confirmed, for everybody only where released."""

import httpx

from app.domain import stored_files
from app.domain.replications.documents import MOST
from tests.api.answers import Json, match, problem, told
from tests.api.test_replications import Two, change, confirm
from tests.factories import Factory
from tests.files.papers import PDF


def send(client: httpx.Client, row: Json, status: int = 201, content: bytes = PDF, **data: str) -> Json:
    path = f"/api/v1/replications/{row['id']}/documents"
    return told(client.post(path, files={"file": ("kesepakatan.pdf", content)}, data=data), status)


def names(client: httpx.Client, row: Json) -> list[str]:
    found = client.get(f"/api/v1/replications/{row['id']}/documents")
    return [one["kind"] for one in told(found)["items"]]


def test_both_sides_read_it_and_the_public_what_was_released(make: Factory) -> None:
    there = Two(make)
    row = change(there.asks, there.report(), stage="agreement", stage_on="2025-02-03")
    agreement = send(there.asks, row, kind="agreement")
    evidence = send(there.asks, row, kind="evidence", is_public="true")
    of_others = make.key("coordinator", make.unit(kind="regency"))
    for concerned in (there.asks, there.answers, there.organiser, make.key("auditor")):
        assert names(concerned, row) == ["agreement", "evidence"]
    for stranger in (there.public, of_others):
        assert stranger.get(f"/api/v1/replications/{row['id']}/documents").status_code == 404
        assert content(stranger, row, evidence).status_code == 404
    confirm(there.answers, row)
    for stranger in (there.public, of_others):
        assert names(stranger, row) == ["evidence"]
        got = content(stranger, row, evidence)
        assert (got.status_code, got.content) == (200, PDF)
        assert "sandbox" in got.headers["content-security-policy"]
        assert content(stranger, row, agreement).status_code == 404


def content(client: httpx.Client, row: Json, document: Json) -> httpx.Response:
    return client.get(f"/api/v1/replications/{row['id']}/documents/{document['id']}/content")


def test_a_file_is_found_under_its_own_replication_alone(make: Factory) -> None:
    there = Two(make)
    own = there.report()
    other = there.report(unit_id=make.unit(parent=there.learner).id)
    document = send(there.asks, own)
    assert content(there.asks, other, document).status_code == 404
    path = f"/api/v1/replications/{other['id']}/documents/{document['id']}"
    assert there.asks.delete(path, headers={"If-Match": "*"}).status_code == 404


def test_only_who_replicates_sends_and_takes_away(make: Factory) -> None:
    there = Two(make)
    row = there.report()
    document = send(there.asks, row)
    send(there.answers, row, 403)
    send(make.key("coordinator", make.unit(kind="city")), row, 404)
    send(there.public, row, 401)
    path = f"/api/v1/replications/{row['id']}/documents/{document['id']}"
    assert there.answers.delete(path, headers=match(document)).status_code == 403
    assert there.asks.delete(path).status_code == 428
    assert there.asks.delete(path, headers=match(document)).status_code == 204
    assert names(there.asks, row) == []


def test_what_the_origin_saw_stays(make: Factory) -> None:
    there = Two(make)
    row = change(there.asks, there.report(), stage="agreement", stage_on="2025-02-03")
    document = send(there.asks, row)
    confirm(there.answers, row)
    path = f"/api/v1/replications/{row['id']}/documents/{document['id']}"
    assert problem(told(there.asks.delete(path, headers=match(document)), 409)) == "replication-confirmed"
    assert send(there.asks, row)["id"], "more may be added"


def test_what_is_no_paper_is_refused(make: Factory) -> None:
    there = Two(make)
    row = there.report()
    send(there.asks, row, 415, b"#!/bin/sh\necho x\n")
    send(there.asks, row, 422, kind="lain")
    for _ in range(MOST):
        send(there.asks, row)
    assert problem(send(there.asks, row, 409)) == "too-many-files"


def test_a_file_that_a_replication_names_is_nobodys_orphan(make: Factory) -> None:
    """The clearing and the backup ask this module which files are named."""
    there = Two(make)
    document = send(there.asks, there.report())
    from sqlmodel import Session

    with Session(make.engine) as session:
        assert stored_files._named(session, [document["sha256"], "0" * 64]) == {document["sha256"]}
