"""What gives an Indonesian text away where English is asked for."""

import re
from functools import cache
from html.parser import HTMLParser

from app.commands.translate import forms, stored

COMMON = {
    "yang", "dan", "untuk", "dengan", "tidak", "belum", "sudah", "atau", "pada", "dari", "adalah", "oleh",
    "akan", "dapat", "harus", "masih", "juga", "anda", "ini", "itu", "bila", "sebelum", "sesudah", "semua",
    "lagi", "para", "usulan", "juri", "lembar", "nilai", "tahap", "kuota", "pendaftaran", "penyelenggara",
    "simpan", "hapus",
}  # fmt: skip
"""Told at once, whatever the catalogue has."""
NAMES = {"bumd", "kovablik", "kabupaten", "jatim"}
"""Words that stay Indonesian in English."""
READ_ALOUD = {"title", "aria-label", "aria-description", "placeholder", "alt", "content", "label"}
"""Attributes that people read or hear, beside those of scripts (``data-…``)."""
QUOTED = {"script", "style", "code", "pre", "kbd", "samp"}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr", "use", "path"}

_WORD = re.compile(r"[^\W\d_]+")
_IDENTIFIER = re.compile(r"[a-z0-9]+(?:[-._][a-z0-9]+)+")
_ADDRESS = re.compile(r"\S+@\S+|https?://\S+|(?<!\w)/[\w/-]+")


def words_in(text: str) -> set[str]:
    """The words of a text, in small letters, without placeholders, addresses and what is too short to tell."""
    plain = _ADDRESS.sub(" ", re.sub(r"%\(\w+\)[sd]|\{\w+\}", " ", text))
    return {word.lower() for word in _WORD.findall(plain) if len(word) > 2}


@cache
def vocabulary() -> frozenset[str]:
    """Words of the Indonesian texts that no English text has."""
    texts = [text for text in stored() if text.id]
    indonesian = {word for text in texts for form in forms(text.id) for word in words_in(form)}
    english = {word for text in texts for form in forms(text.string) for word in words_in(form)}
    return frozenset((indonesian - english - NAMES) | COMMON)


def indonesian_in(text: str) -> list[str]:
    """The Indonesian words of a text that should be English."""
    return sorted(words_in(text) & vocabulary())


def _is_said(name: str, value: str) -> bool:
    return name in READ_ALOUD or (name.startswith("data-") and not _IDENTIFIER.fullmatch(value))


class Reading(HTMLParser):
    """All that a page says to a person: texts and attributes, but not quotations and parts marked as Indonesian."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self.language = ""
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "html":
            self.language = given.get("lang", "")
        quiet = self._quiet() or tag in QUOTED or given.get("lang") == "id"
        if tag not in VOID:
            self._open.append((tag, quiet))
        if not quiet:
            self.said += [value for name, value in given.items() if _is_said(name, value)]

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._quiet() and data.strip():
            self.said.append(" ".join(data.split()))

    def _quiet(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def read(html: str) -> Reading:
    """A page as somebody reads it."""
    reading = Reading()
    reading.feed(html)
    reading.close()
    return reading
