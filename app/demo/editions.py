"""The demo's editions: 2016 to 2023 after the 2023 preset, and one that is open now after the newer form."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from app import presets
from app.clock import WIB
from app.demo.writer import Writer
from app.models import Edition, EditionCounter, EditionTally
from app.models.edition import PARTS, AdvanceRule, AwardTier, Configuration, EditionStatus, Stage

SENT_IN = {2016: 147, 2017: 160, 2018: 173, 2019: 181, 2020: 137, 2021: 185, 2022: 72, 2023: 210}
"""Proposals sent in by year. 2020 (137), 2023 (210) and the sum (1,265) are the source's, the rest ours.

2022 is small: its ranking is published, so everything that passed was scored, and no real unit gets a made-up score.
"""
PUBLISHED, JUDGED, OPEN = 2022, 2023, 2026
"""The years with a published ranking (made-up participants only), with jurors at work, open to authors."""
FINALISTS, WINNERS = 10, 5
"""Of the published sample ranking: small, because only few made-up participants are in it."""
SAMPLE_AWARD = "Top 5 Inovasi Contoh"
_TIERS: dict[int, list[tuple[str, str, int | None]] | None] = {
    2018: [("top_25", "Top 25", 25)],
    2020: [("top_30", "Top 30", 30), ("top_45", "Top 45", 45)],
    2021: [("outstanding", "Outstanding", None), ("top_30", "Top 30", 30), ("replikasi", "Replikasi Terbaik", None)],
    PUBLISHED: [("top_contoh", SAMPLE_AWARD, WINNERS)],
    JUDGED: None,
}
"""The labels of a year, best first, as far as the source has them; None: those of the preset."""
_UNKNOWN_TIERS: list[tuple[str, str, int | None]] = [("top_30", "Top 30 (contoh: label tahun ini tidak tercatat)", 30)]
_OFFICES, _OFFICES_LIMIT_2022 = {"agency", "bureau", "hospital"}, 5
"""In 2022 an office of the province had five slots, everybody else three."""


@dataclass
class Year:
    """An edition and what was counted in it."""

    id: str
    year: int
    configuration: Configuration
    tally: Counter[str] = field(default_factory=Counter)
    last_number: int = 0

    @property
    def titles(self) -> dict[str, str]:
        """Titles of the categories by key."""
        return {category.key: category.title for category in self.configuration.categories}


def found(writer: Writer, now: datetime) -> dict[int, Year]:
    """Makes the editions; the open one closes about 60 days after *now*."""
    years = {}
    for year in (*SENT_IN, OPEN):
        configuration = _configuration(year, now)
        made = configuration.opens_at - timedelta(days=45)
        parts: dict[str, Any] = configuration.model_dump(mode="json", include=set(PARTS))
        edition_id = writer.add(
            Edition, made, year=year, name=configuration.name, theme=configuration.theme,
            note=configuration.note,
            status=_status(year), opens_at=configuration.opens_at, closes_at=configuration.closes_at,
            minimum_age_months=configuration.minimum_age_months, is_sample=True, **parts,
        )  # fmt: skip
        years[year] = Year(edition_id, year, configuration)
    return years


def close_books(writer: Writer, year: Year) -> None:
    """The counter of numbers and the tallies by status, at the end."""
    at = year.configuration.opens_at
    writer.add(EditionCounter, at, edition_id=year.id, last_number=year.last_number)
    for status, count in sorted(year.tally.items()):
        writer.add(EditionTally, at, edition_id=year.id, status=status, count=count)


def _status(year: int) -> str:
    special = {JUDGED: EditionStatus.judging, OPEN: EditionStatus.open}
    return special.get(year, EditionStatus.concluded).value


def _configuration(year: int, now: datetime) -> Configuration:
    if year == OPEN:
        return _open_now(presets.load("kovablik_2025", year), now)
    configuration = presets.load("kovablik_2023", year)
    if year == JUDGED:
        configuration.stages[0].aggregate = "calibrated"
        configuration.stages[0].plenary = True
    tiers = _TIERS.get(year, _UNKNOWN_TIERS)
    if tiers is not None:
        configuration.award_tiers = [AwardTier(key=key, title=title, size=size) for key, title, size in tiers]
        configuration.stages[-1].advance = AdvanceRule(n=max(size or 0 for _, _, size in tiers))
    if year == PUBLISHED:
        configuration.stages[0].advance = AdvanceRule(n=FINALISTS)
        for rule in configuration.quota_rules:
            rule.limit = _OFFICES_LIMIT_2022 if rule.unit_kind in _OFFICES else rule.limit
    return configuration


def _open_now(configuration: Configuration, now: datetime) -> Configuration:
    """Open since a month; the stages follow two weeks and three months after closing."""
    day = now.astimezone(WIB).replace(hour=0, minute=0, second=0, microsecond=0)
    configuration.opens_at = day - timedelta(days=30)
    configuration.closes_at = day + timedelta(days=61) - timedelta(seconds=1)
    for stage, start in zip(configuration.stages, (15, 90), strict=True):
        stage.starts_at = day + timedelta(days=60 + start)
        stage.ends_at = stage.starts_at + timedelta(days=31) - timedelta(seconds=1)
    return _with_vote(configuration)


def _with_vote(configuration: Configuration) -> Configuration:
    """Three stages that weigh 40, 40 and 20: the text, the presentation with its plenary, the public's votes."""
    first, second = configuration.stages
    first.weight = second.weight = 40
    second.cumulative = second.plenary = True
    second.advance = AdvanceRule(n=60)
    start = (second.ends_at or configuration.closes_at) + timedelta(days=7, seconds=1)
    vote = Stage(
        key="manfaat", name="Tahap III: Suara Publik", kind="public_vote", weight=20, cumulative=True,
        starts_at=start, ends_at=start + timedelta(days=7, seconds=-1), advance=AdvanceRule(n=45),
    )  # fmt: skip
    configuration.stages.append(vote)
    return configuration
