"""Connections to addresses that were looked at first: a name is resolved once, and what was checked is what is called.

The check and the connection use the same address, so a name that points elsewhere a moment later (DNS rebinding) leads
nowhere else. TLS still asks for the certificate of the name.
"""

import socket
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

from app.bounded import Bounded, left
from app.rules.addresses import Network, is_allowed


class Refused(Exception):
    """The name leads to an address that may not be called."""


class PinnedBackend(httpcore.NetworkBackend):
    """Connects by TCP, to allowed addresses only; all reading and writing ends at the deadline."""

    def __init__(self, allowed: Sequence[Network], seconds: float) -> None:
        self._allowed, self._deadline = allowed, time.monotonic() + seconds
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A connection to the address that *host* has now; ``Refused`` where that is not allowed."""
        address = self.resolve(host, port)
        options = socket_options or []
        stream = self._network.connect_tcp(address, port, left(self._deadline), local_address, options)
        return Bounded(stream, self._deadline)

    def resolve(self, host: str, port: int) -> str:
        """The first address of the name. Where any of them is not allowed the name is refused as a whole."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(str(error)) from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        if not addresses or not all(is_allowed(address, self._allowed) for address in addresses):
            raise Refused
        return addresses[0]

    def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:  # fmt: skip
        """Never."""
        raise Refused
