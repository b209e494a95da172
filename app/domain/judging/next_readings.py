"""The next readings: planned where they decide most who goes on, and handed out like any other."""

from collections import Counter

from sqlmodel import Session

from app.domain.judging import assigning, planning
from app.domain.judging.planning import Pairs, PanelMember
from app.domain.permits import require
from app.errors import Conflict
from app.models.edition import EditionRead, Stage
from app.models.evaluation import Pair
from app.models.next_readings import NextReadingsPlan, NextReadingsReport, PlannedReading
from app.queries import cutoffs, rankings, stages
from app.queries.cutoffs import Cutoff
from app.rules.permissions import Actor


def plan(
    session: Session, actor: Actor, edition: EditionRead, stage: Stage, body: NextReadingsPlan
) -> NextReadingsReport:
    """Plans *budget* readings around the cut, and hands them out unless ``dry_run``; what is there already stays.

    Only signed sheets tell where the cut is. Sheets still to be signed count as readings to come, so doing it twice
    hands out nothing more. 409 where nothing is signed yet, or everybody goes on.
    """
    require(actor, "assignments:write")
    assigning.check_phase(session, edition, stage)
    candidates = stages.candidates(session, edition, stage.key)
    panel = planning.panel_of(session, edition, stage, candidates)
    assigning.check_panel(panel)
    existing = planning.existing_pairs(session, edition.id, stage.key)
    cutoff = _cutoff(session, edition, stage, existing)
    room = _room(panel, cutoff, existing)
    wanted = cutoff.wanted(body.budget, body.later, room)
    held = Counter(proposal for _, proposal in existing)
    goal = {id_: held[id_] + max(wanted.get(id_, 0) - cutoff.waiting[id_], 0) for id_ in candidates}
    found = planning.draw(candidates, panel, goal, existing, body.seed)
    if not body.dry_run:
        assigning.hand_out(session, actor, edition, stage.key, found)
    added = Counter(proposal for _, proposal in found.pairs)
    coming = {id_: cutoff.waiting[id_] + added[id_] for id_ in cutoff.proposals}
    return NextReadingsReport(
        dry_run=body.dry_run, places=cutoff.places, zone=cutoff.zone, waiting=sum(cutoff.waiting.values()),
        unread=cutoff.unread, below=sum(held[id_] < stage.jurors_per_proposal for id_ in candidates),
        wrong_now=cutoff.wrong({}), wrong_then=cutoff.wrong(coming), budgets=cutoff.budgets(body.later, room),
        items=_items(session, cutoff, wanted, added),
        pairs=[Pair(juror_id=juror, proposal_id=proposal) for juror, proposal in found.pairs],
        assignment=assigning.report(found, candidates, panel, dry_run=body.dry_run),
    )  # fmt: skip


def _cutoff(session: Session, edition: EditionRead, stage: Stage, existing: Pairs) -> Cutoff:
    """Where the cut is, or why there is none."""
    read, line = rankings.line(session, edition, stage)
    if line.has_room_for(len(read.taking_part)):
        raise Conflict("no-cut")
    if not read.rows:
        raise Conflict("nothing-signed")
    return cutoffs.of(read, line, existing)


def _room(panel: list[PanelMember], cutoff: Cutoff, existing: Pairs) -> dict[str, int]:
    """How many sheets of each proposal may be under way: those that are, and who may still read it."""
    held = set(existing)
    open_to = [member for member in panel if not member.has_left]
    return {
        id_: cutoff.waiting[id_]
        + sum(id_ not in member.barred and (member.juror_id, id_) not in held for member in open_to)
        for id_ in cutoff.proposals
    }


def _items(session: Session, cutoff: Cutoff, wanted: dict[str, int], added: Counter[str]) -> list[PlannedReading]:
    """The proposals whose place is open, and those that the plan chose beside them, best first."""
    shown = [line for line in cutoff.lines if line.is_open or wanted.get(line.proposal_id)]
    named = cutoffs.titles(session, [line.proposal_id for line in shown])
    return [
        PlannedReading(
            proposal_id=line.proposal_id, number=named[line.proposal_id][0], title=named[line.proposal_id][1],
            rank=line.rank, is_ahead=line.is_ahead, probability_top=line.probability_top, is_open=line.is_open,
            signed=line.signed,
            waiting=cutoff.waiting[line.proposal_id], wanted=wanted.get(line.proposal_id, 0),
            added=added[line.proposal_id],
        )
        for line in shown
    ]  # fmt: skip
