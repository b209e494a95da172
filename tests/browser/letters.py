"""A server that sends real mail to a real mail server, so that somebody in a browser can use the link of a letter."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller

from tests.conftest import Server, free_port, start_server
from tests.delivery.conftest import Letterbox
from tests.delivery.test_mail import part, read

PATIENCE = 30.0
"""Seconds that a letter may take; a limit, never a measurement."""


@dataclass
class Post:
    """A running server, and where its letters arrive."""

    server: Server
    box: Letterbox

    def letter(self, address: str) -> EmailMessage:
        """The next letter to *address*."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for envelope in list(self.box.taken):
                if envelope.rcpt_tos == [address]:
                    self.box.taken.remove(envelope)
                    return read(envelope)
            time.sleep(0.1)
        raise AssertionError(f"no letter came to {address}")

    def link(self, letter: EmailMessage, path: str) -> str:
        """The address of our own site in the letter that leads to *path*, without the site."""
        found = [word for word in part(letter, "plain").split() if word.startswith(self.server.url + path)]
        assert len(found) == 1, part(letter, "plain")
        return found[0].removeprefix(self.server.url)


@contextmanager
def sending(folder: Path) -> Iterator[Post]:
    """The server and the mail server, as long as the block runs."""
    box, port = Letterbox(free_port()), free_port()
    controller = Controller(box, "127.0.0.1", box.port)
    controller.start()
    mail = {"JIPP_SMTP_HOST": "127.0.0.1", "JIPP_SMTP_PORT": str(box.port), "JIPP_SMTP_SECURITY": "none",
            "JIPP_MAIL_SENDER": "jipp@contoh.example", "JIPP_PUBLIC_URL": f"http://127.0.0.1:{port}"}  # fmt: skip
    running = start_server(f"sqlite:///{folder}/served.sqlite", folder, port, **mail)
    try:
        yield Post(running, box)
    finally:
        running.process.terminate()
        running.process.wait(10)
        running.engine.dispose()
        controller.stop()
