"""A made-up exhibition that is open now, in Kota Batu as in 2023: booths of made-up innovations, visits and votes."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random
from typing import NamedTuple

from app.clock import WIB
from app.demo.writer import Writer
from app.models import (
    Booth,
    Exhibit,
    Exhibition,
    GuestBookEntry,
    ProgrammeItem,
    UsefulnessVote,
    Visit,
    Visitor,
)
from app.models.exhibition import ExhibitionStatus
from app.models.visitor import EntryStatus

VISITORS = 120
OPENS, CLOSES = 9, 17
"""Hours of the day in WIB."""
ABOUT = (
    "Inovasi pelayanan publik dari berbagai unit, dijelaskan oleh pembuatnya. Pindai QR di stan, lalu tekan "
    "“Bermanfaat” pada inovasi yang menurut Anda paling berguna."
)
_PROGRAMME = (
    (-1, 9, 1, "Pembukaan pameran", "Panggung utama", ""),
    (0, 10, 2, "Rembug nyekrup: meniru inovasi daerah tetangga", "Panggung utama", "Pembicara Contoh"),
    (0, 13, 1, "Peragaan layanan di stan", "Lantai pameran", ""),
    (1, 10, 2, "Klinik usulan inovasi", "Ruang diskusi", "Fasilitator Contoh"),
    (1, 15, 1, "Pengumuman inovasi paling bermanfaat", "Panggung utama", ""),
)
_IDEAS = (
    ("Antrean daring seperti ini cocok untuk kantor kecamatan kami.", "Pengunjung Contoh", EntryStatus.shown),
    ("Mohon ada versi untuk ponsel lama; banyak warga desa memakainya.", "", EntryStatus.shown),
    ("Apakah datanya bisa dipakai bersama oleh puskesmas dan kelurahan?", "Pengunjung Contoh", EntryStatus.shown),
    ("Parkirnya kurang luas, tetapi stannya menarik.", "", EntryStatus.pending),
)


class Shown(NamedTuple):
    """A made-up innovation that stands at a booth."""

    id: str
    unit_id: str | None
    unit_name: str
    title: str


def hold(writer: Writer, random: Random, now: datetime, shown: Sequence[Shown]) -> None:
    """Yesterday, today and tomorrow; a booth for each innovation, and one without."""
    today = now.astimezone(WIB).date()
    made = now - timedelta(days=40)
    exhibition_id = writer.add(
        Exhibition, made, edition_id=None, stage=None, name="Pameran Inovasi Pelayanan Publik", about=ABOUT,
        place="Gedung Contoh, Kota Batu", address="Jalan Contoh 1, Kota Batu", latitude=-7.8712, longitude=112.5239,
        starts_on=today - timedelta(days=1), ends_on=today + timedelta(days=1), hours="09.00–17.00 WIB",
        status=ExhibitionStatus.published, votes_open_at=None, votes_close_at=None, votes_need_ticket=False,
        is_sample=True,
    )  # fmt: skip
    for day, hour, hours, title, place, speaker in _PROGRAMME:
        starts_at = datetime.combine(today + timedelta(days=day), time(hour), WIB)
        writer.add(ProgrammeItem, made, exhibition_id=exhibition_id, starts_at=starts_at,
                   ends_at=starts_at + timedelta(hours=hours), title=title, place=place, speaker=speaker)  # fmt: skip
    stands = _booths(writer, made, exhibition_id, shown)
    _come(writer, random, now, exhibition_id, stands)


def _booths(writer: Writer, made: datetime, exhibition_id: str, shown: Sequence[Shown]) -> list[tuple[str, str | None]]:
    """The ids of each booth and of what it shows."""
    stands: list[tuple[str, str | None]] = []
    for place, one in enumerate(shown, start=1):
        booth_id = writer.add(Booth, made, exhibition_id=exhibition_id, label=f"A-{place}", code=f"contoh{place}",
                              unit_id=one.unit_id, title=one.unit_name)  # fmt: skip
        exhibit_id = writer.add(Exhibit, made, exhibition_id=exhibition_id, booth_id=booth_id, innovation_id=one.id,
                                proposal_id=None)  # fmt: skip
        stands.append((booth_id, exhibit_id))
    desk = writer.add(Booth, made, exhibition_id=exhibition_id, label="B-1", code="contoh0", unit_id=None,
                      title="Klinik inovasi")  # fmt: skip
    return [*stands, (desk, None)]


def _come(
    writer: Writer, random: Random, now: datetime, exhibition_id: str, stands: Sequence[tuple[str, str | None]]
) -> None:
    """Visitors of yesterday and of today up to now; the first booths please more than the last."""
    moments = sorted(_moment(random, now) for _ in range(VISITORS))
    for number, at in enumerate(moments):
        says_who = number % 40 == 0
        ballot = f"{random.getrandbits(256):064x}"
        visitor_id = writer.add(
            Visitor, at, exhibition_id=exhibition_id, ballot=ballot,
            name=f"Pengunjung Contoh {number + 1}" if says_who else "",
            email=f"pengunjung{number + 1}@contoh.example" if says_who else "",
            organisation="Instansi Contoh" if says_who else "", consented_at=at if says_who else None,
        )  # fmt: skip
        for place, (booth_id, exhibit_id) in enumerate(stands):
            if random.random() > 0.75 - 0.09 * place:
                continue
            there = min(at + timedelta(minutes=7 * place), now)
            writer.add(Visit, there, exhibition_id=exhibition_id, visitor_id=visitor_id, booth_id=booth_id)
            if exhibit_id and random.random() < 0.8 - 0.1 * place:
                writer.add(UsefulnessVote, there, exhibit_id=exhibit_id, ballot=ballot)
        if number < len(_IDEAS):
            text, name, status = _IDEAS[number]
            writer.add(GuestBookEntry, at, exhibition_id=exhibition_id, visitor_id=visitor_id, name=name, text=text,
                       status=status)  # fmt: skip


def _moment(random: Random, now: datetime) -> datetime:
    """Within the hours of yesterday, or of today as far as they have passed."""
    day = now.astimezone(WIB).date() - timedelta(days=random.randint(0, 1))
    at = datetime.combine(day, time(OPENS), WIB) + timedelta(minutes=random.randrange((CLOSES - OPENS) * 60))
    return at if at < now else at - timedelta(days=1)
