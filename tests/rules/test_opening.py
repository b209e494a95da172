from datetime import datetime, timedelta

import pytest

from app import presets
from app.clock import WIB
from app.models.edition import EditionRead, EditionStatus
from app.rules.opening import Gap, gaps

PRESET = presets.load("kovablik_2023", 2023)
EDITION = EditionRead(
    **PRESET.model_dump(), id="e", year=2023, status=EditionStatus.draft, is_sample=False, version=1,
    published_stages=[],
)  # fmt: skip
BEFORE = EDITION.opens_at - timedelta(days=1)


def test_a_preset_before_its_year_lacks_nothing():
    assert gaps(EDITION, BEFORE) == []


@pytest.mark.parametrize(
    ("moment", "code"),
    [(EDITION.opens_at + timedelta(1), "opens_in_the_past"), (EDITION.closes_at, "closes_in_the_past")],
)
def test_dates_that_are_over_are_named(moment: datetime, code: str):
    assert gaps(EDITION, moment) == [Gap("basics", code)]


@pytest.mark.parametrize(
    ("part", "gap"),
    [("required_documents", Gap("fields", "no_documents")), ("quota_rules", Gap("quotas", "no_quota")),
     ("award_tiers", Gap("awards", "no_awards"))],
)  # fmt: skip
def test_an_empty_list_is_named(part: str, gap: Gap):
    assert gaps(EDITION.model_copy(update={part: []}), BEFORE) == [gap]


@pytest.mark.parametrize(
    ("starts_at", "code"), [(None, "no_stage_dates"), (datetime(2023, 1, 1, tzinfo=WIB), "stage_too_early")]
)
def test_a_stage_needs_dates_after_the_closing(starts_at: datetime | None, code: str):
    stage = EDITION.stages[0].model_copy(update={"starts_at": starts_at})
    changed = EDITION.model_copy(update={"stages": [stage, *EDITION.stages[1:]]})
    assert gaps(changed, BEFORE) == [Gap("stages", code, stage.name)]
