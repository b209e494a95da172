"""ID tokens that do not hold: whatever a forger changes is refused, each by itself."""

import base64
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from app.domain import oidc
from app.settings import settings

ISSUER, CLIENT, NONCE = "https://akun.contoh.example", "jipp", "nonce-dari-keberangkatan"
OURS = ECKey.generate_key("P-256", {"kid": "satu"})
OTHERS = ECKey.generate_key("P-256", {"kid": "satu"})
ES256 = {"alg": "ES256", "kid": "satu"}


@pytest.fixture(autouse=True)
def provider(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A provider that has one public key, without a network."""
    for name, value in {"OIDC_ISSUER": ISSUER, "OIDC_CLIENT_ID": CLIENT}.items():
        monkeypatch.setenv(f"JIPP_{name}", value)
    settings.cache_clear()
    places = {"token_endpoint": f"{ISSUER}/token", "jwks_uri": f"{ISSUER}/jwks"}
    monkeypatch.setattr(oidc, "_discovered", lambda: places)
    monkeypatch.setattr(oidc, "_asked", lambda _url: {"keys": [OURS.as_dict(private=False)]})
    yield
    settings.cache_clear()


def claims(**more: Any) -> dict[str, Any]:
    """Claims that hold, but for *more*; None leaves one out."""
    moment = int(time.time())
    found = {"iss": ISSUER, "aud": CLIENT, "sub": "rani-1", "nonce": NONCE, "iat": moment, "exp": moment + 300} | more
    return {name: value for name, value in found.items() if value is not None}


def signed(header: dict[str, Any], body: dict[str, Any], key: Any = OURS) -> str:
    return jwt.encode(header, body, key, algorithms=["ES256"])


def arrive(monkeypatch: pytest.MonkeyPatch, token: str) -> oidc.Arrival:
    """As if the provider had answered the code with this token."""

    class Client:
        def __enter__(self) -> "Client":
            return self

        def __exit__(self, *_more: object) -> None:
            return None

        def fetch_token(self, _url: str, **_more: Any) -> dict[str, Any]:
            return {"id_token": token, "access_token": "rahasia", "token_type": "Bearer"}

    monkeypatch.setattr(oidc, "_client", lambda _uri: Client())
    return oidc.arrive("https://jipp.example/sign-in/oidc/callback", "code", "verifier", NONCE)


def test_a_token_that_holds_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise the refusals below would show nothing."""
    assert arrive(monkeypatch, signed(ES256, claims())).subject == "rani-1"
    assert arrive(monkeypatch, signed(ES256, claims(aud=[CLIENT]))).subject == "rani-1"


@pytest.mark.parametrize(
    "wrong",
    [{"iss": "https://lain.example"}, {"iss": ISSUER + "/"}, {"iss": None}, {"aud": "lain"}, {"aud": None},
     {"aud": [CLIENT, "lain"], "azp": "lain"}, {"nonce": "lain"}, {"nonce": None}, {"sub": None}, {"exp": None},
     {"exp": 1_700_000_000}, {"nbf": 9_999_999_999}, {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}],
)  # fmt: skip
def test_a_claim_that_does_not_fit_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: dict[str, Any]) -> None:
    with pytest.raises(oidc.ProviderFailed):
        arrive(monkeypatch, signed(ES256, claims(**wrong)))


def _part(value: dict[str, Any]) -> str:
    return _text(json.dumps(value).encode())


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_signature_forgery_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another key, a key that the token brings along, a changed text, no signature, the public key as a secret."""
    good = signed(ES256, claims())
    head, body, signature = good.split(".")
    brought = ES256 | {"jwk": OTHERS.as_dict(private=False), "jku": "https://jahat.example/jwks"}
    by_secret = hmac.digest(OURS.as_pem(private=False), f"{_part({'alg': 'HS256'})}.{body}".encode(), "sha256")
    shared = f"{_part({'alg': 'HS256'})}.{body}"
    forged = {
        "another key": signed(ES256, claims(), OTHERS),
        "a key that it brings": signed(brought, claims(), OTHERS),
        "a changed text": f"{head}.{_part(claims(sub='siti-1'))}.{signature}",
        "no signature": f"{head}.{body}.",
        "alg none": f"{_part({'alg': 'none'})}.{body}.",
        "the public key as a secret": f"{shared}.{_text(by_secret)}",
        "no token at all": "bukan-token",
    }
    taken = []
    for name, token in forged.items():
        try:
            arrive(monkeypatch, token)
        except oidc.ProviderFailed:
            continue
        taken.append(name)
    assert taken == []


def test_mix_up_by_the_metadata_of_another_issuer(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is found at the address must be of the issuer that the operator named, letter by letter."""
    monkeypatch.undo()
    monkeypatch.setenv("JIPP_OIDC_ISSUER", ISSUER)
    monkeypatch.setenv("JIPP_OIDC_CLIENT_ID", CLIENT)
    settings.cache_clear()
    oidc._metadata.clear()
    told = {"issuer": "https://lain.example", "authorization_endpoint": f"{ISSUER}/authorize"}
    monkeypatch.setattr(oidc, "_asked", lambda _url: told)
    with pytest.raises(oidc.ProviderFailed):
        oidc.depart("https://jipp.example/sign-in/oidc/callback")
    told["issuer"] = ISSUER
    assert oidc.depart("https://jipp.example/sign-in/oidc/callback").url.startswith(f"{ISSUER}/authorize?")
    oidc._metadata.clear()
