"""The catalogue: awarded proposals become public innovations, and their units add what the public asks for."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import exists
from sqlmodel import Session, col, select

from app.domain.permits import require, require_for_unit
from app.domain.public import public_changed
from app.domain.versions import check_version, load
from app.errors import Conflict, invalid
from app.models import Document, Innovation, Proposal, Unit
from app.models.edition import EditionRead
from app.models.innovation import InnovationUpdate
from app.models.proposal import ProposalStatus
from app.rules.permissions import Actor


def publish_awarded(session: Session, edition: EditionRead) -> None:
    """Enters every awarded proposal of the edition that is not in the catalogue yet."""
    _enter(session, edition, Proposal.status == ProposalStatus.awarded)


def enter(session: Session, edition: EditionRead, proposal_ids: Sequence[str]) -> None:
    """Enters these proposals, as far as they are not in the catalogue yet."""
    _enter(session, edition, col(Proposal.id).in_(proposal_ids))


def _enter(session: Session, edition: EditionRead, which: Any) -> None:
    known = exists().where(col(Innovation.proposal_id) == col(Proposal.id))
    rows = session.exec(
        select(Proposal, Unit)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(Proposal.edition_id == edition.id, which, ~known)
    ).all()
    session.add_all(_entry(edition, proposal, unit) for proposal, unit in rows)
    session.flush()


def _entry(edition: EditionRead, proposal: Proposal, unit: Unit) -> Innovation:
    """What the public reads: the narratives, never the private answers."""
    titles = {section.key: section.title for section in edition.form}
    category = next((item.title for item in edition.categories if item.key == proposal.category), "")
    group = next((item.title for item in edition.groups if item.key == proposal.group), "")
    texts = [{"title": titles[key], "text": text} for key, text in proposal.sections.items() if key in titles and text]
    is_placed = proposal.latitude is not None and proposal.longitude is not None
    place = proposal if is_placed else unit
    return Innovation(
        proposal_id=proposal.id, unit_id=unit.id, unit_name=unit.name, unit_kind=unit.kind,
        region_code=unit.region_code, latitude=place.latitude, longitude=place.longitude,
        title=proposal.title, year=edition.year, group=proposal.group, group_title=group,
        category=proposal.category, category_title=category,
        award=_widest_tier(edition), summary=texts[0]["text"] if texts else "",
        english_abstract=proposal.english_abstract, started_on=proposal.started_on,
        is_digital=proposal.is_digital, is_sample=proposal.is_sample,
        sdgs=proposal.sdgs, sections=texts,
    )  # fmt: skip


def _widest_tier(edition: EditionRead) -> str:
    """The label that everybody awarded bears; finer tiers (Outstanding) are not given by rank alone."""
    tiers = sorted(edition.award_tiers, key=lambda tier: tier.size or 1_000_000)
    return tiers[-1].title if tiers else ""


def ours(innovation: Innovation) -> str:
    """The unit here that answers for an innovation; 409 ``not-ours`` where nobody here does."""
    if innovation.unit_id is None:
        raise Conflict("not-ours")
    return innovation.unit_id


def update(
    session: Session, actor: Actor, innovation_id: str, body: InnovationUpdate, expected: int | None
) -> Innovation:
    """Adds to an entry what the public asks for: its unit, those above it, the organiser.

    422 where a document is none of the innovation's proposal.
    """
    innovation = load(session, Innovation, innovation_id)
    if innovation.unit_id is None:
        require(actor, "innovations:write")
    require_for_unit(session, actor, "innovations:write", ours(innovation))
    check_version(innovation, expected)
    values = body.model_dump(exclude_unset=True)
    for place, item in enumerate(values.get("evidence", [])):
        document = session.get(Document, item["document_id"])
        if document is None or document.proposal_id != innovation.proposal_id:
            raise invalid(f"evidence.{place}.document_id", "not_found")
    innovation.sqlmodel_update(values)
    public_changed(session)
    session.flush()
    return innovation
