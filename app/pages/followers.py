"""Following an innovation by e-mail: asking for the letter, confirming by its link, leaving by the link of any letter.

Opening a link changes nothing: mail scanners open links too. The button does, and so does the one click of a mail
program (RFC 8058), which posts to the same address.
"""

from fastapi import APIRouter, Request, Response

from app.api import followers as api
from app.database import ReadSession
from app.errors import DomainError
from app.http.citizen_pace import Following
from app.http.csrf import FromOurSite
from app.http.form_stamp import check_trap
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of
from app.http.problems import Problem, problem_of
from app.http.rate_limits import ByAddress
from app.http.render import page
from app.http.sessions import Reading, Writing
from app.models.follower import FollowerCreate
from app.models.innovation import InnovationRead
from app.pages.questions_asking import PRIVATE, Shown, check_ours
from app.pages.route import PageRoute
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
BY_LINK = PRIVATE | {"Referrer-Policy": "no-referrer"}
"""Of pages that a letter's link opens: nobody else learns it by where the reader came from."""


@router.get("/innovations/{innovation_id}/followers/new")
def new(request: Request, innovation: Shown) -> Response:
    """The form by itself."""
    check_ours(innovation)
    return _form(request, innovation, "", None)


@router.post("/innovations/{innovation_id}/followers", dependencies=[FromOurSite, ByAddress])
def follow(request: Request, innovation: Shown, form: Form, session: Writing, pace: Following) -> Response:
    """Asks for the letter; says the same whether the address follows already or not."""
    email = text_of(form, "email").strip()
    with refused_as(request, lambda problem: _form(request, innovation, email, problem)):
        check_trap(form)
        body = parse(FollowerCreate, {"email": email})
        api.follow_innovation(innovation_id=innovation.id, body=body, session=session, pace=pace)
    context = {"innovation": innovation, "email": body.email, "by_mail": bool(settings().smtp_host)}
    return page(request, "followers/asked.html", context, headers=PRIVATE)


def _form(request: Request, innovation: InnovationRead, email: str, problem: Problem | None) -> Response:
    context = {"innovation": innovation, "email": email, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "followers/new.html", context, headers=PRIVATE)


@router.get("/followers/confirmation")
def confirmation_form(request: Request, session: Reading, link: str = "") -> Response:
    """Asks whether to follow."""
    return _link_page(request, session, link, leaves=False)


@router.post("/followers/confirmation", dependencies=[ByAddress])
def confirm(request: Request, form: Form, reading: Reading, session: Writing) -> Response:
    """Makes somebody a follower."""
    link = text_of(form, "link")
    with refused_as(request, lambda _problem: _link_page(request, reading, link, leaves=False)):
        follower = api.confirm_follower(token=link, session=session)
    return page(request, "followers/done.html", {"is_asker": False, "follower": follower}, headers=BY_LINK)


@router.get("/followers/removal")
def removal_form(request: Request, session: Reading, link: str = "") -> Response:
    """Asks whether to leave."""
    return _link_page(request, session, link, leaves=True)


@router.post("/followers/removal", dependencies=[ByAddress])
def remove(request: Request, form: Form, reading: Reading, session: Writing, link: str = "") -> Response:
    """Takes the address away, by the button or by the one click of a mail program, which sends the link alone."""
    token = text_of(form, "link") or link
    with refused_as(request, lambda _problem: _link_page(request, reading, token, leaves=True)):
        api.remove_follower(token=token, session=session)
    return page(request, "followers/done.html", {"is_asker": False, "follower": None}, headers=BY_LINK)


def _link_page(request: Request, session: ReadSession, link: str, *, leaves: bool) -> Response:
    try:
        follower = api.of_link(session, link, leaves=leaves)
    except DomainError as error:
        context = {"problem": problem_of(error, request.url.path), "leaves": leaves}
        return page(request, "followers/unusable.html", context, status=error.status, headers=BY_LINK)
    return page(request, "followers/link.html", {"follower": follower, "link": link, "leaves": leaves}, headers=BY_LINK)
