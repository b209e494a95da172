"""The picture of an innovation where somebody shares its address: 1200 × 630 points, in the house's colours and type.

Pure, like the papers: texts in, the bytes of a PNG out. What people wrote is drawn, never read as anything else; a sign
that the house's fonts lack is drawn as ``□``.
"""

from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

SIZE: Final = (1200, 630)
MARGIN, FOOT = 80, 112
FONTS = Path(__file__).parent / "fonts"
PAPER, INK, SOFT, LINE = "#fcfbf8", "#15211f", "#4a5754", "#dcdcd3"
PRIMARY, ACCENT, ON_PRIMARY = "#0e5f56", "#b9690f", "#ffffff"
TITLE_SIZES = (72, 64, 56, 48, 42)
"""From the largest that fits downward; what does not fit the smallest is cut."""
TITLE_ROOM = 232
"""Points of height for the title."""
TOP, BLOCK = 186, 300
"""Where title and unit may begin, and the height that they have together."""
LEADING, WORD_SPACE = 1.18, 0.06
"""Height of a line, and what is added between words, of the size (static/jipp.css does the same)."""
NAME, SUBTITLE = "JIPP", "Jaringan Inovasi Pelayanan Publik"
MOST_SIGNS = 2_000
"""Signs of which a face remembers in which file they are."""
_SHARPER = 4
"""How much larger the mark is drawn before it is made small, so that its edges are smooth."""


class Type:
    """The house's type in one size and weight: Latin letters, those beyond from a second file."""

    def __init__(self, weight: int, size: int) -> None:
        names = ("latin", "latin-ext")
        self.size = size
        self.files = [ImageFont.truetype(FONTS / f"plus-jakarta-sans-{name}-{weight}.ttf", size) for name in names]
        self.missing = [bytes(file.getmask("\uffff")) for file in self.files]
        self.places: dict[str, tuple[int, str]] = {}

    def width(self, text: str) -> float:
        """How wide the text is, in points."""
        return sum(wide for _file, _run, wide in self.runs(text))

    def runs(self, text: str) -> Iterator[tuple[ImageFont.FreeTypeFont, str, float]]:
        """The text in pieces of one file each, blanks apart, with their widths."""
        placed = [self.places.get(sign) or self._place(sign) for sign in text]
        for (place, is_blank), signs in groupby(placed, key=lambda one: (one[0], one[1] == " ")):
            run = "".join(sign for _place, sign in signs)
            more = WORD_SPACE * self.size * len(run) if is_blank else 0
            yield self.files[place], run, self.files[place].getlength(run) + more

    def _place(self, sign: str) -> tuple[int, str]:
        """Which file has the sign; ``□`` where none has it. Asked once: it is drawn for the answer."""
        if len(self.places) > MOST_SIGNS:
            self.places.clear()
        for place, (file, missing) in enumerate(zip(self.files, self.missing, strict=True)):
            if sign.isspace() or bytes(file.getmask(sign)) != missing:
                return self.places.setdefault(sign, (place, " " if sign.isspace() else sign))
        return self.places.setdefault(sign, (0, "□"))


@lru_cache(maxsize=16)
def _type(weight: int, size: int) -> Type:
    return Type(weight, size)


def draw(title: str, unit: str, award: str, year: int | None, *, is_sample: bool) -> bytes:
    """The PNG; the same words give the same bytes. Takes some hundredths of a second: call it in a thread.

    *award* may be empty, *year* None; a *title* of any length is wrapped, made smaller, and cut in the end.
    """
    picture = _ground().copy()
    pen = ImageDraw.Draw(picture)
    room = SIZE[0] - 2 * MARGIN
    face, lines = _fitting(" ".join(title.split()), room)
    small = _type(400, 32)
    height = len(lines) * face.size * LEADING + small.size * 2
    at = TOP + max(0.0, BLOCK - height) * 0.4
    for line in lines:
        _write(pen, (MARGIN, at), line, face, INK)
        at += face.size * LEADING
    _write(pen, (MARGIN, at + 20), _cut(unit, small, room), small, SOFT)
    _foot(pen, award, str(year or ""), room)
    if is_sample:
        _sample(pen)
    out = BytesIO()
    picture.quantize(96).save(out, "PNG", optimize=True)
    return out.getvalue()


