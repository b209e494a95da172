"""The organiser's set-up of an edition: tabs of forms whose rows are added and taken away without JavaScript."""

import re
from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import FormData

from app.api import editions as api
from app.clock import WIB, now
from app.errors import NotFound
from app.http import labels
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import N_, _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Writing
from app.models.base import Key
from app.models.edition import EditionRead, EditionStatus, EditionUpdate, Stage
from app.pages.edition_columns import PAGES, RUBRIC, TABLES, Table
from app.pages.edition_rows import (
    ADVANCE,
    Pools,
    Row,
    empty_row,
    items_of,
    rows_from_form,
    rows_of,
    rubric_of,
    rubric_rows,
    stages_of,
)
from app.pages.route import PageRoute, choices, permitted
from app.rules.opening import gaps
from app.rules.permissions import Actor

router = APIRouter(include_in_schema=False, route_class=PageRoute)
MAY_EDIT = permitted("editions:write")
Editor = Annotated[Actor, MAY_EDIT]
Edition = Annotated[EditionRead, Depends(api.read_edition)]
BASICS = ("name", "theme", "note", "opens_at", "closes_at", "minimum_age_months")
FIELD_KINDS = {"text": N_("Teks"), "choice": N_("Pilihan"), "date": N_("Tanggal"), "url": N_("Alamat web"),
               "yes_no": N_("Ya atau tidak")}  # fmt: skip
Rows = dict[str, list[Row]]


@router.get("/editions/{edition_id}/edit", dependencies=[MAY_EDIT])
def basics(request: Request, edition: Edition) -> Response:
    """The first tab: name, dates, phase."""
    return overview(request, edition, None)


def overview(
    request: Request, edition: EditionRead, problem: Problem | None, typed: dict[str, str] | None = None
) -> Response:
    """The first tab, with what was typed when a save was refused."""
    values: dict[str, Any] = {name: getattr(edition, name) for name in BASICS}
    for name in ("opens_at", "closes_at"):
        values[name] = values[name].astimezone(WIB).strftime("%Y-%m-%dT%H:%M:%S")
    context = {"edition": edition, "part": "basics", "tabs": tab_items(edition, "basics"), "problem": problem,
               "values": values | (typed or {}), "errors": errors_by_field(problem)}  # fmt: skip
    return page(request, "editions/basics.html", context)


@router.post("/editions/{edition_id}/edit")
def save_basics(request: Request, form: Form, edition: Edition, session: Writing, actor: Editor) -> Response:
    """Saves the first tab."""
    typed = {name: text_of(form, name) for name in (*BASICS, "version")}
    with refused_as(request, lambda problem: overview(request, edition, problem, typed)):
        moments = {name: f"{typed[name]}+07:00" for name in ("opens_at", "closes_at") if typed[name]}
        _save(edition, session, actor, form, {name: typed[name] for name in BASICS} | moments)
    return flash(see_other(request, f"/editions/{edition.id}/edit"), "success", _("Perubahan disimpan."))


def _save(edition: EditionRead, session: Writing, actor: Actor, form: FormData, changes: dict[str, Any]) -> None:
    body = parse(EditionUpdate, changes)
    api.update_edition(edition_id=edition.id, body=body, expected=version_of(form), session=session, actor=actor,
                       response=Response())  # fmt: skip


@router.get("/editions/{edition_id}/edit/{part}", dependencies=[MAY_EDIT])
def edit(request: Request, part: str, edition: Edition) -> Response:
    """A tab with its lists."""
    rows = {table.part: rows_of(table, getattr(edition, table.part), _pools(edition)) for table in _tables(part)}
    return _answer(request, edition, part, rows, None)


@router.post("/editions/{edition_id}/edit/{part}/rows", dependencies=[MAY_EDIT])
def change_rows(request: Request, part: str, form: Form, edition: Edition) -> Response:
    """The form again with one more row, or one less; nothing is saved."""
    rows = {table.part: _changed(form, table) for table in _tables(part)}
    return _answer(request, edition, part, rows, None, version=version_of(form))


