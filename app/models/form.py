"""What an edition asks of a proposal: groups, categories, the sections and fields of the form, papers."""

from typing import Annotated, Literal

from pydantic import Field as Limit

from app.models.base import Input, Key, Line, Prose, ShortText

Weight = Annotated[float, Limit(ge=0, le=100)]
"""Points out of 100."""


class Group(Input):
    """Kelompok: umum, replikasi, khusus ..."""

    key: Key
    title: Line
    counts: bool = True
    """Whether submissions take a slot of the participant's quota."""
    by_invitation: bool = False
    """Only invited participants may submit in it."""
    needs_origin: bool = False
    """Whether the proposal must name the innovation or agency it replicates."""


class Category(Input):
    """Kategori (field of service)."""

    key: Key
    title: Line


class FormSection(Input):
    """One narrative of the form; ``weight`` is its share of the score where jurors score by section."""

    key: Key
    title: Line
    guidance: Prose = ""
    evidence: ShortText = ""
    """What is to be attached in support of it; empty where nothing is asked."""
    max_words: Annotated[int, Limit(ge=1, le=5000)]
    weight: Weight = 0
    is_required: bool = True


class FormField(Input):
    """One short answer of the form beside the narratives, for instance the IGA registration number."""

    key: Key
    title: Line
    guidance: Prose = ""
    kind: Literal["text", "choice", "date", "url", "yes_no"] = "text"
    choices: list[Line] = []
    is_required: bool = False
    is_private: bool = False
    """Personal data: never in public output."""


class RequiredDocument(Input):
    """A paper that a complete submission has."""

    key: Key
    title: Line
    guidance: Prose = ""
    groups: list[Key] = []
    """The groups it is asked of; empty means all."""
