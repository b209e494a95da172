"""Declaring a conflict of interest, adding one, allowing what was found, and taking any of it back."""

from sqlmodel import Session, col, or_, select

from app.domain.judging.assigning import take_back
from app.domain.permits import require
from app.domain.versions import check_version, load
from app.errors import Forbidden, invalid
from app.models import Assignment, ConflictOfInterest, Edition, Evaluation, Juror, Proposal, Unit
from app.models.conflict import ConflictCreate
from app.queries import editions, units
from app.queries.proposals.visibility import sees
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_everywhere


def create(session: Session, actor: Actor, body: ConflictCreate) -> ConflictOfInterest:
    """A new row. Of what is barred the juror's sheets that are not signed are taken back; 409 where one is signed."""
    require_somewhere(actor, "conflicts:write")
    is_own = actor.user_id is not None and body.juror_id in (None, actor.user_id)
    _check_may(actor, body, is_own=is_own)
    _check_whole(body, is_own=is_own)
    juror_id = body.juror_id or actor.user_id or ""
    edition = _check_about(session, body, juror_id)
    if not may_everywhere(actor, "conflicts:write"):
        _check_known(session, actor, body, edition)
    kind = body.kind if body.allowed else "declared" if is_own else "organiser"
    _hold_panel(session, body.edition_id, juror_id)
    row = ConflictOfInterest(
        edition_id=body.edition_id, juror_id=juror_id, proposal_id=body.proposal_id, unit_id=body.unit_id, kind=kind,
        allowed=body.allowed, reason=body.reason or "", actor_id=actor.id,
    )  # fmt: skip
    session.add(row)
    session.flush()
    if not row.allowed:
        _take_back(session, row)
    return row


def _hold_panel(session: Session, edition_id: str, juror_id: str) -> None:
    """Nothing is handed to the juror meanwhile (``planning.panel_of`` holds the same rows)."""
    places = select(Juror.id).where(Juror.edition_id == edition_id, Juror.user_id == juror_id)
    session.exec(places.order_by(col(Juror.id)).with_for_update()).all()


def remove(session: Session, actor: Actor, conflict_id: str, expected: int | None) -> None:
    """Takes a row away (organiser): sheets that were taken back stay so until they are handed out anew."""
    require(actor, "conflicts:write")
    row = load(session, ConflictOfInterest, conflict_id)
    check_version(row, expected)
    session.delete(row)
    session.flush()


def _check_may(actor: Actor, body: ConflictCreate, *, is_own: bool) -> None:
    """A juror speaks for nobody else, and allows nothing."""
    if (body.allowed or not is_own) and not may_everywhere(actor, "conflicts:write"):
        raise Forbidden


def _check_whole(body: ConflictCreate, *, is_own: bool) -> None:
    """What the body lacks is named."""
    if body.juror_id is None and not is_own:
        raise invalid("juror_id", "missing")
    if body.reason is None and (body.allowed or not is_own):
        raise invalid("reason", "missing")
    if body.allowed and body.unit_id is not None:
        raise invalid("unit_id", "not_used_here")
    if body.allowed and body.proposal_id is None and body.kind is None:
        raise invalid("kind", "proposal_or_kind")
    if not body.allowed and (body.proposal_id is None) == (body.unit_id is None):
        raise invalid("proposal_id", "proposal_or_unit")


def _check_about(session: Session, body: ConflictCreate, juror_id: str) -> Edition:
    edition = session.get(Edition, body.edition_id)
    if edition is None:
        raise invalid("edition_id", "not_found")
    on_panel = select(Juror.id).where(Juror.edition_id == body.edition_id, Juror.user_id == juror_id)
    if session.exec(on_panel).first() is None:
        raise invalid("juror_id", "not_on_panel")
    if body.unit_id is not None and session.get(Unit, body.unit_id) is None:
        raise invalid("unit_id", "not_found")
    if body.proposal_id is not None:
        proposal = session.get(Proposal, body.proposal_id)
        if proposal is None or proposal.edition_id != body.edition_id:
            raise invalid("proposal_id", "not_found")
    return edition


def _check_known(session: Session, actor: Actor, body: ConflictCreate, edition: Edition) -> None:
    """A juror names what is on the own desk; a unit only where the sheets that go then tell nothing new."""
    if body.proposal_id is not None and not sees(session, actor, body.proposal_id):
        raise invalid("proposal_id", "not_found")
    if body.unit_id is not None and editions.hides_units(editions.as_read(session, edition)):
        raise invalid("unit_id", "blind_stage")


def _take_back(session: Session, row: ConflictOfInterest) -> None:
    """What was read in a stage that is published stays as it is; 409 for a signed sheet of any other."""
    editions.hold(session, row.edition_id)
    published = editions.read_by_id(session, row.edition_id).published_stages
    below = units.below([row.unit_id] if row.unit_id else [])
    sheets = session.exec(
        select(Assignment, Evaluation)
        .join(Evaluation, col(Evaluation.assignment_id) == Assignment.id)
        .join(Proposal, col(Proposal.id) == Assignment.proposal_id)
        .where(Assignment.edition_id == row.edition_id, Assignment.juror_id == row.juror_id)
        .where(or_(col(Proposal.id) == row.proposal_id, col(Proposal.unit_id).in_(below)))
        .where(col(Assignment.stage).not_in(published))
    ).all()
    for assignment, evaluation in sheets:
        take_back(session, assignment, evaluation)
