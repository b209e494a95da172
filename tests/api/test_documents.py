"""Evidence over the API: to whom it is served and how, and what one proposal may hold."""

import re
from typing import Any

import httpx
import pytest

from app.models import Document, Proposal, Unit
from tests.factories import Factory
from tests.files.papers import PDF, picture

NAME = "Surat – “kepala” Dinas; a=b é.pdf"


@pytest.fixture
def unit(make: Factory) -> Unit:
    return make.unit("UPT Contoh", "agency")


@pytest.fixture
def draft(make: Factory, unit: Unit) -> Proposal:
    return make.proposal(make.edition(required_documents=[]), unit)


@pytest.fixture
def author(make: Factory, unit: Unit) -> httpx.Client:
    return make.key("coordinator", unit)


def _send(client: httpx.Client, draft: Proposal, content: bytes = PDF, name: str = NAME, **more: Any) -> httpx.Response:
    return client.post(f"/api/v1/proposals/{draft.id}/documents", files={"file": (name, content)}, **more)


def _content(client: httpx.Client, sent: httpx.Response, **headers: str) -> httpx.Response:
    return client.get(f"/api/v1/documents/{sent.json()['id']}/content", headers=headers)


def test_a_file_is_served_in_a_sandbox(author: httpx.Client, draft: Proposal) -> None:
    sent = _send(author, draft)
    assert sent.status_code == 201, sent.text
    got = _content(author, sent)
    assert (got.status_code, got.content) == (200, PDF)
    assert "sandbox" in got.headers["content-security-policy"]
    assert "default-src 'none'" in got.headers["content-security-policy"]
    expected = {"x-content-type-options": "nosniff", "cross-origin-resource-policy": "same-origin",
                "cache-control": "private, no-store", "content-type": "application/pdf", "accept-ranges": "bytes",
                "content-length": str(len(PDF)), "etag": f'"{sent.json()["sha256"]}"'}  # fmt: skip
    assert {name: got.headers[name] for name in expected} == expected
    assert "set-cookie" not in got.headers


def test_the_name_survives_a_header(author: httpx.Client, draft: Proposal) -> None:
    disposition = _content(author, _send(author, draft)).headers["content-disposition"]
    assert disposition.isascii()
    assert re.fullmatch(r"inline; filename=\"[A-Za-z0-9 .()_-]+\"; filename\*=UTF-8''[A-Za-z0-9%._-]+", disposition)
    assert disposition.endswith("Dinas_%20a_b%20%C3%A9.pdf")


@pytest.mark.parametrize(
    ("asked", "status", "begin", "end"),
    [("bytes=0-4", 206, 0, 5), ("bytes=5-", 206, 5, None), ("bytes=-6", 206, -6, None),
     ("bytes=0-999999", 206, 0, None),
     ("bytes=0-1,3-4", 200, 0, None), ("bytes=9-2", 200, 0, None), ("lines=1-2", 200, 0, None),
     ("bytes=", 200, 0, None), ("bytes=a-b", 200, 0, None), ("bytes=" + "9" * 5000 + "-", 200, 0, None)],
)  # fmt: skip
def test_ranges(author: httpx.Client, draft: Proposal, asked: str, status: int, begin: int, end: int | None) -> None:
    got = _content(author, _send(author, draft), Range=asked)
    assert (got.status_code, got.content) == (status, PDF[begin:end])
    assert got.headers["content-length"] == str(len(got.content))
    if status == 206:
        start = PDF.index(got.content)
        whole = f"bytes {start}-{start + len(got.content) - 1}/{len(PDF)}"
        assert got.headers["content-range"] == whole


def test_a_range_outside_the_file_is_416(author: httpx.Client, draft: Proposal) -> None:
    for asked in ("bytes=999999-", "bytes=-0"):
        got = _content(author, _send(author, draft), Range=asked)
        assert (got.status_code, got.headers["content-range"], got.content) == (416, f"bytes */{len(PDF)}", b"")


def test_if_range_gives_the_part_of_the_same_file_only(author: httpx.Client, draft: Proposal) -> None:
    sent = _send(author, draft)
    tag = f'"{sent.json()["sha256"]}"'
    assert _content(author, sent, Range="bytes=0-4", **{"If-Range": tag}).status_code == 206
    assert _content(author, sent, Range="bytes=0-4", **{"If-Range": '"other"'}).content == PDF
    assert _content(author, sent, **{"If-None-Match": tag}).status_code == 304


