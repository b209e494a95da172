"""What happens next with a proposal, for whoever looks: the same words on the home page and in the lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.clock import now
from app.http.locale import N_, _, show_datetime
from app.models.proposal import ProposalStatus, ProposalSummary
from app.queries.proposals.glances import Glance
from app.rules.permissions import Actor, may_everywhere, may_somewhere

_S = ProposalStatus
_WAITS = {
    _S.submitted: N_("Menunggu seleksi administrasi"), _S.verified: N_("Menunggu dibagi ke juri"),
    _S.judging: N_("Dibaca para juri"), _S.advanced: N_("Menunggu tahap berikutnya"),
}  # fmt: skip
_ENDED = {_S.eliminated, _S.awarded, _S.rejected}
CHECK = N_("Periksa, lalu kirim atau kembalikan")


@dataclass(frozen=True)
class Step:
    """The words, and where they lead when it is this person's turn."""

    text: str
    url: str | None = None


def who_is(actor: Actor) -> str:
    """The part that the actor has in proposals: secretariat, coordinator, author, or none."""
    if may_everywhere(actor, "proposals:verify"):
        return "secretariat"
    if may_somewhere(actor, "proposals:submit"):
        return "coordinator"
    return "author" if may_somewhere(actor, "proposals:write") else ""


def steps_of(
    items: Sequence[ProposalSummary], glances: Mapping[str, Glance], who: str, *, is_open: bool
) -> dict[str, Step]:
    """By id."""
    return {item.id: step_of(item, glances.get(item.id), who, is_open=is_open) for item in items}


def step_of(item: ProposalSummary, glance: Glance | None, who: str, *, is_open: bool) -> Step:
    """The next step of one; *is_open* says whether drafts of its edition may still be written."""
    url = f"/proposals/{item.id}"
    if item.status == _S.draft:
        return _draft(item, glance, who, url, is_open)
    if item.status == _S.returned:
        return _returned(item, who, url)
    if item.status == _S.submitted and who == "secretariat":
        return Step(_("Periksa administrasi"), f"/selection/{item.id}")
    if item.status == _S.withdrawn and who == "coordinator" and is_open:
        return Step(_("Buka kembali"), f"{url}/revival")
    if item.status in _ENDED:
        return Step(_("Lihat hasil"), url)
    return Step(_(_WAITS[item.status]) if item.status in _WAITS else "–")


def _draft(item: ProposalSummary, glance: Glance | None, who: str, url: str, is_open: bool) -> Step:
    if item.is_handed_over:
        return Step(_(CHECK), url) if who == "coordinator" else Step(_("Menunggu admin lokal"))
    if not is_open or glance is None:
        return Step(_("Sedang ditulis"))
    if who == "author" and glance.remark:
        return Step(_("Baca catatan dan perbaiki"), f"{url}/edit")
    if who == "author" or (who == "coordinator" and glance.is_own):
        return Step(_("Lanjutkan menulis"), f"{url}/edit")
    if who == "coordinator":
        return Step(_("Lihat draf") if glance.open_count else _("Periksa, lalu kirim"), url)
    return Step(_("Sedang ditulis"))


def _returned(item: ProposalSummary, who: str, url: str) -> Step:
    if item.return_until and now() > item.return_until:
        return Step(_("Tenggat perbaikan lewat %(time)s") % {"time": show_datetime(item.return_until)})
    if who == "coordinator":
        return Step(_(CHECK) if item.is_handed_over else _("Perbaiki"), url)
    if who == "author":
        if item.is_handed_over:
            return Step(_("Menunggu admin lokal"))
        return Step(_("Baca catatan dan perbaiki"), f"{url}/edit")
    return Step(_("Menunggu perbaikan"))


def by_urgency(items: Sequence[ProposalSummary], glances: Mapping[str, Glance]) -> list[ProposalSummary]:
    """For an author: what came back with a remark first, then what is being written; otherwise in the given order."""
    return sorted(items, key=lambda item: not has_remark(item, glances) or item.is_handed_over)


def by_readiness(items: Sequence[ProposalSummary], glances: Mapping[str, Glance]) -> list[ProposalSummary]:
    """For a coordinator who compares drafts: the ready ones first, then by what is missing; of equals what waits."""
    most = max((glance.open_count for glance in glances.values()), default=0) + 1
    missing = {item.id: glances[item.id].open_count if item.id in glances else most for item in items}
    return sorted(items, key=lambda item: (missing[item.id], not item.is_handed_over))


def has_remark(item: ProposalSummary, glances: Mapping[str, Glance]) -> bool:
    """Whether it came back to be mended."""
    return item.id in glances and bool(glances[item.id].remark)
