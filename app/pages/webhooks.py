"""Pages of the webhooks: the list, a new one, one with its deliveries, the secret shown once."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import webhooks as api
from app.clock import now
from app.http import labels
from app.http.actor import Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.labels import label
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.webhook import (
    DeliveryRead,
    Event,
    SecretRotation,
    WebhookCreate,
    WebhookCreated,
    WebhookRead,
    WebhookUpdate,
)
from app.pages.api_keys import OVERLAPS
from app.pages.route import PageRoute, first_url, page_url
from app.pages.unit_codes import unit_id_of
from app.queries.reach import require_somewhere
from app.rules.permissions import Actor, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
One = Annotated[WebhookRead, Depends(api.read_webhook)]


@router.get("/webhooks")
def index(
    request: Request, webhooks: Annotated[Page[WebhookRead], Depends(api.list_webhooks)], actor: Known
) -> Response:
    """The webhooks, newest first."""
    context = {
        "webhooks": webhooks, "may_write": may_somewhere(actor, "webhooks:write"),
        "next_url": page_url(request, webhooks.next), "first_url": first_url(request),
    }  # fmt: skip
    return page(request, "webhooks/index.html", context)


@router.get("/webhooks/new")
def new(request: Request, actor: Known) -> Response:
    """The form for a new webhook."""
    require_somewhere(actor, "webhooks:write")
    return _form(request, None, {"unit": actor.unit_name or "", "events": list(Event)}, None)


@router.post("/webhooks")
def create(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Makes a webhook and shows its secret, this once."""
    with refused_as(request, lambda problem: _form(request, None, _values(form), problem)):
        typed = _values(form)
        unit_id = _unit_id(request, reading, actor, typed.pop("unit"))
        body = parse(WebhookCreate, typed | ({"unit_id": unit_id} if unit_id else {}))
        made = api.create_webhook(body=body, session=session, actor=actor, response=Response())
    return _secret(request, made)


@router.get("/webhooks/{webhook_id}")
def show(
    request: Request,
    webhook: One,
    deliveries: Annotated[Page[DeliveryRead], Depends(api.list_deliveries)],
    actor: Known,
) -> Response:
    """A webhook and what was sent to it."""
    context = {
        "webhook": webhook, "deliveries": deliveries, "may_write": may_somewhere(actor, "webhooks:write"),
        "moment": now(),
        "next_url": page_url(request, deliveries.next), "first_url": first_url(request),
        "overlaps": [(hours, _(words)) for hours, (_number, words) in OVERLAPS.items()],
    }  # fmt: skip
    return page(request, "webhooks/show.html", context)


@router.get("/webhooks/{webhook_id}/edit")
def edit(request: Request, webhook: One, actor: Known) -> Response:
    """The form for changing a webhook."""
    require_somewhere(actor, "webhooks:write")
    return _form(request, webhook, {"name": webhook.name, "url": webhook.url, "events": webhook.events}, None)


@router.post("/webhooks/{webhook_id}")
def update(request: Request, form: Form, webhook: One, session: Writing, actor: Known) -> Response:
    """Saves what was changed."""
    with refused_as(request, lambda problem: _form(request, webhook, _values(form), problem)):
        typed = _values(form)
        typed.pop("unit")
        api.update_webhook(webhook_id=webhook.id, body=parse(WebhookUpdate, typed), expected=version_of(form),
                           session=session, actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/webhooks/{webhook.id}"), "success", _("Perubahan disimpan."))


@router.post("/webhooks/{webhook_id}/switch")
def switch(webhook_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Switches it off, or on again."""
    is_on = text_of(form, "is_active") == "true"
    api.update_webhook(webhook_id=webhook_id, body=WebhookUpdate(is_active=is_on), expected=version_of(form),
                       session=session, actor=actor, response=Response())  # fmt: skip
    said = _("Webhook dinyalakan.") if is_on else _("Webhook dimatikan.")
    return flash(see_other(request, f"/webhooks/{webhook_id}"), "success", said)


@router.post("/webhooks/{webhook_id}/secret")
def rotate(webhook_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Gives it another secret and shows that, this once."""
    hours = OVERLAPS.get(text_of(form, "hours"), OVERLAPS["24"])[0]
    body = SecretRotation(overlap_hours=hours)
    made = api.rotate_webhook_secret(webhook_id=webhook_id, body=body, session=session, actor=actor,
                                     response=Response())  # fmt: skip
    return _secret(request, made)


@router.post("/webhooks/{webhook_id}/test")
def test(webhook_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:  # noqa: ARG001
    """Has a test event sent."""
    api.test_webhook(webhook_id=webhook_id, session=session, actor=actor)
    said = _("Percobaan dikirim. Muat ulang halaman ini untuk melihat hasilnya.")
    return flash(see_other(request, f"/webhooks/{webhook_id}"), "success", said)


@router.post("/webhooks/{webhook_id}/deliveries/{delivery_id}/redelivery")
def redeliver(
    webhook_id: Id, delivery_id: Id, request: Request, form: Form, session: Writing, actor: Known  # noqa: ARG001
) -> Response:  # fmt: skip
    """Has an event sent again."""
    api.redeliver(webhook_id=webhook_id, delivery_id=delivery_id, session=session, actor=actor)
    said = _("Kejadian dikirim ulang. Muat ulang halaman ini untuk melihat hasilnya.")
    return flash(see_other(request, f"/webhooks/{webhook_id}"), "success", said)


@router.post("/webhooks/{webhook_id}/removal")
def remove(webhook_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Takes a webhook away for good."""
    api.delete_webhook(webhook_id=webhook_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, "/webhooks"), "success", _("Webhook dihapus."))


def _values(form: FormData) -> dict[str, Any]:
    typed: dict[str, Any] = {name: text_of(form, name) for name in ("name", "unit", "url")}
    return typed | {"events": [str(value) for value in form.getlist("events")]}


def _unit_id(request: Request, session: Reading, actor: Actor, typed: str) -> str | None:
    own = next((grant.unit_id for grant in actor.grants if grant.unit_id), None)
    return own if typed and typed == actor.unit_name else unit_id_of(request, session, typed, "unit_id")


def _secret(request: Request, webhook: WebhookCreated) -> Response:
    return page(request, "webhooks/secret.html", {"webhook": webhook}, status=201)


def _form(request: Request, webhook: WebhookRead | None, values: dict[str, Any], problem: Problem | None) -> Response:
    errors = errors_by_field(problem)
    event_error = next((text for field, text in errors.items() if field.startswith("events")), None)
    context = {
        "webhook": webhook, "values": values, "problem": problem,
        "errors": errors | ({"events": event_error} if event_error else {}),
        "events": [(event.value, label(labels.EVENT, event.value), event.value) for event in Event],
    }  # fmt: skip
    return page(request, "webhooks/form.html", context)
