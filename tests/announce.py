"""Says before the tests whether the browser tests can run here."""

from tests.browser.chromium import find_chromium

if __name__ == "__main__":
    path = find_chromium()
    if path is None:
        print("\n!!! No Chromium was found: THE BROWSER TESTS WILL NOT RUN. Install one, or set JIPP_CHROMIUM. !!!\n")
    else:
        print(f"Browser tests run in {path}")
