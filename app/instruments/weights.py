"""What each item weighs for a unit to which some indicators do not apply."""

from collections.abc import Collection, Sequence
from fractions import Fraction

from app.instruments.loading import Instrument
from app.instruments.walking import Node


def weights_of(instrument: Instrument, absent: Collection[str]) -> dict[str, Fraction]:
    """The points that each item can give, and ``total`` for all of it; *absent* are keys of indicators.

    Spread, items beside each other that apply share all that the group has; otherwise every item keeps its own, and
    those of *absent* cannot be won.
    """
    found: dict[str, Fraction] = {}
    is_spread = instrument.definition.absent == "spread"
    _share_out(instrument.nodes, Fraction(instrument.definition.maximum), is_spread, absent, found)
    return found | {"total": sum((found[node.key] for node in instrument.nodes), Fraction(0))}


def applies(node: Node, absent: Collection[str]) -> bool:
    """Whether anything of an item applies."""
    return any(applies(part, absent) for part in node.parts) if node.parts else node.key not in absent


def _share_out(nodes: Sequence[Node], worth: Fraction, is_spread: bool, absent: Collection[str],
               found: dict[str, Fraction]) -> None:  # fmt: skip
    takers = {node.key for node in nodes if not is_spread or applies(node, absent)}
    whole = sum((node.worth for node in nodes if node.key in takers), Fraction(0))
    for node in nodes:
        found[node.key] = worth * node.worth / whole if node.key in takers else Fraction(0)
        _share_out(node.parts, found[node.key], is_spread, absent, found)
