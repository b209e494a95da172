"""`python -m app.commands access`: writes docs/access.md from the policy table and the routes. For developers."""

from collections.abc import Iterator
from pathlib import Path

from fastapi import FastAPI
from fastapi.routing import APIRoute

from app.http.openapi.access import MORE, NEEDS
from app.models.user import Role
from app.pages.access import PAGES
from app.rules.permissions import KEY_ROLES, POLICY, Scope

PAGE = Path(__file__).parents[2] / "docs" / "access.md"
REACH = {Scope.everywhere: "all", Scope.subtree: "below", Scope.unit: "unit", Scope.own: "own"}
HEAD = """# Who may do what

Written by `python -m app.commands access` from `POLICY` in `app/rules/permissions.py` and from the routes; a test
compares. The pages call the same endpoint functions, so they obey the same table.

**all**: without regard to a unit · **below**: the role's unit and every unit below it · **unit**: the role's unit
alone · **own**: what is the person's own, a juror's assignments. Empty: not at all. A key acts as a
{keys}, within the scopes that it was given; jurors and
authors have no keys.

Refusals: 401 to nobody in particular (pages lead to signing in). 403 to whose role, or whose key, has an empty cell,
whatever is asked about. Where the cell does not reach, what may be seen is a 403, and what may not be seen a 404, as if
it were not there. `tests/access` asks every endpoint and page as everybody and compares with these tables.
"""


def write() -> None:
    """Writes the page."""
    PAGE.write_text(text(), "utf-8")


def text() -> str:
    """The page as the code has it."""
    from app.main import create_app

    keys = [role.value for role in KEY_ROLES]
    head = HEAD.format(keys=f"{', '.join(keys[:-1])} or {keys[-1]}")
    return "\n".join([head, "## Actions", *_actions(), "", "## Endpoints", *_endpoints(create_app()),
                      "", "## Pages", *_pages(), ""])  # fmt: skip


def _actions() -> Iterator[str]:
    yield f"| action | {' | '.join(role.value for role in Role)} |"
    yield "| --- |" + " --- |" * len(Role)
    for action, roles in POLICY.items():
        yield f"| `{action}` | {' | '.join(REACH[roles[role]] if role in roles else '' for role in Role)} |"


def _endpoints(app: FastAPI) -> Iterator[str]:
    yield "| endpoint | takes |"
    yield "| --- | --- |"
    routes = [route for route in app.router.routes if isinstance(route, APIRoute) and route.include_in_schema]
    rows = [(route.path, " ".join(sorted(route.methods or ())), route.name) for route in routes]
    yield from (f"| `{method} {path}` | {_takes(name)} |" for path, method, name in sorted(rows))


def _pages() -> Iterator[str]:
    yield "| page or form | takes |"
    yield "| --- | --- |"
    rows = {(path, method): ways for (method, path), ways in ((row.split(" "), ways) for row, ways in PAGES.items())}
    for (path, method), ways in sorted(rows.items()):
        yield f"| `{method} {path}` | {', or '.join(map(_named, ways)) or 'nothing: public'} |"


def _takes(name: str) -> str:
    if name in NEEDS:
        ways = NEEDS[name]
        return ", or ".join(_named(way) if way or len(ways) == 1 else "whose own it is" for way in ways)
    more = MORE.get(name)
    return f"nothing; shows more with {', or '.join(map(_named, more))}" if more else "nothing: public"


def _named(way: str) -> str:
    actions = [action.partition("@") for action in way.split()]
    return " and ".join(f"`{name}`" + (" for all" if far else "") for name, _, far in actions) or "somebody signed in"
