"""Answers that were given on paper, as a spreadsheet: nine columns U1 to U9, one row for each sheet of paper."""

from typing import Annotated, NotRequired

from pydantic import BeforeValidator, TypeAdapter
from typing_extensions import TypedDict

from app.models.survey import AgeBand, Comment, Education, Occupation, Score, Sex
from app.rules.surveys import NUMBERS
from app.rules.typed_rows import Kind

MOST_ROWS = 20_000
_PROFILE = ("age", "sex", "education", "occupation")


def _whole(text: object) -> object:
    """A cell's text as a number where it is one; a mark of 3.5 stays text, and is refused."""
    return int(text) if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) < 10 else text


Mark = Annotated[Score, BeforeValidator(_whole)]


class _Values(TypedDict):
    u1: Mark
    u2: Mark
    u3: Mark
    u4: Mark
    u5: Mark
    u6: Mark
    u7: Mark
    u8: Mark
    u9: Mark
    age: NotRequired[AgeBand]
    sex: NotRequired[Sex]
    education: NotRequired[Education]
    occupation: NotRequired[Occupation]
    comment: NotRequired[Comment]


KIND = Kind(columns=(*NUMBERS, *_PROFILE, "comment"), required=NUMBERS, adapter=TypeAdapter(_Values))
BLANK: dict[str, str | None] = {**dict.fromkeys(_PROFILE), "comment": ""}
"""What a row has that its file does not name."""
