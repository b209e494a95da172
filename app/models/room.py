"""What the organiser's room does with a panel: a juror leaves, gaps are seen."""

from datetime import datetime

from app.models.base import Input, Reason, Schema


class DepartureCreate(Input):
    """Why a juror leaves the panel."""

    reason: Reason


class Gap(Schema):
    """A proposal with fewer sheets, signed or not, than the stage asks for."""

    proposal_id: str
    number: str | None
    title: str
    readings: int
    missing: int


class DepartureRead(Schema):
    """What a juror who left leaves behind."""

    juror_id: str
    left_at: datetime
    taken_back: int
    """Sheets that were not signed: gone with what was written on them."""
    kept: int
    """Signed sheets: they stay and count."""
    missing: int
    """Readings that the stage lacks now; assigning fills them and touches no other sheet."""
    gaps: list[Gap]
    version: int
    """Of the juror's place on the panel."""
