from collections import Counter
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.rules.assignment import PanelMember, Plan, round_robin

Pairs = set[tuple[str, str]]


def panel(size: int) -> list[PanelMember]:
    return [PanelMember(f"j{n}") for n in range(size)]


def ideas(size: int) -> list[str]:
    return [f"p{n}" for n in range(size)]


def loads(plan: Plan, jurors: list[PanelMember], existing: Pairs = frozenset()) -> list[int]:
    counts = Counter(juror for juror, _ in {*plan.pairs, *existing})
    return [counts[member.juror_id] for member in jurors]


@given(st.integers(0, 40), st.integers(1, 9), st.integers(1, 4), st.integers())
def test_everything_is_read_and_loads_end_within_one(proposals: int, jurors: int, readings: int, seed: int):
    members = panel(jurors)
    plan = round_robin(ideas(proposals), members, readings, (), seed)
    got = Counter(proposal for _, proposal in plan.pairs)
    assert all(got[proposal] == min(readings, jurors) for proposal in ideas(proposals))
    assert max(loads(plan, members)) - min(loads(plan, members)) <= 1
    assert plan.short == (tuple(sorted(ideas(proposals))) if jurors < readings else ())


@st.composite
def small_tasks(draw: st.DrawFn):
    """A task small enough to try every plan: jurors with bars and limits, pairs that exist already."""
    proposals = ideas(draw(st.integers(1, 4)))
    some = st.frozensets(st.sampled_from(proposals))
    limit = st.none() | st.integers(0, 4)
    members = [PanelMember(f"j{n}", draw(limit), draw(some)) for n in range(draw(st.integers(1, 3)))]
    every = [(member.juror_id, proposal) for member in members for proposal in proposals]
    existing = draw(st.sets(st.sampled_from(every), max_size=3))
    return proposals, members, draw(st.integers(1, 2)), existing, draw(st.integers(0, 9))


@settings(max_examples=200)
@given(small_tasks(), st.randoms())
def test_no_other_plan_has_more_readings_or_evener_loads(task, random):
    proposals, members, readings, existing, seed = task
    plan = round_robin(proposals, members, readings, existing, seed)
    check_allowed(plan, members, readings, existing)
    best = min(merit(other, members, existing) for other in every_plan(proposals, members, readings, existing))
    assert merit(set(plan.pairs), members, existing) == best
    assert plan == round_robin(shuffled(proposals, random), shuffled(members, random), readings, existing, seed)


def shuffled(items: list, random) -> list:
    return random.sample(items, len(items))


def check_allowed(plan: Plan, members: list[PanelMember], readings: int, existing: Pairs) -> None:
    by_id = {member.juror_id: member for member in members}
    assert not set(plan.pairs) & existing
    assert all(proposal not in by_id[juror].barred for juror, proposal in plan.pairs)
    new, held = Counter(juror for juror, _ in plan.pairs), Counter(juror for juror, _ in existing)
    assert all(new[m.juror_id] == 0 or new[m.juror_id] + held[m.juror_id] <= m.max_load
               for m in members if m.max_load is not None)  # fmt: skip
    given_now = Counter(proposal for _, proposal in plan.pairs)
    before = Counter(proposal for _, proposal in existing)
    assert all(count + before[proposal] <= readings for proposal, count in given_now.items())


def every_plan(proposals: list[str], members: list[PanelMember], readings: int, existing: Pairs):
    held = Counter(juror for juror, _ in existing)
    choices = []
    for proposal in proposals:
        readers = {juror for juror, one in existing if one == proposal}
        free = [m.juror_id for m in members if proposal not in m.barred and m.juror_id not in readers]
        most = max(0, readings - len(readers))
        choices.append([{(juror, proposal) for juror in some}
                        for size in range(most + 1) for some in combinations(free, size)])  # fmt: skip
    limits = {m.juror_id: m.max_load for m in members if m.max_load is not None}
    for parts in product(*choices):
        pairs: Pairs = set().union(*parts)
        new = Counter(juror for juror, _ in pairs)
        if all(held[juror] + count <= limits.get(juror, 99) for juror, count in new.items()):
            yield pairs


def merit(pairs: Pairs, members: list[PanelMember], existing: Pairs) -> tuple[int, int]:
    """More readings first, then even loads: the sum of squares is least where loads are as even as can be."""
    counts = Counter(juror for juror, _ in pairs | existing)
    return -len(pairs), sum(counts[member.juror_id] ** 2 for member in members)


def test_seeds_give_different_plans_and_one_seed_always_the_same():
    plans = {round_robin(ideas(20), panel(6), 3, (), seed) for seed in range(5)}
    assert len(plans) == 5
    assert round_robin(ideas(20), panel(6), 3, (), 7) == round_robin(ideas(20)[::-1], panel(6)[::-1], 3, (), 7)


def test_a_juror_passes_a_proposal_on_where_only_that_keeps_loads_even():
    """Only j0 may read p0; whoever got there first, j1 ends with the other one."""
    members = [PanelMember("j0"), PanelMember("j1", barred=frozenset({"p0"}))]
    for seed in range(10):
        assert round_robin(ideas(2), members, 1, (), seed).pairs == (("j0", "p0"), ("j1", "p1"))


def test_what_exists_counts_and_is_not_handed_out_again():
    existing = {("j0", "p0"), ("j0", "p1"), ("gone", "p2")}
    plan = round_robin(ideas(3), panel(3), 2, existing, 1)
    assert not existing & set(plan.pairs)
    assert Counter(proposal for _, proposal in [*plan.pairs, *existing]) == {"p0": 2, "p1": 2, "p2": 2}
    assert loads(plan, panel(3), existing) in ([2, 2, 1], [2, 1, 2])


def test_too_little_room_leaves_some_short_and_spreads_the_readings():
    members = [PanelMember("j0", max_load=2), PanelMember("j1", max_load=2)]
    plan = round_robin(ideas(3), members, 2, (), 1)
    assert len(plan.pairs) == 4
    assert {proposal for _, proposal in plan.pairs} == set(ideas(3))
    assert len(plan.short) == 2


@pytest.mark.parametrize("members", [[], [PanelMember("j0", barred=frozenset({"p0"}))]])
def test_nobody_able_to_read_leaves_it_short(members: list[PanelMember]):
    assert round_robin(["p0"], members, 1, (), 1) == Plan((), ("p0",))
