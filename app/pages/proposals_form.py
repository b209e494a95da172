"""The editor's form: from a proposal to its fields, and from what was typed to the schema of the JSON."""

from dataclasses import replace
from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.errors import FieldError
from app.http.forms import text_of
from app.http.problems import validation_errors
from app.models.edition import EditionRead
from app.models.proposal import ProposalRead, ProposalUpdate

TEXTS = ("title", "group", "category", "video_url", "origin", "english_abstract")
NUMBERS = ("latitude", "longitude")
NEEDED = ("title", "group", "category")
"""A draft always has these: an empty one is not saved, the last one stays."""


def values_of(proposal: ProposalRead) -> dict[str, Any]:
    """The fields as the form shows them."""
    found: dict[str, Any] = {name: getattr(proposal, name) for name in TEXTS}
    found |= {name: "" if getattr(proposal, name) is None else getattr(proposal, name) for name in NUMBERS}
    found |= {f"sections.{key}": text for key, text in proposal.sections.items()}
    found |= {f"answers.{key}": text for key, text in proposal.answers.items()}
    return found | {
        "started_on": proposal.started_on.isoformat() if proposal.started_on else "", "sdgs": proposal.sdgs,
        "is_digital": proposal.is_digital, "collaborators": "\n".join(proposal.collaborators),
    }  # fmt: skip


def typed(form: FormData, edition: EditionRead) -> dict[str, Any]:
    """What the person typed, by the names of the form."""
    names = [*TEXTS, *NUMBERS, "started_on", "collaborators", *(f"sections.{part.key}" for part in edition.form),
             *(f"answers.{asked.key}" for asked in edition.fields)]  # fmt: skip
    found: dict[str, Any] = {name: text_of(form, name) for name in names if name in form}
    return found | {"sdgs": form.getlist("sdgs"), "is_digital": "is_digital" in form}


def body_of(values: dict[str, Any]) -> tuple[ProposalUpdate, list[FieldError]]:
    """What can be saved of *values*, and what is wrong with the rest: one bad field never holds back the text."""
    raw = _as_json(values)
    try:
        return ProposalUpdate.model_validate(raw), []
    except ValidationError as error:
        wrong = validation_errors(error)
    for finding in wrong:
        _leave_out(raw, finding.field.split("."))
    by_control = {control_of(finding.field): finding for finding in reversed(wrong)}  # the first word on each
    return ProposalUpdate.model_validate(raw), [replace(one, field=name) for name, one in by_control.items()]


def control_of(field: str) -> str:
    """The id of the control of a field of the schema: a place inside a list belongs to the list's control."""
    first, _dot, rest = field.partition(".")
    return f"{first}.{rest.split('.')[0]}" if rest and first in {"sections", "answers", "documents"} else first


def _as_json(values: dict[str, Any]) -> dict[str, Any]:
    raw: dict[str, Any] = {name: values[name].strip() for name in TEXTS if name in values}
    for name in NEEDED:
        if not raw.get(name):
            raw.pop(name, None)
    raw |= {name: values[name].strip().replace(",", ".") or None for name in NUMBERS if name in values}
    if "started_on" in values:
        raw["started_on"] = values["started_on"] or None
    if "collaborators" in values:
        raw["collaborators"] = [line.strip() for line in values["collaborators"].split("\n") if line.strip()]
    for part in ("sections", "answers"):
        prefix = f"{part}."
        raw[part] = {name.removeprefix(prefix): text for name, text in values.items() if name.startswith(prefix)}
    return raw | {"sdgs": sorted(set(values["sdgs"]), key=str), "is_digital": values["is_digital"]}


def _leave_out(raw: dict[str, Any], place: list[str]) -> None:
    """Takes the wrong field out: a section or an answer alone, of a list the whole list."""
    part = raw.get(place[0])
    if isinstance(part, dict) and len(place) > 1:
        part.pop(place[1], None)
    else:
        raw.pop(place[0], None)
