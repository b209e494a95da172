"""A browser window that remembers whatever a person with the developer tools open would have seen go wrong."""

import os
import re
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    Request,
    Response,
    WebError,
    expect,
)

from tests.browser.axe import violations

SHOTS = os.environ.get("JIPP_SHOTS")
"""Where a picture of every page goes, for looking at (``JIPP_SHOTS=var/shots make test``); without it none is taken."""
_OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
_TELL_VIOLATIONS = """addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP violation: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`))"""
_BAD_ANSWER = "Failed to load resource: the server responded"
"""Chromium's own line about an answer ≥ 400; the answer itself is looked at."""


@dataclass(frozen=True)
class Screen:
    """What somebody looks at: CSS pixels, whether scripts run, whether fingers press."""

    width: int
    height: int
    has_scripts: bool = True
    has_touch: bool = False

    def __str__(self) -> str:
        return f"{self.width}px" + ("" if self.has_scripts else "-no-scripts")


WIDE = Screen(1280, 900)
NARROW = Screen(360, 740)
PLAIN = Screen(360, 740, has_scripts=False)


@dataclass
class Window:
    """One person's browser on one screen, in Indonesian."""

    context: BrowserContext
    page: Page
    screen: Screen
    base_url: str
    problems: list[str] = field(default_factory=list)
    expected: set[int | str] = field(default_factory=set)
    """Statuses of answers, and parts of console lines, that the test provokes."""

    def watch(self) -> None:
        """Begins to listen."""
        self.context.add_init_script(_TELL_VIOLATIONS)
        self.context.on("request", self._on_request)
        self.context.on("console", self._on_console)
        self.context.on("weberror", self._on_error)
        self.context.on("response", self._on_answer)

    def _on_console(self, message: ConsoleMessage) -> None:
        wanted = any(isinstance(part, str) and part in message.text for part in self.expected)
        if message.type in {"error", "warning"} and not wanted and not message.text.startswith(_BAD_ANSWER):
            self.problems.append(f"console {message.type}: {message.text} ({self.page.url})")

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.base_url + "/", "chrome-extension:")):  # the last is the viewer of PDF
            self.problems.append(f"third party: {request.method} {request.url} ({self.page.url})")

    def _on_error(self, error: WebError) -> None:
        self.problems.append(f"uncaught: {error.error} ({self.page.url})")

    def _on_answer(self, answer: Response) -> None:
        if answer.status >= 400 and answer.status not in self.expected:
            self.problems.append(f"{answer.status} for {answer.request.method} {answer.url}")

    def tab(self) -> "Window":
        """Another tab of the same browser."""
        return Window(self.context, self.context.new_page(), self.screen, self.base_url, self.problems, self.expected)

    def turn(self, screen: Screen) -> None:
        """Shows the same page on another screen."""
        self.screen = screen
        self.page.set_viewport_size({"width": screen.width, "height": screen.height})

    def open(self, path: str) -> Response | None:
        """Goes to an address of the site, and gives its answer."""
        return self.page.goto(self.base_url + path)

    def look(self, name: str = "") -> None:
        """Everything that must hold on any page: one heading, no sideways scrolling, nothing for axe to find."""
        self.problems += [f"{self.path} at {self.screen}: {problem}" for problem in self._faults()]
        if name and SHOTS:
            self.shoot(Path(SHOTS, f"{name}-{self.screen}.png"))

    def shoot(self, path: Path, *, is_whole: bool = True) -> None:
        """A picture of the page. The caret stays: hiding it would leave inline styles behind for htmx to find."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=path, full_page=is_whole, caret="initial")

    def _faults(self) -> list[str]:
        expect(self.page.get_by_role("main")).to_be_visible()
        faults = violations(self.page) if self.screen.has_scripts else []
        over = self.page.evaluate(_OVERFLOW)
        headings = self.page.get_by_role("heading", level=1).count()
        return faults + [f"{over} px too wide"] * (over > 0) + [f"{headings} first-level headings"] * (headings != 1)

    @property
    def path(self) -> str:
        """The address shown, without the server, ids as they are."""
        return self.page.url.removeprefix(self.base_url)

    def press(self, name: str) -> None:
        """Presses the button of this name, says yes where a question follows, and waits for the page it leads to."""
        button = self.page.get_by_role("button", name=name, exact=True)
        is_asked = self.screen.has_scripts and button.get_attribute("data-confirm") is not None
        with self.page.expect_navigation():
            button.click()
            if is_asked:
                self.page.get_by_role("dialog").locator("[value=yes]").click()

    def follow(self, name: str, within: Locator | None = None) -> None:
        """Follows the link of this name, and waits for the page it leads to."""
        with self.page.expect_navigation():
            (within or self.page).get_by_role("link", name=name, exact=True).click()

    def sign_in(self, email: str, password: str) -> None:
        """Signs in by the form, and stands on the home page."""
        self.open("/sign-in")
        self.page.get_by_label("Surel").fill(email)
        self.page.get_by_label("Kata sandi").fill(password)
        self.press("Masuk")
        expect(self.page).to_have_url(re.compile("/home$"))


class Windows:
    """Opens windows, and tells at the end what went wrong in any of them."""

    def __init__(self, browser: Browser, base_url: str) -> None:
        self.browser, self.base_url = browser, base_url
        self.opened: list[Window] = []

    def open(self, screen: Screen) -> Window:
        """A new browser: no cookies, nothing stored."""
        context = self.browser.new_context(
            viewport={"width": screen.width, "height": screen.height}, java_script_enabled=screen.has_scripts,
            locale="id-ID", timezone_id="Asia/Jakarta", reduced_motion="reduce", has_touch=screen.has_touch,
        )  # fmt: skip
        window = Window(context, context.new_page(), screen, self.base_url)
        window.watch()
        self.opened.append(window)
        return window

    def close(self) -> list[str]:
        """Closes all of them, and gives what went wrong."""
        for window in self.opened:
            window.context.close()
        return list(dict.fromkeys(problem for window in self.opened for problem in window.problems))
