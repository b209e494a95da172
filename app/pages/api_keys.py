"""Pages of the API keys: the list, a new key, the key shown once."""

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import api_keys as api
from app.clock import WIB, now
from app.http import labels
from app.http.actor import Confirmed, Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.labels import label
from app.http.locale import N_, _
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.user import ApiKeyCreate, ApiKeyRead, ApiKeyRotation, Role
from app.pages.route import PageRoute, first_url, page_url
from app.pages.unit_codes import unit_id_of
from app.queries.reach import require_somewhere
from app.rules.permissions import KEY_ROLES, KEY_SCOPES, POLICY, Actor, may_everywhere, may_somewhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
USUAL_DAYS = 365
SENSITIVE = frozenset({"api-keys:read", "api-keys:write", "webhooks:write"})
"""What a new key does not get unless somebody ticks it."""
OVERLAPS = {
    "0": (0, N_("Langsung berakhir")), "1": (1, N_("1 jam")), "24": (24, N_("24 jam")), "72": (72, N_("3 hari")),
    "168": (168, N_("7 hari")),
}  # fmt: skip
"""Choices for how long an old secret goes on working: hours and their words."""
SCOPES = {
    "api-keys:read": N_("Membaca daftar kunci"), "api-keys:write": N_("Membuat dan mencabut kunci"),
    "assignments:read": N_("Membaca tugas juri"), "assignments:write": N_("Membagi tugas juri"),
    "editions:prepare": N_("Membaca edisi yang disiapkan"), "editions:write": N_("Mengatur edisi"),
    "evaluations:read": N_("Membaca lembar nilai"), "evaluations:reopen": N_("Membuka lagi lembar nilai"),
    "jurors:read": N_("Membaca daftar juri"), "jurors:write": N_("Mengatur juri"),
    "proposals:read": N_("Membaca usulan"), "proposals:write": N_("Menulis usulan"),
    "proposals:submit": N_("Mengirim usulan"), "proposals:withdraw": N_("Menarik usulan"),
    "proposals:send-back": N_("Mengembalikan draf ke penulis"), "proposals:verify": N_("Seleksi administrasi"),
    "proposals:disqualify": N_("Mendiskualifikasi usulan"), "publication:write": N_("Mengumumkan hasil"),
    "quotas:read": N_("Membaca kuota"), "quotas:write": N_("Mengatur kuota"),
    "ranking:read": N_("Membaca peringkat sementara"), "scores:read": N_("Membaca nilai"),
    "units:write": N_("Mengubah daftar unit"), "users:read": N_("Membaca akun"), "users:write": N_("Mengatur akun"),
    "webhooks:read": N_("Membaca webhook"), "webhooks:write": N_("Mengatur webhook"),
}  # fmt: skip


@router.get("/api-keys")
def index(request: Request, keys: Annotated[Page[ApiKeyRead], Depends(api.list_api_keys)], actor: Known) -> Response:
    """The keys, newest first."""
    context = {"keys": keys, "may_write": may_somewhere(actor, "api-keys:write"), "moment": now(),
               "next_url": page_url(request, keys.next), "first_url": first_url(request)}  # fmt: skip
    return page(request, "api_keys/index.html", context)


@router.get("/api-keys/new", dependencies=[Confirmed])
def new(request: Request, actor: Known) -> Response:
    """The form for a new key."""
    require_somewhere(actor, "api-keys:write")
    until = (now() + timedelta(days=USUAL_DAYS)).astimezone(WIB).date()
    values = {"role": "coordinator", "unit": actor.unit_name or "", "expires_on": until.isoformat(), "scopes": None}
    return _form(request, actor, values, None)


@router.post("/api-keys", dependencies=[Confirmed])
def create(request: Request, form: Form, reading: Reading, session: Writing, actor: Known) -> Response:
    """Makes a key and shows it, this once."""
    with refused_as(request, lambda problem: _form(request, actor, _values(form), problem)):
        body = parse(ApiKeyCreate, _body(request, reading, actor, form))
        key = api.create_api_key(body=body, session=session, actor=actor, response=Response())
    context = {"key": key, "base_url": str(request.base_url).rstrip("/"), "old": None, "old_until": None}
    return page(request, "api_keys/created.html", context, status=201)


