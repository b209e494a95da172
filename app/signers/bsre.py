"""BSrE's e-sign client service, which an agency runs beside its systems: one HTTP request signs one PDF.

As its technical guide (Petunjuk Teknis API Esign Client Service, version 1 of the API) and public clients have it:
``POST /api/sign/pdf`` with Basic authentication and the form ``file, nik, passphrase, tampilan``; the answer is the
signed PDF, or ``{"id_dokumen": …}`` to be fetched at ``/api/sign/download/{id}``. Refusals are 400 with
``{"status_code": 2031, "error": "Passphrase anda salah"}``.
"""

import json
import re
import ssl
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from app.settings import settings
from app.signers import Identity, SignerError

if TYPE_CHECKING:
    import httpcore

SIGN, FETCH = "/api/sign/pdf", "/api/sign/download/"
LARGEST = 20 * 1024 * 1024
_DOCUMENT = re.compile(r"[A-Za-z0-9_-]{1,100}")
_KNOWN = {2011: "not_registered", 2031: "wrong_passphrase"}
_EXPIRED = re.compile(r"kedaluwarsa|kadaluarsa|kadaluwarsa|masa berlaku|expired", re.IGNORECASE)
"""How messages about a certificate that has run out are worded: no number for them is documented."""
_REFUSED = {401, 403}
_TRY_AGAIN = {408, 425, 429, 500, 502, 503, 504}


class Answer(NamedTuple):
    """What the service answered."""

    status: int
    headers: Mapping[str, str]
    content: bytes


class BsreSigner:
    """Signs invisibly, in the name of the official whose NIK and passphrase come with each call."""

    name, needs_identity = "bsre", True

    def sign(self, pdf: bytes, identity: Identity | None) -> bytes:
        """The signed PDF. ``SignerError``: final for a wrong passphrase or an expired certificate, not for silence."""
        if identity is None:
            raise SignerError("passphrase_missing", is_final=True)
        form = {"nik": identity.nik, "passphrase": identity.passphrase, "tampilan": "invisible"}
        with _asking() as service:
            answer = service.ask("POST", SIGN, data=form, files={"file": ("piagam.pdf", pdf, "application/pdf")})
            if not answer.content.startswith(b"%PDF-"):
                answer = service.ask("GET", FETCH + _document(answer))
        return _signed(answer.content, pdf)


class _Service:
    """The service behind a pool of connections."""

    def __init__(self, pool: "httpcore.ConnectionPool", url: str, user: str, password: str) -> None:
        self._pool, self._url = pool, url.rstrip("/")
        word = b64encode(f"{user}:{password}".encode()).decode()
        self._headers = {"Authorization": f"Basic {word}", "Accept-Encoding": "identity", "User-Agent": "JIPP"}

    def ask(self, method: str, path: str, **body: Any) -> Answer:
        """An answer that is no refusal, of up to ``LARGEST`` bytes; ``SignerError``."""
        import httpx

        asked = httpx.Request(method, self._url + path, headers=self._headers, **body)
        if asked.url.scheme not in {"http", "https"} or not asked.url.host:
            raise SignerError("signer_misconfigured", is_final=True)
        with self._pool.stream(method, str(asked.url), headers=asked.headers.raw, content=asked.read()) as found:
            headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in found.headers}
            content = bytearray()
            for chunk in found.iter_stream():
                content += chunk
                if len(content) > LARGEST:
                    raise SignerError("answer_too_large", is_final=True)
        answer = Answer(found.status, headers, bytes(content))
        _check(answer)
        return answer


@contextmanager
def _asking() -> Iterator[_Service]:
    """The service, for ``JIPP_BSRE_TIMEOUT_SECONDS`` in all; straight to it, whatever proxies the environment names:
    what is sent has the passphrase in it."""
    import httpcore
    import httpx

    from app.bounded import BoundedBackend

    setting = settings()
    if not (setting.bsre_url and setting.bsre_user and setting.bsre_password):
        raise SignerError("signer_misconfigured", is_final=True)
    password, backend = setting.bsre_password.get_secret_value(), BoundedBackend(setting.bsre_timeout_seconds)
    try:
        with httpcore.ConnectionPool(ssl.create_default_context(), network_backend=backend, retries=0) as pool:
            yield _Service(pool, setting.bsre_url, setting.bsre_user, password)
    except (httpx.InvalidURL, httpcore.UnsupportedProtocol) as error:
        raise SignerError("signer_misconfigured", is_final=True) from error
    except httpcore.TimeoutException as error:
        raise SignerError("timeout", is_final=False) from error
    except (httpcore.NetworkError, httpcore.ProtocolError, OSError) as error:
        raise SignerError("connection", is_final=False) from error


def _check(answer: Answer) -> None:
    if answer.status in _REFUSED:
        raise SignerError("signer_misconfigured", is_final=True)
    if answer.status in _TRY_AGAIN:
        raise SignerError("unavailable", is_final=False)
    if answer.status != 200:
        raise SignerError(_reason(answer), is_final=True)


def _reason(answer: Answer) -> str:
    """A code of ours for what it says; its words may name the official, so they are kept nowhere."""
    said = _json(answer)
    code, words = said.get("status_code"), str(said.get("error") or said.get("message") or "")
    if isinstance(code, int) and code in _KNOWN:
        return _KNOWN[code]
    return "certificate_expired" if _EXPIRED.search(words) else "refused"


def _json(answer: Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.content)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}


def _document(answer: Answer) -> str:
    named = str(_json(answer).get("id_dokumen") or answer.headers.get("id_dokumen") or "")
    if not _DOCUMENT.fullmatch(named):
        raise SignerError("no_pdf", is_final=True)
    return named


def _signed(content: bytes, sent: bytes) -> bytes:
    """What came back, where it is what was sent and signed; ``SignerError``."""
    from app.signers.checking import check  # with what reads PDF, for the few who sign

    if not content.startswith(b"%PDF-"):
        raise SignerError("no_pdf", is_final=True)
    check(content, sent)
    return content
