"""The poster of a survey as a paper: an A4 for the counter, with the QR that leads a phone to the questions."""

from fastapi import Request

from app import papers
from app.clock import now
from app.http import qr
from app.http.locale import _, current_language, show_date
from app.models.survey import SurveyRead


def draw(request: Request, survey: SurveyRead) -> bytes:
    """The PDF, in the language of the request."""
    url = qr.address(request, f"/s/{survey.code}")
    until = _("Sampai %(day)s.") % {"day": show_date(survey.ends_on)}
    return papers.draw("poster", {
        "language": current_language.get(), "title": _("Bagaimana pelayanan kami?"), "author": survey.unit_name,
        "description": survey.title, "foot": "-", "page": "-", "unit": survey.unit_name, "service": survey.service,
        "ask": _("Pindai dengan kamera ponsel"), "how": _("Sembilan pertanyaan, setengah menit. Tanpa nama."),
        "until": until, "url": url, "picture": qr.drawing(url),
        "alternative": _("Kode QR menuju %(url)s") % {"url": url},
    }, now())  # fmt: skip
