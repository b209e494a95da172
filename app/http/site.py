"""Where the site is reached from outside: what machines are told, whole addresses alone serve them."""

from fastapi import Request

from app.settings import settings


def address(request: Request) -> str:
    """The beginning of every address, without a slash at its end."""
    return settings().public_url or str(request.base_url).rstrip("/")
