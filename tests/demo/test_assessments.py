"""What the demo's assessments come to is the same wherever it is read."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.database import ReadSession
from app.models import Assessment, AssessmentRound
from app.models.user import Role
from app.queries.assessments import league, one
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
