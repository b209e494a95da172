"""Passages that two texts share: grown from phrases that few texts have, past small changes."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import product

from app.similarity.marks import LENGTH, kept, phrases
from app.similarity.words import Words

SHORTEST = 11
"""Content words that make a passage: about thirty words of a text."""
GAP = 3
"""Content words that may be put in, left out or exchanged between two agreeing pieces."""
AGREEING = 2
"""Content words in a row that have to agree after a gap."""
_STEPS = sorted(product(range(1, GAP + 2), range(1, GAP + 2)), key=lambda step: (sum(step), step))
"""How far it is to the next word that agrees, in the two texts; the nearest first."""


@dataclass(frozen=True)
class Passage:
    """Places of content words in two texts, the last ones included, and how many words agree."""

    begin: int
    end: int
    other_begin: int
    other_end: int
    agreeing: int

    def holds(self, place: int, there: int) -> bool:
        """Whether both places are in it."""
        return self.begin <= place <= self.end and self.other_begin <= there <= self.other_end


def passages(text: Words, other: Words, rare: Collection[int]) -> list[Passage]:
    """What *text* and *other* share around the phrases in *rare*, in the order of *text*, each word of it once.

    A passage is within one part of each. At least half of its kept phrases are rare: what everybody writes in the same
    words is nobody's copy.
    """
    mine, there = kept(text), _places(other, rare)
    found: list[Passage] = []
    is_rare = {int(place): int(phrase) in rare for phrase, place in zip(mine.hashes, mine.begins, strict=True)}
    for phrase, place in zip(mine.hashes.tolist(), mine.begins.tolist(), strict=True):
        for over in there.get(phrase, ()):
            if not any(one.holds(place, over) for one in found):
                found.append(_grown(text, other, place, over))
    return _apart([one for one in found if one.agreeing >= SHORTEST and _is_rare(one, is_rare)])


def _places(text: Words, rare: Collection[int]) -> dict[int, list[int]]:
    """Where the rare phrases begin."""
    found: dict[int, list[int]] = {}
    every = phrases(text)
    for phrase, place in zip(every.hashes.tolist(), every.begins.tolist(), strict=True):
        if phrase in rare:
            found.setdefault(phrase, []).append(place)
    return found


def _is_rare(passage: Passage, is_rare: dict[int, bool]) -> bool:
    within = [rare for place, rare in is_rare.items() if passage.begin <= place <= passage.end - LENGTH + 1]
    return 2 * sum(within) >= len(within)


def _grown(text: Words, other: Words, place: int, over: int) -> Passage:
    """The passage around a phrase that begins at *place* and *over*."""
    mine, theirs = _rest(text, place, 1), _rest(other, over, 1)
    after = [(0, 0), *_following(mine, theirs)]
    before = [(0, 0), *_following(_rest(text, place, -1), _rest(other, over, -1))]
    (ahead, ahead_there), (back, back_there) = after[-1], before[-1]
    return Passage(place - back, place + ahead, over - back_there, over + ahead_there, len(after) + len(before) - 1)


def _rest(text: Words, place: int, way: int) -> list[int]:
    """The words from *place* to the end of its part, or backwards to its beginning."""
    part, stop = text.places[place][0], place
    while 0 <= stop < len(text) and text.places[stop][0] == part:
        stop += way
    return [int(number) for number in text.numbers[place : stop if stop >= 0 else None : way]]


def _following(mine: list[int], theirs: list[int]) -> Iterator[tuple[int, int]]:
    """The places that agree after the first ones, past gaps."""
    here, there = 0, 0
    while step := next((step for step in _STEPS if _agree(mine, theirs, here + step[0], there + step[1], step)), None):
        here, there = here + step[0], there + step[1]
        yield here, there


def _agree(mine: list[int], theirs: list[int], here: int, there: int, step: tuple[int, int]) -> bool:
    count = 1 if step == (1, 1) else AGREEING
    piece = mine[here : here + count]
    return len(piece) == count and piece == theirs[there : there + count]


def _apart(found: list[Passage]) -> list[Passage]:
    """The longest passages of which no two share a word of the text, in its order."""
    chosen: list[Passage] = []
    for one in sorted(found, key=lambda passage: (-passage.agreeing, passage.begin, passage.other_begin)):
        if all(one.end < other.begin or other.end < one.begin for other in chosen):
            chosen.append(one)
    return sorted(chosen, key=lambda passage: passage.begin)
