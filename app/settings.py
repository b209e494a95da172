"""Every setting in one class, read from the environment (prefix ``JIPP_``)."""

from functools import lru_cache
from pathlib import Path
from typing import Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The operator's choices; the defaults run a single machine without any set-up."""

    model_config = SettingsConfigDict(env_prefix="JIPP_", env_file=".env", extra="ignore")

    database_url: str = "sqlite:///var/jipp.sqlite"
    database_read_url: str | None = None
    """A read replica; without it reads go to ``database_url``."""
    concurrency: int = 16
    """Threads that answer requests, and connections each engine may open: one number, so none waits for another."""
    files_dir: Path = Path("var/files")
    max_body_bytes: int = 12 * 1024 * 1024
    max_document_bytes: int = 10 * 1024 * 1024
    max_documents_per_proposal: int = 30
    session_hours: int = 12
    session_idle_minutes: int = 180
    """A session that was not used for so long is over; 0: only ``session_hours`` counts."""
    secure_cookies: bool = False
    """True behind HTTPS: cookies get ``__Host-`` and ``Secure``. Unless set, as ``public_url`` says."""
    public_cache_bytes: int = 16 * 1024 * 1024
    """Memory for ready-made public answers; 0 turns the cache off."""
    idempotency_hours: int = 24
    organisation: str = "Provinsi Jawa Timur"
    is_demo: bool = False
    """Shows the demo logins on the sign-in page. Never set it where real data lives."""
    public_url: str | None = None
    """Where people reach the site, such as ``https://jipp.example.go.id``: passkeys and sign-in elsewhere need it."""
    secret_key: SecretStr | None = None
    """What every derived key comes from (app/secrets_store.py); without it a file of mode 0600 is made."""
    trusted_proxies: str = "127.0.0.1,::1"
    """Whose ``X-Forwarded-For`` is believed: addresses and networks, with commas between."""
    key_requests_per_minute: int = 600
    """Requests of one API key; 0: no limit."""
    anonymous_writes_per_minute: int = 120
    """Writes and attempts to sign in of people unknown, from one address (IPv6: from a /64); 0: no limit."""
    second_factor_roles: str | None = None
    """Roles that need a second factor, with commas between: ``organiser,secretariat,auditor``."""
    oidc_issuer: str | None = None
    """The OpenID Connect provider that people may sign in with; None: passwords and passkeys only."""
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_scopes: str = "openid email profile"
    oidc_name: str = "SSO"
    """Its name on the button “Masuk dengan …”."""
    oidc_makes_accounts: bool = False
    """Whether somebody unknown with a verified e-mail gets an account, without any role."""
    oidc_second_factor: str | None = None
    """Values of ``acr`` or ``amr`` that count as a second factor, with commas between: ``mfa,otp``."""

    @model_validator(mode="after")
    def _secure_where_https(self) -> Self:
        if "secure_cookies" not in self.model_fields_set:
            self.secure_cookies = (self.public_url or "").startswith("https://")
        return self


def listed(text: str | None) -> frozenset[str]:
    """The items of a setting that has commas between them."""
    return frozenset(part.strip() for part in (text or "").split(",") if part.strip())


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
