from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import pytest

from app.http.readiness import WORDS
from app.rules.deadlines import DeadlineVerdict
from app.rules.readiness import Facts, Finding, check
from tests.rules.builders import edition

KEYS = [section.key for section in edition().form]
DOCUMENTS = frozenset(document.key for document in edition().required_documents)


def text(name: str, words: int = 12) -> str:
    return " ".join(f"{name}{n}" for n in range(words))


@dataclass(frozen=True)
class Draft:
    """A proposal that is ready, unless a test says otherwise."""

    title: str = "Gadis Manis"
    group: str = "umum"
    category: str = "kesehatan"
    sections: dict[str, str] = field(default_factory=lambda: {key: text(key) for key in KEYS})
    answers: dict[str, str] = field(default_factory=dict)
    started_on: date | None = date(2022, 4, 30)
    origin: str = ""
    sdgs: tuple[int, ...] = (3,)
    english_abstract: str = "A short abstract."


def facts(draft: Draft | None = None, *, setup: dict[str, Any] | None = None, **changes: Any) -> Facts:
    whole = Facts(
        edition=edition(**(setup or {})),
        proposal=draft or Draft(),
        document_kinds=DOCUMENTS,
        supported=frozenset(),
        is_duplicate=False,
        is_invited=True,
        participant_id="dinas",
        remaining=1,
        verdict=DeadlineVerdict.ok,
    )
    return replace(whole, **changes)


def failing(these: Facts) -> list[tuple[str, str | None]]:
    return [(finding.rule, finding.field) for finding in check(these) if not finding.ok]


def one(these: Facts, rule: str, place: str | None = None) -> Finding:
    (found,) = [f for f in check(these) if f.rule == rule and place in (None, f.field)]
    return found


def test_a_complete_proposal_is_ready():
    assert failing(facts()) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": " "}, ("title", "title")),
        ({"group": "lama"}, ("group", "group")),
        ({"category": "lama"}, ("category", "category")),
        ({"group": "replikasi"}, ("origin", "origin")),
        ({"started_on": date(2022, 5, 1)}, ("minimum_age", "started_on")),
        ({"sdgs": ()}, ("sdgs", "sdgs")),
        ({"english_abstract": ""}, ("english_abstract", "english_abstract")),
    ],
)
def test_each_gap_in_the_text_is_named(changes: dict[str, Any], expected: tuple[str, str]):
    assert failing(facts(Draft(**changes))) == [expected]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"is_duplicate": True}, ("duplicate_title", "title")),
        ({"participant_id": None, "remaining": 0}, ("participant", None)),
        ({"remaining": 0}, ("quota", None)),
        ({"remaining": -1}, ("quota", None)),
        ({"verdict": DeadlineVerdict.closed}, ("window", None)),
        (
            {"document_kinds": DOCUMENTS - {"kesediaan_replikasi"}},
            ("documents", "documents.kesediaan_replikasi"),
        ),
    ],
)
def test_each_gap_around_the_text_is_named(changes: dict[str, Any], expected: tuple[str, str | None]):
    assert failing(facts(**changes)) == [expected]


def test_only_advice_does_not_block():
    warnings = {finding.rule for finding in check(facts()) if finding.level == "warning"}
    assert warnings == {"sdgs", "english_abstract"}
    assert is_ready(facts(Draft(sdgs=(), english_abstract="")))
    assert not is_ready(facts(Draft(title="")))


def is_ready(these: Facts) -> bool:
    return all(finding.ok for finding in check(these) if finding.level == "error")


def test_an_innovation_without_a_start_date_has_no_age():
    assert failing(facts(Draft(started_on=None))) == [("started_on", "started_on")]
    without_age = facts(Draft(started_on=date(2023, 4, 1)), setup={"minimum_age_months": 0})
    assert failing(without_age) == []
    assert "minimum_age" not in {finding.rule for finding in check(without_age)}


def test_an_invited_group_asks_for_the_invitation_and_no_slot():
    khusus = facts(Draft(group="khusus"), is_invited=False, remaining=None)
    assert failing(khusus) == [("invited", "group")]
    assert failing(replace(khusus, is_invited=True)) == []
    assert "quota" not in {finding.rule for finding in check(khusus)}
    assert "invited" not in {finding.rule for finding in check(facts(is_invited=False))}


def sections(**changes: str) -> Draft:
    return Draft(sections=Draft().sections | changes)


def test_an_empty_section_counts_once():
    assert failing(facts(sections(kebaruan=" \n "))) == [("section_filled", "sections.kebaruan")]
    absent = {key: value for key, value in Draft().sections.items() if key != "kebaruan"}
    assert failing(facts(Draft(sections=absent))) == [("section_filled", "sections.kebaruan")]


