"""Deeds on passkeys (WebAuthn). A passkey proves the device and, by its lock, the person: it counts as two factors."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlmodel import Session, col, select

from app.clock import now
from app.domain.second_factors import after_removal, first_codes
from app.domain.security_notices import tell_person
from app.domain.sessions import require_confirmed
from app.domain.versions import check_version
from app.errors import Conflict, NotFound, Unauthenticated, invalid
from app.models import Passkey, User
from app.models.sign_in import PasskeyCreate
from app.queries.reach import require_person
from app.rules.permissions import Actor
from app.settings import settings

MOST = 20
"""Passkeys of one person."""


@dataclass(frozen=True)
class Site:
    """The site as browsers bind passkeys to it: the host name, and the origin that pages are read from."""

    rp_id: str
    origin: str


def site_of(base_url: str) -> Site | None:
    """The site by ``JIPP_PUBLIC_URL``; without it only ``localhost``, for trying out: the Host header is anybody's."""
    parts = urlsplit(settings().public_url or base_url)
    host = parts.hostname or ""
    if settings().public_url is None and host != "localhost":
        return None
    return Site(host, f"{parts.scheme}://{parts.netloc}")


def registration_options(session: Session, actor: Actor, site: Site) -> tuple[str, str]:
    """What the browser needs to make a passkey, as JSON, and the challenge in it."""
    # The library with its formats of attestation takes 13 MB: only who uses passkeys pays for it.
    import webauthn
    from webauthn.helpers import structs

    require_confirmed(session, actor)
    held = _held(session, require_person(actor))
    if len(held) >= MOST:
        raise Conflict("too-many-passkeys", limit=MOST)
    options = webauthn.generate_registration_options(
        rp_id=site.rp_id, rp_name=settings().organisation, user_name=actor.email, user_display_name=actor.name,
        user_id=UUID(actor.user_id).bytes,
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.REQUIRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=[structs.PublicKeyCredentialDescriptor(id=_bytes(key.credential_id)) for key in held],
    )  # fmt: skip
    return webauthn.options_to_json(options), _text(options.challenge)


def add(session: Session, actor: Actor, site: Site, challenge: str, body: PasskeyCreate) -> list[str]:
    """Keeps the passkey that the browser made; the recovery codes where it is the person's first factor, else none."""
    user_id = require_person(actor)
    require_confirmed(session, actor)
    made, transports = _verified_registration(site, challenge, body.credential)
    credential_id = _text(made.credential_id)
    if session.exec(select(Passkey.id).where(Passkey.credential_id == credential_id)).first():
        raise Conflict("factor-exists")
    session.add(Passkey(
        user_id=user_id, name=body.name, credential_id=credential_id, public_key=_text(made.credential_public_key),
        sign_count=made.sign_count, transports=transports,
    ))  # fmt: skip
    session.flush()
    tell_person(session, user_id, "passkey-added")
    return first_codes(session, user_id)


def _verified_registration(site: Site, challenge: str, credential: str) -> tuple[Any, list[str]]:
    import webauthn  # see registration_options()
    from webauthn.helpers.exceptions import WebAuthnException

    try:
        made = webauthn.verify_registration_response(
            credential=credential, expected_challenge=_bytes(challenge), expected_rp_id=site.rp_id,
            expected_origin=site.origin, require_user_verification=True,
        )  # fmt: skip
        given = json.loads(credential)["response"].get("transports") or []
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise invalid("credential", "passkey_refused") from error
    return made, [str(one)[:20] for one in given[:8]] if isinstance(given, list) else []


def sign_in_options(site: Site) -> tuple[str, str]:
    """What the browser needs to use any passkey of the site, as JSON, and the challenge in it."""
    import webauthn  # see registration_options()
    from webauthn.helpers import structs

    options = webauthn.generate_authentication_options(
        rp_id=site.rp_id, user_verification=structs.UserVerificationRequirement.REQUIRED
    )
    return webauthn.options_to_json(options), _text(options.challenge)


def use(session: Session, site: Site, challenge: str, credential: str) -> str:
    """The id of the account that the passkey opens; 401 where it is not known, or its answer is not right.

    A counter that does not grow says that the passkey was copied: it is refused.
    """
    import webauthn  # see registration_options()
    from webauthn.helpers.exceptions import WebAuthnException

    key = _named_in(session, credential)
    try:
        used = webauthn.verify_authentication_response(
            credential=credential, expected_challenge=_bytes(challenge), expected_rp_id=site.rp_id,
            expected_origin=site.origin, credential_public_key=_bytes(key.public_key),
            credential_current_sign_count=key.sign_count, require_user_verification=True,
        )  # fmt: skip
    except (WebAuthnException, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unauthenticated("passkey-refused") from error
    key.sign_count, key.last_used_at = used.new_sign_count, now()
    session.flush()
    return key.user_id


def _named_in(session: Session, credential: str) -> Passkey:
    try:
        wanted = str(json.loads(credential)["id"])
    except (ValueError, KeyError, TypeError):
        raise Unauthenticated("passkey-refused") from None
    if "\x00" in wanted:
        raise Unauthenticated("passkey-refused")
    is_open = col(Passkey.user_id).in_(select(User.id).where(col(User.is_active)))
    key = session.exec(select(Passkey).where(Passkey.credential_id == wanted, is_open)).first()
    if key is None:
        raise Unauthenticated("passkey-refused")
    return key


def remove(session: Session, actor: Actor, passkey_id: str, expected: int | None) -> None:
    """Takes a passkey away; ``NotFound`` where it is somebody else's."""
    user_id = require_person(actor)
    require_confirmed(session, actor)
    row = session.get(Passkey, passkey_id)
    if row is None or row.user_id != user_id:
        raise NotFound
    check_version(row, expected)
    session.delete(row)
    session.flush()
    tell_person(session, user_id, "passkey-removed")
    after_removal(session, user_id)


def _held(session: Session, user_id: str) -> list[Passkey]:
    return list(session.exec(select(Passkey).where(Passkey.user_id == user_id)))


def _text(raw: bytes) -> str:
    return urlsafe_b64encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
