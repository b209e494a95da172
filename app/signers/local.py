"""A signature with a key of the installation's own: CMS in the PDF (``adbe.pkcs7.detached``, ISO 32000-1, 12.8).

It shows that a file was not changed since this installation made it. Who the installation is, its own certificate
cannot say; that is what BSrE is for.
"""

import re
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePrivateKey, generate_private_key
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
    pkcs7,
)
from cryptography.x509.oid import NameOID

from app.secret_files import read_or_make
from app.settings import settings
from app.signers import Identity, SignerError

ROOM = 8192
"""Bytes kept free for the signature."""
_UNKNOWN = 9_999_999_999
_RANGE = re.compile(rb"/ByteRange \[ 0 9{10} 9{10} 9{10} \]")
_CONTENTS = re.compile(rb"/Contents <(0{%d})>" % (2 * ROOM))
_YEARS = timedelta(days=3650)
_HIDDEN = 2
"""Flag of an annotation that is never shown: no part of the page that a screen reader would have to tell."""


class LocalSigner:
    """Signs with the key and certificate (PEM, one after the other) of a file, made at the first use."""

    name, needs_identity = "local", False

    def __init__(self, path: Path) -> None:
        self._path = path

    def sign(self, pdf: bytes, identity: Identity | None) -> bytes:
        """The PDF with a signature that covers all of it; ``SignerError`` where the file holds no key."""
        del identity
        key, certificate = _key(self._path)
        prepared = _prepared(pdf, datetime.now(UTC))
        start, end = _hole(prepared)
        ranges = b"/ByteRange [ 0 %d %d %d ]" % (start, end, len(prepared) - end)
        place = _RANGE.search(prepared)
        assert place is not None  # as _prepared wrote it
        filled = prepared[: place.start()] + ranges.ljust(place.end() - place.start()) + prepared[place.end() :]
        options = [pkcs7.PKCS7Options.DetachedSignature, pkcs7.PKCS7Options.Binary, pkcs7.PKCS7Options.NoCapabilities]
        builder = pkcs7.PKCS7SignatureBuilder().set_data(filled[:start] + filled[end:])
        signature = builder.add_signer(certificate, key, SHA256()).sign(Encoding.DER, options)
        if len(signature) > ROOM:
            raise SignerError("signer_misconfigured", is_final=True)
        return filled[: start + 1] + signature.hex().encode().ljust(2 * ROOM, b"0") + filled[end - 1 :]


@lru_cache(maxsize=2)
def _key(path: Path) -> tuple[EllipticCurvePrivateKey | RSAPrivateKey, x509.Certificate]:
    try:
        pem = read_or_make(path, _new)
        key, certificate = load_pem_private_key(pem, None), x509.load_pem_x509_certificate(pem)
    except (ValueError, TypeError, OSError) as error:
        raise SignerError("signer_misconfigured", is_final=True) from error
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise SignerError("signer_misconfigured", is_final=True)
    return key, certificate


def _new() -> bytes:
    key, at = generate_private_key(SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, settings().organisation[:64])])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(at).not_valid_after(at + _YEARS)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .sign(key, SHA256())
    )  # fmt: skip
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private + made.public_bytes(Encoding.PEM)


def _prepared(pdf: bytes, at: datetime) -> bytes:
    """The PDF with a hidden field whose signature is still empty."""
    with pikepdf.open(BytesIO(pdf)) as file:
        page = file.pages[0]
        signature = file.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Sig, Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/adbe.pkcs7.detached"), ByteRange=[0, _UNKNOWN, _UNKNOWN, _UNKNOWN],
            Contents=pikepdf.String(b"\0" * ROOM), M=pikepdf.String(f"D:{at:%Y%m%d%H%M%S}Z"),
            Name=pikepdf.String(settings().organisation),
        ))  # fmt: skip
        field: Any = file.make_indirect(pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Sig, T=pikepdf.String("Signature"),
            TU=pikepdf.String("Tanda tangan elektronik"), F=_HIDDEN, Rect=[0, 0, 0, 0], V=signature, P=page.obj,
        ))  # fmt: skip
        page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", []), field])
        page.obj.Tabs = pikepdf.Name.S
        file.Root.AcroForm = pikepdf.Dictionary(Fields=[field], SigFlags=3)
        made = BytesIO()
        # in an object stream the signature could not be filled in afterwards
        file.save(made, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return made.getvalue()


def _hole(prepared: bytes) -> tuple[int, int]:
    """Where the signature goes, with its angle brackets: it covers everything before and after."""
    found = _CONTENTS.search(prepared)
    if found is None:
        raise SignerError("signer_misconfigured", is_final=True)
    return found.start(1) - 1, found.end(1) + 1
