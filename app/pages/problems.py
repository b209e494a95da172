"""What each kind of error means: the address in the ``type`` of problem+json leads here."""

from fastapi import APIRouter, Request, Response

from app.errors import NotFound
from app.http.locale import _
from app.http.messages import PROBLEMS
from app.http.render import page
from app.pages.route import PageRoute

router = APIRouter(include_in_schema=False, route_class=PageRoute)


@router.get("/problems")
def index(request: Request) -> Response:
    """Every kind of error."""
    problems = [(code, _(title), _plain(_(detail))) for code, (title, detail) in sorted(PROBLEMS.items())]
    return page(request, "problems/index.html", {"problems": problems})


@router.get("/problems/{code}")
def show(request: Request, code: str) -> Response:
    """One kind of error: what it means and what to do."""
    if code not in PROBLEMS:
        raise NotFound
    title, detail = PROBLEMS[code]
    return page(request, "problems/show.html", {"code": code, "title": _(title), "detail": _plain(_(detail))})


def _plain(text: str) -> str:
    """The explanation with the values that an error fills in shown as dots."""
    pieces = text.split("%(")
    return pieces[0] + "".join("…" + piece.partition(")s")[2] for piece in pieces[1:])
