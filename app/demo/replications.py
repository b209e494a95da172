"""Made-up replications of made-up innovations among made-up units, and of organisations that there are not."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from sqlalchemy import update
from sqlmodel import Session, col, select

from app.demo.people import AUTHOR, ORGANISER, Cast
from app.demo.registry import Node, Participant
from app.demo.writer import Writer
from app.models import Innovation, Replication, ReplicationStep
from app.models.replication import ReplicationStage, StepAction
from app.models.user import Role
from app.rules.replications import FORWARD

_S = ReplicationStage
FIRST_DAY = date(2023, 1, 9)
OTHERS = 13
"""Replications beside those of the demo's author."""
OUTSIDE = (("Kota Contoh Utara", "city", "Jawa Tengah"), ("Kabupaten Contoh Selatan", "regency", "Bali"))
_NOTES = (
    "Kurir diganti kader posyandu karena tidak ada petugas kendaraan.",
    "Formulir dipangkas menjadi satu halaman, dan jadwalnya mengikuti hari pasar.",
    "Aplikasinya tidak dipakai; antreannya dikelola lewat pesan singkat.",
    "Dimulai di dua kelurahan dahulu, baru kemudian seluruh wilayah.",
)
_HARD = ("", "Data dasarnya harus dibersihkan dahulu.",
         "Yang sulit meyakinkan petugas loket; sesudah tiga bulan mereka yang mengusulkan perbaikan.")  # fmt: skip
"""By the difficulty, two grades each."""
_STOPPED = "Petugas yang menjalankannya pindah tugas dan belum ada penggantinya."


def report(
    session: Session, writer: Writer, random: Random, home: Participant, participants: Sequence[Participant], cast: Cast
) -> None:
    """Writes them, and what the catalogue counts of them."""
    writer.flush()
    listed = select(Innovation.id, Innovation.unit_id).where(Innovation.is_sample).order_by(col(Innovation.id))
    origins: list[tuple[str, str]] = [(id_, str(unit_id)) for id_, unit_id in session.exec(listed).all()]
    if not origins:
        return
    author = next(unit for unit in home.writers if unit.name.startswith("Puskesmas Contoh 1 "))
    learners = [unit for one in participants if one is not home for unit in one.writers[:1] if unit.is_sample]
    plan: list[tuple[str, Node | int, ReplicationStage]] = [
        (origins[0][0], author, _S.running), (origins[-1][0], author, _S.agreement),
        (origins[0][0], 0, _S.running), (origins[1 % len(origins)][0], 1, _S.interest),
    ]  # fmt: skip
    stages = [_S.running] * 8 + [_S.implementation] * 2 + [_S.agreement, _S.interest, _S.stopped]
    for unit, stage in zip(random.sample(learners, OTHERS), stages, strict=True):
        free = [id_ for id_, of in origins if of != unit.id]
        plan.append((random.choice(free[: 1 + len(free) // 2]), unit, stage))
    running: Counter[str] = Counter()
    for number, (innovation_id, learner, stage) in enumerate(plan):
        is_confirmed = stage != _S.interest and not (learner is author and stage == _S.agreement)
        running[innovation_id] += is_confirmed and stage == _S.running
        _write(writer, random, number, innovation_id, learner, stage, is_confirmed, cast)
    writer.flush()
    for id_, count in running.items():
        counted = update(Innovation).where(col(Innovation.id) == id_)
        session.connection().execute(counted.values(replication_count=count))


def _write(
    writer: Writer, random: Random, number: int, innovation_id: str, learner: Node | int, stage: ReplicationStage,
    is_confirmed: bool, cast: Cast,
) -> None:  # fmt: skip
    days = _days(random, stage, FIRST_DAY + timedelta(days=random.randrange(120)))
    last = max(days.values())
    is_told = stage not in {_S.interest, _S.agreement}
    at, done = _moment(days[_S.interest]), _moment(last + timedelta(days=5))
    id_ = writer.add(
        Replication, at, changed=done if is_confirmed else _moment(last), innovation_id=innovation_id,
        **_replicator(learner), **_dated(days), stage=stage.value,
        adaptation_notes=_NOTES[number % len(_NOTES)] if is_told else "",
        difficulty=1 + number % 5 if is_told else None, difficulty_notes=_HARD[number % 5 // 2] if is_told else "",
        cost=random.randrange(5, 120) * 1_000_000 if is_told else None,
        cost_notes="Anggaran rutin unit." if is_told else "", stop_reason=_STOPPED if stage == _S.stopped else "",
        confirmed_at=done if is_confirmed else None, proposal_id=None, is_sample=True,
    )  # fmt: skip
    who = (cast.by_role[Role.author.value], AUTHOR) if isinstance(learner, Node) else (None, "")
    steps: list[tuple[StepAction, ReplicationStage, date | None, tuple[str | None, str]]]
    steps = [(StepAction.moved if place else StepAction.reported, one, on, who)
             for place, (one, on) in enumerate(days.items())]  # fmt: skip
    if is_confirmed:
        steps.append((StepAction.confirmed, stage, None, (cast.by_role[Role.organiser.value], ORGANISER)))
    for action, one, on, (actor_id, name) in steps:
        writer.add(ReplicationStep, _moment(on) if on else done, replication_id=id_, action=action.value,
                   stage=one.value, on=on, reason=_STOPPED if one == _S.stopped and on else "", actor_id=actor_id,
                   actor_name=name)  # fmt: skip


def _replicator(learner: Node | int) -> dict[str, Any]:
    """A unit of the registry, or one of ``OUTSIDE``."""
    name, kind, province = ("", "", "") if isinstance(learner, Node) else OUTSIDE[learner]
    return {"unit_id": learner.id if isinstance(learner, Node) else None, "organisation_name": name,
            "organisation_kind": kind, "organisation_province": province, "region_code": None,
            "contact_email": "replikasi@contoh.jipp.example" if name else ""}  # fmt: skip


def _dated(days: dict[ReplicationStage, date]) -> dict[str, Any]:
    return {"begun_on": days[_S.interest]} | {f"{one}_on": days.get(one) for one in _S}


def _days(random: Random, stage: ReplicationStage, first: date) -> dict[ReplicationStage, date]:
    """The days of the stages up to this one, some weeks apart; what stopped had begun to be put into practice."""
    reached = (*FORWARD[:3], _S.stopped) if stage == _S.stopped else FORWARD[: FORWARD.index(stage) + 1]
    days = {}
    for one in reached:
        days[one] = first
        first += timedelta(days=random.randrange(14, 60))
    return days


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(2, 30), UTC)
