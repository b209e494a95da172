"""Secrets: strong enough, and read by nobody else."""

import stat
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import make_url

from app.doctor import Asked, Found, check, error, ok, warning
from app.secrets_store import SHORTEST, key_file
from app.settings import settings

FEWEST_DIFFERENT = 10
"""Letters that a secret of that length has at least, unless somebody leaned on a key."""
WELL_KNOWN = ("secret", "rahasia", "changeme", "change-me", "password", "jipp", "example", "contoh")
MAKE_ONE = 'Buat yang baru: `python -c "import secrets; print(secrets.token_urlsafe(48))"`.'


@check("secret")
def secret(_asked: Asked) -> Found:
    """``JIPP_SECRET_KEY`` cannot be guessed."""
    given = settings().secret_key
    if given is None:
        return _kept_in_a_file()
    why = weakness(given.get_secret_value())
    return error(f"JIPP_SECRET_KEY mudah ditebak ({why}).", MAKE_ONE) if why else ok("Cukup kuat.")


def weakness(text: str) -> str:
    """Why the secret is weak; empty where it is not."""
    if len(text) < SHORTEST:
        return f"{len(text)} karakter, paling sedikit {SHORTEST}"
    if len(set(text)) < FEWEST_DIFFERENT:
        return "karakternya berulang"
    known = next((word for word in WELL_KNOWN if text.lower().count(word) * len(word) * 2 > len(text)), None)
    return f"terdiri dari “{known}”" if known else ""


def _kept_in_a_file() -> Found:
    if key_file().exists():
        return ok(f"Ada di {key_file()}; cadangkan berkas itu di tempat lain.")
    return warning("JIPP_SECRET_KEY kosong; berkas secret.key dibuat saat pertama dipakai, di mesin ini saja.",
                   MAKE_ONE + " Isikan sebagai JIPP_SECRET_KEY, sama untuk semua proses dan mesin.")  # fmt: skip


def key_files() -> Iterator[Path]:
    """Files with keys, and with the settings: those that settings name, and those beside database and files."""
    if settings().signing_key_file.is_file():
        yield settings().signing_key_file
    url = make_url(settings().database_url)
    places = {settings().files_dir.parent, settings().files_dir}
    if url.get_backend_name() == "sqlite" and url.database:
        places.add(Path(url.database).parent)
    for place in sorted(places):
        yield from sorted([*place.glob("*.key"), *place.glob("*.pem")])


@check("key-files")
def readable(_asked: Asked) -> Found:
    """Nobody else on the machine reads keys, settings or the database."""
    url = make_url(settings().database_url)
    database = [Path(url.database)] if url.get_backend_name() == "sqlite" and url.database else []
    for path in (*key_files(), Path(".env"), *database):
        mask = stat.S_IRWXO if path in database else stat.S_IRWXO | stat.S_IRWXG
        if path.exists() and _is_open(path, mask):
            return error(f"{path} dapat dibaca pengguna lain di mesin ini.", f"`chmod 600 {path}`")
    return ok("Kunci, .env dan basis data hanya dapat dibaca pemiliknya.")


def _is_open(path: Path, mask: int) -> bool:
    """Whether others may read it, and may come to where it lies."""
    is_reachable = path.absolute().parent.stat().st_mode & (stat.S_IXOTH | stat.S_IXGRP)
    return bool(path.stat().st_mode & mask and is_reachable)
