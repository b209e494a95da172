"""What "the same title" means: two proposals of an edition may not share it."""

import unicodedata


def title_key(title: str) -> str:
    """The title in lower case, without punctuation and symbols, with single spaces.

    Width and compatibility forms are made equal (NFKC) and invisible characters dropped, so that a title
    cannot be sent in twice by typing it differently. A title of nothing but punctuation stands for itself.
    """
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", title).casefold())
    key = " ".join("".join(map(_kept, folded)).split())
    return key or title.strip()


def _kept(character: str) -> str:
    category = unicodedata.category(character)
    if category == "Cf":  # zero-width spaces, soft hyphens: nobody sees them, so they separate nothing
        return ""
    return " " if category[0] in "PSZC" else character
