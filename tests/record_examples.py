"""Records the examples of the OpenAPI document: a competition in a made-up world, asked of the real application.

``python -m tests.record_examples`` writes ``app/api/examples/*.json``; ``tests/api/test_openapi.py`` records again and
compares.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from tests.examples import play
from tests.examples.recorder import world

FOLDER = Path(__file__).parents[1] / "app" / "api" / "examples"
Exchanges = dict[str, dict[str, list[dict[str, Any]]]]


def record() -> Exchanges:
    """Resource → operation → its exchanges, in the order in which they happened."""
    with tempfile.TemporaryDirectory() as folder, world(Path(folder)) as recorder:
        play(recorder)
        return recorder.exchanges


def write() -> None:
    """Writes what was recorded, one file a resource."""
    for old in FOLDER.glob("*.json"):
        old.unlink()
    for tag, operations in record().items():
        text = json.dumps(operations, ensure_ascii=False, indent=1)
        (FOLDER / f"{tag}.json").write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    write()
    sys.stdout.write(f"{FOLDER}\n")
