"""Whether the machine knows the time zones."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.doctor import Asked, Found, check, error, ok


def are_known() -> bool:
    """Whether WIB can be had; all deadlines are shown in it."""
    try:
        ZoneInfo.no_cache("Asia/Jakarta")
    except ZoneInfoNotFoundError:
        return False
    return True


@check("zones")
def zones(_asked: Asked) -> Found:
    """The data of time zones is there."""
    if are_known():
        return ok("Data zona waktu ada.")
    return error("Data zona waktu (tzdata) tidak ada: JIPP tidak dapat berjalan.",
                 "Pasang paket tzdata sistem operasi, atau `pip install tzdata` di lingkungan JIPP.")  # fmt: skip
