"""What an award says beside its title: each thing once, as whole words, figures with their name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.rules.award_words import adds, beneath, further, points, says_place, short_name, unplaced

WBK = "Layak Berpredikat Wilayah Bebas dari Korupsi (WBK)"


@pytest.mark.parametrize(("title", "texts", "said"), [
    ("CETTAR (contoh) Terbaik III", ("CETTAR (contoh) · Perangkat daerah", "Terbaik III · 71,10 · 2022"),
     "Perangkat daerah · nilai 71,10 · tahun 2022"),
    (f"Zona Integritas {WBK}", ("Zona Integritas", f"{WBK} · 93,09 · 2021", "Malam Penghargaan"),
     "nilai 93,09 · tahun 2021 · Malam Penghargaan"),
    ("SAKIP Predikat AA", ("SAKIP", "Predikat A · 2025"), "Predikat A · tahun 2025"),
    ("Top 45 Inovasi", ("Kesehatan", ""), "Kesehatan"), ("Top 45 Inovasi", ("top 45 inovasi",), ""),
    ("Juara", ("45", "1,5", "12/2022"), "45 · 1,5 · 12/2022"), ("", ("a", "a · b"), "a · b"),
])  # fmt: skip
def test_only_what_the_title_does_not_say_follows(title: str, texts: tuple[str, ...], said: str) -> None:
    assert further(title, *texts) == said


@given(st.text(max_size=40), st.lists(st.text(max_size=20), max_size=4))
def test_whatever_people_wrote_each_part_is_said_once(title: str, texts: list[str]) -> None:
    parts = [part for part in further(title, *texts).split(" · ") if part]
    assert len(parts) == len(set(parts))
    assert further(title, title) == ""


@pytest.mark.parametrize(("heading", "title", "left"), [
    ("SAKIP", "SAKIP Predikat A", "Predikat A"), ("CETTAR · Biro", "CETTAR Terbaik I", "Terbaik I"),
    ("SAKI", "SAKIP Predikat A", "SAKIP Predikat A"), ("Lain", "SAKIP Predikat A", "SAKIP Predikat A"),
])  # fmt: skip
def test_beneath_a_heading_its_name_is_left_out(heading: str, title: str, left: str) -> None:
    assert beneath(heading, title) == left


def test_a_place_in_the_title_stands_for_the_rank() -> None:
    assert says_place("CETTAR Terbaik II Cepat")
    assert not says_place("Replikasi Terbaik")
    assert (unplaced("CETTAR Terbaik II Cepat"), unplaced("SAKIP Predikat A")) == ("CETTAR Terbaik Cepat", "")


@pytest.mark.parametrize(("reason", "is_more"), [
    ("Total 85,40, predikat A", False), ("Total 85,40, predikat B", True), ("Suara terbanyak.", True), ("", False),
    ("Total 85,40, predikat A; peringkat 1 di antara unit jenis Biro", True),
])  # fmt: skip
def test_a_reason_is_shown_where_it_adds_something(reason: str, is_more: bool) -> None:
    assert adds(reason, "SAKIP", "Predikat A · 85,40 · 2021") is is_more


def test_the_figure_of_a_result() -> None:
    assert points("Predikat A · 85,40 · 2021") == 85.4
    assert points("Predikat A · 2021") is None


def test_a_distinction_is_called_by_its_short_name() -> None:
    assert short_name("Wilayah Bebas dari Korupsi (WBK)") == "WBK"
    assert short_name("Unit (lama) teladan") == "Unit (lama) teladan"
    assert short_name("Teladan") == "Teladan"
