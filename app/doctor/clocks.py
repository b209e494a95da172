"""Whether this machine's clock, by which deadlines fall, is right."""

from datetime import datetime
from email.utils import parsedate_to_datetime

from sqlalchemy import text

from app import clock, database
from app.doctor import Asked, Found, check, error, ok, skipped, warning
from app.settings import settings

NOTICED, WRONG = 2.0, 30.0
"""Seconds; the header of an HTTP answer is up to one second old."""
MEND = "Nyalakan penyelarasan jam: `timedatectl set-ntp true` (chrony atau systemd-timesyncd)."


@check("clock-database")
def of_database(_asked: Asked) -> Found:
    """It agrees with the database server's."""
    if database.is_sqlite(database.read_engine()):
        return skipped("SQLite memakai jam mesin ini.")
    with database.read_engine().connect() as connection:
        theirs = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return _compared(theirs, "server basis data")


@check("clock-http")
def of_service(asked: Asked) -> Found:
    """It agrees with that of the address people use, or another that the operator names."""
    url = asked.url or settings().public_url
    if not url:
        return skipped("Sebutkan alamat dengan --url untuk membandingkan jam.")
    import httpx

    try:
        answer = httpx.head(url, timeout=5)
    except httpx.TransportError as failure:
        return warning(f"{url} tidak menjawab ({type(failure).__name__}).", "Periksa DNS, proxy dan sertifikatnya.")
    if "date" not in answer.headers:
        return skipped(f"{url} tidak menyebut jam.")
    return _compared(parsedate_to_datetime(answer.headers["date"]), url)


def _compared(theirs: datetime, whose: str) -> Found:
    apart = abs((clock.now() - theirs).total_seconds())
    says = f"Jam mesin ini berbeda {apart:.1f} detik dari jam {whose}."
    if apart > WRONG:
        return error(says, MEND)
    return warning(says, MEND) if apart > NOTICED else ok(says)
