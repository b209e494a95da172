"""What makes a password too easy to guess, beyond its length."""

import re

FEWEST_DIFFERENT = 5
"""Different characters that a password has at least."""
SHORTEST_PART = 4
"""Parts of a name below this many letters are too common to refuse."""


def is_weak(password: str, email: str, name: str) -> bool:
    """Whether the password holds the account's own name or e-mail (or a part of them), or hardly varies."""
    plain = password.casefold()
    if len(set(plain)) < FEWEST_DIFFERENT:
        return True
    local = email.partition("@")[0]
    parts = {local, *re.split(r"\W+|_", local), *re.split(r"\W+", name), re.sub(r"\W", "", name)}
    return any(len(part) >= SHORTEST_PART and part.casefold() in plain for part in parts)
