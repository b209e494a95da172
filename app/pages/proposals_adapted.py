"""A draft that becomes the adaptation of an innovation: the fields of the editor that say so."""

from typing import Any

from fastapi import Response

from app.api import innovations as innovations_api
from app.database import ReadSession
from app.models.base import Id
from app.models.edition import EditionRead

LONGEST = 300
"""Characters of the field."""


def group_with_origin(edition: EditionRead) -> str | None:
    """The key of the first group of an edition that names where an innovation comes from, and is open to all."""
    return next((one.key for one in edition.groups if one.needs_origin and not one.by_invitation), None)


def adapted(session: ReadSession, edition: EditionRead, innovation_id: Id | None) -> dict[str, Any]:
    """Group and origin of an adaptation of this innovation, to be saved by whoever writes; 404 where there is none."""
    group = group_with_origin(edition)
    if innovation_id is None or group is None:
        return {}
    innovation = innovations_api.read_innovation(innovation_id=innovation_id, session=session, response=Response())
    origin = f"{innovation.title}, {innovation.unit_name}, {innovation.year}"
    return {"group": group, "origin": origin[:LONGEST], "is_adapted": True}
