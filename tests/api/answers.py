"""How tests of the API read an answer, and name the version or the problem in it."""

from typing import Any

import httpx

Json = dict[str, Any]


def told(got: httpx.Response, status: int = 200) -> Json:
    """The body of an answer that has this status; empty where it has none."""
    assert got.status_code == status, got.text
    found: Json = got.json() if got.content else {}
    return found


def match(row: Json) -> dict[str, str]:
    """The header that names the version that was read."""
    return {"If-Match": f'"{row["version"]}"'}


def problem(found: Json) -> str:
    """Which problem an answer tells of."""
    return str(found["type"]).rsplit("/", 1)[-1]
