"""The id of a request: by it the person's number, the log and the proxy's log are brought together.

The proxy may give it as ``X-Request-ID``: a UUID, or 32 hexadecimal digits (nginx's ``$request_id``). Anything else is
not taken over: what callers make up could be somebody's number or name, and would stand in the log.
"""

import re

from app.clock import new_id

HEADER = b"x-request-id"
_WELL_FORMED = re.compile(rb"[0-9a-fA-F]{32}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def request_id(headers: list[tuple[bytes, bytes]]) -> str:
    """The caller's id where it is well formed, else a new one."""
    for name, value in headers:
        if name == HEADER and _WELL_FORMED.fullmatch(value):
            return value.decode().lower()
    return new_id()
