"""The slips of a survey as a paper: a small QR for each visitor, to be cut apart and handed out at the counter."""

from fastapi import Request

from app import papers
from app.clock import now
from app.http import qr
from app.http.locale import _, current_language
from app.models.survey import SLIPS_AT_ONCE, SurveyRead
from app.queries.survey_visits import slip_of


def draw(request: Request, survey: SurveyRead, first: int) -> bytes:
    """The PDF with slips from number *first* on, in the language of the request."""
    slips = [_slip(request, survey, number) for number in range(first, first + SLIPS_AT_ONCE)]
    return papers.draw("slips", {
        "language": current_language.get(), "title": _("Karcis survei"), "author": survey.unit_name,
        "description": survey.title, "foot": "-", "page": "-", "unit": survey.unit_name, "service": survey.service,
        "ask": _("Bagaimana pelayanan kami?"), "how": _("Pindai, lalu jawab. Tanpa nama; berlaku satu kali."),
        "slips": slips,
    }, now())  # fmt: skip


def _slip(request: Request, survey: SurveyRead, number: int) -> dict[str, str]:
    url = qr.address(request, f"/s/{survey.code}?visit={slip_of(survey.id, number)}")
    alternative = _("Kode QR karcis %(number)s") % {"number": number}
    return {"number": str(number), "picture": qr.drawing(url), "url": url, "alternative": alternative}
