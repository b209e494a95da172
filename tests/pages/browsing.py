"""A browser without scripts: it follows links, fills the forms that a page holds, and sends what they hold."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import httpx

from app.models import Unit, User
from tests.factories import PASSWORD, Factory

_VOID = {"input", "br", "hr", "img", "link", "meta"}


@dataclass
class HtmlForm:
    """A form of a page: where it goes, and its fields as they stand."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[HtmlForm] = []
        self.area = self.select = ""
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(HtmlForm(got.get("action", "")))
        elif not self.forms:
            return
        elif tag == "input" and got.get("name"):
            self._input(got)
        elif tag == "textarea":
            self.area, self.text = got["name"], []
        elif tag == "select":
            self.select = got["name"]
        elif tag == "option" and self.select:
            chosen = self.forms[-1].fields.setdefault(self.select, [])
            if "selected" in got or not chosen:
                chosen[:] = [got.get("value", "")]
        elif tag == "button" and got.get("value"):
            self.forms[-1].buttons.append(got["value"])

    def _input(self, got: dict[str, str]) -> None:
        if got.get("type") in {"checkbox", "radio"} and "checked" not in got:
            return
        if got.get("type") != "file":
            self.forms[-1].fields.setdefault(got["name"], []).append(got.get("value", ""))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.forms[-1].fields[self.area] = ["".join(self.text).removeprefix("\n")]
            self.area = ""
        elif tag == "select":
            self.select = ""


def forms_of(answer: httpx.Response) -> dict[str, HtmlForm]:
    """The forms of a page by where they go; of several the last."""
    reader = _Reader()
    reader.feed(answer.text)
    return {form.action: form for form in reader.forms}


def text_of(answer: httpx.Response) -> str:
    """The words of the page's main part, tags and runs of white space gone."""
    main = answer.text.split("<main", 1)[-1].split("</main>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main)).replace("&#39;", "'").replace("&#34;", '"')


class Browser:
    """Somebody signed in, by the sign-in page."""

    def __init__(self, make: Factory, user: User) -> None:
        self.client = make.client()
        self.client.headers["Accept"] = "text/html"
        sent = self.client.post("/sign-in", data={"email": user.email, "password": PASSWORD, "next": ""})
        assert sent.status_code == 303, sent.text

    def get(self, url: str, **headers: str) -> httpx.Response:
        """A page."""
        return self.client.get(url, headers=headers)

    def send(self, page: httpx.Response, action: str, files: Any = None, **typed: Any) -> httpx.Response:
        """The page's form that goes to *action*, with what is typed in its fields; redirects are not followed."""
        form = forms_of(page)[action]
        values = form.fields | {name: value if isinstance(value, list) else [value] for name, value in typed.items()}
        return self.client.post(action.split("#")[0], data=values, files=files)

    def follow(self, answer: httpx.Response) -> httpx.Response:
        """The page that a redirect leads to."""
        assert answer.status_code == 303, answer.text
        return self.client.get(answer.headers["location"])


def as_role(make: Factory, role: str, unit: Unit | None = None, name: str = "") -> Browser:
    """A new person of this role, in a browser."""
    return Browser(make, make.user(role, unit, name))


def browse(*clients: httpx.Client) -> None:
    """Has these signed-in clients ask for pages, as browsers do."""
    for client in clients:
        client.headers["Accept"] = "text/html"


def post(browser: httpx.Client, path: str, action: str, expected: int, **typed: str) -> httpx.Response:
    """Sends the form of a page as its reader would."""
    form = forms_of(browser.get(path))[action]
    sent = browser.post(action, data=form.fields | {name: [value] for name, value in typed.items()})
    assert sent.status_code == expected, sent.text[:3000]
    return sent


def seen(browser: httpx.Client, path: str) -> str:
    """A page that is there, each run of white space a blank."""
    got = browser.get(path)
    assert got.status_code == 200, got.text[:2000]
    return " ".join(got.text.split())
