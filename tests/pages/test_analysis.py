"""The room's page of analysis: how sure the cut is, what the jurors are like, what another rule would change."""

import re

import pytest

from app.pages.pictures import Scale, scale_of
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
    url = f"/editions/{judging.edition.id}/stages/proposal/analysis"
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


def test_nobody_else_opens_it(make: Factory) -> None:
    judging = judged(make, "calibrated")
    url = f"/editions/{judging.edition.id}/stages/proposal/analysis"
    assert make.signed_in(judging.jurors[0]).get(url).status_code == 403
    assert make.as_role("secretariat").get(url).status_code == 403
    assert make.as_role("auditor").get(url).status_code == 200
