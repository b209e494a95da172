"""What is said of an address where no JIPP can be mirrored: nobody there, no TLS, another site, another version."""

import socket
import ssl
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from sqlmodel import select

from app import database
from app.clock import now
from app.delivery.peers import look_at_one
from app.http.peer_words import fault_shown
from app.models import Peer
from tests.conftest import free_port
from tests.delivery.conftest import Receiver, serve
from tests.delivery.test_webhooks import certificate
from tests.factories import Factory

PROBLEM = {"content-type": "application/problem+json"}
HTML = {"content-type": "text/html"}


def error_of(make: Factory, url: str) -> str:
    """Why a look at this address failed."""
    make.save(Peer(name="Tetangga", url=url, due_at=now()))
    assert look_at_one()
    with database.reading() as session:
        return session.exec(select(Peer.error)).one()


@pytest.mark.parametrize(("status", "headers", "body", "error"), [
    (404, PROBLEM, b'{"type": "/problems/not-found"}', "other_version"),
    (404, HTML, b"<h1>Tidak ada</h1>", "not_a_feed"), (200, HTML, b"<h1>Beranda</h1>\n", "not_a_feed"),
    (405, HTML, b"", "not_a_feed"), (301, {"location": "https://lain.example/"}, b"", "redirected"),
    (403, HTML, b"", "http_403"), (503, HTML, b"", "http_503"),
])  # fmt: skip
def test_an_answer_says_who_is_there(
    world: Factory, receiver: Receiver, status: int, headers: dict[str, str], body: bytes, error: str
) -> None:
    receiver.answers.append((status, headers, body))
    assert error_of(world, receiver.url) == error


def test_nobody_is_there(world: Factory) -> None:
    assert error_of(world, f"http://127.0.0.1:{free_port()}") == "connection"


def test_there_is_no_such_name(world: Factory, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_asked: object, **_more: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert error_of(world, "https://salah-eja.example") == "unknown_host"


def test_it_speaks_no_tls(world: Factory) -> None:
    with socket.create_server(("127.0.0.1", 0)) as plain:

        def answer() -> None:
            taken, _address = plain.accept()
            taken.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            taken.close()

        threading.Thread(target=answer, daemon=True).start()
        assert error_of(world, f"https://127.0.0.1:{plain.getsockname()[1]}") == "no_tls"


def test_its_certificate_is_not_trusted(world: Factory, tmp_path: Path) -> None:
    both = certificate(tmp_path, "tetangga.example")

    def wrap(server: ThreadingHTTPServer) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        server.socket = context.wrap_socket(server.socket, server_side=True)

    server = serve(Receiver(), wrap)
    assert error_of(world, f"https://127.0.0.1:{server.server_port}") == "tls"
    server.shutdown()


def test_it_breaks_off(world: Factory, receiver: Receiver) -> None:
    receiver.answers.append((200, {"transfer-encoding": "chunked"}, b'{"cursor": "x"}\n'))
    assert error_of(world, receiver.url) == "cut_short"


@pytest.mark.parametrize(("code", "words"), [
    ("not_a_feed", "yang menjawab di alamat itu bukan JIPP"), ("no_tls", "tidak melayani https (TLS)"),
    ("other_version", "versi"), ("connection", "tidak ada jawaban"), ("http_503", "bermasalah (HTTP 503)"),
    ("http_418", "menjawab dengan HTTP 418"), ("http_403", "menolak dibaca dari sini (HTTP 403)"),
    ("entah_apa", "entah_apa"),
])  # fmt: skip
def test_each_has_its_words(code: str, words: str) -> None:
    assert words in fault_shown(code)
