"""The demo's proposals add up to the source's figures, keep every rule, and are all marked as samples."""

from collections import Counter
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.demo.editions import SENT_IN
from app.models import Edition, EditionCounter, EditionTally, Proposal, Quota, Revision, Transition, Unit
from app.models.edition import Configuration
from app.presets import load as preset
from app.rules import transitions
from app.rules.configuration import problems
from app.rules.titles import title_key
from app.rules.words import count_words

Row = Any


def by_edition(rows: Connection, *columns: Any) -> dict[int, list[Row]]:
    """Proposals by year."""
    found: dict[int, list[Row]] = {}
    statement = select(Edition.year, *columns).join(Proposal, col(Proposal.edition_id) == Edition.id)
    for row in rows.execute(statement.order_by(Edition.year, Proposal.sequence)):
        found.setdefault(row.year, []).append(row)
    return found


def test_1265_were_sent_in_up_to_2023(rows: Connection) -> None:
    numbered = rows.execute(select(func.count()).where(col(Proposal.number).is_not(None))).scalar_one()
    assert numbered == 1265 == sum(SENT_IN.values())


def test_210_in_2023_from_70_participants_with_three_each(rows: Connection) -> None:
    shares = Counter(row.participant_id for row in by_edition(rows, Proposal.participant_id)[2023])
    assert len(shares) == 70
    assert set(shares.values()) == {3}


def test_2020_has_137_registered_and_122_verified(rows: Connection) -> None:
    found = Counter(row.status for row in by_edition(rows, Proposal.status)[2020])
    assert found == {"verified": 122, "rejected": 15}


def test_the_secretariat_and_the_authors_of_2023_have_work(rows: Connection) -> None:
    found = Counter(row.status for row in by_edition(rows, Proposal.status)[2023])
    assert found == {"verified": 125, "judging": 60, "submitted": 12, "rejected": 8, "returned": 5}


def test_numbers_are_gapless_and_given_in_order_of_submission(rows: Connection) -> None:
    joined = select(Edition.year, EditionCounter.last_number).join(
        EditionCounter, col(EditionCounter.edition_id) == Edition.id
    )
    counters = dict(map(tuple, rows.execute(joined)))
    columns = (Proposal.number, Proposal.sequence, Proposal.submitted_at)
    for year, proposals in by_edition(rows, *columns).items():
        given = [row for row in proposals if row.number]
        assert [row.sequence for row in given] == list(range(1, len(given) + 1))
        assert all(row.number == f"{year}-{row.sequence:04d}" for row in given)
        assert all(one.submitted_at <= two.submitted_at for one, two in pairwise(given))
        assert counters[year] == len(given)


def test_tallies_are_the_counts(rows: Connection) -> None:
    counted = rows.execute(select(Proposal.edition_id, Proposal.status, func.count()).group_by(
        Proposal.edition_id, Proposal.status)).all()  # fmt: skip
    kept = rows.execute(select(EditionTally.edition_id, EditionTally.status, EditionTally.count).where(
        EditionTally.count != 0)).all()  # fmt: skip
    assert sorted(map(tuple, kept)) == sorted(map(tuple, counted))


def test_quotas_are_the_slots_held_and_never_above_the_rule(rows: Connection) -> None:
    held = rows.execute(
        select(Proposal.edition_id, Proposal.participant_id, Proposal.quota_pool, func.count())
        .where(col(Proposal.quota_pool).is_not(None))
        .group_by(Proposal.edition_id, Proposal.participant_id, Proposal.quota_pool)
    ).all()
    kept = rows.execute(select(Quota.edition_id, Quota.unit_id, Quota.group, Quota.used)).all()
    assert sorted(map(tuple, kept)) == sorted(map(tuple, held))
    ruled = select(Quota.limit, Quota.used, Quota.group, Unit.kind, Edition.quota_rules)
    joined = ruled.join(Unit, col(Unit.id) == Quota.unit_id).join(Edition, col(Edition.id) == Quota.edition_id)
    for limit, used, group, kind, quota_rules in rows.execute(joined):
        assert {"unit_kind": kind, "group": group, "limit": limit} in quota_rules
        assert used <= 3 <= limit


def test_a_withdrawn_proposal_holds_no_slot_and_every_other_submission_does(rows: Connection) -> None:
    sent_in = select(Proposal.status, Proposal.quota_pool).where(col(Proposal.number).is_not(None))
    for status, pool in rows.execute(sent_in):
        assert (pool is None) == (status == "withdrawn")


def test_everything_is_a_sample_written_by_a_made_up_unit(rows: Connection) -> None:
    real = select(func.count()).select_from(Proposal).join(Unit, col(Unit.id) == Proposal.unit_id)
    assert rows.execute(real.where(~col(Unit.is_sample) | ~col(Proposal.is_sample))).scalar_one() == 0


