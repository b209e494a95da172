"""A person's data: all of it in one document for the person, and erased when it is no longer to be kept (UU 27/2022).

The record of the competition stays: who did something is then an account without a name. The audit chain stays whole,
because it holds digests alone; the salts of the rows that named the person are renewed, so that nobody can try names
against the old digests.
"""

from typing import Any

from sqlalchemy import Column, ColumnElement, Table, and_, delete, exists, or_
from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, SQLModel, col, select

from app.audit.entries import note
from app.clock import new_salt
from app.domain.key_lineage import revoke_all_of
from app.domain.permits import require
from app.domain.second_factors import forget_factors
from app.domain.versions import check_version, load
from app.errors import Conflict, Forbidden, NotFound
from app.models import (
    Assignment,
    AuditEntry,
    ConflictOfInterest,
    Discussion,
    DiscussionMessage,
    Evaluation,
    OutboxMessage,
    PasswordLink,
    Publication,
    Question,
    Reminder,
    Reopening,
    ReplicationStep,
    Revision,
    RoleGrant,
    Transition,
    User,
    UserSession,
)
from app.queries import editions
from app.queries.conflicts import DECLARED
from app.rules.permissions import Actor, may_everywhere

NAMELESS = "Akun terhapus"
"""What stands where the name stood."""
LOOSE = {"actor_id", "uploaded_by", "user_id"}
"""Columns that name an account without being a foreign key, because they outlive it."""
SECRET = {"password_hash", "token_hash", "key_hash", "code_digest", "sealed_secret", "secret", "previous_secret",
          "salt", "credential_id", "public_key", "lease", "body", "hash"}  # fmt: skip
"""Never handed out: what proves who somebody is, and what only the log itself needs."""


def export(session: Session, actor: Actor, user_id: str) -> dict[str, list[dict[str, Any]]]:
    """Every row about the person, by table: for the person, an organiser in the person's name, or an auditor."""
    if actor.user_id != user_id:
        require(actor, "users:read")
    if session.get(User, user_id) is None:
        raise NotFound
    found = {}
    for table in SQLModel.metadata.sorted_tables:
        naming = [column == user_id for column in references(table)]
        shown = [column for column in table.c if column.key not in SECRET]
        if naming:
            rows = session.execute(select(*shown).where(or_(*naming)).order_by(*table.primary_key)).all()
            if rows:
                found[table.name] = [dict(row._mapping) for row in rows]
    return found if may_everywhere(actor, "conflicts:read") else _without_whose(session, found)


def _without_whose(session: Session, found: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """As long as a stage is blind its jurors are not told what others noted or allowed about them: kind, unit and
    reason say whose a proposal is. They get it once the stage is published."""
    told = [
        row for row in found.pop(ConflictOfInterest.__tablename__, [])
        if row["kind"] == DECLARED or not editions.hides_units(editions.read_by_id(session, row["edition_id"]))
    ]  # fmt: skip
    return found | ({ConflictOfInterest.__tablename__: told} if told else {})


def references(table: Table) -> list[Column[Any]]:
    """The columns of a table that name an account, the account's own id included."""
    own = [table.c.id] if table.name == User.__tablename__ else []
    keys = [column for column in table.c if any(key.target_fullname == "users.id" for key in column.foreign_keys)]
    return [*own, *keys, *(column for column in table.c if column.key in LOOSE and column not in keys)]


def erase(session: Session, actor: Actor, user_id: str, expected: int | None) -> None:
    """Erases what tells who the person is (organiser). 409 while sheets wait for the person's signature."""
    require(actor, "users:write")
    user = load(session, User, user_id)
    check_version(user, expected)
    if actor.user_id == user_id:
        raise Forbidden
    _check_unneeded(session, user_id)
    user.email, user.name, user.password_hash = f"{user_id}@terhapus.invalid", NAMELESS, ""
    user.is_active, user.salt = False, new_salt()
    _forget_name(session, user_id)
    _forget_access(session, user_id)
    note(session, "personal-data-erased", {"user": user_id})
    session.flush()


def _check_unneeded(session: Session, user_id: str) -> None:
    unsigned = (
        select(Assignment.id)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .where(Assignment.juror_id == user_id, col(Evaluation.signed_at).is_(None))
    )
    if session.exec(unsigned.limit(1)).first() is not None:
        raise Conflict("in-use")


def _forget_name(session: Session, user_id: str) -> None:
    """The name as it was written beside what the person did."""
    written: tuple[tuple[Any, Any, str], ...] = (
        (Transition, col(Transition.actor_id) == user_id, "actor_name"),
        (Reopening, col(Reopening.actor_id) == user_id, "actor_name"),
        (Reminder, col(Reminder.actor_id) == user_id, "actor_name"),
        (Discussion, col(Discussion.actor_id) == user_id, "actor_name"),
        (DiscussionMessage, col(DiscussionMessage.actor_id) == user_id, "actor_name"),
        (Question, col(Question.actor_id) == user_id, "actor_name"),
        (ReplicationStep, col(ReplicationStep.actor_id) == user_id, "actor_name"),
        (Revision, col(Revision.saved_by) == user_id, "saved_by_name"),
        (Publication, _is_published_by(user_id), "published_by"),
    )
    for model, is_of_person, name in written:
        for row in session.exec(select(model).where(is_of_person)):
            setattr(row, name, NAMELESS)
            row.salt = new_salt()
            flag_modified(row, "updated_at")  # as it is: when something was done stays true
    session.flush()


def _is_published_by(user_id: str) -> ColumnElement[bool]:
    """By the account; of publications from before that was kept the log says whose deed they were. Never by the name:
    people change theirs, and share them."""
    made = '["publications","' + col(Publication.id) + '",null,'
    of_person = exists().where(
        col(AuditEntry.chain) == Publication.edition_id, col(AuditEntry.actor_id) == user_id,
        col(AuditEntry.body).contains(made),
    )  # fmt: skip
    account = col(Publication.actor_id)
    return or_(account == user_id, and_(account.is_(None), of_person))


def _forget_access(session: Session, user_id: str) -> None:
    """Roles, second factors, keys, sessions, links and letters."""
    forget_factors(session, user_id)
    revoke_all_of(session, user_id)
    for grant in session.exec(select(RoleGrant).where(RoleGrant.user_id == user_id)):
        session.delete(grant)
    session.flush()
    for gone in (UserSession, PasswordLink, OutboxMessage):
        session.connection().execute(delete(gone).where(col(gone.user_id) == user_id))
