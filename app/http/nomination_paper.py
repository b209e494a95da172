"""The package of a nomination as a paper and as a ZIP file, always in Indonesian: the national jury reads it."""

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from app import files, papers
from app.clock import WIB
from app.errors import NotFound
from app.http.labels import SDGS
from app.http.locale import _, current_language, show_filesize, show_number
from app.http.nominating import day, file_name
from app.models.nomination import NominationPackage, PackagedText

IN_MEMORY = 8 * 1024 * 1024
"""Bytes of a ZIP file up to which it needs no file of its own."""
CHUNK = 256 * 1024
ATTACHMENTS = "lampiran"
log = logging.getLogger("jipp")


@contextmanager
def in_indonesian() -> Iterator[None]:
    """Words in Indonesian, whatever the reader asked for."""
    token = current_language.set("id")
    try:
        yield
    finally:
        current_language.reset(token)


def draw(one: NominationPackage, at: datetime) -> bytes:
    """The PDF; *at* is the moment of the nomination's last change, so the same text gives the same bytes."""
    with in_indonesian():
        return papers.draw("nomination", layout(one, at), at)


def layout(one: NominationPackage, at: datetime) -> dict[str, Any]:
    """What the template is given."""
    kind = _("Nominasi %(competition)s %(year)s · kelompok %(group)s") % {
        "competition": one.competition, "year": one.year, "group": one.group
    }  # fmt: skip
    return {
        "language": "id", "title": one.title, "kind": kind, "author": one.unit, "description": f"{kind} · {one.title}",
        "subtitle": " · ".join(filter(None, (one.unit, one.region_code))), "mark": _mark(one),
        "details": _details(one),
        "parts": [{"title": _("Kriteria dasar"), "texts": [_part(text) for text in one.criteria]},
                  {"title": _("Uraian"), "texts": [_part(text) for text in one.sections]}],
        "abstract": {"title": _("Abstrak bahasa Inggris"), "text": one.english_abstract} if one.english_abstract
        else None,
        "papers": _papers(one) if one.documents else None, "papers_title": _("Lampiran"),
        "foot": _("%(name)s %(year)s · versi %(version)s, %(at)s") % {
            "name": _("Nominasi"), "year": one.year, "version": one.version, "at": day(at)
        },
        "page": _("Halaman"),
    }  # fmt: skip


def _mark(one: NominationPackage) -> str | None:
    marks = [_("Data contoh, bukan nominasi sebenarnya")] if one.is_sample else []
    if not one.complete:
        marks.append(_("Rancangan: daftar periksa belum terpenuhi seluruhnya"))
    return " · ".join(marks) or None


def _details(one: NominationPackage) -> list[tuple[str, str]]:
    goals = "; ".join(f"{number}. {_(SDGS[number - 1])}" for number in one.sdgs)
    found = [(_("Penghargaan provinsi"), one.provincial_award), (_("Kategori"), one.category),
             (_("Diterapkan sejak"), day(one.started_on)), (_("Penutupan nasional"), day(one.closes_on)),
             (_("Tujuan Pembangunan Berkelanjutan"), goals)]  # fmt: skip
    return [(name, value) for name, value in found if value]


def _part(text: PackagedText) -> dict[str, str]:
    count = _("%(words)s dari %(max)s kata") % {"words": show_number(text.words), "max": show_number(text.max_words)}
    return {"title": text.title, "text": text.text or "–", "count": count}


def _papers(one: NominationPackage) -> dict[str, Any]:
    rows = [[paper.title, f"{ATTACHMENTS}/{paper.name}", show_filesize(paper.size)] for paper in one.documents]
    return {"head": [_("Dokumen"), _("Berkas"), _("Ukuran")], "rows": rows, "widths": [2, 3, "auto"],
            "right": [False, False, True]}  # fmt: skip


def bundle(one: NominationPackage, at: datetime) -> IO[bytes]:
    """The ZIP file, at its beginning: the form as PDF and as JSON, the attachments beside them.

    What is packed in a format of its own is not packed again.
    """
    made: IO[bytes] = tempfile.SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 - closed once it was sent
    with ZipFile(made, "w") as archive:
        archive.writestr(_entry(file_name(one, "pdf"), at, ZIP_STORED), draw(one, at))
        archive.writestr(_entry(file_name(one, "json"), at, ZIP_DEFLATED), one.model_dump_json(indent=2))
        for paper in one.documents:
            with archive.open(_entry(f"{ATTACHMENTS}/{paper.name}", at, ZIP_STORED), "w") as out:
                for chunk in _stored(paper.sha256):
                    out.write(chunk)
    made.seek(0)
    return made


def _entry(name: str, at: datetime, how: int) -> ZipInfo:
    entry = ZipInfo(name, at.astimezone(WIB).timetuple()[:6])
    entry.compress_type, entry.external_attr = how, 0o644 << 16
    return entry


def _stored(sha256: str) -> Iterator[bytes]:
    store = files.current()
    try:
        yield from store.read(sha256, 0, store.size(sha256))
    except FileNotFoundError:
        log.error("the file %s is missing from the store", sha256)
        raise NotFound from None


def chunks(made: IO[bytes]) -> Iterator[bytes]:
    """The file a piece at a time; closed, and with that gone, at the end."""
    with made:
        while piece := made.read(CHUNK):
            yield piece
