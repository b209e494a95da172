"""Very many units at once give what one unit gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.instruments.columns import Column, answer_at
from app.instruments.exactly import judge
from app.instruments.faults import BadAnswers
from app.instruments.loading import Instrument, names, shipped, text_of
from app.instruments.many import Many, score_many
from app.instruments.scoring import score
from app.instruments.shares import LETTERS
from bench import instruments
from tests.instruments.files import ALL_SCALES, made, with_items

SMALL = made(ALL_SCALES)


def columns_for(tool: Instrument, count: int, chance: np.random.Generator, digits: int = 2) -> dict[str, Column]:
    """Answers on every scale, one in twenty missing."""
    found: dict[str, Column] = {}
    for leaf in tool.leaves:
        item, gone = leaf.item, chance.random(count) < 0.05
        rows = (item.convert and item.convert.rows) or ()
        words = sorted(LETTERS.get(item.scale or "", {})) or [row.value for row in rows if isinstance(row.value, str)]
        if words:
            found[leaf.key] = np.where(gone, "", chance.choice(words, count))
            continue
        low, high = float(item.minimum or 0), float(item.maximum or 100)
        numbers = np.where(gone, np.nan, np.round(chance.uniform(low, high, count), digits))
        target = chance.integers(1, 90, count).astype(float)
        found[leaf.key] = (numbers, target) if item.scale == "percentage" else numbers
    return found


def check_rows(tool: Instrument, columns: dict[str, Column], many: Many, rows: range,
               absent: dict[str, np.ndarray] | None = None) -> None:  # fmt: skip
    for row in rows:
        answers = {key: value for key, column in columns.items() if (value := answer_at(column, row)) is not None}
        one = score(tool, answers, absent={key for key, mask in (absent or {}).items() if mask[row]})
        assert many.total[row] == pytest.approx(float(one.total), abs=1e-9)
        assert many.final[row] == pytest.approx(float(one.final), abs=1e-9)
        place = int(many.predicate[row])
        assert (tool.definition.predicates[place] if place >= 0 else None) is one.predicate
        assert many.missing[row] == len(one.missing)
        for key, item in one.items.items():
            assert many.points[key][row] == pytest.approx(float(item.points), abs=1e-9)
        for level in one.levels:
            assert many.passed[level.key][row] == all(each.is_passed is not False for each in level.thresholds)


@pytest.mark.parametrize("name", names())
@pytest.mark.parametrize("digits", [0, 2])
def test_the_files_that_come_with_jipp(name: str, digits: int):
    columns = columns_for(shipped(name), 150, np.random.default_rng(7), digits)
    check_rows(shipped(name), columns, score_many(shipped(name), columns), range(150))


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 2**32), st.sampled_from(["spread", "zero"]))
def test_every_scale_and_what_does_not_apply(seed: int, rule: str):
    tool = SMALL if rule == "spread" else made(ALL_SCALES.replace("absent: spread", "absent: zero"))
    chance = np.random.default_rng(seed)
    columns = columns_for(tool, 40, chance)
    absent = {key: chance.random(40) < 0.3 for key in ("ada", "tiga", "empat", "lima", "jenjang")}
    for key, mask in absent.items():
        column = columns[key]
        assert isinstance(column, np.ndarray)
        columns[key] = np.where(mask, "" if column.dtype.kind == "U" else np.nan, column)
    check_rows(tool, columns, score_many(tool, columns, absent), range(40), absent)


def test_at_an_edge_no_float_decides():
    # 0.1 × 3 is not 0.3 in floats: totals that meet an edge exactly are scored again, and meet it
    tool = shipped("sakip_2021")
    values = np.array([90.0, 90.01, 80.0, 70.0, 60.0, 50.0, 30.0, 89.99, 60.01])
    many = score_many(tool, {leaf.key: values for leaf in tool.leaves})
    letters = [tool.definition.predicates[place].letter for place in many.predicate]
    assert letters == ["A", "AA", "BB", "B", "CC", "C", "D", "A", "B"]
    assert many.again == 6


@pytest.mark.parametrize(("mode", "finals"), [
    ("half_up", [65.0, 76.61, 88.31]), ("half_even", [65.0, 76.6, 88.3]), ("down", [64.99, 76.6, 88.3]),
])  # fmt: skip
def test_an_exact_half_is_rounded_by_the_files_rule(mode: str, finals: list[float]):
    # 2.5998, 3.0642 and 3.5322 × 25 are 64.995, 76.605 and 88.305
    tool = made(text_of("skm_2017").replace("half_up", mode))
    many = score_many(tool, {leaf.key: np.array([2.5998, 3.0642, 3.5322]) for leaf in tool.leaves})
    assert (many.final.tolist(), many.again) == (finals, 3)


def test_exact_judgement_between_whole_numbers():
    # two of three equal weights are 66.66…, above an edge at 66.6 and below one at 66.7
    items = "".join(f"  - {{key: {key}, title: T, scale: yes_no}}\n" for key in "abc")
    bands = 'predicates: [{letter: Z, when: ">=66.7"}, {letter: Y, when: ">66.6 <66.7"}, {letter: X, when: "<=66.6"}]\n'
    tool = made(with_items(items, rest="weights: equal\n") + bands)
    answers = {"a": np.array([True, True, True]), "b": np.array([False, True, True]),
               "c": np.array([False, False, True])}  # fmt: skip
    exact = judge(tool, answers, frozenset(), np.arange(3))
    assert exact.predicate.tolist() == score_many(tool, answers).predicate.tolist() == [2, 1, 0]


def test_a_column_that_is_not_given_is_missing():
    many = score_many(SMALL, {"ada": np.array(["ya", ""])})
    assert (many.total.tolist(), many.missing.tolist()) == ([15.0, 0.0], [7, 8])
    assert score_many(SMALL, {"ada": np.array([True, False])}).total.tolist() == [15.0, 0.0]


@pytest.mark.parametrize(("columns", "code", "rows"), [
    ({"waktu": np.array([1.0, 99.0, np.nan, -1.0])}, "answer_outside", "1, 3"),
    ({"tiga": np.array(["A", "Q"])}, "answer_unknown", "1"),
    ({"capaian": (np.array([1.0, 2.0]), np.array([0.0, 2.0]))}, "answer_not_ratio", "0"),
    ({"capaian": np.array([1.0])}, "answer_not_ratio", None), ({"waktu": np.array(["5"])}, "answer_not_number", None),
    ({"waktu": (np.array([1.0]), np.array([1.0]))}, "answer_is_ratio", None),
    ({"apa": np.array([1.0])}, "item_unknown", None),
])  # fmt: skip
def test_what_does_not_fit_is_refused_with_its_rows(columns: dict[str, Column], code: str, rows: str | None):
    with pytest.raises(BadAnswers) as refused:
        score_many(SMALL, columns)
    (fault,) = refused.value.faults
    assert (fault.code, fault.params.get("rows")) == (code, rows)


def test_an_answer_to_what_does_not_apply_is_refused():
    with pytest.raises(BadAnswers, match="answer_not_asked"):
        score_many(SMALL, {"ada": np.array(["ya", "ya"])}, {"ada": np.array([True, False])})


def test_where_nothing_applies_there_is_no_predicate():
    nothing = np.array([True, False])
    many = score_many(SMALL, {"ada": np.array(["", "ya"])}, {leaf.key: nothing for leaf in SMALL.leaves})
    assert many.predicate.tolist() == [-1, 2]
    assert many.missing.tolist() == [0, 7]


def test_the_bench_runs_and_finds_no_difference(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr("sys.argv", ["bench.instruments", "--units", "300", "--rounds", "1"])
    instruments.main()
    rows = capsys.readouterr().out.splitlines()[4:]
    assert [row.split(" | ")[-1] for row in rows] == ["0 of 200 |"] * 5


def test_columns_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match="one length"):
        score_many(SMALL, {"ada": np.array(["ya"]), "tiga": np.array(["A", "B"])})
