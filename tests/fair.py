"""An exhibition under way, for tests: booths with innovations, the organiser, visitors."""

from datetime import timedelta
from typing import Any

import httpx

from app.clock import WIB, now
from app.models import Innovation
from tests.factories import Factory

API = "/api/v1/exhibitions"


class Fair:
    """A published exhibition that is open today, with a booth for each of some innovations."""

    def __init__(self, make: Factory, innovations: int = 2, *, publish: bool = True, **more: Any) -> None:
        self.make, self.organiser = make, make.key("organiser")
        today = now().astimezone(WIB).date()
        body = {"name": "Pameran Uji", "place": "Aula", "starts_on": str(today), "ends_on": str(today + timedelta(1))}
        self.id = self.made(self.organiser.post(API, json=body | more))["id"]
        self.path = f"{API}/{self.id}"
        self.innovations: list[Innovation] = [
            make.save(Innovation(unit_name=f"Dinas {n}", title=f"Inovasi pameran {n}", year=2023))
            for n in range(1, innovations + 1)
        ]
        self.booths = [self.booth(f"A-{n}", innovation_ids=[one.id]) for n, one in enumerate(self.innovations, start=1)]
        if publish:
            self.enter("publication")

    @staticmethod
    def made(answer: httpx.Response) -> dict[str, Any]:
        """The body of a 201."""
        assert answer.status_code == 201, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def booth(self, label: str, **more: Any) -> dict[str, Any]:
        """A new booth, by the organiser."""
        body = {"label": label, "title": f"Stan {label}"} | more
        return self.made(self.organiser.post(f"{self.path}/booths", json=body))

    def enter(self, state: str) -> None:
        """Publishes or ends it."""
        answer = self.organiser.put(f"{self.path}/{state}", headers={"If-Match": "*"})
        assert answer.status_code == 200, answer.text

    def change(self, **changes: Any) -> httpx.Response:
        """A change by the organiser."""
        return self.organiser.patch(self.path, json=changes, headers={"If-Match": "*"})

    def exhibit(self, place: int = 0) -> str:
        """The id of what the booth at this place shows."""
        return str(self.booths[place]["exhibits"][0]["id"])

    def vote(self, visitor: httpx.Client, place: int = 0, **more: Any) -> httpx.Response:
        """A visitor's vote for what the booth at this place shows."""
        return visitor.post(f"{self.path}/votes", json={"exhibit_id": self.exhibit(place)} | more)

    def figures(self) -> list[tuple[int, int]]:
        """Visits and votes of each booth, as the organiser reads them."""
        found = self.organiser.get(f"{self.path}/statistics").json()
        return [(one["visits"], one["votes"]) for one in found["booths"]]
