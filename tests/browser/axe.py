"""Axe-core on the page shown: what keeps people with assistive technology from using it."""

from functools import cache
from importlib.resources import files

from playwright.sync_api import Page

PACKAGE = "axe_playwright_python"
IMPACTS = frozenset({"serious", "critical"})
_RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], preload: false });
  return found.violations.map(({ impact, id, nodes }) => [impact, id, nodes.map((node) => node.html.slice(0, 160))]);
}"""


@cache
def _source() -> str:
    return files(PACKAGE).joinpath("axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """What axe calls serious or critical on the page as it stands, a line for each rule with its first elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_source())
    found: list[tuple[str, str, list[str]]] = page.evaluate(_RUN)
    return [f"axe: {impact} {rule}: {' | '.join(nodes[:3])}" for impact, rule, nodes in found if impact in IMPACTS]
