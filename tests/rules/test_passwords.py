"""Passwords that are guessed first are refused, with a word on why; zxcvbn knows them."""

from typing import Any

import pytest

from app.rules import passwords
from app.rules.passwords import LONGEST_JUDGED, weakness

SITI = ["Siti Aminah", "siti.aminah@dinas.example", "siti.aminah", "Provinsi Jawa Timur"]


@pytest.mark.parametrize(("password", "advice"), [
    ("siti.aminah", "own_words"), ("SitiAminah1", "own_words"), ("JawaTimur2024", "own_words"),
    ("inovasi2024", "own_words"), ("rahasia1234", "own_words"), ("bismillah123", "own_words"),
    ("aaaaaaaaaaaa", "repeat"), ("1212121212", "repeat"), ("abcdefghij", "sequence"), ("qwertyuiop", "common"),
    ("password123", "common"), ("17-08-1945", "date"), ("zxcvbnm,./", "keys"),
])  # fmt: skip
def test_what_is_guessed_first_is_weak(password: str, advice: str) -> None:
    assert weakness(password, SITI) == advice


@pytest.mark.parametrize("password", [
    "embun pagi di ladang", "kucing oranye naik kereta", "sepeda biru di ladang tebu",
    "x7#kQ!vLm2@w", "źźźladangtebu",
])  # fmt: skip
def test_what_nobody_thinks_of_is_not(password: str) -> None:
    assert weakness(password, SITI) is None


def test_the_words_of_one_person_are_no_weakness_of_another() -> None:
    assert weakness("zulkarnaen99", ["Zulkarnaen"]) == "own_words"
    assert weakness("zulkarnaen99", SITI) != "own_words"


def test_a_long_password_cannot_keep_the_server_busy(monkeypatch: pytest.MonkeyPatch) -> None:
    import zxcvbn

    judged: list[str] = []
    real = zxcvbn.zxcvbn

    def watched(password: str, **more: Any) -> Any:
        judged.append(password)
        return real(password, **more)

    monkeypatch.setattr(zxcvbn, "zxcvbn", watched)
    assert passwords.weakness("ab" * 100, SITI) == "repeat"
    assert [len(text) for text in judged] == [LONGEST_JUDGED]
