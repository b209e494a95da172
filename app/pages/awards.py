"""Where the organiser gives awards: the list, what the ranking proposes, one by hand, publication, revocation."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request, Response

from app.api import awards as api
from app.api import ceremonies as ceremonies_api
from app.api import editions as editions_api
from app.database import ReadSession
from app.http import labels
from app.http.flash import flash
from app.http.forms import Form, errors_by_field, parse, refused_as, texts_of, version_of
from app.http.locale import _, ngettext
from app.http.problems import Problem
from app.http.render import page, see_other
from app.http.sessions import Reading, Writing
from app.models.award import AwardCreate, AwardRead, AwardsProposed, AwardUpdate, Revocation
from app.models.base import Id
from app.models.ceremony import CeremonyRead
from app.models.edition import EditionRead
from app.models.proposal import ProposalStatus
from app.pages.route import PageRoute, permitted
from app.pages.unit_codes import unit_id_of
from app.queries import awards as queries
from app.queries.awards import READ, WRITE
from app.rules.award_order import by_heading
from app.rules.permissions import Actor, may_everywhere

router = APIRouter(include_in_schema=False, route_class=PageRoute)
Edition = Annotated[EditionRead, Depends(editions_api.read_edition)]
Reader = Annotated[Actor, permitted(READ)]
Editor = Annotated[Actor, permitted(WRITE)]
KINDS = ("tier", "instrument", "free")
PARTS = ("", "/running-order", "/certificates", "/ceremony")
_FIELDS = ("tier", "instrument", "title", "proposal_id", "unit", "category", "result", "year", "reason", "replaces_id")
_LATE = "supplementary_reason"


def room(edition: EditionRead, part: str, actor: Actor) -> dict[str, Any]:
    """What the pages of an edition's awards share: the tabs, and whether this reader may write."""
    base = f"/editions/{edition.id}"
    names = (_("Daftar penghargaan"), _("Susunan acara"), _("Piagam"), _("Acara dan penanda tangan"))
    urls = (f"{base}/awards", *(base + tail for tail in PARTS[1:]))
    return {
        "edition": edition, "base": base, "may_write": may_everywhere(actor, WRITE),
        "tabs_": [{"label": name, "url": url, "is_current": tail == part}
                  for name, url, tail in zip(names, urls, PARTS, strict=True)],
    }  # fmt: skip


def ceremony_of(session: ReadSession, actor: Actor, edition: EditionRead) -> CeremonyRead:
    """The ceremony of the edition, for who prepares it."""
    return ceremonies_api.read_ceremony(edition_id=edition.id, session=session, actor=actor, response=Response())


def is_published(session: ReadSession, actor: Actor, edition: EditionRead) -> bool:
    """Whether everybody sees the awards: from then on they can only be revoked."""
    return ceremony_of(session, actor, edition).published_at is not None


@router.get("/editions/{edition_id}/awards")
def index(request: Request, edition: Edition, session: Reading, actor: Reader) -> Response:
    """All awards by title, and what is to be done next."""
    return _index(request, session, actor, edition, None)


def _index(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, problem: Problem | None
) -> Response:
    awards = api.list_awards(edition_id=edition.id, session=session, actor=actor, request=request).items
    context = room(edition, "", actor) | {
        "awards": awards, "by_title": by_heading(awards), "problem": problem,
        "reopened": sum(bool(one.is_reopened) for one in awards),
        "kept": sum(one.revoked_at is None for one in awards),
        "ceremony": ceremony_of(session, actor, edition),
        "is_ranked": bool(edition.stages) and edition.stages[-1].key in edition.published_stages,
    }  # fmt: skip
    return page(request, "awards/index.html", context)


@router.get("/editions/{edition_id}/awards/proposals")
def proposals(request: Request, edition: Edition, session: Writing, reading: Reading, actor: Editor) -> Response:
    """What the ranking proposes; nothing is given yet."""
    return _proposals(request, session, reading, actor, edition, {}, None)


