"""Every setting in one class, read from the environment (prefix ``JIPP_``)."""

from datetime import date
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, IPvAnyNetwork, SecretStr, model_validator
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
    header_seconds: int = 20
    """How long ``jipp serve`` waits for the head of a request before it closes the connection."""
    body_seconds: int = 30
    """How long it waits for the next bytes of a body; ten times that for the whole body. Then 408."""
    max_document_bytes: int = 10 * 1024 * 1024
    max_documents_per_proposal: int = 30
    max_documents_bytes_per_proposal: int = 100 * 1024 * 1024
    """Of all files of one proposal together."""
    files_url: str | None = None
    """``s3://bucket/prefix``: files lie in that bucket instead of ``files_dir`` (which is still worked in)."""
    s3_endpoint: str | None = None
    """Address of an S3-compatible server; None for AWS itself."""
    s3_region: str = "us-east-1"
    s3_access_key_id: str | None = None
    s3_secret_access_key: SecretStr | None = None
    orphan_hours: int = 24
    """Hours for which a file that no document names is kept."""
    clamd: str | None = None
    """``unix:///run/clamav/clamd.ctl`` or ``tcp://host:3310``: every upload is scanned there; None: by nobody."""
    allowed_hosts: str | None = None
    """Names by which the site may be asked for, beside that of ``public_url``, with commas between; neither: any."""
    session_hours: int = 12
    session_idle_minutes: int = 180
    """A session that was not used for so long is over; 0: only ``session_hours`` counts."""
    secure_cookies: bool = False
    """True behind HTTPS: cookies get ``__Host-`` and ``Secure``. Unless set, as ``public_url`` says."""
    signing_key_file: Path = Path("var/signing.key")
    """The Ed25519 key that signs published results; made at the first publication. The same for all machines."""
    signing_name: Annotated[str, Field(pattern=r"^[^\s+]{1,100}$")] = "jipp"
    """The name that signatures bear, without blanks and ``+``: best the site's host."""
    signer: Literal["none", "local", "bsre"] = "none"
    """Who signs certificates: nobody, a key of our own (``signer_file``), or the official through BSrE."""
    signer_file: Path = Path("var/signer.pem")
    """Private key and certificate of the local signer; made, self-signed, at the first signature."""
    bsre_url: str | None = None
    """Address of the agency's BSrE e-sign client service."""
    bsre_user: str | None = None
    bsre_password: SecretStr | None = None
    """Of the service, not of the official: who signs types the passphrase for each batch."""
    bsre_timeout_seconds: float = 30.0
    """For one certificate."""
    public_cache_bytes: int = 16 * 1024 * 1024
    """Memory for ready-made public answers; 0 turns the cache off."""
    idempotency_hours: int = 24
    organisation: str = "Provinsi Jawa Timur"
    data_licence: Annotated[str, Field(pattern=r"^https://\S+$")] = "https://creativecommons.org/licenses/by/4.0/"
    """The licence of the open data: its address. The province confirms it: until it is set the page says so."""
    is_demo: bool = False
    """Shows the demo logins on the sign-in page. Never set it where real data lives."""
    public_url: str | None = None
    """Where people reach the site, such as ``https://jipp.example.go.id``: passkeys, mail, other providers need it."""
    secret_key: SecretStr | None = None
    """What every derived key comes from (app/secrets_store.py); without it a file of mode 0600 is made."""
    trusted_proxies: str = "127.0.0.1,::1"
    """Whose ``X-Forwarded-For`` is believed: addresses and networks, with commas between."""
    key_requests_per_minute: int = 600
    """Requests of one API key; 0: no limit."""
    anonymous_writes_per_minute: int = 120
    """Writes and attempts to sign in of people unknown, from one address (IPv6: from a /64); 0: no limit."""
    new_visitors_per_minute: int = 600
    """Visitors of exhibitions whose first press of a button comes from one address: a venue has one for all; 0: any."""
    citizen_requests_per_hour: int = 30
    """Questions, and requests to follow, of each kind from one address; 0: no limit. Keys have a limit of their own."""
    answer_working_days: Annotated[int, Field(ge=1, le=60)] = 5
    """Working days that a unit has to answer a published question."""
    holidays: Annotated[tuple[date, ...], NoDecode, BeforeValidator(_listed)] = ()
    """Days off between Monday and Friday, as 2026-12-25, with commas between."""
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

    log_format: Literal["auto", "json", "text"] = "auto"
    """JSON lines, or text for people; ``auto``: text on a terminal, JSON anywhere else."""
    access_log: bool = True
    log_values: bool = False
    """Messages of unforeseen errors are logged too. They may quote what a person wrote: for finding a fault only."""
    metrics_token: str | None = None
    """``/metrics`` asks for it as a bearer token."""
    metrics_from: str | None = None
    """Addresses or networks that may read ``/metrics``, separated by commas."""
    stop_delay_seconds: float = 1.0
    """How long ``/readyz`` says that we stop before the door is closed."""
    stop_seconds: int = 30
    """How long requests under way may take once we stop."""
    min_free_bytes: int = 200 * 1024 * 1024
    """With less room on the disk of the database or the files nothing is written any more; 0 turns this off."""
    backup_dir: Path | None = None

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
    peer_rows: int = 500_000
    """Innovations that one other network may bring into the catalogue (docs/catalogue.md)."""

    @model_validator(mode="after")
    def _secure_where_https(self) -> Self:
        if "secure_cookies" not in self.model_fields_set:
            self.secure_cookies = (self.public_url or "").startswith("https://")
        return self

    @property
    def networks(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """The internal networks that webhooks may reach."""
        return self.webhook_allowed_networks

    @model_validator(mode="after")
    def _mail_is_whole(self) -> Self:
        self.public_url = (self.public_url or "").rstrip("/") or None
        if self.smtp_host and not (self.public_url and self.mail_sender):
            raise ValueError("JIPP_SMTP_HOST needs JIPP_PUBLIC_URL and JIPP_MAIL_SENDER")
        return self


def listed(text: str | None) -> frozenset[str]:
    """The items of a setting that has commas between them."""
    return frozenset(part.strip() for part in (text or "").split(",") if part.strip())


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
