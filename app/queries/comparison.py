"""A sheet beside the others that the same juror has marks on in the stage."""

from collections.abc import Sequence
from statistics import fmean

from sqlmodel import Session, col, select

from app.models import Assignment, Evaluation, Proposal
from app.models.desk import ComparedCriterion, ComparedSheet, ComparisonRead
from app.models.edition import Stage
from app.models.evaluation import EvaluationRead
from app.queries import editions, evaluations
from app.rules import rubric
from app.rules.permissions import Actor


def of_sheet(session: Session, actor: Actor, assignment_id: str) -> ComparisonRead:
    """The comparison of a sheet that the actor may read; drafts count as soon as they have a mark."""
    sheet = evaluations.sheet(session, actor, assignment_id)
    return beside(session, sheet, editions.stage_of(editions.configuration(session, sheet.edition_id), sheet.stage))


def beside(session: Session, sheet: EvaluationRead, stage: Stage) -> ComparisonRead:
    """The same of a sheet that was read already, as *sheet* has it now: a save that is not committed counts."""
    others = _others(session, sheet, stage)
    totals = [one.total for one in others if one.total is not None]
    return ComparisonRead(
        assignment_id=sheet.assignment_id, edition_id=sheet.edition_id, stage=sheet.stage, total=sheet.total,
        mean=fmean(totals) if totals else None, place=_place(sheet.total, others),
        of=len(totals) + (sheet.total is not None), sheets=others,
        criteria=[_criterion(leaf.key, sheet, others) for leaf in rubric.leaves(stage.rubric)],
    )  # fmt: skip


def _place(total: float | None, others: Sequence[ComparedSheet]) -> int | None:
    """From the top: 1 is the highest, equal totals share it; None where there is no total yet."""
    return None if total is None else 1 + sum(one.total is not None and one.total > total for one in others)


def _others(session: Session, sheet: EvaluationRead, stage: Stage) -> list[ComparedSheet]:
    rows = session.execute(
        select(Assignment.id, Proposal.id, Proposal.number, Proposal.title, Evaluation.scores, Evaluation.signed_at)  # type: ignore[call-overload]
        .join(Evaluation, Evaluation.assignment_id == Assignment.id)
        .join(Proposal, Proposal.id == Assignment.proposal_id)
        .where(Assignment.juror_id == sheet.juror_id, Assignment.id != sheet.assignment_id)
        .where(Assignment.edition_id == sheet.edition_id, Assignment.stage == sheet.stage)
        .order_by(col(Proposal.sequence), col(Assignment.id))
    ).all()
    found = [
        ComparedSheet(assignment_id=id_, proposal_id=proposal_id, proposal_number=number, proposal_title=title,
                      scores=scores, total=rubric.total(stage.rubric, scores), is_signed=signed_at is not None)
        for id_, proposal_id, number, title, scores, signed_at in rows if scores
    ]  # fmt: skip
    return sorted(found, key=lambda one: (one.total is None, -(one.total or 0)))


def _criterion(key: str, sheet: EvaluationRead, others: Sequence[ComparedSheet]) -> ComparedCriterion:
    marks = [one.scores[key] for one in others if key in one.scores]
    return ComparedCriterion(
        criterion=key, score=sheet.scores.get(key), count=len(marks), mean=fmean(marks) if marks else None,
        low=min(marks, default=None), high=max(marks, default=None),
    )  # fmt: skip
