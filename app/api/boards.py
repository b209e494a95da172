"""Figures of an exhibition: the live board for all, the statistics for those who prepare it."""

from fastapi import APIRouter, Request, Response

from app.clock import now
from app.http.actor import Known, Visitor
from app.http.listing import rows_as_csv, wants_csv
from app.http.public import body_etag
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.models.base import Id
from app.models.board import BoardRead, BoothFigures, StatisticsRead
from app.queries import boards
from app.queries.reach import require_somewhere

router = APIRouter(tags=["exhibitions"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/exhibitions/{exhibition_id}/board")
def read_board(exhibition_id: Id, session: Reading, actor: Visitor, response: Response) -> BoardRead:
    """The live board: totals, what is most useful and most visited, what is on, new ideas.

    Ask as often as you like with `If-None-Match`: as long as nothing is new the answer is 304. The sums of proposals
    are secret until their stage is published.
    """
    board = boards.board(session, actor, exhibition_id, now())
    response.headers["ETag"] = body_etag(board.model_dump_json().encode())
    response.headers["Cache-Control"] = "private, no-cache"
    return board


@router.get("/exhibitions/{exhibition_id}/statistics")
@router.get("/exhibitions/{exhibition_id}/statistics.csv", include_in_schema=False)
def read_statistics(exhibition_id: Id, session: Reading, actor: Known, request: Request) -> StatisticsRead:
    """Visits and votes booth by booth and hour by hour (organiser, secretariat, auditor); as CSV the booths."""
    require_somewhere(actor, "exhibitions:read")
    found = boards.statistics(session, actor, exhibition_id)
    if wants_csv(request):
        return rows_as_csv("statistics.csv", BoothFigures, found.booths)  # type: ignore[return-value]
    return found
