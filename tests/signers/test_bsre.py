"""BSrE's client service, over HTTP to a stand-in: what it signs, and what each refusal is called."""

import time
from collections.abc import Iterator

import pytest
from pydantic import SecretStr

from app.settings import settings
from app.signers import Identity, SignerError, checking, current
from app.signers.bsre import BsreSigner
from tests.conftest import free_port
from tests.papers.drawing import certificate
from tests.signers.service import service
from tests.signers.standin import NIK, PASSWORD, USER

PDF = certificate()


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the stand-in listens."""
    with service() as url:
        yield url


@pytest.fixture(autouse=True)
def chosen(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings that sign there."""
    values = {"signer": "bsre", "bsre_url": address, "bsre_user": USER, "bsre_password": SecretStr(PASSWORD),
              "bsre_timeout_seconds": 1.5}  # fmt: skip
    for name, value in values.items():
        monkeypatch.setattr(settings(), name, value)


@pytest.mark.parametrize("passphrase", ["benar", "pinjam"])
def test_it_hands_back_what_the_service_signed(passphrase: str) -> None:
    """``benar`` adds its signature behind what it got, ``pinjam`` writes the file anew."""
    signer = current()
    assert isinstance(signer, BsreSigner)
    signed = signer.sign(PDF, Identity(NIK, passphrase))
    assert signed.startswith(PDF) == (passphrase == "benar")
    checking.check(signed, PDF)


@pytest.mark.parametrize(("passphrase", "code"), [
    ("gema", "no_signature"), ("lain", "other_document"), ("teks", "no_pdf"), ("banjir", "answer_too_large"),
])  # fmt: skip
def test_an_answer_that_is_not_our_paper_signed_is_refused_for_good(passphrase: str, code: str) -> None:
    with pytest.raises(SignerError) as refused:
        current().sign(PDF, Identity(NIK, passphrase))
    assert (refused.value.code, refused.value.is_final) == (code, True)


@pytest.mark.parametrize("passphrase", ["tetes", "kepala"])
def test_who_speaks_one_byte_now_and_then_is_not_waited_for(passphrase: str) -> None:
    began = time.monotonic()
    with pytest.raises(SignerError) as refused:
        current().sign(PDF, Identity(NIK, passphrase))
    assert (refused.value.code, refused.value.is_final) == ("timeout", False)
    assert time.monotonic() - began < 4, "1.5 seconds for all of it"


def test_no_proxy_of_the_environment_sees_the_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    assert current().sign(PDF, Identity(NIK, "benar")).startswith(PDF)


@pytest.mark.parametrize(("nik", "passphrase", "code", "is_final"), [
    (NIK, "keliru", "wrong_passphrase", True), ("1111111111111111", "benar", "not_registered", True),
    (NIK, "habis", "certificate_expired", True), (NIK, "lambat", "timeout", False),
    (NIK, "sibuk", "unavailable", False),
])  # fmt: skip
def test_each_refusal_has_its_name(nik: str, passphrase: str, code: str, is_final: bool) -> None:
    with pytest.raises(SignerError) as refused:
        current().sign(PDF, Identity(nik, passphrase))
    assert (refused.value.code, refused.value.is_final) == (code, is_final)
    assert passphrase not in str(refused.value)


def test_without_anybody_nothing_is_asked() -> None:
    with pytest.raises(SignerError, match="passphrase_missing"):
        current().sign(PDF, None)


@pytest.mark.parametrize(("change", "code", "is_final"), [
    ({"bsre_password": SecretStr("lain")}, "signer_misconfigured", True),
    ({"bsre_url": None}, "signer_misconfigured", True),
    ({"bsre_url": "bukan alamat"}, "signer_misconfigured", True),
])  # fmt: skip
def test_a_wrong_set_up_is_final(
    change: dict[str, object], code: str, is_final: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in change.items():
        monkeypatch.setattr(settings(), name, value)
    with pytest.raises(SignerError) as refused:
        current().sign(PDF, Identity(NIK, "benar"))
    assert (refused.value.code, refused.value.is_final) == (code, is_final)


def test_a_service_that_is_down_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings(), "bsre_url", f"http://127.0.0.1:{free_port()}")
    with pytest.raises(SignerError) as refused:
        current().sign(PDF, Identity(NIK, "benar"))
    assert (refused.value.code, refused.value.is_final) == ("connection", False)
