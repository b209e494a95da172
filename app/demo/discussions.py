"""A discussion under way about a made-up proposal that its jurors disagree on."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from app.demo.judging import Reading
from app.demo.people import DEMO_JUROR, ORGANISER, Cast, juror_name
from app.demo.writer import Writer
from app.models import Discussion, DiscussionMessage
from app.models.edition import Stage
from app.models.user import Role

QUESTION = "Nilai dampak dan kebaruannya berjauhan. Bukti mana yang menurut Anda paling menentukan?"
OPINION = "Angka sebelum dan sesudahnya ada, tetapi sumber datanya baru saya temukan di lampiran terakhir."
ANSWER = "Terima kasih. Mohon juri lain melihat lampiran itu juga sebelum tahap berakhir."


def open_one(writer: Writer, edition_id: str, stage: Stage, cast: Cast, readings: Sequence[Reading]) -> None:
    """Opens one where the demo juror disagrees most with others who signed; another juror and the host have written."""
    about = _most_disputed(readings, cast.jurors[DEMO_JUROR])
    if about is None:
        return
    proposal_id, other = about
    at = _moment(stage.ends_at) - timedelta(days=1)
    host = cast.by_role[Role.organiser.value]
    discussion_id = writer.add(
        Discussion, at, edition_id=edition_id, stage=stage.key, proposal_id=proposal_id, question=QUESTION,
        shows_scores=False, actor_id=host, actor_name=ORGANISER, closed_at=None, conclusion="",
    )  # fmt: skip
    name = juror_name(cast.jurors.index(other))
    for hours, actor_id, actor_name, number, text in ((2, other, name, 1, OPINION), (3, host, ORGANISER, None, ANSWER)):
        writer.add(DiscussionMessage, at + timedelta(hours=hours), discussion_id=discussion_id, actor_id=actor_id,
                   actor_name=actor_name, number=number, asks_to_reopen=False, text=text)  # fmt: skip


def _most_disputed(readings: Sequence[Reading], juror_id: str) -> tuple[str, str] | None:
    """The proposal, and the juror whose signed total is furthest from this one's."""
    own = {one.proposal_id: one.total for one in readings if one.juror_id == juror_id and one.total is not None}
    gaps = [
        (abs(one.total - mine), one.proposal_id, one.juror_id)
        for one in readings
        if one.total is not None and one.juror_id != juror_id and (mine := own.get(one.proposal_id)) is not None
    ]
    return max(gaps)[1:] if gaps else None


def _moment(value: datetime | None) -> datetime:
    if value is None:
        raise ValueError("a demo stage needs its dates")
    return value
