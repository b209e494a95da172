"""A juror with sheets, in front of a browser."""

import pytest
from playwright.sync_api import Locator, expect
from sqlmodel import Session, select

from app.models import Evaluation
from tests.browser.window import WIDE, Screen, Window, Windows
from tests.factories import PASSWORD, Factory
from tests.pages.judging import Stage


class Desk:
    """A juror with sheets, in front of a browser."""

    def __init__(self, make: Factory, windows: Windows, screen: Screen, sheets: int = 1) -> None:
        self.make, self.stage = make, Stage(make, proposals=sheets, jurors=1, wanted=1)
        self.stage.begin()
        self.sheets = self.stage.sheets()
        self.window = windows.open(screen)
        self.window.page.on("dialog", lambda dialog: dialog.accept())

    def sign_in(self) -> None:
        """Stands on the home page."""
        self.window.sign_in(self.stage.jurors[0].email, PASSWORD)

    def open(self, window: Window | None = None) -> Window:
        """The first sheet."""
        shown = window or self.window
        shown.open(self.sheets[0])
        return shown

    def stored(self) -> list[Evaluation]:
        """The sheets as the server has them, in order."""
        ids = [url.rsplit("/", 1)[1] for url in self.sheets]
        with Session(self.make.engine) as session:
            found = {one.assignment_id: one for one in session.exec(select(Evaluation)).all()}
        return [found[id_] for id_ in ids]

    def marks(self) -> list[float]:
        """The marks of the first sheet."""
        return sorted(self.stored()[0].scores.values())


@pytest.fixture
def desk(make: Factory, windows: Windows) -> Desk:
    """Signed in, with one sheet."""
    found = Desk(make, windows, WIDE)
    found.sign_in()
    return found


def state(window: Window, words: str) -> None:
    """Waits until the page says these words of what is saved."""
    expect(window.page.get_by_role("status").filter(has_text=words)).to_be_visible()


def saves(window: Window, field: Locator, text: str) -> None:
    """Types, and waits until the server has taken it."""
    with window.page.expect_response(lambda answer: answer.request.method == "PATCH" and answer.ok):
        field.fill(text)
