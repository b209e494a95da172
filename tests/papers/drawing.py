"""A certificate as tests draw it, without a database."""

from datetime import UTC, date, datetime
from typing import Any

from app.http import certificate_paper
from app.models.award import AwardRead
from app.models.ceremony import CeremonyRead
from app.models.edition import EditionSummary

WHEN = datetime(2026, 11, 23, 3, tzinfo=UTC)
SITE = "https://jipp.contoh.example"
_ID = "01890000-0000-7000-8000-000000000000"


def award(**more: Any) -> AwardRead:
    """An award of a tier."""
    values: dict[str, Any] = {
        "id": _ID, "edition_id": _ID, "source": "tier", "tier": "top_45", "title": "Top 45 Inovasi", "rank": 7,
        "category": "Kesehatan", "result": "", "reason": "", "position": 3, "proposal_id": _ID, "number": "2026-0001",
        "innovation_title": "Loket Malam", "innovation_id": _ID, "unit_id": _ID, "unit_name": "Puskesmas Contoh",
        "region_code": None, "assessment_id": None, "is_reopened": None, "code": "ABCD-EFGH-JKMN", "given_at": WHEN,
        "revoked_at": None, "revocation_reason": None, "supplementary_reason": None, "replaces_id": None,
        "is_sample": True, "version": 1,
    }  # fmt: skip
    return AwardRead(**(values | more))


def ceremony(**more: Any) -> CeremonyRead:
    """A ceremony with all that a certificate says."""
    values: dict[str, Any] = {
        "edition_id": _ID, "title": "Malam Penghargaan", "place": "Kota Batu", "held_on": date(2026, 11, 23),
        "signatory_title": "Gubernur Contoh", "signatory_name": "Nama Pejabat Contoh", "contact": "", "awards": 1,
        "decree_number": "188/CONTOH/2026", "decree_date": None, "decree_title": "", "published_at": None, "version": 1,
    }  # fmt: skip
    return CeremonyRead(**(values | more))


def edition() -> EditionSummary:
    """A concluded edition."""
    return EditionSummary(id=_ID, year=2026, name="KOVABLIK 2026", theme="", status="concluded", opens_at=WHEN,
                          closes_at=WHEN, is_sample=True, version=1)  # type: ignore[arg-type]  # fmt: skip


def certificate(**more: Any) -> bytes:
    """Its PDF."""
    one = award(**more)
    return certificate_paper.draw(certificate_paper.facts(one, edition(), ceremony()), one, SITE)
