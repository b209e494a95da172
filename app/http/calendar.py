"""A programme as a calendar (RFC 5545), by the package ``icalendar``."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from app.models.exhibition import ExhibitionRead, ProgrammeItemRead
from app.settings import settings

TYPE = "text/calendar"
_MAKER = "-//JIPP//Pameran//ID"


def draw(exhibition: ExhibitionRead, items: Sequence[ProgrammeItemRead], base_url: str) -> bytes:
    """The calendar; an event keeps its UID, and its SEQUENCE grows when it changes, so that calendars follow.

    *base_url* is where the site is asked for, if it says nowhere else.
    """
    from icalendar import Calendar, Event  # few requests need it

    site = settings().public_url or base_url.rstrip("/")
    calendar = Calendar()
    for name, value in (("prodid", _MAKER), ("version", "2.0"), ("method", "PUBLISH"), ("name", exhibition.name),
                        ("x-wr-calname", exhibition.name), ("x-wr-timezone", "Asia/Jakarta")):  # fmt: skip
        calendar.add(name, value)
    for item in items:
        event = Event()
        event.add("uid", f"{item.id}@{urlsplit(site).hostname or 'jipp.invalid'}")
        event.add("sequence", item.version - 1)
        event.add("dtstamp", item.updated_at)
        event.add("dtstart", item.starts_at)
        event.add("dtend", item.ends_at)
        event.add("summary", item.title)
        event.add("location", ", ".join(part for part in (item.place, exhibition.place, exhibition.address) if part))
        event.add("url", f"{site}/exhibitions/{exhibition.id}/programme")
        if item.speaker:
            event.add("description", item.speaker)
        if exhibition.latitude is not None and exhibition.longitude is not None:
            event.add("geo", (exhibition.latitude, exhibition.longitude))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
