"""Words of Indonesian text: how the index cuts and stems them, and which known word a mistyped one may mean."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from threading import Lock

from rapidfuzz import process
from rapidfuzz.distance import OSA
from snowballstemmer import stemmer  # type: ignore[import-untyped]

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_APOSTROPHE = re.compile("['’]")
_STEMMER, _ALONE = stemmer("indonesian"), Lock()
LONGEST = 60
"""Letters of a word that the index keeps."""
MOST_WORDS = 6
"""Words of a question that are looked for; what comes after them is left out."""
SHORTEST_GUESSED = 4
"""A shorter word has too many neighbours to guess what was meant."""
SHORTEST_BEGUN = 3
"""Letters after which a word may still be under way."""
STOP_WORDS = frozenset({
    "ada", "adalah", "agar", "akan", "atau", "bagi", "bahwa", "belum", "dalam", "dan", "dapat", "dari",
    "dengan", "di", "hal", "ini", "itu", "ke", "kepada", "lebih", "melalui", "mereka", "namun", "oleh", "pada",
    "para", "pun", "saat", "sebagai", "secara", "sehingga", "serta", "setelah", "sudah", "telah", "tentang",
    "terhadap", "tidak", "untuk", "yaitu", "yakni", "yang",
})  # fmt: skip
"""Words that stand in nearly every text: a question is about its other words."""


def words_of(text: str) -> list[str]:
    """The words of a text in lower case, in order, digits included; what stands before an apostrophe goes with it."""
    return [_APOSTROPHE.sub("", word)[:LONGEST] for word in _WORD.findall(text.lower())]


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The stem of a word in lower case, by Snowball's Indonesian rules; a number stays as it is."""
    if not word.isalpha():
        return word
    with _ALONE:  # the stemmer keeps the word under way in itself
        return str(_STEMMER.stemWord(word)) or word


def stemmed(text: str) -> str:
    """The stems of a text with blanks between: what is handed to the database's index."""
    return " ".join(map(stem, words_of(text)))


def asked(q: str) -> list[str]:
    """The words of a question, each once, at most six; words of every text only where there are no others."""
    found = list(dict.fromkeys(words_of(q)))
    return ([word for word in found if word not in STOP_WORDS] or found)[:MOST_WORDS]


def nearest(word: str, known: Mapping[str, int]) -> str | None:
    """The known word that *word* most likely means: one slip apart, two from eight letters on; None without any.

    Slips are a letter more, less, other, or two in the wrong order (OSA distance). Of several at the same distance
    the word of most texts is taken; *known* maps each word to how many.
    """
    if len(word) < SHORTEST_GUESSED:
        return None
    slips = 1 if len(word) < 8 else 2
    near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=slips, limit=50)
    return min(near, key=lambda one: (one[1], -known[one[0]], one[0]))[0] if near else None


def vocabulary(texts: Iterable[str]) -> dict[str, int]:
    """Words worth remembering and in how many of the texts each occurs: three letters or more, no numbers."""
    found: dict[str, int] = {}
    for text in texts:
        for word in set(words_of(text)):
            if len(word) >= SHORTEST_BEGUN and word.isalpha():
                found[word] = found.get(word, 0) + 1
    return found
