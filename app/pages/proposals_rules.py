"""The readiness check as a list to mend by: one line for each thing, in parts as the editor has them."""

from collections.abc import Iterator
from typing import Any

from app.http.locale import _
from app.models.edition import EditionRead
from app.models.proposal import Readiness, ReadinessRule
from app.pages.proposals_form import control_of
from app.rules.readiness import SENDING, open_points

_UNSAID = {"title", "group", "category", "participant", "section_filled", "filler", "repeated"}
"""Rules that are worth a line only where they do not hold: another line of the same thing says more."""


def rules_of(ready: Readiness, base: str = "") -> list[dict[str, Any]]:
    """The rules for the macro, each with its ``part`` and, where it fails, the ``url`` of its field at *base*."""
    return [
        rule.model_dump()
        | {"part": part_of(rule), "url": f"{base}#{control_of(rule.field)}" if rule.field and not rule.ok else None}
        for rule in _telling(ready.rules)
    ]


def part_of(rule: ReadinessRule) -> str:
    """Which part of the editor it is about: ``text``, ``facts``, ``papers``; ``sending`` for none of them."""
    if rule.rule in SENDING:
        return "sending"
    first = (rule.field or "").partition(".")[0]
    return {"title": "text", "sections": "text", "documents": "papers"}.get(first, "facts")


def _telling(rules: list[ReadinessRule]) -> Iterator[ReadinessRule]:
    """Of each field either what fails or one line that it holds, in the order of the check."""
    failing = {rule.field for rule in rules if rule.field and not rule.ok}
    for rule in rules:
        if not rule.ok or (rule.field not in failing and rule.rule not in _UNSAID):
            yield rule


def state_of(ready: Readiness, edition: EditionRead) -> dict[str, Any]:
    """What the editor shows of the check, whole or after a save: the list, the number, the parts with their ticks."""
    missing = open_points(ready.rules)
    fields = {rule.field for rule in missing}
    parts = {part_of(rule) for rule in missing}
    sections = [(f"sections.{one.key}", one.title, f"sections.{one.key}" not in fields) for one in edition.form]
    others = [
        ("group", _("Keterangan inovasi"), "facts" not in parts),
        ("documents", _("Berkas"), "papers" not in parts),
    ]
    return {"rules": rules_of(ready), "open_count": len(missing), "jumps": sections + others,
            "written": sum(is_done for _place, _title, is_done in sections)}  # fmt: skip
