"""Which short answers of a proposal are about a person, and what is left of them when the person is erased."""

from collections.abc import Collection, Mapping, Sequence

ERASED = "(data pribadi dihapus)"
"""What stands where the answer stood; where only some answers are possible there is none."""
MARKS = (" ", ".", "-")
"""What people put into numbers and names as they like."""
SHORTEST = 3
"""Characters that tell anything."""
Answers = Mapping[str, str]


def compact(text: str) -> str:
    """The text by which people are compared: small letters and digits, one after the other."""
    lowered = "".join(text.lower().split())
    for mark in MARKS:
        lowered = lowered.replace(mark, "")
    return lowered


def of_person(
    versions: Sequence[Answers], private: Collection[str], free: Collection[str], sought: str
) -> list[Answers]:
    """The answers about the person in each version, oldest or newest first alike; none where it names somebody else.

    An answer that holds what is *sought* makes a version the person's, and with it every *private* answer. What such a
    version says in *free* text names the person in the other versions too: a name that stood there before the NIP did.
    """
    wanted = compact(sought)
    named = [any(wanted in compact(value) for value in answers.values()) for answers in versions]
    while True:
        said = {text for answers, is_named in zip(versions, named, strict=True) if is_named
                for text in _texts(answers, private, free)}  # fmt: skip
        more = [is_named or bool(said & _texts(answers, private, free))
                for answers, is_named in zip(versions, named, strict=True)]  # fmt: skip
        if more == named:
            break
        named = more
    return [_about(answers, private, wanted) if is_named else {}
            for answers, is_named in zip(versions, named, strict=True)]  # fmt: skip


def _texts(answers: Answers, private: Collection[str], free: Collection[str]) -> set[str]:
    own = {compact(answers.get(key, "")) for key in private if key in free}
    return {text for text in own if len(text) >= SHORTEST and text != compact(ERASED)}


def _about(answers: Answers, private: Collection[str], wanted: str) -> Answers:
    return {key: value for key, value in answers.items()
            if value and value != ERASED and (key in private or wanted in compact(value))}  # fmt: skip


def without(answers: Answers, about: Collection[str], free: Collection[str]) -> dict[str, str]:
    """The answers without what those of the keys *about* say."""
    kept = {key: ERASED if key in about else value for key, value in answers.items()}
    return {key: value for key, value in kept.items() if value != ERASED or key in free}
