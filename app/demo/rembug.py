"""Units of the demo talk with each other: help asked for and given, mentoring, proposals worked on together."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from app.clock import WIB
from app.demo.registry import Node, Participant
from app.demo.writer import Writer
from app.models import Collaboration, HelpAnswer, HelpRequest, Innovation, MentoringSession, Mentorship, Proposal
from app.models.collaboration import CollaborationStatus
from app.models.help_request import HelpStatus
from app.models.mentorship import MentorshipSide, MentorshipStatus

OUR_QUESTION = (
    "Memangkas antrean loket pada jam sibuk",
    "Antrean loket kami lebih dari satu jam setiap Senin. Nomor antrean dan loket kedua sudah dicoba, tetapi berkas "
    "yang kurang lengkap tetap menahan yang lain. Siapa sudah memecahkannya?",
)
THEIR_QUESTION = (
    "Mengabari pemohon tanpa aplikasi",
    "Banyak pemohon kami memakai telepon lama. Kami mencari cara mengabari bahwa berkasnya selesai tanpa mereka "
    "memasang aplikasi.",
)
SETTLED_QUESTION = (
    "Menjadwalkan tim keliling ke dusun yang jauh",
    "Jadwal tim keliling kami sering bentrok dengan hari pasar, sehingga sedikit warga yang datang.",
)
POINTED = "Kami memakai ini: berkas diperiksa dahulu di luar loket, dan antreannya tinggal dua puluh menit."
OFFERED = "Silakan melihat loket kami pada hari Selasa. Petugas kami dapat menjelaskan pembagian tugasnya."
HELPED = "Kami menyusun jadwal bersama kepala dusun dan menghindari hari pasar; yang datang naik dua kali lipat."
GOALS = ("Antrean loket di bawah dua puluh menit.", "Kabar otomatis lewat pesan singkat berjalan di tiga loket.",
         "Jadwal tim keliling tersusun sampai akhir tahun.")  # fmt: skip
MEETINGS = (
    (40, 120, False, "Melihat alur berkas dari pendaftaran sampai loket.", "Mencatat waktu tiap langkah seminggu."),
    (19, 60, True, "Membaca catatan waktu; berkas kurang lengkap yang menahan.", "Berkas diperiksa sebelum antre."),
)
OUTCOME = "Jadwal setahun selesai; warga yang datang naik dari 40 menjadi 85 orang sekali jalan."


def talk(
    session: Session, writer: Writer, home: Participant, participants: Sequence[Participant], now: datetime
) -> None:
    """Writes it all, each marked as made up."""
    writer.flush()
    author = next(unit for unit in home.writers if unit.name.startswith("Puskesmas Contoh 1 "))
    clinics = ([unit for unit in one.writers if unit.is_sample and unit.name.startswith("Puskesmas")]
               for one in participants if one is not home)  # fmt: skip
    others = [found[0] for found in clinics if found][:3]
    if len(others) < 3:
        return
    first = _help(session, writer, author, others, now)
    _mentor(writer, author, others, first, now)
    _work_together(session, writer, author, others, now)


def _help(session: Session, writer: Writer, author: Node, others: Sequence[Node], now: datetime) -> str:
    """Three requests: the author's with two answers, one that waits, one that is solved. Returns the author's."""
    governing = select(Innovation.id).where(Innovation.is_sample, Innovation.category == "tata_kelola")
    entry = session.exec(governing.order_by(col(Innovation.id))).first()
    settled = _ask(writer, others[2], SETTLED_QUESTION, now - timedelta(days=60), now - timedelta(days=45))
    _reply(writer, settled, author, HELPED, now - timedelta(days=58), is_helpful=True)
    ours = _ask(writer, author, OUR_QUESTION, now - timedelta(days=9), None)
    _reply(writer, ours, others[0], POINTED, now - timedelta(days=7), innovation_id=entry)
    _reply(writer, ours, others[1], OFFERED, now - timedelta(days=6))
    _ask(writer, others[1], THEIR_QUESTION, now - timedelta(days=2), None)
    return ours


def _ask(writer: Writer, unit: Node, words: tuple[str, str], at: datetime, closed: datetime | None) -> str:
    return writer.add(HelpRequest, at, changed=closed, unit_id=unit.id, title=words[0], text=words[1], closed_at=closed,
                      status=HelpStatus.solved if closed else HelpStatus.open, is_sample=True)  # fmt: skip


def _reply(
    writer: Writer, request_id: str, unit: Node, text: str, at: datetime, *, innovation_id: str | None = None,
    is_helpful: bool = False,
) -> None:  # fmt: skip
    writer.add(HelpAnswer, at, help_request_id=request_id, unit_id=unit.id, innovation_id=innovation_id, text=text,
               is_helpful=is_helpful, is_sample=True)  # fmt: skip


def _mentor(writer: Writer, author: Node, others: Sequence[Node], request_id: str, now: datetime) -> None:
    """One that runs, one that waits for the author's unit, one that is over."""
    day, status = now.astimezone(WIB).date(), MentorshipStatus
    running = _mentorship(writer, now - timedelta(days=45), others[0], author, GOALS[0], status.running,
                          began=day - timedelta(days=44), request_id=request_id)  # fmt: skip
    for days, minutes, is_online, topics, agreed in MEETINGS:
        writer.add(MentoringSession, now - timedelta(days=days), mentorship_id=running, minutes=minutes,
                   held_on=day - timedelta(days=days), is_online=is_online, topics=topics, agreed=agreed)  # fmt: skip
    _mentorship(writer, now - timedelta(days=1), author, others[1], GOALS[1], status.proposed)
    _mentorship(writer, now - timedelta(days=150), author, others[2], GOALS[2], status.finished,
                began=day - timedelta(days=149), ended=day - timedelta(days=60), outcome=OUTCOME)  # fmt: skip


