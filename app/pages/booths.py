"""Pages of booths: what a phone shows that read the QR, the form of a booth, and the signs with the QR to print."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import ballots as ballots_api
from app.api import booths as api
from app.api import exhibitions as exhibitions_api
from app.api import innovations as innovations_api
from app.api import visitors as visitors_api
from app.database import ReadSession
from app.errors import FieldError, Invalid, NotFound
from app.http import qr
from app.http.actor import Visitor
from app.http.ballot import hand_on
from app.http.csrf import FromOurSite
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.rate_limits import of_a_crowd
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.http.signs_paper import draw as signs_paper_of
from app.models.base import Id, Page
from app.models.exhibition import BoothCreate, BoothRead, BoothUpdate, ExhibitionRead, ScannedBooth
from app.models.visitor import VisitCreate, VoteCreate
from app.pages.exhibitions import Editor, Shown, takes_votes
from app.pages.route import PageRoute, permitted
from app.pages.unit_codes import code_of, unit_id_of
from app.queries.innovations import InnovationFilters
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Scanned = Annotated[ScannedBooth, Depends(api.read_scanned_booth)]
Booth = Annotated[BoothRead, Depends(api.read_booth)]
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@router.get("/e/{code}")
def scanned(request: Request, found: Scanned, session: Reading, actor: Visitor) -> Response:
    """The booth whose QR was read."""
    return _booth(request, session, actor, found, None)


@router.post("/e/{code}/visits", dependencies=[FromOurSite])
@of_a_crowd
def visit(request: Request, found: Scanned, form: Form, session: Writing, actor: Visitor) -> Response:  # noqa: ARG001
    """Counts the visit; htmx does so as the page is shown, without scripts it is a button."""
    given = Response()
    visitors_api.record_visit(exhibition_id=found.exhibition.id, body=VisitCreate(booth_id=found.booth.id),
                              session=session, _actor=actor, request=request, response=given)  # fmt: skip
    if is_htmx(request):
        return hand_on(given, page(request, "booths/visited.html"))
    return hand_on(given, see_other(request, f"/e/{found.booth.code}"))


@router.post("/e/{code}/votes", dependencies=[FromOurSite])
@of_a_crowd
def vote(request: Request, found: Scanned, form: Form, reading: Reading, session: Writing, actor: Visitor) -> Response:
    """One vote; a second one is told so, kindly."""
    given = Response()
    with refused_as(request, lambda problem: _booth(request, reading, actor, found, problem)):
        body = parse(VoteCreate, {"exhibit_id": text_of(form, "exhibit_id")})
        cast = visitors_api.give_vote(exhibition_id=found.exhibition.id, body=body, session=session, _actor=actor,
                                      request=request, response=given)  # fmt: skip
    answer = hand_on(given, see_other(request, f"/e/{found.booth.code}"))
    title = next((one.title for one in found.booth.exhibits if one.id == body.exhibit_id), found.booth.title)
    if cast.is_new:
        return flash(answer, "success", _("Terima kasih! Suara Anda untuk “%(title)s” tercatat.") % {"title": title})
    said = _("Anda sudah memilih “%(title)s”. Satu suara untuk tiap inovasi, dan suara Anda tetap tercatat.")
    return flash(answer, "info", said % {"title": title})


@router.post("/e/{code}/votes/removal", dependencies=[FromOurSite])
@of_a_crowd
def take_back(
    request: Request, found: Scanned, form: Form, reading: Reading, session: Writing, actor: Visitor
) -> Response:
    """Takes a vote back."""
    answer = see_other(request, f"/e/{found.booth.code}")
    with refused_as(request, lambda problem: _booth(request, reading, actor, found, problem)):
        body = parse(VoteCreate, {"exhibit_id": text_of(form, "exhibit_id")})
        visitors_api.take_back_vote(exhibition_id=found.exhibition.id, exhibit_id=body.exhibit_id, session=session,
                                    _actor=actor, request=request)  # fmt: skip
    return flash(answer, "info", _("Suara Anda ditarik kembali."))


def _booth(
    request: Request, session: ReadSession, actor: Actor, found: ScannedBooth, problem: Problem | None
) -> Response:
    own = visitors_api.read_own_visit(exhibition_id=found.exhibition.id, session=session, actor=actor, request=request)
    context = {"exhibition": found.exhibition, "booth": found.booth, "own": own, "problem": problem,
               "is_open": takes_votes(found.exhibition)}  # fmt: skip
    return page(request, "booths/scanned.html", context, headers={"Cache-Control": "private, no-store"})


@router.get("/exhibitions/{exhibition_id}/signs", dependencies=[permitted("exhibitions:read")])
def signs(
    request: Request, exhibition: Shown, booths: Annotated[Page[BoothRead], Depends(api.list_booths)]
) -> Response:
    """A sheet for each booth, to be printed and hung up: its QR and what to do with it."""
    sheets = [(booth, qr.address(request, f"/e/{booth.code}")) for booth in booths.items]
    context = {"exhibition": exhibition, "sheets": [(booth, url, qr.picture(url)) for booth, url in sheets]}
    return page(request, "booths/signs.html", context)


@router.get("/exhibitions/{exhibition_id}/signs.pdf", dependencies=[permitted("exhibitions:read")])
def signs_paper(
    request: Request, exhibition: Shown, booths: Annotated[Page[BoothRead], Depends(api.list_booths)]
) -> Response:
    """The same as a PDF, A5."""
    if not booths.items:
        raise NotFound
    headers = {"Content-Disposition": 'attachment; filename="lembar-qr.pdf"', "Cache-Control": "private, no-store"}
    return Response(signs_paper_of(request, exhibition, booths.items), 200, headers, "application/pdf")


@router.get("/exhibitions/{exhibition_id}/booths/new")
def new(request: Request, exhibition: Shown, session: Reading, actor: Editor) -> Response:
    """The form for a new booth."""
    return _form(request, session, actor, exhibition, None, {}, None)


@router.post("/exhibitions/{exhibition_id}/booths")
def create(
    request: Request, exhibition: Shown, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Adds a booth."""
    typed = _typed(form)
    with refused_as(request, lambda problem: _form(request, reading, actor, exhibition, None, typed, problem)):
        body = parse(BoothCreate, _body(request, reading, typed))
        api.create_booth(exhibition_id=exhibition.id, body=body, session=session, actor=actor, response=Response())
    return flash(see_other(request, f"/exhibitions/{exhibition.id}"), "success", _("Stan ditambahkan."))


