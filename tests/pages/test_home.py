"""The homes of organiser and secretariat: what is open, counted once, with one button each."""

import re

import pytest

from app.clock import now
from app.http.navigation import navigation
from app.rules.permissions import ANONYMOUS
from tests.api.test_judging import LEAVES, fill
from tests.factories import Factory
from tests.pages.browsing import as_role, text_of
from tests.pages.judging import Stage


def tasks(text: str) -> list[tuple[str, str]]:
    """What waits on the home: words, and the address of the button."""
    rows = text.partition("Yang menunggu</h3>")[2].partition("</ul>")[0].split("<li>")[1:]
    return [
        (" ".join(re.sub(r"<[^>]+>", " ", row).split()), re.findall(r'<a [^>]*href="([^"]+)"', row)[0]) for row in rows
    ]


def test_the_organiser_sees_what_is_open_with_its_count(make: Factory) -> None:
    stage = Stage(make, proposals=3, jurors=1, wanted=1)
    stage.panel()
    (unread,) = tasks(stage.host.see("/home").text)
    assert unread == ("3 usulan belum dibagikan kepada juri Bagikan usulan", f"{stage.url}/assignments/new")
    assert stage.organiser.post(stage.stage("proposal", "assignments"), json={}).status_code == 201
    make.proposal(stage.edition, stage.units[0], "submitted", number="9", sequence=9)
    waiting, unsigned = tasks(stage.host.see("/home").text)
    assert waiting[0] == "1 usulan menunggu seleksi administrasi Buka antrean"
    assert waiting[1] == f"/selection?edition_id={stage.edition.id}"
    assert unsigned[0] == "3 lembar belum ditandatangani lewat tenggat Lihat yang belum"
    assert unsigned[1] == f"{stage.url}/assignments?only=unsigned"


def test_what_is_all_signed_waits_to_be_published(make: Factory) -> None:
    stage = Stage(make, proposals=1, jurors=1, wanted=1)
    stage.begin()
    fill(make.signed_in(stage.jurors[0]), stage.sheets()[0].rsplit("/", 1)[1], dict.fromkeys(LEAVES, 80))
    (ready,) = tasks(stage.host.see("/home").text)
    assert ready[1] == f"{stage.url}/publication"


def test_both_homes_count_what_passed_in_the_same_way(make: Factory) -> None:
    edition, agency = make.edition("judging"), make.unit(kind="agency")
    for n, status in enumerate(["verified", "judging", "judging", "rejected", "submitted"], start=1):
        make.proposal(edition, agency, status, number=str(n), sequence=n, submitted_at=now())
    assert "Lolos administrasi 3 60%" in text_of(as_role(make, "organiser").get("/home"))
    secretariat = text_of(as_role(make, "secretariat").get("/home"))
    assert re.search(r"lolos administrasi 3|3 lolos administrasi", secretariat), secretariat


@pytest.mark.parametrize(("path", "line"), [
    ("/e/contoh1", "/exhibitions"), ("/exhibitions", "/exhibitions"), ("/exhibitions/x/board", "/exhibitions"),
    ("/followers/removal", "/innovations"), ("/innovations-lain", None), ("/", None), ("", None), ("/english", None),
])  # fmt: skip
def test_the_menu_says_where_one_is(path: str, line: str | None) -> None:
    assert [item.url for item in navigation(ANONYMOUS, path) if item.is_current] == ([line] if line else [])
