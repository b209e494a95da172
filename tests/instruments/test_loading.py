"""Files that were stored before a rule came stay readable; what was changed behind their seal does not."""

import pytest

from app.instruments.checking import check
from app.instruments.faults import BadInstrument
from app.instruments.loading import kept, load, text_of
from tests.instruments.files import ALL_SCALES, sealed_text

OLD = ALL_SCALES.replace("{of: total", '{of: angka, at: ">=20"}, {of: total')


def test_a_stored_file_that_a_later_rule_refuses_is_still_read():
    text = sealed_text(OLD)
    assert [one.code for one in check(text)] == ["threshold_twice"]
    with pytest.raises(BadInstrument):
        load(text)
    assert len(kept(text).definition.levels[0].thresholds) == 4


@pytest.mark.parametrize("text", [
    text_of("zi_2021").replace(">=75", ">=74"), ALL_SCALES, text_of("zi_2021").replace("weight: 60", "weight: x"),
    "x", text_of("zi_2021").replace("weight: 4,", "weight: 4,0,", 1),
])  # fmt: skip
def test_what_is_not_as_it_was_sealed_is_not_read(text: str):
    with pytest.raises(BadInstrument):
        kept(text)
