"""What an award says beside its title: each thing once. Indonesian, unless a page names figures otherwise."""

import re

BETWEEN = " · "
"""Between the parts of a category and of a result."""
_PLACE = re.compile(r"\bTerbaik [IVX]+\b")
_FIGURE, _YEAR = re.compile(r"\d{1,3},\d{2,6}"), re.compile(r"(?:19|20)\d\d")


def further(title: str, *texts: str, words: tuple[str, str] = ("nilai {}", "tahun {}")) -> str:
    """The parts of *texts* that neither *title* nor an earlier part says; figures and years are named by *words*.

    ``further("CETTAR Terbaik III", "CETTAR · Biro", "Terbaik III · 71,10 · 2022")`` →
    ``Biro · nilai 71,10 · tahun 2022``.
    """
    found: list[str] = []
    for part in filter(None, (part.strip() for text in texts for part in text.split(BETWEEN))):
        if not any(_says(said, part) for said in (title, *found)):
            found.append(part)
    return BETWEEN.join(_named(part, *words) for part in found)


def _says(text: str, part: str) -> bool:
    """Whether *part* stands in *text* as whole words: "Predikat AA" does not say "Predikat A"."""
    return re.search(rf"(?<!\w){re.escape(part)}(?!\w)", text, re.IGNORECASE) is not None


def _named(part: str, figure: str, year: str) -> str:
    if _FIGURE.fullmatch(part):
        return figure.format(part)
    return year.format(part) if _YEAR.fullmatch(part) else part


def says_place(title: str) -> bool:
    """Whether the title names the place itself ("Terbaik II"), so that the rank need not be said again."""
    return _PLACE.search(title) is not None


def unplaced(title: str) -> str:
    """The title without its place: "CETTAR Terbaik II Cepat" → "CETTAR Terbaik Cepat"; "" where it names none."""
    return _PLACE.sub("Terbaik", title) if says_place(title) else ""


def short_name(title: str) -> str:
    """What people call a distinction: "Wilayah Bebas dari Korupsi (WBK)" → "WBK"; the whole title without a short
    name at its end."""
    found = re.search(r"\(([^()]+)\)$", title.strip())
    return found[1] if found else title


def beneath(heading: str, title: str) -> str:
    """The title without the name that the heading above it says: "SAKIP Predikat A" under "SAKIP" → "Predikat A"."""
    for name in heading.split(BETWEEN):
        if title.startswith(f"{name} "):
            return title.removeprefix(f"{name} ")
    return title


def adds(reason: str, *texts: str) -> bool:
    """Whether a reason says more than *texts* do: "Total 85,40, predikat A" adds nothing to "Predikat A · 85,40"."""
    pieces = (piece.removeprefix("Total ") for piece in re.split(r"[;,] ", reason))
    return any(not any(_says(text, piece) for text in texts) for piece in pieces if piece)


def points(result: str) -> float | None:
    """The figure of a result: "Predikat A · 85,40 · 2021" → 85.4; None without one."""
    return next((float(part.replace(",", ".")) for part in result.split(BETWEEN) if _FIGURE.fullmatch(part)), None)
