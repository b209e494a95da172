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
