"""The outbox in this process, on a database of its own; real receivers on real sockets."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import Session, SQLModel, col, select

from app import database
from app.delivery.courier import Courier
from app.models import OutboxMessage, PublicState
from app.settings import settings
from tests.conftest import empty, free_port
from tests.factories import Factory

SITE = "https://jipp.contoh.example"


@pytest.fixture(scope="session")
def delivery_database(new_database: Callable[[str], str]) -> str:
    """A database with every table."""
    url = new_database("delivering")
    engine = database.make_engine(url, writes=True)
    SQLModel.metadata.create_all(engine)
    with Session(engine) as session, session.begin():
        session.add(PublicState(id=1))
    engine.dispose()
    return url


@pytest.fixture
def setting(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., None]]:
    """Changes the operator's settings of this process."""

    def change(**values: object) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"JIPP_{name.upper()}", str(value))
        settings.cache_clear()

    yield change
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def world(delivery_database: str, setting: Callable[..., None]) -> Iterator[Factory]:
    """Factories on an empty database, which the application in this process uses."""
    setting(database_url=delivery_database, public_url=SITE, webhook_allow_http="true",
            webhook_allowed_networks="127.0.0.0/8", webhook_timeout_seconds=5)  # fmt: skip
    database.dispose_engines()
    empty(database.write_engine())
    with Factory(database.write_engine(), "http://test") as make:
        yield make
    database.dispose_engines()


def drain() -> None:
    """Sends what is due, as the server would."""
    Courier().drain()


def messages() -> list[OutboxMessage]:
    """The outbox, oldest first."""
    with database.reading() as session:
        return list(session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))))


@dataclass
class Letterbox:
    """What a mail server took, and what it will say to the next messages instead of taking them."""

    port: int
    taken: list[Any] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: object, _session: object, envelope: Any) -> str:  # noqa: N802  # its name
        """Takes a message."""
        if self.refusals:
            return self.refusals.pop(0)
        self.taken.append(envelope)
        return "250 taken"

    async def handle_RCPT(  # noqa: N802  # its name
        self, _server: object, _session: object, envelope: Any, address: str, _options: object
    ) -> str:
        """Knows everybody but nobody@."""
        if address.startswith("nobody@"):
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 known"


@pytest.fixture
def letterbox(world: Factory, setting: Callable[..., None]) -> Iterator[Letterbox]:
    """A real mail server, which the application is set up to use."""
    box = Letterbox(free_port())
    controller = Controller(box, "127.0.0.1", box.port)
    controller.start()
    setting(smtp_host="127.0.0.1", smtp_port=box.port, smtp_security="none", mail_sender="jipp@contoh.example")
    yield box
    controller.stop()


@dataclass
class Receiver:
    """What a webhook's receiver, or another network, got, and what it answers."""

    url: str = ""
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[tuple[int, dict[str, str], bytes]] = field(default_factory=list)
    """For the next requests; then 204 for all."""


def serve(
    receiver: Receiver, wrap: Callable[[ThreadingHTTPServer], None] = lambda _server: None
) -> ThreadingHTTPServer:
    """Starts an HTTP server for the receiver on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # the name that the server calls
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            receiver.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            status, headers, answer = receiver.answers.pop(0) if receiver.answers else (204, {}, b"")
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        do_GET = do_POST  # noqa: N815  # likewise

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    wrap(server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver of webhooks."""
    taking = Receiver()
    server = serve(taking)
    taking.url = f"http://127.0.0.1:{server.server_port}/jipp"
    yield taking
    server.shutdown()
    server.server_close()
