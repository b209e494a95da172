"""What innovations and proposals are like: found by the index, then read and compared."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import or_, select
from sqlmodel import Session, col

from app.errors import NotFound
from app.models import Innovation, SimilarText
from app.models.innovation import InnovationSummary
from app.models.proposal import ProposalRead
from app.models.similar import OWNER, ProposalLikeness, SimilarInnovation, SimilarInnovations
from app.queries import similar_proposals
from app.queries.innovations import SUMMARY_LENGTH
from app.queries.proposals import blind
from app.queries.similar_index import Found, look_up
from app.queries.similar_words import Asked, is_like, shared_words
from app.rules.permissions import Actor, may_everywhere
from app.rules.titles import title_key
from app.rules.words import count_words
from app.similarity import texts
from app.similarity.texts import Shelf

SHORTEST = 40
"""Words from which on a draft is looked up: less says too little."""
_SUMMARY = list(InnovationSummary.model_fields)


def of_innovation(session: Session, innovation_id: str, limit: int) -> SimilarInnovations:
    """At most *limit* published innovations like this one, or ``NotFound``."""
    columns = (col(Innovation.title), col(Innovation.summary), col(Innovation.sections))
    row = session.execute(select(*columns).where(col(Innovation.id) == innovation_id)).first()
    if row is None:
        raise NotFound
    asked = Asked(texts.of_innovation(row.title, row.summary, row.sections), innovation_id=innovation_id)
    found = look_up(session, asked.text, Shelf.innovations)[Shelf.innovations]
    return SimilarInnovations(items=_innovations(session, asked, found)[:limit])


def of_proposal(session: Session, actor: Actor, proposal: ProposalRead, limit: int) -> ProposalLikeness:
    """What a proposal that was read for the actor is like, at most *limit* of each.

    ``NotFound`` in a blind stage: what it is like tells whose it is. Nobody but who selects learns of other proposals.
    """
    if blind.is_hidden(session, actor, proposal.id):
        raise NotFound
    asked = Asked(texts.of_proposal(proposal.title, proposal.sections), proposal=proposal)
    if may_everywhere(actor, "proposals:verify"):
        found = look_up(session, asked.text, Shelf.innovations, Shelf.proposals)
        others = similar_proposals.like(session, asked, found[Shelf.proposals])
        hidden = blind.hidden_among(session, actor, [one.proposal_id for one in others])
        seen = [one for one in others if one.proposal_id not in hidden][:limit]
    elif sum(map(count_words, asked.text.parts)) < SHORTEST:
        return ProposalLikeness(innovations=[], proposals=None)
    else:
        found, seen = look_up(session, asked.text, Shelf.innovations), None
    innovations = _innovations(session, asked, found[Shelf.innovations])
    return ProposalLikeness(innovations=innovations[:limit], proposals=seen)


def _innovations(session: Session, asked: Asked, found: Found) -> list[SimilarInnovation]:
    """The same titles first, then by likeness."""
    if not (numbers := found.nearest()):
        return []
    columns: list[Any] = [col(getattr(Innovation, name)) for name in (*_SUMMARY, "sections")]
    rows = session.execute(
        select(*columns, col(SimilarText.number), col(SimilarText.terms))
        .join(SimilarText, OWNER[Shelf.innovations] == Innovation.id)
        .where(col(SimilarText.number).in_(numbers), col(Innovation.id) != asked.innovation_id)
        .where(or_(col(Innovation.proposal_id).is_(None), col(Innovation.proposal_id) != asked.proposal_id))
    ).all()
    like = [one for row in rows if (one := _innovation(asked, found, dict(row._mapping)))]
    return sorted(like, key=lambda one: (not one.same_title, -one.likeness, one.id))


def _innovation(asked: Asked, found: Found, row: Mapping[str, Any]) -> SimilarInnovation | None:
    same_title = title_key(row["title"]) == title_key(asked.text.title)
    if not same_title and not is_like(found, row["number"], row["terms"]):
        return None
    text = texts.of_innovation(row["title"], row["summary"], row["sections"])
    values = {name: row[name] for name in _SUMMARY} | {"summary": row["summary"][:SUMMARY_LENGTH]}
    return SimilarInnovation(
        **values, same_title=same_title, likeness=found.likeness(row["number"], row["terms"]),
        shared=shared_words(found, row["number"], text),
    )  # fmt: skip
