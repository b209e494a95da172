"""The filters of the catalogue as links: what can be chosen, how many innovations that leaves, what is chosen."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request

from app.http.locale import N_, _
from app.models.innovation import Facets, FacetValue

TITLES = {
    "category": N_("Kategori"), "region_code": N_("Daerah"), "year": N_("Tahun"),
    "sdg": N_("Tujuan Pembangunan Berkelanjutan"), "unit_kind": N_("Jenis unit"), "group": N_("Kelompok"),
    "award": N_("Hasil"), "origin": N_("Dari jaringan lain"), "is_digital": N_("Bentuk"),
    "is_replicated": N_("Replikasi"),
}  # fmt: skip
"""Facets in the order of the page."""
SHOWN = 6
"""Values of a facet that are seen at once; the others are folded."""
_PLACE = {"cursor", "limit"}
"""What says where in the list one is: another filter begins at its top."""


@dataclass(frozen=True)
class Choice:
    """A value of a facet, and the address that chooses it, or takes it back."""

    label: str
    count: int
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class Group:
    """A facet."""

    title: str
    shown: list[Choice]
    folded: list[Choice]


def groups(request: Request, facets: Facets) -> list[Group]:
    """The facets that part what is listed: those of one value that is not chosen say nothing."""
    found = []
    for name, title in TITLES.items():
        values: list[FacetValue] = getattr(facets, name)
        chosen = request.query_params.get(name)
        if len(values) < (1 if name == "origin" else 2) and chosen is None:
            continue
        choices = [_choice(request, name, value, chosen) for value in values]
        choices.sort(key=lambda one: not one.is_chosen)
        found.append(Group(_(title), choices[:SHOWN], choices[SHOWN:]))
    return found


def _choice(request: Request, name: str, value: FacetValue, chosen: str | None) -> Choice:
    is_chosen = value.value == chosen
    return Choice(value.label, value.count, address(request, {name: None if is_chosen else value.value}), is_chosen)


def chosen(request: Request, facets: Facets) -> list[tuple[str, str]]:
    """What is chosen, each with the address that takes it back."""
    found = []
    for name, title in TITLES.items():
        value = request.query_params.get(name)
        if value is not None:
            label = next((one.label for one in getattr(facets, name) if one.value == value), value)
            found.append((f"{_(title)}: {label}", address(request, {name: None})))
    return found


def address(request: Request, changes: dict[str, str | None], left_out: Iterable[str] = ()) -> str:
    """The address of the catalogue with some filters changed; None takes one back."""
    gone = _PLACE | set(left_out) | {name for name, value in changes.items() if value is None}
    kept = {name: value for name, value in request.query_params.items() if name not in gone}
    query = kept | {name: value for name, value in changes.items() if value is not None}
    return request.url.path + (f"?{urlencode(query)}" if query else "")
