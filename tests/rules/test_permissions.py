"""The table of permissions, where code relies on how its rows go together."""

import pytest

from app.rules.permissions import POLICY, Scope

WIDTH = [Scope.own, Scope.unit, Scope.subtree, Scope.everywhere]


@pytest.mark.parametrize("action", [action for action in POLICY if action.startswith("proposals:")])
def test_who_may_do_a_deed_on_a_proposal_may_read_it(action: str) -> None:
    readers = POLICY["proposals:read"]
    for role, scope in POLICY[action].items():
        assert WIDTH.index(scope) <= WIDTH.index(readers[role]), f"{role} sees less than it may do"
