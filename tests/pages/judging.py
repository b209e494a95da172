"""A stage in judging whose people sit in front of pages."""

from typing import Any

import httpx

from app.models import User
from tests.api.test_judging import LEAVES, Judging
from tests.factories import Factory
from tests.pages.browsing import Browser, HtmlForm, forms_of


def form_to(page: httpx.Response, tail: str) -> HtmlForm:
    """The first form of the page whose address ends in *tail*."""
    found = [form for action, form in forms_of(page).items() if action.endswith(tail)]
    assert found, f"no form to {tail}"
    return found[0]


def value(page: httpx.Response, tail: str, name: str) -> str:
    """What a field of that form holds."""
    return form_to(page, tail).fields[name][0]


class Person(Browser):
    """Somebody in front of pages, signed in or from the public; redirects are followed."""

    def __init__(self, make: Factory, user: User | None = None) -> None:
        if user is not None:
            super().__init__(make, user)
            return
        self.client = make.client()
        self.client.headers["Accept"] = "text/html"

    def see(self, url: str, **query: Any) -> httpx.Response:
        """A page, wherever redirects lead."""
        return self.client.get(url, params=query or None, follow_redirects=True)

    def status(self, url: str) -> int:
        """The status of an address itself."""
        return self.client.get(url).status_code

    def do(self, page: httpx.Response, tail: str, **typed: Any) -> httpx.Response:
        """Sends the page's form to *tail* with what is typed, and sees where it leads."""
        answer = self.send(page, form_to(page, tail).action, **typed)
        return self.see(answer.headers["location"]) if answer.status_code == 303 else answer


class Stage(Judging):
    """A stage in judging whose people sit in front of pages."""

    def __init__(self, make: Factory, proposals: int = 2, jurors: int = 2, wanted: int = 2, **of_stage: object) -> None:
        super().__init__(make, proposals, jurors)
        self.edition.stages = [stage | {"jurors_per_proposal": wanted, **of_stage} for stage in self.edition.stages]
        make.save(self.edition)
        self.url = f"/editions/{self.edition.id}/stages/proposal"
        self.host = Person(make, make.user("organiser", name="Bu Penyelenggara"))

    def begin(self) -> None:
        """Panel and assignments as they come."""
        self.panel()
        assert self.organiser.post(self.stage("proposal", "assignments"), json={}).status_code == 201

    def juror(self, n: int = 0) -> Person:
        """A juror in a browser."""
        return Person(self.make, self.jurors[n])

    def sheets(self, n: int = 0) -> list[str]:
        """The addresses of a juror's sheets by registration number."""
        query = {"juror_id": self.jurors[n].id}
        items = self.organiser.get(self.stage("proposal", "assignments"), params=query).json()["items"]
        return [f"/evaluations/{item['id']}" for item in items]

    def sign_all(self, marks: list[float]) -> None:
        """Everybody gives each proposal its mark."""
        given = dict(zip((proposal.id for proposal in self.proposals), marks, strict=True))
        self.score_all("proposal", LEAVES, given)
