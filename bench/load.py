"""The load: wrk (Debian) where a request may be repeated, and 16 sockets of our own where each is another.

`python -m bench.load ADDRESS SECONDS CLIENTS PAUSE` reads requests from standard input, a JSON list of
[method, path, headers, body] a line, sends each once, and prints what it saw as JSON.
"""

import asyncio
import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bench.servers import LOAD_CORE

WRK = shutil.which("wrk")
_UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


@dataclass(frozen=True)
class Seen:
    """One round: requests per second, and latencies in milliseconds."""

    rate: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Request:
    """What is sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: str = ""


def repeat(url: str, request: Request, seconds: float, clients: int) -> Seen:
    """The same request over and over."""
    if WRK is None:
        return each_once(url, [request] * 200_000, seconds, clients)
    headers = [part for name, value in request.headers.items() for part in ("-H", f"{name}: {value}")]
    command = [WRK, "-t1", f"-c{clients}", f"-d{max(1, round(seconds))}", "--latency", *headers, url + request.path]
    output = _on_its_core(command)
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(output)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    assert rate, output
    return Seen(float(rate[1]), _percentile(output, "50%"), _percentile(output, "99%"))


def _percentile(output: str, name: str) -> float:
    found = re.search(rf"^\s+{name}\s+([\d.]+)(us|ms|s|m)$", output, re.MULTILINE)
    assert found, output
    return float(found[1]) * _UNITS[found[2]]


def each_once(url: str, requests: list[Request], seconds: float, clients: int, pause: float = 0.0) -> Seen:
    """Every request once, until *seconds* are over or none is left; each client waits *pause* seconds in between."""
    lines = "\n".join(json.dumps([one.method, one.path, one.headers, one.body]) for one in requests)
    command = [sys.executable, "-m", "bench.load", url, str(seconds), str(clients), str(pause)]
    found = json.loads(_on_its_core(command, lines))
    if set(found["statuses"]) - {"200", "201"}:
        raise RuntimeError(f"answers were {found['statuses']}")
    return Seen(found["rate"], found["p50"], found["p99"])


def _on_its_core(command: list[str], sent: str | None = None) -> str:
    done = subprocess.run(
        command, input=sent, capture_output=True, text=True, check=True,
        preexec_fn=lambda: os.sched_setaffinity(0, {LOAD_CORE}),
    )  # fmt: skip
    return done.stdout


async def _client(host: str, port: int, requests: Iterator[bytes], until: float, pause: float, seen: list[float],
                  statuses: Counter[str]) -> None:  # fmt: skip
    reader, writer = await asyncio.open_connection(host, port)
    await asyncio.sleep(pause * random.random())  # or all would come at once
    for request in requests:
        began = time.perf_counter()
        if began >= until:
            break
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", head)
        await reader.readexactly(int(length[1]) if length else 0)
        seen.append(time.perf_counter() - began)
        statuses[head[9:12].decode()] += 1
        if pause:
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))
    writer.close()


async def _run(url: str, seconds: float, clients: int, pause: float, lines: list[str]) -> dict[str, object]:
    address = urlsplit(url)
    assert address.hostname
    assert address.port
    requests = iter([_bytes(address.netloc, *json.loads(line)) for line in lines])
    seen: list[float] = []
    statuses: Counter[str] = Counter()
    began = time.perf_counter()
    place, until = (address.hostname, address.port), began + seconds
    await asyncio.gather(*(_client(*place, requests, until, pause, seen, statuses) for _ in range(clients)))
    took = time.perf_counter() - began
    seen.sort()
    return {"rate": len(seen) / took, "p50": seen[len(seen) // 2] * 1e3, "p99": seen[int(len(seen) * 0.99)] * 1e3,
            "statuses": statuses}  # fmt: skip


def _bytes(host: str, method: str, path: str, headers: dict[str, str], body: str) -> bytes:
    sent = {"Host": host, "Content-Length": str(len(body.encode())), **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in sent.items()), "", body]
    return "\r\n".join(lines).encode()


if __name__ == "__main__":
    import uvloop

    _url, _seconds, _clients, _pause = sys.argv[1:5]
    _lines = sys.stdin.read().splitlines()
    print(json.dumps(uvloop.run(_run(_url, float(_seconds), int(_clients), float(_pause), _lines))))
