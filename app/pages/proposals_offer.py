"""The deeds on a proposal as the pages offer them: their words, their fields, and the endpoint that does each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from fastapi import Response

from app.api import proposals as api
from app.database import ReadSession
from app.http.locale import N_
from app.http.sessions import Writing
from app.models.proposal import (
    ProposalRead,
    RejectionCreate,
    ReturnCreate,
    SubmissionCreate,
    VerificationCreate,
    WithdrawalCreate,
)
from app.pages import reasons
from app.rules.permissions import Actor
from app.rules.transitions import Action


@dataclass(frozen=True)
class Deed:
    """A deed's words, its fields, and the endpoint that does it."""

    title: str
    lead: str
    button: str
    done: str
    endpoint: Callable[..., ProposalRead]
    schema: type[Any] | None = None
    field: str = "reason"
    """``reason`` is needed, ``remark`` may be left out."""
    label: str = N_("Alasan")
    words: dict[str, str] | None = None
    """Reasons to pick from."""
    has_deadline: bool = False
    kind: str = "primary"


def _take_back(proposal_id: str, session: Writing, actor: Actor, response: Response) -> ProposalRead:
    """The endpoint answers nothing; the page shows the proposal."""
    api.take_back_proposal(proposal_id=proposal_id, expected=None, session=session, actor=actor)
    return api.read_proposal(
        proposal_id=proposal_id, session=cast(ReadSession, session), actor=actor, response=response
    )


DEEDS: dict[str, Deed] = {
    "submission": Deed(
        N_("Kirim usulan"),
        N_("Usulan memperoleh nomor pendaftaran dan memakai kuota kelompoknya. "
           "Sebelum pendaftaran ditutup, usulan masih dapat ditarik."),
        N_("Kirim usulan"), N_("Usulan dikirim."), api.submit_proposal, SubmissionCreate, "remark", N_("Catatan")),
    "send-back": Deed(
        N_("Kembalikan ke penulis"),
        N_("Penulis melihat catatan Anda, memperbaiki, lalu menyerahkan lagi. Kuota tidak terpakai."),
        N_("Kembalikan ke penulis"), N_("Dikembalikan ke penulis."), api.return_proposal, ReturnCreate,
        label=N_("Yang perlu diperbaiki")),
    "return": Deed(
        N_("Kembalikan untuk perbaikan"),
        N_("Peserta memperbaiki dan mengirim lagi sampai tenggat. Nomor dan kuotanya tetap."),
        N_("Kembalikan"), N_("Usulan dikembalikan kepada peserta."), api.return_proposal, ReturnCreate,
        label=N_("Penjelasan untuk peserta"), words=reasons.RETURN, has_deadline=True),
    "extension": Deed(
        N_("Perpanjang tenggat perbaikan"),
        N_("Peserta mendapat waktu lebih untuk memperbaiki dan mengirim lagi."),
        N_("Perpanjang"), N_("Tenggat diperpanjang."), api.return_proposal, ReturnCreate,
        label=N_("Penjelasan untuk peserta"), has_deadline=True),
    "verification": Deed(
        N_("Loloskan seleksi administrasi"),
        N_("Usulan lengkap dan memenuhi syarat, lalu ikut dinilai."),
        N_("Loloskan"), N_("Usulan lolos seleksi administrasi."), api.verify_proposal, VerificationCreate, "remark",
        N_("Catatan")),
    "rejection": Deed(
        N_("Tolak pada seleksi administrasi"),
        N_("Usulan tidak ikut dinilai dan kuotanya tetap terpakai. Alasannya dibaca peserta."),
        N_("Tolak usulan"), N_("Usulan ditolak."), api.reject_proposal, RejectionCreate,
        label=N_("Penjelasan untuk peserta"), words=reasons.REJECTION, kind="danger"),
    "withdrawal": Deed(
        N_("Tarik usulan"),
        N_("Usulan tidak lagi ikut dan kuotanya kembali. "
           "Selama pendaftaran dibuka, usulan dapat dibuka lagi sebagai draf."),
        N_("Tarik usulan"), N_("Usulan ditarik; kuotanya kembali."), api.withdraw_proposal, WithdrawalCreate,
        kind="danger"),
    "disqualification": Deed(
        N_("Diskualifikasi usulan"),
        N_("Usulan dikeluarkan dari kompetisi untuk seterusnya, misalnya karena keterangan yang tidak benar."),
        N_("Diskualifikasi"), N_("Usulan didiskualifikasi."), api.disqualify_proposal, RejectionCreate, kind="danger"),
    "revival": Deed(
        N_("Buka kembali sebagai draf"),
        N_("Usulan dapat ditulis lagi dan dikirim lagi dengan nomor yang sama, bila kuota masih ada."),
        N_("Buka kembali"), N_("Usulan menjadi draf lagi."), api.revive_proposal),
    "takeback": Deed(
        N_("Tarik kembali dari admin lokal"), N_("Usulan kembali kepada Anda, lalu dapat diserahkan lagi."),
        N_("Tarik kembali"), N_("Ditarik kembali. Anda dapat menulis lagi, lalu menyerahkannya lagi."), _take_back),
    "handover": Deed(
        N_("Serahkan ke admin lokal"),
        N_("Admin lokal memeriksa dan mengirim usulan Anda, atau mengembalikannya dengan catatan. "
           "Anda masih dapat mengubah tulisannya."),
        N_("Serahkan"), N_("Diserahkan. Admin lokal melihatnya paling atas pada daftarnya."), api.hand_over_proposal),
}  # fmt: skip

ACTIONS = {
    "submission": {Action.submitted}, "return": {Action.returned, Action.sent_back}, "verification": {Action.verified},
    "rejection": {Action.rejected}, "withdrawal": {Action.withdrawn}, "revival": {Action.revived},
    "disqualification": {Action.disqualified}, "handover": {Action.handed_over}, "takeback": {Action.taken_back},
}  # fmt: skip
"""Deed → what the history calls it once it is done."""
