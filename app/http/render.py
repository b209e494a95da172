"""Pages: one environment of templates, the context that every page has, and the answer to an error."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from fastapi import Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2_fragments import render_block

from app import room
from app.clock import WIB, new_id, now
from app.errors import DomainError
from app.http import labels
from app.http.advance_words import advances_briefly, who_advances
from app.http.csrf import masked
from app.http.flash import forget_flashes, read_flashes
from app.http.locale import (
    _,
    current_language,
    ngettext,
    show_date,
    show_datetime,
    show_duration,
    show_filesize,
    show_number,
    show_signed,
    show_until,
)
from app.http.navigation import navigation
from app.http.problems import Problem
from app.http.public import CACHE_CONTROL, VARY, body_etag
from app.http.site import address
from app.http.static_files import Versions
from app.http.structured_data import structured_data
from app.http.work_counts import work_counts
from app.rules.award_words import adds, further, says_place, short_name
from app.rules.deadlines import is_awaited
from app.rules.permissions import ANONYMOUS, Actor

_TEXT = "text/html; charset=utf-8"


def _further(title: str, *texts: str) -> str:
    """What an award says beside its title, its figures named in the reader's language."""
    return further(title, *texts, words=(_("nilai {}"), _("tahun {}")))


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("app"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True, extensions=["jinja2.ext.i18n", "jinja2.ext.do", Versions],
    )  # fmt: skip
    environment.install_gettext_callables(_, ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.filters |= {
        "date": show_date, "datetime": show_datetime, "until": show_until, "number": show_number, "signed": show_signed,
        "filesize": show_filesize, "duration": show_duration, "wib": lambda value: value and value.astimezone(WIB),
        "further": _further,
    }  # fmt: skip
    environment.globals |= {"is_awaited": lambda edition: is_awaited(now(), edition.opens_at, edition.status)}
    environment.globals |= {"labels": labels, "label": labels.label, "app_name": "JIPP", "new_id": new_id}
    environment.globals |= {"site": address, "structured_data": structured_data}
    environment.globals |= {"adds": adds, "says_place": says_place, "short_name": short_name}
    environment.globals |= {"who_advances": who_advances, "advances_briefly": advances_briefly}
    return environment


environment = _environment()


def page(
    request: Request, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200,
    block: str | None = None, headers: Mapping[str, str] | None = None,
) -> HTMLResponse:  # fmt: skip
    """The template as an answer; with *block* only that block of it (for htmx).

    What nobody in particular asked for may be kept for the next anonymous reader (app/http/cache.py).
    """
    values = _shared(request) | dict(context or {})
    html = (
        render_block(environment, template, block, **values)
        if block
        else environment.get_template(template).render(values)
    )
    answer = HTMLResponse(html, status, dict(headers or {}), _TEXT)
    answer.headers["Vary"] = VARY
    if values["actor"] is None and not values["flashes"] and status == 200 and request.method == "GET":
        answer.headers.setdefault("Cache-Control", CACHE_CONTROL)
        answer.headers["ETag"] = body_etag(answer.body)  # type: ignore[arg-type]
    else:
        answer.headers.setdefault("Cache-Control", "private, no-store")
    if values["flashes"] and not block:
        forget_flashes(answer)
    return answer


def _shared(request: Request) -> dict[str, Any]:
    actor: Actor = request.scope.get("jipp.actor", ANONYMOUS)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return {
        "request": request, "actor": None if actor.kind == "anonymous" else actor, "locale": current_language.get(),
        "nav": navigation(actor, request.url.path, work_counts(request, actor)),
        "csrf_token": masked(actor.csrf_token), "path": path,
        "flashes": read_flashes(request),
    } | ({"now": now(), "is_read_only": room.is_read_only()} if actor.kind != "anonymous" else {})  # fmt: skip


def is_htmx(request: Request) -> bool:
    """Whether htmx asks, so that a fragment is enough."""
    return request.headers.get("hx-request") == "true"


def see_other(request: Request, url: str) -> Response:
    """After a write: the browser goes on to *url* with GET."""
    if is_htmx(request):
        return Response(status_code=204, headers={"HX-Redirect": url})
    return RedirectResponse(url, 303)


def problem_page(request: Request, problem: Problem, error: DomainError, headers: dict[str, str]) -> Response:
    """An error for people: the sign-in page where that is what is missing, else what went wrong and what to do."""
    if error.status == 401 and request.method == "GET" and not is_htmx(request):
        return RedirectResponse(f"/sign-in?next={_back_to(request)}", 303)
    if error.code in LEADS_TO and not is_htmx(request):
        return RedirectResponse(LEADS_TO[error.code].format(next=_back_to(request)), 303)
    template = "errors/fragment.html" if is_htmx(request) else "errors/problem.html"
    return page(request, template, {"problem": problem}, status=problem.status, headers=headers)


LEADS_TO = {"second-factor-needed": "/security", "confirm-first": "/security/confirmation?next={next}"}
"""Problems that a page mends."""


def _back_to(request: Request) -> str:
    """The page to come back to, for a query; after a form that was refused it is the page that held the form.

    A browser that does not say which that was comes back to the start of one's own security.
    """
    at = urlsplit(str(request.url) if request.method == "GET" else request.headers.get("referer", ""))
    path = (at.path + (f"?{at.query}" if at.query else "")) if at.netloc == request.url.netloc else "/security"
    return quote(path, safe="")
