"""The one secret of an installation, and what is made from it: keys for a purpose, sealed texts, digests.

It comes from ``JIPP_SECRET_KEY``, or from a file ``secret.key`` beside the database (SQLite) or beside the folder of
files (PostgreSQL), made with mode 0600 where there is none. All workers and machines must have the same one. Whoever
loses it loses the sealed texts: second factors have to be set up anew.
"""

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from pathlib import Path

from sqlalchemy import make_url

from app.secret_files import read_or_make
from app.settings import settings

SHORTEST = 32
"""Bytes that ``JIPP_SECRET_KEY`` has at least."""
_NONCE = 12


class WeakSecret(ValueError):
    """``JIPP_SECRET_KEY`` is too short to be a secret."""


class Unreadable(ValueError):
    """A sealed text that was changed, or sealed for something else or with another secret."""


def derive(purpose: str, length: int = 32) -> bytes:
    """The key of *length* bytes for one purpose (HKDF-SHA256); another purpose has another key."""
    return _derived(_secret(), purpose, length)


@lru_cache(maxsize=64)
def _derived(secret: bytes, purpose: str, length: int) -> bytes:
    # Only whoever signs in needs it: a server that shows public pages does without these 7 MB.
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), length, salt=b"jipp", info=purpose.encode()).derive(secret)


def seal(purpose: str, text: str) -> str:
    """*text* as nobody without the secret can read or change it (AES-256-GCM), in letters fit for a cookie."""
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # see derive()

    nonce = os.urandom(_NONCE)
    sealed = AESGCM(derive(purpose)).encrypt(nonce, text.encode(), purpose.encode())
    return urlsafe_b64encode(nonce + sealed).decode().rstrip("=")


def unseal(purpose: str, sealed: str) -> str:
    """The text that was sealed for this purpose; ``Unreadable`` otherwise."""
    from cryptography.exceptions import InvalidTag  # see derive()
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    try:
        whole = urlsafe_b64decode(sealed + "=" * (-len(sealed) % 4))
        return AESGCM(derive(purpose)).decrypt(whole[:_NONCE], whole[_NONCE:], purpose.encode()).decode()
    except (ValueError, InvalidTag) as error:
        raise Unreadable(purpose) from error


def keyed_digest(purpose: str, text: str) -> str:
    """64 hexadecimal digits that say nothing of *text* to whoever has only the database."""
    return hmac.new(derive(purpose), text.encode(), hashlib.sha256).hexdigest()


def key_file() -> Path:
    """Where the secret lies when no setting gives it."""
    url = make_url(settings().database_url)
    is_file = url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:"
    return (Path(str(url.database)) if is_file else settings().files_dir).parent / "secret.key"


def _secret() -> bytes:
    given = settings().secret_key
    if given is None:
        return _from_file(key_file())
    if len(given.get_secret_value()) < SHORTEST:
        raise WeakSecret(f"JIPP_SECRET_KEY needs {SHORTEST} characters or more")
    return given.get_secret_value().encode()


@lru_cache
def _from_file(path: Path) -> bytes:
    return read_or_make(path, lambda: urlsafe_b64encode(os.urandom(48))).strip()
