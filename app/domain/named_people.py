"""People without an account who are named in proposals: found, shown what is stored, erased (UU 27/2022).

The audit chain stays whole as it does when an account is erased: it holds digests alone, and the salts of the rows that
named the person are renewed.
"""

from sqlalchemy.orm.attributes import flag_modified
from sqlmodel import Session, col, select

from app.audit.entries import note
from app.clock import new_salt
from app.domain.permits import require
from app.errors import FieldError, Invalid
from app.models import Proposal, Revision
from app.models.named_person import PersonErasure, PersonFound, PersonSought
from app.queries.named_people import naming
from app.rules.named_people import without
from app.rules.permissions import Actor


def search(session: Session, actor: Actor, body: PersonSought) -> PersonFound:
    """What short answers hold of the person (organiser)."""
    _require(actor)
    return PersonFound(items=[found.read() for found in naming(session, body.identifier)])


def erase(session: Session, actor: Actor, body: PersonErasure) -> None:
    """Takes the person out of the short answers of these proposals and of their revisions (organiser).

    422 for a proposal that does not name the person.
    """
    _require(actor)
    locked = select(Proposal.id).where(col(Proposal.id).in_(body.proposal_ids)).order_by(col(Proposal.id))
    session.exec(locked.with_for_update()).all()
    found = {one.proposal.id: one for one in naming(session, body.identifier, body.proposal_ids)}
    unknown = [FieldError(f"proposal_ids.{n}", "not_found") for n, id_ in enumerate(body.proposal_ids)
               if id_ not in found]  # fmt: skip
    if unknown:
        raise Invalid(errors=unknown)
    for one in found.values():
        for row, about in one.versions:
            row.answers, row.salt = without(row.answers, about, one.free), new_salt()
            if isinstance(row, Revision):
                flag_modified(row, "updated_at")  # as it is: when a version was saved stays true
    note(session, "personal-data-erased", {"proposals": sorted(found)})
    session.flush()


def _require(actor: Actor) -> None:
    """Who looks after personal data and reads every proposal."""
    require(actor, "users:write")
    require(actor, "proposals:read")
