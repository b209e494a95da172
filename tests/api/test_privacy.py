"""NIP, telephone, e-mail and names: planted wherever they are stored, looked for wherever the public can look."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi.routing import APIRoute

from app.clock import new_id, now
from app.main import create_app
from app.models import (
    Assignment,
    Document,
    Evaluation,
    Innovation,
    Juror,
    Publication,
    Reopening,
    Result,
    Revision,
    RoleGrant,
    Transition,
    User,
    UserSession,
)
from tests.conftest import Server, empty, start_server
from tests.factories import PASSWORD, Factory, configuration

NIP = "198501012010011234"
PHONE = "081234567890"
EMAIL = "rahasia.pribadi@contoh.example"
NAME = "Bu Nama Rahasia"
PLANTED = (NIP, PHONE, EMAIL, NAME, "rahasia.pribadi", "Peramban Rahasia")
STAGE = "proposal"


class World:
    """An edition whose first stage is published, with a proposal that says too much in every private place."""

    def __init__(self, make: Factory) -> None:
        private = {"key": "innovator_contact", "title": "Kontak", "kind": "text", "is_private": True}
        self.edition = make.edition("concluded", fields=[*configuration().model_dump(mode="json")["fields"], private])
        self.unit = make.unit("Dinas Contoh", "agency")
        self.person = make.user("organiser", name=NAME)
        self.person.email = EMAIL
        make.save(self.person)
        self.ids = {"edition_id": self.edition.id, "unit_id": self.unit.id, "user_id": self.person.id, "stage": STAGE,
                    "number": "1", "code": "id", "key": STAGE, "tag": "units", "problem": "csrf"}  # fmt: skip
        self._proposal(make)
        self._judging(make)

    def _proposal(self, make: Factory) -> None:
        said = {"innovator_contact": f"{NAME}, NIP {NIP}, {PHONE}, {EMAIL}"}
        proposal = make.proposal(
            self.edition, self.unit, "awarded", answers=said, collaborators=[f"{NAME} {PHONE}"], number="2031-0001",
            sequence=1, participant_id=self.unit.id, submitted_at=now(), created_by=self.person.id,
        )  # fmt: skip
        document = Document(proposal_id=proposal.id, kind="evidence", filename=f"KTP {NAME} {NIP}.pdf", size=1,
                            media_type="application/pdf", sha256="ab" * 32, uploaded_by=self.person.id)  # fmt: skip
        innovation = Innovation(
            proposal_id=proposal.id, unit_id=self.unit.id, unit_name=self.unit.name, title=proposal.title,
            year=self.edition.year, sections=[{"title": "Ringkasan", "text": "Antrean lebih pendek."}],
        )  # fmt: skip
        change = {"proposal_id": proposal.id, "actor_id": self.person.id, "actor_name": NAME}
        make.save(
            document, innovation,
            Revision(proposal_id=proposal.id, number=1, saved_by=self.person.id, saved_by_name=NAME, title="x",
                     sections={}, answers=said),
            Transition(action="award", to_status="awarded", reason=f"Telepon {PHONE}", **change),
            UserSession(token_hash=new_id(), user_id=self.person.id, expires_at=now(), user_agent="Peramban Rahasia"),
        )  # fmt: skip
        self.proposal = proposal
        self.ids |= {"proposal_id": proposal.id, "document_id": document.id, "innovation_id": innovation.id}

    def _judging(self, make: Factory) -> None:
        where = {"edition_id": self.edition.id, "stage": STAGE}
        sheet = Assignment(proposal_id=self.proposal.id, juror_id=self.person.id, **where)
        published = Publication(method="mean", published_by=NAME, places=1, **where)
        make.save(sheet, published, Juror(user_id=self.person.id, **where),
                  RoleGrant(user_id=self.person.id, role="juror"))  # fmt: skip
        make.save(
            Evaluation(assignment_id=sheet.id, notes={"x": NAME}, recommendation=f"{NAME} {PHONE}", total=80.0),
            Reopening(assignment_id=sheet.id, actor_name=NAME, reason=PHONE),
            Result(publication_id=published.id, proposal_id=self.proposal.id, rank=1, raw_mean=80, score=80, reviews=1,
                   advanced=True),
        )  # fmt: skip
        self.ids |= {"assignment_id": sheet.id, "evaluation_id": sheet.id}


def _routes() -> Iterator[APIRoute]:
    for route in create_app().router.routes:
        if isinstance(route, APIRoute) and "GET" in route.methods and not route.path.startswith("/metrics"):
            yield route


def _paths(world: World) -> Iterator[str]:
    """Every address that can be read, about the world's own things."""
    for route in _routes():
        yield re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: world.ids.get(found[1], new_id()), route.path)