def _fitting(title: str, room: int) -> tuple[Type, list[str]]:
    """The title in the largest size in which it fits, and its lines."""
    for size in TITLE_SIZES:
        face = _type(700, size)
        lines = _wrapped(title, face, room)
        most = int(TITLE_ROOM / (size * LEADING))
        if len(lines) <= most:
            return face, lines
    kept = lines[:most]
    kept[-1] = _cut(" ".join(lines[most - 1 :]), face, room)
    return face, kept


def _wrapped(text: str, face: Type, room: int) -> list[str]:
    """Lines no wider than the room; a word that is wider is broken."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if face.width(longer) <= room:
            lines[-1] = longer
            continue
        pieces = list(_broken(word, face, room))
        lines += pieces
    return [line for line in lines if line] or [""]


def _broken(word: str, face: Type, room: int) -> Iterator[str]:
    held = ""
    for sign in word:
        if held and face.width(held + sign) > room:
            yield held
            held = ""
        held += sign
    yield held


def _cut(text: str, face: Type, room: float) -> str:
    """The text, or as much of it as fits with an ellipsis."""
    text = " ".join(text.split())
    if face.width(text) <= room:
        return text
    while text and face.width(text + "…") > room:
        text = text[:-1]
    return text.rstrip() + "…"


def _write(pen: ImageDraw.ImageDraw, at: tuple[float, float], text: str, face: Type, colour: str) -> None:
    """Writes a line from its top left."""
    x, y = at
    for file, run, wide in face.runs(text):
        pen.text((x, y), run, colour, file)
        x += wide


def _foot(pen: ImageDraw.ImageDraw, award: str, year: str, room: int) -> None:
    """The award and the year on a band of the house's green; the year alone where the award names it."""
    face, top = _type(700, 34), SIZE[1] - FOOT
    year = "" if year in award else year
    wide = face.width(year)
    y = top + (FOOT - face.size * 1.25) / 2
    _write(pen, (MARGIN, y), _cut(award or "Inovasi pelayanan publik", face, room - wide - 40), face, ON_PRIMARY)
    _write(pen, (SIZE[0] - MARGIN - wide, y), year, face, ON_PRIMARY)


def _sample(pen: ImageDraw.ImageDraw) -> None:
    """Made-up data says so."""
    face, words = _type(700, 26), "Contoh"
    right, wide = SIZE[0] - MARGIN, face.width(words)
    pen.rounded_rectangle((right - wide - 40, 76, right, 128), 6, outline=ACCENT, width=3)
    _write(pen, (right - wide - 20, 84), words, face, "#96520a")


@lru_cache(maxsize=1)
def _ground() -> Image.Image:
    """What is the same on every picture: paper, mark, name, the band below."""
    picture = Image.new("RGB", SIZE, PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, SIZE[1] - FOOT, *SIZE), fill=PRIMARY)
    pen.rectangle((0, SIZE[1] - FOOT - 8, SIZE[0], SIZE[1] - FOOT - 1), fill=ACCENT)
    mark = _mark(84)
    picture.paste(mark, (MARGIN - 8, 60), mark)
    _write(pen, (MARGIN + 92, 60), NAME, _type(700, 36), PRIMARY)
    _write(pen, (MARGIN + 92, 104), SUBTITLE, _type(400, 26), SOFT)
    return picture


def _mark(side: int) -> Image.Image:
    """The house's mark (static/logo.svg): two ways that cross."""
    scale = side * _SHARPER / 48
    mark = Image.new("RGBA", (side * _SHARPER,) * 2, (0, 0, 0, 0))
    pen = ImageDraw.Draw(mark)
    down, across = ((11, 12), (11, 29), (37, 19), (37, 36)), ((37, 12), (37, 29), (11, 19), (11, 36))
    for way, colour, wide in ((down, PRIMARY, 4.5), (across, PAPER, 9.5), (across, ACCENT, 4.5)):
        for x, y in _along(way):
            _dot(pen, x * scale, y * scale, wide / 2 * scale, colour)
    for x, y, colour in ((11, 9.5, PRIMARY), (37, 38.5, PRIMARY), (37, 9.5, ACCENT), (11, 38.5, ACCENT)):
        _dot(pen, x * scale, y * scale, 5.5 * scale, colour)
    return mark.resize((side, side), Image.Resampling.LANCZOS)


def _along(way: tuple[tuple[int, int], ...]) -> Iterator[tuple[float, float]]:
    """Points of a cubic curve."""
    for step in range(401):
        t = step / 400
        weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
        yield (sum(w * x for w, (x, _y) in zip(weights, way, strict=True)),
               sum(w * y for w, (_x, y) in zip(weights, way, strict=True)))  # fmt: skip


def _dot(pen: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