@router.get("/booths/{booth_id}/edit")
def edit(request: Request, booth: Booth, session: Reading, actor: Editor) -> Response:
    """The form of a booth."""
    shown = [f"{one.title} (/innovations/{one.innovation_id})" for one in booth.exhibits if one.innovation_id]
    values = {"label": booth.label, "title": booth.title, "unit": code_of(session, booth.unit_id),
              "innovations": "\n".join(shown),
              "proposal_ids": [one.proposal_id for one in booth.exhibits if one.proposal_id]}  # fmt: skip
    return _form(request, session, actor, _exhibition(session, actor, booth), booth, values, None)


@router.post("/booths/{booth_id}")
def update(request: Request, booth: Booth, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Saves a booth."""
    typed, exhibition = _typed(form), _exhibition(reading, actor, booth)
    with refused_as(request, lambda problem: _form(request, reading, actor, exhibition, booth, typed, problem)):
        body = parse(BoothUpdate, _body(request, reading, typed))
        api.update_booth(booth_id=booth.id, body=body, expected=version_of(form), session=session, actor=actor,
                         response=Response())  # fmt: skip
    return flash(see_other(request, f"/exhibitions/{exhibition.id}"), "success", _("Perubahan disimpan."))


@router.post("/booths/{booth_id}/removal")
def remove(booth_id: Id, request: Request, form: Form, booth: Booth, session: Writing, actor: Editor) -> Response:
    """Takes a booth away."""
    api.delete_booth(booth_id=booth_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, f"/exhibitions/{booth.exhibition_id}"), "success", _("Stan dihapus."))


def _exhibition(session: ReadSession, actor: Actor, booth: BoothRead) -> ExhibitionRead:
    return exhibitions_api.read_exhibition(exhibition_id=booth.exhibition_id, session=session, actor=actor,
                                           response=Response())  # fmt: skip


def _typed(form: FormData) -> dict[str, Any]:
    typed: dict[str, Any] = texts_of(form, "label", "title", "unit", "innovations")
    return typed | {"proposal_ids": [str(one) for one in form.getlist("proposal_ids")]}


def _body(request: Request, session: ReadSession, typed: dict[str, Any]) -> dict[str, Any]:
    return {
        "label": typed["label"], "title": typed["title"], "proposal_ids": typed["proposal_ids"],
        "unit_id": unit_id_of(request, session, typed["unit"], "unit_id"),
        "innovation_ids": _innovation_ids(request, session, typed["innovations"].splitlines()),
    }  # fmt: skip


def _innovation_ids(request: Request, session: ReadSession, lines: list[str]) -> list[str]:
    """The innovation that each line names: by its address in the catalogue, or by its very title."""
    found: list[str] = []
    for line in filter(None, (line.strip() for line in lines)):
        named = _ID.search(line)
        if named:
            found.append(named.group())
            continue
        query = InnovationFilters(q=line[:300], limit=200)
        listed = innovations_api.list_innovations(query=query, session=session, request=request, response=Response())
        fitting = [one.id for one in listed.items if one.title.casefold() == line.casefold()]
        if len(fitting) != 1:
            code = "innovation_ambiguous" if fitting else "innovation_unknown"
            raise Invalid(errors=[FieldError("innovation_ids", code, {"value": line[:80]})])
        found += fitting
    return found


def _form(
    request: Request, session: ReadSession, actor: Actor, exhibition: ExhibitionRead, booth: BoothRead | None,
    values: dict[str, Any], problem: Problem | None,
) -> Response:  # fmt: skip
    choices: list[tuple[str, str, str]] = []
    if exhibition.edition_id and exhibition.stage:
        ballot = ballots_api.read_ballot(edition_id=exhibition.edition_id, stage=exhibition.stage, session=session,
                                         actor=actor, request=request)  # fmt: skip
        choices = [(one.proposal_id, one.title, one.unit) for one in ballot.choices]
    errors = errors_by_field(problem)
    for name in ("innovation_ids", "proposal_ids"):
        nested = next((text for field, text in errors.items() if field.startswith(name)), None)
        errors |= {name: nested} if nested else {}
    context = {"exhibition": exhibition, "booth": booth, "values": values, "problem": problem, "errors": errors,
               "choices": choices}  # fmt: skip
    return page(request, "booths/form.html", context)
