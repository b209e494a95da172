"""BSrE's e-sign client service, which an agency runs beside its systems: one HTTP request signs one PDF.

As its technical guide (Petunjuk Teknis API Esign Client Service, version 1 of the API) and public clients have it:
``POST /api/sign/pdf`` with Basic authentication and the form ``file, nik, passphrase, tampilan``; the answer is the
signed PDF, or ``{"id_dokumen": …}`` to be fetched at ``/api/sign/download/{id}``. Refusals are 400 with
``{"status_code": 2031, "error": "Passphrase anda salah"}``.
"""

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from app.settings import settings
from app.signers import Identity, SignerError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import httpx

SIGN, FETCH = "/api/sign/pdf", "/api/sign/download/"
LARGEST = 20 * 1024 * 1024
_DOCUMENT = re.compile(r"[A-Za-z0-9_-]{1,100}")
_KNOWN = {2011: "not_registered", 2031: "wrong_passphrase"}
_EXPIRED = re.compile(r"kedaluwarsa|kadaluarsa|kadaluwarsa|masa berlaku|expired", re.IGNORECASE)
"""How messages about a certificate that has run out are worded: no number for them is documented."""
_REFUSED = {401, 403}
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


class BsreSigner:
    """Signs invisibly, in the name of the official whose NIK and passphrase come with each call."""

    name, needs_identity = "bsre", True

    def sign(self, pdf: bytes, identity: Identity | None) -> bytes:
        """The signed PDF. ``SignerError``: final for a wrong passphrase or an expired certificate, not for silence."""
        if identity is None:
            raise SignerError("passphrase_missing", is_final=True)
        with _asking() as client:
            form = {"nik": identity.nik, "passphrase": identity.passphrase, "tampilan": "invisible"}
            answer = client.post(SIGN, data=form, files={"file": ("piagam.pdf", pdf, "application/pdf")})
            _check(answer)
            if answer.content.startswith(b"%PDF-"):
                return _signed(answer.content)
            found = client.get(FETCH + _document(answer))
            _check(found)
            return _signed(found.content)


@contextmanager
def _asking() -> "Iterator[httpx.Client]":
    import httpx

    setting = settings()
    if not (setting.bsre_url and setting.bsre_user and setting.bsre_password):
        raise SignerError("signer_misconfigured", is_final=True)
    auth = (setting.bsre_user, setting.bsre_password.get_secret_value())
    try:
        with httpx.Client(base_url=setting.bsre_url.rstrip("/"), auth=auth,
                          timeout=setting.bsre_timeout_seconds) as client:  # fmt: skip
            yield client
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise SignerError("signer_misconfigured", is_final=True) from error
    except httpx.TimeoutException as error:
        raise SignerError("timeout", is_final=False) from error
    except httpx.TransportError as error:
        raise SignerError("connection", is_final=False) from error
    except httpx.HTTPError as error:
        raise SignerError("no_pdf", is_final=True) from error


def _check(answer: "httpx.Response") -> None:
    if answer.status_code in _REFUSED:
        raise SignerError("signer_misconfigured", is_final=True)
    if answer.status_code in _TRY_AGAIN:
        raise SignerError("unavailable", is_final=False)
    if answer.status_code != 200:
        raise SignerError(_reason(answer), is_final=True)


def _reason(answer: "httpx.Response") -> str:
    """A code of ours for what it says; its words may name the official, so they are kept nowhere."""
    said = _json(answer)
    code, words = said.get("status_code"), str(said.get("error") or said.get("message") or "")
    if isinstance(code, int) and code in _KNOWN:
        return _KNOWN[code]
    return "certificate_expired" if _EXPIRED.search(words) else "refused"


def _json(answer: "httpx.Response") -> dict[str, Any]:
    try:
        said = answer.json()
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _document(answer: "httpx.Response") -> str:
    named = str(_json(answer).get("id_dokumen") or answer.headers.get("id_dokumen") or "")
    if not _DOCUMENT.fullmatch(named):
        raise SignerError("no_pdf", is_final=True)
    return named


def _signed(content: bytes) -> bytes:
    if not content.startswith(b"%PDF-") or len(content) > LARGEST:
        raise SignerError("no_pdf", is_final=True)
    return content
