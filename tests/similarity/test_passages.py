"""Passages that two texts share: found past small changes, and never made of what everybody writes."""

from app.similarity.marks import kept
from app.similarity.passages import SHORTEST, passages
from app.similarity.texts import Text

CARDS = (
    "Setiap ibu hamil berisiko memiliki kartu pantau yang ditempel di dapur. Bidan menandai kartu pada kunjungan "
    "rumah, kader menjenguk dua minggu sekali, dan sopir ambulans menyimpan nomor telepon suami. Mobil siaga "
    "diparkir di balai dusun, kunci cadangan dipegang tetangga, dan bensin dibeli dari iuran arisan."
)
NETS = (
    "Nelayan menjemur jaring di dermaga sebelum subuh. Pelelangan ikan mencatat timbangan pada papan tulis, es balok "
    "diangkut gerobak, dan juragan membayar tunai. Perahu bermotor bersandar menurut giliran yang diundi."
)


def found(mine: str, other: str, common: str = "") -> list[tuple[str, str, int]]:
    """The passages as text; phrases of *common* are those that many have."""
    text, its = Text("", [mine]), Text("", [other])
    rare = set(text.phrases) - set(kept(Text("", [common]).words).hashes.tolist())
    told = []
    for one in passages(text.words, its.words, rare):
        begin, end = text.words.places[one.begin][1], text.words.places[one.end][2]
        start, stop = its.words.places[one.other_begin][1], its.words.places[one.other_end][2]
        told.append((mine[begin:end], other[start:stop], one.agreeing))
    return told


def test_a_text_shares_all_of_itself() -> None:
    [(mine, other, agreeing)] = found(CARDS, CARDS)
    assert mine == other
    assert CARDS.endswith(mine[-20:] + ".")
    assert agreeing == len(Text("", [CARDS]).words)


def test_a_passage_within_another_text_is_cut_out() -> None:
    [(mine, other, _)] = found(f"{NETS} {CARDS}", CARDS)
    assert mine == other
    assert "jaring" not in mine


def test_small_changes_do_not_end_a_passage() -> None:
    changed = CARDS.replace("dua minggu sekali", "dan perawat menjenguk saban pekan").replace("balai dusun", "gardu")
    [(mine, other, agreeing)] = found(changed, CARDS)
    assert "saban pekan" in mine
    assert "dua minggu" in other
    assert agreeing >= 2 * SHORTEST


def test_strangers_share_nothing() -> None:
    assert found(NETS, CARDS) == []


def test_what_many_write_in_the_same_words_is_no_passage() -> None:
    assert found(CARDS, CARDS, common=CARDS) == []


def test_a_sentence_is_too_short() -> None:
    assert found(f"{NETS} Mobil siaga diparkir di balai dusun.", CARDS) == []


def test_a_passage_ends_with_its_section() -> None:
    text = Text("", [CARDS, NETS])
    joined = Text("", [f"{CARDS} {NETS}"])
    told = passages(text.words, joined.words, set(text.phrases))
    assert [text.words.places[one.begin][0] for one in told] == [0, 1]
    assert all(text.words.places[one.begin][0] == text.words.places[one.end][0] for one in told)


def test_sections_in_another_order_are_found_each() -> None:
    mine, other = Text("", [CARDS, NETS]), Text("", [NETS, CARDS])
    told = passages(mine.words, other.words, set(mine.phrases))
    assert [other.words.places[one.other_begin][0] for one in told] == [1, 0]


def test_no_word_of_the_text_is_in_two_passages() -> None:
    twice = Text("", [CARDS, CARDS])
    told = passages(Text("", [CARDS]).words, twice.words, set(twice.phrases))
    assert len(told) == 1
