"""Deeds on nominations: putting an innovation up, writing, sending, and what the national competition decided."""

from sqlmodel import Session, col, select

from app import national
from app.clock import WIB, now
from app.domain.assessments.passing_on import pass_on
from app.domain.followers import tell_followers
from app.domain.innovations import ours
from app.domain.permits import permitted, require
from app.domain.public import public_changed
from app.domain.versions import check_change, check_version, load
from app.errors import Conflict, FieldError, Forbidden, Invalid, NotFound, invalid
from app.models import Document, Innovation, Nomination, Proposal
from app.models.national import NationalRules
from app.models.nomination import (
    OF_ORGANISER,
    NominationCreate,
    NominationStatus,
    NominationUpdate,
    ResultEntry,
    Sending,
)
from app.prepared.rows import lock
from app.queries import nominations as queries
from app.queries.assessments.feeds import owner_of
from app.queries.reach import require_somewhere
from app.rules.nominations import check, is_complete, is_of, prefilled
from app.rules.permissions import Actor, may_everywhere
from app.rules.titles import title_key

READ, WRITE = "nominations:read", "nominations:write"


def create(session: Session, actor: Actor, body: NominationCreate) -> Nomination:
    """Puts an innovation of a unit here up; 409 where it is for this competition and year already.

    Its text and papers are taken over from the proposal, or from what the catalogue released.
    """
    require_somewhere(actor, READ)
    require(actor, WRITE)
    name = national.name_for(body.competition, body.year)
    if name is None:
        raise invalid("competition", "unknown", value=body.competition)
    form = national.load(name)
    _check_keys(form, body)
    innovation = load(session, Innovation, body.innovation_id)
    ours(innovation)
    same = select(Nomination.id).where(Nomination.innovation_id == innovation.id, Nomination.year == body.year,
                                       Nomination.competition == body.competition)  # fmt: skip
    if session.exec(same).first() is not None:
        raise Conflict("already-nominated", year=body.year)
    nomination = Nomination(**body.model_dump(), rules=name, title=innovation.title, is_sample=innovation.is_sample,
                            title_key=title_key(innovation.title))  # fmt: skip
    _fill(session, nomination, innovation, form)
    session.add(nomination)
    session.flush()
    return nomination


def _fill(session: Session, nomination: Nomination, innovation: Innovation, form: NationalRules) -> None:
    """What is known already: nobody writes a text twice."""
    proposal = session.get(Proposal, innovation.proposal_id) if innovation.proposal_id else None
    nomination.sections = prefilled(form, proposal.sections if proposal else {}, innovation.sections)
    nomination.earlier_award = innovation.award if is_of(innovation.award, form) else ""
    if proposal is not None:
        nomination.started_on, nomination.english_abstract = proposal.started_on, proposal.english_abstract
        asked = [one.key for one in form.documents]
        papers = select(Document.id).where(Document.proposal_id == proposal.id, col(Document.kind).in_(asked))
        nomination.documents = list(session.exec(papers.order_by(col(Document.id))))


def update(
    session: Session, actor: Actor, nomination_id: str, body: NominationUpdate, expected: int | None,
    editor: str | None = None,
) -> Nomination:  # fmt: skip
    """Saves what was written while it is a draft; the unit writes the text, the organiser everything."""
    nomination = _load(session, actor, nomination_id)
    if body.model_fields_set & OF_ORGANISER and not may_everywhere(actor, WRITE):
        raise Forbidden
    if nomination.status != NominationStatus.draft:
        raise Conflict("nomination-sent")
    _check_keys(national.load(nomination.rules), body)
    _check_documents(session, nomination, body)
    values = body.model_dump(exclude_unset=True, exclude={"sections", "answers"})
    for name, value in values.items():
        setattr(nomination, name, value)
    nomination.title_key = title_key(nomination.title)
    nomination.sections = nomination.sections | (body.sections or {})
    nomination.answers = nomination.answers | (body.answers or {})
    check_change(session, nomination, expected, editor)
    session.flush()
    return nomination


def _load(session: Session, actor: Actor, nomination_id: str, expected: int | None = None) -> Nomination:
    """The nomination, locked; 404 where the actor may not know of it, 403 where only reading is allowed."""
    require_somewhere(actor, READ)
    nomination = lock(session, Nomination, nomination_id)
    unit_id = session.get_one(Innovation, nomination.innovation_id).unit_id if nomination else None
    if nomination is None or not permitted(session, actor, READ, unit_id or ""):
        raise NotFound
    if not permitted(session, actor, WRITE, unit_id or ""):
        raise Forbidden
    check_version(nomination, expected)
    return nomination


