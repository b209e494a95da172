"""What sample proposals say: topics and wordings from the data files, put together with drawn figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from random import Random
from typing import Any

from app.demo import source
from app.demo.registry import Node
from app.rules.titles import title_key

_MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
           "November", "Desember")  # fmt: skip
_GENERAL = "umum"
_GENERAL_SHARE = 0.12
"""How often a unit writes about what every office does instead of its own field."""

BLOCKS = {
    "ringkasan": ("ringkasan",), "latar_belakang": ("latar", "tujuan"), "kebaruan": ("kebaruan",),
    "implementasi": ("cara_kerja",), "signifikansi": ("dampak", "evaluasi"), "adaptabilitas": ("difusi",),
    "sumber_daya": ("sumber_daya",), "keberlanjutan": ("keberlanjutan",),
}  # fmt: skip
"""Sections of the 2023 form and the blocks of sentences that fill them."""
BLOCKS_2025 = {
    "latar_belakang": ("latar",), "tujuan": ("tujuan",), "cara_kerja": ("cara_kerja",),
    "keunggulan": ("kebaruan",), "evaluasi": ("evaluasi",), "dampak": ("dampak",), "difusi": ("difusi",),
    "sumber_daya": ("sumber_daya",), "keberlanjutan": ("keberlanjutan",),
}  # fmt: skip
"""The same for the 2025/26 form."""


@dataclass(frozen=True)
class Topic:
    """A field that innovations are about; pieces of sentences, see the data files."""

    category: str
    sectors: list[str]
    sdgs: list[int]
    digital: bool
    words: list[str]
    subjects: list[str]
    service: str
    users: str
    problem: str
    cause: str
    idea: str
    steps: list[str]
    metric: str
    measure: str
    before: list[int]
    after: list[int]
    tools: str
    partners: str


@dataclass(frozen=True)
class Draft:
    """A title and the narratives under it."""

    topic: Topic
    title: str
    key: str
    sections: dict[str, str]
    impact: list[dict[str, str]]
    """What was measured, as its catalogue entry has it."""


@lru_cache
def topics() -> dict[str, tuple[Topic, ...]]:
    """Topics by field of service."""
    every = [Topic(**row) for name in ("topics_people.yaml", "topics_places.yaml") for row in source.read_yaml(name)]
    sectors = {sector for topic in every for sector in topic.sectors}
    return {sector: tuple(topic for topic in every if sector in topic.sectors) for sector in sectors}


@lru_cache
def wordings() -> dict[str, Any]:
    """Blocks of sentences, and the first words of names."""
    content: dict[str, Any] = source.read_yaml("sentences.yaml")
    return content


class Texts:
    """Writes proposals; no title comes twice in what one of these has written."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def write(self, random: Random, unit: Node, began: date, blocks: Mapping[str, Sequence[str]] = BLOCKS) -> Draft:
        """A proposal of *unit* about something in use since *began*."""
        topic = random.choice(topics()[_GENERAL if random.random() < _GENERAL_SHARE else unit.sector])
        return self.about(topic, random, unit, began, blocks)

    def about(
        self, topic: Topic, random: Random, unit: Node, began: date, blocks: Mapping[str, Sequence[str]] = BLOCKS
    ) -> Draft:
        """The same about a topic of the caller's choice."""
        nick = f"{random.choice(wordings()['prefixes'])} {random.choice(topic.words)}"
        title = self._title(f"{nick}: {random.choice(topic.subjects)}", unit)
        facts = _facts(random, topic, unit, nick, began)
        texts = {key: " ".join(_block(random, name, facts) for name in names) for key, names in blocks.items()}
        return Draft(topic, title, title_key(title), texts, _impact(facts))

    def _title(self, title: str, unit: Node) -> str:
        """A title that is taken gets the unit's name, then a count."""
        wanted, count = title, 1
        while wanted in self._used:
            count += 1
            wanted = f"{title} di {unit.name}" + (f" ({count})" if count > 2 else "")
        self._used.add(wanted)
        return wanted


def _impact(facts: Mapping[str, object]) -> list[dict[str, str]]:
    metric, measure = str(facts["metric"]), facts["measure"]
    pleased = ("Warga yang puas", facts["pleased_before"], facts["pleased_after"], "persen")
    rows = ((metric[0].upper() + metric[1:], facts["before"], facts["after"], measure), pleased)
    return [{"measure": name, "before": f"{before} {unit}", "after": f"{after} {unit}"}
            for name, before, after, unit in rows]  # fmt: skip


def _block(random: Random, name: str, facts: Mapping[str, object]) -> str:
    chosen = [choices[int(random.random() * len(choices))] for choices in wordings()[name]]
    return " ".join(chosen).format_map(facts)


def _facts(random: Random, topic: Topic, unit: Node, nick: str, began: date) -> dict[str, object]:
    pleased = random.randint(61, 74)
    first, second, third = topic.steps
    return {
        "nick": nick, "unit": unit.name, "began": f"{_MONTHS[began.month - 1]} {began.year}",
        "service": topic.service, "users": topic.users, "problem": topic.problem, "cause": topic.cause,
        "idea": topic.idea, "step1": first, "step2": second, "step3": third, "metric": topic.metric,
        "measure": topic.measure, "before": random.randint(*topic.before),
        "after": random.randint(*topic.after), "tools": topic.tools, "partners": topic.partners,
        "months": random.choice((6, 9, 12)),
        "visits": random.randrange(60, 420, 10), "outputs": random.randint(3, 12),
        "staff": random.randint(5, 16), "target": random.randint(85, 93), "pilots": random.randint(2, 5),
        "respondents": random.randrange(60, 320, 10),
        "pleased_before": pleased, "pleased_after": pleased + random.randint(14, 22),
        "complaints": random.randint(2, 9), "replicas": random.randint(2, 6),
        "budget": random.randrange(12, 90), "expansion": random.randint(3, 9),
    }  # fmt: skip
