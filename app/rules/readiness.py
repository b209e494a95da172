"""The live check before submission: every rule that concerns the proposal, whether it holds or not.

A rule that does not concern it gives no finding (the origin of what replicates nothing, slots outside the
quota), so that nothing is ticked that nobody did. Words for the codes are in app/http/readiness.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date
from typing import Literal, Protocol, TypeVar

from app.models.edition import EditionRead
from app.models.form import FormField, FormSection, Group
from app.rules.deadlines import DeadlineVerdict, implementation_age_ok
from app.rules.words import count_words

FEWEST_WORDS = 10
"""A required section below this says nothing: filler answers are a main reason for failing administration."""


class Written(Protocol):
    """What was written so far: a proposal's row or its read schema."""

    @property
    def title(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def category(self) -> str: ...
    @property
    def sections(self) -> Mapping[str, str]: ...
    @property
    def answers(self) -> Mapping[str, str]: ...
    @property
    def started_on(self) -> date | None: ...
    @property
    def origin(self) -> str: ...
    @property
    def sdgs(self) -> Sequence[int]: ...
    @property
    def english_abstract(self) -> str: ...


@dataclass(frozen=True)
class Facts:
    """All that the rules look at."""

    edition: EditionRead
    proposal: Written
    document_kinds: frozenset[str]
    """Kinds of the attached documents."""
    supported: frozenset[str]
    """Sections that an attached document supports."""
    is_duplicate: bool
    """Whether another proposal of the edition that was sent in has the same title."""
    is_invited: bool
    """Whether the participant is invited to the group; only asked where the group needs it."""
    participant_id: str | None
    remaining: int | None
    """Slots left for this proposal, the one it holds included; None where its group needs none."""
    verdict: DeadlineVerdict


@dataclass(frozen=True)
class Finding:
    """One rule about one thing. A failing ``error`` blocks submission, a failing ``warning`` does not."""

    rule: str
    ok: bool
    level: Literal["error", "warning"] = "error"
    field: str | None = None
    """Dotted name of what to mend, for instance ``sections.kebaruan``; None where it is not in the text."""
    params: dict[str, object] = default(default_factory=dict)
    """Values that the message needs."""


SENDING = frozenset({"participant", "quota", "window"})
"""Rules about the moment of sending in: nothing that the author could write mends them."""


class Judged(Protocol):
    """A finding, or its read schema."""

    @property
    def rule(self) -> str: ...
    @property
    def ok(self) -> bool: ...
    @property
    def level(self) -> str: ...


J = TypeVar("J", bound=Judged)


def open_points(findings: Sequence[J]) -> list[J]:
    """What is still to be mended in the proposal itself before it can be sent in."""
    return [one for one in findings if not one.ok and one.level == "error" and one.rule not in SENDING]


def check(facts: Facts) -> list[Finding]:
    """Every finding, in the order of the form."""
    return [finding for rule in _RULES for finding in rule(facts)]


def _group(facts: Facts) -> Group | None:
    return next((group for group in facts.edition.groups if group.key == facts.proposal.group), None)


def _heading(facts: Facts) -> Iterator[Finding]:
    yield Finding("title", bool(facts.proposal.title.strip()), field="title")
    yield Finding("duplicate_title", not facts.is_duplicate, field="title")


def _group_terms(facts: Facts) -> Iterator[Finding]:
    group = _group(facts)
    yield Finding("group", group is not None, field="group")
    if group is not None and group.by_invitation:
        yield Finding("invited", facts.is_invited, field="group")
    if group is not None and group.needs_origin:
        yield Finding("origin", bool(facts.proposal.origin.strip()), field="origin")


def _category(facts: Facts) -> Iterator[Finding]:
    known = {category.key for category in facts.edition.categories}
    yield Finding("category", facts.proposal.category in known, field="category")


def _age(facts: Facts) -> Iterator[Finding]:
    """Without a date there is no age to speak of: the missing date is the one open point."""
    started_on, months = facts.proposal.started_on, facts.edition.minimum_age_months
    yield Finding("started_on", started_on is not None, field="started_on")
    if months > 0 and started_on is not None:
        is_old = implementation_age_ok(started_on, facts.edition.closes_at, months)
        yield Finding("minimum_age", is_old, field="started_on", params={"months": months})


def _sections(facts: Facts) -> Iterator[Finding]:
    texts = [_plain(facts.proposal.sections.get(section.key, "")) for section in facts.edition.form]
    are_all_different = len(set(texts)) == len(texts)
    for place, section in enumerate(facts.edition.form):
        same = None if are_all_different else _same(facts.edition.form, texts, place)
        yield from _section(section, count_words(texts[place]), same)


def _same(form: Sequence[FormSection], texts: Sequence[str], place: int) -> str | None:
    """The title of another section that says the same."""
    return next((form[n].title for n, text in enumerate(texts) if n != place and text == texts[place]), None)


def _section(section: FormSection, words: int, same: str | None) -> Iterator[Finding]:
    """What is empty is not also called filler, and what is too short or too long not also a repetition of *same*,
    the section that says the same: each section is one open point at most."""
    place = f"sections.{section.key}"
    name: dict[str, object] = {"title": section.title}
    if section.is_required:
        yield Finding("section_filled", words > 0, field=place, params=name)
    used = {**name, "words": words, "max_words": section.max_words}
    yield Finding("section_words", words <= section.max_words, field=place, params=used)
    if words > 0:
        fewest = min(FEWEST_WORDS, section.max_words) if section.is_required else 1
        yield Finding("filler", words >= fewest, field=place, params={**name, "words": words, "fewest": fewest})
        if fewest <= words <= section.max_words:
            yield Finding("repeated", same is None, field=place, params={**name, "other": same or ""})


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _answers(facts: Facts) -> Iterator[Finding]:
    for asked in facts.edition.fields:
        if asked.is_required:
            is_filled = _is_answer(asked, facts.proposal.answers.get(asked.key, ""))
            name: dict[str, object] = {"title": asked.title}
            yield Finding("answer_filled", is_filled, field=f"answers.{asked.key}", params=name)


def _is_answer(asked: FormField, answer: str) -> bool:
    return answer in asked.choices if asked.kind == "choice" else bool(answer.strip())


def _documents(facts: Facts) -> Iterator[Finding]:
    for asked in facts.edition.required_documents:
        if not asked.groups or facts.proposal.group in asked.groups:
            is_there = asked.key in facts.document_kinds
            name: dict[str, object] = {"title": asked.title}
            yield Finding("documents", is_there, field=f"documents.{asked.key}", params=name)


def _evidence(facts: Facts) -> Iterator[Finding]:
    """One point for all sections that ask for something to be attached: nine would hide what blocks."""
    asking = [section for section in facts.edition.form if section.evidence]
    bare = [section.title for section in asking if section.key not in facts.supported]
    if asking:
        params: dict[str, object] = {"count": len(bare), "titles": "; ".join(bare)}
        yield Finding("evidence", not bare, "warning", "documents.evidence", params)


def _advice(facts: Facts) -> Iterator[Finding]:
    yield Finding("sdgs", bool(facts.proposal.sdgs), "warning", "sdgs")
    has_abstract = bool(facts.proposal.english_abstract.strip())
    yield Finding("english_abstract", has_abstract, "warning", "english_abstract")


def _permission_to_send(facts: Facts) -> Iterator[Finding]:
    yield Finding("participant", facts.participant_id is not None)
    if facts.participant_id is not None and facts.remaining is not None:
        yield Finding("quota", facts.remaining > 0, params={"remaining": facts.remaining})
    yield Finding("window", facts.verdict is DeadlineVerdict.ok, params={"verdict": facts.verdict.value})


_RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (
    _heading, _sections, _group_terms, _category, _age, _answers, _advice, _documents, _evidence, _permission_to_send,
)  # fmt: skip
