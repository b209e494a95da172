"""Units of the demo are assessed: CETTAR and SAKIP of made-up agencies, integrity zones of made-up clinics."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from types import SimpleNamespace
from typing import Any

from sqlmodel import Session, col, select

from app.clock import WIB
from app.demo.registry import Node, Participant
from app.demo.writer import Writer
from app.domain.assessments.access import recount
from app.instruments import loading
from app.instruments.loading import Instrument as Loaded
from app.models import (
    Assessment,
    AssessmentFact,
    AssessmentRound,
    AssessmentValue,
    FollowUp,
    IndicatorOwner,
    Instrument,
    Unit,
)
from app.models.assessment import AssessmentStatus, Step
from app.models.assessment_round import RoundStatus
from app.models.follow_up import FollowUpStatus
from app.models.unit import UnitKind
from app.queries.assessments import instruments
from app.rules.assessing import applying, as_number, as_text, choices_of, judge

AGENCIES = ("Arsip", "Pasar", "Taman", "Jembatan", "Perpustakaan", "Irigasi")
"""What the made-up agencies look after."""
BUREAUS = ("Organisasi", "Perencanaan", "Umum")
"""The made-up bureaus that verify the indicators of CETTAR."""
OWNED = {"spak", "spkp"}
"""Indicators that the demo's coordinator verifies."""
FOUND_ON = date(2022, 2, 1)
"""When the rounds began whose results the edition of 2022 gives awards for."""
RECOMMENDATIONS = (
    "Lengkapi laporan triwulan terakhir.", "Perbarui daftar informasi publik setiap bulan.",
    "Tetapkan petugas yang memantau tindak lanjut.",
)  # fmt: skip
PLAN = ("Menyusun jadwal bulanan dan memeriksanya setiap akhir bulan.", "Sekretariat")
FACTS = {"opini_bpk": "WTP", "spip": "3.2", "nilai_sakip": "68.4", "nilai_rb": "64.1"}


class Demo:
    """Writes rounds with their rows; *random* decides what the units gave."""

    def __init__(self, writer: Writer, random: Random, now: datetime) -> None:
        self.writer, self.random, self.now = writer, random, now
        self.today = now.astimezone(WIB).date()

    def round(self, name: str, title: str, status: RoundStatus, days: int, *, year: int | None = None) -> "Round":
        """A round that began so many days ago."""
        loaded = loading.shipped(name)
        began = self.now - timedelta(days=days)
        said = loaded.definition
        instrument_id = self.writer.add(
            Instrument, began, name=name, instrument=said.instrument, year=said.year, title=said.title,
            text=loading.text_of(name), seal=said.seal, is_shipped=True,
        )  # fmt: skip
        return self.again(loaded, instrument_id, title, status, days, year)

    def again(
        self, loaded: Loaded, instrument_id: str, title: str, status: RoundStatus, days: int, year: int | None = None
    ) -> "Round":
        """Another round of an instrument that is stored already."""
        began = self.today - timedelta(days=days)
        round_id = self.writer.add(
            AssessmentRound, self.now - timedelta(days=days), instrument_id=instrument_id, title=title,
            year=year or loaded.definition.year, status=status, assess_until=began + timedelta(days=30),
            verify_until=began + timedelta(days=45), decide_until=began + timedelta(days=55),
            is_public=status == RoundStatus.final, is_sample=True,
        )  # fmt: skip
        return Round(self, round_id, instrument_id, loaded, status, self.now - timedelta(days=days - 5))


