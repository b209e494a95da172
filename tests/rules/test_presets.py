import pytest

from app import presets
from app.rules import rubric
from app.rules.configuration import problems
from app.rules.words import count_words


@pytest.mark.parametrize("name", presets.names())
@pytest.mark.parametrize("year", [2016, 2023, 2024, 2032])
def test_every_preset_can_be_held_in_any_year(name: str, year: int):
    loaded = presets.load(name, year)
    assert problems(loaded) == []
    assert str(year) in loaded.name
    assert loaded.opens_at.year == loaded.closes_at.year == year


@pytest.mark.parametrize("name", presets.names())
def test_authors_and_jurors_are_told_what_is_wanted(name: str):
    loaded = presets.load(name, 2025)
    assert all(count_words(section.guidance) >= 15 for section in loaded.form)
    assert all(leaf.guidance for stage in loaded.stages for leaf in rubric.leaves(stage.rubric))
    assert all(document.guidance for document in loaded.required_documents)


def test_the_form_of_2023_is_the_official_one():
    form = [(section.max_words, section.weight) for section in presets.load("kovablik_2023", 2023).form]
    assert form == [(200, 0), (300, 10), (200, 15), (200, 5), (600, 30), (300, 20), (200, 5), (500, 15)]


def test_the_first_stage_of_2023_weighs_as_the_form_does():
    loaded = presets.load("kovablik_2023", 2023)
    weights = {criterion.section: criterion.weight for criterion in loaded.stages[0].rubric}
    assert weights == {section.key: section.weight for section in loaded.form if section.weight}


def test_the_second_stage_weighs_30_50_10_10():
    for name in presets.names():
        assert [criterion.weight for criterion in presets.load(name, 2025).stages[1].rubric] == [
            30,
            50,
            10,
            10,
        ]


def test_the_form_of_2025_has_the_nine_narratives():
    loaded = presets.load("kovablik_2025", 2025)
    assert [section.max_words for section in loaded.form] == [200, 150, 200, 200, 200, 300, 150, 150, 300]
    assert {field.key for field in loaded.fields if field.is_private} == {"innovator_name", "innovator_nip"}


@pytest.mark.parametrize("name", presets.names())
def test_a_preset_says_that_it_is_to_be_checked(name: str):
    assert "periksa terhadap petunjuk teknis" in presets.load(name, 2027).note


def test_a_loaded_preset_is_the_caller_s_own():
    presets.load("kovablik_2023", 2023).groups.clear()
    assert presets.load("kovablik_2023", 2023).groups


def test_there_is_no_other_preset():
    assert presets.names() == ["kovablik_2023", "kovablik_2025"]
    with pytest.raises(KeyError):
        presets.load("../settings", 2023)


def test_every_narrative_of_2025_asks_for_its_evidence():
    assert all(section.evidence for section in presets.load("kovablik_2025", 2025).form)
    assert not any(section.evidence for section in presets.load("kovablik_2023", 2023).form)
