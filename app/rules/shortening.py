"""A text with passages left out: what an organiser may release of a juror's words."""

LEFT_OUT = "[…]"
"""Stands for each passage that was left out."""


def is_shortened(original: str, text: str) -> bool:
    """Whether *text* is *original*, or *original* with passages left out, each marked: no word is added or moved.

    White space does not count: where something was left out nobody counts the spaces around it.
    """
    whole = _plain(original)
    if not whole:
        return not text.strip()  # nothing was said, so nothing was left out
    first, *others = (_plain(piece) for piece in text.split(LEFT_OUT))
    if not others:
        return first == whole
    if not whole.startswith(first) or not whole.endswith(others[-1]):
        return False
    at, end = len(first), len(whole) - len(others[-1])
    for piece in others[:-1]:
        found = whole.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end


def _plain(text: str) -> str:
    return " ".join(text.split())
