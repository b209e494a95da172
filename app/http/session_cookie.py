"""The names of cookies, and of the one that holds a browser's session."""

from app.settings import settings


def host_only(name: str) -> str:
    """With the ``__Host-`` prefix where cookies are secure: no other host of the domain can then set or get it."""
    return f"__Host-{name}" if settings().secure_cookies else name


def session_cookie() -> str:
    """The session's."""
    return host_only("jipp_session")
