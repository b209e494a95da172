"""What is like a draft, beside its editor; and what is like a submission, beside the decision on it."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import proposals as proposals_api
from app.api import similar as api
from app.database import ReadSession
from app.domain.proposals.allowed import allowed
from app.http.actor import Known
from app.http.render import is_htmx, page
from app.http.sessions import Reading
from app.models.edition import EditionRead
from app.models.proposal import ProposalRead
from app.models.similar import ProposalLikeness, SharedPassage, SimilarProposal
from app.pages.proposals_adapted import group_with_origin
from app.pages.proposals_edit import edition_of
from app.pages.route import PageRoute
from app.rules.differences import differences
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Shown = Annotated[ProposalRead, Depends(proposals_api.read_proposal)]
MOST = 5
"""Innovations shown at most."""
MOST_PROPOSALS = 10
Piece = tuple[str, bool]
"""A piece of text, and whether the other text has it too."""


@router.get("/proposals/{proposal_id}/similar")
def beside_editor(request: Request, proposal: Shown, session: Reading, actor: Known) -> Response:
    """Innovations in the catalogue like the draft; htmx gets them alone, for the box beside the editor."""
    found = api.read_proposal_likeness(proposal_id=proposal.id, session=session, actor=actor, limit=MOST)
    context = {"proposal": proposal, "innovations": found.innovations,
               "group": _replicating(session, actor, proposal)}  # fmt: skip
    return page(request, "similar/box.html" if is_htmx(request) else "similar/of_proposal.html", context)


def _replicating(session: ReadSession, actor: Actor, proposal: ProposalRead) -> str | None:
    """The title of the group of adapted innovations, where the draft may still go there; else None."""
    edition = edition_of(session, actor, proposal)
    group = group_with_origin(edition)
    if group is None or group == proposal.group or "edit" not in allowed(session, actor, proposal, edition):
        return None
    return next(one.title for one in edition.groups if one.key == group)


@dataclass(frozen=True)
class Beside:
    """A passage in both texts, in pieces, each with the title of its section."""

    passage: SharedPassage
    section: str
    other_section: str
    pieces: list[Piece]
    other_pieces: list[Piece]


@dataclass(frozen=True)
class Likeness:
    """What a submission is like, as the page of its decision shows it."""

    copies: list[tuple[SimilarProposal, list[Beside]]]
    """Proposals of the same title or with passages in common."""
    others: list[SimilarProposal]
    """Proposals that are about the same in other words."""
    innovations: ProposalLikeness


def of_case(session: ReadSession, actor: Actor, proposal: ProposalRead, edition: EditionRead) -> Likeness:
    """What the submission is like, for who selects."""
    found = api.read_proposal_likeness(proposal_id=proposal.id, session=session, actor=actor, limit=MOST_PROPOSALS)
    titles = {section.key: section.title for section in edition.form}
    every = found.proposals or []
    copies = [(one, [_beside(passage, titles) for passage in one.passages])
              for one in every if one.same_title or one.passages]  # fmt: skip
    return Likeness(copies, [one for one in every if not (one.same_title or one.passages)][:MOST], found)


def _beside(passage: SharedPassage, titles: dict[str, str]) -> Beside:
    """The passage with what both have told from what one changed; sections of other years may have other keys."""
    pieces = differences(passage.text, passage.other_text)
    section, other = (titles.get(key, key.replace("_", " ").capitalize())
                      for key in (passage.section, passage.other_section))  # fmt: skip
    mine = [(piece.text, piece.kind == "kept") for piece in pieces if piece.kind != "inserted"]
    theirs = [(piece.text, piece.kind == "kept") for piece in pieces if piece.kind != "deleted"]
    return Beside(passage, section, other, mine, theirs)
