"""How hard a password is to guess, by zxcvbn, which knows what people choose and what is near to each of them."""

import re
import threading
from collections.abc import Iterable, Iterator

LONGEST_JUDGED = 64
"""Characters looked at: zxcvbn's time grows with the square of the length, and more of them are never weaker."""
ENOUGH = 3
"""Of zxcvbn's 0–4: "safely unguessable", 10^8 guesses."""
COMMON = (
    "inovasi", "kovablik", "jipp", "kipp", "sinovik", "pelayanan", "publik", "layanan", "proposal", "usulan", "juri",
    "lomba", "kompetisi", "penghargaan", "jawa", "timur", "jawatimur", "jatim", "surabaya", "malang", "provinsi",
    "kabupaten", "dinas", "kesehatan", "pendidikan", "puskesmas", "indonesia", "kata", "sandi", "katasandi", "sandiku",
    "rahasia", "password", "admin", "bismillah", "sayang", "cinta", "garuda", "pancasila", "merdeka",
)  # fmt: skip
"""What people of this field and country think of first; zxcvbn's own lists are English."""
_lock = threading.Lock()
Advice = str
"""Which mistake to speak of; app/http/password_advice.py has the words."""
_ADVICE: dict[str, Advice] = {
    "user_inputs": "own_words", "passwords": "common", "english_wikipedia": "word", "us_tv_and_film": "word",
    "surnames": "name", "male_names": "name", "female_names": "name", "spatial": "keys", "repeat": "repeat",
    "sequence": "sequence", "regex": "year", "date": "date", "bruteforce": "longer",
}  # fmt: skip
"""What zxcvbn found as the largest part → the mistake."""


def weakness(password: str, near: Iterable[str]) -> Advice | None:
    """What makes the password easy to guess; None where it is not.

    *near* are texts that somebody who knows the person would try: name, e-mail address, organisation.
    """
    from zxcvbn import zxcvbn  # type: ignore[import-untyped]  # 15 MB of word lists: only who chooses a password needs them

    with _lock:  # it keeps the words of the person in a module-wide list
        found = zxcvbn(password[:LONGEST_JUDGED], user_inputs=list(_words(near)), max_length=LONGEST_JUDGED)
    return None if found["score"] >= ENOUGH else _advice(found["sequence"])


def _words(near: Iterable[str]) -> Iterator[str]:
    """Each text, its parts, and its parts run together, once each; then what is common here."""
    words: dict[str, None] = {}
    for text in near:
        parts = [part for part in re.split(r"[\W_]+", text) if len(part) > 1]
        words |= dict.fromkeys([text, *parts, "".join(parts)])
    return iter([*words, *COMMON])


def _advice(sequence: list[dict[str, str]]) -> Advice:
    if not sequence:
        return "longer"
    longest = max(sequence, key=lambda match: len(match["token"]))
    kind = longest["dictionary_name"] if longest["pattern"] == "dictionary" else longest["pattern"]
    return _ADVICE.get(kind, "longer")
