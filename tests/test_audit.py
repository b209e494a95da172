"""`make audit` finds what it is there for: each check is shown a planted case."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.audit import lock, secrets

GOOD = "httpx==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n    # via jipp\n"


@pytest.mark.parametrize(("planted", "said"), [
    ("httpx>=1.0 \\\n    --hash=sha256:" + "0" * 64 + "\n", "not pinned"),
    ("httpx==1.0 \\\n    # via jipp\n", "without a hash"),
    ("httpx==1.0 \\\n    --hash=md5:" + "0" * 32 + "\n", "without a hash"),
    ("--extra-index-url https://evil.example/simple\n", "not pinned"),
    ("-e git+https://evil.example/x#egg=x\n", "not pinned"),
    (GOOD + "    --find-links https://evil.example/\n", "from elsewhere"),
])  # fmt: skip
def test_a_lock_file_that_lets_something_in_is_found(planted: str, said: str) -> None:
    assert list(lock.faults(GOOD)) == []
    assert any(said in fault for fault in lock.faults(GOOD + planted)), planted


def test_what_is_installed_otherwise_is_found() -> None:
    locked = lock.pinned(GOOD)
    assert locked == {"httpx": "1.0"}
    assert list(lock.differing(locked, [("httpx", "1.0"), ("pip", "1")])) == []
    assert len(list(lock.differing(locked, [("httpx", "1.1"), ("typosquat", "1")]))) == 2


def test_a_licence_that_is_not_free_is_found() -> None:
    assert all(map(lock.is_free, ("MIT", "BSD-3-Clause", "License :: OSI Approved :: Apache Software License")))
    assert not any(map(lock.is_free, ("", "Proprietary", "Other/Proprietary License | MIT commercial", "SSPL-1.0")))


def test_a_secret_in_a_file_is_found(tmp_path: Path) -> None:
    """Forms of real keys everywhere; passwords where there are no tests."""
    key = "AKIA" + "IOSFODNN7" + "EXAMPLF"
    private = "-----BEGIN RSA " + "PRIVATE KEY-----"
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "a.py").write_text(f"key = '{key}'\npassword = 'sandi-uji-panjang'\n")
    (tmp_path / "a.py").write_text(f"x = '''{private}'''\npassword = 'S4ngat-rahasia!'\n")
    found = {(one[0], one[1]) for one, _line in secrets.found_in(["tests/a.py", "a.py"], tmp_path)}
    assert found == {("tests/a.py", "AWS Access Key"), ("a.py", "Private Key"), ("a.py", "Secret Keyword")}


def test_bandit_finds_shells_eval_and_weak_hashes(tmp_path: Path) -> None:
    """With our exceptions: they hide nothing of this kind."""
    (tmp_path / "a.py").write_text(
        "import hashlib\nimport subprocess\nsubprocess.call(input(), shell=True)\neval(input())\n"
        "hashlib.md5(input().encode())\nhashlib.sha1(input().encode())\n"
    )
    config = Path(__file__).parents[1] / "pyproject.toml"
    done = subprocess.run([sys.executable, "-m", "bandit", "-q", "-c", str(config), "-r", str(tmp_path)], check=False,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 1
    found = [line.partition("[")[2].partition(":")[0] for line in done.stdout.splitlines()]
    assert {"B602", "B307"} <= set(found)
    assert found.count("B324") == 2
