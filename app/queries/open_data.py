"""What the open data holds now: how many rows, of which years, changed when."""

from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.models import Edition, Unit
from app.models.edition import EditionStatus
from app.models.unit import UnitKind
from app.queries import catalogue, catalogue_files, innovations


class Facts(NamedTuple):
    """Figures of the datasets; years are the first and the last one, None where there are none."""

    innovations: int
    years: tuple[int, int] | None
    changed_at: datetime | None
    units: int
    units_changed_at: datetime | None
    edition_years: tuple[int, int] | None
    region_code: str | None
    """Of the province."""


def facts(session: Session) -> Facts:
    """The figures of all datasets, in a handful of queries however much there is."""
    units: Any = session.execute(select(func.count(col(Unit.id)), func.max(Unit.updated_at))).one()
    begun = col(Edition.status) != EditionStatus.draft
    first, last = session.execute(select(func.min(Edition.year), func.max(Edition.year)).where(begun)).one()
    provinces = select(Unit.region_code).where(Unit.kind == UnitKind.province, col(Unit.region_code).is_not(None))
    return Facts(
        innovations=len(catalogue.current(session).marks),
        years=innovations.years(session),
        changed_at=catalogue_files.state(session)[1],
        units=units[0],
        units_changed_at=units[1],
        edition_years=None if first is None else (first, last),
        region_code=session.exec(provinces.order_by(col(Unit.id))).first(),
    )
