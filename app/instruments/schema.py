"""The format of an instrument's file. docs/instruments.schema.json is made from it, docs/instruments.md explains it."""

from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainValidator,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from app.instruments.ranges import parse

NOTICE = "konfigurasi bawaan, periksa terhadap peraturan"
"""What every file says of itself: a default, to be checked against the regulation."""

Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"\S")]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=2000, pattern=r"\S")]


def _decimal(value: Any) -> Any:
    """A whole number is a number; true and false are none."""
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _comparison(text: str) -> str:
    try:
        is_empty = parse(text).is_empty
    except ValueError:
        raise PydanticCustomError("comparison", "not a comparison") from None
    if is_empty:
        raise PydanticCustomError("comparison_empty", "nothing lies in it")
    return text


def _number_or_text(value: Any) -> Any:
    number = _decimal(value)
    if not isinstance(number, Decimal) and not (isinstance(value, str) and value.strip()):
        raise PydanticCustomError("number_or_text", "neither a number nor a text")
    return number


Number = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema({"type": "number"})]
Positive = Annotated[Number, Field(gt=0), WithJsonSchema({"type": "number", "exclusiveMinimum": 0})]
Weight = Positive
Share = Annotated[Number, Field(ge=0, le=1), WithJsonSchema({"type": "number", "minimum": 0, "maximum": 1})]
"""Part of the weight that is won, 0 to 1."""
_END = r"(>=|>|<=|<)\s*-?[0-9]+(\.[0-9]+)?"
Comparison = Annotated[
    str, AfterValidator(_comparison),
    WithJsonSchema({"type": "string", "pattern": rf"^\s*{_END}(\s*{_END})?\s*$", "examples": [">80 <=90", ">=81"]}),
]  # fmt: skip

Kind = Literal[
    "province", "agency", "bureau", "hospital", "technical_unit", "regency", "city", "regional_agency",
    "regional_technical_unit", "enterprise", "district", "village",
]  # fmt: skip
"""Kinds of units; a test holds them to those of the registry."""
Scale = Literal["yes_no", "abc", "abcd", "abcde", "percentage", "number", "choice", "converted"]
Weights = Literal["points", "percent", "equal"]


class Model(BaseModel):
    """No unknown names, no guessed types, no change after reading."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Band(Model):
    """Raw values in ``when`` are worth ``share`` of the weight."""

    when: Comparison
    share: Share


class Row(Model):
    """One value of a table: a text or a number, and the share of the weight that it is worth."""

    value: Annotated[Decimal | str, PlainValidator(_number_or_text), WithJsonSchema({"type": ["number", "string"]})]
    share: Share


class Conversion(Model):
    """Raw value → share of the weight. ``from`` is worth nothing and ``to`` all of it, also where ``to`` is smaller
    (inverse); ``part`` is value / ``of``, ``target`` is min(value / ``target``, 1)."""

    kind: Literal["linear", "inverse", "banded", "table", "target", "part"]
    start: Number | None = Field(None, alias="from")
    end: Number | None = Field(None, alias="to")
    of: Number | None = None
    target: Number | None = None
    bands: tuple[Band, ...] | None = Field(None, min_length=1)
    rows: tuple[Row, ...] | None = Field(None, min_length=1)


class Source(Model):
    """Where a value comes from when nobody types it in: exactly one of the three."""

    instrument: Key | None = None
    of: Key = "total"
    """``total`` or the key of an item, whose points are taken."""
    competition: Key | None = None
    records: Key | None = None
    """A measure over service records."""

    @property
    def name(self) -> str:
        """``sakip.total``, ``competition.kovablik`` or ``records.melayani``: the key in the scorer's *sources*."""
        if self.instrument:
            return f"{self.instrument}.{self.of}"
        return f"competition.{self.competition}" if self.competition else f"records.{self.records}"


class Item(Model):
    """A component with ``items``, or an indicator that is answered."""

    key: Key
    title: Line
    weight: Weight | None = None
    """Points or percent inside the parent, as the parent's ``weights`` says; none where they are equal."""
    weights: Weights = "points"
    """How the weights of its own items are meant."""
    items: tuple["Item", ...] | None = Field(None, min_length=1)
    scale: Scale | None = None
    minimum: Number | None = None
    maximum: Number | None = None
    convert: Conversion | None = None
    source: Source | None = None
    evidence: Prose | None = None
    owner: Line | None = None
    """Pengampu: who verifies it."""
    kinds: tuple[Kind, ...] | None = Field(None, alias="for", min_length=1)
    """The kinds of units that it applies to; none means those of its parent."""
    open: Prose | None = None
    """What of the regulation is not known here, and why."""


class Predicate(Model):
    """A band of the total: a letter with its words, or a stretch that is left open."""

    when: Comparison
    letter: Line | None = None
    title: Line | None = None
    open: Prose | None = None


class Rounding(Model):
    """The total is rounded so before it is banded, compared with thresholds and handed to other instruments."""

    digits: Annotated[int, Field(ge=0, le=6)]
    mode: Literal["half_up", "half_even", "down"] = "half_up"


class Fact(Model):
    """Something from outside that a gate asks for: a number, within its ends where they are known, or a word."""

    key: Key
    title: Line
    kind: Literal["number", "word"]
    minimum: Number | None = None
    maximum: Number | None = None
    choices: tuple[Line, ...] | None = Field(None, min_length=1)


class Threshold(Model):
    """A minimum: ``at`` in points or ``percent`` of the weight, for one item or ``total`` (``of``), or for every
    item right below one (``each``)."""

    of: Key | None = None
    each: Key | None = None
    at: Comparison | None = None
    percent: Comparison | None = None


class Gate(Model):
    """What a fact must be for a level to be reached: ``at`` for a number, ``is`` for words."""

    fact: Key
    at: Comparison | None = None
    words: tuple[Line, ...] | None = Field(None, alias="is", min_length=1)


class Level(Model):
    """A distinction with its own thresholds and gates, for instance WBK."""

    key: Key
    title: Line
    thresholds: tuple[Threshold, ...] = ()
    gates: tuple[Gate, ...] = ()


class Definition(Model):
    """A whole file."""

    instrument: Key
    """The same in every year, for instance ``sakip``."""
    year: Annotated[int, Field(ge=1945, le=2200)]
    title: Line
    regulation: Line
    notice: Literal["konfigurasi bawaan, periksa terhadap peraturan"]
    sources: tuple[Line, ...] = Field(min_length=1)
    seal: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{4}-){3}[0-9a-f]{4}$")] | None = None
    """Says that the file was checked as it is; ``jipp instrument seal`` writes it."""
    kinds: tuple[Kind, ...] = Field(alias="for", min_length=1)
    minimum: Number = Decimal(0)
    """The lowest total where everything is answered."""
    maximum: Positive
    weights: Weights = "points"
    absent: Literal["zero", "spread"]
    """What becomes of the weight of an indicator that does not apply: lost, or spread over its neighbours."""
    rounding: Rounding | None = None
    open: tuple[Prose, ...] = ()
    items: tuple[Item, ...] = Field(min_length=1)
    predicates: tuple[Predicate, ...] = ()
    facts: tuple[Fact, ...] = ()
    levels: tuple[Level, ...] = ()


def json_schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of a file."""
    schema = Definition.model_json_schema(by_alias=True)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
