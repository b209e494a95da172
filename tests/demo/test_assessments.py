"""What the demo's assessments come to is the same wherever it is read."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.database import ReadSession
from app.models import Assessment, AssessmentRound, Unit
from app.models.user import Role
from app.queries import unit_records
from app.queries.assessments import follow_ups, league, one
from app.rules.permissions import Actor, Grant

ORGANISER = Actor("user", "x", "Penyelenggara", "x", (Grant(Role.organiser, None),))


def test_points_total_score_and_recap_agree(engine: Engine) -> None:
    with ReadSession(engine) as session:
        kept = {row.id: row for row in session.exec(select(Assessment)).all()}
        rounds = session.exec(select(AssessmentRound.id)).all()
        recap = {row.assessment_id: row for id_ in rounds for row in league.read(session, ORGANISER, id_)}
        assert set(recap) == set(kept)
        for id_, row in kept.items():
            read = one.read(session, ORGANISER, id_)
            total = sum(each.points for each in read.items if each.depth == 0)
            assert read.total == pytest.approx(total, abs=1e-4)
            assert (read.score or 0) == pytest.approx(total, abs=0.005)
            assert read.score == recap[id_].score == pytest.approx(row.score)
            assert (read.letter, read.predicate) == (row.letter, row.predicate)
            assert (recap[id_].letter, recap[id_].predicate) == (row.letter, row.predicate)
            assert (read.answered_count, read.asked_count) == (row.answered_count, row.asked_count)
            assert sum(each.points or 0 for each in recap[id_].aspects) == pytest.approx(total, abs=1e-4)
        assert any(each.counts == "source" for id_ in kept for each in one.read(session, ORGANISER, id_).items)


def test_one_agency_has_something_of_everything_over_the_years(engine: Engine) -> None:
    with ReadSession(engine) as session:
        unit = session.exec(select(Unit).where(Unit.name == "Dinas Contoh Arsip")).one()
        lines = unit_records.read(session, ORGANISER, unit.id)
        assert unit.is_active
        years = {subject: [line.year for line in lines if (line.subject or "").startswith(subject)]
                 for subject in ("cettar", "sakip", "rb", "zi")}  # fmt: skip
        assert {subject: len(some) for subject, some in years.items()} == {"cettar": 3, "sakip": 2, "rb": 1, "zi": 1}
        assert len({line.year for line in lines if line.kind == "survey"}) == 2
        assert any(line.kind == "award" for line in lines)
        cettar = next(line for line in lines if (line.subject or "").startswith("cettar") and line.status == "final")
        read = one.read(session, ORGANISER, cettar.id)
        assert all(each.owner for each in read.items if not each.is_component), "every indicator has who verifies it"
        matrix = {row.recommendation for row in follow_ups.of_assessment(session, ORGANISER, cettar.id)}
        advised = {value.recommendation for each in read.items for value in each.values if value.recommendation}
        assert len(matrix) == 3
        assert advised <= matrix
