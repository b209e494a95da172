"""Made-up persons: one login for each role, and further jurors."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.demo.registry import Node
from app.demo.writer import Writer
from app.models import RoleGrant, User
from app.models.user import UNIT_ROLES, Role

DOMAIN = "contoh.jipp.example"
PASSWORD = "contoh-jatim-2023"  # noqa: S105  # no secret: it opens nothing but made-up data
"""The password of every demo login."""
AUTHOR, COORDINATOR, SECRETARIAT, ORGANISER = (
    "Penulis Contoh",
    "Admin Lokal Contoh",
    "Sekretariat Contoh",
    "Penyelenggara Contoh",
)
JURORS = 6
DEMO_JUROR = 0
"""The place of the demo login among the jurors."""
AWAY = 3
"""The place of the juror who works in a made-up unit, and must not read what comes from its region."""
DEMO_UNITS = {Role.coordinator: "Kabupaten Malang", Role.author: "Puskesmas Contoh 1 Kabupaten Malang"}
_JOINED = datetime(2016, 1, 5, 2, tzinfo=UTC)


@dataclass(frozen=True)
class DemoLogin:
    """A login that a newcomer may use."""

    role: str
    email: str
    name: str
    unit_name: str | None


LOGINS = [
    DemoLogin(role.value, f"{role.value}@{DOMAIN}", name, DEMO_UNITS.get(role))
    for role, name in (
        (Role.organiser, ORGANISER), (Role.secretariat, SECRETARIAT), (Role.coordinator, COORDINATOR),
        (Role.author, AUTHOR), (Role.juror, "Juri Contoh 1"), (Role.auditor, "Auditor Contoh"),
    )
]  # fmt: skip


@dataclass(frozen=True)
class Cast:
    """Ids of the demo's people."""

    by_role: dict[str, str]
    jurors: list[str]


def enlist(writer: Writer, password_hash: str, units: dict[str, Node], workplace: Node) -> Cast:
    """Makes the accounts; *units* are by name, *workplace* is that of the juror ``AWAY``."""
    by_role = {}
    for login in LOGINS:
        unit_id = units[login.unit_name].id if Role(login.role) in UNIT_ROLES and login.unit_name else None
        by_role[login.role] = _person(writer, password_hash, login.email, login.name, login.role, unit_id)
    more = [
        _person(
            writer,
            password_hash,
            f"juror{n}@{DOMAIN}",
            juror_name(n - 1),
            Role.juror.value,
            workplace.id if n - 1 == AWAY else None,
        )
        for n in range(2, JURORS + 1)
    ]
    return Cast(by_role, [by_role[Role.juror.value], *more])


def juror_name(place: int) -> str:
    """The name of the juror at this place."""
    return f"Juri Contoh {place + 1}"


def _person(writer: Writer, password_hash: str, email: str, name: str, role: str, unit_id: str | None) -> str:
    user_id = writer.add(
        User, _JOINED, email=email, name=name, password_hash=password_hash, locale="id", is_active=True
    )
    writer.add(RoleGrant, _JOINED, user_id=user_id, role=role, unit_id=unit_id)
    return user_id
