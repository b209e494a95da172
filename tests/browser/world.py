"""The competition of a journey: an open edition of one stage, an agency with a unit, and somebody in each role."""

from datetime import timedelta
from typing import Any

from app.clock import now
from app.demo.papers import sample_pdf
from app.models import Edition, Proposal
from tests.browser.window import Screen, Window, Windows
from tests.factories import PASSWORD, Factory, configuration

STAGE = next(stage for stage in configuration().stages if stage.key == "proposal")
SECTIONS = [section.title for section in configuration().form]
PAPERS = [paper.title for paper in configuration().required_documents]
PDF = sample_pdf("Surat")


class World:
    """An open edition whose only stage has one juror and one winner, and a rival whose proposal has passed already."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        self.edition: Edition = make.edition(year=2031, stages=[_stage()], theme="Layanan yang dekat")
        self.agency = make.unit("Dinas Contoh", "agency")
        self.unit = make.unit("UPT Contoh", "technical_unit", self.agency)
        self.people = {
            "author": make.user("author", self.unit, "Sari Penulis"),
            "coordinator": make.user("coordinator", self.agency, "Adi Admin"),
            "secretariat": make.user("secretariat", name="Sinta Sekretariat"),
            "organiser": make.user("organiser", name="Oni Penyelenggara"),
            "juror": make.user("juror", name="Jaka Juri"),
        }

    def draft(self, **more: Any) -> Proposal:
        """A complete draft of the unit."""
        return self.make.proposal(self.edition, self.unit, **more)

    def rival(self) -> Proposal:
        """A proposal of another agency that has passed administrative selection."""
        other = self.make.unit("Dinas Lain", "agency")
        numbered = {"number": "2031-0900", "sequence": 900, "participant_id": other.id, "submitted_at": now()}
        return self.make.proposal(self.edition, other, "verified", title="Loket Malam", **numbered)

    def window(self, windows: Windows, role: str, screen: Screen) -> Window:
        """The browser of the person with this role, signed in."""
        window = windows.open(screen)
        window.sign_in(self.people[role].email, PASSWORD)
        return window


def _stage() -> dict[str, object]:
    return STAGE.model_dump(mode="json") | {
        "jurors_per_proposal": 1, "advance": {"kind": "top_n", "n": 1},
        "starts_at": (now() - timedelta(days=1)).isoformat(), "ends_at": (now() + timedelta(days=60)).isoformat(),
    }  # fmt: skip
