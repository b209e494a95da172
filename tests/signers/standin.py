"""Stands in for BSrE's e-sign client service: a process of its own that answers as the technical guide says.

    python -m tests.signers.standin PORT

Passphrases choose what happens: ``benar`` signs, ``lambat`` says nothing for long, ``habis`` has an expired
certificate, ``sibuk`` is overloaded, ``pinjam`` answers with an id to be fetched; ``gema`` gives back what it got,
``lain`` somebody else's paper, signed, ``teks`` a text that only begins like a PDF; ``tetes`` and ``kepala`` speak one
byte now and then, in the body or in the head; ``banjir`` never ends; any other is wrong.
"""

import sys
import tempfile
import time
from base64 import b64decode
from collections.abc import Callable
from email import message_from_bytes
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from app.signers.local import LocalSigner
from tests.papers.drawing import certificate
from tests.signers.increment import signed_behind

USER, PASSWORD, NIK = "jipp", "rahasia-layanan", "0000000000000000"
LONG = 4.0
"""Seconds that ``lambat`` takes."""
_ERRORS = {"habis": (400, 2099, "Masa berlaku sertifikat sudah habis"), "sibuk": (503, 0, "Layanan sibuk")}


@lru_cache
def _key() -> Path:
    """The key and certificate of the official, made at the first use."""
    path = Path(tempfile.mkdtemp()) / "official.pem"
    LocalSigner(path).sign(certificate(), None)
    return path


def _signed(pdf: bytes) -> bytes:
    return signed_behind(pdf, _key().read_bytes())


_PAPERS: dict[str, Callable[[bytes], bytes]] = {
    "benar": _signed, "lambat": _signed, "gema": bytes, "teks": lambda _pdf: b"%PDF-1.7 bukan berkas",
    "lain": lambda _pdf: _signed(certificate(code="LAIN-LAIN-LAIN")),
}  # fmt: skip


class Handler(BaseHTTPRequestHandler):
    """Two addresses: signing, and fetching what was signed."""

    protocol_version = "HTTP/1.1"
    kept: dict[str, bytes] = {}

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""

    def do_GET(self) -> None:
        """What was signed by ``pinjam``; ``/health`` for who waits until we are up."""
        if self.path == "/health":
            self._answer(200, b"ok")
        elif not self._is_known():
            self._refuse(401, 0, "Unauthorized")
        else:
            self._answer(200, self.kept[self.path.rsplit("/", 1)[-1]], "application/pdf")

    def do_POST(self) -> None:
        """``/api/sign/pdf``."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if not self._is_known():
            return self._refuse(401, 0, "Unauthorized")
        form = self._form(body)
        if form["nik"] != NIK.encode() or form["tampilan"] != b"invisible":
            return self._refuse(400, 2011, "User tidak terdaftar")
        passphrase = form["passphrase"].decode()
        if passphrase == "lambat":
            time.sleep(LONG)
        if passphrase in {"tetes", "kepala", "banjir"}:
            return self._never_end(passphrase)
        if passphrase in _ERRORS:
            return self._refuse(*_ERRORS[passphrase])
        if passphrase == "pinjam":
            name = f"dokumen-{len(self.kept)}"
            self.kept[name] = LocalSigner(_key()).sign(form["file"], None)
            return self._answer(200, f'{{"id_dokumen": "{name}"}}'.encode(), "application/json")
        if passphrase in _PAPERS:
            return self._answer(200, _PAPERS[passphrase](form["file"]), "application/pdf")
        return self._refuse(400, 2031, "Passphrase anda salah !!!")

    def _never_end(self, how: str) -> None:
        drop, pause = (b"%PDF-" + b"x" * 1_000_000, 0.0) if how == "banjir" else (b"x", 0.1)
        self.wfile.write(b"HTTP/1.1 200 OK\r\nConnection: close\r\n" + (b"X-Lama: " if how == "kepala" else b"\r\n"))
        try:
            for _ in range(300):
                self.wfile.write(drop)
                time.sleep(pause)
        except OSError:
            self.close_connection = True

    def _is_known(self) -> bool:
        sent = self.headers.get("Authorization", "")
        return sent.startswith("Basic ") and b64decode(sent[6:]).decode() == f"{USER}:{PASSWORD}"

    def _form(self, body: bytes) -> dict[str, bytes]:
        whole = message_from_bytes(f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode() + body)
        found: dict[str, bytes] = {}
        for part in whole.get_payload():  # type: ignore[union-attr]
            name = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
            found[str(name)] = part.get_payload(decode=True)  # type: ignore[union-attr, assignment]
        return found

    def _refuse(self, status: int, code: int, words: str) -> None:
        self._answer(status, f'{{"status_code": {code}, "error": "{words}"}}'.encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str = "text/plain") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
