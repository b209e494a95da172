"""A kind of letter, in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """A kind of letter."""

    subject: str
    paragraphs: tuple[str, ...]
    button: str
    after: str = ""
    """What is said under the button."""
    leave: str = ""
    """What the link is called by which the receiver ends such letters, where there is one."""
