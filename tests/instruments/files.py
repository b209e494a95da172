"""Small files for the tests, and instruments made of them."""

from app.instruments.checking import checked
from app.instruments.loading import Instrument, load
from app.instruments.seals import seal_of, sealed

HEAD = """\
instrument: contoh
year: 2024
title: Contoh
regulation: Peraturan contoh
notice: konfigurasi bawaan, periksa terhadap peraturan
sources: [Contoh buatan untuk uji]
for: [agency, bureau]
"""
BANDS = """\
predicates:
  - {letter: A, when: ">=80"}
  - {letter: B, when: ">=60 <80"}
  - {letter: C, when: "<60"}
"""
ALL_SCALES = (
    HEAD
    + """\
maximum: 100
absent: spread
items:
  - key: dasar
    title: Dasar
    weight: 60
    weights: percent
    items:
      - {key: ada, title: Ada, weight: 25, scale: yes_no}
      - {key: tiga, title: Tiga huruf, weight: 25, scale: abc}
      - {key: empat, title: Empat huruf, weight: 25, scale: abcd}
      - {key: lima, title: Lima huruf, weight: 25, scale: abcde}
  - key: angka
    title: Angka
    weight: 40
    items:
      - {key: capaian, title: Capaian, weight: 10, scale: percentage}
      - key: waktu
        title: Waktu, makin singkat makin baik
        weight: 10
        scale: number
        minimum: 0
        maximum: 60
        convert: {kind: inverse, from: 30, to: 5}
      - key: jenjang
        title: Jenjang
        weight: 10
        for: [agency]
        scale: number
        minimum: 0
        maximum: 10
        convert:
          kind: banded
          bands:
            - {when: "<3", share: 0}
            - {when: ">=3 <=7", share: 0.5}
            - {when: ">7", share: 1}
      - key: opini
        title: Opini
        weight: 10
        scale: choice
        convert: {kind: table, rows: [{value: WTP, share: 1}, {value: WDP, share: 0.5}, {value: TMP, share: 0}]}
facts:
  - {key: opini_bpk, title: Opini BPK, kind: word, choices: [WTP, WDP]}
  - {key: spip, title: SPIP, kind: number, minimum: 0, maximum: 5}
levels:
  - key: madya
    title: Madya
    thresholds: [{of: total, at: ">=75"}, {each: dasar, percent: ">50"}, {of: angka, percent: ">=60"}]
    gates: [{fact: opini_bpk, is: [WTP]}, {fact: spip, at: ">=3"}]
"""
    + BANDS
)
FULL = {"ada": True, "tiga": "A", "empat": "A", "lima": "A", "waktu": 5, "jenjang": 8, "opini": "WTP"}
"""Every answer but the ratio at its best."""


def sealed_text(text: str) -> str:
    """The text with the seal it needs."""
    definition = checked(text, with_seal=False).definition
    assert definition is not None
    return sealed(text, seal_of(definition))


def made(text: str) -> Instrument:
    """The instrument of a text without a seal."""
    return load(sealed_text(text))


def with_items(items: str, *, maximum: object = 100, absent: str = "zero", rest: str = "") -> str:
    """A file with these items, indented by two."""
    return f"{HEAD}maximum: {maximum}\nabsent: {absent}\n{rest}items:\n{items}"
