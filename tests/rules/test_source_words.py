import pytest

from app.http.source_words import source_title


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("skm.total", "SKM"), ("sakip.total", "SAKIP"), ("zi.total", "Zona Integritas"),
        ("iga.total", "Indeks Inovasi (IGA)"), ("competition.kovablik", "hasil KOVABLIK"),
        ("competition.kipp", "hasil KIPP"), ("records.melayani", "catatan layanan (melayani)"),
        ("sakip.capaian_kinerja", "SAKIP, capaian kinerja"), ("indeks_baru.total", "INDEKS BARU"),
    ],
)  # fmt: skip
def test_a_source_is_called_as_people_call_it(name: str, title: str) -> None:
    assert source_title(name) == title
