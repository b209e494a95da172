"""Who signs a certificate: nobody, a key of the installation's own, or the official through BSrE's client service.

A signer is PDF in, PDF out. It knows nothing else of the app but the settings
(docs/decisions/0025-signers.md).
"""

from dataclasses import dataclass
from typing import Final, Protocol

from app.settings import settings

NONE: Final = "none"


@dataclass(frozen=True)
class Identity:
    """In whose name is signed; it is handed on and never written anywhere in plain."""

    nik: str
    passphrase: str


class SignerError(Exception):
    """It was not signed; ``code`` says why. ``is_final``: another attempt with the same would go as wrong."""

    def __init__(self, code: str, *, is_final: bool) -> None:
        super().__init__(code)
        self.code, self.is_final = code, is_final


class Signer(Protocol):
    """Signs one PDF after the other."""

    name: str
    needs_identity: bool
    """Whether ``sign`` asks for the official's NIK and passphrase."""

    def sign(self, pdf: bytes, identity: Identity | None) -> bytes:
        """The PDF with a signature; ``SignerError``."""


class _Nobody:
    name, needs_identity = NONE, False

    def sign(self, pdf: bytes, identity: Identity | None) -> bytes:
        """The PDF as it is."""
        del identity
        return pdf


def current() -> Signer:
    """The signer that ``JIPP_SIGNER`` names."""
    if settings().signer == "local":
        from app.signers.local import LocalSigner  # with what each needs, for the few who sign

        return LocalSigner(settings().signer_file)
    if settings().signer == "bsre":
        from app.signers.bsre import BsreSigner

        return BsreSigner()
    return _Nobody()
