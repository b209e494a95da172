"""How the server is set up: demo, debugging, cookies, limits of the process."""

import resource

from sqlmodel import col, select

from app import database
from app.doctor import Asked, Found, check, error, ok, warning
from app.models import Unit
from app.settings import settings

SPARE_FILES = 500
"""File descriptors beside those of database connections: visitors, files, the log."""


@check("demo")
def demo(_asked: Asked) -> Found:
    """The demo's logins are not shown where real data lives."""
    if not settings().is_demo:
        return ok("Mode contoh mati.")
    with database.reading() as session:
        is_real = session.exec(select(Unit.id).where(col(Unit.is_sample).is_(False)).limit(1)).first()
    mend = "Hapus JIPP_IS_DEMO, dan jalankan data sungguhan di basis data yang baru."
    if is_real:
        return error("Mode contoh menyala padahal ada data sungguhan: halaman masuk menampilkan kata sandi.", mend)
    return warning("Mode contoh menyala; halaman masuk menampilkan kata sandi akun contoh.", mend)


@check("debug")
def debug(_asked: Asked) -> Found:
    """Nothing is on that is meant for looking for a fault."""
    if settings().log_values:
        return error("JIPP_LOG_VALUES menyala: catatan dapat memuat data pribadi.",
                     "Hapus JIPP_LOG_VALUES, dan musnahkan catatan yang terlanjur dibuat.")  # fmt: skip
    return ok("Mati.")


@check("cookies")
def cookies(asked: Asked) -> Found:
    """Behind HTTPS cookies are only sent over HTTPS."""
    if settings().secure_cookies:
        return ok("Cookie hanya dikirim lewat HTTPS.")
    mend = "JIPP_SECURE_COOKIES=true"
    if (asked.url or settings().public_url or "").startswith("https://"):
        return error("Layanan memakai HTTPS, tetapi cookie juga dikirim tanpa HTTPS.", mend)
    return warning("Cookie juga dikirim tanpa HTTPS. Wajar untuk mencoba di mesin sendiri saja.", mend)


@check("descriptors")
def descriptors(_asked: Asked) -> Found:
    """The process may open enough files."""
    allowed = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    needed = 4 * settings().concurrency + SPARE_FILES
    if allowed < needed:
        return error(f"Proses hanya boleh membuka {allowed} berkas; perlu {needed}.",
                     f"Di systemd: `LimitNOFILE={max(needed, 65536)}`; di terminal: `ulimit -n {needed}`.")  # fmt: skip
    return ok(f"Boleh membuka {allowed} berkas.")
