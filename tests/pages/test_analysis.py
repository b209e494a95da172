"""The room's page of analysis: how sure the cut is, what the jurors are like, what another rule would change."""

import re
from datetime import date, timedelta
from typing import get_args

import pytest

from app.http import juror_flags, labels
from app.models.analysis import ConnectedJuror, Connections, ProgressDay, SharedReadings
from app.models.judging import FlagCode, JurorFlag
from app.pages.pictures import Scale, scale_of
from app.pages.rankings_analysis import _around
from app.pages.rankings_figures import _rows as progress_rows
from app.pages.rankings_figures import _thin
from tests.api.test_calibration import judged
from tests.factories import Factory


def test_a_scale_puts_values_between_its_margins() -> None:
    scale = Scale(0, 10)
    assert [scale.at(value) for value in (0, 5, 10, 99)] == ["3.00%", "50.00%", "97.00%", "97.00%"]
    assert (scale.ticks(), scale.decimals) == ([0, 2, 4, 6, 8, 10], 0)


@pytest.mark.parametrize(("low", "high", "ticks"), [(25, 55, [30, 40, 50]), (-3.9, 3.9, [-2, 0, 2]),
                                                    (-0.2, 0.8, [-0.2, 0, 0.2, 0.4, 0.6, 0.8])])  # fmt: skip
def test_ticks_are_round(low: float, high: float, ticks: list[float]) -> None:
    assert Scale(low, high).ticks() == pytest.approx(ticks)


def test_a_scale_of_one_value_is_wide_enough() -> None:
    assert scale_of([7.0]) == Scale(6.5, 7.5)
    assert scale_of([]) == Scale(-0.5, 0.5)


def test_the_analysis_names_the_severe_juror_and_the_undecided(make: Factory) -> None:
    judging = judged(make, "calibrated")
    url = f"/editions/{judging.edition.id}/stages/proposal/analysis"
    page = make.as_role("organiser").get(url).text
    first_juror = re.search(r'<th scope="row" role="rowheader"><a href="[^"]+juror_id=([^"]+)">', page)
    assert first_juror is not None
    assert first_juror[1] == judging.jurors[0].id, "the most severe first"
    assert "belum pasti" in page
    assert "style=" not in page.split("<main", 1)[1], "the policy allows no style of an element"
    assert "Alfa Krippendorff" in make.as_role("organiser").get(f"{url}/criteria").text


def test_what_if_tells_who_would_go_on_and_changes_nothing(make: Factory) -> None:
    judging = judged(make, "calibrated")
    organiser = make.as_role("organiser")
    ranking = judging.stage("proposal", "ranking")
    before = organiser.get(ranking).json()["items"]
    url = f"/editions/{judging.edition.id}/stages/proposal/analysis/what-if"
    assert "Akan lolos" in organiser.get(url, params={"aggregate": "mean", "without": "", "n": ""}).text
    answer = organiser.get(judging.stage("proposal", "what-if"), params={"aggregate": "mean"}).json()
    assert len(answer["enters"]) == len(answer["leaves"]) > 0
    assert answer["ranking"]["method"] == "mean"
    more = organiser.get(judging.stage("proposal", "what-if"), params={"n": 8}).json()
    assert (len(more["enters"]), more["leaves"]) == (3, [])
    severe = judging.jurors[0].id
    without = organiser.get(judging.stage("proposal", "what-if"), params={"without": severe}).json()
    assert severe not in {one["juror_id"] for one in without["ranking"]["jurors"]}
    assert organiser.get(ranking).json()["items"] == before
    assert organiser.get(judging.stage("proposal", "what-if"), params={"n": 0}).status_code == 422


def test_without_a_question_there_is_no_answer(make: Factory) -> None:
    judging = judged(make, "calibrated")
    page = make.as_role("organiser").get(f"/editions/{judging.edition.id}/stages/proposal/analysis/what-if").text
    assert 'id="answer"' not in page
    assert 'action="' + judging.stage("proposal", "analysis/what-if").removeprefix("/api/v1") + '#answer"' in page


