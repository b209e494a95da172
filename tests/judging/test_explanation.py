"""The way from the mean to the score adds up, and says what would have mattered."""

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

import app.judging
from app.judging.calibration import calibrate
from app.judging.draws import draws
from app.judging.explanation import explain
from app.judging.selection import best
from app.judging.sheets import from_rows
from app.judging.standing import standing
from tests.judging.fields import Row, finite, made, of, rows


def explained(sheets, proposal: int, n: int):
    found = calibrate(sheets)
    cuts = best(n).cuts(found.score)
    place = standing(found.score, draws(sheets, found, 100), best(n))
    return explain(sheets, found, place, float(cuts[proposal]), proposal)


@settings(max_examples=60, deadline=None)
@given(rows())
def test_the_steps_add_up_to_the_score(given_rows: list[Row]):
    sheets = from_rows(given_rows, proposals=["unread"])
    for proposal in (0, len(sheets.proposals) - 1):
        one = explained(sheets, proposal, 2)
        steps = one.ends + one.lenience + one.scale + one.weighting + one.caution
        assert one.mean + steps == pytest.approx(one.score, abs=1e-6)
        assert sum(reading.weight for reading in one.readings) + one.prior_weight == pytest.approx(1)
        assert finite(one.low, one.high, one.top, one.gap, [vars(reading)["adjusted"] for reading in one.readings])


def test_severe_readers_are_made_up_for():
    """Juror z gives 12 less to everybody; proposal b was read by z, its equal a was not."""
    given_rows = [(f"p{i}", j, float(60 + 3 * i - (12 if j == "z" else 0))) for i in range(8) for j in ("x", "y", "z")]
    given_rows += [("a", "x", 70.0), ("a", "y", 70.0), ("b", "x", 70.0), ("b", "z", 58.0)]
    sheets = of(given_rows)
    a, b = (explained(sheets, list(sheets.proposals).index(one), 3) for one in ("a", "b"))
    assert (a.mean, b.mean) == (70, 64)
    assert b.lenience - a.lenience == pytest.approx(6, abs=0.5)
    assert b.score == pytest.approx(a.score, abs=0.5)
    assert [reading.score for reading in b.readings] == [70, 58]
    assert b.readings[1].lenience < -6


def test_the_points_needed_reach_the_cut():
    _, sheets = made(1)
    found = calibrate(sheets)
    out = int(np.flatnonzero(found.score < best(45).cuts(found.score))[0])
    one = explained(sheets, out, 45)
    assert one.gap < 0
    assert one.needed is not None
    lifted = sum(reading.weight for reading in one.readings) * one.needed
    assert lifted == pytest.approx(-one.gap, rel=0.35), "a point given is about a point got, by each one's scale"
    inside = explained(sheets, int(found.score.argmax()), 45)
    assert inside.needed is None
    assert inside.gap > 0


def test_judging_imports_nothing_else_of_the_app():
    for path in Path(app.judging.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [one.name for one in node.names] if isinstance(node, ast.Import) else []
            assert not [one for one in names if one.startswith("app") and not one.startswith("app.judging")], path.name
