"""Secrets that prove who asks: passwords (argon2id), session tokens and API keys (random, stored as SHA-256)."""

import base64
import hashlib
import hmac
import secrets

from pwdlib import PasswordHash

_passwords = PasswordHash.recommended()
_UNKNOWN = _passwords.hash(secrets.token_hex())
KEY_PREFIX = "jipp_"


def hash_password(password: str) -> str:
    """The argon2id hash of a password."""
    return _passwords.hash(password)


def password_matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is right; takes the same time when there is no such account."""
    return _passwords.verify(password, password_hash or _UNKNOWN) and password_hash is not None


def new_token() -> str:
    """256 random bits for a session cookie."""
    return secrets.token_urlsafe(32)


def new_api_key() -> str:
    """A key: the fixed prefix (so that scanners find leaked ones) and 256 random bits."""
    return KEY_PREFIX + secrets.token_urlsafe(32)


def new_webhook_secret() -> str:
    """192 random bits in the form of Standard Webhooks."""
    return "whsec_" + base64.b64encode(secrets.token_urlsafe(24).encode()).decode()


def digest(secret: str) -> str:
    """What is stored of a token or key. They are random, so a fast hash is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


def csrf_token(session_token: str) -> str:
    """The token that a browser's writes carry; derived, so that nothing more is stored."""
    return hmac.new(session_token.encode(), b"csrf", hashlib.sha256).hexdigest()[:40]
