"""Which tier a rank reaches, codes that people can type, the order of the evening."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.award import CODE_SIGNS
from app.models.edition import AwardTier
from app.rules.awards import Placed, called, finest, follows, new_code, plain_code, proposed, tier_of

TIERS = [AwardTier(key="outstanding", title="Outstanding"), AwardTier(key="top_30", title="Top 30", size=30),
         AwardTier(key="top_45", title="Top 45", size=45), AwardTier(key="replikasi", title="Replikasi")]  # fmt: skip


@pytest.mark.parametrize(
    ("rank", "key"), [(1, "top_30"), (30, "top_30"), (31, "top_45"), (45, "top_45"), (46, "top_45")]
)
def test_a_rank_reaches_the_finest_tier_with_room_for_it(rank: int, key: str) -> None:
    found = tier_of(rank, TIERS)
    assert found is not None
    assert found.key == key
    assert follows(found, rank, TIERS)


def test_a_tier_without_a_size_is_never_given_by_rank_unless_it_is_the_only_one() -> None:
    assert tier_of(1, TIERS[:1]) == TIERS[0]
    assert tier_of(1, [TIERS[0], TIERS[3]]) is None
    assert not follows(TIERS[0], 1, TIERS)
    assert not follows(TIERS[1], None, TIERS)


def test_the_best_of_a_group_gets_the_tier_named_after_it_too() -> None:
    placed = [Placed("a", 1, "umum"), Placed("b", 31, "replikasi"), Placed("c", 40, "replikasi")]
    found = proposed(TIERS, placed, {"umum", "replikasi"})
    assert [(key, one.proposal_id) for key, one in found] == [
        ("top_30", "a"), ("top_45", "b"), ("top_45", "c"), ("replikasi", "b")]  # fmt: skip
    assert ("replikasi", placed[1]) not in proposed(TIERS, placed, {"umum"})


@given(st.lists(st.integers(1, 60), max_size=60), st.integers(1, 50), st.integers(1, 50))
def test_everybody_placed_gets_one_tier_with_a_size(ranks: list[int], first: int, second: int) -> None:
    tiers = [AwardTier(key="a", title="A", size=first), AwardTier(key="b", title="B", size=second)]
    placed = [Placed(str(at), rank, "umum") for at, rank in enumerate(ranks)]
    found = proposed(tiers, placed, set())
    assert sorted(one.proposal_id for _, one in found) == sorted(one.proposal_id for one in placed)
    for key, one in found:
        size = {"a": first, "b": second}[key]
        assert one.rank <= size or size == max(first, second)


def test_a_code_is_found_again_however_it_is_typed() -> None:
    code = new_code()
    assert (
        plain_code(code)
        == plain_code(f" {code.lower().replace('-', ' ')} ")
        == plain_code(code.replace("-", ""))
        == code
    )
    assert len({new_code() for _ in range(1000)}) == 1000


@given(st.text(max_size=30))
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    found = plain_code(typed)
    assert found is None or set(found) <= {*CODE_SIGNS, "-"}


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMN2", "ABCD-EFGH-JKM0", "../../etc/passwd"])
def test_codes_that_are_none(typed: str) -> None:
    assert plain_code(typed) is None


def test_the_finest_tier_is_the_first_of_the_edition() -> None:
    assert finest({"top_45", "top_30"}, TIERS) == TIERS[1]
    assert finest(set(), TIERS) is None


def test_the_evening_ends_with_the_best() -> None:
    given = [("top_30", 1), (None, None), ("top_45", 31), ("outstanding", 2), ("top_45", 44), ("replikasi", 40)]
    order = sorted(given, key=lambda one: called(one[0], one[1], TIERS))
    assert order == [(None, None), ("replikasi", 40), ("top_45", 44), ("top_45", 31), ("top_30", 1), ("outstanding", 2)]
