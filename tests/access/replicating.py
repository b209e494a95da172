"""Replications for the walk: by units that somebody comes near to, and of innovations of those units."""

from dataclasses import dataclass, field
from datetime import date

from app.models import Innovation, Replication, ReplicationDocument, Unit
from tests.factories import Factory
from tests.files.papers import PDF


@dataclass
class Replicating:
    """What the walk asks about, by the place of the unit whose it is."""

    copied: Innovation
    """Of a unit that nobody of the world comes near to."""
    reported: dict[str, Replication] = field(default_factory=dict)
    """By the unit of the place, of ``copied``; not confirmed."""
    papers: dict[str, ReplicationDocument] = field(default_factory=dict)
    asked: dict[str, Replication] = field(default_factory=dict)
    """Of an innovation of the unit of the place, by an organisation outside; not confirmed."""
    shown: Replication | None = None
    """Confirmed, so that everybody reads it, with ``released``."""
    released: ReplicationDocument | None = None


def replicating(make: Factory, root: Unit, places: dict[str, Unit], sha256: str) -> Replicating:
    """Makes them."""
    third = make.unit("Peserta 3", kind="regency", parent=root)
    found = Replicating(make.save(Innovation(unit_id=third.id, unit_name="Peserta 3", title="Ditiru", year=2023)))
    for place, unit in places.items():
        own = make.save(Innovation(unit_id=unit.id, unit_name=unit.name, title="Milik", year=2023))
        found.reported[place] = make.save(_replication(found.copied, unit_id=unit.id))
        found.papers[place] = make.save(_paper(found.reported[place], sha256))
        found.asked[place] = make.save(_replication(own, organisation_name="Kota lain", organisation_kind="city"))
    found.shown = make.save(_replication(found.copied, unit_id=root.id, confirmed_at=third.created_at))
    found.released = make.save(_paper(found.shown, sha256, is_public=True))
    return found


def _replication(innovation: Innovation, **more: object) -> Replication:
    on = date(2023, 1, 2)
    return Replication(innovation_id=innovation.id, stage="interest", begun_on=on, interest_on=on, **more)


def _paper(row: Replication, sha256: str, *, is_public: bool = False) -> ReplicationDocument:
    return ReplicationDocument(replication_id=row.id, kind="evidence", filename="bukti.pdf", size=len(PDF),
                               media_type="application/pdf", sha256=sha256, is_public=is_public)  # fmt: skip
