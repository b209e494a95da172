"""The language of an answer: Indonesian is the source of every text, English comes from the catalogue."""

import gettext
import io
import re
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.resources import files

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from app.clock import WIB
from app.http.cookies import host_only

LANGUAGES = ("id", "en")
MINUS = "−"
"""As long as a plus, which a hyphen is not."""

current_language: ContextVar[str] = ContextVar("current_language", default="id")


def language_cookie() -> str:
    """The name of the cookie that holds the choice of a language."""
    return host_only("jipp_language")


@lru_cache
def catalogue(language: str) -> gettext.NullTranslations:
    """The translations into *language*; Indonesian needs none."""
    if language == "id":
        return gettext.NullTranslations()
    source = files("app").joinpath("locales", language, "LC_MESSAGES", "messages.po")
    with source.open("rb") as po:
        parsed = read_po(po, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, parsed)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """The text in the language of this request."""
    return catalogue(current_language.get()).gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The text for *n* things in the language of this request."""
    return catalogue(current_language.get()).ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802  # the usual name of gettext's marker
    """Marks a text for the catalogue without translating it here."""
    return message


def choose_language(accept_language: str, cookie: str | None) -> str:
    """The person's own choice (cookie), else the first language asked for that there is, else Indonesian."""
    if cookie in LANGUAGES:
        return cookie
    wishes = []
    for part in accept_language.split(",")[:20]:
        match = re.fullmatch(r"([a-zA-Z]{1,8})(?:-[\w-]*)?(?:\s*;\s*q=([01](?:\.\d{0,3})?))?", part.strip())
        if match:
            wishes.append((-float(match[2] or 1), match[1].lower()))
    known = [language for _, language in sorted(wishes, key=lambda wish: wish[0]) if language in LANGUAGES]
    return known[0] if known else "id"


def show_date(value: date | None) -> str:
    """23 November 2023, in WIB."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(WIB).date()
    return format_date(value, "d MMMM y", locale=current_language.get())


def show_month(value: date) -> str:
    """November 2023."""
    return format_date(value, "MMMM y", locale=current_language.get())


def show_datetime(value: datetime | None) -> str:
    """23 November 2023 14.05 WIB."""
    if value is None:
        return ""
    pattern = "d MMMM y HH.mm" if current_language.get() == "id" else "d MMMM y HH:mm"
    return format_datetime(value.astimezone(WIB), pattern, locale=current_language.get()) + " WIB"


def show_until(value: datetime | None) -> str:
    """An end: midnight is 24.00 of the day that it ends, as people say it."""
    at = value.astimezone(WIB) if value else None
    if at is None or (at.hour, at.minute) != (0, 0):
        return show_datetime(value)
    return f"{show_date(at - timedelta(days=1))} {'24.00' if current_language.get() == 'id' else '24:00'} WIB"


def show_number(value: float | None, digits: int | None = None) -> str:
    """1.234,5 in Indonesian, 1,234.5 in English; with *digits* exactly that many decimals; the minus is a true one.

    What is nothing once rounded has no sign.
    """
    if value is None:
        return "–"
    pattern = "#,##0.##" if digits is None else "#,##0" + ("." + "0" * digits if digits else "")
    shown = format_decimal(value, pattern, locale=current_language.get())
    if value >= 0:
        return shown
    size = shown.lstrip("-−")
    return MINUS + size if re.search("[1-9]", size) else size


def show_signed(value: float | None, digits: int | None = None) -> str:
    """The same with + before what is more than nothing once rounded."""
    shown = show_number(value, digits)
    return "+" + shown if value is not None and value > 0 and re.search("[1-9]", shown) else shown


def show_duration(seconds: float) -> str:
    """1 jam 20 menit; whole minutes, rounded down."""
    hours, minutes = divmod(int(seconds) // 60, 60)
    parts = [ngettext("%(num)s jam", "%(num)s jam", hours) % {"num": hours}] if hours else []
    if minutes:
        parts.append(ngettext("%(num)s menit", "%(num)s menit", minutes) % {"num": minutes})
    return " ".join(parts) or _("kurang dari 1 menit")


def show_filesize(size: int) -> str:
    """A number of bytes in the unit that people read."""
    value = float(size)
    for unit in ("B", "kB", "MB"):
        if value < 1000:
            return f"{show_number(value, 0 if unit == 'B' else 1)} {unit}"
        value /= 1000
    return f"{show_number(value, 1)} GB"
