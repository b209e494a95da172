"""Who reads what: round robin over the panel, or by hand, with the same checks."""

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.clock import new_id
from app.domain.judging.panel import check_open
from app.domain.permits import require
from app.domain.proposals.record import change_status
from app.domain.versions import check_version
from app.errors import Conflict, NotFound, invalid
from app.models import Assignment, Evaluation, Juror, Proposal, RoleGrant
from app.models.edition import EditionRead, EditionStatus, Stage
from app.models.evaluation import AssignmentPlan, AssignmentReport, Pair
from app.models.proposal import ProposalStatus
from app.queries import stages, units
from app.rules.assignment import PanelMember, Plan, round_robin
from app.rules.permissions import Actor
from app.rules.transitions import Action


def assign(
    session: Session, actor: Actor, edition: EditionRead, stage: Stage, body: AssignmentPlan
) -> AssignmentReport:
    """Hands proposals to jurors until each has as many readings as the stage asks for; ``dry_run`` only shows it."""
    require(actor, "assignments:write")
    _check_phase(session, edition, stage)
    candidates = stages.candidates(session, edition, stage.key)
    panel = _panel(session, edition.id, stage.key, candidates)
    if not panel:
        raise Conflict("empty-panel")
    existing = _existing(session, edition.id, stage.key)
    if body.pairs is not None:
        plan = _by_hand(body.pairs, candidates, panel, existing)
    else:
        plan = round_robin(candidates, panel, stage.jurors_per_proposal, existing, body.seed)
    if not body.dry_run:
        _commit(session, actor, edition, stage.key, plan)
    loads = Counter(juror for juror, _ in [*existing, *plan.pairs])
    return AssignmentReport(
        dry_run=body.dry_run, created=len(plan.pairs), proposals=len(candidates), jurors=len(panel),
        loads={member.juror_id: loads[member.juror_id] for member in panel}, short=list(plan.short),
    )  # fmt: skip


def _check_phase(session: Session, edition: EditionRead, stage: Stage) -> None:
    if edition.status != EditionStatus.judging:
        raise Conflict("wrong-phase", status=edition.status)
    check_open(session, edition.id, stage.key)
    before = stages.previous_stage(edition, stage.key)
    if before is not None and stages.publication(session, edition.id, before) is None:
        raise Conflict("previous-stage-open", stage=before)


def _panel(session: Session, edition_id: str, stage: str, candidates: Sequence[str]) -> list[PanelMember]:
    """The panel; nobody reads proposals of a participant or unit that they hold a role in."""
    members = session.exec(
        select(Juror.user_id, Juror.max_load).where(Juror.edition_id == edition_id, Juror.stage == stage)
    ).all()
    barred = {user_id: _barred(session, user_id, candidates) for user_id, _ in members}
    return [PanelMember(user_id, max_load, frozenset(barred[user_id])) for user_id, max_load in members]


def _barred(session: Session, user_id: str, candidates: Sequence[str]) -> set[str]:
    own = select(RoleGrant.unit_id).where(RoleGrant.user_id == user_id, col(RoleGrant.unit_id).is_not(None))
    unit_ids = [unit for unit in session.exec(own).all() if unit]
    if not unit_ids:
        return set()
    of_own = select(Proposal.id).where(
        col(Proposal.unit_id).in_(units.below(unit_ids)) | col(Proposal.participant_id).in_(unit_ids)
    )
    return set(session.exec(of_own).all()) & set(candidates)


def _existing(session: Session, edition_id: str, stage: str) -> list[tuple[str, str]]:
    found = select(Assignment.juror_id, Assignment.proposal_id).where(
        Assignment.edition_id == edition_id, Assignment.stage == stage
    )
    return [(juror, proposal) for juror, proposal in session.exec(found.order_by(col(Assignment.id))).all()]


def _by_hand(
    pairs: list[Pair], candidates: Sequence[str], panel: list[PanelMember], existing: list[tuple[str, str]]
) -> Plan:
    """The pairs asked for, checked one by one; pairs that exist already are left out."""
    members = {member.juror_id: member for member in panel}
    loads, taking_part = Counter(juror for juror, _ in existing), set(candidates)
    wanted: list[tuple[str, str]] = []
    for place, pair in enumerate(pairs):
        if (pair.juror_id, pair.proposal_id) in {*existing, *wanted}:
            continue
        _check_pair(f"pairs.{place}", pair, members.get(pair.juror_id), taking_part, loads)
        wanted.append((pair.juror_id, pair.proposal_id))
        loads[pair.juror_id] += 1
    return Plan(tuple(wanted), ())


def _check_pair(field: str, pair: Pair, member: PanelMember | None, taking_part: set[str], loads: Counter[str]) -> None:
    if member is None:
        raise invalid(f"{field}.juror_id", "not_on_panel")
    if pair.proposal_id not in taking_part:
        raise invalid(f"{field}.proposal_id", "not_advancing")
    if pair.proposal_id in member.barred:
        raise invalid(f"{field}.juror_id", "own_unit")
    if member.max_load is not None and loads[pair.juror_id] >= member.max_load:
        raise invalid(f"{field}.juror_id", "full")


def _commit(session: Session, actor: Actor, edition: EditionRead, stage: str, plan: Plan) -> None:
    made = [
        Assignment(id=new_id(), edition_id=edition.id, stage=stage, proposal_id=proposal_id, juror_id=juror_id)
        for juror_id, proposal_id in plan.pairs
    ]
    session.add_all(made)
    session.flush()
    session.add_all(Evaluation(assignment_id=assignment.id) for assignment in made)
    handed = {proposal_id for _, proposal_id in plan.pairs}
    waiting = (ProposalStatus.verified, ProposalStatus.advanced)
    found = select(Proposal).where(col(Proposal.id).in_(handed), col(Proposal.status).in_(waiting))
    for proposal in session.exec(found.order_by(col(Proposal.id)).with_for_update()).all():
        change_status(session, actor, proposal, Action.assigned)
    session.flush()


def unassign(session: Session, actor: Actor, assignment_id: str, expected: int | None = None) -> None:
    """Takes a reading back that the juror has not signed."""
    require(actor, "assignments:write")
    assignment = session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    check_open(session, assignment.edition_id, assignment.stage)
    evaluation = session.exec(select(Evaluation).where(Evaluation.assignment_id == assignment_id)).one()
    check_version(evaluation, expected)
    if evaluation.signed_at is not None:
        raise Conflict("sheet-signed")
    session.delete(evaluation)
    session.flush()
    session.delete(assignment)
    session.flush()
