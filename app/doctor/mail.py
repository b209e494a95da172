"""Whether mail goes out: the mail server takes us, and nothing has waited for long."""

import smtplib
from datetime import timedelta

from app import database
from app.delivery.mail import connected
from app.doctor import Asked, Found, check, error, ok, skipped
from app.domain import outbox
from app.settings import settings

LATE = timedelta(hours=1)


@check("smtp")
def smtp(_asked: Asked) -> Found:
    """The mail server answers, with a certificate that we trust, and takes our login."""
    host, port = settings().smtp_host, settings().smtp_port
    if not host:
        return skipped("JIPP_SMTP_HOST kosong: surel tidak dikirim, undangan diteruskan penyelenggara sendiri.")
    try:
        with connected() as server:
            server.noop()
    except (OSError, ValueError, smtplib.SMTPException) as failure:
        return error(
            f"Server surel {host}:{port} tidak menerima kita ({type(failure).__name__}).",
            "Periksa JIPP_SMTP_HOST, JIPP_SMTP_PORT, JIPP_SMTP_SECURITY, JIPP_SMTP_USER dan tembok api.",
        )
    return ok(f"Server surel {host}:{port} menjawab.")


@check("outbox")
def waiting(_asked: Asked) -> Found:
    """Nothing waits that should have gone out long ago."""
    with database.reading() as session:
        count, lateness = outbox.waiting(session), outbox.lateness(session)
    if lateness > LATE:
        return error(
            f"{count} kiriman menunggu, yang terlama sejak {lateness.total_seconds() / 3600:.0f} jam lalu.",
            "Pastikan pengirimnya berjalan (`jipp serve` atau `jipp deliver`) dan baca catatannya.",
        )
    return ok("Tidak ada kiriman yang tertahan.")