@pytest.mark.parametrize(
    ("code", "other", "value", "usual", "chance", "words"),
    [
        ("copied", "j4", 0.98, 0.1, 0.0, "lembarnya sama dengan Juri 4: 98% dari 53 lembar; lazimnya 10%"),
        ("severe", None, -11.44, 0.0, 0.0012, "11,4 poin di bawah juri lain"),
        ("lenient", None, 11.44, 0.0, 0.0012, "(peluang kebetulan 0,12%)"),
        ("narrow", None, 0.42, 1.0, 0.0, "jarak antarnilainya 0,42 kali juri lain"),
        ("noisy", None, 9.0, 4.0, 0.0, "naik turun 9,0 poin pada 53 lembar; lazimnya 4,0"),
        ("contrary", None, -0.3, 0.6, 0.0, "juri lain −0,30 pada 53 lembar; lazimnya 0,60"),
        ("alike", "j4", 0.9, 0.0, 0.0, "searah dengan Juri 4: korelasi 0,90 pada 53 lembar; lazimnya 0,00"),
        ("same_scores", None, 0.5, 0.2, 0.00001, "(peluang kebetulan di bawah 0,01%)"),
    ],
)
def test_a_flag_is_told_with_its_numbers(
    code: FlagCode, other: str | None, value: float, usual: float, chance: float, words: str
) -> None:
    flag = JurorFlag(code=code, other_id=other, value=value, usual=usual, sheets=53, chance=chance)
    assert words in juror_flags.told(flag, "Juri 4")


def test_every_flag_has_its_words() -> None:
    assert set(juror_flags.SEEN) == set(get_args(FlagCode)) == set(labels.JUROR_FLAG)


def test_the_page_shows_the_numbers_behind_a_flag(make: Factory) -> None:
    judging = judged(make, "calibrated")
    organiser = make.as_role("organiser")
    flags = [
        flag for one in organiser.get(judging.stage("proposal", "ranking")).json()["jurors"] for flag in one["flags"]
    ]
    page = organiser.get(f"/editions/{judging.edition.id}/stages/proposal/analysis").text
    assert page.count("peluang kebetulan") == len(flags)
    assert "Naik turun (poin)" in page


def test_one_wide_interval_does_not_stretch_the_picture() -> None:
    assert _around([118], 20, 200) == [*range(15, 25), 118]
    assert _around([], 2, 4) == [0, 1, 2, 3]
    assert _around([3, 9], None, 12) == [3, 9], "each group has its own line"
    most = _around(list(range(200)), 100, 200)
    assert (len(most), most[0], most[-1]) == (60, 70, 129)


def test_nobody_else_opens_it(make: Factory) -> None:
    judging = judged(make, "calibrated")
    url = f"/editions/{judging.edition.id}/stages/proposal/analysis"
    for page in (url, f"{url}/what-if"):
        assert make.signed_in(judging.jurors[0]).get(page).status_code == 403
        assert make.as_role("secretariat").get(page).status_code == 403
        assert make.as_role("auditor").get(page).status_code == 200


def test_empty_weeks_are_one_row() -> None:
    first = date(2026, 1, 1)
    signed = {0: 3, 40: 2}
    days = [ProgressDay(day=first + timedelta(n), signed=signed.get(n, 0), cumulative=3 if n < 40 else 5)
            for n in range(41)]  # fmt: skip
    assert [(low.day, low.month, high.day, count, total) for low, high, count, total in progress_rows(days)] == [
        (1, 1, 7, 3, 3), (8, 1, 4, 0, 3), (5, 2, 10, 2, 5),
    ]  # fmt: skip


def test_pairs_that_share_little_are_named_the_fewest_first() -> None:
    jurors = [ConnectedJuror(juror_id=name, name=name.upper(), readings=2, shared=1, colleagues=1, part=0)
              for name in ("a", "b", "c")]  # fmt: skip
    pairs = [
        SharedReadings(one_id="a", other_id="b", proposals=2),
        SharedReadings(one_id="b", other_id="c", proposals=1),
    ]
    found = Connections(edition_id="e", stage="s", proposals=3, readings=6, single=0, parts=1, seam=None, jurors=jurors,
                        pairs=pairs)  # fmt: skip
    assert _thin(found) == [("A", "C", 0), ("B", "C", 1)]
