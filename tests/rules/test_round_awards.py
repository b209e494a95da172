"""Awards by an assessment round, purely: letters, levels, places that are shared, figures as they are printed."""

import pytest

from app.rules.round_awards import Candidate, best, figure, lettered, passed, total

LETTERS = ["AA", "A", "BB", "B"]
KINDS = {"agency": "Perangkat daerah", "city": "Kota"}


def one(name: str, score: float | None, letter: str | None = None, kind: str = "agency") -> Candidate:
    return Candidate(f"as-{name}", f"u-{name}", name, kind, score, letter)


FOUND = [
    one("a", 82.35, "A"),
    one("b", 91.2, "AA"),
    one("c", 75.0, "BB"),
    one("d", 82.35, "A"),
    one("k", 60.5, "B", "city"),
]


@pytest.mark.parametrize(("value", "said"), [
    (82.35, "82,35"), (82.0, "82,00"), (82.5, "82,50"), (80.004, "80,004"), (74.293166, "74,29"), (79.999, "79,999"),
    (0.0, "0,00"), (100.0, "100,00"),
])  # fmt: skip
def test_a_figure_keeps_what_decided(value: float, said: str) -> None:
    assert figure(value) == said


def test_the_letter_or_a_better_one_best_first() -> None:
    assert [(won.candidate.unit_name, won.predicate) for won in lettered(FOUND, LETTERS, "A")] == [
        ("b", "Predikat AA"), ("a", "Predikat A"), ("d", "Predikat A")]  # fmt: skip
    assert [won.candidate.unit_name for won in lettered(FOUND, LETTERS, "AA")] == ["b"]
    assert len(lettered(FOUND, LETTERS, "B")) == len(FOUND)
    assert lettered(FOUND, LETTERS, "A")[1].reason == "Total 82,35, predikat A"


def test_a_level_is_named_with_the_figures() -> None:
    [won] = passed([one("z", 88.1)], "Wilayah Bebas dari Korupsi (WBK)")
    assert won.predicate == "Layak Berpredikat Wilayah Bebas dari Korupsi (WBK)"
    assert won.reason == "Total 88,10; memenuhi semua syarat Wilayah Bebas dari Korupsi (WBK)"


def test_equal_points_share_a_place_and_the_next_is_left_out() -> None:
    points = {each.assessment_id: each.score or 0 for each in FOUND}
    won = best(FOUND, points, 3, KINDS)
    assert [(each.candidate.unit_name, each.rank, each.is_tied, each.predicate) for each in won] == [
        ("b", 1, False, "Terbaik I"), ("a", 2, True, "Terbaik II"), ("d", 2, True, "Terbaik II"),
        ("k", 1, False, "Terbaik I")]  # fmt: skip
    assert (
        won[1].reason
        == "Total 82,35, predikat A; peringkat 2 di antara unit jenis Perangkat daerah (bersama 1 unit lain)"
    )
    assert [each.candidate.unit_name for each in best(FOUND, points, 2, KINDS)] == ["b", "a", "d", "k"]
    assert [each.candidate.unit_name for each in best(FOUND, points, 1, KINDS)] == ["b", "k"]


def test_an_aspect_decides_by_its_own_points() -> None:
    [won] = best(FOUND, {"as-c": 18.5, "as-a": 17.0}, 1, KINDS, "Cepat")
    assert (won.candidate.unit_name, won.predicate, won.points) == ("c", "Terbaik I Cepat", 18.5)
    assert won.reason == "Total 75,00, predikat BB; Cepat 18,50; peringkat 1 di antara unit jenis Perangkat daerah"


def test_without_a_letter_only_the_total_is_said() -> None:
    assert total(one("z", None)) == "Total 0,00"
