"""The organiser looks for a person who is named in proposals, hands over what is stored, and erases it."""

from app.models import Edition
from app.rules.named_people import ERASED
from tests.api.test_named_people import FIELDS, NIP, SITI
from tests.factories import Factory
from tests.pages.browsing import as_role, text_of


def _proposal(make: Factory, edition: Edition, answers: dict[str, str]) -> str:
    return make.proposal(edition, make.unit("Puskesmas Melati"), answers=answers).id


def test_from_the_search_to_the_erasure(make: Factory) -> None:
    edition = make.edition(fields=FIELDS)
    own, _other = _proposal(make, edition, SITI), _proposal(make, edition, {"innovator_name": "Budi"})
    organiser = as_role(make, "organiser")
    form = organiser.get("/users")
    assert 'href="/named-people"' in form.text
    form = organiser.get("/named-people")
    vague = organiser.send(form, "/named-people", identifier="a")
    assert vague.status_code == 422
    assert "Tulis lebih lengkap" in text_of(vague)
    nobody = organiser.send(form, "/named-people", identifier="Tidak Ada Orangnya")
    assert "Tidak ada usulan yang menyebutnya" in text_of(nobody)
    found = organiser.send(form, "/named-people", identifier=NIP)
    assert found.status_code == 200
    assert "Siti Sangat Unik" in text_of(found)
    assert "Budi" not in text_of(found)
    assert NIP not in str(found.url)
    copy = organiser.send(found, "/named-people/export")
    assert copy.headers["Content-Disposition"].startswith("attachment")
    assert [item["proposal_id"] for item in copy.json()["items"]] == [own]
    erased = organiser.send(found, "/named-people/erasure")
    assert erased.headers["location"] == "/named-people"
    shown = organiser.get(f"/proposals/{own}")
    assert ERASED in text_of(shown)
    assert "Siti Sangat Unik" not in text_of(shown)
    again = organiser.send(found, "/named-people/erasure")
    assert again.status_code == 422, "there is nobody of that name any more"
