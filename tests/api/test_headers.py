"""What every answer says of safety, whatever it is: page, data, style, file, error, redirect, not modified."""

from collections.abc import Iterator

import httpx
import pytest

from app.http import headers
from tests.conftest import Server, free_port, start_server
from tests.factories import Factory

PAGES = {"content-security-policy": headers.PAGES, "cross-origin-embedder-policy": "require-corp",
         "cross-origin-resource-policy": "same-origin", "permissions-policy": headers.PERMISSIONS}  # fmt: skip
DATA = {"content-security-policy": headers.DATA}
ALL = {"x-content-type-options": "nosniff", "x-frame-options": "DENY", "referrer-policy": "same-origin",
       "cross-origin-opener-policy": "same-origin"}  # fmt: skip
HTML = {"Accept": "text/html"}


def _wrong(answer: httpx.Response, wanted: dict[str, str]) -> dict[str, str | None]:
    return {name: answer.headers.get(name) for name, value in wanted.items() if answer.headers.get(name) != value}


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/units", 200), ("/home", 303), ("/nowhere", 404), ("/static/jipp.js", 200), ("/static/nothing", 404),
     ("/static/../app/main.py", 404), ("/sign-in", 200), ("/healthz", 200), ("/language/id", 303), ("/units/", 307)],
)  # fmt: skip
def test_pages_and_what_belongs_to_them(make: Factory, path: str, status: int) -> None:
    answer = make.client().get(path, headers=HTML)
    assert answer.status_code == status
    assert _wrong(answer, ALL | PAGES) == {}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/api/v1/units", 200), ("GET", "/api/v1/units.csv", 200), ("GET", "/api/v1/proposals", 401),
     ("GET", "/api/v1/nothing", 404), ("PUT", "/api/v1/units", 405), ("POST", "/api/v1/units", 401),
     ("GET", "/api/v1/openapi.json", 200), ("GET", "/api/v1/units?limit=0", 422)],
)  # fmt: skip
def test_answers_of_the_api(make: Factory, method: str, path: str, status: int) -> None:
    answer = make.client().request(method, path)
    assert answer.status_code == status
    assert _wrong(answer, ALL | DATA) == {}
    is_public = answer.headers["cache-control"].startswith("public")
    assert answer.headers["cross-origin-resource-policy"] == ("cross-origin" if is_public else "same-origin")


def test_not_modified_says_the_same(make: Factory) -> None:
    client = make.client()
    first = client.get("/", headers=HTML)
    again = client.get("/", headers=HTML | {"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert _wrong(again, ALL | PAGES) == {}, "a browser takes these over into what it has"


def test_too_large_a_body_says_the_same(make: Factory) -> None:
    form = HTML | {"Content-Type": "application/x-www-form-urlencoded"}
    answer = make.client().post("/sign-in", content=b"x" * (13 * 1024 * 1024), headers=form)
    assert answer.status_code == 413
    assert _wrong(answer, ALL | PAGES) == {}


def test_the_policy_lets_nothing_in_from_elsewhere(make: Factory) -> None:
    for part in headers.PAGES.split("; "):
        name, *sources = part.split()
        assert set(sources) <= {"'self'", "'none'", "'script'", "jipp"}, part
        assert not {"'unsafe-inline'", "'unsafe-eval'", "data:", "https:", "*"} & set(sources), name


def test_signing_out_clears_the_browser(make: Factory) -> None:
    for way in ("page", "api"):
        client = make.as_role("auditor")
        assert "clear-site-data" not in client.get("/home", headers=HTML).headers
        by_page = way == "page"
        answer = client.post("/sign-out", headers=HTML) if by_page else client.delete("/api/v1/sessions/current")
        assert answer.headers["clear-site-data"] == '"cache", "storage"', way
        assert client.get("/api/v1/sessions/current").status_code == 401


def test_pages_of_who_is_signed_in_are_kept_by_nobody(make: Factory) -> None:
    client = make.as_role("organiser")
    for path in ("/home", "/users", "/", "/units", "/editions", "/api/docs"):
        assert client.get(path, headers=HTML).headers["cache-control"] == "private, no-store", path


@pytest.fixture(scope="module")
def https(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server as behind HTTPS, with a public address and one more name."""
    folder = tmp_path_factory.mktemp("https")
    running = start_server(
        f"sqlite:///{folder}/https.sqlite", folder, JIPP_SECURE_COOKIES="true",
        JIPP_PUBLIC_URL="https://jipp.example.go.id", JIPP_ALLOWED_HOSTS="lomba.example.go.id",
    )  # fmt: skip
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


def test_https_is_asked_for_again_for_a_year(https: Server, make: Factory) -> None:
    for path in ("/", "/api/v1/units", "/static/jipp.js", "/nowhere"):
        assert httpx.get(https.url + path).headers["strict-transport-security"] == "max-age=31536000", path
        assert "strict-transport-security" not in make.client().get(path).headers, "a laptop's demo has no HTTPS"


@pytest.mark.parametrize("host", ["jipp.example.go.id", "JIPP.example.go.id:443", "lomba.example.go.id", "127.0.0.1:81",
                                  "localhost", "[::1]:8000"])  # fmt: skip
def test_host_header_of_ours_is_answered(https: Server, host: str) -> None:
    assert httpx.get(https.url + "/units", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "jipp.example.go.id.evil.example", "evil.example:80", "", "a@b",
                                  "jipp.example.go.id/x", "jipp.example.go.id@evil.example", "[::1",
                                  "127.0.0.1.evil"])  # fmt: skip
def test_host_header_attack_is_refused(https: Server, host: str) -> None:
    for path in ("/", "/api/v1/units", "/static/jipp.js"):
        answer = httpx.get(https.url + path, headers={"Host": host})
        assert answer.status_code == 400, path
        assert "evil" not in answer.text
        assert answer.headers.get("cache-control") == "no-store" or not answer.headers.get("content-security-policy")
    assert httpx.get(https.url + "/healthz", headers={"Host": host or "x"}).status_code == 200


def test_addresses_in_pages_are_the_public_one(https: Server) -> None:
    page = httpx.get(https.url + "/api/docs/units", headers=HTML | {"Host": "lomba.example.go.id"}, timeout=60).text
    assert "https://jipp.example.go.id/api/v1/units" in page
    assert "lomba.example.go.id" not in page


def test_the_served_command_names_no_software(tmp_path_factory: pytest.TempPathFactory, https: Server) -> None:
    """As `jipp serve` starts it, not as the tests do."""
    import subprocess
    import sys

    from tests.conftest import environment, wait_until_up

    port = free_port()
    env = environment(https.database_url, tmp_path_factory.mktemp("served"))
    process = subprocess.Popen([sys.executable, "-m", "app.commands", "serve", "--port", str(port)], env=env)
    try:
        wait_until_up(f"http://127.0.0.1:{port}", process)
        assert {"server", "x-powered-by", "via"} & set(httpx.get(f"http://127.0.0.1:{port}/").headers) == set()
    finally:
        process.terminate()
        process.wait(30)
