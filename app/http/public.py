"""Marks an answer as public: it may be kept and served to any anonymous reader, and it carries an ``ETag``."""

import hashlib

from fastapi import Depends, Request, Response

CACHE_CONTROL = "public, max-age=0, must-revalidate"
VARY = "Accept, Accept-Language, Authorization, Cookie, HX-Request"


def offered(request: Request) -> dict[str, str]:
    """The headers of a public answer, for one that is made by hand."""
    anonymous = "authorization" not in request.headers and "jipp_session" not in request.headers.get("cookie", "")
    return {"Cache-Control": CACHE_CONTROL if anonymous else "private, no-cache", "Vary": VARY}


async def _public(request: Request, response: Response) -> None:
    response.headers.update(offered(request))


Public = Depends(_public)


def body_etag(body: bytes) -> str:
    """A tag of the bytes themselves, for lists and pages."""
    return f'"{hashlib.sha256(body).hexdigest()[:16]}"'
