"""Questions of made-up citizens: to be moderated, awaiting an answer, late, answered. No real unit is given words."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from app.demo.registry import DEMO_REGION
from app.demo.writer import Writer
from app.domain.questions.asking import text_key
from app.models import Asker, Innovation, Question
from app.models.question import QuestionStatus
from app.rules.working_days import deadline

DAYS = 5
_KINDS = {
    "question": "Apakah warga dari daerah lain juga boleh memakai layanan ini, dan apa syaratnya?",
    "suggestion": "Tambahkan pemberitahuan lewat pesan singkat, sebab tidak semua orang tua memakai aplikasi.",
}
_LATE = "Berapa lama waktu tunggu rata-rata setelah inovasi ini dipakai?"
_WAITING = "Apakah cara ini sudah dicoba di puskesmas lain, dan apa kendalanya?"
_PENDING = (
    "Di mana saya dapat melihat contoh formulirnya? Kantor kami ingin meniru.",
    "Apakah data pemohon aman, dan siapa saja yang dapat melihatnya?",
)
_ANSWER = (
    "Boleh. Syaratnya hanya kartu identitas; tidak perlu surat pengantar. Bila datang tanpa ponsel, petugas di loket "
    "membantu mengisi."
)


def ask(session: Session, writer: Writer, now: datetime) -> None:
    """Writes them, each marked as made up."""
    writer.flush()
    made_up = _some(session, col(Innovation.is_sample), 2)
    malang = _some(session, col(Innovation.region_code) == DEMO_REGION, 1)
    if len(made_up) < 2 or not malang:
        return
    first, second = made_up
    for text, answer in ((_KINDS["question"], _ANSWER), (_KINDS["suggestion"], "")):
        kind = "suggestion" if text == _KINDS["suggestion"] else "question"
        _add(writer, now - timedelta(days=3), first.id, kind, text, answer=answer, by=first.unit_name)
    _add(writer, now - timedelta(days=12), second.id, "question", _LATE)
    _add(writer, now - timedelta(days=2), malang[0].id, "question", _WAITING)
    for hours, text in enumerate(_PENDING, start=1):
        _add(writer, now - timedelta(hours=hours), first.id, "question", text, is_public=False)


def _some(session: Session, condition: object, count: int) -> list[Innovation]:
    found = select(Innovation).where(condition, col(Innovation.unit_id).is_not(None))  # type: ignore[arg-type]
    return list(session.exec(found.order_by(col(Innovation.id)).limit(count)).all())


def _add(
    writer: Writer, at: datetime, innovation_id: str, kind: str, text: str, *, answer: str = "", by: str = "",
    is_public: bool = True,
) -> None:  # fmt: skip
    """A question asked at this moment, published an hour later and answered the day after."""
    shown = at + timedelta(hours=1) if is_public else None
    question_id = writer.add(
        Question, at, innovation_id=innovation_id, kind=kind, text=text, text_key=text_key(text),
        status=QuestionStatus.published if is_public else QuestionStatus.pending, cause=None, reason="",
        lapor_ticket=None, published_at=shown, rejected_at=None, due_at=shown and deadline(shown, DAYS), answer=answer,
        answered_at=at + timedelta(days=1) if answer else None, answered_by=by if answer else "", actor_id=None,
        actor_name="", reminded=3 if is_public else 0, is_sample=True,
    )  # fmt: skip
    if not is_public:
        writer.add(Asker, at, question_id=question_id, name="Warga Contoh", email=None, locale="id")
