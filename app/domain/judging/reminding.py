"""Reminders: a letter to jurors who still have sheets to sign, by hand or because the stage's end is near."""

from datetime import datetime

from sqlmodel import Session

from app.clock import now
from app.domain import outbox
from app.domain.judging.panel import check_open
from app.domain.permits import require
from app.errors import FieldError, Invalid
from app.models import Reminder
from app.models.edition import EditionRead, Stage
from app.models.outbox import Kind
from app.models.reminder import ReminderCreate, RemindersSent
from app.queries import editions, reminders, stages
from app.rules.permissions import SYSTEM, Actor
from app.rules.reminders import NOT_AGAIN_FOR, is_time_to_remind

TOPIC = "reminder"
"""Of the letter."""


def remind(session: Session, actor: Actor, edition: EditionRead, stage: Stage, body: ReminderCreate) -> RemindersSent:
    """Reminds the jurors named, or all who have sheets left; nobody twice within twelve hours."""
    require(actor, "jurors:write")
    check_open(session, edition.id, stage.key)
    panel = reminders.on_panel(session, edition.id, stage.key, hold=True)
    errors = [FieldError(f"juror_ids.{n}", "not_on_panel") for n, id_ in enumerate(body.juror_ids) if id_ not in panel]
    if errors:
        raise Invalid(errors=errors)
    chosen = list(dict.fromkeys(body.juror_ids)) or panel
    left = reminders.unsigned(session, edition.id, stage.key, chosen)
    recent = _since(session, edition.id, stage.key, now() - NOT_AGAIN_FOR)
    told = [id_ for id_ in chosen if left.get(id_) and id_ not in recent]
    _tell(session, actor, edition.id, stage.key, {id_: left[id_] for id_ in told}, is_automatic=False)
    return RemindersSent(
        reminded=told, not_yet=[id_ for id_ in chosen if left.get(id_) and id_ in recent],
        nothing_left=[id_ for id_ in body.juror_ids if not left.get(id_)],
    )  # fmt: skip


def due(session: Session) -> list[tuple[str, str]]:
    """Stages (edition id, key) whose end is so near that somebody has to be reminded."""
    found = []
    for edition in reminders.in_judging(session):
        for stage in edition.stages:
            if stage.key not in edition.published_stages and _forgotten(session, edition.id, stage):
                found.append((edition.id, stage.key))
    return found


def remind_by_itself(session: Session, edition_id: str, stage_key: str) -> int:
    """Reminds who has not been since the end of the stage came near; how many. Any number of workers may do it."""
    stage = editions.stage_of(editions.configuration(session, edition_id), stage_key)
    editions.hold(session, edition_id)
    if stages.publication(session, edition_id, stage_key) is not None:
        return 0
    reminders.on_panel(session, edition_id, stage_key, hold=True)
    left = _forgotten(session, edition_id, stage)
    _tell(session, SYSTEM, edition_id, stage_key, left, is_automatic=True)
    return len(left)


def _forgotten(session: Session, edition_id: str, stage: Stage) -> dict[str, int]:
    """The unsigned sheets of those who were not reminded since the end came near, by juror."""
    since = is_time_to_remind(stage.ends_at, now())
    if since is None:
        return {}
    panel = reminders.on_panel(session, edition_id, stage.key)
    told = _since(session, edition_id, stage.key, min(since, now() - NOT_AGAIN_FOR))
    left = reminders.unsigned(session, edition_id, stage.key, panel)
    return {id_: count for id_, count in left.items() if id_ not in told}


def _since(session: Session, edition_id: str, stage: str, moment: datetime) -> set[str]:
    newest = reminders.newest(session, edition_id, stage)
    return {id_ for id_, at in newest.items() if at > moment}


def _tell(
    session: Session, actor: Actor, edition_id: str, stage: str, left: dict[str, int], *, is_automatic: bool
) -> None:
    for juror_id, count in left.items():
        session.add(Reminder(edition_id=edition_id, stage=stage, juror_id=juror_id, unsigned=count,
                             is_automatic=is_automatic, actor_id=actor.id, actor_name=actor.name))  # fmt: skip
        outbox.add(session, Kind.mail, TOPIC, {"edition_id": edition_id, "stage": stage}, user_id=juror_id)
    session.flush()
