"""Jurors at work, on proposals of made-up participants only: a stage under way, a ranking published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlmodel import Session, col, update

from app.demo.editions import Year
from app.demo.people import AWAY, DEMO_JUROR, ORGANISER
from app.demo.proposals import Sent, Step, record
from app.demo.registry import Node
from app.demo.writer import Writer
from app.domain.judging.planning import PanelMember, draw
from app.models import (
    Assignment,
    Declination,
    Evaluation,
    Innovation,
    Juror,
    PlenaryDecision,
    Proposal,
    Publication,
    Result,
    SheetTime,
)
from app.models.conflict import Kind
from app.models.edition import Stage
from app.models.proposal import ProposalStatus
from app.rules import rubric
from app.rules.ranking import Entry, Ranked, places, rank
from app.rules.transitions import Action

DEMO_LOAD, DEMO_SIGNED = 8, 3
SIGNED_SHARE, DRAFT_SHARE = 0.7, 0.1
_S = ProposalStatus
_NOTES = (
    "Angka sebelum dan sesudah disajikan dengan kurun waktu yang sama.",
    "Cara mengukur dijelaskan, tetapi sumber datanya perlu ditunjukkan pada presentasi.",
    "Manfaat bagi pengguna terlihat; peran mitra masih dapat diperjelas.",
    "Perbandingan hasil meyakinkan dan didukung suara pengguna.",
)
_ADVICE = (
    "Layak dilanjutkan dengan pendalaman pada bukti dampak.",
    "Gagasannya baik; perlu bukti replikasi yang lebih kuat.",
    "Pelaksanaan rapi dan mudah ditiru oleh unit lain.",
)

_DECLINED = (
    ("not_my_field", "Saya ahli kesehatan; usulan ini lebih tepat dibaca yang mengenal pengairan."),
    ("no_time", ""),
)


@dataclass(frozen=True)
class Reading:
    """A juror's sheet for a proposal."""

    proposal_id: str
    juror_id: str
    total: float | None


