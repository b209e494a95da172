"""The order of awards on paper and in lists: families in a fixed order, in each the best first.

The evening has another one (``app.rules.awards.called``): there the best comes last.
"""

import re
from collections.abc import Sequence
from typing import Any

from app.models.award import AwardRead, AwardSource
from app.models.edition import AwardTier
from app.rules.award_words import points, unplaced

_FAMILIES = tuple(re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for words in (
    "reformasi birokrasi|RB", "SAKIP", "zona integritas|ZI|WBK|WBBM", "CETTAR",
))  # fmt: skip
"""Of instruments, after the tiers of the edition and before everything else, by a word of category or title."""
_LETTER = re.compile(r"\bPredikat ([A-Z])(\1?)([−-]?)(?!\w)")
_HIGHER_LEVEL = re.compile(r"\bWBBM\b|Birokrasi Bersih dan Melayani")
_UNRANKED = 1_000_000


def heading(one: AwardRead) -> str:
    """Under what it is listed: an instrument's by its category, anything else by what is handed out."""
    return (one.category if one.source == AwardSource.instrument else "") or one.title


def best_first(awards: Sequence[AwardRead], tiers: Sequence[AwardTier]) -> list[AwardRead]:
    """The edition's tiers, RB, SAKIP, ZI, CETTAR, other instruments, free labels; in each the best first."""
    place = {tier.key: at for at, tier in enumerate(tiers)}
    return sorted(awards, key=lambda one: _key(one, place.get(one.tier or "", len(place))))


def _key(one: AwardRead, tier: int) -> tuple[Any, ...]:
    is_tier = one.source == AwardSource.tier
    return (_family(one), tier, "" if is_tier else heading(one), _grade(one.title), one.rank or _UNRANKED,
            -(points(one.result) or 0), one.unit_name, one.position, one.id)  # fmt: skip


def _family(one: AwardRead) -> int:
    if one.source == AwardSource.tier:
        return 0
    last = len(_FAMILIES) + 1
    if one.source != AwardSource.instrument:
        return last + 1
    words = f"{one.category} {one.title}"
    return next((at for at, family in enumerate(_FAMILIES, start=1) if family.search(words)), last)


def _grade(title: str) -> tuple[str, str, int, int, int]:
    """The total before aspects; AA before A before BB; A before A−; WBBM before WBK; what has no letter after them."""
    found = _LETTER.search(title)
    letter, doubled, minus = found.groups() if found else ("~", "", "")
    return unplaced(title), letter, -len(doubled), len(minus), 0 if _HIGHER_LEVEL.search(title) else 1


def by_heading(awards: Sequence[AwardRead]) -> list[tuple[str, list[AwardRead]]]:
    """The awards under their headings, in the order in which they come."""
    found: dict[str, list[AwardRead]] = {}
    for one in awards:
        found.setdefault(heading(one), []).append(one)
    return list(found.items())
