"""Every setting in one class, read from the environment (prefix ``JIPP_``)."""

from functools import lru_cache
from pathlib import Path

from pydantic import SecretStr
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
    public_url: str | None = None
    """Where people reach the site, such as ``https://jipp.example.go.id``."""
    allowed_hosts: str | None = None
    """Names by which the site may be asked for, beside that of ``public_url``, with commas between; neither: any."""
    session_hours: int = 12
    secure_cookies: bool = False
    """True behind HTTPS: cookies get ``__Host-`` and ``Secure``."""
    public_cache_bytes: int = 16 * 1024 * 1024
    """Memory for ready-made public answers; 0 turns the cache off."""
    idempotency_hours: int = 24
    organisation: str = "Provinsi Jawa Timur"
    is_demo: bool = False
    """Shows the demo logins on the sign-in page. Never set it where real data lives."""


@lru_cache
def settings() -> Settings:
    """The settings of this process, read once."""
    return Settings()
