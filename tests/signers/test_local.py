"""The local signer: a CMS signature over the whole file that OpenSSL accepts, in a PDF that stays accessible."""

import io
import re
import subprocess
from pathlib import Path

import pikepdf
import pytest

from app.signers import SignerError
from app.signers.local import LocalSigner
from tests.papers.drawing import certificate


def taken_apart(signed: bytes) -> tuple[bytes, bytes]:
    """What is signed, and the signature (DER)."""
    found = re.search(rb"/ByteRange \[ 0 (\d+) (\d+) (\d+) \]", signed)
    assert found
    start, end, rest = map(int, found.groups())
    assert end + rest == len(signed), "everything but the signature is covered"
    assert (signed[start : start + 1], signed[end - 1 : end]) == (b"<", b">")
    return signed[:start] + signed[end:], bytes.fromhex(signed[start + 1 : end - 1].decode())


def is_good(signed: bytes, key: Path, folder: Path) -> bool:
    """Whether OpenSSL finds that the certificate in the key's file signed these bytes."""
    data, signature = taken_apart(signed)
    (folder / "data").write_bytes(data)
    (folder / "signature").write_bytes(signature)
    asked = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(folder / "signature"), "-content",
             str(folder / "data"), "-CAfile", str(key), "-purpose", "any", "-out", str(folder / "out")]  # fmt: skip
    return subprocess.run(asked, capture_output=True).returncode == 0


def test_openssl_accepts_the_signature_and_finds_every_change(tmp_path: Path) -> None:
    key = tmp_path / "signer.pem"
    signed = LocalSigner(key).sign(certificate(), None)
    assert is_good(signed, key, tmp_path)
    assert key.stat().st_mode & 0o077 == 0
    place = signed.index(b"/MediaBox")
    assert not is_good(signed[:place] + b"/MediaBix" + signed[place + 9 :], key, tmp_path)
    other = tmp_path / "other.pem"
    LocalSigner(other).sign(certificate(), None)
    assert not is_good(signed, other, tmp_path)


def test_it_stays_an_accessible_document(tmp_path: Path) -> None:
    drawn = certificate()
    with pikepdf.open(io.BytesIO(LocalSigner(tmp_path / "signer.pem").sign(drawn, None))) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "id-ID"
        with pdf.open_metadata() as about:
            assert about["pdfuaid:part"] == "1"
        (field,) = pdf.Root.AcroForm.Fields
        assert (int(field.F), int(pdf.Root.AcroForm.SigFlags)) == (2, 3)
        assert str(field.V.SubFilter) == "/adbe.pkcs7.detached"
        assert len(pdf.pages) == 1


def test_a_file_without_a_key_is_said(tmp_path: Path) -> None:
    (tmp_path / "signer.pem").write_text("bukan kunci")
    with pytest.raises(SignerError) as refused:
        LocalSigner(tmp_path / "signer.pem").sign(certificate(), None)
    assert (refused.value.code, refused.value.is_final) == ("signer_misconfigured", True)
