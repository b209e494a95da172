"""Rows of units: circles and order, whatever the tree."""

from hypothesis import given
from hypothesis import strategies as st

from app.rules.unit_rows import from_the_top, on_circles

CODES = st.sampled_from("abcdefgh")
TREES = st.dictionaries(CODES, st.none() | CODES)


def _way_up(code: str, parents: dict[str, str | None]) -> list[str]:
    """The codes above, as far as they are known, at most as many as there are."""
    way: list[str] = []
    parent = parents.get(code)
    while parent is not None and len(way) <= len(parents):
        way.append(parent)
        parent = parents.get(parent)
    return way


@given(TREES)
def test_a_code_is_on_a_circle_when_the_way_up_comes_back_to_it(parents: dict[str, str | None]) -> None:
    assert on_circles(parents) == {code for code in parents if code in _way_up(code, parents)}


@given(TREES, st.sets(CODES))
def test_no_unit_comes_before_its_parent(parents: dict[str, str | None], codes: set[str]) -> None:
    circles = on_circles(parents)
    tree = {code: None if code in circles else parent for code, parent in parents.items()}
    order = from_the_top(sorted(codes), tree)
    assert sorted(order) == sorted(codes)
    for place, code in enumerate(order):
        assert tree.get(code) not in order[place:]


def test_a_thousand_deep() -> None:
    chain = {str(n): str(n + 1) for n in range(100_000)}
    assert on_circles(chain) == set()
    assert from_the_top(chain, chain)[0] == "99999"
    assert len(on_circles(chain | {"100000": "0"})) == 100_001
