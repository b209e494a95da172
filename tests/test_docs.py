"""The documents are true: the guides' commands run and answer as shown, and every name in them exists."""

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.main import get_command

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
    run(ROOT / name, tmp_path, JIPP=demo.url, **with_client(tmp_path))


def with_client(folder: Path) -> dict[str, str]:
    """What one has after ``pip install ./client`` in a copy of the repository, on a machine set to Indonesian."""
    (folder / "client").symlink_to(ROOT / "client")
    command = folder / "bin" / "jipp-client"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m jipp_client "$@"\n', "utf-8")
    command.chmod(0o755)
    path = os.pathsep.join([str(command.parent), str(Path(sys.executable).parent), os.environ["PATH"]])
    return {"PATH": path, "PYTHONPATH": str(ROOT / "client"), "LC_ALL": "", "LC_MESSAGES": "", "LANG": "id_ID"}


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
    return "\n".join(line[1:] for line in change.splitlines() if line[0] in (" ", sign))


def test_who_follows_add_a_resource_gets_one_that_works(tmp_path: Path) -> None:
    guide = ROOT / "docs" / "add-a-resource.md"
    for name in ("app", "migrations", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("alembic.ini", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    new = [path for path in follow(guide.read_text("utf-8"), tmp_path) if path.endswith(".py")]
    commands = [shlex.split(line) for step in steps(guide) for line in step.commands.splitlines()]
    env = environment(f"sqlite:///{tmp_path}/new.sqlite", tmp_path)
    for command in [
        ["python", "-m", "app.commands", "migrate"],  # as it was before
        *commands,
        ["python", "-m", "ruff", "check", *new],
        ["python", "-m", "pytest", "-k", "sqlite", "-p", "no:cacheprovider", "tests/api/test_guidelines.py"],
    ]:
        done = subprocess.run([sys.executable, *command[1:]], cwd=tmp_path, env=env, capture_output=True, text=True)
        assert done.returncode == 0, f"{shlex.join(command)}\n{done.stdout}\n{done.stderr}"


@needs_curl
def test_every_command_of_the_operator_works(tmp_path: Path) -> None:
    for name in ("app", "migrations", "alembic.ini"):
        (tmp_path / name).symlink_to(ROOT / name)
    fresh = {"JIPP_DATABASE_URL": "sqlite:///var/jipp.sqlite", "JIPP_FILES_DIR": "var/files"}
    run(ROOT / "docs" / "operating.md", tmp_path, PASSWORD="sandi-uji-panjang", **fresh)


def test_the_table_of_settings_is_the_class_of_settings() -> None:
    text = (ROOT / "docs" / "operating.md").read_text("utf-8")
    shown = dict(re.findall(r"^\| `JIPP_(\w+)` \| `?([^`|]+?)`? \|", text, re.M))
    real = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert {name: _written(default) for name, default in real.items()} == shown


def _written(default: object) -> str:
    """A default as somebody types it into the environment."""
    if default is None or default == () or not str(default):
        return "–"
    return str(default).lower() if isinstance(default, bool) else str(default)


def test_the_metrics_named_are_those_there_are(demo: Server) -> None:
    named = set(re.findall(r"\bjipp_[a-z_]+\b", (ROOT / "docs" / "operating.md").read_text("utf-8")))
    there = set(re.findall(r"^# TYPE (\w+)", httpx.get(demo.url + "/metrics").text, re.M))
    assert named == there


_INLINE = re.compile(r"`([^`\n]+)`")


def code_of(path: Path) -> list[str]:
    """What a document sets as code: the lines of its blocks, and the words between backticks in its text."""
    text = path.read_text("utf-8")
    blocks = [line for fence in _FENCE.finditer(text) for line in fence[2].splitlines()]
    return blocks + _INLINE.findall(_FENCE.sub("", text))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    text = _FENCE.sub("", path.read_text("utf-8"))
    targets = [target.partition("#")[0] for target in re.findall(r"\]\(([^)\s]+)\)", text)]
    missing = [target for target in targets if target and "://" not in target and not (path.parent / target).exists()]
    assert missing == []


def test_every_file_named_is_there() -> None:
    new = set(re.findall(r"`([\w./]*guideline[\w./]*)`", (ROOT / "docs" / "add-a-resource.md").read_text("utf-8")))
    place = re.compile(r"(?:app|tests|docs|migrations|\.ci)/[\w./-]*")
    named = {code for path in DOCUMENTS for code in code_of(path) if place.fullmatch(code)}
    assert [name for name in sorted(named - new) if not (ROOT / name).exists()] == []


def test_every_make_target_named_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8").replace("$(VENV)", ".venv")
    targets = set(re.findall(r"^([\w./-]+):", makefile, re.M))
    named = {found[1] for path in DOCUMENTS for code in code_of(path) if (found := re.match(r"make ([\w./-]+)", code))}
    assert {"demo", "test"} <= named <= targets


def test_the_readme_begins_with_the_two_commands() -> None:
    lines = (ROOT / "README.md").read_text("utf-8").splitlines()
    assert [line.split("#")[0].strip() for line in lines[1:3]] == ["make demo", "make test"]


def test_every_command_named_exists_with_its_options() -> None:
    lines = [code for path in [*DOCUMENTS, ROOT / "Dockerfile"] for code in _commands(path)]
    assert len(lines) > 10
    for line in lines:
        command: Any = get_command(cli)
        words = re.split(r" [|#&]|[\"\]]$", line)[0].split()
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        assert not hasattr(command, "commands"), f"no such command: {line}"
        options = {name for parameter in command.params for name in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("--")} <= options, line


def _commands(path: Path) -> list[str]:
    """What follows ``python -m app.commands`` wherever a document sets it as code."""
    lines = code_of(path) if path.suffix == ".md" else path.read_text("utf-8").splitlines()
    return [rest for line in lines for rest in line.split("python -m app.commands ")[1:]]


def test_the_names_of_the_glossary_are_those_of_the_code() -> None:
    folders = ("app/models/*.py", "app/rules/*.py", "app/judging/*.py", "app/instruments/*.py", "app/presets/*.yaml")
    files = [path for folder in folders for path in ROOT.glob(folder)]
    source = "".join(path.read_text("utf-8") for path in files)
    glossary = (ROOT / "docs" / "glossary.md").read_text("utf-8")
    rows = [line.split("|")[2] for line in glossary.splitlines() if "|" in line]
    names = {name for row in rows for name in _INLINE.findall(row) if re.fullmatch(r"\w+", name)}
    tables = {name for name in names if name[0].isupper()}
    assert {"Unit", "Proposal", "Quota", "Evaluation"} <= tables
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", source)] == []
    assert [name for name in sorted(tables) if not re.search(rf"^class {name}\b", source, re.M) and name != "WIB"] == []


def test_the_scopes_in_the_guide_are_scopes_of_keys() -> None:
    text = (ROOT / "docs" / "api-guide.md").read_text("utf-8")
    asked = re.findall(r'"([a-z-]+:[a-z-]+)"', text[text.index('"scopes": [') : text.index("| field '[\"key\"]'")])
    assert asked
    assert set(asked) <= set(KEY_SCOPES)


def test_the_image_copies_what_there_is_and_does_not_run_as_root() -> None:
    lines = (ROOT / "Dockerfile").read_text("utf-8").splitlines()
    copied = [
        word for line in lines if line.startswith("COPY ") and "--from" not in line for word in line.split()[1:-1]
    ]
    assert {"app", "migrations", "alembic.ini", "requirements.txt"} <= set(copied)
    assert [name for name in copied if not (ROOT / name).exists()] == []
    kept = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert [name for name in copied if f"!{name}" not in kept] == []
    users = [line.split()[1] for line in lines if line.startswith("USER ")]
    assert users == ["jipp"]
    assert lines.index("USER jipp") < next(n for n, line in enumerate(lines) if line.startswith("CMD "))
    assert any("--require-hashes" in line for line in lines)
