"""Whether a PDF that came back is what was sent, signed: a service may answer 200 with anything.

Asked is a signature over the whole file, all but its own place, that a key vouches for; and that the pages draw what
was sent. Whose certificate it is, the reader's program asks: the authority's root comes with that, not with us.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

from app.signers import SignerError
from app.signers.cms import is_signature_of

_DETACHED = {"/adbe.pkcs7.detached", "/ETSI.CAdES.detached"}
_MOST_FIELDS = 1000


def check(signed: bytes, sent: bytes) -> None:
    """``SignerError`` ``no_pdf``, ``no_signature`` or ``other_document``, all of them final."""
    try:
        with pikepdf.open(BytesIO(signed)) as file, pikepdf.open(BytesIO(sent)) as ours:
            if not any(_covers(one, signed) for one in _signatures(file)):
                raise SignerError("no_signature", is_final=True)
            if not _shows(file, ours):
                raise SignerError("other_document", is_final=True)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError, RuntimeError) as error:
        raise SignerError("no_pdf", is_final=True) from error


def _signatures(file: pikepdf.Pdf) -> Iterator[Any]:
    """The values of the signed fields."""
    form: Any = file.Root.get("/AcroForm", {})
    waiting, seen = list(form.get("/Fields", [])), 0
    while waiting and seen < _MOST_FIELDS:
        field, seen = waiting.pop(), seen + 1
        waiting += list(field.get("/Kids", []))
        value = field.get("/V")
        if isinstance(value, pikepdf.Dictionary) and "/ByteRange" in value and "/Contents" in value:
            yield value


def _covers(value: Any, data: bytes) -> bool:
    """Whether the signature is over all of the file but its own place, and holds."""
    parts = [int(part) for part in value.ByteRange]
    if len(parts) != 4 or str(value.get("/SubFilter")) not in _DETACHED:
        return False
    begin, before, after, size = parts
    if begin != 0 or not 0 < before < after or after + size != len(data):
        return False
    place, contents = data[before:after], bytes(value.Contents)
    if place[:1] != b"<" or place[-1:] != b">" or bytes.fromhex(place[1:-1].decode("ascii")) != contents:
        return False
    return is_signature_of(contents, data[:before] + data[after:])


def _shows(file: pikepdf.Pdf, ours: pikepdf.Pdf) -> bool:
    """Whether each page draws at least what ours does (a stamp may be beside it): text, and the QR, which is lines."""
    if len(file.pages) != len(ours.pages):
        return False
    pairs = zip(file.pages, ours.pages, strict=True)
    return all(_drawn(theirs).find(_drawn(own)) >= 0 and _box(theirs) == _box(own) for theirs, own in pairs)


def _drawn(page: pikepdf.Page) -> bytes:
    contents: Any = page.obj.Contents
    streams = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(stream.read_bytes() for stream in streams).strip()


def _box(page: pikepdf.Page) -> list[float]:
    return [float(side) for side in page.mediabox]
