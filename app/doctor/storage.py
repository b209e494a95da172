"""Where things are stored: it can be written to, and there is room."""

import os
from tempfile import NamedTemporaryFile

from app import room
from app.doctor import Asked, Found, check, error, ok, warning
from app.settings import settings

COMFORTABLE = 5
"""Times the least room at which a warning is due."""


@check("files")
def files(_asked: Asked) -> Found:
    """Evidence can be stored."""
    folder = settings().files_dir
    mend = f"`mkdir -p {folder}` dan jadikan pengguna yang menjalankan JIPP pemiliknya."
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=folder) as tried:
            tried.write(b"jipp")
            tried.flush()
            os.fsync(tried.fileno())
    except OSError as failure:
        return error(f"{folder} tidak dapat ditulisi ({failure.strerror}).", mend)
    return ok(f"{folder} dapat ditulisi.")


@check("disk")
def disk(_asked: Asked) -> Found:
    """There is room."""
    free, least = room.free_bytes(), settings().min_free_bytes
    told = f"Ruang kosong {free / 1e9:.1f} GB"
    if free < least:
        return error(f"{told}: JIPP hanya melayani pembaca.", "Kosongkan atau perbesar disk; JIPP pulih sendiri.")
    if free < least * COMFORTABLE:
        return warning(f"{told}; di bawah {least / 1e9:.1f} GB JIPP hanya melayani pembaca.", "Perbesar disk.")
    return ok(f"{told}.")