def _proposals(
    request: Request, session: Writing, reading: ReadSession, actor: Actor, edition: EditionRead,
    values: dict[str, Any], problem: Problem | None,
) -> Response:  # fmt: skip
    with refused_as(request, lambda p: _index(request, reading, actor, edition, p)):
        found = api.propose_awards(edition_id=edition.id, body=AwardsProposed(), session=session, actor=actor)
    context = room(edition, "", actor) | {
        "found": found, "new": sum(not one.is_given and not one.is_revoked for one in found.items),
        "left": [tier for tier in edition.award_tiers if tier.key not in {one.tier for one in found.items}],
        "is_public": is_published(reading, actor, edition), "values": values, "problem": problem,
        "errors": errors_by_field(problem), "lost": _lost(request, reading, actor, edition),
    }  # fmt: skip
    return page(request, "awards/proposals.html", context)


def _revoked(request: Request, session: ReadSession, actor: Actor, edition: EditionRead) -> list[AwardRead]:
    listed = api.list_awards(edition_id=edition.id, session=session, actor=actor, request=request).items
    return [one for one in listed if one.revoked_at is not None]


def _lost(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead
) -> dict[tuple[str, str], AwardRead]:
    """What was revoked, by tier and proposal."""
    return {(one.tier, one.proposal_id): one for one in _revoked(request, session, actor, edition)
            if one.tier and one.proposal_id}  # fmt: skip


