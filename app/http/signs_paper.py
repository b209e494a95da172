"""The signs of all booths as a paper: a sheet of A5 for each, with the QR that leads a phone to the booth's page."""

from collections.abc import Sequence

from fastapi import Request

from app import papers
from app.clock import now
from app.http import qr
from app.http.locale import _, current_language
from app.models.exhibition import BoothRead, ExhibitionRead


def draw(request: Request, exhibition: ExhibitionRead, booths: Sequence[BoothRead]) -> bytes:
    """The PDF, in the language of the request; it takes a sheet at least, so call it with a booth."""
    sheets = [(booth, qr.address(request, f"/e/{booth.code}")) for booth in booths]
    return papers.draw("signs", {
        "language": current_language.get(), "title": exhibition.name, "author": exhibition.name,
        "description": _("Lembar QR: %(name)s") % {"name": exhibition.name}, "foot": "-", "page": "-",
        "ask": _("Pindai, lalu tekan “Bermanfaat”."),
        "sheets": [{"label": booth.label, "title": booth.title, "url": url, "picture": qr.drawing(url),
                    "alternative": _("Kode QR menuju %(url)s") % {"url": url}} for booth, url in sheets],
    }, now())  # fmt: skip
