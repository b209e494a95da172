"""What differs between two files of one instrument."""

from app.instruments.checking import checked
from app.instruments.differences import differences
from app.instruments.loading import names, shipped
from app.instruments.schema import Definition
from tests.instruments.files import ALL_SCALES


def read(text: str) -> Definition:
    found = checked(text, with_seal=False)
    assert not found.faults
    assert found.definition
    return found.definition


def told(text: str) -> list[tuple[str, str, str, str | None, str | None]]:
    """What differs from the file with every scale."""
    found = differences(read(ALL_SCALES), read(text))
    return [(one.part, one.key, one.name, one.before, one.after) for one in found]


def test_a_file_differs_in_nothing_from_itself_whatever_its_layout() -> None:
    for name in names():
        definition = shipped(name).definition
        assert differences(definition, definition) == []
    assert told(ALL_SCALES.replace("weight: 60", "weight: 60.0 # catatan")) == []


def test_weights_bands_minimums_and_gates_are_named() -> None:
    changed = ALL_SCALES.replace("weight: 60", "weight: 61").replace("weight: 40", "weight: 39")
    changed = changed.replace("key: capaian, title: Capaian, weight: 10", "key: capaian, title: Capaian, weight: 9")
    changed = changed.replace('"<3", share: 0', '"<4", share: 0').replace(">=3 <=7", ">=4 <=7")
    changed = changed.replace(">=80", ">=85").replace("<80", "<85")
    changed = changed.replace('fact: spip, at: ">=3"', 'fact: spip, at: ">2"')
    changed = changed.replace('{of: total, at: ">=75"}', '{of: total, at: ">=70"}')
    assert told(changed) == [
        ("item", "dasar", "weight", "60", "61"), ("item", "angka", "weight", "40", "39"),
        ("item", "capaian", "weight", "10", "9"),
        ("item", "jenjang", "convert",
         "{kind: banded, bands: [{when: <3, share: 0}, {when: >=3 <=7, share: 0.5}, {when: >7, share: 1}]}",
         "{kind: banded, bands: [{when: <4, share: 0}, {when: >=4 <=7, share: 0.5}, {when: >7, share: 1}]}"),
        ("predicate", "A", "when", ">=80", ">=85"), ("predicate", "B", "when", ">=60 <80", ">=60 <85"),
        ("threshold", "madya.total", "at", ">=75", ">=70"), ("gate", "madya.spip", "at", ">=3", ">2"),
    ]  # fmt: skip


def test_what_came_and_went_is_told_whole_and_what_moved_only_as_moved() -> None:
    line = "      - {key: lima, title: Lima huruf, weight: 25, scale: abcde}\n"
    renamed = ALL_SCALES.replace(line, line.replace("lima", "enam"))
    assert told(renamed) == [("item", "enam", "", None, "weight: 25"), ("item", "lima", "", "weight: 25", None)]
    assert told(ALL_SCALES.replace(line, "").replace("      - {key: ada", line + "      - {key: ada")) == []
