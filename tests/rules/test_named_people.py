"""Which short answers are about a person: by what was looked for, and by what stands beside it."""

from app.rules.named_people import ERASED, compact, of_person, without

PRIVATE, FREE = {"name", "nip", "gender"}, {"name", "nip", "sector"}
SITI = {"name": "Siti Aminah", "nip": "19800101 200501 2 001", "sector": "kesehatan"}


def test_capitals_spaces_dots_and_hyphens_make_no_difference() -> None:
    assert compact("19800101 200501-2.001") == "198001012005012001"
    assert compact(" SITI  Aminah ") == "sitiaminah"


def test_all_private_answers_of_a_version_go_with_the_one_that_names_the_person() -> None:
    assert of_person([SITI], PRIVATE, FREE, "198001012005012001") == [{"name": SITI["name"], "nip": SITI["nip"]}]
    assert of_person([SITI], PRIVATE, FREE, "Budi") == [{}]


def test_a_version_from_before_the_number_was_given_is_the_persons_too() -> None:
    earlier, other = {"name": "siti aminah", "sector": "sosial"}, {"name": "Budi", "nip": "1", "gender": "p"}
    found = of_person([SITI | {"gender": "p"}, earlier, other], PRIVATE, FREE, "200501 2 001")
    assert [sorted(about) for about in found] == [["gender", "name", "nip"], ["name"], []]


def test_an_answer_that_is_not_private_counts_where_it_names_the_person() -> None:
    assert of_person([{"sector": "hubungi siti@dinas.example"}], PRIVATE, FREE, "SITI@dinas.example") == [
        {"sector": "hubungi siti@dinas.example"}
    ]


def test_what_is_erased_names_nobody_and_ties_no_two_people() -> None:
    gone = without(SITI | {"gender": "p"}, {"name", "nip", "gender"}, FREE)
    assert gone == {"name": ERASED, "nip": ERASED, "sector": "kesehatan"}, "a choice has no other words"
    other = {"name": "Budi", "nip": ERASED}
    assert of_person([gone, other], PRIVATE, FREE, "Budi") == [{}, {"name": "Budi"}]
    assert of_person([gone], PRIVATE, FREE, "Siti") == [{}]
