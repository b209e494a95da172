"""Tells webhooks what happens: a message for each that wants to know, in the transaction of the change."""

import json
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from app.clock import new_id, now
from app.domain import outbox
from app.models import Edition, Proposal, Replication, Webhook
from app.models.outbox import Kind
from app.models.webhook import Event
from app.prepared.statements import run
from app.queries import units
from app.rules.events import OF_ACTION, is_wanted
from app.rules.transitions import Action
from app.settings import settings

_KNOWN = "webhooks"
"""Where a session remembers the webhooks that there are: publishing a stage tells of hundreds of proposals."""


@dataclass(frozen=True)
class _Listener:
    id: str
    unit_id: str
    events: list[str]


def tell_of_proposal(session: Session, proposal: Proposal, action: Action) -> None:
    """A step of a proposal, to the webhooks of its unit and of those above."""
    event = OF_ACTION.get(action)
    if event is None or not _listeners(session):
        return
    data = {"proposal_id": proposal.id, "edition_id": proposal.edition_id, "unit_id": proposal.unit_id,
            "number": proposal.number, "status": str(proposal.status),
            "url": link(f"/proposals/{proposal.id}")}  # fmt: skip
    _tell(session, event, data, units.lineage_ids(session, proposal.unit_id))


def tell_of_edition(session: Session, edition: Edition, event: Event, **more: str) -> None:
    """What happened to an edition, to every webhook that asks for it."""
    if not _listeners(session):
        return
    data = {"edition_id": edition.id, "year": edition.year, "status": str(edition.status), **more,
            "url": link(f"/editions/{edition.id}")}  # fmt: skip
    _tell(session, event, data, None)


def tell_of_replication(session: Session, row: Replication, origin_unit_id: str | None, event: Event) -> None:
    """A step of a replication, to the webhooks of both sides."""
    if not _listeners(session):
        return
    data = {"replication_id": row.id, "innovation_id": row.innovation_id, "unit_id": row.unit_id,
            "origin_unit_id": origin_unit_id, "stage": str(row.stage), "is_confirmed": row.confirmed_at is not None,
            "url": link(f"/replications/{row.id}")}  # fmt: skip
    sides = [unit_id for unit_id in (row.unit_id, origin_unit_id) if unit_id]
    _tell(session, event, data, [one for unit_id in sides for one in units.lineage_ids(session, unit_id)])


def _tell(session: Session, event: Event, data: dict[str, Any], lineage: list[str] | None) -> None:
    wanting = [one for one in _listeners(session) if is_wanted(event, one.events, one.unit_id, lineage)]
    event_id, payload = new_id(), envelope(event, data)
    for listener in wanting:
        outbox.add(session, Kind.webhook, event, payload, webhook_id=listener.id, event_id=event_id)


def envelope(event: str, data: dict[str, Any]) -> dict[str, Any]:
    """The payload as Standard Webhooks has it."""
    return {"type": event, "timestamp": now().isoformat(), "data": data}


def link(path: str) -> str:
    """An address on this site; a bare path where the operator has not said where the site is."""
    return (settings().public_url or "") + path


def _listeners(session: Session) -> list[_Listener]:
    if _KNOWN not in session.info:
        rows = run(session, "listening webhooks", _listening, {})
        session.info[_KNOWN] = [_Listener(id_, unit_id, json.loads(events) if isinstance(events, str) else events)
                                for id_, unit_id, events in rows]  # fmt: skip
    found: list[_Listener] = session.info[_KNOWN]
    return found


def _listening() -> Any:
    return select(Webhook.id, Webhook.unit_id, Webhook.events).where(col(Webhook.is_active))
