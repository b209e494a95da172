"""The sheets of a stage from above: marks by criterion, who reads what, how fast (organiser, auditor)."""

from datetime import date, datetime

from app.models.base import Schema
from app.models.judging import AgreementRead


class CriterionFigures(Schema):
    """How the marks of a criterion lie on signed sheets, and how far jurors agree on it."""

    criterion: str | None
    """Null for the totals."""
    title: str
    """Empty for the totals."""
    weight: float
    marks: int
    mean: float
    low: float
    lower: float
    """A quarter of the marks is below."""
    middle: float
    upper: float
    high: float
    bins: list[int]
    """How many marks are in 0–5, 5–10 … 95–100; one at the edge counts above, 100 in the last."""
    agreement: AgreementRead


class ConnectedJuror(Schema):
    """A member of the panel among those who read the same proposals."""

    juror_id: str
    name: str
    readings: int
    shared: int
    """Of these the proposals that somebody else reads too."""
    colleagues: int
    """Jurors who read one of them too."""
    part: int
    """0 for the largest; jurors of different parts share nobody, however far one goes."""


class SharedReadings(Schema):
    """How many proposals two jurors both read; pairs without any are left out."""

    one_id: str
    other_id: str
    proposals: int


class PanelSeam(Schema):
    """Where the panel is thinnest: these jurors and all others share so few proposals."""

    juror_ids: list[str]
    proposals: int


class Connections(Schema):
    """Who reads what as a graph of jurors: calibration compares proposals along what jurors share."""

    edition_id: str
    stage: str
    proposals: int
    """With a reading."""
    readings: int
    single: int
    """Proposals that one juror alone reads: they say nothing of how severe that juror is."""
    parts: int
    """1 where everything can be compared."""
    seam: PanelSeam | None
    """Null where there are parts, fewer than two jurors, or more than 500."""
    jurors: list[ConnectedJuror]
    """By part, those of the seam first, then by name."""
    pairs: list[SharedReadings]


class ProgressDay(Schema):
    """A day (WIB): sheets signed on it, and all signed until its end."""

    day: date
    signed: int
    cumulative: int


class StageProgressRead(Schema):
    """How the signing of a stage goes on, from when each sheet was last signed."""

    edition_id: str
    stage: str
    sheets: int
    signed: int
    starts_at: datetime | None
    ends_at: datetime | None
    pace: float
    """Sheets a day over the last seven days."""
    expected: date | None
    """When all would be signed at this pace; null where nothing is left or nothing goes on."""
    days: list[ProgressDay]
    """Every day from the first signature to the last."""
