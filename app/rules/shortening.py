"""A text with passages left out: what an organiser may release of a juror's words."""

LEFT_OUT = "[…]"
"""Stands for each passage that was left out."""


def is_shortened(original: str, text: str) -> bool:
    """Whether *text* is *original*, or *original* with passages left out, each marked: no word is added or moved."""
    first, *others = text.split(LEFT_OUT)
    if not others:
        return text == original
    if not original.startswith(first) or not original.endswith(others[-1]):
        return False
    at, end = len(first), len(original) - len(others[-1])
    for piece in others[:-1]:
        found = original.find(piece, at, end)
        if found < 0:
            return False
        at = found + len(piece)
    return at <= end
