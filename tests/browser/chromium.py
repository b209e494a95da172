"""Where a Chromium is on this machine."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
             "--disable-component-update", "--disable-sync"]  # fmt: skip


def find_chromium() -> str | None:
    """The path of a Chromium: ``JIPP_CHROMIUM``, or the first of the usual names; None where there is none."""
    return os.environ.get("JIPP_CHROMIUM") or next((path for name in NAMES if (path := shutil.which(name))), None)
