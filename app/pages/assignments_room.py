"""The room of a stage: where it stands, what comes next, and how far each juror is."""

from secrets import randbelow
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response

from app.api import editions as editions_api
from app.api import jurors as jurors_api
from app.api import proposals as proposals_api
from app.clock import now
from app.database import ReadSession
from app.http.locale import _, ngettext
from app.http.render import page
from app.http.sessions import Reading
from app.models.base import Key
from app.models.edition import EditionRead, EditionStatus, Stage
from app.models.evaluation import JurorRead
from app.models.proposal import ProposalStatus
from app.pages.current import time_left
from app.pages.route import PageRoute, permitted
from app.queries import gaps, progress, reminders, room, votes
from app.queries.editions import stage_of
from app.queries.proposals.lists import ProposalFilters
from app.queries.stages import previous_stage
from app.rules.permissions import Actor, may_everywhere
from app.rules.reminders import NOT_AGAIN_FOR
from app.rules.stages import is_vote
from app.settings import settings

SEEDS = 10_000
"""A draw is named by a number that people can say aloud: the same number gives the same draw."""
router = APIRouter(include_in_schema=False, route_class=PageRoute)
Edition = Annotated[EditionRead, Depends(editions_api.read_edition)]


def room_context(actor: Actor, edition: EditionRead, stage: Stage, here: str) -> dict[str, Any]:
    """What every page of a stage's room has: names, addresses, the tabs that this reader may open."""
    url = f"/editions/{edition.id}/stages/{stage.key}"
    has_jurors = not is_vote(stage)
    tabs = [
        ("", _("Ringkasan"), "jurors:read", True), ("/jurors", _("Panel juri"), "jurors:read", has_jurors),
        ("/assignments", _("Pembagian"), "assignments:read", has_jurors),
        ("/ranking", _("Peringkat"), "ranking:read", True), ("/analysis", _("Analisis"), "ranking:read", has_jurors),
        ("/discussions", _("Diskusi juri"), "discussions:read", has_jurors),
        ("/plenary", _("Pleno"), "ranking:read", stage.plenary),
    ]  # fmt: skip
    return {
        "edition": edition, "stage": stage, "room": url, "is_published": stage.key in edition.published_stages,
        "may_write": may_everywhere(actor, "assignments:write"),
        "may_publish": may_everywhere(actor, "publication:write"),
        "sees_conflicts": may_everywhere(actor, "conflicts:read"),
        "is_judging": edition.status == EditionStatus.judging and stage.key not in edition.published_stages,
        "room_tabs": [{"label": label, "url": url + tail, "is_current": tail == here}
                      for tail, label, action, is_there in tabs if is_there and may_everywhere(actor, action)],
    }  # fmt: skip


@router.get("/editions/{edition_id}/stages/{stage}")
def show(
    request: Request, edition: Edition, stage: Key, session: Reading, actor: Annotated[Actor, permitted("jurors:read")]
) -> Response:
    """Where the stage stands (organiser, secretariat, auditor)."""
    this = stage_of(edition, stage)
    if is_vote(this):
        return _vote_room(request, session, actor, edition, this)
    panel = jurors_api.list_jurors(edition_id=edition.id, stage=stage, session=session, actor=actor, request=request)
    counts = progress.of_stage(session, edition.id, stage)
    waiting = waiting_proposals(request, session, actor, edition, this)
    jurors = sorted(panel.items, key=lambda one: (one.signed - one.assigned, one.name))
    reminded = reminders.newest(session, edition.id, stage)
    sees_sheets = may_everywhere(actor, "assignments:read")
    missing = gaps.of_stage(session, edition, this) if counts["proposals"] and sees_sheets else []
    steps = _steps(edition, this, panel.items, counts, waiting)
    context = room_context(actor, edition, this, "") | {
        "jurors": jurors, "counts": counts, "waiting": waiting, "steps": steps,
        "sees_sheets": sees_sheets,
        "sheets": sum(counts[name] for name in ("untouched", "draft", "signed")),
        "reads": room.by_proposal(session, edition.id, stage, this.jurors_per_proposal),
        "activity": room.activity(session, edition.id, stage) if sees_sheets else {}, "reminded": reminded,
        "late": [one for one in jurors if one.left_at is None and one.signed < one.assigned],
        "just_reminded": {id_ for id_, at in reminded.items() if at > now() - NOT_AGAIN_FOR},
        "missing": missing, "lacking": sum(gap.missing for gap in missing), "seed": 1 + randbelow(SEEDS),
        "has_mail": bool(settings().smtp_host), "left": time_left(this.ends_at),
        "may_remind": may_everywhere(actor, "jurors:write"),
        "now_at": _current(steps),
    }  # fmt: skip
    return page(request, "assignments/room.html", context)


