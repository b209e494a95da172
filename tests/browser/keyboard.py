"""Going through a page without a mouse; every stop must be seen."""

from playwright.sync_api import Locator

from tests.browser.window import Window

_FOCUS = """() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
  const points = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]];
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (node.contains(top) || top.contains(node) && top !== document.documentElement && top !== document.body);
  });
  return { ring, seen, html: node.outerHTML.slice(0, 120) };
}"""
MOST = 90


def check_focus(window: Window) -> None:
    """Notes where the focus cannot be seen: no ring, or something lies over it."""
    focus = window.page.evaluate(_FOCUS)
    if not focus["ring"]:
        window.problems.append(f"{window.path}: no visible focus on {focus['html']}")
    if not focus["seen"]:
        window.problems.append(f"{window.path}: the focus is hidden: {focus['html']}")


def tab_to(window: Window, target: Locator) -> None:
    """Presses Tab until *target* has the focus, looking at each stop on the way."""
    for _ in range(MOST):
        window.page.keyboard.press("Tab")
        check_focus(window)
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached with {MOST} times Tab on {window.path}")


def press_enter(window: Window) -> None:
    """Presses Enter, and waits for the page it leads to."""
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
