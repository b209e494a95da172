"""Awards (penghargaan): given by the ranking or one by one, published together, revoked with a reason."""

from fastapi import APIRouter, Request, Response

from app.domain import awards as deeds
from app.domain import round_awards
from app.domain.permits import require
from app.http import labels
from app.http.actor import Known, Visitor
from app.http.etag import IfMatch, tag
from app.http.listing import whole
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.models.award import AwardCreate, AwardRead, AwardsProposed, AwardUpdate, ProposedAwards, Revocation
from app.models.base import Id, Page
from app.models.ceremony import CeremonyRead
from app.models.round_award import AwardsFromRound, AwardsOfRound
from app.queries import awards as queries
from app.queries import editions
from app.rules.permissions import Actor

router = APIRouter(tags=["awards"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/editions/{edition_id}/awards", dependencies=[Public])
@router.get("/editions/{edition_id}/awards.csv", dependencies=[Public], include_in_schema=False)
def list_awards(edition_id: Id, session: Reading, actor: Visitor, request: Request) -> Page[AwardRead]:
    """The awards of an edition, the best first; empty for the public before they are published.

    The tiers of the edition come first, then Reformasi Birokrasi, SAKIP, Zona Integritas, CETTAR and the rest;
    `position` is the place in the evening. Organiser, secretariat and auditor see them earlier. What was revoked
    stays, with its reason.
    """
    return whole(request, AwardRead, queries.list_(session, actor, edition_id))  # type: ignore[return-value]


@router.post("/editions/{edition_id}/awards", status_code=201)
def give_award(edition_id: Id, body: AwardCreate, session: Writing, actor: Known, response: Response) -> AwardRead:
    """Gives one award (organiser): a `tier` of the edition, the result of an `instrument`, or a free `title`.

    A tier goes to an awarded proposal; where its rank alone would not give it this tier, a reason is asked for.

    Once the awards are published this gives a **supplementary** award (susulan): `supplementary_reason` says why it
    comes later, `replaces_id` which revoked award it stands in for. It is public at once, with both and its date, and
    a tier may go to who follows in the ranking. That is also how a published award is corrected: revoke it with its
    reason, then give the right one.
    """
    require(actor, queries.READ)
    award = deeds.give(session, actor, editions.read(session, actor, edition_id), body)
    response.headers["Location"] = f"/api/v1/awards/{award.id}"
    return _answer(session, actor, award.id, response)


@router.post("/editions/{edition_id}/awards/proposals")
def propose_awards(edition_id: Id, body: AwardsProposed, session: Writing, actor: Known) -> ProposedAwards:
    """What the published ranking proposes (organiser); given where `dry_run` is false.

    Everybody in front gets the finest tier whose size the rank reaches, and the best of a group that a tier is named
    after gets that one too. Reasons of the plenary come along. What was given by hand stays.
    Once the awards are published, `supplementary_reason` gives those that are left; not again what was revoked.
    """
    edition = editions.read(session, actor, edition_id)
    items, created = deeds.propose(session, actor, edition, dry_run=body.dry_run,
                                   late=body.supplementary_reason)  # fmt: skip
    return ProposedAwards(dry_run=body.dry_run, created=created, items=items)


@router.post("/editions/{edition_id}/awards/from-round")
def propose_awards_from_round(edition_id: Id, body: AwardsFromRound, session: Writing, actor: Known) -> AwardsOfRound:
    """What the results of a final assessment round propose (organiser); given where `dry_run` is false.

    By one rule: a `letter` or better, a `level` that was passed, or the `top` places of each kind of unit, by the
    total or by an aspect; who has equal points shares a place. What the edition gives already is not given again. The
    new awards are called before the tiers of the edition, the best last. Once the awards are published,
    `supplementary_reason` gives those that are left; not again what was revoked.
    """
    edition = editions.read(session, actor, edition_id)
    items, created = round_awards.propose(session, actor, edition, body, labels.UNIT_KIND)
    return AwardsOfRound(dry_run=body.dry_run, created=created, items=items)


@router.put("/editions/{edition_id}/awards/publication")
def publish_awards(edition_id: Id, session: Writing, actor: Known, response: Response) -> CeremonyRead:
    """Publishes the awards of an edition (organiser); again changes nothing.

    From now on they can only be revoked, and supplementary ones given; the catalogue shows each innovation's finest
    tier.
    """
    deeds.publish(session, actor, editions.read(session, actor, edition_id))
    ceremony = queries.ceremony_read(session, actor, edition_id)
    tag(response, ceremony.version)
    return ceremony


@router.get("/awards/{award_id}", dependencies=[Public])
def read_award(award_id: Id, session: Reading, actor: Visitor, response: Response) -> AwardRead:
    """One award; before publication for organiser, secretariat and auditor only."""
    return _answer(session, actor, award_id, response)


@router.patch("/awards/{award_id}")
def update_award(
    award_id: Id, body: AwardUpdate, expected: IfMatch, session: Writing, actor: Known, response: Response
) -> AwardRead:
    """Changes an award before publication (organiser)."""
    require(actor, queries.READ)
    deeds.update(session, actor, award_id, body, expected)
    return _answer(session, actor, award_id, response)


@router.delete("/awards/{award_id}", status_code=204)
def remove_award(award_id: Id, expected: IfMatch, session: Writing, actor: Known) -> None:
    """Takes an award away before publication (organiser)."""
    deeds.remove(session, actor, award_id, expected)


@router.put("/awards/{award_id}/revocation")
def revoke_award(award_id: Id, body: Revocation, session: Writing, actor: Known, response: Response) -> AwardRead:
    """Revokes a published award (organiser). It is never deleted: its verification tells when and why."""
    deeds.revoke(session, actor, award_id, body.reason)
    return _answer(session, actor, award_id, response)


def _answer(session: Reading | Writing, actor: Actor, award_id: str, response: Response) -> AwardRead:
    award = queries.read(session, actor, award_id)
    tag(response, award.version)
    return award