def _found(answer: httpx.Response) -> list[str]:
    told = answer.text + str(answer.headers) + str(answer.url)
    return [value for value in PLANTED if value in told]


@pytest.fixture
def world(make: Factory) -> World:
    return World(make)


def test_the_public_reads_no_personal_data_anywhere(world: World, make: Factory) -> None:
    visitor, asked, answered = make.client(), 0, 0
    for path in _paths(world):
        for accept in ("application/json", "text/csv", "text/html"):
            answer = visitor.get(path, headers={"Accept": accept})
            assert _found(answer) == [], f"{path} as {accept}"
            asked, answered = asked + 1, answered + (answer.status_code == 200)
    assert asked > 250
    assert answered > 60, "most of it was hidden: nothing has been looked at"


def test_what_the_public_looks_for_by_a_name_or_number_is_not_found(world: World, make: Factory) -> None:
    visitor = make.client()
    for path in ("/api/v1/units", "/api/v1/innovations", "/units", "/innovations"):
        for value in (NIP, PHONE, EMAIL, NAME):
            answer = visitor.get(path, params={"q": value}, headers={"Accept": "application/json"})
            if path.startswith("/api"):
                assert answer.json()["total"] == 0, (path, value)
            assert world.unit.name not in answer.text


def test_no_address_that_we_make_holds_personal_data(world: World, make: Factory) -> None:
    """Links, forms and redirects of the pages of who may see it all: addresses end in histories and proxies' logs."""
    organiser = make.as_role("organiser")
    seen: dict[str, Any] = {"with": 0}
    for path in _paths(world):
        answer = organiser.get(path, headers={"Accept": "text/html"})
        seen["with"] += any(value in answer.text for value in PLANTED)
        addresses = re.findall(r"""(?:href|src|action|formaction|hx-\w+)=["']([^"']*)["']""", answer.text)
        addresses += [answer.headers.get(name, "") for name in ("location", "link", "hx-redirect", "content-location")]
        assert not [one for one in addresses if any(value in one for value in (*PLANTED, EMAIL.replace("@", "%40")))], (
            path
        )
    assert seen["with"] > 3, "nothing personal was shown: nothing has been looked at"


@pytest.fixture(scope="module")
def logging_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, Path]]:
    folder = tmp_path_factory.mktemp("logs")
    running = start_server(f"sqlite:///{folder}/logs.sqlite", folder)
    yield running, folder / "server.log"
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


def test_the_log_of_refusals_holds_no_personal_data(logging_server: tuple[Server, Path]) -> None:
    server, log = logging_server
    empty(server.engine)
    with Factory(server.engine, server.url) as make:
        world = World(make)
        organiser = make.as_role("organiser")
        account = {"email": EMAIL, "name": NAME, "password": "lumbung padi 1926"}
        assert organiser.post("/api/v1/users", json=account).status_code in {409, 422}, "the address is taken"
        assert make.client().post("/api/v1/sessions", json={"email": EMAIL, "password": PHONE}).status_code == 401
        assert make.client().get(f"/api/v1/{EMAIL}").status_code == 404
        assert organiser.get(f"/api/v1/documents/{world.ids['document_id']}/content").status_code == 404
        assert organiser.post("/api/v1/users", json=account | {"nip": NIP}).status_code == 422
    assert PASSWORD not in log.read_text()
    assert [value for value in PLANTED if value in log.read_text()] == []
    assert "is missing from the store" in log.read_text(), "something was logged"


def test_planted_values_are_there_to_be_found(world: World, make: Factory) -> None:
    """The same look by somebody who may see: it finds them, so the looks above are awake."""
    auditor = make.as_role("auditor")
    found = {value for path in _paths(world) for value in _found(auditor.get(path))}
    assert {NIP, PHONE, EMAIL, NAME} <= found
    assert isinstance(world.person, User)
