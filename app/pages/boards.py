"""The live board for a big screen, and the statistics for the organiser."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from app.api import boards as api
from app.clock import WIB, now
from app.http.render import is_htmx, page
from app.models.board import BoardRead, StatisticsRead
from app.models.exhibition import ExhibitionStatus
from app.pages.exhibitions import Shown
from app.pages.route import PageRoute

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/exhibitions/{exhibition_id}/board")
def board(request: Request, board: Annotated[BoardRead, Depends(api.read_board)]) -> Response:
    """The board; htmx asks for its figures alone, every five seconds, and hears 304 where nothing is new."""
    at, window = now(), board.vote_window
    is_open = board.exhibition.status == ExhibitionStatus.published and window.opens_at <= at < window.closes_at
    context = {
        "board": board, "is_open": is_open, "will_open": at < window.opens_at,
        "most": max((one.votes or 0 for one in board.useful), default=0),
        "busiest": max((one.visits for one in board.visited), default=0),
        "on_now": [item for item in board.programme if item.starts_at <= at],
        "next_up": [item for item in board.programme if item.starts_at > at and _day(item.starts_at) == _day(at)],
    }  # fmt: skip
    template = "boards/figures.html" if is_htmx(request) else "boards/show.html"
    return page(request, template, context, headers={"Cache-Control": "private, no-cache"})


def _day(moment: datetime) -> date:
    return moment.astimezone(WIB).date()


@router.get("/exhibitions/{exhibition_id}/statistics")
def statistics(
    request: Request, exhibition: Shown, found: Annotated[StatisticsRead, Depends(api.read_statistics)]
) -> Response:
    """Visits and votes by booth, by innovation and by hour."""
    context = {
        "exhibition": exhibition, "found": found,
        "most_visits": max((one.visits for one in found.booths), default=0) or 1,
        "most_votes": max((one.votes or 0 for one in found.exhibits), default=0) or 1,
        "busiest": max((one.visits + one.votes for one in found.hours), default=0) or 1,
        "hours": [(one.hour.astimezone(WIB), one) for one in found.hours],
    }  # fmt: skip
    return page(request, "boards/statistics.html", context)
