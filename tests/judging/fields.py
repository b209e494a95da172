"""Small fields of sheets for the tests, drawn by seed or by Hypothesis."""

import numpy as np
from hypothesis import strategies as st

from app.judging.sheets import Sheets, from_rows
from bench.worlds import Shape, World, mixed, world

Row = tuple[str, str, float]


def made(seed: int = 1, readings: int = 5, **shape: float) -> tuple[World, Sheets]:
    """A world and the sheets of a mixed design."""
    found = world(Shape(**shape), seed)  # type: ignore[arg-type]
    return found, found.read(*mixed(found, readings, seed + 1000))


@st.composite
def rows(draw: st.DrawFn, least: int = 1, most: float = 100.0) -> list[Row]:
    """Up to 12 proposals and 6 jurors, any pairs of them, whole points."""
    p, j = draw(st.integers(1, 12)), draw(st.integers(1, 6))
    pairs = [(f"p{a:02}", f"j{b}") for a in range(p) for b in range(j)]
    chosen = draw(st.lists(st.sampled_from(pairs), min_size=min(least, len(pairs)), unique=True))
    return [(a, b, float(draw(st.integers(0, int(most))))) for a, b in chosen]


def of(given: list[Row]) -> Sheets:
    return from_rows(given)


def finite(*arrays: object) -> bool:
    return all(np.isfinite(np.asarray(one, float)).all() for one in arrays)
