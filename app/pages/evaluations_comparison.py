"""A sheet beside the juror's other ones: what the sheet itself shows of it, and the whole table."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import editions as editions_api
from app.api import evaluations as api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.http.actor import Known
from app.http.render import page
from app.http.sessions import Reading
from app.models.desk import ComparedCriterion, ComparisonRead
from app.models.edition import Stage
from app.models.evaluation import EvaluationRead
from app.pages.route import PageRoute
from app.queries import comparison
from app.queries.editions import stage_of
from app.rules import rubric

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@dataclass(frozen=True)
class Beside:
    """The juror's other sheets of the stage: their mean, where this one's total stands, and each leaf's marks."""

    mean: float | None
    place: int | None
    of: int
    count: int
    leaves: dict[str, ComparedCriterion]


def compared(session: ReadSession, sheet: EvaluationRead, stage: Stage) -> Beside:
    """The comparison with the sheet as it is now: a save that *session* does not see yet counts."""
    found = comparison.beside(session, sheet, stage)
    return Beside(found.mean, found.place, found.of, len(found.sheets), {one.criterion: one for one in found.criteria})


@router.get("/evaluations/{assignment_id}/comparison")
def show(
    request: Request, sheet: Annotated[EvaluationRead, Depends(api.read_evaluation)],
    found: Annotated[ComparisonRead, Depends(api.compare_evaluation)], session: Reading, actor: Known,
) -> Response:  # fmt: skip
    """Every sheet of the juror in the stage with its marks, the highest total first, this one among them."""
    edition = editions_api.read_edition(edition_id=sheet.edition_id, session=session, actor=actor, response=Response())
    proposal = proposals_api.read_proposal(
        proposal_id=sheet.proposal_id, session=session, actor=actor, response=Response()
    )
    stage = stage_of(edition, sheet.stage)
    context = {
        "sheet": sheet, "found": found, "stage": stage, "proposal": proposal, "leaves": rubric.leaves(stage.rubric),
        "above": (found.place - 1) if found.place is not None else len(found.sheets),
        "is_own": sheet.juror_id == actor.id,
    }  # fmt: skip
    return page(request, "evaluations/comparison.html", context)
