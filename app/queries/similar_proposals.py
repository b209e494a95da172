"""Proposals that one is like: the same title, passages in common, or the same matter in other words."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col

from app.models import Edition, Proposal, SimilarText, Unit
from app.models.proposal import ProposalStatus
from app.models.similar import OWNER, SharedPassage, SimilarProposal
from app.queries.similar_index import Found
from app.queries.similar_words import Asked, is_like, shared_words
from app.rules.titles import title_key
from app.rules.words import count_words
from app.similarity import texts
from app.similarity.passages import Passage, passages
from app.similarity.texts import Shelf, Text

SAME_TITLES = 20
"""Proposals of the same title that are read at most."""
OUT = (ProposalStatus.draft, ProposalStatus.withdrawn)
"""Proposals that nothing is compared with."""
_OWN = [name for name in SimilarProposal.model_fields if name in Proposal.model_fields]


def like(session: Session, asked: Asked, found: Found) -> list[SimilarProposal]:
    """Other proposals that were sent in: same titles first, then by the words of shared passages, then by likeness."""
    rows = _read(session, asked, found.nearest())
    others = [one for row in rows if (one := _compared(asked, found, dict(row._mapping)))]
    return sorted(others, key=lambda one: (not one.same_title, -one.words, -one.likeness, one.proposal_id))


def _read(session: Session, asked: Asked, numbers: set[int]) -> Sequence[Any]:
    """The proposals of these numbers, and those of any year with the same title."""
    columns = [col(getattr(Proposal, name)) for name in (*_OWN, "sections", "title_key")]
    labelled: tuple[Any, ...] = (
        col(Proposal.id).label("proposal_id"), col(Edition.year), col(Unit.name).label("unit_name"),
        col(SimilarText.number).label("text"), col(SimilarText.terms),
    )  # fmt: skip
    of_all_years = col(Proposal.edition_id).in_(select(col(Edition.id)))  # the index begins with the edition
    same_title = select(col(Proposal.id)).where(of_all_years, col(Proposal.title_key) == title_key(asked.text.title))
    those = select(same_title.limit(SAME_TITLES).subquery().c.id).union(
        select(col(SimilarText.proposal_id)).where(col(SimilarText.number).in_(numbers))
    )
    return session.execute(
        select(*columns, *labelled)
        .join(Edition, col(Edition.id) == Proposal.edition_id)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .outerjoin(SimilarText, OWNER[Shelf.proposals] == Proposal.id)
        .where(col(Proposal.id).in_(those), col(Proposal.id) != asked.proposal_id)
        .where(col(Proposal.submitted_at).is_not(None), col(Proposal.status).not_in(OUT))
    ).all()


def _compared(asked: Asked, found: Found, row: Mapping[str, Any]) -> SimilarProposal | None:
    text = texts.of_proposal(row["title"], row["sections"])
    same_title = row["title_key"] == title_key(asked.text.title)
    is_close = same_title or row["text"] in found.phrases
    shared = _passages(asked, text, row["sections"], found.rare) if is_close else []
    if not (same_title or shared or is_like(found, row["text"], row["terms"] or 0)):
        return None
    return SimilarProposal(
        **{name: row[name] for name in _OWN}, proposal_id=row["proposal_id"], year=row["year"],
        unit_name=row["unit_name"], same_title=same_title, passages=shared, words=sum(one.words for one in shared),
        likeness=found.likeness(row["text"], row["terms"] or 0), shared=shared_words(found, row["text"], text),
    )  # fmt: skip


def _passages(asked: Asked, text: Text, sections: Mapping[str, str], rare: frozenset[int]) -> list[SharedPassage]:
    assert asked.proposal is not None
    keys, other_keys = sorted(asked.proposal.sections), sorted(sections)
    found = passages(asked.text.words, text.words, rare)
    told = [_told(one, asked.text, text, keys, other_keys) for one in found]
    return sorted(told, key=lambda one: (-one.words, one.section, one.other_section, one.text))


def _told(one: Passage, text: Text, other: Text, keys: list[str], other_keys: list[str]) -> SharedPassage:
    section, mine = _cut(text, one.begin, one.end)
    other_section, theirs = _cut(other, one.other_begin, one.other_end)
    return SharedPassage(section=keys[section], text=mine, other_section=other_keys[other_section], other_text=theirs,
                         words=count_words(mine))  # fmt: skip


def _cut(text: Text, begin: int, end: int) -> tuple[int, str]:
    """The part that a passage is in, and its text from the first content word to the last."""
    part, start, _ = text.words.places[begin]
    return part, text.parts[part][start : text.words.places[end][2]]