class Round:
    """A round that gets its assessments."""

    def __init__(
        self, demo: Demo, round_id: str, instrument_id: str, loaded: Loaded, status: RoundStatus, at: datetime
    ) -> None:
        self.demo, self.id, self.instrument_id, self.loaded = demo, round_id, instrument_id, loaded
        self.status, self.at = status, at

    def own(self, items: Sequence[str], unit_id: str) -> None:
        """Gives indicators to the unit that verifies them."""
        for item in items:
            self.demo.writer.add(IndicatorOwner, self.at, round_id=self.id, item=item, unit_id=unit_id)

    def assess(
        self, unit_id: str, kind: str, level: float, *, share: float = 1, exact: Mapping[str, str] | None = None,
        facts: Mapping[str, str] | None = None, status: AssessmentStatus = AssessmentStatus.final,
    ) -> None:  # fmt: skip
        """A unit that reaches about *level* (0–1) of each indicator and has answered a *share* of them."""
        keys = applying(self.loaded, kind)
        values = {key: self._value(key, level) for key in keys[: round(len(keys) * share)]} | dict(exact or {})
        steps = [(key, Step.answer, value) for key, value in values.items()]
        if status is not AssessmentStatus.assessing:
            steps += [(key, Step.verification, value) for key, value in values.items() if self.status != "verifying"
                      or self.demo.random.random() < 0.4]  # fmt: skip
        held: Any = [SimpleNamespace(item=key, step=step, value=value, target=None, is_absent=False)
                     for key, step, value in steps]  # fmt: skip
        found = judge(self.loaded, kind, held, facts or {}, {})
        at = min(self.at + timedelta(days=20), self.demo.now - timedelta(days=1))
        is_final, result = status is AssessmentStatus.final, found.result
        assessment_id = self.demo.writer.add(
            Assessment, self.at, changed=at, round_id=self.id, unit_id=unit_id, status=status, changed_at=at,
            submitted_at=None if status is AssessmentStatus.assessing else at, finalised_at=at if is_final else None,
            reopening_reason="", score=round(float(result.final), 6) if values else None,
            letter=result.letter if values else None,
            predicate=result.predicate.title if result.predicate and values else None, asked_count=len(keys),
            answered_count=len(values), sources={} if is_final else None,
            feeds={name: str(value) for name, value in result.feeds().items()} if is_final else None, is_sample=True,
        )  # fmt: skip
        self._write(assessment_id, steps, facts or {})

    def _value(self, key: str, level: float) -> str:
        item = self.loaded.by_key[key].item
        choices = choices_of(item)
        reached = min(max(level + self.demo.random.uniform(-0.12, 0.12), 0), 1)
        if choices:
            return choices[round((1 - reached) * (len(choices) - 1))]
        low, high = (0.0, 100.0) if item.scale == "converted" else (float(item.minimum or 0), float(item.maximum or 0))
        return as_text(as_number(round(low + reached * (high - low), 2)))

    def _write(self, assessment_id: str, steps: Sequence[tuple[str, Step, str]], facts: Mapping[str, str]) -> None:
        writer, advised = self.demo.writer, list(RECOMMENDATIONS)
        for key, step, value in steps:
            is_advised = step is Step.verification and advised and self.demo.random.random() < 0.1
            writer.add(
                AssessmentValue, self.at, assessment_id=assessment_id, item=key, step=step, value=value, target=None,
                is_absent=False, note="", recommendation=advised.pop() if is_advised else "",
            )  # fmt: skip
        for fact, value in facts.items():
            writer.add(AssessmentFact, self.at, assessment_id=assessment_id, fact=fact, value=value)
        if self.status == RoundStatus.final:
            self._follow(assessment_id)

    def _follow(self, assessment_id: str) -> None:
        """What was recommended: one planned and late, one not begun, one done."""
        due: date = self.demo.today - timedelta(days=6)
        rows = ((RECOMMENDATIONS[0], *PLAN, due, FollowUpStatus.doing),
                (RECOMMENDATIONS[1], "", "", None, FollowUpStatus.open),
                (RECOMMENDATIONS[2], PLAN[0], "Subbagian umum", due, FollowUpStatus.done))  # fmt: skip
        for recommendation, plan, owner, due_on, status in rows:
            self.demo.writer.add(
                FollowUp, self.at, assessment_id=assessment_id, item=None, recommendation=recommendation, plan=plan,
                owner=owner, due_on=due_on, status=status, is_sample=True,
            )  # fmt: skip


def count(session: Session) -> None:
    """What feeds them is written by now: those that are not final are counted with it, as the deeds would have."""
    rounds = select(AssessmentRound, Instrument).join(Instrument, col(Instrument.id) == AssessmentRound.instrument_id)
    for of, instrument in session.exec(rounds.order_by(col(AssessmentRound.id))).all():
        open_ = select(Assessment).where(Assessment.round_id == of.id, Assessment.status != AssessmentStatus.final)
        recount(session, of, instruments.loaded(instrument), list(session.exec(open_).all()))


def assess(
    writer: Writer, random: Random, root: Node, home: Participant, participants: Sequence[Participant], now: datetime
) -> str:
    """Writes it all, each marked as made up: a real unit never gets a made-up score. Gives the agency that has
    something of everything."""
    demo = Demo(writer, random, now)
    agencies = _cettar(demo, root)
    zones = _zones(demo, home, participants)
    sakip = _accountability(demo, agencies)
    zones.assess(agencies[0], UnitKind.agency, 0.97, facts=FACTS)
    _further(demo, agencies, sakip)
    return agencies[0]


