"""docs/security.md is whole, and every test that it names is there."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROWS = [line.strip("| ").split(" | ") for line in (ROOT / "docs" / "security.md").read_text("utf-8").splitlines()
        if re.match(r"\| \d+\.\d+\.\d+ \|", line)]  # fmt: skip
CHAPTERS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13,
            16: 16, 17: 7}  # fmt: skip
"""Requirements of levels 1 and 2 in ASVS 5.0.0, by chapter."""


def test_no_requirement_is_left_out() -> None:
    ids = [row[0] for row in ROWS]
    found = {chapter: sum(id_.startswith(f"{chapter}.") for id_ in ids) for chapter in CHAPTERS}
    assert len(set(ids)) == len(ids) == 253
    assert found == CHAPTERS


def test_every_row_says_how_or_why_not() -> None:
    for row in ROWS:
        assert len(row) == 5, row
        assert row[1] in {"1", "2"}, row
        assert all(row), row


def test_every_test_named_is_there() -> None:
    named = [name for row in ROWS for name in re.findall(r"`(tests/[^`]+)`", row[4])]
    assert len(named) > 80
    for name in named:
        path, _, function = name.partition("::")
        source = (ROOT / path).read_text("utf-8")
        assert not function or re.search(rf"^def {function}\(", source, re.M), name


def test_every_file_named_is_there() -> None:
    for row in ROWS:
        for name in re.findall(r"`(app/[\w/.]+)`", row[3]):
            assert (ROOT / name).exists(), f"{row[0]}: {name}"
