"""Whether a nomination meets the rules of the national competition, as far as they can be checked before it is sent.

Each rule says who can mend it: the unit that writes, or the organiser. Its words are in app/http/nominating.py.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as default
from datetime import date, datetime, time
from typing import Literal, Protocol

from app.clock import WIB
from app.models.form import FormSection
from app.models.national import GateCriterion, NationalGroup, NationalRules
from app.rules.deadlines import implementation_age_ok
from app.rules.words import count_words

FEWEST_WORDS = 10
"""An answer or a section below this says nothing."""
Who = Literal["unit", "organiser"]


class Nominated(Protocol):
    """What was written so far: a nomination's row or its read schema."""

    @property
    def title(self) -> str: ...
    @property
    def group(self) -> str: ...
    @property
    def closes_on(self) -> date | None: ...
    @property
    def started_on(self) -> date | None: ...
    @property
    def english_abstract(self) -> str: ...
    @property
    def sections(self) -> Mapping[str, str]: ...
    @property
    def answers(self) -> Mapping[str, str]: ...


@dataclass(frozen=True)
class Facts:
    """All that the rules look at."""

    form: NationalRules
    nomination: Nominated
    award: str
    """What the innovation's entry in the catalogue says it was given, empty for nothing."""
    earlier: Sequence[str]
    """National awards that the innovation has from before."""
    is_duplicate: bool
    """Whether another nomination for the same competition and year has this title."""
    document_kinds: frozenset[str]
    """Kinds of the documents released for the competition."""


@dataclass(frozen=True)
class Finding:
    """One rule about one thing; a failing ``warning`` does not hold the nomination up."""

    rule: str
    ok: bool
    who: Who = "unit"
    level: Literal["error", "warning"] = "error"
    field: str | None = None
    params: dict[str, object] = default(default_factory=dict)


def check(facts: Facts) -> list[Finding]:
    """Every finding, in the order in which one would mend them."""
    return [finding for rule in _RULES for finding in rule(facts)]


def is_complete(findings: Sequence[Finding]) -> bool:
    """Whether nothing holds the nomination up."""
    return all(one.ok or one.level == "warning" for one in findings)


def is_of(award: str, form: NationalRules) -> bool:
    """Whether an award is the national competition's own, not one from here."""
    return award.casefold().startswith(form.short.casefold())


def prefilled(form: NationalRules, written: Mapping[str, str], released: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The sections of the national form that have the same key in what was *written* here, else the same title in what
    was *released* (``{"title", "text"}``); the others are not in it."""
    by_title = {one["title"].casefold(): one["text"] for one in released}
    found = {one.key: written.get(one.key) or by_title.get(one.title.casefold(), "") for one in form.sections}
    return {key: text for key, text in found.items() if text}


def _group(facts: Facts) -> NationalGroup | None:
    return next((group for group in facts.form.groups if group.key == facts.nomination.group), None)


def _standing(facts: Facts) -> Iterator[Finding]:
    """What the innovation is: awarded here, of a known group, not awarded nationally where that bars it."""
    yield Finding("awarded", bool(facts.award) and not is_of(facts.award, facts.form), "organiser")
    group = _group(facts)
    yield Finding("group", group is not None, "organiser", field="group")
    if group is not None and not group.allows_awarded:
        named: dict[str, object] = {"group": group.title, "awards": "; ".join(facts.earlier)}
        yield Finding("never_awarded", not facts.earlier, "organiser", field="group", params=named)
    yield Finding("duplicate_title", not facts.is_duplicate, field="title")


def _age(facts: Facts) -> Iterator[Finding]:
    """Without one of the two dates there is no age to speak of: the missing date is the open point."""
    closes_on, started_on, group = facts.nomination.closes_on, facts.nomination.started_on, _group(facts)
    yield Finding("closes_on", closes_on is not None, "organiser", field="closes_on")
    yield Finding("started_on", started_on is not None, field="started_on")
    if closes_on is not None and started_on is not None and group is not None and group.minimum_age_months:
        closes_at = datetime.combine(closes_on, time(23, 59), WIB)
        is_old = implementation_age_ok(started_on, closes_at, group.minimum_age_months)
        yield Finding("minimum_age", is_old, "organiser", field="started_on",
                      params={"months": group.minimum_age_months})  # fmt: skip


def _criteria(facts: Facts) -> Iterator[Finding]:
    for asked in facts.form.criteria:
        yield from _text("criterion", asked, facts.nomination.answers.get(asked.key, ""), f"answers.{asked.key}")


def _sections(facts: Facts) -> Iterator[Finding]:
    for asked in facts.form.sections:
        text = facts.nomination.sections.get(asked.key, "")
        yield from _text("section", asked, text, f"sections.{asked.key}")


def _text(kind: str, asked: GateCriterion | FormSection, text: str, place: str) -> Iterator[Finding]:
    """One open point at most: what says too little is not also too long."""
    words = count_words(text)
    params: dict[str, object] = {"title": asked.title, "words": words, "max_words": asked.max_words}
    fewest = min(FEWEST_WORDS, asked.max_words)
    if words < fewest:
        yield Finding(f"{kind}_filled", False, field=place, params=params | {"fewest": fewest})
    else:
        yield Finding(f"{kind}_words", words <= asked.max_words, field=place, params=params)


def _documents(facts: Facts) -> Iterator[Finding]:
    for asked in facts.form.documents:
        if not asked.groups or facts.nomination.group in asked.groups:
            is_there = asked.key in facts.document_kinds
            yield Finding("documents", is_there, field="documents", params={"title": asked.title})


def _advice(facts: Facts) -> Iterator[Finding]:
    has_abstract = bool(facts.nomination.english_abstract.strip())
    yield Finding("english_abstract", has_abstract, level="warning", field="english_abstract")


_RULES: tuple[Callable[[Facts], Iterator[Finding]], ...] = (_standing, _age, _criteria, _sections, _documents, _advice)
