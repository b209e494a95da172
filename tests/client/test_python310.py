"""The client runs where Python 3.10 does: its syntax, and what it takes from the standard library."""

import ast
import subprocess
import sys
import tomllib
from importlib.metadata import requires
from pathlib import Path

import pytest

from jipp_client import __version__
from tests.client.typed import PACKAGE

ROOT = PACKAGE.parents[1]
PROJECT = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text("utf-8"))
SOURCES = sorted([*PACKAGE.rglob("*.py"), *(PACKAGE.parent / "examples").glob("*.py")])


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.name)
def test_the_syntax_is_that_of_3_10(file: Path) -> None:
    ast.parse(file.read_text("utf-8"), feature_version=(3, 10))


@pytest.mark.parametrize("what", [["-p", "jipp_client"], ["client/examples/nightly.py"]], ids=lambda what: what[-1])
def test_the_types_and_the_standard_library_are_those_of_3_10(what: list[str], tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mypy", "--python-version", "3.10", "--cache-dir", str(tmp_path), *what]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_ruff_vets_it_as_3_10() -> None:
    done = subprocess.run([sys.executable, "-m", "ruff", "check", "client"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert PROJECT["tool"]["ruff"]["target-version"] == "py310"
    assert PROJECT["project"]["requires-python"] == ">=3.10"


def test_its_version_is_one() -> None:
    assert PROJECT["project"]["version"] == __version__


def test_it_imports_what_it_declares_and_nothing_of_the_server() -> None:
    declared = {name.split(">")[0].replace("pyyaml", "yaml") for name in PROJECT["project"]["dependencies"]}
    by_httpx = {"anyio"}
    assert any(name.startswith("anyio") for name in requires("httpx") or [])
    for file in SOURCES:
        tree = ast.parse(file.read_text("utf-8"))
        named = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        named |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        packages = {name.partition(".")[0] for name in named} - sys.stdlib_module_names
        assert packages <= declared | by_httpx | {"jipp_client", "typing_extensions"}, file.name
    assert (PACKAGE / "py.typed").exists()
