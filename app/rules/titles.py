"""When two titles are the same."""

import re
import unicodedata


def title_key(title: str) -> str:
    """The title without case, width, punctuation and extra spaces; a title of only punctuation stands for itself."""
    folded = unicodedata.normalize("NFKC", title).casefold()
    return " ".join(re.findall(r"\w+", folded.replace("_", " "))) or folded.strip()
