"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from typing import Literal

from jipp_client import models
from jipp_client.core import Call, Page, path, read_nothing, read_page
from jipp_client.resource import R, Resource, body, call, pages


class Exhibitions(Resource[R]):
    """Exhibitions (pameran): booths, programme, visitors, visits, votes on usefulness, live board."""

    @pages
    def list(
        self,
        *,
        limit: int | None = None,
        edition_id: str | None = None,
        status: models.ExhibitionStatus | None = None,
        on: str | None = None,
        sort: Literal["starts_on", "-starts_on", "id", "-id"] | None = None,
    ) -> Call[Page[models.ExhibitionSummary]]:
        """The exhibitions, newest first."""
        return Call(
            "GET",
            "/exhibitions",
            {"limit": limit, "edition_id": edition_id, "status": status, "on": on, "sort": sort},
            read=read_page,
        )

    @call
    def read(self, exhibition_id: str) -> Call[models.ExhibitionRead]:
        """An exhibition."""
        return Call("GET", path("/exhibitions/{exhibition_id}", exhibition_id=exhibition_id))

    @pages
    def booths(self, exhibition_id: str) -> Call[Page[models.BoothRead]]:
        """The booths by label, each with what it shows."""
        return Call("GET", path("/exhibitions/{exhibition_id}/booths", exhibition_id=exhibition_id), read=read_page)

    @call
    def booth(self, booth_id: str) -> Call[models.BoothRead]:
        """A booth."""
        return Call("GET", path("/booths/{booth_id}", booth_id=booth_id))

    @call
    def scanned_booth(self, code: str) -> Call[models.ScannedBooth]:
        """The booth whose QR was read, with its exhibition."""
        return Call("GET", path("/booth-codes/{code}", code=code))

    @pages
    def programme(self, exhibition_id: str) -> Call[Page[models.ProgrammeItemRead]]:
        """The programme in the order of time."""
        return Call("GET", path("/exhibitions/{exhibition_id}/programme", exhibition_id=exhibition_id), read=read_page)

    @call
    def programme_item(self, item_id: str) -> Call[models.ProgrammeItemRead]:
        """A point of the programme."""
        return Call("GET", path("/programme-items/{item_id}", item_id=item_id))

    @body
    def calendar(self, exhibition_id: str) -> Call[None]:
        """The same as a calendar."""
        return Call(
            "GET",
            path("/exhibitions/{exhibition_id}/programme.ics", exhibition_id=exhibition_id),
            accept="*/*",
            read=read_nothing,
        )

    @call
    def board(self, exhibition_id: str) -> Call[models.BoardRead]:
        """The live board."""
        return Call("GET", path("/exhibitions/{exhibition_id}/board", exhibition_id=exhibition_id))

    @call
    def statistics(self, exhibition_id: str) -> Call[models.StatisticsRead]:
        """Visits and votes booth by booth and hour by hour."""
        return Call("GET", path("/exhibitions/{exhibition_id}/statistics", exhibition_id=exhibition_id))

    @pages
    def guest_book(
        self, exhibition_id: str, *, limit: int | None = None, status: models.EntryStatus | None = None
    ) -> Call[Page[models.GuestBookRead]]:
        """Ideas, newest first."""
        return Call(
            "GET",
            path("/exhibitions/{exhibition_id}/guest-book", exhibition_id=exhibition_id),
            {"limit": limit, "status": status},
            read=read_page,
        )

    @call
    def own_visit(self, exhibition_id: str) -> Call[models.OwnVisit]:
        """What the asking browser has said and done here."""
        return Call("GET", path("/exhibitions/{exhibition_id}/visitors/current", exhibition_id=exhibition_id))

    @call
    def register(self, exhibition_id: str, given: models.Registration) -> Call[models.OwnVisit]:
        """What a visitor says of themselves, if they want, and the ticket they were handed."""
        return Call(
            "PUT", path("/exhibitions/{exhibition_id}/visitors/current", exhibition_id=exhibition_id), body=given
        )

    @call
    def forget(self, exhibition_id: str) -> Call[None]:
        """Takes back what the asking browser's visitor said of themselves and wrote in the guest book."""
        return Call(
            "DELETE",
            path("/exhibitions/{exhibition_id}/visitors/current", exhibition_id=exhibition_id),
            read=read_nothing,
        )

    @call
    def visit(
        self, exhibition_id: str, given: models.VisitCreate, *, idempotency_key: str | None = None
    ) -> Call[models.VisitRead]:
        """Counts a visit of a booth, once a visitor."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/visits", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def vote(
        self, exhibition_id: str, given: models.VoteCreate, *, idempotency_key: str | None = None
    ) -> Call[models.VoteRead]:
        """One vote for what a booth shows."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/votes", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def take_back_vote(self, exhibition_id: str, exhibit_id: str) -> Call[None]:
        """Takes the own vote back, as long as votes are taken."""
        return Call(
            "DELETE",
            path("/exhibitions/{exhibition_id}/votes/{exhibit_id}", exhibition_id=exhibition_id, exhibit_id=exhibit_id),
            read=read_nothing,
        )

    @call
    def admit(
        self, exhibition_id: str, given: models.Registration, *, idempotency_key: str | None = None
    ) -> Call[models.Admission]:
        """Lets somebody in at the door who has no browser at hand, for instance by a tablet."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/visitors", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def tickets(
        self, exhibition_id: str, given: models.TicketsCreate, *, idempotency_key: str | None = None
    ) -> Call[models.Tickets]:
        """Tickets to hand out at the entrance."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/tickets", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )

    @call
    def write_in_guest_book(
        self, exhibition_id: str, given: models.GuestBookCreate, *, idempotency_key: str | None = None
    ) -> Call[models.GuestBookRead]:
        """Adds an idea."""
        return Call(
            "POST",
            path("/exhibitions/{exhibition_id}/guest-book", exhibition_id=exhibition_id),
            body=given,
            key=idempotency_key,
        )
