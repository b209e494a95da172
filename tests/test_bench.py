"""The benchmark still runs: in small, and without a word about how fast."""

import subprocess
import sys

CASES = {
    "list of 50 proposals", "list of 50 units, public, kept", "list of 50 units, asked anew", "one proposal",
    "public page of results, kept", "one submission with its slot", "one score sheet saved",
}  # fmt: skip


def test_it_measures_every_case_and_every_page() -> None:
    small = ["--proposals", "200", "--database", "sqlite", "--seconds", "0.3", "--rounds", "1", "--openings", "1"]
    done = subprocess.run([sys.executable, "-m", "bench", *small], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    first = {line.split("|")[1].strip() for line in done.stdout.splitlines() if line.startswith("| ")}
    assert first >= CASES
    assert first >= {"author", "coordinator", "secretariat", "juror", "organiser"}, "each role's pages"
