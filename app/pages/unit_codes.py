"""Units in forms: people type a code or a name, the schemas want an id."""

from fastapi import Request, Response

from app.api import units as api
from app.database import ReadSession
from app.errors import invalid
from app.queries.units import UnitFilters


def unit_id_of(request: Request, session: ReadSession, text: str, field: str) -> str | None:
    """The id of the unit with this code, or the only one with this very name; None for an empty text.

    Raises ``Invalid`` on *field* where there is none, or where the name is not unique.
    """
    if not text.strip():
        return None
    for query in (UnitFilters(code=text.strip()), UnitFilters(q=text.strip(), limit=200)):
        found = api.list_units(query=query, session=session, request=request, response=Response()).items
        fitting = [unit.id for unit in found if text.strip() in (unit.code, unit.name)]
        if len(fitting) == 1:
            return fitting[0]
    raise invalid(field, "not_found")


def code_of(session: ReadSession, unit_id: str | None) -> str:
    """The code of a unit; empty without one."""
    return api.read_unit(unit_id=unit_id, session=session, response=Response()).code if unit_id else ""