@router.post("/editions/{edition_id}/edit/{part}")
def save(request: Request, part: str, form: Form, edition: Edition, session: Writing, actor: Editor) -> Response:
    """Saves the lists of a tab."""
    rows = {table.part: rows_from_form(form, table) for table in _tables(part)}
    version = version_of(form)
    with refused_as(request, lambda problem: _answer(request, edition, part, rows, problem, version=version)):
        _save(edition, session, actor, form, _lists(edition, rows))
    return flash(see_other(request, f"/editions/{edition.id}/edit/{part}"), "success", _("Perubahan disimpan."))


def _tables(part: str) -> list[Table]:
    if part not in PAGES:
        raise NotFound
    return [TABLES[name] for name in PAGES[part][1]]


def _lists(edition: EditionRead, rows: Rows) -> dict[str, Any]:
    found: dict[str, Any] = {name: items_of(TABLES[name], of_table) for name, of_table in rows.items()}
    if "stages" in found:
        kept = {stage.key: stage for stage in edition.stages}
        found["stages"] = stages_of(found["stages"], kept, edition.form, _pools(edition))
    return found


def _pools(edition: EditionRead) -> Pools:
    return {"group": {one.key: one.title for one in edition.groups},
            "category": {one.key: one.title for one in edition.categories}}  # fmt: skip


def _changed(form: FormData, table: Table) -> list[Row]:
    """The rows after the button that was pressed: ``add-<part>`` or ``remove-<part>-<number>``."""
    deed, rows = text_of(form, "deed"), rows_from_form(form, table)
    if deed == f"add-{table.part}":
        rows.append(empty_row(table) | {"is_new": True})
    removal = re.fullmatch(rf"remove-{table.part}-(\d{{1,4}})", deed)
    if removal:
        rows = rows[: int(removal[1])] + rows[int(removal[1]) + 1 :]
    return rows


def _answer(
    request: Request, edition: EditionRead, part: str, rows: Rows, problem: Problem | None, *,
    version: int | None = None,
) -> Response:  # fmt: skip
    sets = [_set(edition, TABLES[name], rows[name]) for name in PAGES[part][1]]
    context = {"edition": edition, "part": part, "tabs": tab_items(edition, part), "sets": sets, "problem": problem,
               "errors": _errors(problem), "version": version or edition.version, "stage": None,
               "action": f"/editions/{edition.id}/edit/{part}"}  # fmt: skip
    return page(request, "editions/rows.html", context)


def _set(edition: EditionRead, table: Table, rows: Sequence[Row]) -> dict[str, Any]:
    """A list as the template shows it; the weights of a rubric count where nothing lies below."""
    levels = [int(row.get("level") or 0) for row in rows] + [0]
    leaves = [row for n, row in enumerate(rows) if "level" not in row or levels[n + 1] <= levels[n]]
    total = sum(_number(row.get("weight", "")) for row in leaves) if table.has_weights else None
    return {"table": table, "rows": rows, "options": _options(edition), "total": total}


def _number(text: str) -> float:
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return 0


def _options(edition: EditionRead) -> dict[str, list[tuple[str, str]]]:
    groups = [(group.key, group.title) for group in edition.groups]
    return {
        "field_kinds": choices(FIELD_KINDS), "stage_kinds": choices(labels.STAGE_KIND),
        "aggregates": choices(labels.AGGREGATE), "advances": choices(labels.ADVANCE),
        "pools": choices(labels.ADVANCE_BY),
        "unit_kinds": [("", _("Pilih jenis")), *choices(labels.UNIT_KIND)],
        "groups": [("*", _("Semua yang dihitung")), *groups], "group_boxes": groups,
        "levels": [("0", _("Utama")), ("1", _("Anak")), ("2", _("Cucu"))],
        "sections": [("", "–"), *((section.key, section.title) for section in edition.form)],
    }  # fmt: skip


