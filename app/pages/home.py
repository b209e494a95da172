"""The home of each role: what awaits the person now."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter, Request, Response

from app.api import assignments as assignments_api
from app.api import proposals as proposals_api
from app.api import quotas as quotas_api
from app.api.editions import read_edition
from app.clock import now
from app.database import ReadSession
from app.http.actor import Known
from app.http.render import page
from app.http.sessions import Reading
from app.models.edition import EditionRead, EditionStatus
from app.models.proposal import ProposalStatus
from app.models.user import Role
from app.pages import home_organiser
from app.pages.assessments_home import to_assess, to_verify
from app.pages.current import all_editions, running
from app.pages.proposals_steps import by_urgency, has_remark, steps_of
from app.pages.rembug import awaited
from app.queries.evaluations import MyAssignmentFilters
from app.queries.proposals import glances
from app.queries.proposals.lists import ProposalFilters
from app.queries.quotas import QuotaFilters
from app.queries.stats import VERIFIED
from app.rules.permissions import Actor
from app.rules.transitions import EDITABLE

router = APIRouter(include_in_schema=False)
SHOWN = 8
MANY = 50
"""Drafts looked through for those to be shown first."""
MOST = 3
"""Editions under way that a home speaks of, the newest; each asks half a dozen things."""
UNDER_WAY = frozenset({EditionStatus.open, EditionStatus.judging})


class Desk:
    """What a section asks with: the request, the reader, an edition under way (None where there is none)."""

    def __init__(self, request: Request, session: ReadSession, actor: Actor, edition_id: str | None) -> None:
        self.request, self.session, self.actor = request, session, actor
        self.edition: EditionRead | None = (
            read_edition(edition_id=edition_id, session=session, actor=actor, response=Response())
            if edition_id else None
        )  # fmt: skip
        self.is_open = self.edition is not None and self.edition.status == EditionStatus.open

    def proposals(self, **filters: Any) -> Any:
        """A page of proposals of the edition."""
        query = ProposalFilters(edition_id=self.edition.id if self.edition else None, **{"limit": SHOWN, **filters})
        return proposals_api.list_proposals(query=query, session=self.session, actor=self.actor,
                                            request=self.request, response=Response())  # fmt: skip

    def steps(self, who: str, *items: list[Any]) -> dict[str, Any]:
        """The glances and the next steps of these proposals, by id."""
        shown = [item for some in items for item in some]
        found = glances.of(self.session, self.actor, self.edition, shown) if self.edition else {}
        return {"glances": found, "steps": steps_of(shown, found, who, is_open=self.is_open)}

    def quotas(self) -> Any:
        """Slots of the participants that the reader answers for, None without an edition."""
        if self.edition is None:
            return None
        query = QuotaFilters(edition_id=self.edition.id, limit=SHOWN)
        return quotas_api.list_quotas(query=query, session=self.session, actor=self.actor, request=self.request,
                                      response=Response())  # fmt: skip

    def assignments(self, **filters: Any) -> Any:
        """A page of the reader's own readings."""
        query = MyAssignmentFilters(**{"limit": 200, **filters})
        return assignments_api.list_my_assignments(query=query, session=self.session, actor=self.actor,
                                                   request=self.request, response=Response())  # fmt: skip


Section = Callable[[Desk], dict[str, Any]]


@router.get("/home")
def show(request: Request, session: Reading, actor: Known) -> Response:
    """A section for each role held, on every edition under way in which it has something to do."""
    editions = all_editions(request, session, actor)
    under_way = [e for e in editions if e.status in UNDER_WAY][:MOST] or [e for e in (running(editions),) if e]
    desks = [Desk(request, session, actor, edition.id) for edition in under_way] or [
        Desk(request, session, actor, None)
    ]
    sections = [(role, _works(_SECTIONS[Role(role)], desks)) for role in actor.roles]
    context = {"sections": sections, "moment": now(), "has_edition": bool(editions),
               "awaited": awaited(request, session, actor),
               "to_assess": to_assess(request, session, actor), "to_verify": to_verify(session, actor)}  # fmt: skip
    return page(request, "home/show.html", context)


