"""Marks: filters, counts and orders of entries, as counting by hand has them."""

from collections import Counter
from random import Random
from typing import Any

import numpy as np
import pytest

from app.catalogue.marks import FACETS, Marks, Row, facets, first, passing
from app.catalogue.scores import Scores


def row(number: int, **more: Any) -> Row:
    values: dict[str, Any] = {
        "year": 2023, "category": None, "category_title": "", "group": None, "group_title": "", "place": None,
        "region": None, "unit_kind": None, "award": "", "origin": None, "is_digital": None, "is_replicated": False,
        "sdgs": 0,
        "latitude": None, "longitude": None,
    }  # fmt: skip
    return Row(number=number, **(values | more))


def many(count: int, seed: int) -> list[Row]:
    random = Random(seed)
    return [
        row(n, year=random.randint(2018, 2024), category=random.choice(["a", "b", None]),
            region=random.choice(["35.07", "35.73"]), is_digital=random.choice([True, False, None]),
            sdgs=random.getrandbits(17), is_replicated=random.random() < 0.3)
        for n in range(1, count + 1)
    ]  # fmt: skip


def counted(rows: list[Row], facet: str) -> dict[Any, int]:
    """By hand."""
    if facet == "sdg":
        return dict(Counter(goal for one in rows for goal in range(1, 18) if one.sdgs >> (goal - 1) & 1))
    return dict(Counter(value for one in rows if (value := getattr(one, facet)) not in (None, "")))


def test_every_facet_counts_what_passes_the_other_filters() -> None:
    rows = many(400, 1)
    marks = Marks(rows)
    filters = {"category": marks.has("category", "a"), "sdg": marks.has("sdg", 3)}
    found = facets(marks, filters)
    for facet in FACETS:
        passes = [one for one in rows if (facet == "category" or one.category == "a")
                  and (facet == "sdg" or one.sdgs >> 2 & 1)]  # fmt: skip
        assert found[facet] == counted(passes, facet), facet
    assert int(passing(marks, filters).sum()) == sum(one.category == "a" and one.sdgs >> 2 & 1 for one in rows)


def test_what_nobody_has_passes_nothing() -> None:
    marks = Marks(many(10, 2))
    assert not marks.has("category", "z").any()
    assert facets(Marks([]), {}) == {facet: {} for facet in FACETS}


def test_a_region_holds_what_lies_in_it_and_not_what_begins_alike() -> None:
    marks = Marks([row(1, place="35"), row(2, place="35.07"), row(3, place="35.07.01"), row(4, place="35.071"), row(5)])
    assert marks.within("35").tolist() == [True, True, True, True, False]
    assert marks.within("35.07").tolist() == [False, True, True, False, False]


def test_changed_and_new_rows_are_as_if_read_anew() -> None:
    rows = many(50, 3)
    changed = [row(7, year=1999, category="c", sdgs=1), row(80, region="35.01", category="a")]
    anew = sorted([one for one in rows if one.number != 7] + changed, key=lambda one: one.number)
    updated, fresh = Marks(rows).updated(changed), Marks(anew)
    assert updated.numbers.tolist() == fresh.numbers.tolist()
    assert facets(updated, {}) == facets(fresh, {})
    assert updated.has("category", "c").tolist() == fresh.has("category", "c").tolist()


def test_the_first_are_the_greatest_page_by_page() -> None:
    keys = np.array(Random(4).sample(range(1000), 100), np.int64)
    chosen = keys % 3 != 0
    expected = sorted((int(key) for key in keys[chosen]), reverse=True)
    shown: list[int] = []
    while True:
        last = shown[-1] if shown else None
        places = first(keys, chosen, 7, None if last is None else lambda held, last=last: held < last)
        if not len(places):
            break
        shown += keys[places].tolist()
    assert shown == expected


@pytest.mark.parametrize(("there", "kilometres"), [((-7.25, 112.75), 0), ((-7.98, 112.63), 82), ((-6.2, 106.82), 665)])
def test_distances_over_the_ground(there: tuple[float, float], kilometres: float) -> None:
    """Surabaya to itself, Malang and Jakarta, against distances from a map, to 1 %."""
    marks = Marks([row(1, latitude=there[0], longitude=there[1]), row(2)])
    found = marks.kilometres(-7.25, 112.75)
    assert found[0] == pytest.approx(kilometres, rel=0.01, abs=0.1)
    assert np.isnan(found[1])
    assert not (found <= 20_100)[1], "what has no place is near to nothing"


def test_a_rare_word_in_the_title_counts_most() -> None:
    nothing = np.empty(0, np.int64)
    often = {"title": nothing, "about": nothing, "body": np.arange(90)}
    rare = {"title": np.array([5]), "about": nothing, "body": np.array([5, 6])}
    scores = Scores(100, [often, rare])
    assert int(np.argmax(scores.values)) == 5
    assert np.flatnonzero(scores.all_words()).tolist() == [5, 6]
    assert int(scores.half().sum()) == 90
    assert scores.values[6] > scores.values[7] > 0
