import pytest

from app.models.proposal import ProposalStatus as S
from app.rules.transitions import EDITABLE, Action, allowed, remark_on, target

A = Action
WAYS = {
    S.draft: {A.handed_over: S.draft, A.taken_back: S.draft, A.sent_back: S.draft, A.submitted: S.submitted},
    S.submitted: {
        A.returned: S.returned, A.verified: S.verified, A.rejected: S.rejected, A.withdrawn: S.withdrawn,
        A.disqualified: S.disqualified,
    },
    S.returned: {
        A.handed_over: S.returned, A.taken_back: S.returned, A.sent_back: S.returned, A.submitted: S.submitted,
        A.extended: S.returned, A.rejected: S.rejected, A.withdrawn: S.withdrawn, A.disqualified: S.disqualified,
    },
    S.verified: {A.withdrawn: S.withdrawn, A.assigned: S.judging, A.disqualified: S.disqualified},
    S.rejected: {A.disqualified: S.disqualified},
    S.judging: {
        A.assigned: S.judging, A.advanced: S.advanced, A.eliminated: S.eliminated, A.awarded: S.awarded,
        A.disqualified: S.disqualified,
    },
    S.advanced: {
        A.assigned: S.judging, A.advanced: S.advanced, A.eliminated: S.eliminated, A.awarded: S.awarded,
        A.disqualified: S.disqualified,
    },
    S.eliminated: {A.disqualified: S.disqualified},
    S.awarded: {A.disqualified: S.disqualified},
    S.withdrawn: {A.revived: S.draft},
    S.disqualified: {},
}  # fmt: skip


@pytest.mark.parametrize("status", S)
def test_every_status_goes_these_ways_and_no_other(status: S):
    assert {action: target(action, status) for action in allowed(status)} == WAYS[status]
    assert all(target(action, status) is None for action in Action if action not in WAYS[status])


def test_every_status_is_reached_from_a_draft():
    reached, waiting = {S.draft}, [S.draft]
    while waiting:
        new = set(WAYS[waiting.pop()].values()) - reached
        reached |= new
        waiting += new
    assert reached == set(S)


def test_the_text_changes_only_where_it_can_be_sent_in():
    assert {status for status in S if A.submitted in allowed(status)} == EDITABLE


def test_nothing_leads_out_of_disqualification():
    assert allowed(S.disqualified) == []


@pytest.mark.parametrize(
    ("status", "happened", "expected"),
    [
        (S.draft, [], ""),
        (S.draft, [(A.created, ""), (A.handed_over, ""), (A.sent_back, "angka")], "angka"),
        (S.draft, [(A.sent_back, "angka"), (A.handed_over, "")], ""),
        (S.draft, [(A.sent_back, "angka"), (A.handed_over, ""), (A.taken_back, "")], ""),
        (S.returned, [(A.submitted, ""), (A.returned, "surat"), (A.handed_over, "")], "surat"),
        (S.returned, [(A.returned, "surat"), (A.sent_back, "angka"), (A.extended, "lagi")], "angka"),
        (S.submitted, [(A.returned, "surat"), (A.submitted, "")], ""),
    ],
)
def test_a_remark_stands_until_it_is_answered(status: S, happened: list[tuple[A, str]], expected: str):
    assert remark_on(status, happened) == expected
