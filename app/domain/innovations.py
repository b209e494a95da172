"""The catalogue: awarded proposals become public innovations."""

from sqlmodel import Session, col, select

from app.models import Innovation, Proposal, Unit
from app.models.edition import EditionRead
from app.models.proposal import ProposalStatus


def publish_awarded(session: Session, edition: EditionRead) -> None:
    """Enters every awarded proposal of the edition that is not in the catalogue yet."""
    known = select(Innovation.proposal_id).where(col(Innovation.proposal_id).is_not(None))
    rows = session.exec(
        select(Proposal, Unit)
        .join(Unit, col(Unit.id) == Proposal.unit_id)
        .where(Proposal.edition_id == edition.id, Proposal.status == ProposalStatus.awarded)
        .where(col(Proposal.id).not_in(known))
    ).all()
    session.add_all(_entry(edition, proposal, unit) for proposal, unit in rows)
    session.flush()


def _entry(edition: EditionRead, proposal: Proposal, unit: Unit) -> Innovation:
    """What the public reads: the narratives, never the private answers."""
    titles = {section.key: section.title for section in edition.form}
    category = next((item.title for item in edition.categories if item.key == proposal.category), "")
    texts = [{"title": titles[key], "text": text} for key, text in proposal.sections.items() if key in titles and text]
    return Innovation(
        proposal_id=proposal.id, unit_id=unit.id, unit_name=unit.name, region_code=unit.region_code,
        title=proposal.title, year=edition.year, category=proposal.category, category_title=category,
        award=_widest_tier(edition), summary=texts[0]["text"] if texts else "",
        is_digital=proposal.is_digital, is_sample=proposal.is_sample,
        sdgs=proposal.sdgs, sections=texts,
    )  # fmt: skip


def _widest_tier(edition: EditionRead) -> str:
    """The label that everybody awarded bears; finer tiers (Outstanding) are not given by rank alone."""
    tiers = sorted(edition.award_tiers, key=lambda tier: tier.size or 1_000_000)
    return tiers[-1].title if tiers else ""
