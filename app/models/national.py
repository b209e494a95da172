"""What a national competition asks of a nomination: groups, gate criteria, sections, documents (app/national)."""

from typing import Annotated

from pydantic import Field as Limit

from app.models.base import Input, Key, Line, Prose, ShortText, Year
from app.models.form import FormSection, RequiredDocument


class NationalGroup(Input):
    """A group of the national competition."""

    key: Key
    title: Line
    minimum_age_months: Annotated[int, Limit(ge=0, le=240)]
    """Calendar months that the innovation has been in use on the national closing day."""
    allows_awarded: bool
    """Whether what was awarded nationally before may take part."""


class GateCriterion(Input):
    """A criterion that has to be met at all; each is answered in a few words."""

    key: Key
    title: Line
    guidance: ShortText = ""
    max_words: Annotated[int, Limit(ge=1, le=1000)]


class NationalRules(Input):
    """The form and the rules of one year."""

    competition: Key
    short: Line
    """What people call it: KIPP."""
    name: Line
    year: Year
    note: Prose = ""
    """What is to be checked against the national guideline."""
    groups: list[NationalGroup]
    criteria: list[GateCriterion]
    sections: list[FormSection]
    documents: list[RequiredDocument]
