"""Rules of awards: which tier a rank reaches, what needs a reason, codes that can be typed, the evening's order."""

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from app.models.award import CODE_SIGNS
from app.models.edition import AwardTier

_LENGTH, _PART = 12, 4


@dataclass(frozen=True)
class Placed:
    """A proposal that the last stage awarded: its rank from 1, its group."""

    proposal_id: str
    rank: int
    group: str


def new_code() -> str:
    """A code of 12 signs out of 30 in three parts: 59 random bits, nobody comes upon another one by trying."""
    signs = "".join(secrets.choice(CODE_SIGNS) for _ in range(_LENGTH))
    return "-".join(signs[at : at + _PART] for at in range(0, _LENGTH, _PART))


def plain_code(typed: str) -> str | None:
    """The code that somebody typed, in any case, with or without dashes and blanks; None where it cannot be one."""
    signs = "".join(sign for sign in typed.upper() if sign.isalnum())
    if len(signs) != _LENGTH or not set(signs) <= set(CODE_SIGNS):
        return None
    return "-".join(signs[at : at + _PART] for at in range(0, _LENGTH, _PART))


def tier_of(rank: int, tiers: Sequence[AwardTier]) -> AwardTier | None:
    """The finest tier with a size that the rank reaches; beyond all of them (ties, a plenary) the widest."""
    sized = sorted((tier for tier in tiers if tier.size is not None), key=lambda tier: tier.size or 0)
    if not sized:
        return tiers[0] if len(tiers) == 1 else None
    return next((tier for tier in sized if rank <= (tier.size or 0)), sized[-1])


def proposed(tiers: Sequence[AwardTier], placed: Sequence[Placed], groups: Collection[str]) -> list[tuple[str, Placed]]:
    """(key of a tier, who gets it): each the finest tier by rank, and the best of a group that bears a tier's key.

    A tier without a size that no group is named after is left to the organiser's choice.
    """
    found = [(tier.key, one) for one in placed if (tier := tier_of(one.rank, tiers)) is not None]
    for tier in tiers:
        own = [one for one in placed if one.group == tier.key]
        if tier.size is None and tier.key in groups and own:
            best = min(one.rank for one in own)
            found += [(tier.key, one) for one in own if one.rank == best]
    return list(dict.fromkeys(found))


def follows(tier: AwardTier, rank: int | None, tiers: Sequence[AwardTier]) -> bool:
    """Whether the ranking alone gives this tier; where it does not, a reason is asked for."""
    due = None if rank is None else tier_of(rank, tiers)
    return due is not None and due.key == tier.key


def finest(keys: Collection[str], tiers: Sequence[AwardTier]) -> AwardTier | None:
    """The best of the tiers given: those of an edition are listed best first."""
    return next((tier for tier in tiers if tier.key in keys), None)


def called(tier: str | None, rank: int | None, tiers: Sequence[AwardTier]) -> tuple[int, int]:
    """A key that sorts the evening: what is no tier first, then the widest tier first, in each the best at last."""
    place = {one.key: at for at, one in enumerate(tiers)}
    return (-place.get(tier or "", len(tiers)), -(rank or 0))
