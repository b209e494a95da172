"""The figures of an exhibition: counted anew each time, from a few indexed rows."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, union_all
from sqlalchemy import select as sa_select
from sqlmodel import Session, col, select

from app.models import Booth, Exhibit, Exhibition, GuestBookEntry, Ticket, UsefulnessVote, Visit, Visitor, Vote
from app.models.board import BoardRead, BoothFigures, ExhibitFigures, HourFigures, StatisticsRead, Totals
from app.models.exhibition import BoothRead, ExhibitionSummary, VoteWindow
from app.models.visitor import EntryStatus
from app.queries import booths, exhibitions, stages
from app.queries.moments import Hour
from app.rules.permissions import Actor, may_everywhere

MOST_USEFUL, MOST_VISITED, NEWEST_IDEAS, NEXT_ITEMS = 8, 5, 3, 3


def cast(exhibition: Exhibition) -> Any:
    """Every vote given to what is shown: exhibit, ballot, moment. Those on proposals are the stage's own."""
    here: Any = (
        sa_select(col(UsefulnessVote.exhibit_id).label("exhibit_id"), col(UsefulnessVote.ballot).label("ballot"),
               col(UsefulnessVote.created_at).label("at"))
        .join(Exhibit, col(Exhibit.id) == UsefulnessVote.exhibit_id)
        .where(col(Exhibit.exhibition_id) == exhibition.id)
    )  # fmt: skip
    if exhibition.stage is None:
        return here.subquery()
    of_stage = (
        select(col(Exhibit.id), col(Vote.ballot), col(Vote.created_at))
        .join(Vote, col(Vote.proposal_id) == Exhibit.proposal_id)
        .where(Exhibit.exhibition_id == exhibition.id, Vote.edition_id == exhibition.edition_id,
               Vote.stage == exhibition.stage)
    )  # fmt: skip
    return union_all(here, of_stage).subquery()


def totals(session: Session, exhibition: Exhibition) -> Totals:
    """How many of everything so far."""
    given = cast(exhibition)

    def count(model: Any) -> Any:
        return select(func.count()).select_from(model).where(model.exhibition_id == exhibition.id).scalar_subquery()

    row = session.execute(
        sa_select(count(Booth), count(Exhibit), count(Visitor), count(Visit),
               select(func.count()).select_from(given).scalar_subquery(),
               select(func.count(func.distinct(given.c.ballot))).scalar_subquery())
    ).one()  # fmt: skip
    return Totals(**dict(zip(Totals.model_fields, row, strict=True)))


def hides_sums(session: Session, actor: Actor, exhibition: Exhibition) -> bool:
    """Whether the sums of proposals are still secret: until their stage is published, as on its ballot."""
    if exhibition.edition_id is None or exhibition.stage is None or may_everywhere(actor, "ranking:read"):
        return False
    return stages.publication(session, exhibition.edition_id, exhibition.stage) is None


def of_exhibits(
    session: Session, exhibition: Exhibition, shown: list[BoothRead], *, hides: bool
) -> list[ExhibitFigures]:  # fmt: skip
    """What is shown, the most useful first; what is still secret comes last."""
    given = cast(exhibition)
    counted = select(given.c.exhibit_id, func.count()).group_by(given.c.exhibit_id)
    votes = _counted(session.execute(counted).all())
    found = [
        ExhibitFigures(
            exhibit_id=one.id, booth_label=booth.label, title=one.title, unit_name=one.unit_name,
            votes=None if hides and one.proposal_id else votes[one.id],
        )
        for booth in shown for one in booth.exhibits
    ]  # fmt: skip
    return sorted(found, key=lambda one: -1 if one.votes is None else one.votes, reverse=True)


def of_booths(
    session: Session, exhibition: Exhibition, shown: list[BoothRead], useful: list[ExhibitFigures]
) -> list[BoothFigures]:  # fmt: skip
    """The booths by label, with their visits and the votes for what they show."""
    counted = select(Visit.booth_id, func.count()).where(Visit.exhibition_id == exhibition.id).group_by(Visit.booth_id)
    visits = _counted(session.execute(counted).all())
    votes = {one.exhibit_id: one.votes for one in useful}
    return [
        BoothFigures(booth_id=booth.id, label=booth.label, title=booth.title, unit_name=booth.unit_name,
                     visits=visits[booth.id], votes=_sum([votes[one.id] for one in booth.exhibits]))
        for booth in shown
    ]  # fmt: skip


