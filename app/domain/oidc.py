"""Signing in with another provider by OpenID Connect: authorization code with PKCE, state and nonce (Authlib)."""

import logging
import time
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import httpx
from sqlmodel import Session, col, select

from app.credentials import hash_password, new_token
from app.domain.security_notices import tell_person
from app.errors import Unauthenticated
from app.models import OidcLink, User
from app.settings import listed, settings

PATIENCE = 10
"""Seconds to wait for the provider."""
METADATA_HOLDS = 3600
"""Seconds."""
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Of signatures that only the provider can make; ``none`` and those with a shared secret are not among them."""
log = logging.getLogger("jipp")
_metadata: dict[str, tuple[float, dict[str, Any]]] = {}


class ProviderFailed(Unauthenticated):
    """The provider does not answer, or what it says does not hold."""

    code = "oidc-failed"


@dataclass(frozen=True)
class Departure:
    """Where the browser is sent, and what has to be remembered until it comes back."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True)
class Arrival:
    """Whom the provider vouches for."""

    subject: str
    email: str | None
    """Only where the provider says that it is verified."""
    name: str
    has_second_factor: bool


def is_offered() -> bool:
    """Whether the operator has named a provider."""
    return bool(settings().oidc_issuer and settings().oidc_client_id)


def depart(redirect_uri: str) -> Departure:
    """The way to the provider; ``ProviderFailed`` where it does not say where it is."""
    state, nonce, verifier = new_token(), new_token(), new_token()
    with _client(redirect_uri) as client:
        url, _state = client.create_authorization_url(
            _discovered()["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
        )
    return Departure(url, state, nonce, verifier)


def arrive(redirect_uri: str, code: str, verifier: str, nonce: str) -> Arrival:
    """Whom the code stands for, after the provider's signature and every claim were checked."""
    from authlib.common.errors import AuthlibBaseError  # type: ignore[import-untyped]  # see _client()
    from joserfc.errors import JoseError

    try:
        with _client(redirect_uri) as client:
            token = client.fetch_token(_discovered()["token_endpoint"], code=code, code_verifier=verifier)
        claims = _checked(token, nonce)
    except (AuthlibBaseError, JoseError, httpx.HTTPError, ValueError, KeyError, TypeError) as error:
        log.warning("sign-in with the provider failed: %s", type(error).__name__)
        raise ProviderFailed from error
    is_verified = claims.get("email_verified") is True
    email = str(claims["email"]).strip().lower() if is_verified and claims.get("email") else None
    name = str(claims.get("name") or "")[:300]
    return Arrival(str(claims["sub"])[:255], email, name, _is_strong(claims))


def _is_strong(claims: Mapping[str, Any]) -> bool:
    said = {str(claims.get("acr")), *map(str, claims.get("amr") or ())}
    return not listed(settings().oidc_second_factor).isdisjoint(said)


def _checked(token: Mapping[str, Any], nonce: str) -> dict[str, Any]:
    from authlib.oidc.core import CodeIDToken  # type: ignore[import-untyped]  # see _client()
    from joserfc import jwt
    from joserfc.jwk import KeySet
    from joserfc.jws import JWSRegistry

    keys = KeySet.import_key_set(cast("Any", _asked(_discovered()["jwks_uri"])))
    decoded = jwt.decode(
        token["id_token"], keys, registry=JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    )
    options = {"iss": {"essential": True, "values": [settings().oidc_issuer]},
               "aud": {"essential": True, "value": settings().oidc_client_id}}  # fmt: skip
    params = {"nonce": nonce, "client_id": settings().oidc_client_id, "access_token": token.get("access_token")}
    claims = CodeIDToken(decoded.claims, decoded.header, options, params)
    claims.validate(leeway=60)
    return dict(claims)


def account_of(session: Session, arrival: Arrival) -> str:
    """The id of the account: by the link that was made before, else by the verified e-mail; 401 where there is none."""
    issuer = str(settings().oidc_issuer)
    linked = session.exec(
        select(OidcLink.user_id).join(User, col(User.id) == OidcLink.user_id)
        .where(OidcLink.issuer == issuer, OidcLink.subject == arrival.subject, col(User.is_active))
    ).first()  # fmt: skip
    if linked is not None:
        return linked
    user = _by_email(session, arrival) or _new_account(session, arrival)
    other = session.exec(select(OidcLink.id).where(OidcLink.issuer == issuer, OidcLink.user_id == user.id)).first()
    if other is not None:  # the address has passed on to somebody else over there
        raise Unauthenticated("oidc-no-account")
    session.add(OidcLink(user_id=user.id, issuer=issuer, subject=arrival.subject))
    session.flush()
    tell_person(session, user.id, "provider-linked")
    return user.id


def _by_email(session: Session, arrival: Arrival) -> User | None:
    if arrival.email is None:
        raise Unauthenticated("oidc-no-account")
    user = session.exec(select(User).where(User.email == arrival.email)).first()
    if user is not None and not user.is_active:
        raise Unauthenticated("oidc-no-account")
    return user


def _new_account(session: Session, arrival: Arrival) -> User:
    if not settings().oidc_makes_accounts:
        raise Unauthenticated("oidc-no-account")
    user = User(email=str(arrival.email), name=arrival.name or str(arrival.email),
                password_hash=hash_password(new_token()))  # fmt: skip
    session.add(user)
    session.flush()
    return user


def _client(redirect_uri: str) -> Any:
    # Authlib and its client take 16 MB: only where people sign in elsewhere.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it would rather have httpx2, which nothing else here needs
        from authlib.integrations.httpx_client import OAuth2Client  # type: ignore[import-untyped]

    secret = settings().oidc_client_secret
    return OAuth2Client(
        settings().oidc_client_id, secret.get_secret_value() if secret else None, scope=settings().oidc_scopes,
        redirect_uri=redirect_uri, code_challenge_method="S256", timeout=PATIENCE,
        token_endpoint_auth_method="client_secret_basic" if secret else "none",
    )  # fmt: skip


def _discovered() -> dict[str, Any]:
    """What the provider says of itself, asked once an hour; it must be the one that the operator named."""
    issuer = str(settings().oidc_issuer)
    kept = _metadata.get(issuer)
    if kept is None or time.monotonic() > kept[0]:
        found = _asked(issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            raise ProviderFailed
        kept = _metadata[issuer] = (time.monotonic() + METADATA_HOLDS, found)
    return kept[1]


def _asked(url: str) -> dict[str, Any]:
    try:
        answer = httpx.get(url, timeout=PATIENCE)
        answer.raise_for_status()
        found = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        log.warning("the sign-in provider does not answer: %s", type(error).__name__)
        raise ProviderFailed from error
    return dict(found)
