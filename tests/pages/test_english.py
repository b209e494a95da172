"""Every page in English: the demo with its data in another script, so that what is left in Indonesian is ours."""

import json
import re
import sqlite3
import string
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from app import credentials, demo, national
from app.database import WriteSession
from app.instruments import loading
from tests.browser.conftest import connect
from tests.browser.places import PAGES, find_places
from tests.conftest import Server, start_server
from tests.demo.conftest import files_in
from tests.pages.browsing import forms_of
from tests.wording import indonesian_in, read

FOREIGN = str.maketrans({letter: chr(0x0410 + n) for n, letter in enumerate(string.ascii_letters)})
"""Latin letters → Cyrillic ones, one for one."""
NAMES = {
    "editions": ["name", "theme", "note"], "units": ["name"], "users": ["name"], "api_keys": ["name", "prefix"],
    "proposals": ["title", "origin", "english_abstract"], "quotas": ["reason"], "documents": ["filename"],
    "innovations": ["unit_name", "title", "category_title", "award", "source", "summary", "contact"],
    "revisions": ["saved_by_name", "title", "english_abstract"], "transitions": ["actor_name", "reason"],
    "evaluations": ["recommendation"], "reopenings": ["actor_name", "reason"],
    "nominations": ["title", "notes", "result_label", "english_abstract", "reference"],
    "plenary_decisions": ["reason"], "declinations": ["reason"],
    "exhibitions": ["name", "about", "place", "address", "hours"], "booths": ["title"],
    "programme_items": ["title", "place", "speaker"], "visitors": ["name", "organisation"],
    "guest_book_entries": ["text", "name"],
    "replications": ["organisation_name", "organisation_province", "adaptation_notes", "difficulty_notes", "cost_notes",
                     "stop_reason"],
    "replication_steps": ["reason", "actor_name"],
    "awards": ["title", "category", "result", "reason", "revocation_reason", "supplementary_reason"],
    "ceremonies": ["title", "place", "signatory_title", "signatory_name", "decree_number", "contact"],
    "collaborations": ["part", "reason"], "help_requests": ["title", "text"], "help_answers": ["text"],
    "surveys": ["title", "service"], "survey_answers": ["comment"], "service_records": ["service"],
    "service_months": ["service"],
    "mentorships": ["goal", "outcome"], "mentoring_sessions": ["topics", "agreed"],
    "assessment_rounds": ["title"], "follow_ups": ["recommendation", "plan", "owner"],
    "assessments": ["predicate", "reopening_reason"], "assessment_values": ["note", "recommendation"],
    "questions": ["text", "answer", "answered_by", "reason"], "askers": ["name"],
    "discussions": ["question", "actor_name", "conclusion"], "discussion_messages": ["actor_name", "text"],
    "catalogue_entries": ["category_title", "group_title", "award"],
}  # fmt: skip
"""What people typed: table → columns."""
NESTED = {
    "editions": ["groups", "categories", "form", "fields", "required_documents", "stages", "award_tiers"],
    "proposals": ["collaborators", "answers", "sections"], "innovations": ["sections", "impact"],
    "revisions": ["sections", "answers"], "evaluations": ["notes"],
    "plenary_decisions": ["members"], "nominations": ["answers", "sections"],
}  # fmt: skip
KEYS = {"key", "kind", "by", "section", "group", "groups", "aggregate", "starts_at", "ends_at"}
"""What is no text inside those."""
EXAMPLES = {"Dinas Kesehatan", "Bahasa Indonesia"}
"""The name of a unit in the columns of an import, and a language's own name."""
NATIONAL = frozenset(re.findall(r'": ?"([^"]+)"', national.load("kipp_2023").model_dump_json()))
"""The national form, which is Indonesian whoever reads it."""
NOBODY = "0192b6f0-7c1e-7a3b-9f00-5d2f8e4c1a77"


def _said_by_instruments() -> Iterator[str]:
    """What the files of instruments say, which is Indonesian whoever reads it: regulations of the Republic."""
    for name in loading.names():
        text = loading.text_of(name)
        yield from re.findall(r'": ?"([^"]+)"', loading.shipped(name).definition.model_dump_json(by_alias=True))
        yield from (line.strip() for line in text.splitlines() if line.strip())
        yield from (*loading.shipped(name).definition.open, *loading.shipped(name).definition.sources)


INSTRUMENTS = frozenset(form for said in _said_by_instruments() for form in (said, said[:1].upper() + said[1:]))
ENGLISH = {"Accept-Language": "en-GB,en;q=0.8,id;q=0.5"}


def _foreign(text: str | None) -> str | None:
    return text and text.translate(FOREIGN)


def _foreign_json(text: str | None) -> str | None:
    return text and json.dumps(_within(json.loads(text)))


