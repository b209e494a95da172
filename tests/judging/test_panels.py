"""The panel as a graph: parts, the thinnest seam, what each juror shares."""

from itertools import combinations

import numpy as np
import pytest

from app.judging.panels import minimum_cut, panel, seam


def arrays(pairs: list[tuple[int, int]]) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    return np.array([p for p, _ in pairs], np.intp), np.array([j for _, j in pairs], np.intp)


def test_two_panels_held_together_by_one_proposal() -> None:
    """Jurors 0–2 read proposals 0–3, jurors 3–5 read 4–7; juror 5 reads 0 too, juror 6 reads nothing."""
    pairs = [(p, j) for p in range(4) for j in range(3)] + [(p, j) for p in range(4, 8) for j in range(3, 6)]
    apart = panel(*arrays(pairs), 8, 7)
    assert (apart.parts, apart.single) == (2, 0)
    assert apart.part.tolist()[:6] == [0, 0, 0, 1, 1, 1]
    assert seam(*arrays(pairs), 8, apart) is None
    together = panel(*arrays([*pairs, (0, 5)]), 8, 7)
    assert together.parts == 1
    assert together.loads.tolist() == [4, 4, 4, 4, 4, 5, 0]
    assert together.met.tolist() == [3, 3, 3, 2, 2, 5, 0]
    thin = seam(*arrays([*pairs, (0, 5)]), 8, together)
    assert thin is not None
    assert thin.proposals == 1
    assert thin.side in ((0, 1, 2), (3, 4, 5))


def test_what_one_juror_alone_reads_is_shared_with_nobody() -> None:
    found = panel(*arrays([(0, 0), (0, 1), (1, 0), (2, 1)]), 3, 2)
    assert (found.single, found.shared.tolist(), found.loads.tolist()) == (2, [1, 1], [2, 2])
    assert found.together is not None
    assert found.together.tolist() == [[0, 1], [1, 0]]


def test_nobody_reads_anything() -> None:
    nothing = np.zeros(0, np.intp)
    found = panel(nothing, nothing, 0, 3)
    assert (found.parts, found.single, found.loads.tolist()) == (0, 0, [0, 0, 0])
    assert seam(nothing, nothing, 0, found) is None


@pytest.mark.parametrize("seed", range(30))
def test_the_cut_is_the_least_of_all_there_are(seed: int) -> None:
    """Against every split of up to eight nodes, one by one."""
    random = np.random.default_rng(seed)
    size = int(random.integers(2, 9))
    weights = np.triu(random.integers(0, 5, (size, size)) * random.integers(0, 2, (size, size)), 1)
    weights = (weights + weights.T).astype(np.intp)

    def across(side: list[int]) -> int:
        inside = np.isin(np.arange(size), side)
        return int(weights[np.ix_(inside, ~inside)].sum())

    least = min(across(list(side)) for n in range(1, size) for side in combinations(range(size), n))
    found = minimum_cut(weights).tolist()
    assert 0 < len(found) < size
    assert across(found) == least


def test_names_of_parts_go_by_size() -> None:
    """The part of most readings is the first, whoever comes first."""
    pairs = [(0, 0), (0, 1), *((p, j) for p in (1, 2) for j in (2, 3))]
    assert panel(*arrays(pairs), 3, 4).part.tolist() == [1, 1, 0, 0]
