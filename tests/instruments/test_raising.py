"""What a level still needs, by hand on small instruments, and against every set of indicators that there is."""

import itertools
from collections.abc import Collection
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from app.instruments.loading import Instrument
from app.instruments.raising import Way, way_to
from app.instruments.result import LevelResult, Result
from app.instruments.scoring import score
from tests.instruments.files import HEAD, made

D = Decimal
TEXT = """\
maximum: 100
absent: spread
items:
  - key: ungkit
    title: Pengungkit
    weight: 60
    items:
      - key: satu
        title: Area satu
        weight: 20
        items:
          - {key: a, title: A, weight: 12, SCALE}
          - {key: b, title: B, weight: 8, SCALE}
      - key: dua
        title: Area dua
        weight: 40
        items:
          - {key: c, title: C, weight: 25, SCALE}
          - {key: d, title: D, weight: 15, SCALE}
  - {key: survei, title: Survei, weight: 40, scale: number, minimum: 1, maximum: 4, convert: {kind: part, of: 4}}
""".replace("SCALE", "scale: number, minimum: 0, maximum: 100, convert: {kind: part, of: 100}")
LEVELS = """\
levels:
  - key: wbk
    title: WBK
    thresholds: [{of: total, at: ">=75"}, {of: ungkit, at: ">=40"}, {each: ungkit, percent: ">=60"},
                 {of: survei, at: ">=35"}]
"""
TOOL = made(HEAD + TEXT + LEVELS)
GOOD = {"a": 100, "b": 100, "c": 100, "d": 100, "survei": 4}


def way(tool: Instrument, answers: dict[str, object]) -> Way:
    result = score(tool, answers)
    return way_to(tool, result, result.levels[0])


def told(found: Way) -> dict[str, tuple[Fraction, Fraction]]:
    return {one.key: (one.needed, one.most) for one in found.steps}


def test_what_is_reached_needs_nothing():
    assert way(TOOL, GOOD) == Way((), True)


def test_a_minimum_missed_by_a_hundredth():
    # 3.499 / 4 × 40 = 34.99: 0.01 is missing, of the survey alone
    found = way(TOOL, GOOD | {"survei": D("3.499")})
    assert told(found) == {"survei": (Fraction("0.01"), Fraction("5.01"))}
    assert (found.steps[0].serves, found.is_enough) == (("survei",), True)


def test_what_an_area_takes_counts_for_the_total():
    # satu has 10 of 20 and needs 12: 2 from A, the larger. dua has 20 of 40 and needs 24: 4 from C. ungkit has 30 and
    # needs 40: 6 are taken already, and C can give the other 4. The total is then 40 + 35 = 75
    found = way(TOOL, {"a": 50, "b": 50, "c": 50, "d": 50, "survei": 3.5})
    assert told(found) == {"a": (2, 6), "c": (8, Fraction("12.5"))}
    assert [one.serves for one in found.steps] == [("satu", "ungkit", "total"), ("dua", "ungkit", "total")]


def test_an_outer_minimum_alone_takes_the_largest():
    # 65 % everywhere: each area has its 60 %, ungkit 39 of 40
    found = way(TOOL, {"a": 65, "b": 65, "c": 65, "d": 65, "survei": 3.6})
    assert told(found) == {"c": (1, Fraction("8.75"))}
    assert found.steps[0].serves == ("ungkit",), "39 + 36 is 75"


def test_more_than_a_minimum_is_asked_for():
    # dua must be over 60 %: exactly 24 of 40 is not enough; C can give more, by as little as one likes
    tool = made(HEAD + TEXT + 'levels: [{key: l, title: L, thresholds: [{of: dua, percent: ">60"}]}]\n')
    found = way(tool, GOOD | {"c": 60, "d": 60})
    assert told(found) == {"c": (Fraction(0), Fraction(10))}
    # C full and D empty is 25 of 40; over 62.5 % needs D too, though nothing is short
    tool = made(HEAD + TEXT + 'levels: [{key: l, title: L, thresholds: [{of: dua, percent: ">62.5"}]}]\n')
    assert told(way(tool, GOOD | {"c": 0, "d": 0})) == {"c": (25, 25), "d": (0, 15)}


