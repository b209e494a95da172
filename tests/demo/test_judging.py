"""No real unit carries a score; what is scored follows the rules of judging."""

from collections import Counter

from sqlalchemy import Connection, func, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.demo.people import DEMO_UNITS, LOGINS
from app.models import (
    Assignment,
    Discussion,
    DiscussionMessage,
    Edition,
    Evaluation,
    Innovation,
    Juror,
    Proposal,
    Publication,
    Result,
    RoleGrant,
    Unit,
    User,
)
from app.models.edition import Stage
from app.rules import rubric
from app.rules.ranking import Entry, rank

writer, participant = aliased(Unit), aliased(Unit)
AFTER_SELECTION = ("judging", "advanced", "eliminated", "awarded")


def test_scores_results_and_awards_belong_to_made_up_units_of_made_up_participants(rows: Connection) -> None:
    touched = (
        col(Proposal.id).in_(select(Assignment.proposal_id))
        | col(Proposal.id).in_(select(Result.proposal_id))
        | col(Proposal.id).in_(select(Innovation.proposal_id).where(col(Innovation.proposal_id).is_not(None)))
        | col(Proposal.status).in_(AFTER_SELECTION)
    )
    joined = (
        select(writer.is_sample, participant.is_sample, func.count())
        .select_from(Proposal)
        .join(writer, writer.id == Proposal.unit_id)
        .join(participant, participant.id == Proposal.participant_id)
        .where(touched)
        .group_by(writer.is_sample, participant.is_sample)
    )
    assert rows.execute(joined).all() == [(True, True, 120)]


def test_sample_awards_are_named_so(rows: Connection) -> None:
    sample = rows.execute(select(Innovation.award).where(col(Innovation.is_sample))).scalars().all()
    assert sorted(sample) == ["", *["Top 5 Inovasi Contoh"] * 4], "one was revoked since"


def test_the_demo_juror_has_eight_sheets_three_signed_one_begun(rows: Connection) -> None:
    found = rows.execute(
        select(Evaluation.signed_at, Evaluation.version)
        .join(Assignment, col(Assignment.id) == Evaluation.assignment_id)
        .join(User, col(User.id) == Assignment.juror_id)
        .where(User.email == "juror@contoh.jipp.example")
    ).all()
    states = Counter("signed" if row.signed_at else "draft" if row.version > 1 else "untouched" for row in found)
    assert states == {"signed": 3, "draft": 1, "untouched": 4}


def test_2023_is_seven_tenths_signed_with_three_jurors_for_each_proposal(rows: Connection) -> None:
    sheets = rows.execute(
        select(Assignment.proposal_id, Assignment.juror_id, Evaluation.signed_at)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .join(Edition, col(Edition.id) == Assignment.edition_id)
        .where(Edition.year == 2023)
    ).all()
    assert set(Counter(row.proposal_id for row in sheets).values()) == {3}
    assert len(sheets) == 180 == len({(row.proposal_id, row.juror_id) for row in sheets})
    assert sum(row.signed_at is not None for row in sheets) == 126


def test_only_signed_sheets_have_totals_and_they_are_the_rubric_s(rows: Connection) -> None:
    sheets = rows.execute(
        select(Edition.stages, Assignment.stage, Evaluation.scores, Evaluation.total, Evaluation.signed_at)
        .join(Assignment, col(Assignment.edition_id) == Edition.id)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
    ).all()
    assert len(sheets) == 180 + 60 * 3 + 10 * 3
    for row in sheets:
        stage = next(Stage.model_validate(one) for one in row.stages if one["key"] == row.stage)
        assert (row.total is None) == (row.signed_at is None)
        assert row.total == (rubric.total(stage.rubric, row.scores) if row.signed_at else None)


def test_jurors_of_every_sheet_sit_on_the_panel_and_hold_the_role(rows: Connection) -> None:
    panels = {tuple(row) for row in rows.execute(select(Juror.edition_id, Juror.stage, Juror.user_id))}
    readers = select(Assignment.edition_id, Assignment.stage, Assignment.juror_id)
    used = {tuple(row) for row in rows.execute(readers)}
    assert used <= panels
    holders = set(rows.execute(select(RoleGrant.user_id).where(RoleGrant.role == "juror")).scalars())
    assert {user for _, _, user in panels} == holders
    assert len(holders) == 6


