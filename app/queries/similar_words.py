"""What two texts must share to be named together."""

from dataclasses import dataclass

from app.models.proposal import ProposalRead
from app.queries.similar_index import Found
from app.similarity.texts import Text
from app.similarity.words import spelt

LEAST = 35
"""Percent of likeness from which on something is named."""
LEAST_SHARED = 3
"""Words that two texts must both be about, however telling they are."""


@dataclass(frozen=True)
class Asked:
    """The text that something is to be like, and what it is of: itself is nothing that it is like."""

    text: Text
    innovation_id: str = ""
    proposal: ProposalRead | None = None

    @property
    def proposal_id(self) -> str:
        """Empty for an innovation."""
        return self.proposal.id if self.proposal else ""


def is_like(found: Found, number: int, terms: int) -> bool:
    """Whether text *number*, of so many *terms*, is about the same."""
    return found.likeness(number, terms) >= LEAST and len(found.terms.get(number, ())) >= LEAST_SHARED


def shared_words(found: Found, number: int, text: Text) -> list[str]:
    """The shared terms as *text* spells them, the most telling first, of equal ones the most used; no common ones."""
    telling = {term: found.weights[term] for term in found.terms.get(number, ()) if found.weights[term]}
    spellings = spelt([text.title, *text.parts], telling.keys())
    return [spellings[term] for term in sorted(telling, key=lambda term: -telling[term]) if term in spellings]
