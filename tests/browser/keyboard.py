"""Going through a page without a mouse; every stop must be seen."""

from playwright.sync_api import Locator

from tests.browser.window import Window

# The calendar button inside a date field draws a ring of its own, and cannot be asked for it.
_FOCUS = """() => {
  const node = document.activeElement, style = getComputedStyle(node), box = node.getBoundingClientRect();
  const isPart = node.type === "date" && !node.matches(":focus-visible");
  const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  const ring = isPart || isOutlined || style.boxShadow !== "none";
  const points = [[.5, .5], [.1, .1], [.9, .1], [.1, .9], [.9, .9]];
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return top && (node.contains(top) || top.contains(node) && top.closest("main, header, footer, nav") !== null);
  });
  return { ring, seen, html: node.outerHTML.slice(0, 120) };
}"""
MOST = 150


def check_focus(window: Window) -> None:
    """Notes where the focus cannot be seen: no ring, or something lies over it."""
    focus = window.page.evaluate(_FOCUS)
    if not focus["ring"]:
        window.problems.append(f"{window.path}: no visible focus on {focus['html']}")
    if not focus["seen"]:
        window.problems.append(f"{window.path}: the focus is hidden: {focus['html']}")


def tab_to(window: Window, target: Locator, key: str = "Tab") -> None:
    """Presses Tab (or Shift+Tab) until *target* has the focus, looking at each stop on the way."""
    for _ in range(MOST):
        window.page.keyboard.press(key)
        check_focus(window)
        if target.evaluate("node => node === document.activeElement"):
            return
    raise AssertionError(f"{target} is not reached with {MOST} times {key} on {window.path}")


def press_enter(window: Window) -> None:
    """Presses Enter, and waits for the page it leads to."""
    with window.page.expect_navigation():
        window.page.keyboard.press("Enter")
