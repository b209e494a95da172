"""`python -m bench.weight`: what a first visit to a public page transfers, and when its largest part is seen.

Each page is opened by a Chromium that has nothing of the site yet, over a network as slow as a phone's in a village.
The bytes are those that Chromium counts on the wire: headers included, compressed as they came.
"""

import argparse
import os
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from bench import servers
from tests.browser.chromium import ARGUMENTS, find_chromium

GOAL_KB, GOAL_MS = 100, 1_000
KBITS, ROUND_TRIP_MS = 1_600, 150
PHONE = {"width": 360, "height": 740}
_LARGEST = """() => new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().at(-1).startTime))
    .observe({ type: "largest-contentful-paint", buffered: true });
})"""


@dataclass
class Weight:
    """Bytes that a page transferred, by what they were for."""

    bytes: Counter[str] = field(default_factory=Counter)
    kinds: dict[str, str] = field(default_factory=dict)

    def watch(self, page: Page) -> Any:
        """Begins to count; gives the session of the developer tools."""
        session = page.context.new_cdp_session(page)
        session.on("Network.responseReceived", lambda seen: self.kinds.update({seen["requestId"]: seen["type"]}))
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")
        return session

    def _finished(self, seen: dict[str, Any]) -> None:
        self.bytes[self.kinds.get(seen["requestId"], "Other")] += int(seen["encodedDataLength"])

    @property
    def total(self) -> int:
        """All of it."""
        return self.bytes.total()


def weigh(page: Page, url: str) -> Weight:
    """Opens *url* in a browser that has nothing of the site yet, and gives what that transferred."""
    found = Weight()
    found.watch(page)
    page.goto(url, wait_until="networkidle")
    return found


def largest_paints(browser: Browser, url: str, slower: float) -> tuple[float, float]:
    """Milliseconds until the largest part of the page was painted on the slow network: the first time, and again."""
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)  # type: ignore[arg-type]
    page = context.new_page()
    session = context.new_cdp_session(page)
    rate = KBITS * 1000 / 8
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", {
        "offline": False, "latency": ROUND_TRIP_MS, "downloadThroughput": rate, "uploadThroughput": rate / 2,
    })  # fmt: skip
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    took = []
    for _ in range(2):
        page.goto(url, wait_until="networkidle")
        took.append(float(page.evaluate(_LARGEST)))
    context.close()
    return took[0], took[1]


def paths(url: str) -> list[str]:
    """What the public opens first: the landing page, the catalogue, what a search finds, an innovation."""
    listed = httpx.get(f"{url}/api/v1/innovations", params={"limit": 1, "sort": "-year"}).json()["items"]
    return ["/", "/innovations", "/innovations?q=ibu", f"/innovations/{listed[0]['id']}", "/replications", "/editions",
            "/exhibitions"]  # fmt: skip


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(prog="python -m bench.weight", description=__doc__)
    parser.add_argument("--openings", type=int, default=5, help="of each page; the median is shown")
    parser.add_argument("--slower", type=float, default=4, help="how many times slower the phone's processor is")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="jipp-weight-") as folder, sync_playwright() as playwright:
        server = servers.start_demo(Path(folder))
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=ARGUMENTS)
        try:
            _print(browser, server.url, asked.openings, asked.slower)
        finally:
            browser.close()
            server.stop()


def _print(browser: Browser, url: str, openings: int, slower: float) -> None:
    print(f"{KBITS} kbit/s, {ROUND_TRIP_MS} ms, processor {slower:g} times slower, {openings} openings; goals: "
          f"< {GOAL_KB} KB, < {GOAL_MS} ms; {os.cpu_count()} cores\n")  # fmt: skip
    print("| page | KB | of it | largest part seen after ms | slowest | again |\n|---|--:|---|--:|--:|--:|")
    for path in paths(url):
        context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
        weight = weigh(context.new_page(), url + path)
        context.close()
        httpx.get(url + path)
        first, again = zip(*(largest_paints(browser, url + path, slower) for _ in range(openings)), strict=True)
        of_it = ", ".join(f"{kind} {size / 1000:.1f}" for kind, size in weight.bytes.most_common())
        times = f"{median(first):.0f} | {max(first):.0f} | {median(again):.0f}"
        print(f"| {_short(path)} | {weight.total / 1000:.1f} | {of_it} | {times} |", flush=True)


def _short(path: str) -> str:
    return "/".join("…" if len(part) == 36 else part for part in path.split("/"))


if __name__ == "__main__":
    main()
