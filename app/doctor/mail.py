"""Whether mail goes out: the mail server answers, and nothing has waited for long."""

from datetime import timedelta

from sqlalchemy import inspect, text

from app import database
from app.clock import now
from app.doctor import Asked, Found, check, error, ok, skipped
from app.models.base import UTCDateTime
from app.settings import settings

LATE = timedelta(hours=1)
TABLE = "outbox_messages"


@check("smtp")
def smtp(_asked: Asked) -> Found:
    """The mail server answers."""
    host, port = getattr(settings(), "smtp_host", ""), getattr(settings(), "smtp_port", 587)
    if not host:
        return skipped("JIPP_SMTP_HOST kosong: surel tidak dikirim, undangan diteruskan penyelenggara sendiri.")
    import smtplib

    kind = smtplib.SMTP_SSL if getattr(settings(), "smtp_security", "") == "tls" else smtplib.SMTP
    try:
        with kind(host, port, timeout=5) as connection:
            connection.noop()
    except (OSError, smtplib.SMTPException) as failure:
        return error(
            f"Server surel {host}:{port} tidak menjawab ({type(failure).__name__}).",
            "Periksa JIPP_SMTP_HOST, JIPP_SMTP_PORT, JIPP_SMTP_SECURITY dan tembok api.",
        )
    return ok(f"Server surel {host}:{port} menjawab.")


@check("outbox")
def outbox(_asked: Asked) -> Found:
    """Nothing waits that should have gone out long ago."""
    with database.read_engine().connect() as connection:
        if TABLE not in inspect(connection).get_table_names():
            return skipped("Versi ini tidak memiliki kotak keluar.")
        late = connection.execute(
            text(f"SELECT count(*) FROM {TABLE} WHERE status = 'pending' AND due_at < :then").bindparams(  # noqa: S608  # nosec B608
                then=UTCDateTime().process_bind_param(now() - LATE, connection.dialect)
            )
        ).scalar_one()
    if late:
        return error(
            f"{late} kiriman tertahan lebih dari satu jam.",
            "Lihat halaman Kiriman; periksa pengirimnya berjalan (`jipp serve` atau `jipp deliver`).",
        )
    return ok("Tidak ada kiriman yang tertahan.")
