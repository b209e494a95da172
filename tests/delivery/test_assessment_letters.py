"""Letters about assessments: who has something to do is told once, and nobody of what is over by then."""

from datetime import date

import pytest
from sqlmodel import select

from app import database
from app.domain.assessments import rounds, states
from app.models import Assessment, AssessmentRound
from app.models.assessment import Holder, ReopeningPut
from app.models.assessment_round import AssessmentRoundCreate, AssessmentRoundUpdate, RoundStatus
from app.models.outbox import MessageStatus
from app.models.user import Role
from app.rules.permissions import Actor, Grant
from tests.delivery.conftest import SITE, Letterbox, messages
from tests.delivery.test_rembug_letters import letters
from tests.factories import Factory


class Province:
    """An agency with a coordinator who answers for its two units below too, and a bureau that owns an indicator."""

    def __init__(self, make: Factory) -> None:
        self.root = make.unit("Provinsi", "province")
        self.agency = make.unit("Dinas", "agency", self.root)
        self.other = make.unit("Badan", "agency", self.root)
        self.bureau = make.unit("Biro", "bureau", self.root)
        self.siti = make.user("author", self.agency, "Siti")
        self.budi = make.user("coordinator", self.root, "Budi")
        self.rina = make.user("author", self.bureau, "Rina")
        self.organiser = Actor("user", make.user("organiser").id, "Tim", "", (Grant(Role.organiser, self.root.id),))
        with database.writing() as session:
            body = AssessmentRoundCreate(instrument_id="cettar_opd_2024", unit_ids=[self.agency.id, self.other.id],
                                         assess_until=date(2026, 12, 5))  # fmt: skip
            self.round_id = rounds.create(session, self.organiser, body).id
            rounds.set_owner(session, self.organiser, self.round_id, "monev", self.bureau.id)

    def lead(self, status: str) -> None:
        """The round to another status."""
        with database.writing() as session:
            rounds.update(
                session, self.organiser, self.round_id, AssessmentRoundUpdate(status=RoundStatus(status)), None
            )

    def assessment(self) -> str:
        """The agency's."""
        with database.reading() as session:
            found = select(Assessment.id).where(Assessment.round_id == self.round_id)
            return session.exec(found.where(Assessment.unit_id == self.agency.id)).one()


@pytest.fixture
def province(world: Factory) -> Province:
    return Province(world)


def test_units_hear_once_a_person_that_a_round_is_open_and_until_when(province: Province, letterbox: Letterbox) -> None:
    assert letters(letterbox) == [], "a draft is nobody's concern"
    province.lead("open")
    got = letters(letterbox)
    assert sorted(to.split("@")[0] for to, *_ in got) == sorted(
        f"{person.name} <{person.email.split('@')[0]}" for person in (province.siti, province.budi)
    ), "the coordinator of both units has one letter"
    for _, subject, text in got:
        assert subject.startswith("Penilaian dibuka: ")
        assert "paling lambat 5 Desember 2026 23.59 WIB" in text
        assert f"{SITE}/assessment-rounds/{province.round_id}" in text


def test_owners_hear_that_values_wait_for_them(province: Province, letterbox: Letterbox) -> None:
    province.lead("open")
    letters(letterbox)
    province.lead("verifying")
    got = letters(letterbox)
    assert {to for to, *_ in got if "Rina" in to}, got
    assert not {to for to, *_ in got if "Siti" in to}, "who is assessed verifies nothing"
    assert all("unit-unit." in text and "lambat" not in text for *_, text in got), "without a day none is named"


def test_a_round_that_went_on_asks_nobody_any_more(province: Province, letterbox: Letterbox) -> None:
    province.lead("open")
    province.lead("verifying")
    assert not [subject for _, subject, _ in letters(letterbox) if "dibuka" in subject]
    assert MessageStatus.cancelled in {one.status for one in messages()}


def test_a_unit_hears_of_its_result_and_that_it_is_open_again(province: Province, letterbox: Letterbox) -> None:
    for status in ("open", "verifying", "panel"):
        province.lead(status)
    letters(letterbox)
    id_ = province.assessment()
    with database.writing() as session:
        states.finalise(session, province.organiser, id_, None)
    got = letters(letterbox)
    assert {subject for _, subject, _ in got} == {"Hasil Dinas sudah final: " + _title(province)}
    assert all(f"{SITE}/assessments/{id_}" in text for *_, text in got)
    with database.writing() as session:
        states.reopen(session, province.organiser, id_, ReopeningPut(reason="Bukti SAKIP tertukar"), None)
    got = letters(letterbox)
    assert len(got) == 2
    for _, subject, text in got:
        assert "Penilaian Dinas diperiksa lagi: " in subject
        assert "Alasannya: Bukti SAKIP tertukar" in text
        assert "Unit Anda tidak perlu mengisi apa pun." in text
        assert "Lihat penilaian" in text
    again = ReopeningPut(reason="Bukti kurang", to=Holder.unit)
    with database.writing() as session:
        states.finalise(session, province.organiser, id_, None)
        states.reopen(session, province.organiser, id_, again, None)
    for _, subject, text in letters(letterbox):
        assert "Penilaian Dinas dibuka kembali: " in subject
        assert "Perbaiki isiannya, lalu kirim lagi." in text


def test_what_was_final_before_the_round_is_not_told_twice(province: Province, letterbox: Letterbox) -> None:
    for status in ("open", "verifying", "panel"):
        province.lead(status)
    with database.writing() as session:
        states.finalise(session, province.organiser, province.assessment(), None)
    letters(letterbox)
    province.lead("final")
    assert [(to.split()[0], subject) for to, subject, _ in letters(letterbox)] == [
        ("Budi", "Hasil sudah final: " + _title(province))
    ], "of the other unit; who answers for the agency alone knows already"


def _title(province: Province) -> str:
    with database.reading() as session:
        return session.get_one(AssessmentRound, province.round_id).title
