"""The organiser releases a note and publishes; the participant reads why, on a phone and on a desk, and keeps it."""

import re
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import expect

from app.models import User
from app.rules.rubric import leaves
from tests.api.test_calibration import judged
from tests.api.test_judging import LEAVES, Judging
from tests.browser.window import NARROW, PLAIN, WIDE, Screen, Window, Windows
from tests.browser.world import STAGE
from tests.conftest import Server
from tests.factories import PASSWORD, Factory

pytestmark = pytest.mark.browser
NOTE = "Loketnya menjawab kebutuhan buruh pabrik. Bu Siti dari bagian umum menyimpan datanya."
FIRST = leaves(STAGE.rubric)[0].title
SHORT = "Loketnya menjawab kebutuhan buruh pabrik. […]"
BEHIND = 6
"""Of the twenty proposals the one that is read: it did not go on."""


def _window(windows: Windows, user: User, screen: Screen) -> Window:
    window = windows.open(screen)
    window.sign_in(user.email, PASSWORD)
    return window


def _noted(make: Factory, judging: Judging) -> str:
    """A juror's note on the proposal, and the address of its sheet."""
    from sqlmodel import Session, select

    from app.models import Assignment, Evaluation

    with Session(make.engine) as session, session.begin():
        of_it = select(Assignment).where(Assignment.proposal_id == judging.proposals[BEHIND].id)
        assignment = session.exec(of_it.order_by(Assignment.id)).first()  # type: ignore[arg-type]
        assert assignment is not None
        sheet = session.exec(select(Evaluation).where(Evaluation.assignment_id == assignment.id)).one()
        sheet.notes, sheet.recommendation = {LEAVES[0]: NOTE}, "Tidak untuk peserta."
        return f"/evaluations/{assignment.id}"


@pytest.mark.parametrize("screen", [WIDE, NARROW, PLAIN], ids=str)
def test_a_participant_reads_why(
    screen: Screen, windows: Windows, make: Factory, server: Server, tmp_path: Path
) -> None:
    judging = judged(make, "calibrated")
    sheet = _noted(make, judging)
    organiser = _window(windows, make.user("organiser", name="Oni Penyelenggara"), screen)
    organiser.open(sheet)
    organiser.follow("Catatan untuk peserta")
    note = organiser.page.get_by_role("group", name=FIRST)
    note.get_by_label("Buka untuk peserta").check()
    note.get_by_label("Yang dibaca peserta").fill("Kata penyelenggara sendiri.")
    organiser.expected.add(422)
    organiser.press("Simpan")
    expect(organiser.page.get_by_text("Bukan kata-kata juri.").first).to_be_visible()
    note.get_by_label("Yang dibaca peserta").fill(SHORT)
    organiser.look("explanation-1-note")
    organiser.press("Simpan")
    organiser.open(f"/editions/{judging.edition.id}/stages/proposal/publication")
    organiser.press("Umumkan sekarang")
    for place, tail in (("criteria", "/criteria"), ("panel", "/panel"), ("progress", "/progress"), ("cut", "")):
        organiser.open(f"/editions/{judging.edition.id}/stages/proposal/analysis{tail}")
        organiser.look(f"explanation-analysis-{place}")
    participant = _window(windows, make.user("coordinator", judging.units[BEHIND], "Adi Admin"), screen)
    participant.open(f"/editions/{judging.edition.id}/stages/proposal/ranking")
    expect(participant.page.get_by_role("link", name=re.compile("Mengapa hasilnya begini"))).to_have_count(1)
    participant.look("explanation-2-ranking")
    participant.open(f"/proposals/{judging.proposals[BEHIND].id}")
    participant.look("explanation-3-proposal")
    participant.follow("Mengapa hasilnya begini?")
    _read(participant, judging)
    _keep(participant, tmp_path)


def _read(participant: Window, judging: Judging) -> None:
    page = participant.page
    expect(page.get_by_role("heading", level=1, name="Penjelasan hasil")).to_be_visible()
    for title in ("Hasil", "Dibandingkan dengan usulan lain", "Seberapa pasti", "Apa yang akan mengubah hasil"):
        expect(page.get_by_role("heading", level=2, name=title, exact=True)).to_be_visible()
    expect(page.get_by_text(SHORT)).to_be_visible()
    text = page.get_by_role("main").inner_text()
    assert "Bu Siti" not in text
    assert "Tidak untuk peserta" not in text
    for juror in judging.jurors:
        assert re.search(rf"\b{re.escape(juror.email)}\b", text) is None
    participant.look("explanation-4-page")


def _keep(participant: Window, folder: Path) -> None:
    with participant.page.expect_download() as started:
        participant.page.get_by_role("link", name="Unduh PDF").click()
    path = folder / started.value.suggested_filename
    started.value.save_as(path)
    assert path.name.startswith("penjelasan-")
    with pikepdf.open(path) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).lower().startswith("id")