@router.post("/editions/{edition_id}/awards/proposals")
def give_proposed(
    request: Request, edition: Edition, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Gives it."""
    typed = texts_of(form, _LATE)
    with refused_as(request, lambda p: _proposals(request, session, reading, actor, edition, typed, p)):
        body = parse(AwardsProposed, {"dry_run": False} | (typed if _LATE in form else {}))
        found = api.propose_awards(edition_id=edition.id, body=body, session=session, actor=actor)
    said = ngettext("%(num)s penghargaan diberikan.", "%(num)s penghargaan diberikan.", found.created)
    return flash(see_other(request, f"/editions/{edition.id}/awards"), "success", said % {"num": found.created})


@router.get("/editions/{edition_id}/awards/new")
def new(request: Request, edition: Edition, session: Reading, actor: Editor, kind: str = "tier") -> Response:
    """The form for one award of a kind; what the address says already is filled in."""
    known = {name: request.query_params[name] for name in _FIELDS if name in request.query_params}
    return _form(request, session, actor, edition, known | {"kind": kind}, None)


def _form(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    kind = values.get("kind") if values.get("kind") in KINDS else KINDS[0]
    is_public = is_published(session, actor, edition)
    replaced = values.get("replaces_id")
    base, more = f"/editions/{edition.id}/awards/new", {"replaces_id": replaced} if replaced else {}
    context = room(edition, "", actor) | {
        "kind": kind, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "tiers": [(tier.key, tier.title) for tier in edition.award_tiers],
        "options": [(id_, _option(one)) for id_, one in queries.ranked(session, edition, is_late=is_public).items()],
        "is_public": is_public,
        "revoked": [(one.id, _words(one)) for one in _revoked(request, session, actor, edition)] if is_public else [],
        "kinds": [{"label": labels.label(labels.AWARD_SOURCE, key), "url": f"{base}?{urlencode({'kind': key} | more)}",
                   "is_current": key == kind} for key in KINDS],
    }  # fmt: skip
    return page(request, "awards/new.html", context)


def _option(one: Any) -> str:
    """A line of ``queries.ranked``."""
    said = f"{one.rank}. {one.title} ({one.unit_name})"
    return said if one.status == ProposalStatus.awarded else _("%(name)s, di luar penerima") % {"name": said}


def _words(one: AwardRead) -> str:
    return f"{one.title}: {one.innovation_title or one.unit_name}"


@router.post("/editions/{edition_id}/awards")
def give(request: Request, edition: Edition, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Gives one award."""
    typed = texts_of(form, "kind", *_FIELDS, _LATE)
    with refused_as(request, lambda p: _form(request, reading, actor, edition, typed, p)):
        sent = {name: typed[name] for name in _FIELDS if name != "unit" and typed[name]}
        sent |= {_LATE: typed[_LATE]} if _LATE in form else {}
        unit_id = unit_id_of(request, reading, typed["unit"], "unit_id")
        body = parse(AwardCreate, sent | ({"unit_id": unit_id} if unit_id else {}))
        award = api.give_award(edition_id=edition.id, body=body, session=session, actor=actor, response=Response())
    said = _("“%(title)s” diberikan kepada %(unit)s.") % {"title": award.title, "unit": award.unit_name}
    if award.supplementary_reason is not None:
        said = _("“%(title)s” diberikan susulan kepada %(unit)s, dan sudah terbuka untuk umum. Buat piagamnya.") % {
            "title": award.title, "unit": award.unit_name}  # fmt: skip
    return flash(see_other(request, f"/editions/{edition.id}/awards"), "success", said)


@router.post("/editions/{edition_id}/awards/publication")
def publish(
    request: Request, edition: Edition, form: Form, reading: Reading, session: Writing, actor: Editor
) -> Response:
    """Makes the awards public; the page it leads to says what is to be done next."""
    del form
    with refused_as(request, lambda p: _index(request, reading, actor, edition, p)):
        api.publish_awards(edition_id=edition.id, session=session, actor=actor, response=Response())
    said = _("Penghargaan diumumkan. Halaman pers dan pemeriksaan piagam kini terbuka untuk umum.")
    return flash(see_other(request, f"/editions/{edition.id}/awards"), "success", said)


@router.get("/awards/{award_id}")
def show(request: Request, award_id: Id, session: Reading, actor: Reader) -> Response:
    """One award, and what may be done with it."""
    return _show(request, session, actor, award_id, {}, None)


def _show(
    request: Request, session: ReadSession, actor: Actor, award_id: str, values: dict[str, Any],
    problem: Problem | None,
) -> Response:  # fmt: skip
    award = api.read_award(award_id=award_id, session=session, actor=actor, response=Response())
    edition = editions_api.read_edition(edition_id=award.edition_id, session=session, actor=actor, response=Response())
    context = room(edition, "", actor) | {
        "award": award, "values": values, "problem": problem, "errors": errors_by_field(problem),
        "tiers": [(tier.key, tier.title) for tier in edition.award_tiers],
        "is_public": is_published(session, actor, edition),
        "related": _related(request, session, actor, award),
    }  # fmt: skip
    return page(request, "awards/show.html", context)


def _related(request: Request, session: ReadSession, actor: Actor, award: AwardRead) -> list[AwardRead]:
    """What an award replaces, or was replaced by."""
    if award.replaces_id is None and award.revoked_at is None:
        return []
    listed = api.list_awards(edition_id=award.edition_id, session=session, actor=actor, request=request).items
    return [one for one in listed if award.id == one.replaces_id or one.id == award.replaces_id]


@router.post("/awards/{award_id}")
def change(request: Request, award_id: Id, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Changes it."""
    typed = texts_of(form, "tier", "title", "category", "result", "reason")
    with refused_as(request, lambda p: _show(request, reading, actor, award_id, typed, p)):
        sent = {
            name: value for name, value in typed.items() if name in form and (value or name not in ("tier", "title"))
        }
        api.update_award(award_id=award_id, body=parse(AwardUpdate, sent), expected=version_of(form), session=session,
                         actor=actor, response=Response())  # fmt: skip
    return flash(see_other(request, f"/awards/{award_id}"), "success", _("Perubahan disimpan."))


@router.post("/awards/{award_id}/removal")
def remove(request: Request, award_id: Id, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Takes it away before publication."""
    award = api.read_award(award_id=award_id, session=reading, actor=actor, response=Response())
    with refused_as(request, lambda p: _show(request, reading, actor, award_id, {}, p)):
        api.remove_award(award_id=award_id, expected=version_of(form), session=session, actor=actor)
    return flash(see_other(request, f"/editions/{award.edition_id}/awards"), "success", _("Penghargaan dihapus."))


@router.post("/awards/{award_id}/revocation")
def revoke(request: Request, award_id: Id, form: Form, reading: Reading, session: Writing, actor: Editor) -> Response:
    """Revokes it for good."""
    typed = texts_of(form, "revocation_reason")
    with refused_as(request, lambda p: _show(request, reading, actor, award_id, typed, p)):
        body = parse(Revocation, {"reason": typed["revocation_reason"]})
        api.revoke_award(award_id=award_id, body=body, session=session, actor=actor, response=Response())
    said = _("Penghargaan dicabut. Alasannya tampil pada pemeriksaan piagam.")
    return flash(see_other(request, f"/awards/{award_id}"), "success", said)
