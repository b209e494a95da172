"""What assessments have for somebody's home: what the unit still writes, and what waits to be verified."""

from fastapi import Request, Response

from app.api import assessments as api
from app.database import ReadSession
from app.models.assessment import AssessmentFilters, AssessmentStatus, AssessmentSummary, Step
from app.queries.assessments import waiting
from app.queries.assessments.visibility import VERIFY, WRITE
from app.queries.assessments.waiting import Waiting
from app.rules.assessing import is_writable
from app.rules.permissions import Actor, may_everywhere, may_somewhere

MOST = 5


def to_assess(request: Request, session: ReadSession, actor: Actor) -> list[AssessmentSummary]:
    """The assessments that the actor's units have not sent in."""
    if not may_somewhere(actor, WRITE):
        return []
    query = AssessmentFilters(is_own=True, status=AssessmentStatus.assessing, limit=MOST)
    found = api.list_assessments(query=query, session=session, actor=actor, request=request, response=Response())
    return [one for one in found.items
            if is_writable(Step.answer, one.round_status, one.status, is_reopened=one.is_reopened)]  # fmt: skip


def to_verify(session: ReadSession, actor: Actor) -> list[Waiting]:
    """The indicators of the actor's own units with values that nobody has verified."""
    if not may_somewhere(actor, VERIFY) or may_everywhere(actor, VERIFY):
        return []
    return waiting.of_owner(session, actor)
