"""The judging bench still runs: in small, and without a word about how fast."""

import subprocess
import sys

TABLES = ["Who is picked", "Other worlds", "Troubles", "The same 1,050 readings", "90 % intervals", "Telling colluders"]


def test_it_prints_every_table():
    small = [sys.executable, "-m", "bench.judging", "--worlds", "2", "--no-speed"]
    done = subprocess.run(small, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    assert [title for title in TABLES if f"### {title}" in done.stdout] == TABLES
    assert "nan" not in done.stdout
    assert done.stdout.count("| 1,050 |") == 9, "every plan takes the same readings"
