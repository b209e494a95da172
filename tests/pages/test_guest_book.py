"""The guest book: who moderates reads first and stays in a tab, a visitor writes first."""

from tests.factories import Factory
from tests.fair import Fair
from tests.pages.browsing import as_role, forms_of, text_of


def test_who_moderates_reads_first_and_stays_in_the_tab(make: Factory) -> None:
    fair = Fair(make)
    book = f"/exhibitions/{fair.id}/guest-book"
    for text in ("Parkirnya kurang luas.", "Stannya menarik."):
        sent = make.client().post(f"/api/v1{book}", json={"text": text})
        assert sent.status_code == 201, sent.text
    organiser = as_role(make, "organiser")
    pending = organiser.get(f"{book}?status=pending")
    assert pending.text.index("Parkirnya kurang luas.") < pending.text.index('name="text"')
    [first, second] = [action for action in forms_of(pending) if action.endswith("/moderation")]
    moderated = organiser.send(pending, first)
    assert moderated.headers["location"] == f"{book}?status=pending"
    last = organiser.send(organiser.follow(moderated), second)
    assert "Semua pesan sudah dibaca." in text_of(organiser.follow(last))
    assert organiser.send(organiser.get(book), first).headers["location"] == book


def test_a_visitor_writes_first(make: Factory) -> None:
    book = f"/exhibitions/{Fair(make).id}/guest-book"
    shown = make.client().get(book, headers={"Accept": "text/html"})
    assert shown.text.index('name="text"') < shown.text.index("Belum ada gagasan")
