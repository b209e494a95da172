"""The menu: what each role works with."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.http.locale import N_, _
from app.models.user import Role
from app.rules.permissions import Actor


@dataclass(frozen=True)
class Item:
    """A line of the menu."""

    url: str
    label: str
    icon: str
    is_current: bool
    count: int | None = None


_EVERYONE = (
    ("/editions", N_("Kompetisi"), "calendar", None),
    ("/innovations", N_("Katalog inovasi"), "trophy", None),
    ("/replications", N_("Replikasi"), "copy", None),
    ("/exhibitions", N_("Pameran"), "flag", None),
    ("/units", N_("Unit pelayanan"), "building", None),
)
"""The bar on top, which has room for five; the foot of every page leads to what else is public."""
_STAFF = (
    ("/home", N_("Beranda"), "home", frozenset(Role)),
    ("/proposals", N_("Usulan"), "edit", frozenset(Role) - {Role.juror}),
    ("/selection", N_("Seleksi administrasi"), "check", frozenset({Role.secretariat, Role.organiser})),
    ("/assignments", N_("Meja juri"), "scale", frozenset({Role.juror})),
    ("/questions", N_("Pertanyaan warga"), "mail", frozenset(Role) - {Role.juror}),
    ("/quotas", N_("Kuota"), "chart", frozenset({Role.organiser, Role.secretariat, Role.coordinator, Role.auditor})),
    *_EVERYONE,
    ("/assessment-rounds", N_("Penilaian unit"), "chart", frozenset(Role)),
    ("/surveys", N_("Mutu layanan"), "check-circle", frozenset(Role)),
    ("/help-requests", N_("Rembug"), "users", frozenset(Role) - {Role.juror}),
    ("/nominations", N_("Nominasi nasional"), "flag", frozenset(Role) - {Role.juror}),
    ("/users", N_("Pengguna"), "users", frozenset({Role.organiser, Role.auditor})),
    ("/api-keys", N_("Kunci API"), "key", frozenset({Role.organiser, Role.coordinator, Role.auditor})),
    ("/webhooks", N_("Webhook"), "send", frozenset({Role.organiser, Role.coordinator, Role.auditor})),
    ("/peers", N_("Jaringan lain"), "globe", frozenset({Role.organiser, Role.auditor})),
    ("/audit", N_("Catatan audit"), "list", frozenset({Role.organiser, Role.auditor})),
)
_WITHIN = {
    "/s": "/surveys", "/service-records": "/surveys",
    "/e": "/exhibitions", "/booths": "/exhibitions", "/programme-items": "/exhibitions", "/evaluations": "/assignments",
    "/assessments": "/assessment-rounds", "/instruments": "/assessment-rounds", "/follow-ups": "/assessment-rounds",
    "/followers": "/innovations", "/mentorships": "/help-requests", "/collaborations": "/help-requests",
}  # fmt: skip
"""Pages that belong to a line of another address: it leads to them."""


def navigation(actor: Actor, path: str, counts: Mapping[str, int] = MappingProxyType({})) -> list[Item]:
    """The menu of this actor; the longest fitting address is the current one. Empty where nothing may be done yet.

    *counts* says of some addresses how much waits there.
    """
    if actor.is_held:
        return []
    lines = _EVERYONE if actor.kind == "anonymous" else _STAFF
    held = set(actor.roles)
    shown = [line for line in lines if line[3] is None or held & {role.value for role in line[3]}]
    path = next((url for part, url in _WITHIN.items() if f"{path}/".startswith(f"{part}/")), path)
    here = max((url for url, *_rest in shown if path == url or path.startswith(url + "/")), key=len, default="")
    return [Item(url, _(label), icon, url == here, counts.get(url)) for url, label, icon, _roles in shown]
