"""Pages of the editions: the list, one edition for everybody, a new one, its phases, its invitations."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app import presets
from app.api import editions as api
from app.clock import WIB, now
from app.database import ReadSession
from app.http.actor import Known, Visitor
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, text_of, version_of
from app.http.locale import _
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.base import Id, Key, Page
from app.models.edition import EditionCopied, EditionRead, EditionStatus, EditionSummary, InvitationRead
from app.pages import edition_opening, edition_setup
from app.pages.current import all_editions, awaits, lasting
from app.pages.funnel import funnel
from app.pages.route import PageRoute, permitted
from app.pages.unit_codes import unit_id_of
from app.queries import readings
from app.queries.awards import is_public
from app.queries.votes import is_open
from app.rules.permissions import Actor, may_everywhere, may_somewhere
from app.rules.stages import is_vote

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Editor = Annotated[Actor, permitted("editions:write")]
Edition = Annotated[EditionRead, Depends(api.read_edition)]


@router.get("/editions")
def index(
    request: Request, editions: Annotated[Page[EditionSummary], Depends(api.list_editions)], actor: Visitor
) -> Response:
    """All years, newest first."""
    may_write = may_everywhere(actor, "editions:write")
    return page(
        request, "editions/index.html", {"editions": editions, "may_write": may_write}, headers=lasting(editions.items)
    )


@router.get("/editions/new")
def new(request: Request, session: Reading, actor: Editor) -> Response:
    """The form for a new edition: last year's in one step, or a preset."""
    editions = all_editions(request, session, actor)
    year = max([edition.year for edition in editions], default=now().astimezone(WIB).year - 1) + 1
    source = f"copy:{editions[0].id}" if editions else f"preset:{presets.names()[-1]}"
    return _new(request, editions, {"year": year, "source": source}, None)


