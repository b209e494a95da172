"""The counts of the catalogue with the words that people read."""

from collections.abc import Mapping
from typing import Any

from app.http import labels
from app.http.locale import N_, _
from app.models.innovation import Facets, FacetValue
from app.queries.innovations import Counted

_PARAMETER = {"region": "region_code"}
"""Facets whose filter has another name."""
_DIGITAL = {True: N_("Layanan digital"), False: N_("Bukan layanan digital")}
_REPLICATED = {True: N_("Sudah direplikasi"), False: N_("Belum direplikasi")}


def facets_of(counted: Counted) -> Facets:
    """Each facet's values: years newest first, goals in order, everything else by how many there are."""
    found = {_PARAMETER.get(facet, facet): _values(facet, counts, counted.titles.get(facet, {}))
             for facet, counts in counted.counts.items()}  # fmt: skip
    return Facets(total=counted.total, **found)


def _values(facet: str, counts: Mapping[Any, int], titles: Mapping[Any, str]) -> list[FacetValue]:
    if facet in {"year", "sdg"}:
        ordered = sorted(counts, reverse=facet == "year")
    else:
        ordered = sorted(counts, key=lambda value: (-counts[value], str(value)))
    return [FacetValue(value=_parameter(value), label=_label(facet, value, titles), count=counts[value])
            for value in ordered]  # fmt: skip


def _parameter(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _label(facet: str, value: Any, titles: Mapping[Any, str]) -> str:
    if facet == "sdg":
        return f"{value}. {_(labels.SDGS[value - 1])}"
    if facet == "unit_kind":
        return labels.label(labels.UNIT_KIND, value)
    if isinstance(value, bool):
        return _((_DIGITAL if facet == "is_digital" else _REPLICATED)[value])
    return titles.get(value) or str(value)
