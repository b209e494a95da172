"""The record of a unit: what is known of it over the years, in one list."""

from enum import StrEnum

from app.models.base import Schema


class RecordKind(StrEnum):
    """What a line of the record is about."""

    proposal = "proposal"
    """A proposal of the unit, or one sent in by it as the participant, by the last published stage."""
    award = "award"
    """Of the unit, or of such a proposal."""
    innovation = "innovation"
    """As an award."""
    replication = "replication"
    """The unit replicates an innovation of another."""
    replicated = "replicated"
    """Another replicates an innovation of the unit."""
    assessment = "assessment"
    survey = "survey"


class RecordLine(Schema):
    """One line. What the kind has no word for is null."""

    year: int
    kind: RecordKind
    id: str
    """Of the proposal, award, innovation, replication, assessment or survey."""
    title: str
    subject: str | None
    """The key of the stage, of the award's tier, or of the instrument; the service that a survey asked about."""
    value: float | None
    """The published score, the total of the assessment, or the index of the survey."""
    letter: str | None
    rank: int | None
    status: str | None
    """Of the proposal; the stage of the replication; ``final`` or ``provisional``; ``revoked`` for an award."""
    other: str | None
    """The tier's or the instrument's title, the award of an innovation, or the other unit of a replication."""
    levels_passed: list[str]
    """Distinctions (WBK, WBBM) that a final assessment reached."""
    levels_missed: list[str]
    """Those that it did not, or whose gates are open."""
    code: str | None
    """By which an award is verified."""
