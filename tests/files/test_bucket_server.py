"""A server whose files lie in a bucket: uploads, ranges and the answer where the bucket is lost."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.buckets import bucket_settings
from tests.conftest import Server, empty, free_port, start_server
from tests.factories import Factory
from tests.files.papers import PDF


def _started(folder: Path, s3_server: str, name: str, **more: str) -> Iterator[Server]:
    httpx.put(f"{s3_server}/{name}")
    chosen = {f"JIPP_{key.upper()}": value for key, value in bucket_settings(s3_server, name).items()}
    running = start_server(f"sqlite:///{folder}/bucket.sqlite", folder, **(chosen | more))
    yield running
    running.process.terminate()
    running.process.wait(10)
    running.engine.dispose()


@pytest.fixture(scope="module")
def with_bucket(s3_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    yield from _started(tmp_path_factory.mktemp("bucket"), s3_server, "dilayani")


@pytest.fixture(scope="module")
def lost(s3_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    nowhere = f"http://127.0.0.1:{free_port()}"
    folder = tmp_path_factory.mktemp("lost")
    yield from _started(folder, s3_server, "hilang", JIPP_S3_ENDPOINT=nowhere)


@pytest.fixture(scope="module")
def unscanned(s3_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    nobody = f"tcp://127.0.0.1:{free_port()}"
    yield from _started(tmp_path_factory.mktemp("unscanned"), s3_server, "takdipindai", JIPP_CLAMD=nobody)


def _send(server: Server, make: Factory) -> tuple[httpx.Client, httpx.Response]:
    empty(server.engine)
    unit = make.unit()
    draft = make.proposal(make.edition(required_documents=[]), unit)
    author = make.key("coordinator", unit)
    return author, author.post(f"/api/v1/proposals/{draft.id}/documents", files={"file": ("surat.pdf", PDF)})


def test_a_file_in_a_bucket_is_served_whole_and_in_parts(with_bucket: Server) -> None:
    with Factory(with_bucket.engine, with_bucket.url) as make:
        author, sent = _send(with_bucket, make)
        assert sent.status_code == 201, sent.text
        address = f"/api/v1/documents/{sent.json()['id']}/content"
        assert author.get(address).content == PDF
        part = author.get(address, headers={"Range": "bytes=5-9"})
        assert (part.status_code, part.content) == (206, PDF[5:10])
        assert author.get(address, headers={"Range": "bytes=99999-"}).status_code == 416


def test_a_lost_bucket_is_a_503_that_says_so(lost: Server) -> None:
    with Factory(lost.engine, lost.url) as make:
        author, sent = _send(lost, make)
        assert (sent.status_code, sent.json()["type"]) == (503, "/problems/files-unavailable")
        assert author.get("/api/v1/units").status_code == 200


def test_an_unreachable_scanner_is_a_503_that_says_so(unscanned: Server) -> None:
    with Factory(unscanned.engine, unscanned.url) as make:
        _author, sent = _send(unscanned, make)
        assert (sent.status_code, sent.json()["type"]) == (503, "/problems/scanner-unavailable")
        assert sent.headers["retry-after"] == "1"
