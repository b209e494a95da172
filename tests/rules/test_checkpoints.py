"""Signed notes: what was signed is read back, and nothing else passes."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import given
from hypothesis import strategies as st

from app.rules.checkpoints import BadCheckpoint, Checkpoint, parse_public_key, public_key_text, sign, verify

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
SIGNED = Checkpoint("jipp.contoh/0199/administrasi", 12, bytes(range(32)), 345, "ab" * 32)
NOTE = sign(SIGNED, KEY, "jipp.contoh")


def test_what_was_signed_is_read_back() -> None:
    assert verify(NOTE, KEY.public_key(), "jipp.contoh") == SIGNED


@given(st.integers(0, len(NOTE) - 1), st.characters(min_codepoint=33, max_codepoint=126))
def test_one_letter_changed_and_it_passes_no_more(place: int, letter: str) -> None:
    changed = NOTE[:place] + letter + NOTE[place + 1 :]
    if changed.rstrip("\n") == NOTE.rstrip("\n") or _same_signature(changed):
        return
    with pytest.raises(BadCheckpoint):
        verify(changed, KEY.public_key(), "jipp.contoh")


def _same_signature(note: str) -> bool:
    """Whether only letters were changed that base64 does not read: bits beyond its last byte."""
    text, _, line = note.partition("\n\n")
    try:
        return text == NOTE.partition("\n\n")[0] and base64.b64decode(line.split(" ")[2]) == base64.b64decode(
            NOTE.split(" ")[-1]
        )
    except (ValueError, IndexError):
        return False


def test_another_key_or_name_has_not_signed_it() -> None:
    for key, name in ((Ed25519PrivateKey.generate().public_key(), "jipp.contoh"), (KEY.public_key(), "jipp.lain")):
        with pytest.raises(BadCheckpoint):
            verify(NOTE, key, name)


def test_a_note_of_another_tool_is_read() -> None:
    """The example of golang.org/x/mod/sumdb/note (PeterNeumann), which made the format known."""
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    name, key = parse_public_key(text)
    assert (name, public_key_text(key, name)) == ("PeterNeumann", text)
    with pytest.raises(BadCheckpoint):
        parse_public_key(text.replace("c74f20a3", "c74f20a4"))
    assert isinstance(key, Ed25519PublicKey)