def _errors(problem: Problem | None, paths: Sequence[str] = ()) -> dict[str, str]:
    """Messages by the id of the control: ``groups[0].title`` and ``groups.0.title`` are both ``groups-0-title``."""
    rows = {path: f"rubric-{n}" for n, path in enumerate(paths)}
    found = {}
    for field, message in errors_by_field(problem).items():
        dotted = re.sub(r"\.(\d+)", r"[\1]", field)
        dotted = re.sub(r"^stages\[\d+\]\.(?=rubric)", "", dotted) if paths else dotted
        head, _dot, name = dotted.rpartition(".")
        control = f"{rows[head]}-{name}" if head in rows else re.sub(r"\[(\d+)\]\.?", r"-\1-", dotted).replace(".", "-")
        found[re.sub(r"-advance(?:-(\w+).*)?$", _of_rule, control).rstrip("-")] = message
    return found


def _of_rule(found: re.Match[str]) -> str:
    """The column that shows a field of the rule of advance; what is wrong with the whole rule is shown at its kind."""
    columns = {name: column for column, name in ADVANCE.items()}
    return "-" + columns.get(found[1] or "kind", "rule")


@router.get("/editions/{edition_id}/edit/stages/{stage}", dependencies=[MAY_EDIT])
def edit_rubric(request: Request, stage: Key, edition: Edition) -> Response:
    """The rubric of a stage as indented rows."""
    chosen = _stage(edition, stage)
    return _rubric(request, edition, chosen, rubric_rows(chosen.rubric, RUBRIC), None)


@router.post("/editions/{edition_id}/edit/stages/{stage}/rows", dependencies=[MAY_EDIT])
def change_rubric(request: Request, stage: Key, form: Form, edition: Edition) -> Response:
    """The rubric again with one more row, or one less."""
    return _rubric(request, edition, _stage(edition, stage), _changed(form, RUBRIC), None, version=version_of(form))


@router.post("/editions/{edition_id}/edit/stages/{stage}")
def save_rubric(
    request: Request, stage: Key, form: Form, edition: Edition, session: Writing, actor: Editor
) -> Response:
    """Saves the rubric of a stage."""
    chosen, rows = _stage(edition, stage), rows_from_form(form, RUBRIC)
    tree, paths = rubric_of(items_of(RUBRIC, rows))

    def again(problem: Problem) -> Response:
        return _rubric(request, edition, chosen, rows, problem, paths=paths, version=version_of(form))

    with refused_as(request, again):
        stages = [s.model_dump() | ({"rubric": tree} if s.key == stage else {}) for s in edition.stages]
        _save(edition, session, actor, form, {"stages": stages})
    return flash(see_other(request, f"/editions/{edition.id}/edit/stages"), "success", _("Rubrik disimpan."))


def _stage(edition: EditionRead, key: str) -> Stage:
    for stage in edition.stages:
        if stage.key == key:
            return stage
    raise NotFound


def _rubric(
    request: Request, edition: EditionRead, stage: Stage, rows: Sequence[Row], problem: Problem | None, *,
    paths: Sequence[str] = (), version: int | None = None,
) -> Response:  # fmt: skip
    context = {"edition": edition, "part": "stages", "tabs": tab_items(edition, "stages"), "stage": stage,
               "sets": [_set(edition, RUBRIC, rows)], "problem": problem, "errors": _errors(problem, paths),
               "version": version or edition.version,
               "action": f"/editions/{edition.id}/edit/stages/{stage.key}"}  # fmt: skip
    return page(request, "editions/rows.html", context)


def tab_items(edition: EditionRead, part: str) -> list[dict[str, Any]]:
    """The tabs of the set-up; before registration opens with a tick where nothing is missing."""
    base = f"/editions/{edition.id}"
    items = [("basics", _("Pokok"), f"{base}/edit")]
    items += [(name, _(title), f"{base}/edit/{name}") for name, (title, _lists) in PAGES.items()]
    if any(group.by_invitation for group in edition.groups):
        items.append(("invitations", _("Undangan"), f"{base}/invitations"))
    open_ends = {gap.tab for gap in gaps(edition, now())}
    is_set_up = edition.status == EditionStatus.draft
    return [
        {"label": text, "url": url, "is_current": name == part, "is_done": is_set_up and name not in open_ends}
        for name, text, url in items
    ]
