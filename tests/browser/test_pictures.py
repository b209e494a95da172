"""The three pictures of the README: the editor, the juror's desk, the results.

``JIPP_PICTURES=docs/pictures`` puts them where the README shows them; without it they go to a folder that passes.
"""

import os
from pathlib import Path

import pytest

from app.demo import LOGINS, PASSWORD
from tests.browser.places import find_places
from tests.browser.window import Screen, Windows
from tests.conftest import Server

pytestmark = pytest.mark.browser
MOST_BYTES = 300_000
SCREEN = Screen(1280, 860)


@pytest.mark.parametrize(
    ("name", "role", "path"),
    [
        ("editor", "author", "/proposals/{draft}/edit"),
        ("desk", "juror", "/evaluations/{sheet}"),
        ("results", None, "/editions/{concluded}/stages/presentation/ranking"),
    ],
)
def test_picture(
    name: str, role: str | None, path: str, demo_windows: Windows, demo_server: Server, tmp_path: Path
) -> None:
    window = demo_windows.open(SCREEN)
    if role:
        window.sign_in(next(login.email for login in LOGINS if login.role == role), PASSWORD)
    window.open(path.format(**find_places(demo_server.engine)))
    picture = Path(os.environ.get("JIPP_PICTURES", tmp_path), f"{name}.png")
    window.shoot(picture, is_whole=False)
    assert 10_000 < picture.stat().st_size < MOST_BYTES
