"""``ETag`` and ``If-Match``: a change says which version it changes."""

from typing import Annotated

from fastapi import Depends, Header, Response

from app.errors import PreconditionRequired
from app.http.actor import Known

NO_VERSION = -1
"""What no row is at: an entity tag that we never gave is stale wherever it is sent."""
LONGEST = 10
"""Digits of a version."""


def etag(version: int) -> str:
    """The entity tag of a version; it comes from the row's version alone."""
    return f'"{version}"'


def tag(response: Response, version: int) -> None:
    """Sets the answer's ``ETag``."""
    response.headers["ETag"] = etag(version)


async def _expected(
    _actor: Known,  # who nobody knows is told so first
    if_match: Annotated[str | None, Header(description="ETag of the version to change")] = None,
) -> int | None:
    if if_match is None:
        raise PreconditionRequired
    if if_match.strip() == "*":
        return None
    named = [tag.strip().removeprefix("W/").strip('"') for tag in if_match.split(",")]
    versions = [int(name) for name in named if name.isascii() and name.isdigit() and len(name) < LONGEST]
    return max(versions, default=NO_VERSION)


IfMatch = Annotated[int | None, Depends(_expected)]
"""The version the caller read, of several the newest, None for ``*`` (whatever it is now); 428 without ``If-Match``."""

Editor = Annotated[
    str | None,
    Header(alias="X-Editor", max_length=60, description="A mark of the open editor: its own retry is never stale"),
]
"""An autosaving client whose answer was lost sends the same version again; by this mark it is known as the same."""