def test_the_participant_is_the_nearest_with_a_rule(rows: Connection) -> None:
    units = {row.id: row for row in rows.execute(select(Unit.id, Unit.parent_id, Unit.kind))}
    with_rule = {"agency", "bureau", "hospital", "regency", "city", "enterprise"}
    for proposal in rows.execute(select(Proposal.unit_id, Proposal.participant_id)):
        unit = units[proposal.unit_id]
        while unit.kind not in with_rule:
            unit = units[unit.parent_id]
        assert unit.id == proposal.participant_id


def test_sections_answer_the_form_within_its_limits(rows: Connection) -> None:
    forms = {row.year: {part["key"]: part["max_words"] for part in row.form}
             for row in rows.execute(select(Edition.year, Edition.form))}  # fmt: skip
    for year, proposals in by_edition(rows, Proposal.sections, Proposal.number).items():
        for row in proposals:
            words = {key: count_words(text) for key, text in row.sections.items()}
            assert all(60 <= count <= min(180, forms[year][key]) for key, count in words.items()), words
            assert row.number is None or list(words) == list(forms[year])
            assert "{" not in "".join(row.sections.values())


def test_no_two_titles_of_an_edition_are_the_same(rows: Connection) -> None:
    for proposals in by_edition(rows, Proposal.title, Proposal.title_key).values():
        assert len({row.title_key for row in proposals}) == len(proposals)
        assert all(row.title_key == title_key(row.title) for row in proposals)


def test_groups_categories_and_ages_are_the_edition_s(rows: Connection) -> None:
    columns = (Proposal.category, Proposal.group, Proposal.origin, Proposal.started_on, Edition.closes_at,
               Edition.categories)  # fmt: skip
    for proposals in by_edition(rows, *columns).values():
        for row in proposals:
            assert row.category in {one["key"] for one in row.categories}
            assert (row.group == "replikasi") == bool(row.origin)
            assert (row.closes_at.date() - row.started_on).days >= 396


def test_histories_lead_to_the_status_one_allowed_step_after_the_other(rows: Connection) -> None:
    status = dict(rows.execute(select(Proposal.id, Proposal.status)).all())  # type: ignore[arg-type]
    reached: dict[str, str | None] = {}
    moments: dict[str, Any] = {}
    for step in rows.execute(select(Transition).order_by(Transition.id)):
        before = reached.get(step.proposal_id)
        assert step.from_status == before
        if before is None:
            assert (step.action, step.to_status) == ("created", "draft")
        else:
            assert transitions.target(transitions.Action(step.action), before) == step.to_status
            assert moments[step.proposal_id] <= step.created_at
        assert step.actor_name.endswith("Contoh")
        reached[step.proposal_id], moments[step.proposal_id] = step.to_status, step.created_at
    assert reached == status


def test_every_proposal_has_the_revision_that_it_was_sent_in_as(rows: Connection) -> None:
    joined = select(Proposal.sections, Revision.sections, Revision.number).join(
        Revision, col(Revision.proposal_id) == Proposal.id)  # fmt: skip
    found = rows.execute(joined).all()
    assert len(found) == 1265 + 7
    assert all(row[0] == row[1] and row[2] == 1 for row in found)


@pytest.mark.parametrize("year", [*range(2016, 2024), 2026])
def test_editions_are_valid_samples(rows: Connection, year: int) -> None:
    row = rows.execute(select(Edition).where(Edition.year == year)).mappings().one()
    kept = {name: row[name] for name in Configuration.model_fields}
    configuration = Configuration.model_validate(kept)
    assert problems(configuration) == []
    assert row["is_sample"]
    assert row["status"] == {2023: "judging", 2026: "open"}.get(year, "concluded")
    if year < 2022:
        assert configuration.form == preset("kovablik_2023", year).form


def test_labels_and_slots_of_a_year_are_the_source_s(rows: Connection) -> None:
    found = rows.execute(select(Edition.year, Edition.award_tiers, Edition.quota_rules)).all()
    tiers = {row.year: [tier["title"] for tier in row.award_tiers] for row in found}
    assert tiers[2018] == ["Top 25"]
    assert tiers[2020] == ["Top 30", "Top 45"]
    assert tiers[2021] == ["Outstanding", "Top 30", "Replikasi Terbaik"]
    assert all("contoh" in tiers[year][0].lower() for year in (2016, 2017, 2019, 2022)), "what is not known is said"
    limits = {row.year: {rule["unit_kind"]: rule["limit"] for rule in row.quota_rules} for row in found}
    assert [limits[2022][kind] for kind in ("agency", "regency", "enterprise")] == [5, 3, 3]
    assert set(limits[2023].values()) == {3}
