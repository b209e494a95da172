"""Which way a proposal may go: one table, obeyed everywhere."""

from enum import StrEnum

from app.models.proposal import ProposalStatus as S


class Action(StrEnum):
    """What is done to a proposal."""

    created = "created"
    handed_over = "handed_over"
    sent_back = "sent_back"
    submitted = "submitted"
    returned = "returned"
    verified = "verified"
    rejected = "rejected"
    withdrawn = "withdrawn"
    revived = "revived"
    assigned = "assigned"
    advanced = "advanced"
    eliminated = "eliminated"
    awarded = "awarded"
    disqualified = "disqualified"


TABLE: dict[Action, dict[S, S]] = {
    Action.created: {},
    Action.handed_over: {S.draft: S.draft, S.returned: S.returned},
    Action.sent_back: {S.draft: S.draft, S.returned: S.returned},
    Action.submitted: {S.draft: S.submitted, S.returned: S.submitted},
    Action.returned: {S.submitted: S.returned},
    Action.verified: {S.submitted: S.verified},
    Action.rejected: {S.submitted: S.rejected},
    Action.withdrawn: {S.submitted: S.withdrawn, S.returned: S.withdrawn, S.verified: S.withdrawn},
    Action.revived: {S.withdrawn: S.draft},
    Action.assigned: {S.verified: S.judging, S.advanced: S.judging, S.judging: S.judging},
    Action.advanced: {S.judging: S.advanced},
    Action.eliminated: {S.judging: S.eliminated},
    Action.awarded: {S.judging: S.awarded},
    Action.disqualified: {
        status: S.disqualified
        for status in (S.submitted, S.returned, S.verified, S.judging, S.advanced, S.eliminated, S.awarded)
    },
}
"""Action → status before → status after."""

EDITABLE = frozenset({S.draft, S.returned})
"""Where the text may still change."""


def target(action: Action, status: S) -> S | None:
    """Where *action* leads from *status*; None where it is not allowed."""
    return TABLE[action].get(status)


def allowed(status: S) -> list[Action]:
    """What may be done to a proposal in this status, by whoever may do it."""
    return [action for action, ways in TABLE.items() if status in ways]
