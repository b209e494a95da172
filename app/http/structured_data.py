"""An innovation as schema.org says it, for search engines: data in the page's head, never run as a script."""

from typing import Any

from app.http import labels
from app.http.locale import _
from app.models.innovation import InnovationRead
from app.settings import settings

Node = dict[str, Any]
GOALS = "http://metadata.un.org/sdg"
"""Where the United Nations name the goals."""


def structured_data(one: InnovationRead, site: str, region_name: str | None = None) -> Node:
    """The innovation as a published description of a government's service; never anything of a person.

    *site* is where addresses begin. The template writes it by ``tojson``, which escapes ``<``.
    """
    url = f"{site}/innovations/{one.id}"
    provider = _provider(one, site)
    said = {
        "@context": "https://schema.org", "@type": "CreativeWork", "@id": url, "url": url, "identifier": one.id,
        "name": one.title, "description": one.summary or None, "inLanguage": "id", "license": settings().data_licence,
        "dateCreated": one.started_on and one.started_on.isoformat(), "datePublished": one.created_at.isoformat(),
        "temporalCoverage": str(one.year), "genre": one.category_title or None, "image": f"{url}/preview.png",
        "award": [award for award in (one.award, one.national_award) if award], "provider": provider,
        "publisher": {"@type": "GovernmentOrganization", "name": settings().organisation},
        "creativeWorkStatus": "Contoh" if one.is_sample else None,
        "isBasedOn": one.origin_url or (one.source if one.source.startswith("https://") else None),
        "spatialCoverage": _place(one, region_name), "about": [_service(one, provider), *map(_goal, one.sdgs)],
        "workTranslation": _english(one), "associatedMedia": [_paper(one, site, paper) for paper in one.evidence],
    }  # fmt: skip
    found: Node = _without_nothing(said)
    return found


def _provider(one: InnovationRead, site: str) -> Node:
    return {"@type": "GovernmentOrganization", "name": one.unit_name,
            "url": f"{site}/units/{one.unit_id}" if one.unit_id else None}  # fmt: skip


def _service(one: InnovationRead, provider: Node) -> Node:
    """What is offered to the public, beside the text about it."""
    return {"@type": "GovernmentService", "name": one.title, "serviceType": one.category_title or None,
            "provider": provider, "areaServed": _area(one, None)}  # fmt: skip


def _goal(number: int) -> Node:
    return {"@type": "DefinedTerm", "@id": f"{GOALS}/{number}", "termCode": str(number),
            "name": _(labels.SDGS[number - 1]), "inDefinedTermSet": GOALS}  # fmt: skip


def _place(one: InnovationRead, region_name: str | None) -> Node | None:
    has_point = one.latitude is not None and one.longitude is not None
    point = {"@type": "GeoCoordinates", "latitude": one.latitude, "longitude": one.longitude} if has_point else None
    area = _area(one, region_name)
    return {"@type": "Place", "geo": point, "containedInPlace": area} if point or area else None


def _area(one: InnovationRead, region_name: str | None) -> Node | None:
    """The region by its code in the list of the Ministry of Home Affairs."""
    if not one.region_code:
        return None
    code = {"@type": "PropertyValue", "propertyID": "Kode wilayah Kemendagri", "value": one.region_code}
    return {"@type": "AdministrativeArea", "name": region_name, "identifier": code}


def _english(one: InnovationRead) -> Node | None:
    if not one.english_abstract:
        return None
    return {"@type": "CreativeWork", "inLanguage": "en", "abstract": one.english_abstract}


def _paper(one: InnovationRead, site: str, paper: Any) -> Node:
    return {"@type": "MediaObject", "name": paper.title,
            "contentUrl": f"{site}/api/v1/innovations/{one.id}/evidence/{paper.document_id}"}  # fmt: skip


def _without_nothing(said: Any) -> Any:
    """Without names that have no value."""
    if isinstance(said, list):
        return [_without_nothing(one) for one in said]
    if isinstance(said, dict):
        return {name: _without_nothing(value) for name, value in said.items() if value not in (None, [], "")}
    return said
