"""The network of replications as a picture: origins on the left, replicators on the right, a line for each replication.

Drawn twice: for a desk with a name a line, for a phone with names in short lines. Who is on both sides stands on both.
"""

from dataclasses import dataclass

from app.models.replication import ReplicationStage
from app.models.replication_figures import Network, NetworkEdge

SWEEPS = 6
"""How often the sides are sorted by the middle of their neighbours: after that crossings hardly get fewer."""


@dataclass(frozen=True)
class Measure:
    """How one of the drawings is made; in units of its view box."""

    width: int
    row: int
    margin: int
    """Beside the lines, for names."""
    letters: int
    """Of a line of a name."""
    lines: int
    line_height: int


WIDE = Measure(width=960, row=30, margin=345, letters=44, lines=1, line_height=17)
NARROW = Measure(width=336, row=50, margin=116, letters=17, lines=3, line_height=14)


@dataclass(frozen=True)
class Name:
    """Somebody at the side of the picture."""

    lines: list[str]
    x: int
    y: float
    first: float
    """Where the first line of the name stands."""
    dot: float
    """Radius: the more lines end here, the larger."""


@dataclass(frozen=True)
class Curve:
    """A replication."""

    edge: NetworkEdge
    source: str
    target: str
    path: str
    is_stopped: bool


@dataclass(frozen=True)
class Picture:
    """All of it."""

    width: int
    height: int
    line_height: int
    left: list[Name]
    right: list[Name]
    curves: list[Curve]


def draw(network: Network, *, is_narrow: bool = False) -> Picture:
    """The picture of a network; of an empty one an empty picture."""
    measure = NARROW if is_narrow else WIDE
    names = {node.id: node.name for node in network.nodes}
    left, right = _sorted(network)
    height = max(len(left), len(right), 1) * measure.row
    at = {("left", id_): (place + 0.5) * height / len(left) for place, id_ in enumerate(left)}
    at |= {("right", id_): (place + 0.5) * height / len(right) for place, id_ in enumerate(right)}
    taught = {node.id: node.taught for node in network.nodes}
    learned = {node.id: node.learned for node in network.nodes}
    return Picture(
        measure.width, height, measure.line_height,
        [_name(names[id_], measure, measure.margin - 12, at["left", id_], taught[id_]) for id_ in left],
        [_name(names[id_], measure, measure.width - measure.margin + 12, at["right", id_], learned[id_])
         for id_ in right],
        [_curve(edge, names, measure, at["left", edge.source], at["right", edge.target]) for edge in network.edges],
    )  # fmt: skip


def _sorted(network: Network) -> tuple[list[str], list[str]]:
    """Both sides so that lines cross little: each stands at the middle of those it is joined with, again and again."""
    left = [node.id for node in sorted(network.nodes, key=lambda node: (-node.taught, node.name)) if node.taught]
    right = [node.id for node in network.nodes if node.learned]
    pairs = [(edge.source, edge.target) for edge in network.edges]
    for _ in range(SWEEPS):
        right = _by_middle(right, [(target, source) for source, target in pairs], left)
        left = _by_middle(left, pairs, right)
    return left, right


def _by_middle(side: list[str], pairs: list[tuple[str, str]], other: list[str]) -> list[str]:
    place = {id_: n / len(other) for n, id_ in enumerate(other)}
    joined: dict[str, list[float]] = {id_: [] for id_ in side}
    for one, neighbour in pairs:
        joined[one].append(place[neighbour])
    return sorted(side, key=lambda id_: sum(joined[id_]) / len(joined[id_]))


def _name(name: str, measure: Measure, x: int, y: float, edges: int) -> Name:
    lines = in_lines(name, measure.letters, measure.lines)
    first = y - (len(lines) - 1) * measure.line_height / 2 + measure.line_height * 0.28
    return Name(lines, x, round(y, 1), round(first, 1), min(3 + edges * 0.7, 8))


def _curve(edge: NetworkEdge, names: dict[str, str], measure: Measure, start: float, end: float) -> Curve:
    x1, x2 = measure.margin, measure.width - measure.margin
    middle = (x1 + x2) / 2
    path = f"M{x1} {start:.1f}C{middle:.0f} {start:.1f} {middle:.0f} {end:.1f} {x2} {end:.1f}"
    return Curve(edge, names[edge.source], names[edge.target], path, edge.stage == ReplicationStage.stopped)


def in_lines(text: str, letters: int, most: int) -> list[str]:
    """Text in at most so many lines of at most so many letters, with an ellipsis where it was cut."""
    if most > 1:
        text = text.replace("Kabupaten ", "Kab. ")
    lines = [""]
    for word in text.split():
        joined = f"{lines[-1]} {word}".strip()
        if len(joined) <= letters or not lines[-1]:
            lines[-1] = joined
        else:
            lines.append(word)
    is_cut = len(lines) > most
    lines = [line if len(line) <= letters else line[: letters - 1] + "…" for line in lines[:most]]
    if is_cut and not lines[-1].endswith("…"):
        lines[-1] = lines[-1][: letters - 1].rstrip() + "…"
    return lines