def test_the_way_names_raw_values():
    # 0.01 of 40 points is missing: 3.5 of 4 is 35; more than 35 points takes a step more
    [step] = way(TOOL, GOOD | {"survei": D("3.499")}).steps
    assert (step.raw, step.raw_needed) == (D("3.499"), Fraction("3.5"))
    tool = made(HEAD + TEXT + 'levels: [{key: l, title: L, thresholds: [{of: survei, at: ">35"}]}]\n')
    [step] = way(tool, GOOD | {"survei": D("3.499")}).steps
    assert step.raw_needed == Fraction("3.51")
    assert score(tool, GOOD | {"survei": step.raw_needed}).levels[0].verdict == "passed"


def test_a_rounded_total_moves_in_whole_steps():
    rest = 'rounding: {digits: 1, mode: down}\nlevels: [{key: l, title: L, thresholds: [{of: total, at: "%s"}]}]\n'
    answers = GOOD | {"c": 0, "survei": 2}  # 35 + 20 = 55
    for bound, needed in ((">=55.05", "0.1"), (">55", "0.1"), (">=55.1", "0.1"), (">55.1", "0.2")):
        tool = made(HEAD + TEXT + rest % bound)
        [step] = way(tool, answers).steps
        assert (step.key, step.needed) == ("c", Fraction(needed)), bound
        assert score(tool, answers | {"c": 4 * D(needed)}).levels[0].verdict == "passed"


def test_what_does_not_apply_gives_nothing():
    text = TEXT.replace("absent: spread", "absent: zero")
    tool = made(HEAD + text + 'levels: [{key: l, title: L, thresholds: [{of: total, at: ">=95"}]}]\n')
    result = score(tool, {key: value for key, value in GOOD.items() if key != "c"} | {"d": 80}, absent={"c"})
    found = way_to(tool, result, result.levels[0])
    assert (told(found), found.is_enough) == ({"d": (3, 3)}, False), "72 of 75 that there are: 95 is out of reach"


def raised(tool: Instrument, result: Result, by: dict[str, Fraction]) -> bool:
    """Whether every minimum of the first level is met with these points more."""

    def points(node: object) -> Fraction:
        parts = node.parts  # type: ignore[attr-defined]
        key = node.key  # type: ignore[attr-defined]
        return sum(map(points, parts), Fraction(0)) if parts else result.items[key].points + by.get(key, 0)

    def value(of: str) -> Fraction:
        return sum(map(points, tool.nodes), Fraction(0)) if of == "total" else points(tool.by_key[of])

    level: LevelResult = result.levels[0]
    return all(
        value(one.of) * (100 / result.items[one.of].weight if one.is_percent else 1) >= one.minimum
        for one in level.thresholds
    )


def full(found: Result, keys: Collection[str]) -> dict[str, Fraction]:
    return {key: found.items[key].weight - found.items[key].points for key in keys}


@settings(deadline=None, max_examples=150)
@given(st.fixed_dictionaries({key: st.integers(0, 100) for key in "abcd"} | {"survei": st.integers(1, 4)}))
def test_no_smaller_set_of_indicators_and_no_smaller_sum_would_do(answers: dict[str, object]):
    result = score(TOOL, answers)
    found = way_to(TOOL, result, result.levels[0])
    needed = {one.key: one.needed for one in found.steps}
    assert found.is_enough
    assert raised(TOOL, result, needed)
    for key, by in needed.items():
        assert 0 < by <= result.items[key].weight - result.items[key].points
        assert not raised(TOOL, result, needed | {key: by * Fraction(999, 1000)}), "as little as will do"
    for smaller in itertools.combinations(answers, max(len(needed) - 1, 0)):
        assert not needed or not raised(TOOL, result, full(result, smaller))