def test_head_says_the_size_and_sends_nothing(author: httpx.Client, draft: Proposal) -> None:
    got = author.head(f"/api/v1/documents/{_send(author, draft).json()['id']}/content")
    assert (got.status_code, got.headers["content-length"], got.content) == (200, str(len(PDF)), b"")


def test_idor_a_document_of_another_unit_is_not_there(make: Factory, author: httpx.Client, draft: Proposal) -> None:
    document = _send(author, draft).json()["id"]
    other = make.unit("Dinas Lain", "agency")
    strangers = [make.client(), make.key("coordinator", other), make.as_role("author", other), make.as_role("juror")]
    for stranger in strangers:
        for path in (f"/api/v1/documents/{document}", f"/api/v1/documents/{document}/content"):
            answer = stranger.get(path)
            assert answer.status_code in {401, 404}, path
            assert "filename" not in answer.text
        assert _send(stranger, draft).status_code in {401, 403, 404}
        assert stranger.delete(f"/api/v1/documents/{document}", headers={"If-Match": '"1"'}).status_code in {
            401,
            403,
            404,
        }
    assert _content(make.as_role("auditor"), _send(author, draft)).status_code == 200


def test_an_id_that_is_a_path_is_refused(author: httpx.Client) -> None:
    for trick in ("..%2f..%2fetc%2fpasswd", "%2e%2e/content", "0" * 64, "a%00b"):
        assert author.get(f"/api/v1/documents/{trick}/content").status_code in {404, 422}


def test_a_file_missing_from_the_store_is_a_404(make: Factory, author: httpx.Client, draft: Proposal) -> None:
    row = Document(proposal_id=draft.id, kind="evidence", filename="hilang.pdf", media_type="application/pdf",
                   size=3, sha256="ab" * 32)  # fmt: skip
    make.save(row)
    assert author.get(f"/api/v1/documents/{row.id}/content").status_code == 404


def test_a_picture_is_stored_anew_once_for_the_same_upload(author: httpx.Client, draft: Proposal) -> None:
    key = {"headers": {"Idempotency-Key": "foto-1"}}
    first, again = (_send(author, draft, picture(), "foto.png", **key).json() for _ in range(2))
    assert first == again
    assert (first["filename"], first["media_type"]) == ("foto.jpg", "image/jpeg")
    other = _send(author, draft, picture(), "lain.jpg").json()
    assert (other["sha256"], other["id"] != first["id"]) == (first["sha256"], True)


@pytest.mark.parametrize("claimed", ["text/html", "image/svg+xml", "application/javascript", "image/png; x=y", "x"])
def test_content_type_confusion_and_mime_sniffing(author: httpx.Client, draft: Proposal, claimed: str) -> None:
    """What the sender says of the type counts for nothing, and no browser may guess another."""
    path = f"/api/v1/proposals/{draft.id}/documents"
    sent = author.post(path, files={"file": ("page.html", PDF, claimed)})
    assert (sent.json()["media_type"], sent.json()["filename"]) == ("application/pdf", "page.pdf")
    served = _content(author, sent)
    assert served.headers["content-type"] == "application/pdf"
    assert served.headers["x-content-type-options"] == "nosniff"
    assert author.post(path, files={"file": ("a.pdf", b"<html>", "application/pdf")}).status_code == 415


def test_the_reason_of_a_refusal_says_what_to_do(author: httpx.Client, draft: Proposal) -> None:
    odd = PDF.replace(b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (x) >>")
    refused = _send(author, draft, odd)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "pdf_script")
    assert "simpan ulang sebagai PDF biasa" in refused.json()["errors"][0]["message"]
    assert author.get(f"/api/v1/proposals/{draft.id}/documents").json()["total"] == 0


def test_a_proposal_holds_so_many_files_and_so_many_bytes(make: Factory, author: httpx.Client, draft: Proposal) -> None:
    full = {"kind": "evidence", "filename": "a.pdf", "media_type": "application/pdf", "sha256": "0" * 64}
    large = Document(proposal_id=draft.id, size=100 * 1024 * 1024 - 10, **full)
    make.save(large)
    refused = _send(author, draft)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/documents-too-large")
    make.save(*[Document(proposal_id=draft.id, size=0, **full) for _ in range(29)])
    assert _send(author, draft).json()["type"] == "/problems/too-many-documents"


def test_who_may_not_send_costs_no_inspection(make: Factory, draft: Proposal) -> None:
    """Refused before the file is looked at: what would be refused as a program is not even opened."""
    stranger = make.key("coordinator", make.unit(kind="agency"))
    assert [_send(who, draft, b"MZ program").status_code for who in (stranger, make.client())] == [404, 401]