def _check_keys(form: NationalRules, body: NominationCreate | NominationUpdate) -> None:
    """Groups, sections and criteria are the national form's."""
    sent = {"sections": {one.key for one in form.sections}, "answers": {one.key for one in form.criteria}}
    errors = [
        FieldError(f"{name}.{key}", "unknown", {"value": key})
        for name, known in sent.items() for key in getattr(body, name, None) or {} if key not in known
    ]  # fmt: skip
    if body.group is not None and body.group not in {one.key for one in form.groups}:
        errors.append(FieldError("group", "unknown", {"value": body.group}))
    if errors:
        raise Invalid(errors=errors)


def _check_documents(session: Session, nomination: Nomination, body: NominationUpdate) -> None:
    """Only files of the innovation's own proposal are released."""
    if body.documents:
        innovation = session.get_one(Innovation, nomination.innovation_id)
        known = {one.id for one in queries.documents(session, innovation.proposal_id)}
        if strange := next((one for one in body.documents if one not in known), None):
            raise invalid("documents", "unknown", value=strange)


def remove(session: Session, actor: Actor, nomination_id: str, expected: int | None) -> None:
    """Takes a draft away; what was sent stays."""
    require(actor, WRITE)
    nomination = _load(session, actor, nomination_id, expected)
    if nomination.status != NominationStatus.draft:
        raise Conflict("nomination-sent")
    session.delete(nomination)
    session.flush()


def send(session: Session, actor: Actor, nomination_id: str, body: Sending, expected: int | None) -> Nomination:
    """Notes that it went to the national competition; 422 while a rule of the checklist is open.

    Again: corrects the day and the number.
    """
    require(actor, WRITE)
    nomination = _load(session, actor, nomination_id, expected)
    if nomination.status == NominationStatus.decided:
        raise Conflict("nomination-decided")
    read = queries.read(session, actor, nomination.id)
    findings = check(queries.facts(session, read))
    if not is_complete(findings):
        count = sum(not one.ok and one.level == "error" for one in findings)
        raise Invalid("nomination-incomplete", count=count)
    _check_day("sent_on", body.sent_on)
    if nomination.closes_on is not None and body.sent_on > nomination.closes_on:
        raise invalid("sent_on", "after_national_closing", closes_on=nomination.closes_on)
    nomination.status, nomination.sent_on, nomination.reference = NominationStatus.sent, body.sent_on, body.reference
    session.flush()
    return nomination


def _check_day(field: str, day: object) -> None:
    today = now().astimezone(WIB).date()
    if day > today:  # type: ignore[operator]
        raise invalid(field, "in_the_future")


def take_back(session: Session, actor: Actor, nomination_id: str, expected: int | None) -> Nomination:
    """It was not sent after all: a draft again. 409 once the result is known, and of a draft."""
    require(actor, WRITE)
    nomination = _load(session, actor, nomination_id, expected)
    if nomination.status != NominationStatus.sent:
        raise Conflict("nomination-decided" if nomination.status == NominationStatus.decided else "nomination-unsent")
    nomination.status, nomination.sent_on, nomination.reference = NominationStatus.draft, None, ""
    session.flush()
    return nomination


def decide(session: Session, actor: Actor, nomination_id: str, body: ResultEntry, expected: int | None) -> Nomination:
    """Enters the result, or corrects it; a national award shows at the innovation from now on."""
    require(actor, WRITE)
    nomination = _load(session, actor, nomination_id, expected)
    if nomination.sent_on is None:
        raise Conflict("nomination-unsent")
    _check_day("decided_on", body.decided_on)
    if body.decided_on < nomination.sent_on:
        raise invalid("decided_on", "before_sending", sent_on=nomination.sent_on)
    nomination.status, nomination.result = NominationStatus.decided, body.result
    nomination.result_label, nomination.decided_on, nomination.result_url = body.label, body.decided_on, str(body.url)
    session.flush()
    _bear(session, nomination)
    owner_id = owner_of(session, nomination.innovation_id)
    if owner_id is not None:
        pass_on(session, [owner_id], f"competition.{nomination.competition}", nomination.year)
    return nomination


def _bear(session: Session, nomination: Nomination) -> None:
    """The innovation's own row changes, so that mirrors hear of it; its followers are told of an award."""
    innovation = lock(session, Innovation, nomination.innovation_id)
    if innovation is None:
        raise NotFound
    awards = queries.awards(session, innovation.id)
    words = "; ".join(f"{one.competition} {one.year}: {one.label}" for one in awards)
    if (innovation.national_award or "") != words:
        innovation.national_award = words
        if words:
            tell_followers(session, innovation.id, "award")
    public_changed(session)
    session.flush()
