"""What is vendored is what its manifest says."""

import hashlib
import json
from pathlib import Path

import pytest

APP = Path(__file__).parents[1] / "app"


@pytest.mark.parametrize("folder", ["static/vendor", "papers/fonts"])
def test_every_vendored_file_matches_its_manifest(folder: str) -> None:
    manifest = json.loads((APP / folder / "manifest.json").read_text("utf-8"))
    listed = {entry["file"]: entry["sha256"] for entry in manifest}
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (APP / folder).iterdir()}
    assert {name: digest for name, digest in there.items() if name in listed} == listed
    assert all(entry["license"] and entry["version"] for entry in manifest)
    assert set(there) - set(listed) <= {"manifest.json", "README.md"} | {n for n in there if n.endswith(".txt")}