def test_a_section_keeps_to_its_words():
    place = "sections.kebaruan"
    full = one(facts(sections(kebaruan=text("k", 200))), "section_words", place)
    over = one(facts(sections(kebaruan=text("k", 201))), "section_words", place)
    assert (full.ok, over.ok) == (True, False)
    assert over.params == {"title": "Kebaruan atau nilai tambah", "words": 201, "max_words": 200}


def test_what_says_little_or_is_said_twice_is_one_point_with_its_numbers():
    assert failing(facts(sections(kebaruan=text("k", 9)))) == [("filler", "sections.kebaruan")]
    assert failing(facts(sections(kebaruan=text("k", 10)))) == []
    repeated = sections(kebaruan=text("ringkasan").upper().replace(" ", "\n"))
    assert failing(facts(repeated)) == [("repeated", "sections.ringkasan"), ("repeated", "sections.kebaruan")]
    assert one(facts(repeated), "repeated", "sections.kebaruan").params["other"] == "Ringkasan"
    short = sections(kebaruan="sudah baik", ringkasan="sudah baik")
    assert failing(facts(short)) == [("filler", "sections.ringkasan"), ("filler", "sections.kebaruan")]
    said = one(facts(short), "filler", "sections.kebaruan")
    assert (said.params["words"], said.params["fewest"]) == (2, 10)


def test_the_findings_are_in_the_order_of_the_form():
    order = list(dict.fromkeys((finding.field or "sending").partition(".")[0] for finding in check(facts())))
    assert order == ["title", "sections", "group", "category", "started_on", "sdgs", "english_abstract",
                     "documents", "sending"]  # fmt: skip


def test_a_section_of_few_words_is_no_filler():
    short = [{"key": "slogan", "title": "Slogan", "max_words": 3}]
    setup = {"form": short, "stages": []}
    assert failing(facts(Draft(sections={"slogan": "Cepat dan tepat"}), setup=setup)) == []


def test_an_optional_section_may_be_empty_or_short():
    optional = [{"key": "catatan", "title": "Catatan", "max_words": 30, "is_required": False}]
    setup = {"form": optional, "stages": []}
    assert failing(facts(Draft(sections={}), setup=setup)) == []
    assert failing(facts(Draft(sections={"catatan": "Tidak ada"}), setup=setup)) == []
    assert failing(facts(Draft(sections={"catatan": text("c", 31)}), setup=setup)) == [
        ("section_words", "sections.catatan")
    ]


@pytest.mark.parametrize(("answer", "is_filled"), [("", False), ("3", False), (" 1", False), ("1", True)])
def test_a_required_choice_is_one_of_the_choices(answer: str, is_filled: bool):
    asked = [{"key": "asta", "title": "Asta Cita", "kind": "choice", "choices": ["1", "2"], "is_required": True}]
    found = one(facts(Draft(answers={"asta": answer}), setup={"fields": asked}), "answer_filled", "answers.asta")
    assert found.ok is is_filled


def test_only_required_answers_are_asked_for():
    asked = [{"key": "iga", "title": "IGA", "is_required": True}, {"key": "nip", "title": "NIP"}]
    assert failing(facts(setup={"fields": asked})) == [("answer_filled", "answers.iga")]
    assert failing(facts(Draft(answers={"iga": "35-2023"}), setup={"fields": asked})) == []


def test_a_document_is_asked_of_its_groups_only():
    paper = [{"key": "asal", "title": "Persetujuan asal", "groups": ["replikasi"]}]
    setup = {"required_documents": paper}
    assert failing(facts(setup=setup)) == []
    of_replication = facts(Draft(group="replikasi", origin="Kota Malang"), setup=setup)
    assert failing(of_replication) == [("documents", "documents.asal")]


def test_every_finding_has_words_and_their_values_in_both_cases():
    asked = [{"key": "iga", "title": "IGA", "is_required": True}]
    form = [section.model_dump() | {"evidence": "Laporan"} for section in edition().form]
    seen = set()
    for group in ("umum", "replikasi", "khusus"):
        for finding in check(facts(Draft(group=group), setup={"fields": asked, "form": form})):
            seen.add(finding.rule)
            assert all(sentence % finding.params for sentence in WORDS[finding.rule])
    assert seen == set(WORDS)


def test_evidence_is_advised_where_a_section_asks_for_it():
    form = [section.model_dump() | {"evidence": "Laporan" if n < 2 else ""} for n, section in enumerate(edition().form)]
    first, second = edition().form[:2]
    lacking = facts(setup={"form": form}, supported=frozenset({first.key}))
    assert is_ready(lacking)
    assert one(lacking, "evidence").params == {"count": 1, "titles": second.title}
    assert one(facts(setup={"form": form}, supported=frozenset({first.key, second.key})), "evidence").ok
    assert not [finding for finding in check(facts()) if finding.rule == "evidence"], "nothing is asked"
