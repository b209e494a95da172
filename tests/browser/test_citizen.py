"""A citizen with a phone: finds an innovation, asks, reads the answer, follows it by a letter, and leaves again."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from app.http.form_stamp import LEAST_SECONDS
from app.models import Innovation, User
from tests.browser.letters import Post, sending
from tests.browser.window import Screen, Window, Windows
from tests.factories import Factory

pytestmark = pytest.mark.browser
PHONE = Screen(360, 740, has_touch=True)
CITIZEN = "siti@warga.example"
TITLE = "Antrean Obat Cepat"
TEXT = "Apakah warga dari kabupaten lain juga boleh mengambil obat di sini?"
ANSWER = "Boleh; cukup membawa kartu identitas."
OTHER = "Apakah buka pada hari Sabtu?"


class Town:
    """A health centre with an innovation among others, somebody who moderates, and somebody who answers."""

    def __init__(self, make: Factory) -> None:
        self.make = make
        regency = make.unit("Kabupaten Contoh", "regency", region_code="35.07")
        self.unit = make.unit("Puskesmas Contoh", "regional_technical_unit", regency, region_code="35.07")
        self.innovation = self._innovate(TITLE, 2024, "Obat diambil tanpa antre di apotek terdekat.")
        self._innovate("Antrean Pasar", 2023, "Pedagang memesan lapak tanpa antre.")
        self._innovate("Sampah Jadi Kompos", 2024, "Sampah pasar menjadi kompos.")
        self.moderator, self.author = make.user("secretariat"), make.user("author", self.unit)

    def _innovate(self, title: str, year: int, summary: str) -> Innovation:
        row: Innovation = self.make.save(Innovation(unit_id=self.unit.id, unit_name=self.unit.name, title=title,
                                                    year=year, summary=summary, sdgs=[3]))  # fmt: skip
        return row

    def decide(self, person: User, deed: str, **body: str) -> None:
        """What the moderator or the unit does with the question that waits for it."""
        client = self.make.signed_in(person)
        waiting = client.get("/api/v1/questions", params={"is_answered": False}).json()["items"]
        [id_] = [one["id"] for one in waiting]
        done = client.put(f"/api/v1/questions/{id_}/{deed}", json=body, headers={"If-Match": "*"})
        assert done.status_code == 200, done.text

    def answer_another(self) -> None:
        """Somebody else asks, and is answered."""
        asked = self.make.client().post(f"/api/v1/innovations/{self.innovation.id}/questions", json={"text": OTHER})
        assert asked.status_code == 201, asked.text
        self.decide(self.moderator, "publication")
        self.decide(self.author, "answer", answer="Ya, sampai siang.")


@pytest.fixture
def post(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    with sending(tmp_path_factory.mktemp("citizen")) as running:
        yield running


def test_from_a_search_to_the_answer_and_out_again(chromium: Browser, post: Post) -> None:
    windows = Windows(chromium, post.server.url)
    with Factory(post.server.engine, post.server.url) as make:
        town, phone = Town(make), windows.open(PHONE)
        _find(phone)
        _ask(phone)
        town.decide(town.moderator, "publication")
        _wait_for_the_answer(phone, post)
        town.decide(town.author, "answer", answer=ANSWER)
        _read_the_answer(phone, post)
        _follow(phone, post)
        town.answer_another()
        _leave(phone, post)
    problems = windows.close()
    assert not problems, "\n".join(problems)


def _find(phone: Window) -> None:
    """By a word with a slip in it, and a facet."""
    page = phone.page
    phone.open("/")
    phone.look("citizen-1-landing")
    search = page.get_by_role("searchbox")
    search.tap()
    search.fill("antrian")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ditampilkan: hasil untuk “antrean”.")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(2)
    phone.look("citizen-2-found")
    page.get_by_role("link", name="Saring hasil").tap()
    page.get_by_role("complementary", name="Saring hasil").get_by_role("link", name="2024").tap()
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(1)
    phone.look("citizen-3-narrowed")
    page.get_by_role("link", name=TITLE, exact=True).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    phone.look("citizen-4-innovation")


def _ask(phone: Window) -> None:
    """What stands in the way is said without losing a word."""
    page = phone.page
    page.get_by_role("link", name="Ajukan pertanyaan").tap()
    page.get_by_label("Pertanyaan Anda").fill(TEXT)
    page.get_by_label("Surel Anda").fill("siti@")
    page.get_by_label("Surel Anda").evaluate("field => field.setAttribute('type', 'text')")  # as an old browser does
    phone.expected.add(422)
    page.wait_for_timeout(LEAST_SECONDS * 1_000)  # whoever is faster than a person is asked to wait
    page.get_by_role("button", name="Kirim").tap()
    expect(page.get_by_text("Surel Anda:").first).to_be_visible()
    expect(page.get_by_label("Pertanyaan Anda")).to_have_value(TEXT)
    phone.look("citizen-5-refused")
    page.get_by_label("Surel Anda").fill(CITIZEN)
    page.get_by_role("button", name="Kirim").tap()
    expect(page.get_by_text("Moderator membacanya dahulu")).to_be_in_viewport()
    expect(page.get_by_text(TEXT)).to_have_count(0)
    phone.look("citizen-6-sent")


def _wait_for_the_answer(phone: Window, post: Post) -> None:
    """The letter says that it is published; there it waits, with a day until which."""
    letter = post.letter(CITIZEN)
    assert letter["Subject"] == f"Pertanyaan Anda diterbitkan: {TITLE}"
    phone = phone.tab()  # a letter opens a tab of its own
    phone.open(post.link(letter, "/innovations/"))
    question = phone.page.get_by_role("listitem").filter(has_text=TEXT)
    expect(question).to_be_in_viewport()
    expect(question.get_by_text("Menunggu jawaban")).to_be_visible()
    expect(question.get_by_text("paling lambat")).to_be_visible()
    phone.look("citizen-7-waiting")


def _read_the_answer(phone: Window, post: Post) -> None:
    phone = phone.tab()
    phone.open(post.link(post.letter(CITIZEN), "/innovations/"))
    question = phone.page.get_by_role("listitem").filter(has_text=TEXT)
    expect(question.get_by_text("Jawaban Puskesmas Contoh")).to_be_visible()
    expect(question.get_by_text(ANSWER)).to_be_visible()
    expect(question.get_by_text("Menunggu jawaban")).to_have_count(0)
    phone.look("citizen-8-answered")


def _follow(phone: Window, post: Post) -> None:
    """Two steps: the address, then the link of the letter and its button."""
    phone.page.reload()
    page = phone.page
    page.get_by_label("Surel Anda").fill(CITIZEN)
    page.get_by_role("button", name="Ikuti").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa surel Anda")
    expect(page.get_by_text(CITIZEN)).to_be_visible()
    phone.look("citizen-9-asked")
    phone.open(post.link(post.letter(CITIZEN), "/followers/confirmation"))
    phone.look("citizen-10-confirmation")
    page.get_by_role("button", name="Ya, kabari saya").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda mengikuti inovasi ini")
    phone.look("citizen-11-following")


def _leave(phone: Window, post: Post) -> None:
    """The news has a link to leave by, and then nothing is left to leave."""
    phone = phone.tab()
    page = phone.page
    news = post.letter(CITIZEN)
    phone.open(post.link(news, "/innovations/"))
    expect(page.get_by_text("Ya, sampai siang.")).to_be_visible()
    link = post.link(news, "/followers/removal")
    phone.open(link)
    page.get_by_role("button", name="Berhenti mengikuti").tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda berhenti mengikuti")
    phone.look("citizen-12-left")
    phone.expected.add(410)
    phone.open(link)
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("tidak mengikuti apa pun"))
