"""A member of the panel is changed: the most sheets, the expertise; never below the sheets held."""

from typing import Any

import httpx
import pytest

from tests.api.test_judging import Judging
from tests.factories import Factory


@pytest.fixture
def judging(make: Factory) -> Judging:
    """Eight proposals, three readings each, six jurors with four sheets each."""
    judging = Judging(make, proposals=8, jurors=6)
    judging.panel()
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={"seed": 1}).status_code == 201
    return judging


def change(judging: Judging, client: httpx.Client | None = None, match: str = "*", **body: Any) -> httpx.Response:
    url = judging.stage("proposal", f"jurors/{judging.jurors[0].id}")
    return (client or judging.organiser).patch(url, json=body, headers={"If-Match": match})


def test_what_is_left_out_stays_and_null_lifts_the_limit(judging: Judging) -> None:
    first = change(judging, max_load=4, expertise=["kesehatan"])
    assert first.status_code == 200, first.text
    assert (first.json()["max_load"], first.json()["expertise"], first.json()["assigned"]) == (4, ["kesehatan"], 4)
    second = change(judging, match=first.headers["ETag"], max_load=None)
    assert (second.json()["max_load"], second.json()["expertise"]) == (None, ["kesehatan"])
    assert change(judging, match=first.headers["ETag"], max_load=9).status_code == 412


def test_never_below_the_sheets_held(judging: Judging) -> None:
    refused = change(judging, max_load=3)
    assert refused.status_code == 422
    error = refused.json()["errors"][0]
    assert (error["field"], error["code"]) == ("max_load", "below_held")
    assert "4" in error["message"]


@pytest.mark.parametrize(("body", "code"), [
    ({"expertise": ["sihir"]}, "unknown"), ({"expertise": None}, "null"), ({"max_load": 0}, "greater_than_equal"),
    ({"user_id": "x"}, "extra_forbidden"),
])  # fmt: skip
def test_nonsense_is_named(judging: Judging, body: dict[str, Any], code: str) -> None:
    refused = change(judging, **body)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, code)


def test_a_new_limit_holds_in_the_next_draw(judging: Judging) -> None:
    assert change(judging, max_load=4).status_code == 200
    theirs = {"juror_id": judging.jurors[0].id}
    items = judging.organiser.get(judging.stage("proposal", "assignments"), params=theirs).json()["items"]
    read = {one["proposal_id"] for one in items}
    pair = theirs | {"proposal_id": next(one.id for one in judging.proposals if one.id not in read)}
    full = judging.organiser.post(judging.stage("proposal", "assignments"), json={"pairs": [pair]})
    assert (full.status_code, full.json()["errors"][0]["code"]) == (422, "full")
    assert change(judging, max_load=5).status_code == 200
    assert judging.organiser.post(judging.stage("proposal", "assignments"), json={"pairs": [pair]}).status_code == 201


def test_only_an_organiser_and_only_on_the_panel(judging: Judging) -> None:
    assert change(judging, judging.make.key("auditor"), max_load=9).status_code == 403
    assert change(judging, judging.make.signed_in(judging.jurors[0]), max_load=9).status_code == 403
    url = judging.stage("presentation", f"jurors/{judging.jurors[0].id}")
    assert judging.organiser.patch(url, json={"max_load": 9}, headers={"If-Match": "*"}).status_code == 404
    assert judging.organiser.patch(url, json={"max_load": 9}).status_code == 428
