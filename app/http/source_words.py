"""What a source of an indicator is called by people: ``sakip.total`` is SAKIP."""

from app.http.locale import _

_INSTRUMENTS = {
    "skm": "SKM", "sakip": "SAKIP", "zi": "Zona Integritas", "iga": "Indeks Inovasi (IGA)",
    "ipp": "Indeks Pelayanan Publik (IPP)", "rb_opd": "Reformasi Birokrasi", "kecepatan": "Kecepatan",
    "cettar_opd": "CETTAR", "cettar_kabkota": "CETTAR",
}  # fmt: skip
"""The instruments that come with JIPP, in few enough signs for a sentence; names, so the same in every language."""


def source_title(name: str) -> str:
    """The name of a source (``sakip.total``, ``competition.kovablik``, ``records.melayani``) for people.

    What JIPP does not know by name is said by its key, which the organiser chose.
    """
    of, _mark, part = name.partition(".")
    if of == "competition":
        return _("hasil %(competition)s") % {"competition": _spelled(part).upper()}
    if of == "records":
        return _("catatan layanan (%(measure)s)") % {"measure": _spelled(part)}
    title = _INSTRUMENTS.get(of) or _spelled(of).upper()
    return title if part in {"", "total"} else f"{title}, {_spelled(part)}"


def _spelled(key: str) -> str:
    return key.replace("_", " ")
