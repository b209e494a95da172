"""Who reads what: drawn for the whole stage, or by hand with the same checks; a reading taken back."""

from collections import Counter
from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.clock import new_id
from app.domain.judging import planning, sheet_times
from app.domain.judging.panel import check_open
from app.domain.judging.planning import Pairs, PanelMember, Plan
from app.domain.permits import require
from app.domain.proposals.record import change_status
from app.domain.versions import check_version
from app.errors import Conflict, NotFound, invalid
from app.models import Assignment, Evaluation, NoteRelease, Proposal, Reopening
from app.models.edition import EditionRead, EditionStatus, Stage
from app.models.evaluation import AssignmentPlan, AssignmentReport, Pair
from app.models.proposal import ProposalStatus
from app.queries import stages
from app.rules.permissions import Actor
from app.rules.stages import is_vote
from app.rules.transitions import Action

BAR_CODE = {"unit": "own_unit", "participant": "own_unit", planning.DECLINED: "declined"}
"""What bars a juror from a proposal and has an error code of its own."""


def assign(
    session: Session, actor: Actor, edition: EditionRead, stage: Stage, body: AssignmentPlan
) -> AssignmentReport:
    """Hands proposals to jurors until each has as many readings as the stage asks for; ``dry_run`` only shows it."""
    require(actor, "assignments:write")
    check_phase(session, edition, stage)
    candidates = stages.candidates(session, edition, stage.key)
    panel = planning.panel_of(session, edition, stage, candidates)
    check_panel(panel)
    existing = planning.existing_pairs(session, edition.id, stage.key)
    wanted = stage.jurors_per_proposal
    if body.pairs is not None:
        pairs = _checked(body.pairs, candidates, panel, existing)
        plan = planning.by_hand(candidates, panel, wanted, existing, pairs)
    else:
        plan = planning.draw(candidates, panel, wanted, existing, body.seed)
    if not body.dry_run:
        hand_out(session, actor, edition, stage.key, plan)
    return report(plan, candidates, panel, dry_run=body.dry_run)


def check_panel(panel: Sequence[PanelMember]) -> None:
    """``Conflict`` where nobody is there to read."""
    if all(member.has_left for member in panel):
        raise Conflict("empty-panel")


def report(plan: Plan, candidates: Sequence[str], panel: Sequence[PanelMember], *, dry_run: bool) -> AssignmentReport:
    """What a plan comes to."""
    active = sum(not member.has_left for member in panel)
    return AssignmentReport(
        dry_run=dry_run, created=len(plan.pairs), proposals=len(candidates), jurors=active, loads=plan.loads,
        short=[one.proposal_id for one in plan.shortages], shortages=plan.shortages, matches=plan.matches,
        broken=plan.broken, is_connected=plan.is_connected,
    )  # fmt: skip


def check_phase(session: Session, edition: EditionRead, stage: Stage) -> None:
    """``Conflict`` where nothing can be handed out in the stage now."""
    if is_vote(stage):
        raise Conflict("by-vote")
    if edition.status != EditionStatus.judging:
        raise Conflict("wrong-phase", status=edition.status)
    check_open(session, edition.id, stage.key)
    before = stages.previous_stage(edition, stage.key)
    if before is not None and stages.publication(session, edition.id, before) is None:
        raise Conflict("previous-stage-open", stage=before)


def _checked(pairs: list[Pair], candidates: Sequence[str], panel: list[PanelMember], existing: Pairs) -> Pairs:
    """The pairs asked for, checked one by one; pairs that exist already are left out."""
    members = {member.juror_id: member for member in panel}
    loads, taking_part = Counter(juror for juror, _ in existing), set(candidates)
    wanted: Pairs = []
    for place, pair in enumerate(pairs):
        if (pair.juror_id, pair.proposal_id) in {*existing, *wanted}:
            continue
        _check_pair(f"pairs.{place}", pair, members.get(pair.juror_id), taking_part, loads)
        wanted.append((pair.juror_id, pair.proposal_id))
        loads[pair.juror_id] += 1
    return wanted


def _check_pair(field: str, pair: Pair, member: PanelMember | None, taking_part: set[str], loads: Counter[str]) -> None:
    if member is None or member.has_left:
        raise invalid(f"{field}.juror_id", "not_on_panel")
    if pair.proposal_id not in taking_part:
        raise invalid(f"{field}.proposal_id", "not_advancing")
    if kind := member.barred.get(pair.proposal_id):
        raise invalid(f"{field}.juror_id", BAR_CODE.get(kind, f"conflict_{kind}"))
    if member.max_load is not None and loads[pair.juror_id] >= member.max_load:
        raise invalid(f"{field}.juror_id", "full")


def hand_out(session: Session, actor: Actor, edition: EditionRead, stage: str, plan: Plan) -> None:
    """Makes the sheets of a plan; proposals that waited for their first reader are in judging from now on."""
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
    take_back(session, assignment, evaluation)


def take_back(session: Session, assignment: Assignment, evaluation: Evaluation) -> None:
    """Deletes a sheet with what hangs on it, which the log keeps; 409 for a signed one."""
    if evaluation.signed_at is not None:
        raise Conflict("sheet-signed")
    for model in (NoteRelease, Reopening):  # of a sheet that was signed, and opened again since
        for row in session.exec(select(model).where(col(model.assignment_id) == assignment.id)):
            session.delete(row)
    sheet_times.forget(session, assignment.id)
    session.delete(evaluation)
    session.flush()
    session.delete(assignment)
    session.flush()
