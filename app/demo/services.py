"""Units of the demo ask how they serve, and keep records of it: surveys with answers, cases of two years."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlmodel import Session

from app.clock import WIB
from app.demo.registry import Node, Participant
from app.demo.writer import Writer
from app.domain import service_records
from app.models import Survey, SurveyAnswer
from app.models.survey import SurveyStatus
from app.rules.surveys import NUMBERS

SERVICES = (("Pendaftaran pasien", 45, 60, 10), ("Surat keterangan sehat", 90, 120, 15), ("Rujukan", 300, 480, 30))
"""Name, usual minutes, promised minutes, promised minutes until the first response."""
CASES, MONTHS = 35, 14
"""Of each unit, service and month; months up to the running one."""
LEFT = 100
"""One case of so many was never done."""
COMMENTS = (
    "Petugasnya ramah, tetapi kursi ruang tunggu kurang.", "Loket kedua sebaiknya dibuka sebelum jam delapan.",
    "Cepat dan jelas. Terima kasih.", "Papan alur pelayanan sulit dibaca dari tempat duduk.",
    "Mohon nomor antrean dapat diambil dari rumah.",
)  # fmt: skip
_BANDS = {"age": ("under_25", "from_25", "from_40", "from_60"), "sex": ("female", "male"),
          "education": ("primary", "junior", "senior", "diploma", "bachelor"),
          "occupation": ("civil_servant", "private", "self_employed", "student", "other")}  # fmt: skip
_CODES = ("demoskm", "demopkm", "demorujuk", "demoloket", "demobaru")


def serve(
    session: Session, writer: Writer, random: Random, home: Participant, participants: Sequence[Participant],
    agency_id: str, now: datetime,
) -> None:  # fmt: skip
    """Writes it all, for made-up units alone; the agency has a survey a year."""
    clinics = [unit for unit in home.writers if unit.is_sample and unit.name.startswith("Puskesmas")][:2]
    others = ([unit for unit in one.writers if unit.is_sample and unit.name.startswith("Puskesmas")]
              for one in participants if one is not home)  # fmt: skip
    clinics += [some[0] for some in others if some][:2]
    if not clinics:
        return
    _ask(writer, random, clinics, now)
    writer.flush()
    _keep(session, random, clinics, now)
    for year, code, count, level in ((2024, "demoarsip24", 88, 3.15), (2025, "demoarsip25", 103, 3.35)):
        _survey(writer, random, agency_id, code, (date(year, 3, 1), date(year, 5, 31)), SurveyStatus.closed, count,
                level)  # fmt: skip


def _ask(writer: Writer, random: Random, clinics: Sequence[Node], now: datetime) -> None:
    """The first clinic has asked twice and asks again, the second prepares, the third has published."""
    today = now.astimezone(WIB).date()
    year_ago, half = today - timedelta(days=365), today - timedelta(days=182)
    status = SurveyStatus
    _survey(writer, random, clinics[0].id, _CODES[0], (year_ago, half), status.closed, 96, 3.05)
    _survey(writer, random, clinics[0].id, _CODES[1], (half + timedelta(days=1), today - timedelta(days=14)),
            status.closed, 124, 3.3)  # fmt: skip
    _survey(writer, random, clinics[0].id, _CODES[2], (today - timedelta(days=7), today + timedelta(days=60)),
            status.open, 12, 3.35, "Rujukan")  # fmt: skip
    for clinic, code in zip(clinics[1:2], _CODES[4:], strict=False):
        _survey(writer, random, clinic.id, code, (today, today + timedelta(days=90)), status.draft, 0, 0)
    for clinic, code in zip(clinics[2:3], _CODES[3:], strict=False):
        _survey(writer, random, clinic.id, code, (year_ago, today - timedelta(days=30)), status.closed, 71, 2.85)


def _survey(
    writer: Writer, random: Random, unit_id: str, code: str, days: tuple[date, date], status: SurveyStatus, count: int,
    level: float, service: str = "",
) -> None:  # fmt: skip
    """A survey with so many answers around *level* (1 to 4)."""
    first, last = days
    opened = datetime.combine(first, datetime.min.time(), WIB)
    closed = datetime.combine(last + timedelta(days=1), datetime.min.time(), WIB)
    is_over = status == SurveyStatus.closed
    title = f"SKM {first:%m/%Y} – {last:%m/%Y}"
    survey = writer.add(
        Survey, opened, changed=closed if is_over else opened, unit_id=unit_id, title=title, service=service,
        starts_on=first, ends_on=last, status=status, code=code, population=random.randrange(600, 2_400),
        is_public=True, closed_at=closed if is_over else None, is_sample=True,
    )  # fmt: skip
    for _ in range(count):
        writer.add(SurveyAnswer, opened, survey_id=survey, is_paper=False, visit=None, **_answer(random, level))


def _answer(random: Random, level: float) -> dict[str, Any]:
    """One answer: its own mood, and each element a little off. Waiting and the place please least."""
    mood = random.gauss(level, 0.35)
    off = {"u3": -0.25, "u8": -0.15, "u9": -0.3, "u7": 0.15, "u4": 0.3}
    marks = {name: min(4, max(1, round(random.gauss(mood + off.get(name, 0), 0.45)))) for name in NUMBERS}
    said = {name: random.choice(bands) if random.random() < 0.6 else None for name, bands in _BANDS.items()}
    return marks | said | {"comment": random.choice(COMMENTS) if random.random() < 0.15 else ""}


def _keep(session: Session, random: Random, clinics: Sequence[Node], now: datetime) -> None:
    """The cases; the newest of them are not done yet, and some were left lying."""
    rows = []
    for clinic in clinics:
        for name, usual, promised, promised_response in SERVICES:
            for number in range(CASES * MONTHS):
                received = now - timedelta(minutes=random.randrange(60, MONTHS * 30 * 1_440))
                response = received + timedelta(minutes=int(random.expovariate(1 / (promised_response * 0.5))))
                done = response + timedelta(minutes=1 + int(random.lognormvariate(0, 0.7) * usual * 0.8))
                rows.append({
                    "key": service_records.key_of(clinic.id, f"{name} {number}"), "unit_id": clinic.id, "service": name,
                    "received_at": received, "first_response_at": response if response < now else None,
                    "completed_at": done if done < now and number % LEFT else None, "promised_minutes": promised,
                    "promised_response_minutes": promised_response,
                })  # fmt: skip
    service_records.write(session, rows)
