"""What counts as a signature over a file: every change is found, and so is a signature that leaves something out."""

import re
from pathlib import Path

import pytest

from app.signers import SignerError
from app.signers.checking import check
from app.signers.cms import is_signature_of
from app.signers.local import LocalSigner
from tests.papers.drawing import certificate
from tests.signers.increment import signed_behind

SENT = certificate()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of whoever signs."""
    path = tmp_path_factory.mktemp("key") / "signer.pem"
    LocalSigner(path).sign(SENT, None)
    return path


@pytest.fixture(scope="module", params=["behind", "anew"])
def signed(key: Path, request: pytest.FixtureRequest) -> bytes:
    """With the signature behind what was sent, or written anew."""
    return signed_behind(SENT, key.read_bytes()) if request.param == "behind" else LocalSigner(key).sign(SENT, None)


def refused(signed: bytes, sent: bytes = SENT) -> str:
    with pytest.raises(SignerError) as error:
        check(signed, sent)
    assert error.value.is_final
    return error.value.code


def ranges(signed: bytes) -> tuple[int, int]:
    """Where the signature begins and ends."""
    found = re.findall(rb"/ByteRange ?\[ ?0 (\d+) (\d+) \d+ ?\]", signed)
    return int(found[-1][0]), int(found[-1][1])


def test_a_signature_over_all_that_was_sent_is_taken(signed: bytes) -> None:
    check(signed, SENT)


def test_every_change_is_found(signed: bytes) -> None:
    start, end = ranges(signed)
    for place in (*range(10, start, 997), *range(end + 1, len(signed), 97)):
        changed = bytearray(signed)
        changed[place] ^= 1
        assert refused(bytes(changed)) in {"no_signature", "no_pdf"}, place


def test_what_is_added_behind_the_signature_is_not_covered(signed: bytes) -> None:
    assert refused(signed + b"\n% lagi\n") == "no_signature"


def test_a_signature_that_is_none_is_refused(signed: bytes) -> None:
    start, end = ranges(signed)
    empty = signed[: start + 1] + b"0" * (end - start - 2) + signed[end - 1 :]
    assert refused(empty) == "no_signature"
    assert refused(signed[: start + 1] + b"f" * (end - start - 2) + signed[end - 1 :]) == "no_signature"
    taken = bytes.fromhex(signed[start + 1 : end - 1].decode())
    data = signed[:start] + signed[end:]
    assert is_signature_of(taken, data)
    for size in range(0, len(taken.rstrip(b"\0")) - 8, 7):
        assert not is_signature_of(taken[:size], data)
    for place in range(0, len(taken.rstrip(b"\0")), 5):
        is_signature_of(taken[:place] + bytes([taken[place] ^ 0x55]) + taken[place + 1 :], data)  # falls over nothing


def test_somebody_elses_paper_is_not_ours(signed: bytes) -> None:
    assert refused(signed, certificate(code="ABCD-EFGH-JKMP")) == "other_document"


def test_what_was_never_signed_is_refused() -> None:
    assert refused(SENT) == "no_signature"
    assert refused(b"%PDF-1.7 bukan berkas") == "no_pdf"