def _cettar(demo: Demo, root: Node) -> list[str]:
    """This year's and last year's of the made-up agencies, whose ids it gives."""
    agencies = [_unit(demo, root, f"CONTOH{place}", f"Dinas Contoh {name}", UnitKind.agency, is_active=place == 1)
                for place, name in enumerate(AGENCIES, start=1)]  # fmt: skip
    before = demo.round("cettar_opd_2023", "CETTAR perangkat daerah 2023 (contoh)", RoundStatus.final, 420)
    now = demo.round("cettar_opd_2024", "CETTAR perangkat daerah 2024 (contoh)", RoundStatus.verifying, 38)
    bureaus = [_unit(demo, root, f"BIRO{place}", f"Biro Contoh {name}", UnitKind.bureau)
               for place, name in enumerate(BUREAUS, start=1)]  # fmt: skip
    for of in (before, now):
        keys = applying(of.loaded, UnitKind.agency)
        for place, bureau in enumerate(bureaus):
            of.own(keys[place :: len(bureaus)], bureau)
    for place, unit_id in enumerate(agencies):
        level = 0.9 - 0.08 * place
        before.assess(unit_id, UnitKind.agency, level)
        now.assess(unit_id, UnitKind.agency, level + 0.04, share=1 if place % 3 else 0.7,
                   status=AssessmentStatus.submitted if place != 3 else AssessmentStatus.assessing)  # fmt: skip
    return agencies


def _accountability(demo: Demo, agencies: Sequence[str]) -> "Round":
    """SAKIP and CETTAR of the same agencies as the awards of the edition of 2022 found them."""
    days = (demo.today - FOUND_ON).days
    sakip = demo.round("sakip_2021", "SAKIP perangkat daerah 2021 (contoh)", RoundStatus.final, days)
    cettar = demo.round("cettar_opd_2022", "CETTAR perangkat daerah 2022 (contoh)", RoundStatus.final, days)
    for place, unit_id in enumerate(agencies):
        sakip.assess(unit_id, UnitKind.agency, 0.92 - 0.06 * place)
        cettar.assess(unit_id, UnitKind.agency, 0.88 - 0.07 * place)
    return sakip


def _further(demo: Demo, agencies: Sequence[str], sakip: "Round") -> None:
    """Last year's SAKIP, and the reform (RB), so that an agency can be read over the years."""
    year = demo.today.year - 1
    title = f"SAKIP perangkat daerah {year} (contoh)"
    again = demo.again(sakip.loaded, sakip.instrument_id, title, RoundStatus.final, 280, year)
    reform = demo.round("rb_opd_2025", "Reformasi Birokrasi perangkat daerah 2025 (contoh)", RoundStatus.final, 260)
    for place, unit_id in enumerate(agencies):
        again.assess(unit_id, UnitKind.agency, 0.9 - 0.05 * place)
        reform.assess(unit_id, UnitKind.agency, 0.86 - 0.05 * place)


def _unit(demo: Demo, root: Node, code: str, name: str, kind: UnitKind, *, is_active: bool = False) -> str:
    """A made-up unit of the province. Few are active, so that the registry counts about as many as there are."""
    return demo.writer.add(
        Unit, datetime(2021, 11, 1, tzinfo=UTC), code=f"{root.code}.{code}", name=name, kind=kind, parent_id=root.id,
        region_code=root.region_code, latitude=root.latitude, longitude=root.longitude, is_active=is_active,
        is_sample=True,
    )  # fmt: skip


def _zones(demo: Demo, home: Participant, participants: Sequence[Participant]) -> "Round":
    """Integrity zones: those that the awards of the edition of 2022 found; last year's, in which one clinic misses a
    single minimum; this year's, which is open. Gives last year's."""
    author = next(unit for unit in home.writers if unit.name.startswith("Puskesmas Contoh 1 "))
    clinics = ([unit for unit in one.writers if unit.is_sample and unit.name.startswith("Puskesmas")]
               for one in participants if one is not home)  # fmt: skip
    others = [found[0] for found in clinics if found][:3]
    year = demo.today.year
    first = demo.round("zi_2021", "Zona Integritas 2021 (contoh)", RoundStatus.final, (demo.today - FOUND_ON).days)
    stored = first.loaded, first.instrument_id
    last = demo.again(*stored, f"Zona Integritas {year - 1} (contoh)", RoundStatus.final, 300, year - 1)
    this = demo.again(*stored, f"Zona Integritas {year} (contoh)", RoundStatus.open, 12, year)
    for of in (first, last, this):
        of.own(sorted(OWNED & set(of.loaded.by_key)), home.node.id)
    first.assess(author.id, author.kind, 0.8, facts=FACTS)
    last.assess(author.id, author.kind, 0.95, exact={"spak": "3.54"}, facts=FACTS)
    this.assess(author.id, author.kind, 0.9, share=0.6, status=AssessmentStatus.assessing)
    for place, unit in enumerate(others):
        first.assess(unit.id, unit.kind, 0.92 - 0.1 * place, facts=FACTS)
        last.assess(unit.id, unit.kind, 0.94 - 0.08 * place, facts=FACTS)
        this.assess(unit.id, unit.kind, 0.85, share=1 if place else 0, status=AssessmentStatus.submitted if place
                    else AssessmentStatus.assessing)  # fmt: skip
    return last
