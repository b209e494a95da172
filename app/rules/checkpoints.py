"""Checkpoints: what a province signs when it publishes a stage, in the text format of the C2SP *signed note*.

The note names the tree (origin, size, root) as a C2SP *tlog-checkpoint* does, then how far the edition's audit chain
had come; the signature is Ed25519. Any tool that reads signed notes can check it, and so does `jipp verify`.
Sources: https://c2sp.org/signed-note, https://c2sp.org/tlog-checkpoint.
"""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_DASH = "\u2014"


class BadCheckpoint(ValueError):
    """Not a checkpoint, or not signed by the key it should be signed by."""


@dataclass(frozen=True)
class Checkpoint:
    """What is signed: whose tree, of how many leaves, with which root, and where the audit chain stood."""

    origin: str
    """Unique to the stage: ``<name of the key>/<edition id>/<stage>``."""
    size: int
    root: bytes
    chain_sequence: int
    chain_hash: str

    def text(self) -> str:
        """The lines that are signed."""
        encoded = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{encoded}\nchain {self.chain_sequence} {self.chain_hash}\n"


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey, name: str) -> str:
    """The signed note: its text, an empty line, and one line with the signature."""
    text = checkpoint.text()
    signed = _key_id(name, key.public_key()) + key.sign(text.encode())
    return f"{text}\n{_DASH} {name} {base64.b64encode(signed).decode()}\n"


def verify(note: str, public_key: Ed25519PublicKey, name: str) -> Checkpoint:
    """The checkpoint that the note holds; ``BadCheckpoint`` where *public_key* has not signed it under *name*."""
    text, between, signatures = note.partition("\n\n")
    text += "\n"
    for line in signatures.splitlines() if between else ():
        dash, signer, encoded = (*line.split(" "), "", "")[:3]
        if dash == _DASH and signer == name and _is_signed(text, encoded, public_key, name):
            return _parsed(text)
    raise BadCheckpoint("no valid signature")


def public_key_text(public_key: Ed25519PublicKey, name: str) -> str:
    """The key as signed notes name it: ``<name>+<key id>+<base64 of type and key>``."""
    encoded = base64.b64encode(_ED25519 + public_key.public_bytes_raw()).decode()
    return f"{name}+{_key_id(name, public_key).hex()}+{encoded}"


def parse_public_key(text: str) -> tuple[str, Ed25519PublicKey]:
    """(name, key) of such a text; ``BadCheckpoint`` where it is none or its key id is another's."""
    try:
        name, key_id, encoded = text.strip().split("+", 2)
        raw = base64.b64decode(encoded, validate=True)
        key = Ed25519PublicKey.from_public_bytes(raw[1:])
    except ValueError:
        raise BadCheckpoint("not a public key") from None
    if raw[:1] != _ED25519 or _key_id(name, key).hex() != key_id:
        raise BadCheckpoint("not a public key")
    return name, key


def _key_id(name: str, key: Ed25519PublicKey) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + key.public_bytes_raw()).digest()[:4]


def _is_signed(text: str, encoded: str, public_key: Ed25519PublicKey, name: str) -> bool:
    try:
        signed = base64.b64decode(encoded, validate=True)
        public_key.verify(signed[4:], text.encode())
    except (ValueError, InvalidSignature):
        return False
    return signed[:4] == _key_id(name, public_key)


def _parsed(text: str) -> Checkpoint:
    try:
        origin, size, root, chain = text.splitlines()
        _word, sequence, chain_hash = chain.split(" ")
        return Checkpoint(origin, int(size), base64.b64decode(root, validate=True), int(sequence), chain_hash)
    except ValueError:
        raise BadCheckpoint("not a checkpoint") from None
