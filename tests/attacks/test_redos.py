"""ReDoS: no pattern of ours takes more than a straight look at text made to send it astray.

Every pattern in the source is tried as it is used, each in a process that is given far more processor time than a
linear pattern needs and far less than a quadratic one would take: the bound is one on a fault, not on speed.
"""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).parents[2] / "app"
COMPILERS = {"compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer"}
SEEDS = ["a", "0", "-", " ", "\t", "\n", "a-", "=", "\u200b", ".", "_", "'", '"', "/", ";q=0.", "a,", "ab ", "\\", "%",
         "é", ", ", "q=1.", "@", "0-", "W/\"", "((", "*", "\r\n", "a=b;", "\u0301", "bytes=", "a a"]  # fmt: skip
LENGTH = 100_000
"""Characters of the longest text; a quadratic pattern needs some 10,000,000,000 steps for them."""
CPU_SECONDS = 20
PROBE = """
import json, re, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]), int(sys.argv[1])))
pattern, method, seeds, length = json.load(sys.stdin)
try_ = getattr(re.compile(pattern), method)
for seed in seeds:
    text = (seed * length)[:length]
    for attack in (text, text + "\\x00", text + "!", "a" + text + "\\n", "a" + text + "!", "=" + text):
        try_(attack)
"""


def patterns() -> Iterator[tuple[str, tuple[str, str]]]:
    """Every pattern in the source, of ``re`` and of the validators: where it is, what it is, how it is used."""
    for path in sorted(APP.rglob("*.py")):
        source = path.read_text("utf-8")
        tree = ast.parse(source)
        names = {
            id(node.value): ast.unparse(node.targets[0]) for node in ast.walk(tree) if isinstance(node, ast.Assign)
        }
        for node in ast.walk(tree):
            for value, method in texts(node):
                if method == "compile":
                    used = re.findall(rf"\b{re.escape(names.get(id(node), '?'))}\.(\w+)\(", source)
                    method = "match" if used and set(used) <= {"match", "fullmatch"} else "search"
                yield f"{path.relative_to(APP)}:{getattr(node, 'lineno', 0)}", (value, method)


def texts(node: ast.AST) -> Iterator[tuple[str, str]]:
    """The pattern that a call holds, and how it is used."""
    if not isinstance(node, ast.Call):
        return
    called = node.func
    is_re = isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name) and called.value.id == "re"
    if is_re and called.attr in COMPILERS and node.args:  # type: ignore[attr-defined]
        usual = called.attr if called.attr in {"compile", "match", "fullmatch"} else "search"  # type: ignore[attr-defined]
        yield from ((value, usual) for value in constant(node.args[0]))
    for keyword in node.keywords:
        if keyword.arg == "pattern":
            yield from ((value, "search") for value in constant(keyword.value))


def constant(node: ast.AST) -> Iterator[str]:
    try:
        value = ast.literal_eval(node)
    except ValueError:
        value = "".join(part for part in joined(node))
    if isinstance(value, str) and value:
        yield value


def joined(node: ast.AST) -> Iterator[str]:
    """The literal parts of a text put together."""
    yield from (part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))


FOUND = dict(patterns())


def survives(pattern: str, method: str = "search", seconds: int = CPU_SECONDS, length: int = LENGTH) -> bool:
    """Whether the pattern is through with every attack before its processor time is up."""
    given = json.dumps([pattern, method, SEEDS, length])
    done = subprocess.run([sys.executable, "-c", PROBE, str(seconds)], input=given, text=True, check=False,
                          capture_output=True)  # fmt: skip
    assert done.returncode in {0, -24, -9}, done.stderr
    return done.returncode == 0


@pytest.mark.parametrize("place", FOUND)
def test_redos_by_no_pattern_of_the_source(place: str) -> None:
    assert survives(*FOUND[place]), f"{place}: {FOUND[place]}"


def test_redos_would_be_found() -> None:
    assert not survives(r"^(a+)+$", "match", 3)
    assert not survives(r"\s+$", "search", 5, 1_000_000)
    assert not survives(r"a\s*(?:;q)?\s*$", "match", 5, 1_000_000), "what Accept-Language was read by once"
    assert len(FOUND) > 15
    assert all(re.compile(pattern) for pattern, _method in FOUND.values())