def _mentorship(
    writer: Writer, at: datetime, mentor: Node, mentee: Node, goal: str, status: MentorshipStatus, *,
    began: date | None = None, ended: date | None = None, outcome: str = "", request_id: str | None = None,
) -> str:  # fmt: skip
    return writer.add(Mentorship, at, mentor_unit_id=mentor.id, mentee_unit_id=mentee.id, goal=goal, status=status,
                      proposed_by=MentorshipSide.mentee, help_request_id=request_id, began_on=began, ended_on=ended,
                      outcome=outcome, is_sample=True)  # fmt: skip


def _work_together(session: Session, writer: Writer, author: Node, others: Sequence[Node], now: datetime) -> None:
    """The author's unit invites, was invited, and took part in what was awarded."""
    drafts = select(Proposal.id).where(Proposal.status == "draft").order_by(col(Proposal.id))
    awarded = select(Innovation.proposal_id).where(col(Innovation.proposal_id).is_not(None), Innovation.is_sample)
    plan = (
        (session.exec(drafts.where(Proposal.unit_id == author.id)).first(), others[0], CollaborationStatus.accepted,
         "Menyediakan kurir dan pelatihnya."),
        (session.exec(drafts.where(Proposal.unit_id != author.id)).first(), author, CollaborationStatus.invited,
         "Menjadi tempat uji coba kedua."),
        (session.exec(awarded.order_by(col(Innovation.id))).first(), others[1], CollaborationStatus.accepted,
         "Menguji formulirnya di dua loket."),
    )  # fmt: skip
    for proposal_id, unit, status, part in plan:
        if proposal_id is not None:
            answered = now - timedelta(days=3) if status == CollaborationStatus.accepted else None
            writer.add(Collaboration, now - timedelta(days=5), changed=answered, proposal_id=proposal_id,
                       unit_id=unit.id, status=status, part=part, reason="", answered_at=answered,
                       is_sample=True)  # fmt: skip
