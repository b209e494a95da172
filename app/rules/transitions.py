"""Which way a proposal may go: one table of actions and statuses, obeyed by every deed."""

from collections.abc import Sequence
from enum import StrEnum

from app.models.proposal import ProposalStatus


class Action(StrEnum):
    """What can happen to a proposal; the history names it."""

    created = "created"
    handed_over = "handed_over"
    """The author says it is ready for the coordinator."""
    taken_back = "taken_back"
    """The author takes it back from the coordinator, to write on."""
    sent_back = "sent_back"
    """The coordinator returns it to the author."""
    submitted = "submitted"
    returned = "returned"
    """The secretariat asks for mending until a deadline."""
    extended = "extended"
    """The secretariat gives more time for it."""
    verified = "verified"
    rejected = "rejected"
    withdrawn = "withdrawn"
    revived = "revived"
    """A withdrawn proposal is a draft again."""
    assigned = "assigned"
    """It goes to the jurors of a stage."""
    advanced = "advanced"
    eliminated = "eliminated"
    awarded = "awarded"
    disqualified = "disqualified"


_S = ProposalStatus

EDITABLE = frozenset({_S.draft, _S.returned})
"""Statuses in which the text may change."""

_SENT_IN = (
    _S.submitted, _S.returned, _S.verified, _S.rejected, _S.judging, _S.advanced, _S.eliminated, _S.awarded,
)  # fmt: skip

_IN_STAGE = (_S.judging, _S.advanced)
"""Where a proposal is when its stage is published: with jurors, or before the public, who are handed nothing."""

_TABLE: dict[Action, dict[ProposalStatus, ProposalStatus]] = {
    Action.created: {},  # begins a draft, so it starts from no status
    Action.handed_over: {_S.draft: _S.draft, _S.returned: _S.returned},
    Action.taken_back: {_S.draft: _S.draft, _S.returned: _S.returned},
    Action.sent_back: {_S.draft: _S.draft, _S.returned: _S.returned},
    Action.submitted: {_S.draft: _S.submitted, _S.returned: _S.submitted},
    Action.returned: {_S.submitted: _S.returned},
    Action.extended: {_S.returned: _S.returned},
    Action.verified: {_S.submitted: _S.verified},
    Action.rejected: {_S.submitted: _S.rejected, _S.returned: _S.rejected},
    Action.withdrawn: dict.fromkeys((_S.submitted, _S.returned, _S.verified), _S.withdrawn),
    Action.revived: {_S.withdrawn: _S.draft},
    Action.assigned: dict.fromkeys((_S.verified, _S.advanced, _S.judging), _S.judging),
    Action.advanced: dict.fromkeys(_IN_STAGE, _S.advanced),
    Action.eliminated: dict.fromkeys(_IN_STAGE, _S.eliminated),
    Action.awarded: dict.fromkeys(_IN_STAGE, _S.awarded),
    Action.disqualified: dict.fromkeys(_SENT_IN, _S.disqualified),
}


def target(action: Action, status: ProposalStatus) -> ProposalStatus | None:
    """Where *action* leads from *status*; None where it is not allowed."""
    return _TABLE[action].get(status)


def allowed(status: ProposalStatus) -> list[Action]:
    """The actions that *status* allows, in the order of the table. Who may do them is another question."""
    return [action for action, ways in _TABLE.items() if status in ways]


def remark_on(status: ProposalStatus, happened: Sequence[tuple[Action, str]]) -> str:
    """What is to be mended, by the last (action, reason) of each kind, oldest first; empty where nothing is.

    A draft has a remark from its being sent back until anything else happens; a returned proposal until it is sent in.
    """
    if status == ProposalStatus.draft:
        return happened[-1][1] if happened and happened[-1][0] == Action.sent_back else ""
    if status != ProposalStatus.returned:
        return ""
    return next((reason for action, reason in reversed(happened) if action in {Action.returned, Action.sent_back}), "")
