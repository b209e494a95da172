"""The organiser's part of the home: what is open in an edition, how many of it, and where it is done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.clock import now
from app.database import ReadSession
from app.http.locale import _, ngettext, show_datetime
from app.models.edition import EditionRead, EditionStatus, Stage
from app.models.proposal import ProposalStatus
from app.pages.current import awaits
from app.pages.funnel import funnel
from app.queries import progress, tallies
from app.queries.stages import previous_stage
from app.rules.permissions import Actor
from app.rules.stages import is_vote


@dataclass(frozen=True)
class Open:
    """Something that waits for somebody: in words with its count, and the one button that leads to it."""

    text: str
    action: str
    url: str
    is_late: bool = False


def work(session: ReadSession, actor: Actor, edition: EditionRead | None) -> dict[str, Any]:
    """What the home shows of an edition; the statements are the same however many proposals it has."""
    if edition is None:
        return {"has_work": True, "open": [], "funnel": [], "next": None}
    found = list(_open(session, edition, tallies.by_status(session, edition.id)))
    return {
        "has_work": True,
        "open": found,
        "funnel": funnel(session, actor, edition),
        "next": None if found else _next_step(edition),
    }


def _open(session: ReadSession, edition: EditionRead, counts: dict[str, int]) -> Iterator[Open]:
    if edition.status == EditionStatus.open and now() > edition.closes_at:
        yield Open(_("Waktu pendaftaran sudah lewat. Tutup pendaftaran."), _("Atur edisi"),
                   f"/editions/{edition.id}/edit", is_late=True)  # fmt: skip
    if waiting := counts.get(ProposalStatus.submitted, 0):
        text = ngettext("%(num)s usulan menunggu seleksi administrasi", "%(num)s usulan menunggu seleksi administrasi",
                        waiting) % {"num": waiting}  # fmt: skip
        yield Open(text, _("Buka antrean"), f"/selection?edition_id={edition.id}")
    stage = next((one for one in edition.stages if one.key not in edition.published_stages), None)
    if stage is not None and edition.status == EditionStatus.judging:
        yield from _of_stage(session, edition, stage, counts)


def _of_stage(session: ReadSession, edition: EditionRead, stage: Stage, counts: dict[str, int]) -> Iterator[Open]:
    """The stage whose turn it is: what nobody reads yet, what is not signed, and in the end the results."""
    room = f"/editions/{edition.id}/stages/{stage.key}"
    if is_vote(stage):
        if stage.ends_at is not None and stage.ends_at <= now():
            text = _("%(stage)s: masa pemungutan suara selesai") % {"stage": stage.name}
            yield Open(text, _("Periksa dan umumkan"), f"{room}/publication")
        return
    sheets = progress.of_stage(session, edition.id, stage.key)
    status = ProposalStatus.advanced if previous_stage(edition, stage.key) else ProposalStatus.verified
    unread, unsigned = counts.get(status, 0), sheets["untouched"] + sheets["draft"]
    if unread:
        text = ngettext("%(num)s usulan belum dibagikan kepada juri", "%(num)s usulan belum dibagikan kepada juri",
                        unread) % {"num": unread}  # fmt: skip
        yield Open(text, _("Bagikan usulan"), f"{room}/assignments/new")
    if unsigned:
        text = ngettext("%(num)s lembar belum ditandatangani", "%(num)s lembar belum ditandatangani",
                        unsigned) % {"num": unsigned}  # fmt: skip
        is_late = stage.ends_at is not None and now() > stage.ends_at
        yield Open(text, _("Lihat yang belum"), f"{room}/assignments?only=unsigned", is_late)
    if sheets["signed"] and not unread and not unsigned:
        text = _("%(stage)s: semua lembar sudah ditandatangani") % {"stage": stage.name}
        yield Open(text, _("Periksa dan umumkan"), f"{room}/publication")


def _next_step(edition: EditionRead) -> tuple[str, str, str]:
    """What the organiser does next where nothing is open: the sentence, the name of the button, its address."""
    base = f"/editions/{edition.id}"
    if edition.status == EditionStatus.draft:
        return _("Periksa pengaturan, lalu buka pendaftaran."), _("Atur edisi"), f"{base}/edit"
    if awaits(edition):
        text = _("Pendaftaran dibuka %(time)s. Sampai saat itu pengaturan masih dapat diubah.")
        return text % {"time": show_datetime(edition.opens_at)}, _("Atur edisi"), f"{base}/edit"
    if edition.status == EditionStatus.open:
        return _("Pendaftaran berlangsung. Pantau kuota dan usulan yang masuk."), _("Lihat kuota"), "/quotas"
    for stage in edition.stages:
        if stage.key not in edition.published_stages and edition.status == EditionStatus.judging:
            text = _("Pantau penilaian “%(stage)s”, lalu umumkan hasilnya.") % {"stage": stage.name}
            return text, _("Buka ruang tahap"), f"{base}/stages/{stage.key}"
    return _("Edisi selesai. Siapkan edisi tahun berikutnya."), _("Siapkan edisi baru"), "/editions/new"
