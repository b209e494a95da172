"""Every setting in one class, read from the environment (prefix ``JIPP_``)."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, IPvAnyNetwork, SecretStr, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict


def _listed(text: object) -> object:
    """What is written between commas."""
    return [part.strip() for part in text.split(",") if part.strip()] if isinstance(text, str) else text


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
    secure_cookies: bool = False
    """True behind HTTPS: cookies get ``__Host-`` and ``Secure``."""
    public_cache_bytes: int = 16 * 1024 * 1024
    """Memory for ready-made public answers; 0 turns the cache off."""
    idempotency_hours: int = 24
    organisation: str = "Provinsi Jawa Timur"
    is_demo: bool = False
    """Shows the demo logins on the sign-in page. Never set it where real data lives."""
    public_url: str = ""
    """Where people reach the site, without a slash at its end; mail and webhooks link to it."""
    deliver: bool = True
    """Whether the server sends mail and webhooks itself; otherwise `jipp deliver` does, in a process of its own."""
    delivery_lease_seconds: int = 60
    """After so long without a result somebody else sends a message again; longer than any attempt takes."""
    smtp_host: str = ""
    """Without it no mail is sent: it waits in the outbox, and organisers hand links on themselves."""
    smtp_port: int = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_ca_file: Path | None = None
    """Certificates to trust beside the system's, for a mail server with one of its own."""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_sender: str = ""
    """The address that mail comes from."""
    invitation_days: int = 7
    password_reset_minutes: int = 60
    webhook_allow_http: bool = False
    webhook_allowed_networks: Annotated[tuple[IPvAnyNetwork, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Internal networks that webhooks may reach, between commas; without it only public addresses."""
    webhook_timeout_seconds: float = 15.0

    @property
    def networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The internal networks that webhooks may reach."""
        return self.webhook_allowed_networks

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        self.public_url = self.public_url.rstrip("/")
        if self.smtp_host and not (self.public_url and self.mail_sender):
            raise ValueError("JIPP_SMTP_HOST needs JIPP_PUBLIC_URL and JIPP_MAIL_SENDER")
        return self


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
