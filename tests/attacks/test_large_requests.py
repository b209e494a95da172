"""Large headers, many parameters, many parts: refused or ignored in time, by a server that goes on serving."""

import socket
from urllib.parse import urlsplit

import httpx

from tests.access.world import World


def raw(url: str, sent: bytes, *, wait: float = 30) -> bytes:
    """What the server says to these very bytes, until it closes or *wait* seconds of silence have passed."""
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=wait) as connection:
        found = b""
        try:
            connection.sendall(sent)
            while len(found) < 100_000 and (more := connection.recv(65_536)):
                found += more
                if b"\r\n\r\n" in found:
                    break
        except (ConnectionError, TimeoutError):
            pass
        return found


def is_alive(client: httpx.Client) -> bool:
    return client.get("/healthz").status_code == 200


def test_large_headers_are_refused(client: httpx.Client) -> None:
    base = str(client.base_url)
    for size in (70_000, 1_000_000):
        answer = raw(base, b"GET /api/v1/units HTTP/1.1\r\nHost: a\r\nX-Large: " + b"a" * size + b"\r\n\r\n")
        assert not answer or answer.split()[1] in {b"200", b"400", b"431"}, answer[:100]
        assert is_alive(client)


def test_many_headers_and_large_cookies(client: httpx.Client) -> None:
    many = {f"X-Header-{n}": "a" for n in range(500)}
    assert client.get("/api/v1/units", headers=many).status_code in {200, 400, 431}
    for cookie in (
        "a=" + "b" * 30_000,
        "; ".join(f"c{n}=1" for n in range(2_000)),
        "jipp_session=" + "x" * 20_000,
        "jipp_language=" + "e" * 20_000,
        "jipp_flash=" + "A" * 30_000,
        "=; =;;; ==",
        '"jipp_language="en',
    ):
        answer = client.get("/units", headers={"Cookie": cookie, "Accept": "text/html"})
        assert answer.status_code in {200, 400, 431}, cookie[:30]
    for name in ("Authorization", "Accept", "Accept-Language", "If-Match", "If-None-Match", "Range", "Idempotency-Key",
                 "Content-Type", "X-CSRF-Token", "Origin", "Referer", "X-Editor"):  # fmt: skip
        answer = client.get("/api/v1/units", headers={name: b"," * 20_000 + "é".encode()})
        assert answer.status_code < 500, f"{name}: {answer.status_code}"
    assert is_alive(client)


def test_many_parameters(client: httpx.Client) -> None:
    many = "&".join(f"status=draft{n}" for n in range(3_000))
    for path in ("/api/v1/units", "/units", "/api/v1/innovations", "/innovations"):
        assert client.get(f"{path}?{many}").status_code in {200, 414, 422, 400}, path
        assert client.get(f"{path}?" + "&" * 30_000).status_code in {200, 400, 414, 422}, path
    assert is_alive(client)


def test_many_form_fields_and_parts(world: World) -> None:
    people = {who.name: who for who in world.persons()}
    path = f"/proposals/{world.proposals['draft', 'own'].id}"
    fields = "&".join(f"f{n}=1" for n in range(20_000))
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "text/html"}
    assert people["author"].ask("POST", path, content=fields, headers=headers).status_code in {400, 412, 413, 422, 428}
    parts = {f"file{n}": (f"{n}.pdf", b"x") for n in range(1_500)}
    answer = people["author"].ask("POST", f"/api/v1{path}/documents", files=parts)
    assert answer.status_code in {400, 413, 422}, answer.text[:200]
    form = (
        b'--b\r\nContent-Disposition: form-data; name="x"\r\n' + b"X-H: " + b"a" * 100_000 + b"\r\n\r\n1\r\n--b--\r\n"
    )
    more = {"Content-Type": "multipart/form-data; boundary=b"}
    answer = people["author"].ask("POST", f"/api/v1{path}/documents", content=form, headers=more)
    assert answer.status_code in {400, 413, 422}, answer.text[:200]
    for boundary in ("", "a" * 5_000, '"', "b\x7f"):
        more = {"Content-Type": f"multipart/form-data; boundary={boundary}"}
        answer = people["author"].ask("POST", f"/api/v1{path}/documents", content=form, headers=more)
        assert answer.status_code in {400, 413, 415, 422}, f"{boundary[:9]}: {answer.status_code}"


def test_request_smuggling_by_two_lengths(client: httpx.Client) -> None:
    """One request with two readings is refused, and the connection closed: no second one hides in it."""
    base = str(client.base_url)
    hidden = b"GET /metrics HTTP/1.1\r\nHost: a\r\n\r\n"
    for head in (
        b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n",
        b"Content-Length: 4\r\nContent-Length: 60\r\n",
        b"Transfer-Encoding: xchunked\r\n",
        b"Content-Length: +4\r\n",
        b"Content-Length: 4, 60\r\n",
    ):
        sent = b"POST /api/v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n" + head
        answer = raw(base, sent + b"\r\n0\r\n\r\n" + hidden, wait=3)
        assert b"jipp_requests" not in answer, head
        assert not answer or answer.split()[1][:1] == b"4", answer[:200]
    assert is_alive(client)


def test_nothing_but_what_is_meant_is_served(client: httpx.Client) -> None:
    """No sources, no settings, no listing, no TRACE, no way up."""
    for path in ("/.git/config", "/.env", "/static/", "/static", "/static/..%2fmain.py", "/static/%2e%2e/main.py",
                 "/static/../main.py", "/app/main.py", "/var/jipp.sqlite", "/openapi.json", "/docs", "/redoc", "/debug",
                 "/static/vendor/", "//etc/passwd", "/static//etc/passwd", "/static/%00"):  # fmt: skip
        assert client.get(path).status_code in {404, 405}, path
    for method in ("TRACE", "TRACK", "CONNECT", "PROPFIND", "DEBUG"):
        assert client.request(method, "/api/v1/units").status_code in {400, 404, 405}, method
