"""The key with which the province signs what it publishes (Ed25519); made at the first use where there is none."""

from functools import lru_cache

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from app.secret_files import read_or_make
from app.settings import settings


@lru_cache
def signing_key() -> Ed25519PrivateKey:
    """The key in ``JIPP_SIGNING_KEY_FILE`` (PEM); ``ValueError`` where the file holds something else."""
    path = settings().signing_key_file
    key = load_pem_private_key(read_or_make(path, _new), None)
    if not isinstance(key, Ed25519PrivateKey):
        raise ValueError(f"{path} holds no Ed25519 key")
    return key


def _new() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
