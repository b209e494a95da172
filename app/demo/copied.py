"""A submission that tells again what another unit told years ago: something for the secretariat to find."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection, select, update
from sqlmodel import col

from app.models import Edition, Proposal, Revision
from app.models.proposal import ProposalStatus
from app.rules.titles import title_key

_TOLD = {
    "latar_belakang": (
        "Pada musim hujan, ibu-ibu di tiga dusun tepi sungai menitipkan buku kesehatan anak di warung Bu Lasmi karena "
        "jembatan gantung licin dan ojek enggan menyeberang. Bidan yang datang dengan rakit bambu menemukan timbangan "
        "karatan, vaksin yang hampir hangat, dan balita yang dua bulan tidak ditimbang."
    ),
    "implementasi": (
        "Rakit bambu diganti perahu fiber bekas nelayan yang dicat kuning agar tampak dari seberang. Peti pendingin "
        "diikat di lambung, jadwal singgah ditulis dengan kapur di dinding warung, dan kentongan dipukul tiga kali "
        "ketika perahu merapat. Karang taruna bergiliran menjadi juru mudi dan menerima ongkos solar dari iuran arisan."
    ),
}
"""Told like nothing else in the demo: section → passage."""
_CHANGED = (("tiga dusun", "lima dusun"), ("Bu Lasmi", "Pak Karto"), ("dicat kuning", "dicat jingga"),
            ("dua bulan", "empat bulan"))  # fmt: skip


def plant(connection: Connection) -> None:
    """Lets the first submission that waits repeat passages of a proposal of the first year, and its title."""
    last = _first(connection, ProposalStatus.submitted, col(Edition.year).desc())
    first = _first(connection, ProposalStatus.verified, col(Edition.year))
    if last is None or first is None:
        return
    _tell(connection, first, first.title, dict)
    _tell(connection, last, first.title, _as_copied)


def _first(connection: Connection, status: ProposalStatus, order: Any) -> Any:
    found = (
        select(col(Proposal.id), col(Proposal.title), col(Proposal.sections))
        .join(Edition, col(Edition.id) == Proposal.edition_id)
        .where(col(Proposal.status) == status)
        .order_by(order, col(Proposal.sequence))
        .limit(1)
    )
    return connection.execute(found).first()


def _as_copied(told: dict[str, str]) -> dict[str, str]:
    """With other figures and names."""
    changed = dict(told)
    for before, after in _CHANGED:
        changed = {key: text.replace(before, after) for key, text in changed.items()}
    return changed


def _half(text: str) -> str:
    """The first half of the sentences: with a passage put after it a section is as long as it was."""
    sentences = text.split(". ")
    return ". ".join(sentences[: len(sentences) // 2]) + "."


def _tell(connection: Connection, row: Any, title: str, change: Callable[[dict[str, str]], dict[str, str]]) -> None:
    told = change(_TOLD)
    sections = row.sections | {key: f"{_half(row.sections[key])} {text}" for key, text in told.items()}
    values = {"title": title, "sections": sections}
    connection.execute(update(Proposal).where(col(Proposal.id) == row.id).values(title_key=title_key(title), **values))
    connection.execute(update(Revision).where(col(Revision.proposal_id) == row.id).values(**values))
