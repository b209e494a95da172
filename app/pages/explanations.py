"""Why a proposal has the result it has, for its people once the stage is published."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import explanations as api
from app.http.actor import Known
from app.http.explaining import Step, steps_of
from app.http.explanation_paper import MOST_BESIDE
from app.http.render import page
from app.models.explanation import ExplanationRead
from app.pages.pictures import Scale, scale_of
from app.pages.route import PageRoute
from app.rules.permissions import may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Explained = Annotated[ExplanationRead, Depends(api.read_explanation)]
STEP, NARROWEST = 10, 30.0
"""The scale of marks begins and ends at tens, and is so many points wide at least."""


@dataclass(frozen=True)
class Walk:
    """The way from the raw mean to the calibrated score; the scale shows where it goes, not from zero."""

    steps: Sequence[Step]
    scale: Scale


@router.get("/proposals/{proposal_id}/explanations/{stage}")
def show(request: Request, explanation: Explained, actor: Known) -> Response:
    """The explanation with its pictures; the same as data and as a PDF beside it."""
    context = {
        "one": explanation, "walk": _walk(explanation), "marks_scale": _marks(explanation), "most_beside": MOST_BESIDE,
        "told": {part.part: part for part in explanation.told},
        "has_notes": any(reading.notes or reading.recommendation for reading in explanation.readings),
        "may_release": may_everywhere(actor, "publication:write"),
    }  # fmt: skip
    return page(request, "rankings/of_proposal.html", context)


def _marks(one: ExplanationRead) -> Scale:
    """From the ten below the lowest that is drawn to the ten above the highest."""
    drawn = [value for row in one.criteria
             for value in (row.mean, *((row.field.low, row.field.high) if row.field else ()))]  # fmt: skip
    low = STEP * math.floor(min(drawn, default=0) / STEP)
    high = STEP * math.ceil(max(drawn, default=100) / STEP)
    return Scale(float(max(min(low, high - NARROWEST), 0)), float(max(high, low + NARROWEST)))


def _walk(one: ExplanationRead) -> Walk | None:
    """None where the mean is official, or the steps are not known."""
    if one.steps is None:
        return None
    steps = [step for step in steps_of(one.steps) if step.points or step.name == "mean"]
    return Walk(steps, scale_of([step.end for step in steps]))
