"""The juror's desk: the own sheets of a stage, how many are left, and the one to go on with."""

from typing import Annotated, Any

from fastapi import APIRouter, Request, Response

from app.api import assignments as api
from app.api import discussions as discussions_api
from app.api.editions import read_edition
from app.database import ReadSession
from app.http.actor import Known
from app.http.query import query_of
from app.http.render import page
from app.http.sessions import Reading
from app.models.base import Page
from app.models.discussion import DiscussionFilters, DiscussionSummary
from app.models.edition import EditionRead, EditionSummary
from app.models.evaluation import AssignmentRead
from app.pages import (
    assignments_departure,
    assignments_member,
    assignments_next,
    assignments_panel,
    assignments_plan,
    assignments_reminders,
    assignments_room,
)
from app.pages.current import all_editions, time_left
from app.pages.route import PageRoute, first_url, page_url
from app.queries import progress, sheet_times
from app.queries.evaluations import MyAssignmentFilters
from app.queries.progress import StageProgress
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
for _part in (
    assignments_room,
    assignments_panel,
    assignments_plan,
    assignments_next,
    assignments_departure,
    assignments_member,
    assignments_reminders,
):
    router.include_router(_part.router)


@router.get("/assignments")
def index(
    request: Request, query: Annotated[MyAssignmentFilters, query_of(MyAssignmentFilters)], session: Reading,
    actor: Known,
) -> Response:  # fmt: skip
    """The desk of whoever asks: the stage named, else the first with work left, else the last."""
    require_somewhere(actor, "assignments:read")
    counts = progress.of_juror(session, actor)
    editions = [e for e in all_editions(request, session, actor) if any(c.edition_id == e.id for c in counts)]
    edition = _edition(session, actor, query.edition_id or _first(counts, editions))
    held = _of_edition(counts, edition)
    shown = _chosen(held, query.stage)
    context: dict[str, Any] = {
        "editions": editions,
        "edition": edition,
        "held": held,
        "shown": shown,
        "talks": _talks(request, session, actor, edition),
    }
    if edition is not None and shown is not None:
        sheets = _sheets(request, session, actor, query, shown)
        stage = next(one for one in edition.stages if one.key == shown.stage)
        context |= {"stage": stage, "sheets": sheets, "query": query, "left": time_left(stage.ends_at),
                    "following": _following(session, actor, sheets.items),
                    "pace": _pace(session, actor, shown),
                    "sort": request.query_params.get("sort", "status"),
                    "is_published": stage.key in edition.published_stages,
                    "next_url": page_url(request, sheets.next), "first_url": first_url(request)}  # fmt: skip
    return page(request, "assignments/index.html", context)


def _first(counts: list[StageProgress], editions: list[EditionSummary]) -> str | None:
    """The newest edition with sheets that are not signed, else the newest with sheets."""
    waiting = {one.edition_id for one in counts if one.signed < one.total}
    newest_first = sorted(editions, key=lambda edition: (edition.id not in waiting, -edition.year))
    return newest_first[0].id if newest_first else None


def _edition(session: ReadSession, actor: Actor, edition_id: str | None) -> EditionRead | None:
    if edition_id is None:
        return None
    return read_edition(edition_id=edition_id, session=session, actor=actor, response=Response())


def _of_edition(counts: list[StageProgress], edition: EditionRead | None) -> list[tuple[str, StageProgress]]:
    """The stages of the edition in which the juror has sheets, in order: name, counts."""
    found = {one.stage: one for one in counts if edition is not None and one.edition_id == edition.id}
    return [(stage.name, found[stage.key]) for stage in (edition.stages if edition else []) if stage.key in found]


def _talks(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead | None
) -> list[DiscussionSummary]:
    """The open discussions of the edition that the juror takes part in."""
    if edition is None or not may_somewhere(actor, "discussions:read"):
        return []
    query = DiscussionFilters(edition_id=edition.id, is_open=True)
    found = discussions_api.list_discussions(query=query, session=session, actor=actor, request=request,
                                             response=Response())  # fmt: skip
    return [one for one in found.items if one.stage not in edition.published_stages]


def _chosen(held: list[tuple[str, StageProgress]], key: str | None) -> StageProgress | None:
    """The stage asked for, else the first with work left, else the last."""
    stages = [one for _name, one in held]
    named = [one for one in stages if one.stage == key]
    waiting = [one for one in stages if one.signed < one.total]
    return next(iter([*named, *waiting, *reversed(stages)]), None)


def _sheets(
    request: Request, session: ReadSession, actor: Actor, query: MyAssignmentFilters, shown: StageProgress
) -> Page[AssignmentRead]:
    own = {"juror_id": actor.id, "edition_id": shown.edition_id, "stage": shown.stage}
    if "sort" not in request.query_params:
        own["sort"] = "status"  # what is left to do comes first
    return api.list_my_assignments(query=query.model_copy(update=own), session=session, actor=actor, request=request,
                                   response=Response())  # fmt: skip


def _pace(session: ReadSession, actor: Actor, shown: StageProgress) -> sheet_times.Pace | None:
    juror_id = actor.id or ""
    return sheet_times.by_juror(session, shown.edition_id, shown.stage, juror_id).get(juror_id)


def _following(session: ReadSession, actor: Actor, sheets: list[AssignmentRead]) -> AssignmentRead | None:
    """The sheet to go on with, where it is among those shown; else the first of them that is not signed."""
    wanted = progress.where_i_was(session, actor)
    waiting = [sheet for sheet in sheets if sheet.status != "signed"]
    return min(waiting, key=lambda sheet: (sheet.id != wanted, sheet.status != "draft"), default=None)
