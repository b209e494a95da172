"""The order of awards on paper: families in a fixed order, in each the best first."""

from itertools import permutations
from random import Random

from app.models.award import AwardRead
from app.models.edition import AwardTier
from app.rules.award_order import best_first, by_heading
from tests.papers.drawing import award

TIERS = [AwardTier(key="top_30", title="Top 30", size=30), AwardTier(key="top_45", title="Top 45", size=45)]


def tier(key: str, rank: int) -> AwardRead:
    return award(tier=key, title=f"{key} #{rank}", rank=rank)


def won(title: str, category: str, result: str = "", rank: int | None = None, name: str = "Dinas A") -> AwardRead:
    return award(source="instrument", tier=None, title=title, category=category, result=result, rank=rank,
                 unit_name=name, innovation_title=None)  # fmt: skip


IN_ORDER = [
    tier("top_30", 1), tier("top_30", 30), tier("top_45", 31), tier("top_45", 45),
    won("Reformasi Birokrasi Predikat A", "Reformasi Birokrasi", "Predikat A · 88,00 · 2025"),
    won("SAKIP Predikat AA", "SAKIP", "Predikat AA · 91,00 · 2021"),
    won("SAKIP Predikat A", "SAKIP", "Predikat A · 88,25 · 2021"),
    won("SAKIP Predikat A", "SAKIP", "Predikat A · 85,40 · 2021"),
    won("SAKIP Predikat A", "SAKIP", "Predikat A · 85,40 · 2021", name="Dinas B"),
    won("SAKIP Predikat A", "SAKIP", "Predikat A · 2021"),
    won("SAKIP Predikat BB", "SAKIP", "Predikat BB · 79,00 · 2021"),
    won("SAKIP Predikat B", "SAKIP", "Predikat B · 69,00 · 2021"),
    won("Zona Integritas Layak Berpredikat WBBM", "Zona Integritas", "86,00"),
    won("Zona Integritas Layak Berpredikat WBK", "Zona Integritas", "93,00"),
    won("CETTAR Terbaik I", "CETTAR · Biro", "71,00", 1),
    won("CETTAR Terbaik I", "CETTAR · Perangkat daerah", "83,30", 1),
    won("CETTAR Terbaik II", "CETTAR · Perangkat daerah", "80,04", 2),
    won("CETTAR Terbaik III", "CETTAR · Perangkat daerah", "71,10", 3),
    won("CETTAR Terbaik I Cepat", "CETTAR · Perangkat daerah", "18,50", 1),
    won("CETTAR Terbaik II Cepat", "CETTAR · Perangkat daerah", "18,40", 2),
    won("IPP Predikat A", "IPP"), won("IPP Predikat A−", "IPP"),
    award(source="free", tier=None, title="Pilihan Publik", rank=None),
]  # fmt: skip


def test_whatever_order_they_come_in() -> None:
    chance = Random(7)
    for _ in range(50):
        mixed = chance.sample(IN_ORDER, len(IN_ORDER))
        assert best_first(mixed, TIERS) == IN_ORDER


def test_a_free_label_that_names_an_instrument_is_no_instrument() -> None:
    free = award(source="free", tier=None, title="Favorit SAKIP", rank=None)
    for order in permutations([free, IN_ORDER[5], IN_ORDER[-2]]):
        assert best_first(order, TIERS)[-1] is free


def test_headings_are_what_is_handed_out_or_the_instrument() -> None:
    headings = [(title, len(held)) for title, held in by_heading(IN_ORDER[5:18])]
    assert headings == [("SAKIP", 7), ("Zona Integritas", 2), ("CETTAR · Biro", 1), ("CETTAR · Perangkat daerah", 3)]
    assert by_heading([won("Zonder kategori", "")])[0][0] == "Zonder kategori"