def _within(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: item if key in KEYS else _within(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_within(item) for item in value]
    return _foreign(value) if isinstance(value, str) else value


def _disguise(path: str) -> None:
    """Writes the data of the demo in another script."""
    connection = sqlite3.connect(path)
    connection.create_function("disguise", 1, _foreign)
    connection.create_function("disguise_json", 1, _foreign_json)
    with connection:
        for function, tables in (("disguise", NAMES), ("disguise_json", NESTED)):
            for table, columns in tables.items():
                changes = ", ".join(f'"{column}" = {function}("{column}")' for column in columns)
                connection.execute(f"UPDATE {table} SET {changes}")
    connection.close()


@pytest.fixture(scope="module")
def disguised(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of a server with the disguised demo, and where its pages are."""
    folder = tmp_path_factory.mktemp("english")
    running: Server = start_server(f"sqlite:///{folder}/demo.sqlite", folder, JIPP_ORGANISATION="East Java")
    with files_in(folder / "files"), WriteSession(running.engine) as session, session.begin():
        demo.load(session, password_hash=credentials.hash_password(demo.PASSWORD))
        connect(session)
    places = find_places(running.engine)
    _disguise(f"{folder}/demo.sqlite")
    yield running.url, places
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


@pytest.fixture
def visitor(disguised: tuple[str, dict[str, str]]) -> Iterator[httpx.Client]:
    """Somebody from the public whose browser asks for English."""
    with httpx.Client(base_url=disguised[0], headers={"Accept": "text/html"} | ENGLISH, timeout=60) as client:
        yield client


def _sign_in(client: httpx.Client, role: str) -> None:
    """By the sign-in page; whoever signs in has chosen English by the link of the page."""
    client.headers["Accept-Language"] = "id"
    assert client.get("/language/en").status_code == 303
    email = next(login.email for login in demo.LOGINS if login.role == role)
    sent = client.post("/sign-in", data={"email": email, "password": demo.PASSWORD, "next": ""})
    assert sent.status_code == 303, sent.text


def _leftovers(answer: httpx.Response) -> list[str]:
    """The texts of a page with Indonesian words."""
    if answer.url.path.startswith("/static/"):  # it translates itself: tests/browser/test_verify.py
        assert answer.url.params["lang"] == "en"
        return []
    page = read(answer.text)
    assert page.language == "en"
    assert answer.headers["content-language"] == "en"
    return [text for text in page.said if text not in EXAMPLES and indonesian_in(_ours(text))]


def _ours(text: str) -> str:
    """A text without what the national form and the instruments say in it."""
    for said in sorted(NATIONAL | INSTRUMENTS, key=len, reverse=True):
        text = text.replace(said, "")
    return text


@pytest.mark.parametrize("role", PAGES)
def test_the_pages_of(role: str, visitor: httpx.Client, disguised: tuple[str, dict[str, str]]) -> None:
    if role != "public":
        _sign_in(visitor, role)
    left: dict[str, list[str]] = {}
    for address in PAGES[role]:
        answer = visitor.get(address.format(**disguised[1]), follow_redirects=True)
        assert answer.status_code == 200, address
        left |= {address: texts} if (texts := _leftovers(answer)) else {}
    assert left == {}


def test_a_page_that_is_not_there(visitor: httpx.Client) -> None:
    answer = visitor.get(f"/editions/{NOBODY}")
    assert answer.status_code == 404
    assert "Not found" in answer.text
    assert _leftovers(answer) == []


def test_a_form_that_needs_correcting(visitor: httpx.Client) -> None:
    answer = visitor.post("/sign-in", data={"email": "nobody@jipp.example", "password": "wrong", "next": ""})
    assert answer.status_code == 401
    assert "Wrong email address or password" in answer.text
    _sign_in(visitor, "organiser")
    form = forms_of(visitor.get("/units/new"))["/units"]
    refused = visitor.post("/units", data=form.fields | {"name": [""], "code": ["?"]})
    assert refused.status_code == 422
    assert "entries need correcting" in refused.text
    assert _leftovers(answer) + _leftovers(refused) == []


@pytest.mark.parametrize(("address", "status", "title"), [
    (f"/api/v1/units/{NOBODY}", 404, "Not found"), ("/api/v1/users", 401, "Please sign in"),
    ("/api/v1/units?limit=0", 422, "Please correct the entries"), ("/api/v1/units?colour=red", 422, None),
    ("/api/v1/units?cursor=x", 422, "The page cursor is not valid"),
])  # fmt: skip
def test_problems_of_the_api(visitor: httpx.Client, address: str, status: int, title: str | None) -> None:
    answer = visitor.get(address, headers={"Accept": "application/json"})
    problem = answer.json()
    assert answer.status_code == status, problem
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == "en"
    assert title is None or problem["title"] == title
    said = [problem["title"], problem["detail"], *(error["message"] for error in problem.get("errors") or [])]
    assert [text for text in said if indonesian_in(text)] == []


def test_the_same_page_in_indonesian_has_indonesian(visitor: httpx.Client) -> None:
    page = read(visitor.get("/innovations", headers={"Accept-Language": "id"}).text)
    assert page.language == "id"
    assert len([text for text in page.said if indonesian_in(text)]) > 10
