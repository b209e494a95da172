"""The picture of a shared innovation: whatever the words are, they are drawn inside it, and it stays small."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from app.papers import preview

LIMIT = 100_000
PAPER, BAND = (252, 251, 248), (14, 95, 86)


def drawn(title: str, unit: str = "Dinas", award: str = "", *, is_sample: bool = False) -> Image.Image:
    """The picture, once its size is known to be right."""
    content = preview.draw(title, unit, award, 2023, is_sample=is_sample)
    assert len(content) < LIMIT
    picture = Image.open(io.BytesIO(content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))
    return picture.convert("RGB")


def near(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


def rows_with_ink(picture: Image.Image, top: int, bottom: int, left: int = 0, right: int = 1200) -> list[int]:
    """Lines of points on which something is written."""
    inside = picture.crop((left, top, right, bottom))
    paper = Image.new("RGB", inside.size, PAPER)
    changed = ImageChops.difference(inside, paper).convert("L").point(lambda value: 255 if value > 40 else 0)
    box = changed.getbbox()
    return [] if box is None else list(range(top + box[1], top + box[3]))


@pytest.mark.parametrize("title", [
    "Antar Obat", "Sistem " * 60, "x" * 900, "", "</script><b>tebal</b>", "日本語 😀 Šćű", "a\nb\tc", "؀مرحبا",
])  # fmt: skip
def test_any_title_stays_in_its_place(title: str) -> None:
    picture = drawn(title, unit=title)
    assert rows_with_ink(picture, 150, 509, 0, preview.MARGIN - 10) == [], "nothing left of the margin"
    assert rows_with_ink(picture, 150, 509, 1200 - preview.MARGIN + 30, 1200) == [], "nothing right of it"
    written = rows_with_ink(picture, 150, 509)
    assert not written or (written[0] > 170 and written[-1] < 500), "between the mark and the band"
    assert near(picture.getpixel((5, 600)), BAND)  # type: ignore[arg-type]


@settings(max_examples=15, deadline=None)
@given(st.text(max_size=300), st.text(max_size=300), st.text(max_size=100))
def test_any_words_give_a_picture(title: str, unit: str, award: str) -> None:
    drawn(title, unit, award)


def test_a_long_title_is_written_smaller_and_cut() -> None:
    short, lines = preview._fitting("Antar Obat", 1040)
    long, cut = preview._fitting("Sistem informasi pelayanan " * 20, 1040)
    assert (short.size, lines) == (72, ["Antar Obat"])
    assert (long.size, len(cut)) == (42, 4)
    assert cut[-1].endswith("…")
    assert all(long.width(line) <= 1040 for line in cut)


def test_the_same_words_give_the_same_bytes() -> None:
    one, other = (preview.draw("Antar Obat", "RSUD", "Top 45", 2023, is_sample=False) for _ in range(2))
    assert one == other


def test_the_year_is_not_said_twice_and_a_sample_says_so() -> None:
    plain, told = drawn("A", award="Top 45"), drawn("A", award="Top 45 2023")
    right = (1000, 540, 1200, 630)
    assert plain.crop(right).getcolors() != told.crop(right).getcolors()
    assert rows_with_ink(drawn("A", is_sample=True), 60, 140, 900, 1200)
    assert not rows_with_ink(drawn("A"), 60, 140, 900, 1200)
