"""The awards of the sample edition whose ranking is published, and of final assessments; one of them is revoked, and
another one given since.

Only made-up innovations and units: a real one never gets an invented award.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import Session, col, select, update

from app.demo.editions import Year
from app.demo.writer import Writer
from app.http import labels
from app.models import AssessmentRound, Award, Ceremony, Innovation, Instrument, Proposal, Publication, Result
from app.models.assessment_round import RoundStatus
from app.models.award import CODE_SIGNS, AwardSource
from app.models.round_award import AwardsFromRound, RoundAward
from app.queries import round_awards
from app.rules.permissions import SYSTEM

REVOKED = "Contoh pencabutan: angka manfaat yang diajukan ternyata tidak dapat dibuktikan."
LATE = (
    "Contoh susulan: panitia pameran menghitung ulang suara dan menemukan satu inovasi lain dengan suara sama banyak."
)
PUBLIC_CHOICE = "Inovasi Pilihan Publik (contoh)"
_RULES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("sakip", "SAKIP (contoh)", {"letter": "A"}), ("zi", "Zona Integritas (contoh)", {"level": "wbk"}),
    ("cettar_opd", "CETTAR (contoh)", {"top": 3}),
)  # fmt: skip
"""Instrument, what its awards call it, and by which rule they are given."""


@dataclass(frozen=True)
class _Placed:
    """An awarded proposal with its rank."""

    proposal_id: str
    unit_id: str
    category: str | None
    rank: int


def give(session: Session, writer: Writer, year: Year) -> None:
    """Gives and publishes them two weeks after the ranking; the last of the ranking was revoked since."""
    writer.flush()
    placed = _placed(session, year)
    if not placed:
        return
    at = _published_at(session, year) + timedelta(days=14)
    _ceremony(writer, year, at)
    evening = _Evening(writer, year, at)
    for won in _of_rounds(session, year):
        evening.call(unit_id=won.unit_id, assessment_id=won.assessment_id, source=AwardSource.instrument.value,
                     title=won.title, category=won.category, result=won.result, rank=won.rank,
                     reason=won.reason)  # fmt: skip
    tier = year.configuration.award_tiers[0]
    for one in reversed(placed):
        out = {"revoked_at": at + timedelta(days=45), "revocation_reason": REVOKED} if one is placed[-1] else {}
        evening.call(unit_id=one.unit_id, source=AwardSource.tier.value, title=tier.title, tier=tier.key,
                     proposal_id=one.proposal_id, rank=one.rank, category=year.titles.get(one.category or "", ""),
                     **out)  # fmt: skip
    evening.call(unit_id=placed[0].unit_id, source=AwardSource.free.value, title=PUBLIC_CHOICE,
                 proposal_id=placed[0].proposal_id, reason="Suara pengunjung pameran terbanyak (contoh).")  # fmt: skip
    if len(placed) > 2:  # neither the best nor the one that is revoked
        evening.call(unit_id=placed[1].unit_id, source=AwardSource.free.value, title=PUBLIC_CHOICE,
                     proposal_id=placed[1].proposal_id, supplementary_reason=LATE,
                     given_at=at + timedelta(days=60))  # fmt: skip
    writer.flush()
    gone = update(Innovation).where(col(Innovation.proposal_id) == placed[-1].proposal_id).values(award="")
    session.connection().execute(gone)


class _Evening:
    """Calls one award after the other."""

    def __init__(self, writer: Writer, year: Year, at: datetime) -> None:
        self._writer, self._year, self._at, self._position = writer, year, at, 0
        self._random = Random(f"awards {year.year}")  # noqa: S311 - repeatable examples, not secrets

    def call(self, **values: Any) -> None:
        """One award, with the next number."""
        self._position += 1
        usual: dict[str, Any] = {"proposal_id": None, "assessment_id": None, "tier": None, "category": "", "result": "",
                                 "rank": None, "reason": "", "revoked_at": None, "revocation_reason": None,
                                 "supplementary_reason": None, "replaces_id": None, "given_at": self._at}  # fmt: skip
        signs = "".join(self._random.choice(CODE_SIGNS) for _ in range(12))
        self._writer.add(
            Award, values.get("given_at", self._at), changed=values.get("revoked_at"), edition_id=self._year.id,
            position=self._position,
            code=f"{signs[:4]}-{signs[4:8]}-{signs[8:]}", is_sample=True, **(usual | values),
        )  # fmt: skip


def _ceremony(writer: Writer, year: Year, at: datetime) -> None:
    writer.add(
        Ceremony, at, edition_id=year.id, title="Malam Penghargaan Contoh", place="Kota Contoh", held_on=at.date(),
        signatory_title="Gubernur Contoh", signatory_name="Nama Pejabat Contoh",
        decree_number=f"188/CONTOH/KPTS/{year.year}", decree_date=at.date() - timedelta(days=3), decree_title="",
        contact="Biro Organisasi Contoh, telepon (000) 000-0000", published_at=at,
    )  # fmt: skip


def _published_at(session: Session, year: Year) -> datetime:
    found = select(Publication.created_at).where(Publication.edition_id == year.id)
    return session.exec(found.order_by(col(Publication.created_at).desc()).limit(1)).one()


def _placed(session: Session, year: Year) -> list[_Placed]:
    """The awarded proposals of the last stage, best first."""
    rows = session.exec(
        select(Proposal.id, Proposal.unit_id, Proposal.category, Result.rank)
        .join(Result, col(Result.proposal_id) == Proposal.id)
        .join(Publication, col(Publication.id) == Result.publication_id)
        .where(Publication.edition_id == year.id, Publication.stage == year.configuration.stages[-1].key)
        .where(col(Result.advanced)).order_by(col(Result.rank), col(Proposal.id))
    ).all()  # fmt: skip
    return [_Placed(*row) for row in rows]


def _of_rounds(session: Session, year: Year) -> list[RoundAward]:
    """What the final assessments of made-up units propose, each rule's best at last."""
    found: list[RoundAward] = []
    for key, name, rule in _RULES:
        rounds = select(AssessmentRound.id).join(Instrument, col(Instrument.id) == AssessmentRound.instrument_id)
        rounds = rounds.where(Instrument.instrument == key, AssessmentRound.status == RoundStatus.final,
                              col(AssessmentRound.is_sample), AssessmentRound.year <= year.year)  # fmt: skip
        newest = session.exec(rounds.order_by(col(AssessmentRound.year).desc()).limit(1)).one()
        body = AwardsFromRound(round_id=newest, instrument=name, **rule)
        of = round_awards.finished(session, SYSTEM, body.round_id)
        found += reversed(round_awards.lines(session, year.id, of, body, labels.UNIT_KIND))
    return found
