"""Sample innovations on their way to the national competition: one written, one sent, one with its result.

Only made-up innovations: a real one never gets an invented result.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select, update

from app import national
from app.clock import WIB
from app.demo.writer import Writer
from app.models import Document, Innovation, Nomination, Proposal
from app.models.nomination import NationalResult, NominationStatus
from app.rules.nominations import prefilled
from app.rules.titles import title_key

LABEL = "Top 99 (contoh)"
ANSWER = (
    "Jawaban contoh: layanan ini dipakai warga setiap hari, hasilnya diukur dua kali setahun, dan caranya ditulis "
    "dalam panduan yang boleh dipakai siapa saja."
)
_EMPTY: dict[str, Any] = {
    "status": NominationStatus.draft.value, "sent_on": None, "reference": "", "result": None, "result_label": "",
    "decided_on": None, "result_url": "", "notes": "", "answers": {},
}  # fmt: skip


def put_up(session: Session, writer: Writer, now: datetime) -> None:
    """Puts three sample innovations up for this year's and last year's competition."""
    writer.flush()
    rows = session.exec(
        select(Innovation, Proposal)
        .join(Proposal, col(Proposal.id) == Innovation.proposal_id)
        .where(col(Innovation.is_sample)).order_by(col(Innovation.id)).limit(3)
    ).all()  # fmt: skip
    today = now.astimezone(WIB).date()
    form = national.load("kipp_2023")
    answers = {asked.key: ANSWER for asked in form.criteria}
    sent = {"status": NominationStatus.sent.value, "sent_on": today - timedelta(days=20), "reference": "CONTOH-0117",
            "answers": answers}  # fmt: skip
    last_year = today.replace(year=today.year - 1, month=9, day=1)
    decided = sent | {"status": NominationStatus.decided.value, "sent_on": last_year - timedelta(days=150),
                      "result": NationalResult.top.value, "result_label": LABEL, "decided_on": last_year}  # fmt: skip
    notes: dict[str, Any] = {"answers": {"kebaruan": ANSWER}, "notes": "Mohon kriteria dasar dilengkapi pekan ini."}
    states = ((today.year, notes), (today.year, sent), (today.year - 1, decided))
    for (innovation, proposal), (year, state) in zip(rows, states, strict=False):
        closes_on = today + timedelta(days=30) if year == today.year else last_year - timedelta(days=120)
        papers = session.exec(select(Document.id).where(Document.proposal_id == proposal.id)).all()
        writer.add(
            Nomination, now - timedelta(days=40), innovation_id=innovation.id, competition=form.competition, year=year,
            rules="kipp_2023", group="umum", title=innovation.title, title_key=title_key(innovation.title),
            closes_on=closes_on, started_on=proposal.started_on, earlier_award="", is_sample=True, editor=None,
            english_abstract=proposal.english_abstract, documents=list(papers),
            sections=prefilled(form, proposal.sections, innovation.sections), **(_EMPTY | state),
        )  # fmt: skip
        if state.get("result"):
            award = f"{form.short} {year}: {LABEL}"
            mark = update(Innovation).where(col(Innovation.id) == innovation.id).values(national_award=award)
            session.connection().execute(mark)
    writer.flush()
