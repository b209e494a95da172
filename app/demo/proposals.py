"""Sample proposals of a year: their text, number, history, evidence, and the slots that they take."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from app.clock import WIB
from app.demo import papers as evidence
from app.demo.editions import Year
from app.demo.papers import Paper
from app.demo.people import AUTHOR, COORDINATOR, ORGANISER, SECRETARIAT
from app.demo.registry import Node
from app.demo.sharing import Sending
from app.demo.texts import Draft, Texts
from app.demo.writer import Writer
from app.models import Proposal, Quota, Revision, Transition
from app.models.edition import SHARED_POOL
from app.models.proposal import ProposalStatus
from app.rules.transitions import Action

_S = ProposalStatus
_UMUM, _REPLIKASI = "umum", "replikasi"
_REPLICATED = 0.15
_REFUSALS = (
    "Surat pernyataan implementasi belum ditandatangani pimpinan unit.",
    "Bagian Signifikansi berisi uraian kegiatan, bukan perbandingan hasil sebelum dan sesudah inovasi.",
    "Bukti pendukung tidak sesuai dengan angka yang disebutkan dalam usulan.",
    "Pernyataan inovator belum dilampirkan sampai batas waktu yang ditentukan.",
)
_RETURN = "Mohon perbaiki surat pernyataan implementasi: tanggal mulai berbeda dengan yang tertulis pada usulan."
_WITHDRAWAL = "Unit memutuskan mengukur hasilnya satu tahun lagi sebelum mengusulkan kembali."
MENDING_DAYS = 21


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of a history."""

    action: Action
    before: str | None
    after: str
    at: datetime
    person: str
    reason: str = ""
    deadline: datetime | None = None


@dataclass(frozen=True)
class Sent:
    """A proposal that goes to the jurors."""

    id: str
    unit: Node
    draft: Draft
    group: str
    began: date


