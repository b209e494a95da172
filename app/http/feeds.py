"""The newest innovations as feeds: Atom (RFC 4287) and JSON Feed 1.1, each entry known by a name that never changes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

from app.http.locale import _, current_language
from app.models.base import compact_json
from app.queries.catalogue_files import Told
from app.settings import settings

_ATOM = "http://www.w3.org/2005/Atom"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed last changed into which nothing has come."""


@dataclass(frozen=True)
class Feed:
    """What both forms tell: the entries, where the site and the list for people are, and the filters as a query."""

    entries: Sequence[Told]
    site: str
    query: str

    @property
    def title(self) -> str:
        """What a reader of news lists it under."""
        return _("Inovasi pelayanan publik %(organisation)s") % {"organisation": settings().organisation}

    @property
    def home(self) -> str:
        """The list for people."""
        return self.at("/innovations")

    @property
    def updated(self) -> datetime:
        """The last change of any entry."""
        return max((entry.changed_at for entry in self.entries), default=_BEGINNING)

    def at(self, path: str) -> str:
        """A path of the site with the filters."""
        return self.site + path + (f"?{self.query}" if self.query else "")


def atom(feed: Feed) -> bytes:
    """The feed as Atom."""
    root = etree.Element(f"{{{_ATOM}}}feed", nsmap={None: _ATOM})
    root.set(_LANG, current_language.get())
    _put(root, "id", f"tag:{urlsplit(feed.site).hostname},2023:innovations{'?' + feed.query if feed.query else ''}")
    _put(root, "title", feed.title)
    _put(root, "updated", _moment(feed.updated))
    _put(root, "link", rel="self", type="application/atom+xml", href=feed.at("/innovations.atom"))
    _put(root, "link", rel="alternate", type="text/html", href=feed.home)
    _put(root, "rights", settings().data_licence)
    for entry in feed.entries:
        _entry(root, entry, feed.site)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8"))


def _entry(root: Any, told: Told, site: str) -> None:
    one = told.innovation
    entry = etree.SubElement(root, f"{{{_ATOM}}}entry")
    entry.set(_LANG, "id")
    _put(entry, "id", f"urn:uuid:{one.id}")
    _put(entry, "title", one.title)
    _put(entry, "updated", _moment(told.changed_at))
    _put(entry, "published", _moment(one.created_at))
    _put(entry, "link", rel="alternate", type="text/html", href=f"{site}/innovations/{one.id}")
    _put(etree.SubElement(entry, f"{{{_ATOM}}}author"), "name", one.unit_name)
    for tag in _tags(told):
        _put(entry, "category", term=_legal(tag))
    _put(entry, "summary", one.summary or one.unit_name)


def json_feed(feed: Feed) -> str:
    """The feed as JSON Feed."""
    return compact_json({
        "version": "https://jsonfeed.org/version/1.1", "title": feed.title, "home_page_url": feed.home,
        "feed_url": feed.at("/innovations/feed.json"), "language": current_language.get(),
        "authors": [{"name": settings().organisation, "url": feed.site + "/"}],
        "items": [_item(told, feed.site) for told in feed.entries],
    })  # fmt: skip


def _item(told: Told, site: str) -> dict[str, Any]:
    one = told.innovation
    url = f"{site}/innovations/{one.id}"
    return {
        "id": f"urn:uuid:{one.id}", "url": url, "title": one.title, "content_text": one.summary or one.unit_name,
        "image": f"{url}/preview.png", "date_published": _moment(one.created_at),
        "date_modified": _moment(told.changed_at), "authors": [{"name": one.unit_name}], "tags": _tags(told),
        "language": "id",
    }  # fmt: skip


def _tags(told: Told) -> list[str]:
    one = told.innovation
    return [tag for tag in (one.category_title, one.award, str(one.year)) if tag]


def _put(parent: Any, name: str, text: str | None = None, **attributes: str) -> None:
    child = etree.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = None if text is None else _legal(text)


def _legal(text: str) -> str:
    """The text without signs that XML cannot hold."""
    return _ILLEGAL.sub("", text)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
