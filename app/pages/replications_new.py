"""Where a replication begins: the report of a unit, and for organisations elsewhere the form that asks."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response

from app.api import innovations as innovations_api
from app.api import replication_requests as requests_api
from app.api import replications as api
from app.clock import today
from app.http import labels
from app.http.actor import Known
from app.http.csrf import FromOurSite
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, texts_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.rate_limits import ByAddress
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id
from app.models.innovation import InnovationRead
from app.models.replication import ReplicationCreate
from app.models.replication_request import PendingRequest, ReplicationRequestCreate, RequestKey
from app.pages.route import PageRoute, choices
from app.pages.unit_codes import unit_id_of
from app.queries.reach import require_somewhere
from app.queries.replications import WRITE
from app.rules.permissions import Actor, may_everywhere
from app.rules.replications import FORWARD
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Of = Annotated[InnovationRead, Depends(innovations_api.read_innovation)]
ORGANISATION = ("organisation_name", "organisation_kind", "organisation_province", "region_code", "contact_email")
ASKED = (*ORGANISATION, "message", "website")
_OF = "/innovations/{innovation_id}"


@router.get(f"{_OF}/replications/new")
def new(request: Request, innovation: Of, actor: Known) -> Response:
    """The form by which a unit reports."""
    require_somewhere(actor, WRITE)
    values = {"unit": actor.unit_name or "", "stage": "interest", "stage_on": today().isoformat()}
    return _form(request, actor, innovation, values, None)


@router.post(f"{_OF}/replications")
def report(request: Request, innovation: Of, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Reports a replication, and goes to its page."""
    names = ("unit", "stage", "stage_on", "adaptation_notes", *ORGANISATION)
    typed = texts_of(form, *names)
    with refused_as(request, lambda p: _form(request, actor, innovation, typed, p)):
        require_somewhere(actor, WRITE)
        unit_id = unit_id_of(request, reading, typed["unit"], "unit_id")
        sent = {"unit_id": unit_id} | {name: typed[name] for name in names[1:] if typed[name]}
        made = api.report_replication(innovation_id=innovation.id, body=parse(ReplicationCreate, sent), session=session,
                                      actor=actor, response=Response())  # fmt: skip
    said = _("Laporan tersimpan. Unit asal diberi tahu.")
    return flash(see_other(request, f"/replications/{made.id}"), "success", said)


def _form(
    request: Request, actor: Actor, innovation: InnovationRead, values: dict[str, Any], problem: Problem | None
) -> Response:
    context = {
        "innovation": innovation, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "is_organiser": may_everywhere(actor, WRITE), "kinds": choices(labels.ORGANISATION_KIND),
        "stages": [(stage.value, labels.label(labels.REPLICATION_STAGE, stage)) for stage in FORWARD],
        "today": today().isoformat(),
    }  # fmt: skip
    return page(request, "replications/new.html", context)


@router.get(f"{_OF}/replication-requests/new")
def ask(request: Request, innovation: Of) -> Response:
    """The form of an organisation that has no account here."""
    return _ask(request, innovation, {}, None)


@router.post(f"{_OF}/replication-requests", dependencies=[FromOurSite, ByAddress])
def send(request: Request, innovation: Of, form: Form, session: Writing) -> Response:
    """Sends the letter that confirms the address, and says so."""
    typed = texts_of(form, *ASKED)
    with refused_as(request, lambda p: _ask(request, innovation, typed, p)):
        body = parse(ReplicationRequestCreate, {name: value for name, value in typed.items() if value})
        kept = requests_api.ask_to_replicate(innovation_id=innovation.id, body=body, session=session)
    context = {"innovation": innovation, "email": typed["contact_email"], "until": kept.expires_at,
               "sends_mail": bool(settings().smtp_host)}  # fmt: skip
    return page(request, "replications/request_sent.html", context, headers={"Cache-Control": "private, no-store"})


def _ask(request: Request, innovation: InnovationRead, values: dict[str, Any], problem: Problem | None) -> Response:
    context = {"innovation": innovation, "values": values, "problem": problem, "errors": errors_by_field(problem),
               "kinds": choices(labels.ORGANISATION_KIND)}  # fmt: skip
    return page(request, "replications/request.html", context)


@router.get("/replication-requests/{request_id}")
def look(
    request: Request, pending: Annotated[PendingRequest, Depends(requests_api.read_replication_request)],
    request_id: Id, key: Annotated[str, Query(min_length=1, max_length=200)],
) -> Response:  # fmt: skip
    """What the link of the letter is about, with the button: programs that open every link confirm nothing."""
    context = {"pending": pending, "request_id": request_id, "key": key}
    headers = {"Cache-Control": "private, no-store", "Referrer-Policy": "no-referrer"}
    return page(request, "replications/request_confirmation.html", context, headers=headers)


@router.post("/replication-requests/{request_id}/confirmation", dependencies=[FromOurSite, ByAddress])
def confirm(request: Request, request_id: Id, form: Form, session: Writing) -> Response:
    """Passes the request on."""
    body = parse(RequestKey, {"key": text_of(form, "key")})
    requests_api.confirm_replication_request(request_id=request_id, body=body, session=session)
    return page(request, "replications/request_done.html", headers={"Cache-Control": "private, no-store"})
