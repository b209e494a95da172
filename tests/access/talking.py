"""Rembug for the walk: what units that somebody comes near to ask, answer, mentor and work on, with units far away."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.models import (
    Collaboration,
    Edition,
    HelpAnswer,
    HelpRequest,
    MentoringSession,
    Mentorship,
    Proposal,
    Unit,
)
from tests.factories import Factory

if TYPE_CHECKING:
    from tests.access.world import World
TEXT = "Siapa sudah memecahkan ini?"
NOBODY = "01890000-0000-7000-8000-000000000000"


@dataclass
class Talking:
    """What the walk asks about, by the place of the unit whose it is."""

    requests: dict[str, HelpRequest] = field(default_factory=dict)
    """Closed, so that an answer is refused after the permission."""
    open: dict[str, HelpRequest] = field(default_factory=dict)
    """Asked again, so that the same is refused."""
    answers: dict[str, HelpAnswer] = field(default_factory=dict)
    """Of the unit itself to its own request."""
    mentorships: dict[str, Mentorship] = field(default_factory=dict)
    """The place is the mentor of a unit far away, which proposed it."""
    meetings: dict[str, MentoringSession] = field(default_factory=dict)
    collaborations: dict[str, Collaboration] = field(default_factory=dict)
    """The place is invited into a draft of a unit far away."""


def talking(make: Factory, root: Unit, places: dict[str, Unit], edition: Edition) -> Talking:
    """Makes them."""
    far = make.unit("Jauh", kind="regency", parent=root)
    found = Talking()
    for place, unit in places.items():
        found.requests[place] = make.save(HelpRequest(unit_id=unit.id, title="Lama", text=TEXT, status="closed"))
        found.open[place] = make.save(HelpRequest(unit_id=unit.id, title="Antrean", text=TEXT))
        answer = HelpAnswer(help_request_id=found.requests[place].id, unit_id=unit.id, text=TEXT)
        found.answers[place] = make.save(answer)
        mentorship = Mentorship(mentor_unit_id=unit.id, mentee_unit_id=far.id, proposed_by="mentee", goal=TEXT)
        found.mentorships[place] = make.save(mentorship)
        found.meetings[place] = make.save(
            MentoringSession(mentorship_id=mentorship.id, held_on=mentorship.created_at.date(), minutes=60, topics=TEXT)
        )
        draft: Proposal = make.proposal(edition, far)
        found.collaborations[place] = make.save(Collaboration(proposal_id=draft.id, unit_id=unit.id))
    return found


def paths_of(world: "World", place: str) -> dict[str, str]:
    """The ids of a place's rows, by the names that addresses have for them."""
    its = world.talking
    return {
        "help_request_id": its.requests[place].id, "help_answer_id": its.answers[place].id,
        "mentorship_id": its.mentorships[place].id, "session_id": its.meetings[place].id,
        "collaboration_id": its.collaborations[place].id, "unit_id": world.units[place].id,
        "code": world.units[place].code, "proposal_id": world.proposals["awarded", place].id,
        "survey_id": world.surveys[place].id,
    }  # fmt: skip
