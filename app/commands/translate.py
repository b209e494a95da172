"""`python -m app.commands translate`: brings the English catalogue to the texts of the tree. For developers."""

import io
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

APP = Path(__file__).parents[1]
MAPPING = APP.parent / "babel.cfg"
CATALOGUE = APP / "locales" / "en" / "LC_MESSAGES" / "messages.po"

Texts = list[str]


def extracted() -> Catalog:
    """Every text of the tree with the files it stands in (no line numbers: they would change with each edit)."""
    with MAPPING.open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping, str(MAPPING))  # type: ignore[no-untyped-call]
    found = extract_from_dir(APP, methods, options, {**DEFAULT_KEYWORDS, "N_": None})
    template = Catalog(locale="en", charset="utf-8")
    for file, _line, message, comments, context in sorted(found, key=lambda each: (each[0], each[1])):
        template.add(message, None, [(f"app/{file}", 0)], auto_comments=comments, context=context)
    return template


def stored() -> Catalog:
    """The catalogue as it is on disk."""
    with CATALOGUE.open("rb") as po:
        return read_po(po, locale="en")


def updated(catalogue: Catalog) -> Catalog:
    """Takes the tree's texts into *catalogue*; nothing is guessed from texts that look alike."""
    catalogue.update(extracted(), no_fuzzy_matching=True, update_creation_date=False)
    return catalogue


def missing(catalogue: Catalog) -> Texts:
    """The Indonesian texts without English, or with English that is only a guess."""
    return [words_of(text.id) for text in catalogue if text.id and (text.fuzzy or not all(forms(text.string)))]


def obsolete(catalogue: Catalog) -> Texts:
    """The texts that the tree no longer has."""
    return [words_of(text.id) for text in catalogue.obsolete.values()]


def words_of(text: str | list[str] | tuple[str, ...]) -> str:
    """The text, or its singular."""
    return text if isinstance(text, str) else text[0]


def forms(text: str | list[str] | tuple[str, ...] | None) -> Texts:
    """The text, or its singular and plural; a text that is not there is empty."""
    return [text or ""] if text is None or isinstance(text, str) else list(text)


def written(catalogue: Catalog) -> bytes:
    """The catalogue as a file, without what is obsolete."""
    out = io.BytesIO()
    write_po(out, catalogue, width=110, ignore_obsolete=True, include_previous=False, include_lineno=False)
    return out.getvalue()


def translate(check: bool) -> tuple[Texts, Texts]:
    """Updates the catalogue in place (not with *check*); what is missing and what was obsolete."""
    catalogue = updated(stored())
    data = written(catalogue)
    if not check and data != CATALOGUE.read_bytes():
        CATALOGUE.write_bytes(data)
    return missing(catalogue), obsolete(catalogue)
