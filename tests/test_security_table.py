"""docs/security.md is whole and settled, its count is right, and every file and test that it names is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
ROWS = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if re.match(r"\| \d+\.\d+\.\d+ \|", line)]
CHAPTERS = {1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 10: 29, 11: 14, 12: 9, 13: 13, 14: 9, 15: 13,
            16: 16, 17: 7}  # fmt: skip
"""Requirements of levels 1 and 2 in ASVS 5.0.0, by chapter."""
NO_TEST = "–"
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(test_\w+))?`")
LINKED = {name for row in ROWS for name in re.findall(r"(?<![\w/])(?:docs/)?((?:decisions/)?[a-z0-9-]+\.md)", row[3])}
"""Pages of documents that rows speak of."""


def _kind(row: list[str]) -> str:
    return next((kind for kind in ("**not met**", "n/a") if row[3].startswith(kind)), "met")


def test_no_requirement_is_left_out() -> None:
    ids = [row[0] for row in ROWS]
    found = {chapter: sum(id_.startswith(f"{chapter}.") for id_ in ids) for chapter in CHAPTERS}
    assert len(set(ids)) == len(ids) == 253
    assert found == CHAPTERS


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_is_settled(row: list[str]) -> None:
    assert len(row) == 5
    assert row[1] in {"1", "2"}
    assert all(row)
    assert "?" not in row[3] + row[4], "left open"
    assert row[4] == NO_TEST or TEST.sub("", row[4]).strip(", ") == "", "tests by their names, or none"
    if _kind(row) != "met":
        assert re.search(r"(:|here|full|itself|letter)", row[3]), "says why not"
        assert len(row[3]) > len(_kind(row)) + 8, "says why not"


def test_the_count_is_right() -> None:
    kinds = [_kind(row) for row in ROWS]
    told = re.search(r"Of 253 \*\*(\d+) are met, (\d+) not met\*\* .*?\*\*(\d+) n/a\*\*", TEXT, re.S)
    assert told
    assert [int(number) for number in told.groups()] == [kinds.count(kind) for kind in ("met", "**not met**", "n/a")]
    assert not [row[0] for row in ROWS if _kind(row) == "met" and re.search(r"\bnot met\b|\bpartly\b", row[3])]


def test_every_test_named_is_there() -> None:
    named = sorted({found for row in ROWS for found in TEST.findall(row[4])})
    assert len(named) > 150
    missing = []
    for path, function in named:
        source = (ROOT / path).read_text("utf-8") if (ROOT / path).is_file() else ""
        if not re.search(rf"^def {function or 'test_'}" + (r"\(" if function else ""), source, re.M):
            missing.append(f"{path}::{function}")
    assert missing == []


def test_every_file_named_is_there() -> None:
    named = set(re.findall(r"`((?:app|tests|docs)/[\w/.-]+?)`", TEXT)) | {f"docs/{name}" for name in LINKED}
    assert len(named) > 60
    assert sorted(name for name in named if not (ROOT / name).exists()) == []


def test_every_name_in_a_file_is_there() -> None:
    """``name`` in ``file``: the file has that name."""
    named = re.findall(r"`(\w+)` in `(app/[\w/.]+)`", TEXT)
    assert len(named) > 10
    assert [each for each in named if not re.search(rf"\b{each[0]}\b", (ROOT / each[1]).read_text("utf-8"))] == []
