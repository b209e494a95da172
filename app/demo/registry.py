"""The tree of units: the province's offices, 38 regencies and cities, made-up service units below.

A repetition beyond the first adds made-up copies of the province's offices with service units of their own,
further service units below the made-up agencies of the regencies and cities, and further enterprises.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random

from app.demo.source import PROVINCE, Office, Region, Source
from app.demo.writer import Writer
from app.models import Unit

REGISTERED = datetime(2016, 1, 4, 1, tzinfo=UTC)
DEMO_REGION = "35.07"
"""Where the demo's coordinator and author are at home; the first enterprise belongs to it."""
_SPREAD = 0.08
"""Degrees that made-up units lie off the centre of their region, at most."""


@dataclass(frozen=True, slots=True)
class Node:
    """A unit as the generator needs it."""

    id: str
    code: str
    name: str
    kind: str
    sector: str
    region_code: str
    latitude: float
    longitude: float
    is_sample: bool


@dataclass(slots=True)
class Participant:
    """A unit with a quota, and the made-up units that write for it (itself, if made up without any)."""

    node: Node
    writers: list[Node] = field(default_factory=list)


class Registry:
    """Plants the tree, one repetition at a time."""

    def __init__(self, writer: Writer, source: Source) -> None:
        self._writer, self._source = writer, source
        self._regions = {region.code: region for region in (source.province, *source.regions)}
        self._agencies: list[tuple[Office, Node, Participant]] = []
        self.root = self._plant(PROVINCE, source.province.name, "province", "umum", source.province, None)
        self.known: dict[str, Node] = {}
        """Real units by name."""

    def repetition(self, number: int, random: Random) -> list[Participant]:
        """Plants repetition *number* (from 0) and returns its participants."""
        offices = [self._office(office, number, random) for office in self._source.provincial]
        regions = list(self._all_regions(random)) if number == 0 else []
        for office, agency, participant in self._agencies:
            participant.writers += self._local_units(office, agency, number, random)
        enterprises = [self._enterprise(place, number, random) for place in range(len(self._source.enterprises))]
        return offices + regions + enterprises

    def _office(self, office: Office, number: int, random: Random) -> Participant:
        suffix = f"-{number + 1}" if number else ""
        code = f"{PROVINCE}.{office.code}{suffix}"
        name = f"{office.name} Contoh {number + 1}" if number else office.name
        node = self._plant(code, name, office.kind, office.sector, self._regions[office.region], self.root.id,
                           is_sample=number > 0)  # fmt: skip
        if not number:
            self.known[office.name] = node
        writers = list(self._technical_units(office, node, number, random))
        return Participant(node, writers or ([node] if number else []))

    def _technical_units(self, office: Office, parent: Node, number: int, random: Random) -> Iterator[Node]:
        """Each kind is spread over the regions in an order of its own, so that no region has them all."""
        index = 0
        for kind, count in office.units.items():
            order = random.sample(self._source.regions, len(self._source.regions))
            rounds = -(-count // len(order))
            for turn in range(count):
                index += 1
                region, nth = order[turn % len(order)], turn // len(order) + 1 + number * rounds
                yield self._plant(f"{parent.code}.UPT{index:03d}", f"{kind} Contoh {nth} {region.name}",
                                  "technical_unit", office.sector, region, parent.id, random)  # fmt: skip

    def _all_regions(self, random: Random) -> Iterator[Participant]:
        for region in self._source.regions:
            node = self._plant(region.code, region.name, region.kind, "umum", region, self.root.id)
            self.known[region.name] = node
            participant = Participant(node)
            for office in self._source.regional:
                agency = self._plant(f"{region.code}.{office.code}", f"{office.name} Contoh {region.name}",
                                     office.kind, office.sector, region, node.id, random)  # fmt: skip
                self._agencies.append((office, agency, participant))
                participant.writers.append(agency)
            yield participant

    def _local_units(self, office: Office, agency: Node, number: int, random: Random) -> list[Node]:
        region, index = self._regions[agency.region_code], number * sum(office.units.values())
        planted = []
        for kind, count in office.units.items():
            for nth in range(number * count + 1, (number + 1) * count + 1):
                index += 1
                name = f"{kind} Contoh {nth} {region.name}"
                planted.append(self._plant(f"{agency.code}.UPT{index:03d}", name, "regional_technical_unit",
                                           office.sector, region, agency.id, random))  # fmt: skip
        return planted

    def _enterprise(self, place: int, number: int, random: Random) -> Participant:
        name, sector = self._source.enterprises[place]
        index = number * len(self._source.enterprises) + place + 1
        is_local = index == 1
        region = self._regions[DEMO_REGION if is_local else PROVINCE]
        parent = self.known[region.name].id if is_local else self.root.id
        name = f"{name} {number + 1}" if number else name
        code = f"{PROVINCE}.BUMD{index:02d}"
        node = self._plant(code, name, "enterprise", sector, region, parent, random)
        return Participant(node, [node])

    def _plant(self, code: str, name: str, kind: str, sector: str, region: Region, parent_id: str | None,
               random: Random | None = None, *, is_sample: bool = False) -> Node:  # fmt: skip
        """A unit. With *random* a made-up one somewhere in its region; real ones stand at the centre."""
        latitude, longitude = region.latitude, region.longitude
        if random is not None:
            latitude = round(latitude + random.uniform(-_SPREAD, _SPREAD), 4)
            longitude = round(longitude + random.uniform(-_SPREAD, _SPREAD), 4)
        is_sample = is_sample or random is not None
        unit_id = self._writer.add(
            Unit, REGISTERED, code=code, name=name, kind=kind, parent_id=parent_id, region_code=region.code,
            latitude=latitude, longitude=longitude, is_active=True, is_sample=is_sample,
        )  # fmt: skip
        return Node(unit_id, code, name, kind, sector, region.code, latitude, longitude, is_sample)
