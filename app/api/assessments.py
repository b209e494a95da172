"""Assessments: what units say of themselves, what owners verify, what the panel decides, the result."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from app.domain.assessments import states, values
from app.http import raport_paper
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import listing
from app.http.public import Public
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.assessment import (
    AssessmentFilters,
    AssessmentRead,
    AssessmentSummary,
    FactPut,
    ReopeningPut,
    ValuePut,
    VerificationPut,
)
from app.models.assessment_work import LiftRead, VerificationRow
from app.models.base import Id, Key, Page
from app.queries.assessments import follow_ups, lists, one
from app.queries.assessments.rounds import values_of_item

router = APIRouter(tags=["assessments"], prefix="/api/v1", route_class=ResourceRoute)
_ONE, PDF = "/assessments/{assessment_id}", "application/pdf"
Item = Annotated[Key, Path(description="Key of an indicator of the instrument")]
Letter = Annotated[str, Path(max_length=10, description="Letter of a predicate")]


@router.get("/assessments", dependencies=[Public])
@router.get("/assessments.csv", dependencies=[Public], include_in_schema=False)
def list_assessments(
    query: Annotated[AssessmentFilters, query_of(AssessmentFilters)], session: Reading, actor: Visitor,
    request: Request, response: Response,
) -> Page[AssessmentSummary]:  # fmt: skip
    """Assessments, newest year first: of one's own units, and results that were published."""
    return listing(request, response, session, query, lambda s, q: lists.list_(s, actor, q))  # type: ignore[return-value]


@router.get(_ONE, dependencies=[Public])
def read_assessment(assessment_id: Id, session: Reading, actor: Visitor, response: Response) -> AssessmentRead:
    """One assessment: every item with its values and points, total, predicate, thresholds and what is missing.

    `is_final` says whether the figures are final or provisional (sementara), `changed_at` when they last changed.
    """
    found = one.read(session, actor, assessment_id)
    tag(response, found.version)
    return found


@router.put(f"{_ONE}/answers/{{item}}")
def save_answer(
    assessment_id: Id, item: Item, body: ValuePut, expected: IfMatch, session: Writing, actor: Known,
) -> AssessmentRead:  # fmt: skip
    """What the unit says of itself. `If-Match` has the version of this value, `"0"` where there is none yet."""
    row = values.answer(session, actor, assessment_id, item, body, expected)
    return one.read(session, actor, row.id)


@router.put(f"{_ONE}/verifications/{{item}}")
def verify_answer(
    assessment_id: Id, item: Item, body: VerificationPut, expected: IfMatch, session: Writing, actor: Known,
) -> VerificationRow:  # fmt: skip
    """The owner of the indicator confirms what the unit says, or corrects it, with a note and a recommendation.

    Confirmed is what was read (`seen_until`), and only what was sent in. Nobody verifies a unit of its own or below it:
    those are the organiser's. A value that the unit changes later is marked (`is_answer_newer`); until the owner looks
    again, the verified one counts.
    """
    row = values.verify(session, actor, assessment_id, item, body, expected)
    found = values_of_item(session, actor, row.round_id, item)
    return next(each for each in found if each.assessment_id == row.id)


@router.put(f"{_ONE}/panel/{{item}}")
def decide_value(
    assessment_id: Id, item: Item, body: ValuePut, expected: IfMatch, session: Writing, actor: Known,
) -> AssessmentRead:  # fmt: skip
    """What the panel decides, with its reason in `note` (organiser); it counts before all other values."""
    row = values.decide(session, actor, assessment_id, item, body, expected)
    return one.read(session, actor, row.id)


@router.put(f"{_ONE}/facts/{{fact}}")
def set_fact(
    assessment_id: Id, fact: Annotated[Key, Path(description="Key of a fact of the instrument")], body: FactPut,
    expected: IfMatch, session: Writing, actor: Known,
) -> AssessmentRead:  # fmt: skip
    """What is known of a gate, for instance the auditors' opinion (organiser)."""
    row = values.put_fact(session, actor, assessment_id, fact, body, expected)
    return one.read(session, actor, row.id)


@router.put(f"{_ONE}/submission")
def submit_assessment(
    assessment_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> AssessmentRead:
    """Sends it in; what is not answered counts 0, and the unit changes nothing any more."""
    row = states.submit(session, actor, assessment_id, expected)
    tag(response, row.version)
    return one.read(session, actor, row.id)


@router.put(f"{_ONE}/finalisation")
def finalise_assessment(
    assessment_id: Id, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> AssessmentRead:
    """Makes the result final (organiser); recommendations become follow-ups, and it feeds other instruments."""
    row = states.finalise(session, actor, assessment_id, expected)
    tag(response, row.version)
    return one.read(session, actor, row.id)


@router.put(f"{_ONE}/reopening")
def reopen_assessment(
    assessment_id: Id, body: ReopeningPut, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> AssessmentRead:
    """Opens it again with a reason, for the panel or for the unit (organiser); without `to` one step back."""
    row = states.reopen(session, actor, assessment_id, body, expected)
    tag(response, row.version)
    return one.read(session, actor, row.id)


@router.get(f"{_ONE}/lifts/{{letter}}", dependencies=[Public])
def read_lift(assessment_id: Id, letter: Letter, session: Reading, actor: Visitor) -> LiftRead:
    """The fewest indicators that lift the result to this letter or a better one."""
    return one.lift(session, actor, assessment_id, letter)


@router.get(f"{_ONE}/raport.pdf", response_class=Response,
            responses={200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}})  # fmt: skip
def read_raport(assessment_id: Id, session: Reading, actor: Visitor, request: Request) -> Response:
    """The raport as an accessible PDF (PDF/UA)."""
    found = one.read(session, actor, assessment_id)
    paper = raport_paper.draw(found, follow_ups.of_assessment(session, actor, assessment_id), str(request.base_url))
    headers = {"Content-Disposition": f'inline; filename="{raport_paper.file_name(found)}"',
               "Cache-Control": "private, no-cache"}  # fmt: skip
    return Response(paper, 200, headers, PDF)
