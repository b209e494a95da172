"""Names of files as people gave them, made safe to show, to send in a header and to save on any system."""

import re
import unicodedata

LONGEST = 120
_INNER_ENDING = re.compile(r"\.(?=[A-Za-z]\w{0,4}(?:\.|$))")
"""A dot that would make what stands before the ending look like another one: ``surat.exe.pdf``, ``foto.html.jpg``."""
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
"""What Windows takes for a device, whatever ending follows."""


def safe_name(filename: str, ending: str) -> str:
    """The last part of *filename*, without what a path, a header or a reader could trip over, with this *ending*.

    Marks that turn the direction of text (``fdp.exe`` shown as ``exe.pdf``), control and null characters are letters
    of no name and become ``_``.
    """
    stem = unicodedata.normalize("NFC", re.split(r"[/\\]", filename)[-1])
    stem = stem.rsplit(".", 1)[0] if "." in stem.strip(".") else stem
    stem = re.sub(r"[^\w .()-]+", "_", stem).strip(" .")[:LONGEST].rstrip(" .")
    stem = _INNER_ENDING.sub("_", stem) or "berkas"
    return ("_" if _DEVICES.match(stem) else "") + stem + ending
