"""Connections of which everything together ends at a deadline, however slowly the other side speaks.

A time limit for each read alone is none: one byte a second goes on for ever.
"""

import ssl
import time
from collections.abc import Iterable
from typing import Any

import httpcore


class BoundedBackend(httpcore.NetworkBackend):
    """Connects by TCP to whatever address it is given; all reading and writing ends at the deadline."""

    def __init__(self, seconds: float) -> None:
        self._deadline, self._network = time.monotonic() + seconds, httpcore.SyncBackend()

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:  # fmt: skip
        """A connection that ends at the deadline."""
        stream = self._network.connect_tcp(host, port, left(self._deadline), local_address, socket_options)
        return Bounded(stream, self._deadline)


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
