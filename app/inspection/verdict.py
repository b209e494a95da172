"""How an inspection ends."""

from dataclasses import dataclass
from typing import NoReturn


class Refused(Exception):
    """The file is not taken; the code has its words in app/http/field_messages.py."""


@dataclass(frozen=True)
class Taken:
    """The file is taken as what it is, or as it was written anew."""

    media_type: str
    rewritten: bool = False


def refuse(code: str) -> NoReturn:
    """Ends the inspection."""
    raise Refused(code)
