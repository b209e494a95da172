"""Loading is repeatable, scales, and leaves work for the newcomer."""

import hashlib
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import puremagic
import pytest
from sqlalchemy import Engine, create_engine, func, make_url, select, text
from sqlmodel import Session, SQLModel, col

from app import files
from app.clock import now
from app.demo.papers import sample_pdf
from app.demo.people import AUTHOR
from app.demo.proposals import MENDING_DAYS
from app.models import Document, Edition, Innovation, Proposal, Quota, RoleGrant, Unit, User
from app.queries import editions
from app.queries.proposals.readiness import claim_of, facts_of
from app.rules.readiness import check
from tests.demo.conftest import Loader, files_in
from tests.files.papers import path_of


def digest(engine: Engine) -> str:
    """Of the ids and titles of all units, proposals and innovations."""
    found = hashlib.sha256()
    with engine.connect() as rows:
        for model, text in ((Unit, Unit.name), (Proposal, Proposal.title), (Innovation, Innovation.title)):
            for row in rows.execute(select(model.id, text).order_by(model.id)):  # type: ignore[attr-defined]
                found.update(f"{row[0]} {row[1]}\n".encode())
    return found.hexdigest()


def test_the_same_seed_makes_the_same_demo_and_another_seed_another(engine: Engine, loaded: Loader) -> None:
    assert digest(loaded()) == digest(engine)
    assert digest(loaded(seed=7)) != digest(engine)


def test_the_open_edition_awaits_submissions(engine: Engine) -> None:
    with engine.connect() as rows:
        edition = rows.execute(select(Edition).where(Edition.status == "open")).one()
        drafts = rows.execute(select(Proposal).where(Proposal.edition_id == edition.id)).all()
    assert edition.year == 2026
    assert edition.opens_at < now() < edition.closes_at
    assert timedelta(days=58) < edition.closes_at - now() < timedelta(days=62)
    assert len(drafts) == 7
    assert {row.status for row in drafts} == {"draft"}
    assert [row.is_handed_over for row in drafts].count(True) == 1


def test_exactly_the_complete_drafts_could_be_sent_in_now(engine: Engine) -> None:
    with Session(engine) as session:
        found = session.scalars(select(Proposal).where(Proposal.status == "draft")).all()
        ready = {}
        for proposal in found:
            edition = editions.parsed(session.get_one(Edition, proposal.edition_id))
            findings = check(facts_of(session, edition, proposal, claim_of(session, edition, proposal)))
            ready[proposal.id] = all(one.ok or one.level == "warning" for one in findings)
        papers = select(Document.proposal_id).where(col(Document.proposal_id).in_(ready))
        with_papers = set(session.scalars(papers))
    assert {key for key, is_ready in ready.items() if is_ready} == with_papers
    assert len(with_papers) == 4


def test_a_returned_proposal_of_the_demo_coordinator_can_still_be_mended(engine: Engine) -> None:
    with engine.connect() as rows:
        home = select(RoleGrant.unit_id).where(RoleGrant.role == "coordinator")
        returned = select(Proposal.return_until).where(Proposal.status == "returned")
        own = rows.execute(returned.where(col(Proposal.participant_id).in_(home))).scalars().all()
        every = rows.execute(returned).scalars().all()
    assert len(own) == 1
    assert all(now() < until < now() + timedelta(days=MENDING_DAYS + 1) for until in every)


def test_private_answers_name_nobody_real(engine: Engine) -> None:
    with engine.connect() as rows:
        answers = rows.execute(select(Proposal.answers)).scalars().all()
        people = rows.execute(select(User.name, User.email)).all()
    assert {one["innovator_name"] for one in answers if one} == {AUTHOR}
    assert all("Contoh" in row.name and row.email.endswith("@contoh.jipp.example") for row in people)


def test_sample_papers_are_stored_and_are_pdfs(engine: Engine, tmp_path: Path) -> None:
    content = sample_pdf("Surat (pernyataan)")
    assert puremagic.from_string(content, mime=True) == "application/pdf"
    with files_in(tmp_path):
        sha256, size = files.store(BytesIO(content), 100_000)
        assert (path_of(sha256).read_bytes(), size) == (content, len(content))
    with engine.connect() as rows:
        digests = select(Document.kind, func.count(func.distinct(Document.sha256))).group_by(Document.kind)
        kinds = dict(map(tuple, rows.execute(digests)))
    asked = ("surat_pernyataan_implementasi", "pernyataan_inovator", "kesediaan_replikasi")
    assert kinds == dict.fromkeys(asked, 1)


def test_a_scale_multiplies_units_and_proposals_and_keeps_the_real_ones(loaded: Loader) -> None:
    with loaded(scale=3).connect() as rows:
        kinds = dict(map(tuple, rows.execute(select(Unit.kind, func.count()).group_by(Unit.kind))))
        sent = select(Edition.year, func.count(), func.count(func.distinct(Proposal.participant_id)))
        of_2023 = rows.execute(sent.join(Proposal, col(Proposal.edition_id) == Edition.id).where(
            Edition.year == 2023).group_by(Edition.year)).one()  # fmt: skip
        total = rows.execute(select(func.count()).where(col(Proposal.number).is_not(None))).scalar_one()
        real = rows.execute(select(func.count()).select_from(Unit).where(~col(Unit.is_sample))).scalar_one()
        most = rows.execute(select(func.max(Quota.used))).scalar_one()
        different = func.count(func.distinct(Proposal.edition_id + Proposal.title_key))
        titles = rows.execute(select(func.count(), different).select_from(Proposal)).one()
    assert sum(kinds[kind] for kind in ("agency", "bureau", "hospital", "technical_unit")) == 3 * 1071 + 9, (
        "six made-up agencies are assessed, three made-up bureaus verify"
    )
    assert kinds["regency"] + kinds["city"] == 38
    assert (tuple(of_2023), total, real, most) == ((2023, 630, 210), 3 * 1265, 95, 3)
    assert titles[0] == titles[1]


@pytest.mark.slow
def test_postgresql_takes_the_same_rows(loaded: Loader, postgres: str, engine: Engine) -> None:
    address = make_url(postgres).set(drivername="postgresql+psycopg")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("CREATE DATABASE demo"))
    admin.dispose()
    url = address.set(database="demo").render_as_string(hide_password=False)
    there = loaded(url=url)
    assert digest(there) == digest(engine)
    with there.connect() as one, engine.connect() as two:
        for table in SQLModel.metadata.sorted_tables:
            count = select(func.count()).select_from(table)
            assert one.execute(count).scalar_one() == two.execute(count).scalar_one(), table.name
