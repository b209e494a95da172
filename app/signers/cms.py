"""Whether a detached CMS signature (PKCS#7, RFC 5652) is over some bytes: their digest, and a key's word for it.

``cryptography`` writes such signatures and does not check them. Whose certificate it is, is not asked here.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

_DIGESTS: dict[str, hashes.HashAlgorithm] = {
    "608648016503040201": hashes.SHA256(), "608648016503040202": hashes.SHA384(),
    "608648016503040203": hashes.SHA512(),
}  # fmt: skip
"""By object identifier; SHA-1 is nobody's word any more."""
_SIGNED_DATA, _MESSAGE_DIGEST, _PSS = (
    bytes.fromhex(f"2a 86 48 86 f7 0d 01 {name}") for name in ("07 02", "09 04", "01 0a")
)
"""Object identifiers of PKCS#7, #9 and #1, as DER has them."""
_SEQUENCE, _SET, _OCTETS, _FIRST = 0x30, 0x31, 0x04, 0xA0
_DEEPEST = 20


@dataclass(frozen=True)
class Node:
    """A value of ASN.1: its tag, its bytes with and without the head, and what it is made of."""

    tag: int
    raw: bytes
    body: bytes
    parts: tuple["Node", ...]


def is_signature_of(signature: bytes, data: bytes) -> bool:
    """Whether some signer in *signature* (BER; zeros may follow) has signed *data*; False for what is none at all."""
    try:
        return any(_holds(signer, certificates, data) for signer, certificates in _signers(signature))
    except (ValueError, IndexError, UnsupportedAlgorithm):
        return False


def _signers(signature: bytes) -> Iterator[tuple[Node, list[x509.Certificate]]]:
    content, _end = read(signature)
    if content.parts[0].body != _SIGNED_DATA:
        return
    signed = content.parts[1].parts[0].parts
    held = next((node for node in signed if node.tag == _FIRST), None)
    certificates = [x509.load_der_x509_certificate(one.raw) for one in (held.parts if held else ())
                    if one.tag == _SEQUENCE]  # fmt: skip
    for signer in signed[-1].parts:
        yield signer, certificates


def _holds(signer: Node, certificates: list[x509.Certificate], data: bytes) -> bool:
    algorithm = _DIGESTS.get(signer.parts[2].parts[0].body.hex())
    if algorithm is None:
        return False
    rest = list(signer.parts[3:])
    said = rest.pop(0) if rest[0].tag == _FIRST else None
    if said is not None and _digest_in(said) != hashlib.new(algorithm.name, data).digest():
        return False
    # what is signed is the attributes as a set of their own, not as a part of the signer
    message = data if said is None else bytes([_SET]) + said.raw[1:]
    return any(_vouches(one, rest[0], rest[1].body, message, algorithm) for one in certificates)


def _digest_in(attributes: Node) -> bytes | None:
    found = [one.parts[1].parts[0] for one in attributes.parts if one.parts[0].body == _MESSAGE_DIGEST]
    return found[0].body if len(found) == 1 and found[0].tag == _OCTETS else None


def _vouches(
    certificate: x509.Certificate, way: Node, signature: bytes, message: bytes, algorithm: hashes.HashAlgorithm
) -> bool:
    key = certificate.public_key()
    try:
        if isinstance(key, RSAPublicKey):
            is_pss = way.parts[0].body == _PSS
            how = padding.PSS(padding.MGF1(algorithm), padding.PSS.AUTO) if is_pss else padding.PKCS1v15()
            key.verify(signature, message, how, algorithm)
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(signature, message, ECDSA(algorithm))
        else:
            return False
    except InvalidSignature:
        return False
    return True


def read(data: bytes, at: int = 0, depth: int = 0) -> tuple[Node, int]:
    """The value that begins at *at*, and where it ends; ``ValueError`` or ``IndexError`` for what is none."""
    tag, size, start = data[at], data[at + 1], at + 2
    if tag & 0x1F == 0x1F or depth > _DEEPEST:
        raise ValueError("no value of ASN.1 that a signature has")
    is_open = size == 0x80  # until two zeros, as BER has it
    if size > 0x80:
        start, size = start + size - 0x80, int.from_bytes(data[start : start + size - 0x80])
    end = len(data) if is_open else start + size
    if end > len(data):
        raise ValueError("cut short")
    parts, here = [], start
    while tag & 0x20 and here < end and not (is_open and data[here : here + 2] == b"\0\0"):
        part, here = read(data, here, depth + 1)
        parts.append(part)
    if is_open and (not tag & 0x20 or data[here : here + 2] != b"\0\0"):
        raise ValueError("cut short")
    close, after = (here, here + 2) if is_open else (end, end)
    return Node(tag, data[at:after], data[start:close], tuple(parts)), after