class Bench:
    """The panel of a year with the sheets that it fills."""

    def __init__(self, writer: Writer, random: Random, year: Year, workplace: Node) -> None:
        self._writer, self._random, self._year, self._workplace = writer, random, year, workplace

    def under_way(self, stage: Stage, jurors: Sequence[str], sent: Sequence[Sent]) -> list[Reading]:
        """A stage in progress: the demo juror has few sheets, the whole panel has signed about 70%."""
        members = [
            PanelMember(juror, DEMO_LOAD if place == DEMO_JUROR else None, self._barred(sent) if place == AWAY else {})
            for place, juror in enumerate(jurors)
        ]
        pairs = self._assign(stage, members, sent)
        demo = [pair for pair in pairs if pair[0] == jurors[DEMO_JUROR]]
        rest = [pair for pair in pairs if pair[0] != jurors[DEMO_JUROR]]
        self._random.shuffle(rest)
        signed, begun = round(SIGNED_SHARE * len(pairs)) - DEMO_SIGNED, round(DRAFT_SHARE * len(pairs))
        done = {*demo[:DEMO_SIGNED], *rest[:signed]}
        open_ = {*demo[DEMO_SIGNED : DEMO_SIGNED + 1], *rest[signed : signed + begun]}
        self._declined(stage, jurors, {*pairs}, sent)
        readings = [
            self._sheet(stage, pair, "signed" if pair in done else "draft" if pair in open_ else "untouched")
            for pair in pairs
        ]
        self._overruled(stage, readings)
        return readings

    def _barred(self, sent: Sequence[Sent]) -> dict[str, Kind]:
        """What comes from the region where the juror works."""
        return {one.id: "region" for one in sent if one.unit.region_code == self._workplace.region_code}

    def _declined(self, stage: Stage, jurors: Sequence[str], pairs: set[tuple[str, str]], sent: Sequence[Sent]) -> None:
        """The last juror of the panel gave two sheets back, which others read since."""
        free = [one.id for one in sent if (jurors[-1], one.id) not in pairs]
        for proposal_id, (cause, reason) in zip(free, _DECLINED, strict=False):
            self._writer.add(Declination, _moment(stage.starts_at) + timedelta(days=1), edition_id=self._year.id,
                             stage=stage.key, proposal_id=proposal_id, juror_id=jurors[-1], cause=cause,
                             reason=reason)  # fmt: skip

    def _overruled(self, stage: Stage, readings: Sequence[Reading]) -> None:
        """The plenary let on the lowest of those read by now."""
        totals = {r.proposal_id: r.total for r in readings if r.total is not None}
        lowest = min(totals, key=lambda id_: (totals[id_], id_))
        self._writer.add(
            PlenaryDecision, _moment(stage.starts_at) + timedelta(days=9), edition_id=self._year.id, stage=stage.key,
            proposal_id=lowest, advances=True, reason="Menjangkau warga yang belum pernah terlayani.",
            members=["Ketua Pleno Contoh", "Anggota Pleno Contoh"],
        )  # fmt: skip

    def published(self, stage: Stage, jurors: Sequence[str], sent: Sequence[Sent]) -> tuple[list[Ranked], set[str]]:
        """A stage read, signed and published: the ranking, and the ids of those in front."""
        members = [
            PanelMember(juror, None, self._barred(sent) if place == AWAY - 1 else {})
            for place, juror in enumerate(jurors)
        ]  # without the demo juror, who comes first
        pairs = self._assign(stage, members, sent)
        readings = [self._sheet(stage, pair, "signed") for pair in pairs]
        totals = {one.id: tuple(r.total for r in readings if r.proposal_id == one.id and r.total is not None)
                  for one in sent}  # fmt: skip
        ranking = rank(Entry(proposal_id, values) for proposal_id, values in totals.items())
        chosen = places(ranking, stage.advance)
        publication_id = self._writer.add(
            Publication, published_at(stage), edition_id=self._year.id, stage=stage.key, method="mean",
            published_by=ORGANISER, places=len(chosen),
        )  # fmt: skip
        for line in ranking:
            self._writer.add(
                Result, published_at(stage), publication_id=publication_id, proposal_id=line.proposal_id,
                rank=line.rank, raw_mean=line.mean, score=line.mean, reviews=line.reviews,
                advanced=line.proposal_id in chosen,
            )  # fmt: skip
        return ranking, chosen

    def _assign(self, stage: Stage, members: Sequence[PanelMember], sent: Sequence[Sent]) -> list[tuple[str, str]]:
        for member in members:
            self._writer.add(Juror, _moment(stage.starts_at) - timedelta(days=7), edition_id=self._year.id,
                             stage=stage.key, user_id=member.juror_id, expertise=[],
                             max_load=member.max_load, left_at=None, left_reason=None)  # fmt: skip
        plan = draw([one.id for one in sent], members, stage.jurors_per_proposal, [], self._random.getrandbits(31))
        return plan.pairs

    def _sheet(self, stage: Stage, pair: tuple[str, str], state: str) -> Reading:
        """A sheet: ``signed``, ``draft`` (the first half marked) or ``untouched``."""
        juror_id, proposal_id = pair
        start, leaves = _moment(stage.starts_at), [leaf.key for leaf in rubric.leaves(stage.rubric)]
        marked = {"signed": leaves, "draft": leaves[: len(leaves) // 2], "untouched": []}[state]
        scores = self._marks(marked, proposal_id, juror_id)
        total = rubric.total(stage.rubric, scores) if state == "signed" else None
        at = (
            start
            if state == "untouched"
            else start + (_moment(stage.ends_at) - start) * self._random.uniform(0.1, 0.95)
        )
        assignment_id = self._writer.add(Assignment, start, edition_id=self._year.id, stage=stage.key,
                                         proposal_id=proposal_id, juror_id=juror_id)  # fmt: skip
        self._writer.add(
            Evaluation, start, version=1 + len(marked) + (total is not None), changed=at,
            assignment_id=assignment_id, scores=scores,
            notes={marked[-1]: self._random.choice(_NOTES)} if marked else {},
            recommendation=self._random.choice(_ADVICE) if total is not None else "", total=total,
            signed_at=at if total is not None else None, editor=None,
        )  # fmt: skip
        if marked:
            seconds = Random(proposal_id + juror_id).randint(420, 1_600)  # noqa: S311 - examples, not secrets
            self._writer.add(SheetTime, start, changed=at, assignment_id=assignment_id, juror_id=juror_id,
                             view="contoh", seconds=seconds)  # fmt: skip
        return Reading(proposal_id, juror_id, total)

    def _marks(self, keys: Sequence[str], proposal_id: str, juror_id: str) -> dict[str, float]:
        """Marks around a level that the proposal's id decides, higher or lower as the juror's id makes them lenient."""
        level = Random(proposal_id).gauss(75, 6) + Random(juror_id).gauss(0, 4)  # noqa: S311 - examples, not secrets
        return {key: float(min(97, max(45, round(level + self._random.gauss(0, 7))))) for key in keys}


def conclude(
    session: Session,
    writer: Writer,
    random: Random,
    year: Year,
    jurors: Sequence[str],
    sent: list[Sent],
    workplace: Node,
) -> None:
    """All stages of a year, one after the other, and the catalogue's entries of those in front at the end."""
    bench, taking_part = Bench(writer, random, year, workplace), sent
    for stage in year.configuration.stages:
        is_last = stage is year.configuration.stages[-1]
        if taking_part is not sent:
            _move(
                writer,
                year,
                taking_part,
                Action.assigned,
                _S.advanced,
                _S.judging,
                _moment(stage.starts_at),
                "",
            )
        chosen = bench.published(stage, jurors, taking_part)[1]
        ahead = [one for one in taking_part if one.id in chosen]
        out = [one for one in taking_part if one.id not in chosen]
        onward = (Action.awarded, _S.awarded) if is_last else (Action.advanced, _S.advanced)
        for group, (action, status) in ((ahead, onward), (out, (Action.eliminated, _S.eliminated))):
            _move(writer, year, group, action, _S.judging, status, published_at(stage), stage.name)
            _settle(session, writer, group, status, published_at(stage))
        taking_part = ahead
    for one in taking_part:
        _catalogue(writer, year, one)


def _move(
    writer: Writer, year: Year, group: Sequence[Sent], action: Action, before: ProposalStatus,
    after: ProposalStatus, at: datetime, reason: str,
) -> None:  # fmt: skip
    for one in group:
        record(writer, one.id, [Step(action, before, after, at, ORGANISER, reason)])
    year.tally[before.value] -= len(group)
    year.tally[after.value] += len(group)


def _settle(session: Session, writer: Writer, group: Sequence[Sent], status: ProposalStatus, at: datetime) -> None:
    """The proposals are written already: they get their new status where they lie."""
    writer.flush()
    rows = update(Proposal).where(col(Proposal.id).in_([one.id for one in group]))
    session.connection().execute(rows.values(status=status.value, updated_at=at, version=Proposal.version + 2))


_CONTACT = "Loket informasi unit pada jam kerja (data contoh)"


def _catalogue(writer: Writer, year: Year, one: Sent) -> None:
    titles = {section.key: section.title for section in year.configuration.form}
    texts = [{"title": titles[key], "text": text} for key, text in one.draft.sections.items()]
    writer.add(
        Innovation, published_at(year.configuration.stages[-1]), proposal_id=one.id, unit_id=one.unit.id,
        unit_name=one.unit.name, unit_kind=one.unit.kind, region_code=one.unit.region_code,
        latitude=one.unit.latitude, longitude=one.unit.longitude, title=one.draft.title, year=year.year,
        group=one.group, group_title=next(group.title for group in year.configuration.groups if group.key == one.group),
        english_abstract="", contact=_CONTACT, started_on=one.began, replication_count=0, national_award=None,
        impact=one.draft.impact, evidence=[],
        category=one.draft.topic.category, category_title=year.titles[one.draft.topic.category],
        award=year.configuration.award_tiers[0].title, source="", summary=texts[0]["text"],
        is_digital=one.draft.topic.digital, is_sample=True, sdgs=one.draft.topic.sdgs, sections=texts,
    )  # fmt: skip


def published_at(stage: Stage) -> datetime:
    """Five days after a stage has ended."""
    return _moment(stage.ends_at) + timedelta(days=5)


def _moment(value: datetime | None) -> datetime:
    if value is None:
        raise ValueError("a demo stage needs its dates")
    return value
