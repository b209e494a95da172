"""Who may do what: one table of role × action × scope, obeyed by API and pages alike."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from app.models.user import Role


class Scope(StrEnum):
    """How far a permission reaches."""

    everywhere = "everywhere"
    subtree = "subtree"
    """The unit of the role and every unit below it."""
    unit = "unit"
    """The unit of the role alone."""
    own = "own"
    """What is the person's own: a juror's assignments."""


@dataclass(frozen=True)
class Grant:
    """A role as held, bound to a unit or to none."""

    role: Role
    unit_id: str | None = None


@dataclass(frozen=True)
class Actor:
    """Who asks: nobody signed in, a person in a browser, or a unit's system with a key."""

    kind: Literal["anonymous", "user", "key", "system"]
    id: str | None = None
    name: str = ""
    email: str = ""
    grants: tuple[Grant, ...] = ()
    scopes: frozenset[str] | None = None
    """For keys: the actions it is limited to; None means no limit beyond its role."""
    session_id: str | None = None
    csrf_token: str = ""
    unit_name: str | None = None
    """The name of the unit of the first role that has one."""
    is_held: bool = False
    """Signed in with a password alone, with a role that needs a second factor: may only set one up."""

    @property
    def roles(self) -> list[str]:
        """The names of the roles held, each once, in order of holding."""
        return list(dict.fromkeys(grant.role.value for grant in self.grants))

    @property
    def user_id(self) -> str | None:
        """The person's id; None for keys and the public."""
        return self.id if self.kind == "user" else None


ANONYMOUS = Actor("anonymous")
SYSTEM = Actor("system", name="Sistem", grants=(Grant(Role.organiser),))
"""The operator's own commands."""

_O, _S, _C, _A, _J, _U = (
    Role.organiser, Role.secretariat, Role.coordinator, Role.author, Role.juror, Role.auditor,
)  # fmt: skip
_ALL, _TREE, _UNIT, _OWN = Scope.everywhere, Scope.subtree, Scope.unit, Scope.own

