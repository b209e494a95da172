"""Pages of the accounts: the list, a new account, roles."""

from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import users as api
from app.database import ReadSession
from app.http import labels
from app.http.actor import Confirmed, Known
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import N_, _
from app.http.problems import Problem
from app.http.render import is_htmx, page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Page
from app.models.user import UserCreate, UserInvited, UserRead, UserUpdate
from app.pages import confirmed_form
from app.pages.route import PageRoute, choices, first_url, page_url, permitted
from app.pages.unit_codes import unit_id_of
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Editor = Annotated[Actor, permitted("users:write")]
EMPTY = {"name": N_("Isi nama."), "email": N_("Isi surel.")}
FREE_ROWS = 2
"""Empty rows for further roles that the form offers."""


@router.get("/users")
def index(request: Request, users: Annotated[Page[UserRead], Depends(api.list_users)], actor: Known) -> Response:
    """The accounts; htmx gets the list alone."""
    context = {
        "users": users, "query": request.query_params, "roles": choices(labels.ROLE),
        "states": choices(labels.ACCOUNT_STATE),
        "next_url": page_url(request, users.next), "first_url": first_url(request),
        "may_write": may_everywhere(actor, "users:write"),
    }  # fmt: skip
    return page(request, "users/results.html" if is_htmx(request) else "users/index.html", context)


@router.get("/users/new", dependencies=[permitted("users:write"), Confirmed])
def new(request: Request) -> Response:
    """The form for a new account."""
    return _form(request, None, {"locale": "id", "is_active": "true"}, [], None)


@router.post("/users")
def create(
    request: Request, form: Form, reading: Reading, session: Writing, actor: Editor,
    confirmation: confirmed_form.Confirmed,
) -> Response:  # fmt: skip
    """Makes an account."""
    again = partial(_form, request, None, _values(form), _grants(form))
    with refused_as(request, lambda problem: confirmation.on(again(problem))):
        confirmation.check()
        typed = {name: text_of(form, name) for name in ("email", "name", "locale")}
        body = parse(UserCreate, typed | {"roles": _roles(request, reading, form)})
        user = api.create_user(body=body, session=session, actor=actor, request=request, response=Response())
    return confirmation.on(_invited(request, user, _("Akun dibuat. Undangan dikirim ke %(email)s.")))


@router.post("/users/{user_id}/invitation", dependencies=[permitted("users:write"), Confirmed])
def invite(user_id: Id, request: Request, form: Form, session: Writing, actor: Editor) -> Response:  # noqa: ARG001
    """Sends a new link; where no mail is set up it is shown, this once."""
    user = api.invite_user(user_id=user_id, session=session, actor=actor, request=request, response=Response())
    return _invited(request, user, _("Tautan baru dikirim ke %(email)s. Tautan lama tidak berlaku lagi."))


def _invited(request: Request, user: UserInvited, sent: str) -> Response:
    if user.link is None:
        return flash(see_other(request, "/users"), "success", sent % {"email": user.email})
    return page(request, "users/link.html", {"user": user}, status=201)


@router.get("/users/{user_id}")
def edit(request: Request, user: Annotated[UserRead, Depends(api.read_user)], actor: Known) -> Response:
    """An account: a form for who may change it."""
    return _form(request, user, _shown(user), _held(user), None, may_write=may_everywhere(actor, "users:write"))


@router.post("/users/{user_id}")
def update(
    request: Request, form: Form, user: Annotated[UserRead, Depends(api.read_user)], reading: Reading,
    session: Writing, actor: Editor,
) -> Response:  # fmt: skip
    """Saves an account and its roles."""
    with refused_as(request, lambda problem: _form(request, user, _values(form), _grants(form), problem)):
        typed: dict[str, Any] = {name: text_of(form, name) for name in ("name", "locale")}
        typed |= {"is_active": bool(text_of(form, "is_active"))}
        body = parse(UserUpdate, typed | {"roles": _roles(request, reading, form, user)})
        api.update_user(user_id=user.id, body=body, expected=version_of(form), session=session, actor=actor,
                        response=Response())  # fmt: skip
    return flash(see_other(request, "/users"), "success", _("Perubahan disimpan."))


@router.post("/users/{user_id}/erasure")
def erase(
    request: Request, form: Form, user: Annotated[UserRead, Depends(api.read_user)], session: Writing, actor: Editor
) -> Response:
    """Erases who the person is; what was done stays, without a name."""
    with refused_as(request, lambda problem: _form(request, user, _shown(user), _held(user), problem)):
        api.erase_personal_data(user_id=user.id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, "/users"), "success", _("Data pribadi dihapus."))


def _shown(user: UserRead) -> dict[str, Any]:
    return {"name": user.name, "email": user.email, "locale": user.locale, "is_active": user.is_active and "true"}


def _held(user: UserRead) -> list[dict[str, str]]:
    return [{"role": grant.role.value, "unit": grant.unit_name or ""} for grant in user.roles]


def _values(form: FormData) -> dict[str, str]:
    return {name: text_of(form, name) for name in ("email", "name", "locale", "is_active", "version")}


def _grants(form: FormData) -> list[dict[str, str]]:
    """The rows of roles as typed, without the empty ones."""
    numbers = [name.removesuffix("-role").removeprefix("roles-") for name in form if name.endswith("-role")]
    rows = [{"role": text_of(form, f"roles-{n}-role"), "unit": text_of(form, f"roles-{n}-unit")} for n in numbers]
    return [row for row in rows if row["role"]]


def _roles(
    request: Request, session: ReadSession, form: FormData, user: UserRead | None = None
) -> list[dict[str, str | None]]:
    """The rows as the schema has them. A unit that was not touched keeps its id: its name may not be unique."""
    held = {(grant.role.value, grant.unit_name): grant.unit_id for grant in user.roles} if user else {}
    return [
        {"role": row["role"], "unit_id": held.get((row["role"], row["unit"]))
         or unit_id_of(request, session, row["unit"], f"roles.{n}.unit_id")}
        for n, row in enumerate(_grants(form))
    ]  # fmt: skip


def _form(
    request: Request, user: UserRead | None, values: dict[str, Any], grants: list[dict[str, str]], problem: Any,
    *, may_write: bool = True,
) -> Response:  # fmt: skip
    problem = _in_words(problem, values)
    rows = [*grants, *[{"role": "", "unit": ""}] * FREE_ROWS]
    context = {"user": user, "values": values, "grants": rows, "problem": problem, "may_write": may_write,
               "errors": errors_by_field(problem), "asks": confirmed_form.is_asked(problem),
               "roles": choices(labels.ROLE)}  # fmt: skip
    return page(request, "users/form.html", context)


def _in_words(problem: Problem | None, values: dict[str, Any]) -> Problem | None:
    """A name or address that was left empty is asked for by its name."""
    if problem is None or not problem.errors:
        return problem
    empty = {name: _(text) for name, text in EMPTY.items() if not str(values.get(name) or "").strip()}
    errors = [error.model_copy(update={"message": empty.get(error.field, error.message)}) for error in problem.errors]
    return problem.model_copy(update={"errors": errors})
