"""What may be written to a unit: links are counted however they are written, copies are known again."""

import pytest

from app.rules.questions import gist, links_in


@pytest.mark.parametrize(("text", "count"), [
    ("Apakah layanan ini buka hari Sabtu?", 0),
    ("Lihat https://contoh.example/a dan HTTP://lain.example", 2),
    ("kunjungi www.judi.example sekarang", 1),
    ("beli di toko-murah.com/promo!", 1),
    ("https://www.contoh.com adalah satu alamat", 1),
    ("Puskesmas buka pukul 08.00.Apakah antreannya panjang", 0),
    ("surel saya siti@contoh.id", 1),
    ("<a href=https://x.top>klik</a> [url=http://y.xyz]z[/url]", 2),
])  # fmt: skip
def test_links_are_counted(text: str, count: int) -> None:
    assert links_in(text) == count


def test_copies_are_the_same_text() -> None:
    assert (
        gist("Apakah  BUKA,\nhari Sabtu?") == gist("apakah buka hari sabtu") == gist("Apakah (buka) hári ｓａｂｔｕ!")
    )
    assert gist("apakah buka") != gist("apakah tutup")
    assert gist("!!!") == ""
