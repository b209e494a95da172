"""An edition whose last stage is published, for tests of what comes after: awards, the evening, certificates."""

import time
from dataclasses import dataclass
from typing import Any

import httpx

from app.clock import new_id
from app.models import Edition, Innovation, Proposal, Publication, Result, Unit
from tests.factories import Factory

TIERS = [
    {"key": key, "title": title, "size": size}
    for key, title, size in (
        ("outstanding", "Outstanding", None), ("top_2", "Top 2", 2), ("top_5", "Top 5", 5),
        ("replikasi", "Replikasi Terbaik", None),
    )
]  # fmt: skip
PLENARY = "Menjangkau warga yang belum pernah terlayani."


@dataclass
class Awarding:
    """An edition with its ranking, ready for awards."""

    edition: Edition
    proposals: list[Proposal]
    """Awarded, best rank first; the last of more than three is of the group ``replikasi``, by the plenary."""
    out: Proposal
    """One that took part and was not awarded."""
    unit: Unit
    organiser: httpx.Client

    @property
    def path(self) -> str:
        """Of the edition in the API."""
        return f"/api/v1/editions/{self.edition.id}"

    def given(self) -> list[dict[str, Any]]:
        """Gives what the ranking proposes; all awards."""
        answer = self.organiser.post(f"{self.path}/awards/proposals", json={"dry_run": False})
        assert answer.status_code == 200, answer.text
        return self.listed()

    def listed(self) -> list[dict[str, Any]]:
        """All awards in the order of the evening."""
        return sorted(self.organiser.get(f"{self.path}/awards").json()["items"], key=lambda one: one["position"])

    def published(self) -> list[dict[str, Any]]:
        """Gives and publishes what the ranking proposes; all awards."""
        given = self.given()
        answer = self.organiser.put(f"{self.path}/awards/publication")
        assert answer.status_code == 200, answer.text
        return given

    def set_up(self, **more: Any) -> None:
        """Says what the certificates say."""
        values = {"place": "Kota Batu", "held_on": "2026-11-23", "signatory_title": "Gubernur Contoh",
                  "signatory_name": "Nama Pejabat Contoh", "decree_number": "188/CONTOH/2026"}  # fmt: skip
        tag = self.organiser.get(f"{self.path}/ceremony").headers["ETag"]
        changed = self.organiser.patch(f"{self.path}/ceremony", json=values | more, headers={"If-Match": tag})
        assert changed.status_code == 200, changed.text

    def made(self, **body: Any) -> dict[str, Any]:
        """Has the certificates made, and waits for the end of the batch."""
        started = self.organiser.post(f"{self.path}/certificates", json=body)
        assert started.status_code == 202, started.text
        return self.waited()

    def waited(self) -> dict[str, Any]:
        """Waits for the end of the batch."""
        for _ in range(300):
            found: dict[str, Any] = self.organiser.get(f"{self.path}/certificates").json()
            if found["status"] != "running":
                return found
            time.sleep(0.1)
        raise AssertionError(f"the batch did not end: {found}")


def awarding(make: Factory, count: int = 5, **more: Any) -> Awarding:
    """*count* awarded proposals of one unit, each with its entry in the catalogue, and one that was not awarded."""
    edition = make.edition("concluded", award_tiers=TIERS, **more)
    unit = make.unit("Dinas Contoh")
    proposals = make.drafts(edition, [unit] * (count + 1))
    stage = str(edition.stages[-1]["key"])
    publication = Publication(id=new_id(), edition_id=edition.id, stage=stage, method="mean", published_by="",
                              places=count)  # fmt: skip
    rows: list[Any] = [publication]
    for place, proposal in enumerate(proposals):
        is_in = place < count
        proposal.status, proposal.number = "awarded" if is_in else "eliminated", f"{edition.year}-{place:04d}"
        if 3 < place + 1 == count:
            proposal.group = "replikasi"
        rows.append(Result(publication_id=publication.id, proposal_id=proposal.id, rank=place + 1, raw_mean=90 - place,
                           score=90 - place, reviews=3, advanced=is_in,
                           plenary=PLENARY if 3 < place + 1 == count else None))  # fmt: skip
        if is_in:
            rows.append(Innovation(proposal_id=proposal.id, unit_id=unit.id, unit_name=unit.name, title=proposal.title,
                                   year=edition.year, award="Top 5"))  # fmt: skip
    make.save(*proposals)
    make.save(*rows)
    return Awarding(edition, proposals[:count], proposals[count], unit, make.key("organiser"))
