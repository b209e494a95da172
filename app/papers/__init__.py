"""Papers: accessible PDFs set by Typst, from a template of the house and data alone.

Pure: a template's name and data in, bytes out; no database, no settings, no language but what the data says. What
people wrote is data (a JSON text that the template reads), never markup, so nothing in it can be run or break a page.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from app.papers import signs

HERE = Path(__file__).parent
TEMPLATES, FONTS = HERE / "templates", HERE / "fonts"
STANDARD: Final = "ua-1"
"""PDF/UA-1: tags, title, language, alternative texts; Typst refuses to set a paper that lacks them."""
AT_ONCE = 2
"""Papers set at the same time: each takes a core and some memory."""
_NOTHING = {"title": "-", "author": "-", "description": "-", "language": "id", "foot": "-", "page": "-"}
"""The least that the house's templates take."""
_turn = BoundedSemaphore(AT_ONCE)


def draw(template: str, data: Mapping[str, Any], made_at: datetime) -> bytes:
    """The PDF that *template* (the name of a file in ``templates``, without its end) makes of *data*.

    The same template, data and moment give the same bytes; a sign that no font has is shown as ``□``. Takes a tenth of
    a second: call it in a thread, as every endpoint is that is no coroutine.
    """
    import typst  # 30 MB, for the few requests that need it

    source = TEMPLATES / f"{template}.typ"
    if source.parent != TEMPLATES or not source.is_file():
        raise ValueError(f"no template {template!r}")
    with _turn:
        drawn = typst.compile(
            str(source), root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True, format="pdf",
            sys_inputs={"data": json.dumps(signs.shown(data, _is_shown), ensure_ascii=False, allow_nan=False)},
            pdf_standards=STANDARD, timestamp=int(made_at.timestamp()),
        )  # fmt: skip
    if not isinstance(drawn, bytes):
        raise TypeError("a PDF is one piece of bytes")
    return drawn


@lru_cache(maxsize=1)
def _fonts() -> Any:
    """The fonts of the house, read once."""
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])


@lru_cache(maxsize=4096)
def _is_shown(sign: str) -> bool:
    """Whether Typst sets this sign (with its marks), regular and bold; it is asked once."""
    import typst

    try:
        typst.compile(
            str(TEMPLATES / "sign.typ"), root=str(TEMPLATES), font_paths=_fonts(), ignore_system_fonts=True,
            format="pdf", sys_inputs={"data": json.dumps(_NOTHING | {"sign": sign})}, pdf_standards=STANDARD,
        )  # fmt: skip
    except typst.TypstError:
        return False
    return True
