"""What the table says of a request: read from ``POLICY`` alone, by rules of its own, not by the code that obeys it."""

from app.rules.permissions import POLICY, Scope
from tests.access.world import Thing, Who

ALLOWED = 0


def expected(ways: tuple[str, ...], who: Who, thing: Thing | None) -> int:
    """``ALLOWED``, or the status of the refusal. *thing* is None for what belongs to no unit, such as a list.

    401 to nobody in particular. To who has no cell for a reading that it takes: 403, whatever is asked about. To who
    has one that does not reach a hidden thing: 404. Else 403.
    """
    if not ways:
        return ALLOWED
    if who.kind == "anonymous":
        return 401
    if any(all(_holds(who, action, thing) for action in way.split()) for way in ways):
        return ALLOWED
    return min((_refusal(who, way.split(), thing) for way in ways), key=(403, 404).index)


def _refusal(who: Who, way: list[str], thing: Thing | None) -> int:
    reads = [action for action in way if ":read" in action]
    if any(_cell(who, action) is None for action in reads or way):
        return 403
    reaches = all(_holds(who, action, thing) for action in reads or way)
    return 404 if thing is not None and thing.is_hidden and not (reads and reaches) else 403


def _cell(who: Who, action: str) -> Scope | None:
    """The cell of the table for this actor; None where it is empty, or the key is not given the action."""
    action = action.removesuffix("@all")
    if who.scopes is not None and action not in who.scopes:
        return None
    return next((scope for role, scope in POLICY[action].items() if role == who.role), None)


def _holds(who: Who, action: str, thing: Thing | None) -> bool:
    scope = _cell(who, action)
    if scope is None:
        return False
    if thing is None:
        return scope is Scope.everywhere or not action.endswith("@all")
    if scope is Scope.own:
        return who.user_id in thing.jurors
    if scope is Scope.subtree:
        return who.unit_id in {*thing.lineage, thing.participant_id}
    return scope is Scope.everywhere or who.unit_id == thing.lineage[0]