def _works(section: Section, desks: list[Desk]) -> list[tuple[EditionRead | None, dict[str, Any]]]:
    """The work by edition; where there is none at all, that of the newest edition says so."""
    works = [(desk.edition, section(desk)) for desk in desks]
    return [(edition, work) for edition, work in works if work["has_work"]] or works[:1]


def _author(desk: Desk) -> dict[str, Any]:
    """What is the author's to do (what came back first), what waits for the coordinator, what has been sent in."""
    writing, latest = sorted(EDITABLE), "-updated_at"
    todo = desk.proposals(status=writing, is_handed_over=False, limit=MANY, sort=latest)
    waiting = desk.proposals(status=writing, is_handed_over=True, sort=latest)
    sent = desk.proposals(status=sorted(set(ProposalStatus) - EDITABLE), limit=3, sort=latest)
    more = desk.steps("author", todo.items, waiting.items, sent.items)
    has_any = any(found.total for found in (todo, waiting, sent))
    return more | {
        "todo": by_urgency(todo.items, more["glances"])[:SHOWN], "todo_total": todo.total, "waiting": waiting,
        "sent": sent, "has_any": has_any, "has_work": desk.is_open or has_any,
    }  # fmt: skip


def _coordinator(desk: Desk) -> dict[str, Any]:
    draft, latest = [ProposalStatus.draft], "-updated_at"
    returned = desk.proposals(status=[ProposalStatus.returned], sort=latest)
    handed_over = desk.proposals(status=draft, is_handed_over=True, sort=latest)
    drafts = desk.proposals(status=draft, is_handed_over=False, limit=MANY, sort=latest)
    more = desk.steps("coordinator", returned.items, handed_over.items, drafts.items)
    return more | {
        "has_work": desk.is_open or bool(returned.total), "quotas": desk.quotas(), "returned": returned,
        "handed_over": handed_over, "drafts_total": drafts.total + handed_over.total,
        "sent_back": [one for one in drafts.items if has_remark(one, more["glances"])][:SHOWN],
        "submitted": desk.proposals(status=[ProposalStatus.submitted], limit=1),
    }  # fmt: skip


def _secretariat(desk: Desk) -> dict[str, Any]:
    work = {
        "queue": desk.proposals(status=[ProposalStatus.submitted], sort="number"),
        "returned": desk.proposals(status=[ProposalStatus.returned], limit=1),
        "verified": desk.proposals(status=sorted(VERIFIED), limit=1),
    }
    return work | {"has_work": any(found.total for found in work.values())}


def _juror(desk: Desk) -> dict[str, Any]:
    """Progress by stage, and the sheet to go on with: one that was begun, else the next."""
    sheets = desk.assignments(edition_id=desk.edition.id).items if desk.edition else []
    counts: dict[str, Counter[str]] = {}
    for sheet in sheets:
        counts.setdefault(sheet.stage, Counter())[sheet.status] += 1
    known = desk.edition.stages if desk.edition else []
    stages = [(stage, counts[stage.key]) for stage in known if stage.key in counts]
    waiting = [sheet for sheet in sheets if sheet.status != "signed"]
    following = min(waiting, key=lambda sheet: sheet.status != "draft", default=None)
    return {"has_work": bool(sheets), "stages": stages, "following": following}


def _organiser(desk: Desk) -> dict[str, Any]:
    return home_organiser.work(desk.session, desk.actor, desk.edition)


def _auditor(_desk: Desk) -> dict[str, Any]:
    return {"has_work": False}


_SECTIONS: dict[Role, Section] = {
    Role.organiser: _organiser, Role.secretariat: _secretariat, Role.coordinator: _coordinator,
    Role.author: _author, Role.juror: _juror, Role.auditor: _auditor,
}  # fmt: skip
