"""Which groups a unit may choose: those by invitation are for who is invited."""

from fastapi import Request, Response

from app.api import editions as editions_api
from app.api import quotas as quotas_api
from app.database import ReadSession
from app.models.edition import EditionRead
from app.queries.quotas import QuotaFilters
from app.rules.permissions import Actor


def closed_groups(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, unit_id: str | None
) -> set[str]:
    """Keys of the groups that the unit's participant is not invited to; none where the unit is not known."""
    by_invitation = {group.key for group in edition.groups if group.by_invitation}
    if not by_invitation or not unit_id:
        return set()
    query = QuotaFilters(edition_id=edition.id, unit_id=unit_id)
    slots = quotas_api.list_quotas(query=query, session=session, actor=actor, request=request, response=Response())
    participants = {slot.unit_id for slot in slots.items}
    listed = editions_api.list_invitations(edition_id=edition.id, session=session, actor=actor, request=request)
    return by_invitation - {one.group for one in listed.items if one.unit_id in participants}
