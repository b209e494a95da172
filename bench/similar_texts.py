"""Texts whose likeness is known: the demo's own, copied in whole and in part, told in other words, or strangers.

The topics are dealt into three: what sources are about, what the hosts of copied parts are about, and what the others
of the library are about, whose topics are stirred from pieces. So a text is like its source, and like nothing else,
though all of them share the formal sentences that every proposal has.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from random import Random

from app.demo.registry import Node
from app.demo.texts import Draft, Texts, Topic, topics
from bench.similar_words import figures, put_in, synonyms, turned

OWN = ("ringkasan", "latar_belakang", "kebaruan", "implementasi")
"""Sections that tell something of their own: the demo's others are formal sentences, which are nobody's to copy."""
OTHERS = 200
"""Texts in the library that nothing was taken from."""
_PLACES = ("Bojonegoro", "Lumajang", "Pacitan", "Sampang", "Tuban", "Ngawi", "Blitar", "Jember")


@dataclass(frozen=True)
class Asked:
    """A text that is looked up, what was done to make it, and the place in the library of what it is like."""

    kind: str
    title: str
    sections: dict[str, str]
    source: int | None


@dataclass(frozen=True)
class TestSet:
    """A library, and what is asked of it."""

    library: list[Draft]
    asked: list[Asked]


def test_set(seed: int) -> TestSet:
    """The same for the same *seed*."""
    random = Random(f"similar {seed}")
    every = _topics()
    random.shuffle(every)
    third = len(every) // 3
    texts = Texts()
    sources = [_draft(texts, random, topic) for topic in every[:third]]
    hosts = [_draft(texts, random, topic) for topic in every[third : 2 * third]]
    others = [_draft(texts, random, _stirred(random, every[2 * third :])) for _ in range(OTHERS)]
    asked = [one for place, pair in enumerate(zip(sources, hosts, strict=True)) for one in _asked(random, place, *pair)]
    asked += [Asked(AGAIN, (one := _draft(texts, random, topic)).title, one.sections, place)
              for place, topic in enumerate(every[:third])]  # fmt: skip
    return TestSet(sources + others, asked)


def _topics() -> list[Topic]:
    return sorted({topic.service: topic for some in topics().values() for topic in some}.values(),
                  key=lambda topic: topic.service)  # fmt: skip


def _stirred(random: Random, some: list[Topic]) -> Topic:
    """A topic whose pieces come from several."""
    names = ("words", "subjects", "service", "users", "problem", "cause", "idea", "steps", "metric", "tools",
             "partners")  # fmt: skip
    return replace(some[0], **{name: getattr(random.choice(some), name) for name in names})


def _draft(texts: Texts, random: Random, topic: Topic) -> Draft:
    place = random.choice(_PLACES)
    name = f"Puskesmas Contoh {random.randint(1, 60)} Kabupaten {place}"
    unit = Node("", "", name, "", "", "", 0.0, 0.0, is_sample=True)
    return texts.about(topic, random, unit, date(random.randint(2015, 2021), random.randint(1, 12), 1))


def _asked(random: Random, place: int, source: Draft, host: Draft) -> Iterator[Asked]:
    """Everything that is made of one source, and its host as it is."""
    title, texts = source.title, source.sections
    for kind, change in WHOLE.items():
        told = {key: change(text, random) for key, text in texts.items()}
        yield Asked(kind, title if kind == SAME else f"Inovasi {host.title.split(':')[0]}", told, place)
    for kind, change in PART.items():
        key = random.choice(OWN)
        yield Asked(kind, host.title, host.sections | {key: change(texts[key], random)}, place)
    yield Asked(TWO, host.title, _two_paragraphs(random, host.sections, texts), place)
    yield Asked(STRANGER, host.title, host.sections, None)


def _two_paragraphs(random: Random, host: dict[str, str], source: dict[str, str]) -> dict[str, str]:
    """The host with a paragraph of about fifty words of the source at the end of two of its sections."""
    taken = random.sample(OWN, 2)
    into = random.sample(sorted(host), 2)
    return host | {to: f"{host[to]}\n{_paragraph(source[key])}" for to, key in zip(into, taken, strict=True)}


def _paragraph(text: str, words: int = 50) -> str:
    found: list[str] = []
    for sentence in re.split(r"(?<=\.) ", text):
        if sum(len(one.split()) for one in found) >= words:
            break
        found.append(sentence)
    return " ".join(found)


Change = Callable[[str, Random], str]
SAME, TWO, AGAIN, STRANGER = "whole", "two paragraphs", "same solution, another unit's text", "stranger"
WHOLE: dict[str, Change] = {
    SAME: lambda text, _random: text,
    "whole, other figures and places": figures,
    "sentences put in, other figures": lambda text, random: put_in(figures(text, random), random, 0.4),
    "other order of clauses and sentences": turned,
    "synonyms": lambda text, random: synonyms(text, random, 0.6),
    "all of these": lambda text, random: put_in(turned(synonyms(figures(text, random), random, 0.6), random), random,
                                                0.3),
}  # fmt: skip
"""What may be done to a whole text."""
PART: dict[str, Change] = {
    "one section": lambda text, _random: text,
    "one section, other figures, sentences put in": WHOLE["sentences put in, other figures"],
}
"""What may be done to a section that is put into another text."""
