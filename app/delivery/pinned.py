"""Connections to addresses that were looked at first: a name is resolved once, and what was checked is what is called.

The check and the connection use the same address, so a name that points elsewhere a moment later (DNS rebinding) leads
nowhere else. TLS still asks for the certificate of the name.
"""

import socket
import ssl
import time
from collections.abc import Iterable, Sequence
from typing import Any

import httpcore

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


class Bounded(httpcore.NetworkStream):
    """A connection of which everything together ends at the deadline, however slowly the other side speaks."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        """What comes next."""
        return self._stream.read(max_bytes, left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        """Sends."""
        self._stream.write(buffer, left(self._deadline))

    def close(self) -> None:
        """Ends it."""
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:  # fmt: skip
        """The same, encrypted; the certificate has to be that of the name, not of the address."""
        return Bounded(self._stream.start_tls(ssl_context, server_hostname, left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        """What the connection says of itself."""
        return self._stream.get_extra_info(info)


def left(deadline: float) -> float:
    """Seconds until the deadline; ``ReadTimeout`` when it has passed."""
    seconds = deadline - time.monotonic()
    if seconds <= 0:
        raise httpcore.ReadTimeout("the time for the whole exchange is over")
    return seconds
