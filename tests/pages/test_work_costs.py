"""What the pages of proposals ask of the database does not grow with what they show."""

from sqlmodel import Session

from app import credentials, database
from app.models import ApiKey, Edition, Revision, Transition, Unit
from app.models.user import Role
from app.rules.permissions import KEY_SCOPES
from tests.factories import Factory
from tests.test_query_counts import ask, assessed, fair, fill, world  # noqa: F401  (a fixture)

LISTS = {"/proposals?edition_id={edition}": 8, "/selection?edition_id={edition}&status=judging": 8}
"""Page → the most statements that it may run, however many rows it shows."""
ONE = {
    "/proposals/{id}": 13,
    "/proposals/{id}/revisions": 7,
    "/proposals/{id}/revisions/1": 12,
    "/selection/{id}": 28,
    "/proposals/{id}/similar": 18,
}
"""Page of one proposal → the most statements, however long its history; one asks whether reading it is to be noted."""


def test_statements_of_the_lists(world: Factory) -> None:  # noqa: F811
    edition = world.edition("judging")
    _key(world, "organiser")
    paths = {path.format(edition=edition.id): most for path, most in LISTS.items()}
    exhibition, of = fair(world).id, assessed(world).id
    fill(world, edition.id, exhibition, of, 1)
    with_one = ask(list(paths), "kunci")
    fill(world, edition.id, exhibition, of, 2)
    assert ask(list(paths), "kunci") == with_one
    assert {path: count for path, count in with_one.items() if count > paths[path]} == {}


def test_statements_of_one_proposal(world: Factory) -> None:  # noqa: F811
    edition = world.edition("open")
    unit = world.unit(kind="agency")
    proposal = world.proposal(edition, unit, "submitted", number="1", sequence=1, submitted_at=unit.created_at)
    _key(world, "organiser")
    paths = {path.format(id=proposal.id): most for path, most in ONE.items()}
    _lives(proposal.id, 1)
    with_one = ask(list(paths), "kunci")
    _lives(proposal.id, 5)
    assert ask(list(paths), "kunci") == with_one
    assert {path: count for path, count in with_one.items() if count > paths[path]} == {}


def _key(make: Factory, role: str, unit: Unit | None = None) -> None:
    root = unit or make.unit(kind="province")
    make.save(ApiKey(name="uji", unit_id=root.id, role=Role(role), scopes=KEY_SCOPES, prefix="x",
                     key_hash=credentials.digest("kunci"), expires_at=root.created_at.replace(year=2100)))  # fmt: skip


def _lives(proposal_id: str, events: int) -> None:
    """A proposal that was sent in and returned so many times, with a version for each."""
    with Session(database.write_engine()) as session, session.begin():
        for n in range(events):
            session.add(Revision(proposal_id=proposal_id, number=100 * events + n, title="x", sections={}))
            session.add(Transition(proposal_id=proposal_id, action="submitted", to_status="submitted", actor_name="A"))
        if events == 1:
            session.add(Revision(proposal_id=proposal_id, number=1, title="x", sections={"ringkasan": "satu dua"}))


def test_statements_of_the_drafts_that_somebody_compares(world: Factory) -> None:  # noqa: F811
    edition = world.edition()
    agency = world.unit(kind="agency")
    _key(world, "coordinator", agency)
    paths = [f"/proposals?edition_id={edition.id}&status=draft", f"/proposals?edition_id={edition.id}", "/home"]
    _drafts_that_came_back(world, edition, agency, 1)
    with_one = ask(paths, "kunci")
    _drafts_that_came_back(world, edition, agency, 3)
    assert ask(paths, "kunci") == with_one
    assert {
        path: count for path, count in with_one.items() if count > 32
    } == {}  # home: two of rembug, three of assessments


def _drafts_that_came_back(make: Factory, edition: Edition, agency: Unit, count: int) -> None:
    for _ in range(count):
        draft = make.proposal(edition, make.unit(kind="technical_unit", parent=agency))
        make.save(Transition(proposal_id=draft.id, action="sent_back", to_status="draft", actor_name="A", reason="x"))
