"""The exact severity-only model against statsmodels MixedLM, and where there is little to fit."""

import json
from pathlib import Path

import numpy as np
import pytest

from app.judging.severity import reml
from app.judging.sheets import from_rows

WORLDS = json.loads((Path(__file__).parent / "data" / "crossed.json").read_text())["worlds"]


def crossed(name: str):
    return from_rows((f"{int(i):03}", f"{int(j):03}", score) for i, j, score in WORLDS[name]["rows"])


@pytest.mark.parametrize("name", WORLDS)
def test_variances_are_those_of_statsmodels(name):
    found, fit = reml(crossed(name)), WORLDS[name]["fit"]
    assert found.mu == pytest.approx(fit["mu"], rel=1e-7)
    assert found.quality_variance == pytest.approx(fit["quality"], rel=1e-6)
    assert found.lenience_variance == pytest.approx(fit["lenience"], rel=1e-6)
    assert found.noise_variance == pytest.approx(fit["noise"], rel=1e-6)


@pytest.mark.parametrize("name", WORLDS)
def test_predictions_are_those_of_statsmodels(name):
    sheets = crossed(name)
    found, effects = reml(sheets), WORLDS[name]["fit"]["effects"]
    for kind, values, ids in (("juror", found.lenience, sheets.jurors), ("proposal", found.quality, sheets.proposals)):
        theirs = [effects[f"{kind}[C({kind})[{int(one)}]]"] for one in ids]
        np.testing.assert_allclose(values, theirs, atol=1e-6)


def test_a_balanced_table_agrees_with_the_analysis_of_variance():
    """Two-way table 3 × 2 by hand: mean squares 511/6, 361/6, 7/6; so the variances are 42, 59/3 and 7/6."""
    table = [(70, 75), (78, 86), (82, 88)]
    found = reml(from_rows((f"p{i}", f"j{j}", y) for i, row in enumerate(table) for j, y in enumerate(row)))
    assert found.quality_variance == pytest.approx(42, rel=1e-8)
    assert found.lenience_variance == pytest.approx(59 / 3, rel=1e-8)
    assert found.noise_variance == pytest.approx(7 / 6, rel=1e-8)


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "x", 80.0)],
        [("a", "x", 80.0), ("b", "x", 80.0), ("a", "y", 80.0)],
        [("a", "x", 70.0), ("b", "x", 80.0)],
        [("a", "x", 70.0), ("a", "y", 80.0)],
        [("a", "x", 70.0), ("b", "y", 80.0)],
        [("a", "x", 0.0), ("a", "y", 0.0), ("b", "y", 5.0)],
    ],
)
def test_little_to_fit_is_no_trouble(rows):
    found = reml(from_rows(rows))
    numbers = [found.mu, found.quality_variance, found.lenience_variance, found.noise_variance]
    assert np.isfinite([*numbers, *found.quality, *found.lenience]).all()
