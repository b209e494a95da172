"""What comes in and does not fit: each has its own field, code and words, and nothing is stored."""

from typing import Any

import httpx
import pytest

from app.models import Unit
from tests.factories import Factory

PATH = "/api/v1/units"
UNIT: dict[str, Any] = {"code": "D1", "name": "Dinas Uji", "kind": "agency"}


@pytest.fixture
def organiser(make: Factory) -> httpx.Client:
    return make.key("organiser", make.unit(kind="province"))


def findings(answer: httpx.Response) -> list[tuple[str, str]]:
    """The fields and codes of a 422."""
    assert answer.status_code == 422, answer.text
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


@pytest.mark.parametrize("mark", ["\u200e", "\u200f", "\u061c", "\u202e", "\u2066", "\x00", "\x9b"])
def test_marks_that_turn_text_round_are_refused_with_their_place(organiser: httpx.Client, mark: str) -> None:
    refused = organiser.post(PATH, json=UNIT | {"name": f"Dinas Air{mark} Minum"})
    assert findings(refused) == [("name", "forbidden_character")]
    assert "“Dinas Air Minum”" in refused.json()["errors"][0]["message"]


@pytest.mark.parametrize("name", ["\u200b", "\ufeff \u2060", " \n\t "])
def test_a_name_of_nothing_visible_is_empty(organiser: httpx.Client, name: str) -> None:
    assert findings(organiser.post(PATH, json=UNIT | {"name": name})) == [("name", "string_too_short")]


def test_one_line_stays_one_line(organiser: httpx.Client) -> None:
    assert (
        organiser.post(PATH, json=UNIT | {"name": "\ufeffDinas\nAir\u200b  Minum"}).json()["name"] == "Dinas Air Minum"
    )


def test_half_a_character_is_no_text(organiser: httpx.Client) -> None:
    body = b'{"code": "D1", "name": "Dinas \\ud800", "kind": "agency"}'
    refused = organiser.post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert findings(refused) == [("name", "string_unicode")]


@pytest.mark.parametrize(
    ("value", "code"),
    [("true", "float_type"), ("NaN", "finite_number"), ("1e999", "finite_number"), ('"x"', "float_parsing")],
)  # fmt: skip
def test_a_number_is_a_number(organiser: httpx.Client, value: str, code: str) -> None:
    body = f'{{"code": "D1", "name": "Dinas", "kind": "agency", "latitude": {value}}}'
    refused = organiser.post(PATH, content=body, headers={"Content-Type": "application/json"})
    assert findings(refused) == [("latitude", code)]


def test_a_body_that_is_not_called_json(organiser: httpx.Client) -> None:
    refused = organiser.post(PATH, content=b'{"code": "D1"}', headers={"Content-Type": "text/plain"})
    assert (refused.status_code, refused.json()["type"]) == (415, "/problems/unsupported-media-type")
    assert "application/json" in refused.json()["detail"]


def test_a_film_is_an_address_or_nothing(make: Factory) -> None:
    agency = make.unit(kind="agency")
    draft, path = make.proposal(make.edition(), agency), "/api/v1/proposals/"
    refused = make.key("author", agency).patch(path + draft.id, json={"video_url": "ftp:x"}, headers={"If-Match": "*"})
    assert findings(refused) == [("video_url", "url_scheme")]


def test_a_tag_that_was_never_given_is_stale_and_says_what_is(organiser: httpx.Client, make: Factory) -> None:
    unit: Unit = make.unit(kind="agency")
    refused = organiser.patch(f"{PATH}/{unit.id}", json={"name": "Lain"}, headers={"If-Match": "abc"})
    assert refused.status_code == 412
    assert "1" in refused.json()["detail"]
    assert "?" not in refused.json()["detail"]


@pytest.mark.parametrize("body", ["null", "[]", '"x"', "3", "true", '[{"year": 2030}]'])
def test_a_new_edition_that_is_no_object_is_refused_with_words(make: Factory, body: str) -> None:
    """`null` was once an error of ours: found by make fuzz after twenty thousand requests."""
    answer = make.key("organiser").post("/api/v1/editions", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]
