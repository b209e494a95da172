"""Answers that were given on paper, as a spreadsheet: nine columns U1 to U9, one row for each sheet of paper."""

from typing import Annotated, NotRequired

from pydantic import BeforeValidator, TypeAdapter
from typing_extensions import TypedDict

from app.models.survey import AgeBand, Comment, Education, Occupation, Score, Sex
from app.rules.surveys import NUMBERS
from app.rules.typed_rows import Kind, plain_whole

MOST_ROWS = 20_000
_PROFILE = ("age", "sex", "education", "occupation")


Mark = Annotated[Score, BeforeValidator(plain_whole)]


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
