"""What webhooks are told, and what of it: ids, number, status and a link, never who or what was written."""

from app.models.webhook import Event
from app.rules.transitions import Action

OF_ACTION: dict[Action, Event] = {
    Action.submitted: Event.proposal_submitted, Action.returned: Event.proposal_returned,
    Action.verified: Event.proposal_verified, Action.rejected: Event.proposal_rejected,
    Action.withdrawn: Event.proposal_withdrawn, Action.revived: Event.proposal_revived,
    Action.advanced: Event.proposal_advanced, Action.eliminated: Event.proposal_eliminated,
    Action.awarded: Event.proposal_awarded, Action.disqualified: Event.proposal_disqualified,
}  # fmt: skip
"""Steps of a proposal that others learn of. Not: what happens to a draft, and who reads it (``assigned``)."""
PUBLIC = frozenset({Event.edition_opened, Event.edition_closed, Event.stage_published})
"""Events that everybody may know, so that every webhook which asks for them gets them."""


def is_wanted(event: str, subscribed: list[str], unit_id: str, lineage: list[str] | None) -> bool:
    """Whether a webhook of *unit_id* gets the event: it asked for it, and it concerns its unit or one below.

    *lineage* is the unit that it is about with all above it; None for what everybody may know.
    """
    return event in subscribed and (lineage is None or unit_id in lineage)
