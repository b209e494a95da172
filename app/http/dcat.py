"""The open data as a catalogue of DCAT (W3C), with the terms that the application profile of Europe asks for."""

from typing import Any

from app.models.open_data import Dataset, Distribution, OpenData

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/", "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#", "xsd": "http://www.w3.org/2001/XMLSchema#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#", "csvw": "http://www.w3.org/ns/csvw#",
}  # fmt: skip
_EU = "http://publications.europa.eu/resource/authority/"
THEME = {"@id": _EU + "data-theme/GOVE"}
"""Government and public sector."""
_FREQUENCIES = {"continuous": {"@id": _EU + "frequency/UPDATE_CONT"}}
_LANGUAGES = {"id": {"@id": _EU + "language/IND"}, "en": {"@id": _EU + "language/ENG"}}
_MEDIA = "https://www.iana.org/assignments/media-types/"
_REGISTERED = frozenset({"text/csv", "application/json", "application/atom+xml",
                         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                         "application/vnd.apache.parquet"})  # fmt: skip
Node = dict[str, Any]


def dcat(data: OpenData, language: str) -> Node:
    """The catalogue as JSON-LD; *language* is that of its words."""
    publisher = {"@id": data.url + "#publisher", "@type": "foaf:Agent", "foaf:name": _said(data.publisher, language)}
    shared = {"dct:publisher": publisher, "dct:license": {"@id": data.licence_url}} | _spatial(data.region_code)
    return {
        "@context": CONTEXT, "@id": data.url, "@type": "dcat:Catalog",
        "dct:title": _said(data.title, language), "dct:description": _said(data.description, language),
        "dct:language": [_LANGUAGES["id"], _LANGUAGES["en"]], "foaf:homepage": {"@id": data.url},
        "dcat:themeTaxonomy": {"@id": _EU + "data-theme"}, **_changed(data.datasets), **shared,
        "dcat:dataset": [_dataset(one, data, language, shared) for one in data.datasets],
        "dcat:service": _service(data, language),
    }  # fmt: skip


def _dataset(one: Dataset, data: OpenData, language: str, shared: Node) -> Node:
    about = f"{data.url}#{one.key}"
    period = {"dct:temporal": {"@type": "dct:PeriodOfTime", "dcat:startDate": _year(one.start_year),
                               "dcat:endDate": _year(one.end_year)}} if one.start_year else {}  # fmt: skip
    return {
        "@id": about, "@type": "dcat:Dataset", "dct:identifier": one.key,
        "dct:title": _said(one.title, language), "dct:description": _said(f"{one.definition} {one.row}", language),
        "dcat:keyword": [_said(word, language) for word in one.keywords], "dcat:theme": THEME,
        "dct:accrualPeriodicity": _FREQUENCIES[one.update_frequency],
        "dct:provenance": {"@type": "dct:ProvenanceStatement", "rdfs:label": _said(one.source, language)},
        "dcat:contactPoint": {"@type": "vcard:Organization", "vcard:fn": data.publisher,
                              "vcard:hasURL": {"@id": data.url}},
        "dcat:landingPage": {"@id": about}, **period, **_changed([one]), **shared,
        "csvw:tableSchema": {"csvw:column": [
            {"csvw:name": column.name, "csvw:datatype": column.type,
             "dct:description": _said(column.description, language)} for column in one.columns]},
        "dcat:distribution": [_distribution(form, data, language) for form in one.distributions],
    }  # fmt: skip


def _distribution(form: Distribution, data: OpenData, language: str) -> Node:
    media = _MEDIA + form.media_type if form.media_type in _REGISTERED else form.media_type
    address = {"dcat:accessURL": {"@id": form.url}} | (
        {"dcat:downloadURL": {"@id": form.url}} if form.is_download else {}
    )
    return {
        "@type": "dcat:Distribution", "dct:title": form.format, "dct:description": _said(form.description, language),
        "dct:format": form.format, "dcat:mediaType": {"@id": media} if media.startswith("https:") else media,
        "dct:license": {"@id": data.licence_url}, **address,
    }  # fmt: skip


def _service(data: OpenData, language: str) -> Node:
    site = data.url.removesuffix("/open-data")
    return {
        "@id": site + "/api/v1", "@type": "dcat:DataService", "dct:title": _said("JIPP API", language),
        "dcat:endpointURL": {"@id": site + "/api/v1"},
        "dcat:endpointDescription": {"@id": site + "/api/v1/openapi.json"},
        "dcat:servesDataset": [{"@id": f"{data.url}#{one.key}"} for one in data.datasets],
    }  # fmt: skip


def _spatial(region: str | None) -> Node:
    return {"dct:spatial": {"@type": "dct:Location", "dct:identifier": region}} if region else {}


def _changed(datasets: list[Dataset]) -> Node:
    moments = [one.changed_at for one in datasets if one.changed_at]
    return {"dct:modified": {"@type": "xsd:dateTime", "@value": max(moments).isoformat()}} if moments else {}


def _said(text: str, language: str) -> Node:
    return {"@language": language, "@value": text}


def _year(year: int | None) -> Node:
    return {"@type": "xsd:gYear", "@value": str(year)}
