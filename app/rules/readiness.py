"""Whether a proposal could be sent in now, rule by rule: what the author sees live, and what submission insists on."""

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as filled
from typing import Any, Literal

from app.models.edition import EditionRead, FormSection, Group
from app.models.proposal import Proposal
from app.rules.deadlines import DeadlineVerdict, implementation_age_ok
from app.rules.words import count_words

SHORTEST = 10
"""Words below which a required narrative is taken for filler."""


@dataclass(frozen=True)
class Facts:
    """What the rules look at: the edition, the proposal, and what only the database knows."""

    edition: EditionRead
    proposal: Proposal
    document_kinds: frozenset[str]
    is_duplicate: bool
    is_invited: bool
    participant_id: str | None
    remaining: int | None
    """Slots left, the one it already holds included; None where its group needs no slot."""
    verdict: DeadlineVerdict


@dataclass(frozen=True)
class Finding:
    """One rule: whether it holds, whether it blocks, which field it is about, the values that its words need."""

    rule: str
    ok: bool
    level: Literal["error", "warning"] = "error"
    field: str | None = None
    params: dict[str, Any] = filled(default_factory=dict)


def check(facts: Facts) -> list[Finding]:
    """Every rule, holding or not, in the order of the form."""
    return [*_basics(facts), *_sections(facts), *_answers(facts), *_documents(facts), *_competition(facts)]


def _group(facts: Facts) -> Group | None:
    return next((group for group in facts.edition.groups if group.key == facts.proposal.group), None)


def _basics(facts: Facts) -> Iterator[Finding]:
    proposal, group = facts.proposal, _group(facts)
    yield Finding("title", bool(proposal.title.strip()), field="title")
    yield Finding("duplicate_title", not facts.is_duplicate, field="title")
    yield Finding("group", group is not None, field="group")
    known = {category.key for category in facts.edition.categories}
    yield Finding("category", proposal.category in known, field="category")
    if group is not None and group.needs_origin:
        yield Finding("origin", bool(proposal.origin.strip()), field="origin")
    yield Finding("started_on", proposal.started_on is not None, field="started_on")
    if proposal.started_on is not None:
        months = facts.edition.minimum_age_months
        old_enough = implementation_age_ok(proposal.started_on, facts.edition.closes_at, months)
        yield Finding("minimum_age", old_enough, field="started_on", params={"months": months})
    yield Finding("sdgs", bool(proposal.sdgs), "warning", "sdgs")
    yield Finding("english_abstract", bool(proposal.english_abstract.strip()), "warning", "english_abstract")


def _sections(facts: Facts) -> Iterator[Finding]:
    texts = facts.proposal.sections
    for section in facts.edition.form:
        words = count_words(texts.get(section.key, ""))
        name, title = f"sections.{section.key}", {"title": section.title}
        if section.is_required:
            yield Finding("section_filled", words > 0, field=name, params=title)
        if words:
            limits = title | {"words": words, "max_words": section.max_words}
            yield Finding("section_words", words <= section.max_words, field=name, params=limits)
            if section.is_required:
                yield Finding("filler", not _is_filler(section, facts), field=name, params=title)


def _is_filler(section: FormSection, facts: Facts) -> bool:
    """Too short to say anything, or the same text as in another section."""
    text = facts.proposal.sections.get(section.key, "").strip()
    others = [other.strip() for key, other in facts.proposal.sections.items() if key != section.key]
    return count_words(text) < min(SHORTEST, section.max_words) or text in others


def _answers(facts: Facts) -> Iterator[Finding]:
    for wanted in facts.edition.fields:
        if wanted.is_required:
            answer = facts.proposal.answers.get(wanted.key, "").strip()
            yield Finding("answer_filled", bool(answer), field=f"answers.{wanted.key}", params={"title": wanted.title})


def _documents(facts: Facts) -> Iterator[Finding]:
    for wanted in facts.edition.required_documents:
        if not wanted.groups or facts.proposal.group in wanted.groups:
            there = wanted.key in facts.document_kinds
            yield Finding("documents", there, field=f"documents.{wanted.key}", params={"title": wanted.title})


def _competition(facts: Facts) -> Iterator[Finding]:
    group = _group(facts)
    yield Finding("participant", facts.participant_id is not None)
    if group is not None and group.by_invitation:
        yield Finding("invited", facts.is_invited, field="group")
    if facts.remaining is not None:
        yield Finding("quota", facts.remaining > 0, params={"remaining": max(facts.remaining, 0)})
    yield Finding("window", facts.verdict is DeadlineVerdict.ok)