def _vote_room(
    request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage
) -> Response:  # fmt: skip
    is_over = stage.ends_at is not None and stage.ends_at <= now()
    lines = [("before", _("Tahap sebelumnya diumumkan"), is_its_turn(edition, stage)),
             ("voting", _("Pemungutan suara selesai"), is_over),
             ("publication", _("Hasil diumumkan"), stage.key in edition.published_stages)]  # fmt: skip
    steps = _as_steps(lines, is_published=stage.key in edition.published_stages)
    context = room_context(actor, edition, stage, "") | {
        "steps": steps, "now_at": _current(steps), "ballots": votes.ballots(session, edition.id, stage.key),
    }  # fmt: skip
    return page(request, "assignments/vote_room.html", context)


def waiting_proposals(request: Request, session: ReadSession, actor: Actor, edition: EditionRead, stage: Stage) -> int:
    """How many proposals take part in the stage and were not handed to any juror yet."""
    if is_vote(stage) or stage.key in edition.published_stages or not is_its_turn(edition, stage):
        return 0
    status = ProposalStatus.advanced if previous_stage(edition, stage.key) else ProposalStatus.verified
    return count_of(request, session, actor, edition, status)


def is_its_turn(edition: EditionRead, stage: Stage) -> bool:
    """Whether the stage before (if there is one) is published."""
    before = previous_stage(edition, stage.key)
    return before is None or before in edition.published_stages


def count_of(request: Request, session: ReadSession, actor: Actor, edition: EditionRead, status: ProposalStatus) -> int:
    """How many proposals of the edition have this status."""
    query = ProposalFilters(edition_id=edition.id, status=[status], limit=1)
    found = proposals_api.list_proposals(query=query, session=session, actor=actor, request=request,
                                         response=Response())  # fmt: skip
    return found.total


def _steps(
    edition: EditionRead, stage: Stage, panel: list[JurorRead], counts: dict[str, int], waiting: int
) -> list[dict[str, Any]]:
    """The way of a stage; the first step that is not done is the current one."""
    unsigned = counts["untouched"] + counts["draft"]
    is_published = stage.key in edition.published_stages
    closed = edition.status in {EditionStatus.judging, EditionStatus.concluded}
    lines = [("closing", _("Pendaftaran ditutup"), closed)]
    if previous_stage(edition, stage.key):
        lines.append(("before", _("Tahap sebelumnya diumumkan"), is_its_turn(edition, stage)))
    lines += [
        ("panel", ngettext("%(num)s juri ditetapkan", "%(num)s juri ditetapkan", len(panel)) % {"num": len(panel)}
         if panel else _("Juri ditetapkan"), bool(panel)),
        ("plan", _("Usulan dibagikan kepada juri"), bool(counts["proposals"]) and not waiting),
        ("reading", _("Semua lembar ditandatangani"), bool(counts["signed"]) and not unsigned),
        ("publication", _("Hasil diumumkan"), is_published),
    ]  # fmt: skip
    return _as_steps(lines, is_published=is_published)


def _current(steps: list[dict[str, Any]]) -> str | None:
    return next((step["key"] for step in steps if step["state"] == "current"), None)


def _as_steps(lines: list[tuple[str, str, bool]], *, is_published: bool) -> list[dict[str, Any]]:
    done = [is_published or is_done for _key, _name, is_done in lines]
    current = done.index(False) if False in done else None
    return [
        {"key": key, "name": name, "starts_at": None, "ends_at": None,
         "state": "current" if n == current else "done" if done[n] else "upcoming"}
        for n, (key, name, _done) in enumerate(lines)
    ]  # fmt: skip
