"""The big screen of an evening with the longest names there are: nothing lies over anything, nothing is cut off."""

from itertools import pairwise

import pytest
from sqlmodel import select

from app.database import WriteSession
from app.models import Award
from tests.awarding import awarding
from tests.browser.window import Screen, Windows
from tests.factories import Factory

pytestmark = pytest.mark.browser
LONG = ("Sistem Layanan Terpadu Pendampingan Keluarga Rentan Berbasis Data Desa untuk Mempercepat Penurunan Kemiskinan "
        "Ekstrem dan Stunting melalui Kolaborasi Perangkat Daerah, Pemerintah Desa, Perguruan Tinggi, dan Dunia Usaha "
        "di Wilayah Kepulauan Terluar")[:243]  # fmt: skip
UNIT = ("Dinas Pemberdayaan Perempuan, Perlindungan Anak, Pengendalian Penduduk, dan Keluarga Berencana "
        "Kabupaten Contoh Kepulauan")  # fmt: skip
_BOXES = """() => [".score-board__head", ...["award", "category", "name", "unit"].map(
    (part) => `.score-board__slide--shown .score-board__${part}`), ".score-board__slide--shown .sample-mark",
    ".score-board__foot"].flatMap((one) => [...document.querySelectorAll(one)]).map((element) => {
      const range = document.createRange();
      range.selectNodeContents(element);
      const box = (element.matches("footer") ? element : range).getBoundingClientRect();
      return { name: element.className, top: box.top, bottom: box.bottom, left: box.left, right: box.right };
    })"""


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)], ids=str)
def test_long_names_fit_the_screen(size: tuple[int, int], make: Factory, windows: Windows) -> None:
    found = awarding(make, 2)
    found.unit.name = UNIT
    for one in found.proposals:
        one.title = LONG
    make.save(found.unit, *found.proposals)
    found.given()
    with WriteSession(make.engine) as session:
        awards = session.exec(select(Award)).all()
        for award in awards:
            award.is_sample = True
        awards[0].title = awards[0].category = LONG  # a free one: all of it long together
        session.commit()
    given = found.published()
    window = windows.open(Screen(*size))
    page = window.page
    window.open(f"/editions/{found.edition.id}/board")
    for number, one in enumerate(given, start=1):
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(700)  # the slide comes in
        boxes = page.evaluate(_BOXES)
        told = f"slide {number} ({one['title']}): {boxes}"
        assert len(boxes) >= 6, told
        assert any("sample-mark" in box["name"] for box in boxes), told
        assert all(box["top"] >= 0 and box["bottom"] <= size[1] for box in boxes), told
        assert all(box["left"] >= 0 and box["right"] <= size[0] for box in boxes), told
        assert all(above["bottom"] <= below["top"] + 1 for above, below in pairwise(boxes)), told
    window.look(f"board-long-{size[0]}")
    after = page.get_by_role("button", name="Berikutnya")
    assert after.is_disabled()
    assert float(after.evaluate("(button) => getComputedStyle(button).opacity")) < 1
