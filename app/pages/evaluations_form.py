"""The form of a score sheet: from a sheet to its fields, and from what was typed to the schema of the JSON."""

from typing import Any

from pydantic import ValidationError
from starlette.datastructures import FormData

from app.errors import FieldError
from app.http.forms import text_of
from app.http.locale import current_language
from app.http.problems import validation_errors
from app.models.edition import Stage
from app.models.evaluation import LONGEST_VIEW, EvaluationRead, EvaluationUpdate
from app.rules import rubric

SCORE, NOTE = "score-", "note-"
CONTROLS = {"scores": SCORE, "notes": NOTE}
"""Part of the schema → how the names of its controls begin."""


def values_of(sheet: EvaluationRead) -> dict[str, str]:
    """The fields as the form shows them; marks as people write them."""
    found = {SCORE + key: _as_written(mark) for key, mark in sheet.scores.items()}
    return found | {NOTE + key: note for key, note in sheet.notes.items()} | {"recommendation": sheet.recommendation}


def _as_written(mark: float) -> str:
    """Every decimal that the juror gave, with the comma or point of the language."""
    text = repr(float(mark)).removesuffix(".0")
    return text if current_language.get() == "en" else text.replace(".", ",")


def typed(form: FormData) -> dict[str, str]:
    """What the person typed, by the names of the form."""
    return {name: text_of(form, name) for name in form if name.startswith((SCORE, NOTE)) or name == "recommendation"}


def seconds_of(form: FormData) -> int | None:
    """The time that the page counted; None without scripts. A wrong number never holds back what was typed."""
    text = text_of(form, "seconds")
    return min(int(text), LONGEST_VIEW) if text.isascii() and text.isdigit() and len(text) < 10 else None


def body_of(values: dict[str, str], stage: Stage) -> tuple[EvaluationUpdate, list[FieldError]]:
    """What can be saved of *values*, and what is wrong with the rest: one bad mark never holds back the others."""
    raw = _as_json(values, stage)
    try:
        return EvaluationUpdate.model_validate(raw), []
    except ValidationError as error:
        wrong = validation_errors(error)
    for finding in wrong:
        part, _dot, key = finding.field.partition(".")
        if key:
            raw[part].pop(key.split(".")[0], None)
        else:
            raw.pop(part, None)
    return EvaluationUpdate.model_validate(raw), wrong


def _as_json(values: dict[str, str], stage: Stage) -> dict[str, Any]:
    """An empty mark clears it; both the comma and the point part the decimals."""
    keys = [leaf.key for leaf in rubric.leaves(stage.rubric)]
    scores = {key: values[SCORE + key].strip().replace(",", ".") or None for key in keys if SCORE + key in values}
    raw: dict[str, Any] = {"scores": scores, "notes": {key: values[NOTE + key] for key in keys if NOTE + key in values}}
    if "recommendation" in values:
        raw["recommendation"] = values["recommendation"]
    return raw


def control_of(field: str) -> str:
    """The id of the control of a field of the schema."""
    part, _dot, key = field.partition(".")
    return CONTROLS[part] + key.split(".")[0] if part in CONTROLS and key else field


def name_of(field: str, stage: Stage) -> str:
    """The title of the criterion that a field of the schema belongs to; empty for a field of the whole sheet."""
    key = field.partition(".")[2].split(".")[0]
    return next((leaf.title for leaf in rubric.leaves(stage.rubric) if leaf.key == key), "")