def test_published_rankings_are_what_the_sheets_say(rows: Connection) -> None:
    for publication in rows.execute(select(Publication)).all():
        totals: dict[str, list[float]] = {}
        sheets = (
            select(Assignment.proposal_id, Evaluation.total)
            .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
            .where(Assignment.edition_id == publication.edition_id, Assignment.stage == publication.stage)
        )
        for proposal_id, total in rows.execute(sheets):
            totals.setdefault(proposal_id, []).append(total)
        entries = [Entry(proposal_id, tuple(values)) for proposal_id, values in totals.items()]
        computed = {one.proposal_id: one for one in rank(entries)}
        results = rows.execute(select(Result).where(Result.publication_id == publication.id)).all()
        assert {row.proposal_id for row in results} == set(computed)
        assert all((row.rank, row.score) == (computed[row.proposal_id].rank, computed[row.proposal_id].mean)
                   for row in results)  # fmt: skip
        assert sum(row.advanced for row in results) == publication.places


def test_what_passed_in_a_published_edition_was_read(rows: Connection) -> None:
    published = select(Publication.edition_id)
    found = rows.execute(
        select(Proposal.status, func.count()).where(col(Proposal.edition_id).in_(published)).group_by(Proposal.status)
    )
    assert dict(map(tuple, found)) == {"awarded": 5, "eliminated": 55, "rejected": 10, "withdrawn": 2}
    unread = select(func.count()).where(
        col(Proposal.edition_id).in_(published), col(Proposal.status).in_(("verified", "judging", "advanced"))
    )
    assert rows.execute(unread).scalar_one() == 0, "publishing refuses what nobody read"


def test_the_second_stage_ranks_those_who_advanced_and_awards_the_best(rows: Connection) -> None:
    found = rows.execute(
        select(Publication.stage, Result.proposal_id, Result.advanced, Proposal.status)
        .join(Result, col(Result.publication_id) == Publication.id)
        .join(Proposal, col(Proposal.id) == Result.proposal_id)
    ).all()
    first = {row.proposal_id for row in found if row.stage == "proposal" and row.advanced}
    second = {row.proposal_id: row for row in found if row.stage == "presentation"}
    assert set(second) == first
    assert all((row.status == "awarded") == row.advanced for row in second.values())
    assert all(row.status == "eliminated" for row in found if row.proposal_id not in first)


def test_there_is_one_login_for_each_role_bound_to_its_unit(rows: Connection) -> None:
    assert [login.role for login in LOGINS] == [
        "organiser", "secretariat", "coordinator", "author", "juror", "auditor"
    ]  # fmt: skip
    kept = {
        row.email: (row.name, row.role, row.unit)
        for row in rows.execute(
            select(User.email, User.name, RoleGrant.role, col(Unit.name).label("unit"))
            .join(RoleGrant, col(RoleGrant.user_id) == User.id)
            .outerjoin(Unit, col(Unit.id) == RoleGrant.unit_id)
        )
    }
    promised = {login.email: (login.name, login.role, login.unit_name) for login in LOGINS}
    assert promised.items() <= kept.items()
    assert {unit for _, role, unit in kept.values() if unit and role != "juror"} == set(DEMO_UNITS.values())


def test_a_juror_with_a_workplace_reads_nothing_of_its_region(rows: Connection) -> None:
    """And the room shows why: there are proposals that the juror must not read."""
    office, home = aliased(Unit), aliased(Unit)
    [(juror_id, region)] = rows.execute(
        select(RoleGrant.user_id, office.region_code)
        .join(office, office.id == RoleGrant.unit_id)
        .where(RoleGrant.role == "juror")
    ).all()
    of_region = select(Proposal.id).join(home, home.id == Proposal.unit_id).where(home.region_code == region).distinct()
    read = select(func.count()).select_from(Assignment).where(Assignment.juror_id == juror_id)
    assert rows.execute(read).scalar_one() > 0
    assert rows.execute(read.where(col(Assignment.proposal_id).in_(of_region))).scalar_one() == 0
    judged = select(Assignment.proposal_id).where(col(Assignment.proposal_id).in_(of_region))
    assert rows.execute(select(func.count()).select_from(judged.distinct().subquery())).scalar_one() > 0


def test_a_discussion_is_under_way_in_which_the_demo_juror_takes_part(rows: Connection) -> None:
    [(proposal_id, closed_at)] = rows.execute(select(Discussion.proposal_id, Discussion.closed_at)).all()
    assert closed_at is None
    signed = (
        select(Assignment.juror_id)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.proposal_id == proposal_id, col(Evaluation.signed_at).is_not(None))
    )
    jurors = set(rows.execute(signed).scalars())
    demo = rows.execute(select(User.id).where(User.email == "juror@contoh.jipp.example")).scalar_one()
    writers = set(rows.execute(select(DiscussionMessage.actor_id).where(col(DiscussionMessage.number) > 0)).scalars())
    assert {demo, *writers} <= jurors
    assert writers
