"""Rows of a form and the lists of an edition's configuration, there and back. Values of a row are texts as typed."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel
from starlette.datastructures import FormData

from app.clock import WIB
from app.http.forms import text_of
from app.models.edition import Criterion, Stage
from app.pages.edition_columns import Column, Table

Row = dict[str, Any]
Pools = Mapping[str, Mapping[str, str]]
"""The titles of the groups ("group") and categories ("category") by their keys."""
MAX_ROWS = 200
MAX_LEVEL = 2


def empty_row(table: Table) -> Row:
    """A row in which nothing has been typed."""
    return {"key": "", **{column.name: column.default for column in table.columns}}


def rows_from_form(form: FormData, table: Table) -> list[Row]:
    """The rows as typed, in their order, without the empty ones."""
    numbers = {int(m[1]) for name in form if (m := re.match(rf"{table.part}-(\d{{1,4}})-", name))}
    rows = [_row(form, table, f"{table.part}-{number}-") for number in sorted(numbers)[:MAX_ROWS]]
    return [row for row in rows if not _is_empty(table, row)]


def _row(form: FormData, table: Table, prefix: str) -> Row:
    values: Row = {"key": text_of(form, prefix + "key")}
    for column in table.columns:
        name = prefix + column.name
        values[column.name] = [str(v) for v in form.getlist(name)] if column.kind == "groups" else text_of(form, name)
    return values


def _is_empty(table: Table, row: Row) -> bool:
    """Nothing but defaults: ticked boxes alone make no row."""
    typed = [column for column in table.columns if column.kind != "flag"]
    return not row["key"] and all(row[column.name] in ("", [], column.default) for column in typed)


ADVANCE = {"rule": "kind", "n": "n", "grade": "grade", "by": "by", "quotas": "quotas"}
"""Columns of a stage that belong to its rule of advance, and what they are called there."""


def rows_of(table: Table, items: Sequence[BaseModel], pools: Pools | None = None) -> list[Row]:
    """The rows that show these items; *pools* are for the quotas of a stage."""
    return [
        {"key": getattr(item, "key", ""),
         **{column.name: _shown(column, item, pools or {}) for column in table.columns}}
        for item in items
    ]  # fmt: skip


def _shown(column: Column, item: Any, pools: Pools) -> Any:
    is_of_rule = column.name in ADVANCE and hasattr(item, "advance")
    value = getattr(item.advance, ADVANCE[column.name]) if is_of_rule else getattr(item, column.name)
    if column.kind == "amounts":
        titles = pools.get(item.advance.by, {})
        return "\n".join(f"{titles.get(key, key)}: {number}" for key, number in value.items())
    if value is None or value is False:
        return ""
    if column.kind == "moment":
        return value.astimezone(WIB).strftime("%Y-%m-%dT%H:%M:%S")
    if column.kind == "number":
        return f"{value:g}"
    if column.kind == "flag":
        return "true"
    if column.kind == "lines":
        return "\n".join(value)
    return value if column.kind == "groups" else str(value)


def items_of(table: Table, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows as the schemas take them. A new row gets a key made from its name; an old one keeps its own."""
    taken = {row["key"] for row in rows}
    found = []
    for row in rows:
        item = {column.name: _typed(column, row[column.name]) for column in table.columns}
        if table.has_key:
            item["key"] = row["key"] or _key_for(str(row.get("title") or row.get("name") or ""), taken)
            row["key"] = item["key"]
        found.append({name: value for name, value in item.items() if value is not None})
    return found


def _typed(column: Column, value: Any) -> Any:
    """What the schema takes; None stands for what was left empty."""
    if column.kind == "flag":
        return bool(value)
    if column.kind == "number":
        return value.strip().replace(",", ".") or None
    if column.kind == "moment":
        return f"{value}+07:00" if value else None
    if column.kind == "lines":
        return [line.strip() for line in value.split("\n") if line.strip()]
    if column.kind == "amounts":
        return _amounts(value)
    if column.kind == "choice":
        return value or None
    return value


def _amounts(text: str) -> dict[str, str]:
    """A number for each name: "Umum: 30" on a line of its own, colon or equals sign; without either it is refused."""
    found = {}
    for line in filter(None, map(str.strip, text.split("\n"))):
        name, _mark, number = line.replace("=", ":").rpartition(":")
        found[(name or number).strip()] = number.strip() if name else ""
    return found


def _key_for(title: str, taken: set[str]) -> str:
    """A key that nobody has yet, from the words of the title."""
    words = re.sub(r"[^a-z0-9]+", "_", title.lower()).strip("_")
    base = (words if words[:1].isalpha() else f"x_{words}".rstrip("_"))[:45].rstrip("_")
    key = next(k for k in (base, *(f"{base}_{n}" for n in range(2, MAX_ROWS + 2))) if k not in taken)
    taken.add(key)
    return key


def stages_of(
    items: Sequence[dict[str, Any]], kept: Mapping[str, Stage], form: Sequence[Any], pools: Pools
) -> list[dict[str, Any]]:
    """The stages with their rubrics: an old one keeps its own, a new one begins with the sections of the form.

    Quotas may be given by the titles of groups and categories, or by their keys.
    """
    found = []
    for item in items:
        rule = {name: item.pop(column) for column, name in ADVANCE.items() if column in item}
        keys = {title.lower(): key for key, title in pools.get(rule["by"], {}).items()}
        rule["quotas"] = {keys.get(title.lower(), title): number for title, number in rule["quotas"].items()}
        old = kept.get(item["key"])
        rubric = [criterion.model_dump() for criterion in old.rubric] if old else _first_rubric(form)
        found.append(item | {"rubric": [] if item.get("kind") == "public_vote" else rubric, "advance": rule})
    return found


def _first_rubric(form: Sequence[Any]) -> list[dict[str, Any]]:
    weighted = [section for section in form if section.weight]
    if not weighted:
        return [{"key": "penilaian", "title": "Penilaian", "weight": 100}]
    return [{"key": s.key, "title": s.title, "weight": s.weight, "section": s.key} for s in weighted]


def rubric_rows(rubric: Sequence[Criterion], table: Table, level: int = 0) -> list[Row]:
    """A rubric as rows, children after their parent, each with its level."""
    found = []
    for criterion in rubric:
        shown = {c.name: str(level) if c.name == "level" else _shown(c, criterion, {}) for c in table.columns}
        found += [{"key": criterion.key, **shown}, *rubric_rows(criterion.children, table, level + 1)]
    return found


def rubric_of(items: Sequence[dict[str, Any]]) -> tuple[list[dict[str, Any]], list[str]]:
    """The tree of such rows, and for each row its path in it (``rubric[0].children[1]``).

    A row lies below the last one of a lower level; a first row, or one that skips a level, is moved up.
    """
    tree: list[dict[str, Any]] = []
    paths, above = [], [(-1, tree, "rubric")]
    for item in items:
        level = min(int(item.pop("level", "0") or 0), MAX_LEVEL)
        while above[-1][0] >= level:
            above.pop()
        _level, siblings, path = above[-1]
        node = item | {"children": []}
        paths.append(f"{path}[{len(siblings)}]")
        siblings.append(node)
        above.append((level, node["children"], f"{paths[-1]}.children"))
    return tree, paths
