"""Certificates as papers. They are official and therefore Indonesian, whoever asks in whichever language."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from app import papers
from app.clock import WIB
from app.http import qr
from app.http.locale import current_language, show_date
from app.models.award import AwardRead, AwardSource
from app.models.base import compact_json
from app.models.ceremony import CeremonyRead
from app.models.edition import EditionSummary
from app.papers.official import CERTIFICATE, UNKNOWN
from app.rules.award_words import further
from app.settings import settings


@contextmanager
def in_indonesian() -> Iterator[None]:
    """Dates and numbers as an official paper has them."""
    token = current_language.set("id")
    try:
        yield
    finally:
        current_language.reset(token)


def facts(award: AwardRead, edition: EditionSummary, ceremony: CeremonyRead) -> dict[str, Any]:
    """All that a certificate says, beside where it is verified."""
    with in_indonesian():
        return {
            "language": "id", "heading": CERTIFICATE["heading"],
            "title": f"{CERTIFICATE['heading']}: {award.title}",
            "author": settings().organisation, "organisation": settings().organisation,
            "description": f"{award.title} · {award.unit_name} · {edition.name}", "foot": "-", "page": "-",
            "number": CERTIFICATE["number"].format(ceremony.decree_number) if ceremony.decree_number else None,
            "given_to": CERTIFICATE["given_to"], "receiver": award.unit_name,
            "for_what": CERTIFICATE["for_what"], "subject": award.innovation_title,
            "award_as": CERTIFICATE["as_tier" if award.source == AwardSource.tier else "as_other"],
            "award": award.title, "details": _details(award, edition, ceremony),
            "mark": CERTIFICATE["sample"] if award.is_sample else None, "code": award.code,
            "place_and_date": ", ".join((ceremony.place or UNKNOWN, _day(award, ceremony))),
            "signatory_title": ceremony.signatory_title or UNKNOWN,
            "signatory_name": ceremony.signatory_name or UNKNOWN,
        }  # fmt: skip


def _details(award: AwardRead, edition: EditionSummary, ceremony: CeremonyRead) -> str:
    """What the title does not say yet: category, value, year, evening."""
    return further(award.title, award.category, award.result, ceremony.title or edition.name)


def _day(award: AwardRead, ceremony: CeremonyRead) -> str:
    """Of the evening; of its own giving where that came later."""
    evening = ceremony.held_on if award.supplementary_reason is None else None
    return show_date(evening or award.given_at.astimezone(WIB).date())


def digest(said: dict[str, Any]) -> str:
    """64 hexadecimal digits of what a certificate says."""
    return hashlib.sha256(compact_json(said).encode()).hexdigest()


def draw(said: dict[str, Any], award: AwardRead, base_url: str) -> bytes:
    """The PDF, unsigned: the same facts and address give the same bytes."""
    url = f"{base_url}/verify/{award.code}"
    check = {"picture": qr.drawing(url), "alternative": CERTIFICATE["alternative"].format(url), "code": award.code,
             "url": url, "text": CERTIFICATE["check"]}  # fmt: skip
    return papers.draw("certificate", said | {"check": check}, award.given_at)


def file_name(award: AwardRead) -> str:
    """What the file is called: its place in the running order, then the code."""
    return CERTIFICATE["file"].format(award.position, award.code)
