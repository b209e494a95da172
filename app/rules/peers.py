"""What another network's document may bring into our catalogue, and when it is looked at again."""

import re
from datetime import timedelta
from typing import Any

from app.models.base import without_forbidden

EVERY = timedelta(minutes=15)
LONGEST = timedelta(hours=6)
_LENGTHS = {
    "title": 300, "unit_name": 300, "award": 300, "national_award": 300, "group_title": 300, "category_title": 300,
    "summary": 20_000, "english_abstract": 20_000, "contact": 300,
}  # fmt: skip
_DEGREES = {"latitude": 90, "longitude": 180}
_REGION = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
MOST_SECTIONS, LONGEST_SECTION = 40, 20_000


def wait(failures: int) -> timedelta:
    """Until the next look: a quarter of an hour, twice as long after each failure, at most six hours."""
    return min(EVERY * (1 << min(failures, 10)), LONGEST)


def shown(data: dict[str, Any]) -> dict[str, Any]:
    """The values of an innovation row of a document in the shape of ``InnovationRead``.

    Texts are cut to our lengths and rid of what may not stand in one; codes and places that are none are left out.
    ``ValueError`` where there is no year.
    """
    if not 1900 <= data["year"] <= 2200:
        raise ValueError("no year")
    is_placed = all(data[name] is not None and abs(data[name]) <= most for name, most in _DEGREES.items())
    region = data["region_code"]
    return {
        **{name: _text(data[name], length) for name, length in _LENGTHS.items()},
        **{name: _text(data[name] or "", 50) or None for name in ("group", "category")},
        **{name: data[name] if is_placed else None for name in _DEGREES},
        **{name: data[name] for name in ("unit_kind", "year", "started_on", "is_digital", "is_sample")},
        "region_code": region if region and _REGION.fullmatch(region) else None,
        "replication_count": min(max(data["replication_count"], 0), 100_000),
        "sdgs": [goal for goal in data["sdgs"] if 1 <= goal <= 17],
        "sections": [{"title": _text(one["title"], 300), "text": _text(one["text"], LONGEST_SECTION)}
                     for one in data["sections"][:MOST_SECTIONS]],
        "impact": [{name: _text(one[name], 300) for name in ("measure", "before", "after")}
                   for one in data["impact"][:10]],
        "evidence": [],
    }  # fmt: skip


def _text(text: str, length: int) -> str:
    return without_forbidden(text)[:length]
