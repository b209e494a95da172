"""Units that take part in proposals: the own list, the section on a proposal's page, and its forms."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import collaborations as api
from app.api import proposals as proposals_api
from app.database import ReadSession
from app.domain.collaborations import check_may_invite
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.collaboration import CollaborationAnswer, CollaborationCreate, CollaborationFilters, CollaborationRead
from app.models.proposal import ProposalRead
from app.pages.rembug import tabs
from app.pages.route import PageRoute
from app.pages.sessions import local_path
from app.pages.unit_codes import unit_id_of
from app.queries.collaborations import READ, WRITE
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
HOME = "/collaborations"
MOST = 100
"""Of each side on the page; all are at the API."""
Of = Annotated[ProposalRead, Depends(proposals_api.read_proposal)]
One = Annotated[CollaborationRead, Depends(api.read_collaboration)]


@router.get(HOME)
def index(request: Request, session: Reading, actor: Known) -> Response:
    """What one's units were asked into, and whom they asked; all for who sees everything."""
    require_somewhere(actor, READ)
    if may_everywhere(actor, READ):
        sides = {"all": _list(request, session, actor)}
    else:
        sides = {side: _list(request, session, actor, side=side) for side in ("invited", "inviting")}
    return page(request, "collaborations/index.html", {"sides": sides, "tabs_": tabs(HOME)})


def _list(request: Request, session: ReadSession, actor: Actor, **filters: Any) -> list[CollaborationRead]:
    query = CollaborationFilters(limit=MOST, **filters)
    found = api.list_collaborations(query=query, session=session, actor=actor, request=request, response=Response())
    return list(found.items)


def beside(request: Request, session: ReadSession, actor: Actor, proposal: ProposalRead) -> dict[str, Any]:
    """For the page of a proposal: who takes part."""
    found = api.list_collaborations_of_proposal(proposal_id=proposal.id, session=session, actor=actor, request=request)
    return {"collaborations": found.items}


@router.get("/proposals/{proposal_id}/collaborations/new")
def new(request: Request, proposal: Of, session: Reading, actor: Known) -> Response:
    """The form that invites a unit."""
    check_may_invite(session, actor, proposal.id)
    return _form(request, proposal, {}, None)


def _form(request: Request, proposal: ProposalRead, values: dict[str, str], problem: Problem | None) -> Response:
    context = {"proposal": proposal, "values": values, "problem": problem, "errors": errors_by_field(problem)}
    return page(request, "collaborations/new.html", context)


@router.post("/proposals/{proposal_id}/collaborations")
def invite(request: Request, proposal: Of, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Invites it, and goes back to the proposal."""
    typed = texts_of(form, "unit", "part")
    with refused_as(request, lambda p: _form(request, proposal, typed, p)):
        require_somewhere(actor, WRITE)
        sent = {"unit_id": unit_id_of(request, reading, typed["unit"], "unit_id"), "part": typed["part"]}
        body = parse(CollaborationCreate, {name: value for name, value in sent.items() if value})
        made = api.invite_collaborator(proposal_id=proposal.id, body=body, session=session, actor=actor,
                                       response=Response())  # fmt: skip
    said = _("%(unit)s diajak dan diberi tahu.") % {"unit": made.unit_name}
    return flash(see_other(request, f"/proposals/{proposal.id}"), "success", said)


@router.get(f"{HOME}/{{collaboration_id}}")
def show(request: Request, collaboration: One, actor: Known, session: Reading) -> Response:
    """What a unit is asked into, with the answer it may give."""
    return _show(request, session, actor, collaboration, {}, None)


def _show(
    request: Request, session: ReadSession, actor: Actor, collaboration: CollaborationRead, values: dict[str, str],
    problem: Problem | None,
) -> Response:  # fmt: skip
    own = _list(request, session, actor, side="invited", proposal_id=collaboration.proposal_id)
    context = {
        "collaboration": collaboration, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "may_answer": collaboration.is_open and collaboration.id in {one.id for one in own},
    }  # fmt: skip
    return page(request, "collaborations/show.html", context)


@router.post(f"{HOME}/{{collaboration_id}}/answer")
def answer(
    request: Request, collaboration: One, form: Form, reading: Reading, session: Writing, actor: Known
) -> Response:
    """Says whether the unit takes part."""
    typed = texts_of(form, "is_accepted", "reason")
    with refused_as(request, lambda p: _show(request, reading, actor, collaboration, typed, p)):
        body = parse(CollaborationAnswer, {name: value for name, value in typed.items() if value})
        api.answer_collaboration(collaboration_id=collaboration.id, body=body, expected=version_of(form),
                                 session=session, actor=actor, response=Response())  # fmt: skip
    said = _("Disepakati: unit Anda ikut bekerja sama.") if body.is_accepted else _("Ajakan ditolak.")
    return flash(see_other(request, HOME), "success", said)


@router.post(f"{HOME}/{{collaboration_id}}/removal")
def remove(request: Request, collaboration_id: Id, form: Form, session: Writing, actor: Known) -> Response:
    """Takes a unit out of a proposal."""
    api.remove_collaboration(collaboration_id=collaboration_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, local_path(text_of(form, "back"), HOME)), "success", _("Kerja sama dihapus."))
