"""The documents are true: the guides' commands run and answer as shown, and every name in them exists."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from typer.main import get_command

import app.models
from app.commands.app import cli
from app.rules.permissions import KEY_SCOPES
from app.settings import Settings
from tests.conftest import Server, environment, start_server

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.M | re.S)
_END = "<<end of the block>>"


@dataclass(frozen=True)
class Step:
    """A block of commands, and what the document shows as its answer (None where it shows none)."""

    commands: str
    shown: str | None


def steps(path: Path) -> list[Step]:
    """The ``sh`` blocks of a document; a block in another language right after one is its answer."""
    found: list[Step] = []
    end = -1
    text = path.read_text("utf-8")
    for fence in _FENCE.finditer(text):
        language, body = fence.groups()
        if language == "sh":
            found.append(Step(body, None))
            end = fence.end()
        elif end >= 0 and not text[end : fence.start()].strip():
            found[-1] = Step(found[-1].commands, body)
            end = -1
    return found


def fits(shown: str, answer: str) -> bool:
    """Whether the answer is what is shown; ``…`` in a line stands for any text, a line of its own for any lines."""
    lines = [line.rstrip() for line in shown.strip().splitlines()]
    patterns = [r"(?:[^\n]*\n)*?" if line.strip() == "…" else _of_line(line) for line in lines]
    given = "".join(line.rstrip() + "\n" for line in answer.strip().splitlines())
    return re.fullmatch("".join(patterns), given) is not None


def _of_line(line: str) -> str:
    return "[^\n]*".join(re.escape(part) for part in line.split("…")) + "\n"


def run(path: Path, folder: Path, **variables: str) -> None:
    """Runs a document's commands in one shell, in order, and compares each answer."""
    todo = steps(path)
    script = "set -eu -o pipefail\n" + "".join(f"{step.commands}\necho; echo '{_END}'\n" for step in todo)
    search = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(["bash", "-c", script], cwd=folder, env=os.environ | {"PATH": search} | variables,
                          capture_output=True, text=True, timeout=120)  # fmt: skip
    answers = done.stdout.split(_END + "\n")[:-1]
    for step, answer in zip(todo, answers, strict=False):
        if step.shown is not None and not fits(step.shown, answer):
            pytest.fail(f"{path.name}:\n{step.commands}\nshown:\n{step.shown}\nanswered:\n{answer}", pytrace=False)
    if done.returncode:
        stopped = todo[len(answers)].commands if len(answers) < len(todo) else ""
        pytest.fail(f"{path.name}:\n{stopped}\n{done.stdout[-2000:]}\n{done.stderr}", pytrace=False)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with the demo, as ``make demo`` starts it."""
    folder = tmp_path_factory.mktemp("documents")
    url = f"sqlite:///{folder}/demo.sqlite"
    env = environment(url, folder, JIPP_IS_DEMO="true")
    load = [sys.executable, "-m", "app.commands", "demo", "--load-only"]
    subprocess.run(load, env=env, cwd=ROOT, check=True, capture_output=True)
    running = start_server(url, folder, JIPP_IS_DEMO="true")
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


needs_curl = pytest.mark.skipif(
    not (shutil.which("bash") and shutil.which("curl")), reason="THE GUIDES ARE NOT RUN: bash or curl is missing"
)


@needs_curl
@pytest.mark.parametrize("name", ["README.md", "docs/api-guide.md"])
def test_every_command_of_the_api_works_and_answers_as_shown(name: str, demo: Server, tmp_path: Path) -> None:
    run(ROOT / name, tmp_path, JIPP=demo.url)


_FILE = re.compile(r"^`([\w./]+)`\n\n```\w+\n(.*?)^```$", re.M | re.S)
_CHANGE = re.compile(r"^```diff\n(.*?)^```$", re.M | re.S)
_NAMED = re.compile(r"`(app/[\w./]+\.py)`")


def follow(text: str, tree: Path) -> list[str]:
    """Makes the files that a document shows and the changes it asks for; returns the paths of the new files."""
    made = []
    for path, body in _FILE.findall(text):
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        (tree / path).write_text(body, "utf-8")
        made.append(path)
    for change in _CHANGE.finditer(text):
        target = tree / _NAMED.findall(text[: change.start()])[-1]
        before, after = (_side(change[1], sign) for sign in "-+")
        source = target.read_text("utf-8")
        assert before in source, f"{target.name} has no\n{before}"
        target.write_text(source.replace(before, after, 1), "utf-8")
    return made


def _side(change: str, sign: str) -> str:
    return "".join(line[1:] for line in change.splitlines(keepends=True) if line[0] in (" ", sign))


def test_who_follows_add_a_resource_gets_one_that_works(tmp_path: Path) -> None:
    for name in ("app", "migrations", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("alembic.ini", "pyproject.toml", ".importlinter"):
        shutil.copy(ROOT / name, tmp_path)
    guide = ROOT / "docs" / "add-a-resource.md"
    made = follow(guide.read_text("utf-8"), tmp_path)
    new = [path for path in made if path.endswith(".py")]
    env = environment(f"sqlite:///{tmp_path}/new.sqlite", tmp_path) | {"PYTHONPATH": str(tmp_path)}
    tools = Path(sys.executable).parent
    commands = [line.split() for step in steps(guide) for line in step.commands.splitlines()]
    commands.insert(0, ["python", "-m", "app.commands", "migrate"])
    for command in [
        *(re.findall(r'"[^"]*"|\S+', " ".join(command)) for command in commands),
        [str(tools / "ruff"), "check", *new],
        [str(tools / "lint-imports"), "--no-cache"],
        ["python", "-m", "pytest", "-k", "sqlite", "-p", "no:cacheprovider", "tests/api/test_guidelines.py"],
    ]:
        line = [sys.executable, *command[1:]] if command[0] == "python" else command
        done = subprocess.run(line, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}\n{done.stderr}"