class Press:
    """Writes the proposals of a repetition."""

    def __init__(self, writer: Writer, random: Random, texts: Texts, now: datetime) -> None:
        self._writer, self._random, self._texts, self._now = writer, random, texts, now

    def print(self, year: Year, sendings: Sequence[Sending], papers: Sequence[Paper]) -> list[Sent]:
        """Writes what was planned for *year*, with the slots taken; returns what goes to the jurors."""
        slots: Counter[tuple[Node, str]] = Counter()
        judged = []
        for sending in sendings:
            sent = self._one(year, sending, papers, slots)
            if sending.status == _S.judging:
                judged.append(sent)
            year.tally[sending.status] += 1
            self._writer.pause()
        self._quotas(year, slots)
        return judged

    def _one(self, year: Year, sending: Sending, papers: Sequence[Paper], slots: Counter[tuple[Node, str]]) -> Sent:
        unit, participant = sending.unit, sending.participant
        began = self._began(year.configuration.closes_at)
        draft = self._texts.write(self._random, unit, began)
        group = self._group(participant)
        pool = _UMUM if participant.kind == "enterprise" else SHARED_POOL
        steps = list(self._history(year, sending))
        year.last_number += 1
        holds = sending.status != _S.withdrawn
        slots[participant, pool] += holds
        proposal_id = self._writer.add(
            Proposal, sending.created, version=1 + len(steps), changed=steps[-1].at,
            **row(year, unit, participant, draft, began), group=group, status=sending.status,
            number=f"{year.year}-{year.last_number:04d}", sequence=year.last_number, is_handed_over=False,
            quota_pool=pool if holds else None, submitted_at=sending.submitted,
            return_until=steps[-1].deadline, created_by=None, answers={},
            origin=self._origin(year, unit) if group == _REPLIKASI else "",
        )  # fmt: skip
        record(self._writer, proposal_id, steps)
        self._writer.add(Revision, sending.submitted, proposal_id=proposal_id, number=1, saved_by=None,
                         saved_by_name=AUTHOR, title=draft.title, sections=draft.sections)  # fmt: skip
        evidence.attach(self._writer, sending.created + timedelta(hours=2), proposal_id, papers)
        return Sent(proposal_id, unit, draft, group, began)

    def _began(self, closes_at: datetime) -> date:
        """13 to 48 months before closing: always old enough."""
        return closes_at.astimezone(WIB).date() - timedelta(days=self._random.randint(400, 1460))

    def _group(self, participant: Node) -> str:
        """Enterprises have slots in the general group alone."""
        is_copy = participant.kind != "enterprise" and self._random.random() < _REPLICATED
        return _REPLIKASI if is_copy else _UMUM

    def _origin(self, year: Year, unit: Node) -> str:
        return f"Inovasi sejenis pada {unit.name.split(' Contoh ')[0]} Contoh di kabupaten lain, {year.year - 2}"

    def _history(self, year: Year, sending: Sending) -> Iterable[Step]:
        closes = year.configuration.closes_at
        yield Step(Action.created, None, _S.draft, sending.created, AUTHOR)
        yield Step(Action.submitted, _S.draft, _S.submitted, sending.submitted, COORDINATOR)
        decided = closes + timedelta(hours=self._random.randint(33, 300))
        if sending.status in {_S.verified, _S.judging}:
            yield Step(Action.verified, _S.submitted, _S.verified, decided, SECRETARIAT)
        if sending.status == _S.rejected:
            reason = self._random.choice(_REFUSALS)
            yield Step(Action.rejected, _S.submitted, _S.rejected, decided, SECRETARIAT, reason)
        if sending.status == _S.withdrawn:
            at = sending.submitted + (closes - sending.submitted) / 2
            yield Step(Action.withdrawn, _S.submitted, _S.withdrawn, at, COORDINATOR, _WITHDRAWAL)
        if sending.status == _S.returned:  # the only ones that a newcomer can mend, so they count from now
            at, deadline = self._now - timedelta(days=3), self._now + timedelta(days=MENDING_DAYS)
            yield Step(Action.returned, _S.submitted, _S.returned, at, SECRETARIAT, _RETURN, deadline)
        if sending.status == _S.judging:
            start = year.configuration.stages[0].starts_at
            yield Step(Action.assigned, _S.verified, _S.judging, start or decided, ORGANISER)

    def _quotas(self, year: Year, slots: Counter[tuple[Node, str]]) -> None:
        limits = {(rule.unit_kind.value, rule.group): rule.limit for rule in year.configuration.quota_rules}
        for (participant, pool), used in (+slots).items():  # "+" drops those whose every proposal was withdrawn
            self._writer.add(
                Quota, year.configuration.opens_at, version=1 + used, edition_id=year.id,
                unit_id=participant.id, group=pool, limit=limits[participant.kind, pool], used=used,
                reason=None,
            )  # fmt: skip


def row(year: Year, unit: Node, participant: Node, draft: Draft, began: date) -> dict[str, object]:
    """The columns that every sample proposal fills in the same way."""
    return {
        "edition_id": year.id, "unit_id": unit.id, "participant_id": participant.id, "title": draft.title,
        "title_key": draft.key, "category": draft.topic.category, "started_on": began,
        "is_digital": draft.topic.digital, "latitude": unit.latitude, "longitude": unit.longitude,
        "is_sample": True, "editor": None, "video_url": "", "english_abstract": "", "sdgs": draft.topic.sdgs,
        "collaborators": [],
        "sections": draft.sections,
    }  # fmt: skip


def record(writer: Writer, proposal_id: str, steps: Iterable[Step], actor_id: str | None = None) -> None:
    """Writes a history."""
    for step in steps:
        writer.add(
            Transition, step.at, proposal_id=proposal_id, action=step.action.value, from_status=step.before,
            to_status=str(step.after), actor_id=actor_id, actor_name=step.person, reason=step.reason,
            deadline=step.deadline,
        )  # fmt: skip
