"""What the OpenAPI document says of the scopes of keys: enough to do it, and none too many."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from sqlmodel import select

from app import credentials, database
from app.clock import now
from app.http.openapi.access import BY_COOKIE_ONLY, EVERYWHERE, NEEDS
from app.models import ApiKey, Unit
from app.models.user import Role
from app.rules.permissions import KEY_ROLES, POLICY
from tests.examples import play
from tests.examples.recorder import Caller, Recorder, world

ELSEWISE = BY_COOKIE_ONLY | {"create_api_key", "rotate_api_key", "list_invitations"}
"""By cookie alone; a key gives no key more than it has itself; anybody signed in."""
REFUSED = {401, 403, 404}


class ByKeys(Recorder):
    """Plays the scenario with keys that have just the scopes that the document names, after trying with one fewer."""

    secrets: dict[tuple[str, str, frozenset[str]], str]
    too_many: list[str]
    tried: set[str]

    def send(self, caller: Caller, method: str, path: str, headers: dict[str, str], **more: Any) -> httpx.Response:
        """The request by key, where the caller's role can have one."""
        name = self.route_of(method, path).name
        way = _way(name, caller.role)
        unit_id = caller.unit_id or _any_unit()
        if not way or unit_id is None:
            return super().send(caller, method, path, headers, **more)
        self.clock.shift(timedelta(minutes=1))
        fewer = [self._ask(caller, unit_id, way - {one}, method, path, headers, more) for one in sorted(way)]
        answer = self._ask(caller, unit_id, way, method, path, headers, more)
        if answer.is_success:
            self.tried.add(name)
            self.too_many += [f"{name} answers {less.status_code} with fewer scopes than {sorted(way)}"
                              for less in fewer if not _is_refused(name, less)]  # fmt: skip
        return answer

    def _ask(
        self, caller: Caller, unit_id: str, scopes: frozenset[str], method: str, path: str, headers: dict[str, str],
        more: dict[str, Any],
    ) -> httpx.Response:  # fmt: skip
        shown = {"Authorization": f"Bearer {self._key(caller.role, unit_id, scopes)}"}
        return self.exchange(method, path, shown | headers, **more)

    def _key(self, role: str, unit_id: str, scopes: frozenset[str]) -> str:
        wanted = (role, unit_id, scopes)
        if wanted not in self.secrets:
            secret = credentials.new_api_key()
            with database.writing() as session:
                session.add(ApiKey(name="uji", unit_id=unit_id, role=_as_key(role), scopes=sorted(scopes), prefix="uji",
                                   key_hash=credentials.digest(secret),
                                   expires_at=now() + timedelta(days=365)))  # fmt: skip
            self.secrets[wanted] = secret
        return self.secrets[wanted]


def _way(name: str, role: str) -> frozenset[str]:
    """The scopes by which this role may do it; none where it takes no key."""
    ways = [
        frozenset(way.replace(EVERYWHERE, "").split()) for way in NEEDS.get(name, ()) if role and name not in ELSEWISE
    ]
    possible = [way for way in ways if all(Role(role) in POLICY[action] for action in way)]
    return possible[0] if possible and _as_key(role) in KEY_ROLES else frozenset()


def _as_key(role: str) -> Role:
    """The role of a key that does the same: an author's work is a coordinator's too."""
    return Role.coordinator if role == Role.author else Role(role)


def _any_unit() -> str | None:
    with database.reading() as session:
        return session.exec(select(Unit.id).limit(1)).first()


def _is_refused(name: str, answer: httpx.Response) -> bool:
    is_other_deed = name == "return_proposal" and answer.status_code == 422  # without a deadline it is a coordinator's
    return answer.status_code in REFUSED or is_other_deed


def test_the_scopes_named_are_enough_and_none_is_too_many(tmp_path: Path) -> None:
    with world(tmp_path, ByKeys) as recorder:
        assert isinstance(recorder, ByKeys)
        recorder.secrets, recorder.too_many, recorder.tried = {}, [], set()
        play(recorder)
    assert not recorder.too_many
    assert recorder.tried | ELSEWISE | {"save_evaluation", "decline"} == set(NEEDS), "jurors have no keys"
