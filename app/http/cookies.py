"""Cookies: their names, how they are set and taken away, and the one that holds a browser's session."""

from fastapi import Response

from app.settings import settings


def host_only(name: str) -> str:
    """With the ``__Host-`` prefix where cookies are secure: no other host of the domain can then set or get it."""
    return f"__Host-{name}" if settings().secure_cookies else name


def set_cookie(response: Response, name: str, value: str, seconds: int) -> None:
    """For the whole site, never readable by scripts, never sent with a form of another site."""
    response.set_cookie(name, value, max_age=seconds, path="/", httponly=True, samesite="lax",
                        secure=settings().secure_cookies)  # fmt: skip


def drop_cookie(response: Response, name: str) -> None:
    """Takes it away from the browser; one with the prefix only goes when everything else is as it was set."""
    response.delete_cookie(name, path="/", httponly=True, samesite="lax", secure=settings().secure_cookies)


def session_cookie() -> str:
    """The session's."""
    return host_only("jipp_session")


def give_session(response: Response, token: str) -> None:
    """Gives the browser its session."""
    set_cookie(response, session_cookie(), token, settings().session_hours * 3600)
