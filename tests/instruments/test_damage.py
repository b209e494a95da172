"""A thousand kinds of damage to files: an error with a line, or the very same score, never another score."""

import contextlib
import random
from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.instruments.checking import check, checked
from app.instruments.faults import BadAnswers
from app.instruments.loading import Instrument, load, names, text_of
from app.instruments.scoring import score
from app.instruments.shares import LETTERS, Answer, Ratio
from tests.instruments.files import ALL_SCALES, sealed_text

Damage = Callable[[random.Random, list[str]], list[str]]


@cache
def texts() -> tuple[str, ...]:
    """All files that come with JIPP, and one with every scale."""
    return (sealed_text(ALL_SCALES), *map(text_of, names()))


def delete(chance: random.Random, lines: list[str]) -> list[str]:
    first = chance.randrange(len(lines))
    return lines[:first] + lines[first + chance.randint(1, 3) :]


def swap_lines(chance: random.Random, lines: list[str]) -> list[str]:
    one, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    lines[one], lines[other] = lines[other], lines[one]
    return lines


def swap_values(chance: random.Random, lines: list[str]) -> list[str]:
    """Exchanges two figures, so that sums may still be right."""
    places = [(n, at) for n, line in enumerate(lines) for at, sign in enumerate(line) if sign.isdigit()]
    (one, here), (other, there) = chance.sample(places, 2)
    first, second = lines[one][here], lines[other][there]
    lines[one] = lines[one][:here] + second + lines[one][here + 1 :]
    lines[other] = lines[other][:there] + first + lines[other][there + 1 :]
    return lines


def change_type(chance: random.Random, lines: list[str]) -> list[str]:
    at = chance.choice([n for n, line in enumerate(lines) if ": " in line])
    name, _, _value = lines[at].partition(": ")
    value = chance.choice(["true", "[]", "{}", "null", '"12"', "teks", "-1", "1e3", "1.5", "0", "[1, 2]", "01"])
    lines[at] = f"{name}: {value}"
    return lines


def change_sign(chance: random.Random, lines: list[str]) -> list[str]:
    at = chance.randrange(len(lines))
    if lines[at]:
        place = chance.randrange(len(lines[at]))
        sign = chance.choice("<>=0123456789.,:-{}[]\"'#&*!|% abcXYZ\t")
        lines[at] = lines[at][:place] + sign + lines[at][place + chance.randint(0, 1) :]
    return lines


def truncate(chance: random.Random, lines: list[str]) -> list[str]:
    text = "\n".join(lines)
    return text[: chance.randrange(len(text))].split("\n")


def repeat(chance: random.Random, lines: list[str]) -> list[str]:
    at = chance.randrange(len(lines))
    return [*lines[: at + 1], *lines[at:]]


def indent(chance: random.Random, lines: list[str]) -> list[str]:
    at = chance.randrange(len(lines))
    lines[at] = lines[at][2:] if chance.random() < 0.5 else "  " + lines[at]
    return lines


DAMAGES: tuple[Damage, ...] = (delete, swap_lines, swap_values, change_type, change_sign, truncate, repeat, indent)


def answered(tool: Instrument) -> dict[str, Answer]:
    """An answer to every indicator, different for different ones and never all of the weight."""
    given: dict[str, Answer] = {}
    for place, leaf in enumerate(tool.leaves):
        item = leaf.item
        low, high = float(item.minimum or 0), float(item.maximum or 100)
        number = round(low + (high - low) * (0.3 + 0.017 * place % 0.6), 2)
        words = sorted(LETTERS.get(item.scale or "", {})) or [
            str(row.value) for row in (item.convert and item.convert.rows) or ()]  # fmt: skip
        ratio = Ratio(30 + place, 97)
        given[leaf.key] = words[place % 2] if words else ratio if item.scale == "percentage" else number
    return given


def outcome(tool: Instrument) -> tuple[object, ...]:
    """All that people are told: total, predicate, every level and every item's points."""
    found = score(tool, answered(tool), {})
    levels = [(level.key, level.verdict, [one.is_passed for one in level.thresholds]) for level in found.levels]
    return found.final, found.letter, levels, [(key, one.points) for key, one in found.items.items()]


@cache
def right(text: str) -> tuple[object, ...]:
    return outcome(load(text))


@settings(max_examples=1_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.sampled_from(DAMAGES), st.integers(0, len(texts()) - 1), st.integers(1, 3))
def test_a_damaged_file_is_refused_at_a_line_or_scores_the_same(seed: int, damage: Damage, which: int, times: int):
    chance = random.Random(seed)
    lines = texts()[which].split("\n")
    for _ in range(times):
        lines = damage(chance, lines) or [""]
    text = "\n".join(lines)
    faults = check(text)
    for one in faults:
        assert 1 <= one.line <= len(lines) + 1
        assert one.column >= 1
    if not faults:
        assert outcome(load(text)) == right(texts()[which])


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.sampled_from(DAMAGES))
def test_without_a_seal_damage_never_gives_an_impossible_score(seed: int, damage: Damage):
    """Somebody who writes a new file has no seal yet: whatever passes the check can be scored within its bounds."""
    chance = random.Random(seed)
    text = "\n".join(damage(chance, ALL_SCALES.split("\n")))
    found = checked(text, with_seal=False)
    if found.faults or found.definition is None:
        return
    tool = load(sealed_text(text))
    with contextlib.suppress(BadAnswers):  # a table may lack the answer made up here
        assert 0 <= score(tool, answered(tool)).total <= tool.definition.maximum


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=200))
def test_any_text_at_all_is_refused_and_not_crashed_on(text: str):
    assert check(text)


@pytest.mark.parametrize("damage", DAMAGES)
def test_each_kind_of_damage_does_damage(damage: Damage):
    """Else the test above would look at nothing."""
    changed = 0
    for seed in range(50):
        lines = damage(random.Random(seed), texts()[0].split("\n"))
        changed += bool(check("\n".join(lines)))
    assert changed > 20