def _sum(votes: list[int | None]) -> int | None:
    known = [number for number in votes if number is not None]
    return sum(known) if len(known) == len(votes) else None


def board(session: Session, actor: Actor, exhibition_id: str, at: datetime) -> BoardRead:
    """The live board as it is now."""
    exhibition = exhibitions.get(session, actor, exhibition_id)
    shown = booths.of_exhibition(session, exhibition.id)
    hides = hides_sums(session, actor, exhibition) and any(one.proposal_id for b in shown for one in b.exhibits)
    useful = of_exhibits(session, exhibition, shown, hides=hides)
    visited = sorted(of_booths(session, exhibition, shown, useful), key=lambda one: one.visits, reverse=True)
    opens_at, closes_at = exhibitions.window_of(session, exhibition)
    programme = [item for item in booths.programme(session, exhibition.id) if item.ends_at > at]
    return BoardRead(
        exhibition=ExhibitionSummary.model_validate(exhibition), totals=totals(session, exhibition),
        useful=[one for one in useful if one.votes][:MOST_USEFUL],
        visited=[one for one in visited if one.visits][:MOST_VISITED],
        ideas=_ideas(session, exhibition.id), programme=programme[:NEXT_ITEMS],
        vote_window=VoteWindow(opens_at=opens_at, closes_at=closes_at), hides_sums=hides,
    )  # fmt: skip


def _ideas(session: Session, exhibition_id: str) -> list[str]:
    shown = select(GuestBookEntry.text).where(GuestBookEntry.exhibition_id == exhibition_id,
                                              GuestBookEntry.status == EntryStatus.shown)  # fmt: skip
    return list(session.exec(shown.order_by(col(GuestBookEntry.id).desc()).limit(NEWEST_IDEAS)).all())


def statistics(session: Session, actor: Actor, exhibition_id: str) -> StatisticsRead:
    """The figures booth by booth and hour by hour, for those who prepare exhibitions."""
    exhibition = exhibitions.get(session, actor, exhibition_id)
    shown = booths.of_exhibition(session, exhibition.id)
    useful = of_exhibits(session, exhibition, shown, hides=hides_sums(session, actor, exhibition))
    registered, tickets, redeemed = session.execute(
        select(
            select(func.count()).where(col(Visitor.exhibition_id) == exhibition.id,
                                       col(Visitor.consented_at).is_not(None)).scalar_subquery(),
            select(func.count()).where(col(Ticket.exhibition_id) == exhibition.id).scalar_subquery(),
            select(func.count()).where(col(Ticket.exhibition_id) == exhibition.id,
                                       col(Ticket.visitor_id).is_not(None)).scalar_subquery(),
        )
    ).one()  # fmt: skip
    return StatisticsRead(
        totals=totals(session, exhibition), registered=registered, tickets=tickets, redeemed=redeemed,
        booths=of_booths(session, exhibition, shown, useful), exhibits=useful, hours=_hours(session, exhibition),
    )  # fmt: skip


def _hours(session: Session, exhibition: Exhibition) -> list[HourFigures]:
    """The hours in which anything happened."""
    given, visit_hour = cast(exhibition), Hour(col(Visit.created_at))
    vote_hour = Hour(given.c.at)
    came = session.execute(select(visit_hour, func.count()).where(col(Visit.exhibition_id) == exhibition.id)
                           .group_by(visit_hour)).all()  # fmt: skip
    voted = session.execute(select(vote_hour, func.count()).group_by(vote_hour)).all()
    visits, votes = _counted(came), _counted(voted)
    return [HourFigures(hour=_moment(hour), visits=visits[hour], votes=votes[hour])
            for hour in sorted(visits | votes)]  # fmt: skip


def _counted(rows: Sequence[Any]) -> Counter[str]:
    return Counter(dict(rows))


def _moment(hour: str) -> datetime:
    return datetime.strptime(hour, "%Y-%m-%d %H").replace(tzinfo=UTC)