@router.get("/api-keys/{key_id}/rotation", dependencies=[Confirmed])
def rotation(request: Request, key: Annotated[ApiKeyRead, Depends(api.read_api_key)], actor: Known) -> Response:
    """How long the old key is to go on working."""
    require_somewhere(actor, "api-keys:write")
    return _rotation(request, key, {"hours": "24"}, None)


@router.post("/api-keys/{key_id}/rotation", dependencies=[Confirmed])
def rotate(
    request: Request, form: Form, key: Annotated[ApiKeyRead, Depends(api.read_api_key)], session: Writing, actor: Known
) -> Response:
    """Makes a key in place of this one and shows it, this once."""
    hours = text_of(form, "hours")
    with refused_as(request, lambda problem: _rotation(request, key, {"hours": hours}, problem)):
        until = now() + timedelta(hours=OVERLAPS.get(hours, OVERLAPS["24"])[0])
        body = ApiKeyRotation(old_until=until)
        made = api.rotate_api_key(key_id=key.id, body=body, session=session, actor=actor, response=Response())
    context = {"key": made, "base_url": str(request.base_url).rstrip("/"), "old": key, "old_until": until}
    return page(request, "api_keys/created.html", context, status=201)


def _rotation(request: Request, key: ApiKeyRead, values: dict[str, str], problem: Any) -> Response:
    choices = [(hours, _(words)) for hours, (_number, words) in OVERLAPS.items()]
    context = {"key": key, "values": values, "problem": problem, "choices": choices}
    return page(request, "api_keys/rotation.html", context)


@router.post("/api-keys/{key_id}/revocation")
def revoke(key_id: Id, request: Request, form: Form, session: Writing, actor: Known) -> Response:
    """Ends a key for good."""
    api.revoke_api_key(key_id=key_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, "/api-keys"), "success", _("Kunci dicabut dan tidak berlaku lagi."))


def _values(form: FormData) -> dict[str, Any]:
    typed: dict[str, Any] = {name: text_of(form, name) for name in ("name", "unit", "role", "expires_on")}
    return typed | {"scopes": [str(value) for value in form.getlist("scopes")]}


def _body(request: Request, session: Reading, actor: Actor, form: FormData) -> dict[str, Any]:
    typed = _values(form)
    own = next((grant.unit_id for grant in actor.grants if grant.unit_id), None)
    is_own = typed["unit"] and typed["unit"] == actor.unit_name
    unit_id = own if is_own else unit_id_of(request, session, typed["unit"], "unit_id")
    until = f"{typed['expires_on']}T23:59:59+07:00" if typed["expires_on"] else None
    return {"name": typed["name"], "role": typed["role"], "scopes": typed["scopes"], "expires_at": until} | (
        {"unit_id": unit_id} if unit_id else {}
    )


def _form(request: Request, actor: Actor, values: dict[str, Any], problem: Any) -> Response:
    roles = KEY_ROLES if may_everywhere(actor, "api-keys:write") else KEY_ROLES[:1]
    errors = errors_by_field(problem)
    scope_error = next((text for field, text in errors.items() if field.startswith("scopes")), None)
    context = {
        "values": values, "problem": problem, "errors": errors | ({"scopes": scope_error} if scope_error else {}),
        "roles": [(role.value, label(labels.ROLE, role.value)) for role in roles],
        "scopes": [(scope, _(SCOPES.get(scope, scope)), scope) for scope in KEY_SCOPES
                   if POLICY[scope].keys() & set(roles)],
        "usual": [scope for scope in KEY_SCOPES if Role.coordinator in POLICY[scope] and scope not in SENSITIVE],
    }  # fmt: skip
    return page(request, "api_keys/form.html", context)
