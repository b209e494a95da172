"""The name of the cookie that holds a browser's session."""

from app.settings import settings


def session_cookie() -> str:
    """With the ``__Host-`` prefix where cookies are secure."""
    return "__Host-jipp_session" if settings().secure_cookies else "jipp_session"
