"""The documentation of the API for people, made on the server from the OpenAPI document."""

import json
import shlex
from typing import Any

from fastapi import APIRouter, Request, Response

from app.errors import NotFound
from app.http.actor import Visitor
from app.http.locale import N_, _
from app.http.render import page
from app.pages.openapi_reader import Operation, as_text, operations, resources
from app.pages.route import PageRoute
from app.rules.permissions import KEY_SCOPES
from app.settings import settings

router = APIRouter(include_in_schema=False, route_class=PageRoute)
TITLES = {
    "units": N_("Unit"), "editions": N_("Edisi"), "quotas": N_("Kuota"), "proposals": N_("Usulan"),
    "documents": N_("Dokumen"), "judging": N_("Penilaian"), "innovations": N_("Inovasi"),
    "changes": N_("Perubahan katalog"), "peers": N_("Jaringan lain"),
    "stats": N_("Statistik"),
    "users": N_("Pengguna"), "sessions": N_("Sesi"), "api-keys": N_("Kunci API"), "health": N_("Keadaan server"),
}  # fmt: skip


@router.get("/api/docs")
def index(request: Request, _actor: Visitor) -> Response:
    """How the API works, and its resources."""
    found = [(tag, _(TITLES.get(tag, tag)), count) for tag, count in resources(request.app.openapi()).items()]
    context = {"resources": found, "base_url": _base(request), "scopes": KEY_SCOPES}
    return page(request, "api_docs/index.html", context)


@router.get("/api/docs/{tag}")
def show(request: Request, tag: str, _actor: Visitor) -> Response:
    """One resource: every operation with its parameters, bodies and a curl line."""
    spec = request.app.openapi()
    if tag not in resources(spec):
        raise NotFound
    shown = [(op, _curl(_base(request), op), as_text(op.body) if op.body is not None else "")
             for op in operations(spec, tag)]  # fmt: skip
    context: dict[str, Any] = {"tag": tag, "title": _(TITLES.get(tag, tag)), "operations": shown}
    return page(request, "api_docs/show.html", context)


def _part(value: Any) -> str:
    return "@berkas" if value == "(berkas)" else str(value).lower() if isinstance(value, bool) else str(value)


def _base(request: Request) -> str:
    return (settings().public_url or str(request.base_url)).rstrip("/")


def _curl(base: str, operation: Operation) -> str:
    """A line that works once the key and the ids in braces are filled in."""
    parts = ["curl"]
    if operation.method != "GET":
        parts += ["-X", operation.method]
    parts += ["-H", '"Authorization: Bearer $JIPP_KEY"']
    if operation.needs_match:
        parts += ["-H", "'If-Match: \"1\"'"]
    if operation.body_type == "application/json":
        compact = json.dumps(operation.body, ensure_ascii=False)
        parts += ["-H", "'Content-Type: application/json'", "-d", shlex.quote(compact)]
    elif operation.body_type == "multipart/form-data" and isinstance(operation.body, dict):
        parts += [f"-F {name}={_part(value)}" for name, value in operation.body.items()]
    return " ".join([*parts, f'"{base}{operation.path}"'])
