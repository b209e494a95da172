"""A stored file as an answer: in a sandbox, with ranges, the same whether it lies in a folder or in a bucket."""

import logging
import re
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from app import files
from app.errors import NotFound

SANDBOX = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "Accept-Ranges": "bytes",
}
"""A file from outside never runs as a page of ours, and no cache keeps it."""
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
log = logging.getLogger("jipp")


def answer(request: Request, sha256: str, media_type: str, filename: str) -> Response:
    """The file, or the part of it that was asked for (206); 416 for a part that it does not have."""
    store = files.current()
    try:
        size = store.size(sha256)
    except FileNotFoundError:
        log.error("the file %s is missing from the store", sha256)
        raise NotFound from None
    headers = SANDBOX | {"ETag": f'"{sha256}"', "Content-Disposition": disposition(media_type, filename)}
    part = _part(request, size, headers["ETag"])
    if part is None:
        return StreamingResponse(
            store.read(sha256, 0, size), 200, headers | {"Content-Length": str(size)}, media_type
        )  # fmt: skip
    start, end = part
    if start >= end:
        return Response(status_code=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    headers |= {"Content-Length": str(end - start), "Content-Range": f"bytes {start}-{end - 1}/{size}"}
    return StreamingResponse(store.read(sha256, start, end), 206, headers, media_type)


def disposition(media_type: str, filename: str) -> str:
    """RFC 6266: the name in UTF-8, and a plain one for readers that know no better. Only pictures and PDF are shown."""
    way = "inline" if media_type.startswith("image/") or media_type == "application/pdf" else "attachment"
    plain = re.sub(r"[^A-Za-z0-9 .()_-]", "_", filename)
    return f"{way}; filename=\"{plain}\"; filename*=UTF-8''{quote(filename, safe='')}"


def _part(request: Request, size: int, tag: str) -> tuple[int, int] | None:
    """Where the part that is asked for begins and ends; None for what is no single range, or of another version."""
    asked = _RANGE.fullmatch(request.headers.get("range", "").replace(" ", ""))
    if not asked or not any(asked.groups()) or request.headers.get("if-range", tag) != tag:
        return None
    first, last = asked.groups()
    if not first:
        return max(0, size - int(last)), size
    if last and int(last) < int(first):
        return None  # no range at all, says RFC 9110
    return int(first), min(size, int(last) + 1) if last else size