POLICY: dict[str, dict[Role, Scope]] = {
    "units:write": {_O: _ALL},
    "editions:prepare": {_O: _ALL, _S: _ALL, _U: _ALL},  # sees editions that are still being set up
    "editions:write": {_O: _ALL},
    "quotas:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT},
    "quotas:write": {_O: _ALL},
    "proposals:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT, _J: _OWN},
    "proposals:write": {_C: _TREE, _A: _UNIT},
    "proposals:submit": {_C: _TREE},
    "proposals:withdraw": {_C: _TREE, _O: _ALL},
    "proposals:send-back": {_C: _TREE},
    "proposals:verify": {_S: _ALL, _O: _ALL},
    "proposals:disqualify": {_O: _ALL},
    "jurors:read": {_O: _ALL, _S: _ALL, _U: _ALL},
    "jurors:write": {_O: _ALL},
    "conflicts:read": {_O: _ALL, _U: _ALL, _J: _OWN},
    "conflicts:write": {_O: _ALL, _J: _OWN},
    "discussions:read": {_O: _ALL, _U: _ALL, _J: _OWN},
    "discussions:write": {_O: _ALL, _J: _OWN},
    "assignments:read": {_O: _ALL, _U: _ALL, _J: _OWN},
    "assignments:write": {_O: _ALL},
    "evaluations:read": {_O: _ALL, _U: _ALL, _J: _OWN},
    "evaluations:write": {_J: _OWN},
    "evaluations:reopen": {_O: _ALL},
    "scores:read": {_O: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT, _J: _OWN},
    "ranking:read": {_O: _ALL, _U: _ALL},
    "plenary:write": {_O: _ALL},
    "publication:write": {_O: _ALL},
    "awards:read": {_O: _ALL, _S: _ALL, _U: _ALL},  # before they are published
    "awards:write": {_O: _ALL},
    "peers:write": {_O: _ALL},
    "innovations:write": {_O: _ALL, _C: _TREE, _A: _UNIT},
    "nominations:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT},
    "nominations:write": {_O: _ALL, _C: _TREE, _A: _UNIT},
    "users:read": {_O: _ALL, _U: _ALL},
    "users:write": {_O: _ALL},
    "api-keys:read": {_O: _ALL, _U: _ALL, _C: _TREE},
    "api-keys:write": {_O: _ALL, _C: _TREE},
    "audit:read": {_O: _ALL, _U: _ALL},
    "replications:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT},
    "replications:write": {_O: _ALL, _C: _TREE, _A: _UNIT},
    "replications:confirm": {_O: _ALL, _C: _TREE, _A: _UNIT},
    "webhooks:read": {_O: _ALL, _U: _ALL, _C: _TREE},
    "webhooks:write": {_O: _ALL, _C: _TREE},
    "exhibitions:read": {_O: _ALL, _S: _ALL, _U: _ALL},  # drafts and statistics
    "exhibitions:write": {_O: _ALL},
    "visitors:read": {_O: _ALL, _S: _ALL, _U: _ALL},
    "visitors:write": {_O: _ALL, _S: _ALL},  # the door: tickets, visitors without a browser, the guest book
    "questions:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT},
    "questions:moderate": {_O: _ALL, _S: _ALL},
    "questions:answer": {_O: _ALL, _C: _TREE, _A: _UNIT},
    "help-requests:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _ALL, _A: _ALL},  # units ask all others
    "help-requests:write": {_O: _ALL, _C: _TREE, _A: _UNIT},
    "mentorships:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT},
    "mentorships:write": {_C: _TREE, _A: _UNIT},
    "instruments:write": {_O: _ALL},
    "assessments:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT},
    "assessments:write": {_C: _TREE, _A: _UNIT},
    "assessments:verify": {_O: _ALL, _C: _TREE, _A: _UNIT},  # of the unit that owns the indicator
    "assessments:panel": {_O: _ALL},
    "surveys:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT},
    "surveys:write": {_O: _ALL, _C: _TREE, _A: _UNIT},
    "service-records:read": {_O: _ALL, _S: _ALL, _U: _ALL, _C: _TREE, _A: _UNIT},
    "service-records:write": {_O: _ALL, _C: _TREE, _A: _UNIT},
}
"""Actions that need a role. What is not here is public: units, editions, published rankings, innovations, exhibitions,
figures, a survey that is answered."""

KEY_ROLES = (Role.coordinator, Role.organiser, Role.secretariat, Role.auditor)
"""Roles that a key can act as."""

KEY_SCOPES = sorted(action for action, roles in POLICY.items() if any(role in roles for role in KEY_ROLES))


def grants_for(actor: Actor, action: str) -> list[tuple[Grant, Scope]]:
    """The actor's grants that carry *action*, with how far each reaches; empty when none does."""
    if actor.scopes is not None and action not in actor.scopes:
        return []
    roles = POLICY[action]
    return [(grant, roles[grant.role]) for grant in actor.grants if grant.role in roles]


def may_somewhere(actor: Actor, action: str) -> bool:
    """Whether there is anything at all that *action* may be done on: worth showing a button for."""
    return bool(grants_for(actor, action))


def may_everywhere(actor: Actor, action: str) -> bool:
    """Whether *action* is allowed without regard to a unit."""
    return any(scope is Scope.everywhere for _, scope in grants_for(actor, action))


def may(actor: Actor, action: str, lineage: Collection[str] = (), *, is_own: bool = False) -> bool:
    """Whether *action* is allowed on a thing of the unit that *lineage* starts with (then its ancestors, upward)."""
    return any(_reaches(grant, scope, tuple(lineage), is_own) for grant, scope in grants_for(actor, action))


def _reaches(grant: Grant, scope: Scope, lineage: tuple[str, ...], is_own: bool) -> bool:
    if scope is Scope.everywhere:
        return True
    if scope is Scope.own:
        return is_own
    within = lineage if scope is Scope.subtree else lineage[:1]
    return grant.unit_id in within