@router.post("/editions")
def create(request: Request, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Makes an edition and opens its set-up."""
    values = {"year": text_of(form, "year"), "source": text_of(form, "source")}

    def again(problem: Problem) -> Response:
        return _new(request, all_editions(request, reading, actor), values, problem)

    with refused_as(request, again):
        kind, _colon, name = values["source"].partition(":")
        source = {"copy_from" if kind == "copy" else "preset": name}
        body = parse(EditionCopied, {"year": values["year"], **source})
        edition = api.create_edition(body=body, session=session, actor=actor, response=Response())
    text = _("Edisi disiapkan. Periksa tanggal dan pengaturannya sebelum pendaftaran dibuka.")
    return flash(see_other(request, f"/editions/{edition.id}/edit"), "success", text)


def _new(request: Request, editions: list[EditionSummary], values: dict[str, Any], problem: Any) -> Response:
    copies = [(f"copy:{e.id}", f"{e.year} · {e.name}") for e in editions]
    ready = [(f"preset:{name}", _preset_title(name)) for name in reversed(presets.names())]
    context = {"copies": copies, "presets": ready, "values": values, "problem": problem,
               "errors": errors_by_field(problem)}  # fmt: skip
    return page(request, "editions/new.html", context)


def _preset_title(name: str) -> str:
    return " ".join(word.upper() if word.isalpha() else word for word in name.split("_"))


router.include_router(edition_setup.router)
router.include_router(edition_opening.router)


@router.get("/editions/{edition_id}")
def show(request: Request, edition: Edition, session: Reading, actor: Visitor) -> Response:
    """An edition for everybody: published results, dates, rules, form, stages."""
    is_author = actor.kind == "anonymous" or may_somewhere(actor, "proposals:write")  # who signs in may be one
    context = {"edition": edition, "stages": _steps(edition),
               "voting": [stage for stage in edition.stages if is_vote(stage) and is_open(edition, stage, now())],
               "winners": _winners(session, edition),
               "funnel": funnel(session, actor, edition),
               "has_awards": is_public(session, edition.id), "may_award": may_everywhere(actor, "awards:read"),
               "may_write": may_everywhere(actor, "editions:write"),
               "may_propose": edition.status == EditionStatus.open and is_author,
               "group_titles": {group.key: group.title for group in edition.groups} | {"*": _("semua kelompok")},
               "section_titles": {section.key: section.title for section in edition.form}}  # fmt: skip
    return page(request, "editions/show.html", context, headers=lasting([edition]))


def _winners(session: ReadSession, edition: EditionRead) -> list[tuple[str, list[readings.Winner]]]:
    """Those awarded by tier, best tier first; nothing before the last stage is published."""
    last = edition.stages[-1].key if edition.stages else ""
    if last not in edition.published_stages:
        return []
    found: dict[str, list[readings.Winner]] = {tier.title: [] for tier in edition.award_tiers}
    for winner in readings.winners(session, edition.id, last):
        found.setdefault(winner.award, []).append(winner)
    return [(tier, held) for tier, held in found.items() if held]


def _steps(edition: EditionRead) -> list[dict[str, Any]]:
    """The way of the year as steps; what was published is done, the first that is not is under way."""
    opened = edition.status != EditionStatus.draft and not awaits(edition)
    closed = edition.status in {EditionStatus.judging, EditionStatus.concluded}
    done = [closed, *(stage.key in edition.published_stages for stage in edition.stages)]
    names = [_("Pendaftaran"), *(stage.name for stage in edition.stages)]
    spans = [(edition.opens_at, edition.closes_at), *((s.starts_at, s.ends_at) for s in edition.stages)]
    current = done.index(False) if opened and not all(done) else None
    return [
        {"name": name, "starts_at": span[0], "ends_at": span[1],
         "state": "done" if done[n] else "current" if n == current else "upcoming"}
        for n, (name, span) in enumerate(zip(names, spans, strict=True))
    ]  # fmt: skip


@router.post("/editions/{edition_id}/opening")
def open_(request: Request, form: Form, edition: Edition, session: Writing, actor: Editor) -> Response:
    """Opens registration."""
    with refused_as(request, lambda problem: edition_setup.overview(request, edition, problem)):
        api.open_edition(edition_id=edition.id, expected=version_of(form), session=session, actor=actor,
                         response=Response())  # fmt: skip
    return flash(see_other(request, f"/editions/{edition.id}/edit"), "success", _("Pendaftaran dibuka."))


@router.post("/editions/{edition_id}/closing")
def close(request: Request, form: Form, edition: Edition, session: Writing, actor: Editor) -> Response:
    """Closes registration."""
    with refused_as(request, lambda problem: edition_setup.overview(request, edition, problem)):
        api.close_edition(edition_id=edition.id, expected=version_of(form), session=session, actor=actor,
                          response=Response())  # fmt: skip
    text = _("Pendaftaran ditutup; penilaian dapat dimulai.")
    return flash(see_other(request, f"/editions/{edition.id}/edit"), "success", text)


Invitations = Annotated[Page[InvitationRead], Depends(api.list_invitations)]


@router.get("/editions/{edition_id}/invitations")
def invitations(request: Request, edition: Edition, invited: Invitations, actor: Known) -> Response:
    """Who is invited to the groups by invitation."""
    return _invitations(request, edition, invited.items, actor, {}, None)


@router.post("/editions/{edition_id}/invitations")
def invite(
    request: Request, form: Form, edition: Edition, invited: Invitations, reading: Reading, session: Writing,
    actor: Editor,
) -> Response:  # fmt: skip
    """Invites a participant."""
    values = {"unit": text_of(form, "unit"), "group": text_of(form, "group")}
    with refused_as(request, lambda problem: _invitations(request, edition, invited.items, actor, values, problem)):
        unit_id = unit_id_of(request, reading, values["unit"], "unit_id") or ""
        api.invite(edition_id=edition.id, group=values["group"], unit_id=unit_id, expected=None, session=session,
                   actor=actor)  # fmt: skip
    return flash(see_other(request, f"/editions/{edition.id}/invitations"), "success", _("Undangan dicatat."))


@router.post("/editions/{edition_id}/invitations/{group}/{unit_id}/removal")
def uninvite(request: Request, edition_id: Id, group: Key, unit_id: Id, session: Writing, actor: Editor) -> Response:
    """Takes an invitation back."""
    api.uninvite(edition_id=edition_id, group=group, unit_id=unit_id, expected=None, session=session, actor=actor)
    return flash(see_other(request, f"/editions/{edition_id}/invitations"), "success", _("Undangan ditarik."))


def _invitations(
    request: Request, edition: EditionRead, invited: list[InvitationRead], actor: Actor, values: dict[str, str],
    problem: Problem | None,
) -> Response:  # fmt: skip
    context = {
        "edition": edition, "invited": invited, "values": values, "problem": problem, "part": "invitations",
        "errors": errors_by_field(problem), "groups": [(g.key, g.title) for g in edition.groups if g.by_invitation],
        "group_titles": {group.key: group.title for group in edition.groups},
        "may_write": may_everywhere(actor, "editions:write"), "tabs": edition_setup.tab_items(edition, "invitations"),
    }  # fmt: skip
    return page(request, "editions/invitations.html", context)
