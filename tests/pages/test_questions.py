"""Pages of the public's questions and of followers: what is typed is never lost, and everybody sees their own part."""

import time

import httpx
import pytest

from app.http.form_stamp import LEAST_SECONDS
from tests.api.test_questions import EMAIL, TEXT, World
from tests.factories import Factory
from tests.pages.browsing import as_role, forms_of, text_of

HTML = {"Accept": "text/html"}
TYPED = {"text": TEXT, "email": EMAIL, "name": "Bu <b>Siti</b>", "lapor_ticket": "7569032"}


class Paged(World):
    """With the public and those who moderate and answer in browsers."""

    def __init__(self, make: Factory) -> None:
        super().__init__(make)
        self.citizen = make.client()
        self.citizen.headers["Accept"] = "text/html"
        self.page = f"/innovations/{self.innovation.id}"
        self.desk = as_role(make, "secretariat")

    def form(self, **typed: str) -> dict[str, list[str]]:
        """The form of a question as the citizen opens it, filled in."""
        opened = self.citizen.get(f"{self.page}/questions/new")
        fields = forms_of(opened)[f"{self.page}/questions"].fields
        return fields | {name: [value] for name, value in typed.items()}

    def send(self, form: dict[str, list[str]], **typed: str) -> httpx.Response:
        """Sends it, with some fields typed anew."""
        changed = {name: [value] for name, value in typed.items()}
        return self.citizen.post(f"{self.page}/questions", data=form | changed)


@pytest.fixture
def there(make: Factory) -> Paged:
    return Paged(make)


def test_every_refusal_keeps_what_was_typed(there: Paged) -> None:
    form = there.form(**TYPED)
    fast = there.send(form)
    assert fast.status_code == 422
    assert TEXT in fast.text, "sent faster than anybody types"
    time.sleep(LEAST_SECONDS)
    for wrong in ({"text": "pendek"}, {"email": "bukan surel"}, {"lapor_ticket": "<x>"}, {"website": "x"}):
        refused = there.send(form, **wrong)
        assert refused.status_code == 422
        kept = forms_of(refused)[f"{there.page}/questions"].fields
        assert {name: kept[name] for name in TYPED} == {name: [(TYPED | wrong)[name]] for name in TYPED}
        assert kept["stamp"] == form["stamp"], "nobody waits again"
        assert "<b>Siti" not in refused.text
        assert "<x>" not in refused.text
        assert 'aria-invalid="true"' in refused.text
    sent = there.send(form)
    assert (sent.status_code, sent.headers["location"]) == (303, there.page)
    told = there.citizen.get(there.page)
    assert "Moderator membacanya dahulu" in text_of(told)
    assert TEXT not in told.text
    again = there.send(there.form(**TYPED) | {"stamp": form["stamp"]})
    assert again.status_code == 422
    assert TEXT in again.text, "the same text twice"


def test_a_complaint_is_led_to_where_it_belongs(there: Paged) -> None:
    shown = there.citizen.get(f"{there.page}/questions/new", params={"kind": "complaint"})
    assert "https://www.lapor.go.id/" in shown.text
    assert f"{there.page}/questions" not in forms_of(shown)


def test_a_foreign_innovation_offers_neither(there: Paged) -> None:
    foreign = there.innovate(None, "Jauh")
    shown = there.citizen.get(f"/innovations/{foreign.id}")
    assert "Ajukan pertanyaan" not in shown.text
    for form in ("questions/new", "followers/new"):
        assert there.citizen.get(f"/innovations/{foreign.id}/{form}").status_code == 409


def test_through_the_queue_to_the_public_page(there: Paged) -> None:
    id_ = there.asked(name="Bu Siti", email=EMAIL)
    queue = there.desk.get("/questions")
    assert TEXT in queue.text
    assert "Menunggu moderasi 1" in text_of(queue)
    assert EMAIL not in queue.text
    published = there.desk.send(queue, f"/questions/{id_}/publication")
    assert published.headers["location"] == "/questions?tab=pending", "on with the next"
    assert "Tidak ada di sini" in text_of(there.desk.follow(published))
    assert "Menunggu jawaban" in text_of(there.citizen.get(there.page))
    author = as_role(there.make, "author", there.unit)
    waiting = author.get("/questions")
    assert "Tolak atau ringkas" not in waiting.text, "who answers does not moderate"
    opened = author.get(f"/questions/{id_}")
    assert "tersisa" in text_of(opened)
    empty = author.send(opened, f"/questions/{id_}/answer", answer="-")
    assert empty.status_code == 422
    author.follow(author.send(opened, f"/questions/{id_}/answer", answer="Ya, <i>siapa</i> pun."))
    shown = there.citizen.get(there.page)
    assert "Jawaban Puskesmas Satu" in text_of(shown)
    assert "Ya, &lt;i&gt;siapa&lt;/i&gt; pun." in shown.text
    assert "Siti" not in shown.text


def test_a_refused_moderation_keeps_what_was_typed(there: Paged) -> None:
    url = f"/questions/{there.asked()}"
    opened = there.desk.get(url)
    more = there.desk.send(opened, f"{url}/publication", text="Kata yang tidak pernah ditulis warga itu.")
    assert more.status_code == 422
    assert "Kata yang tidak pernah ditulis warga itu." in more.text
    causeless = there.desk.send(opened, f"{url}/rejection", reason="Penjelasan saya.")
    assert causeless.status_code == 422
    assert 'value="Penjelasan saya."' in causeless.text
    there.desk.follow(there.desk.send(opened, f"{url}/rejection", cause="unrelated", reason="Penjelasan saya."))
    late = there.desk.send(opened, f"{url}/publication")
    assert late.status_code == 412, "somebody decided meanwhile"
    assert "Tidak tentang inovasi ini" in text_of(there.desk.get(url))


def test_only_a_moderator_sees_what_nobody_has_read(there: Paged) -> None:
    id_ = there.asked()
    author = as_role(there.make, "author", there.unit)
    assert author.get("/questions?tab=pending").text.count(TEXT) == 0
    assert author.get(f"/questions/{id_}").status_code == 404
    for role, unit in (("juror", None), ("author", there.other)):
        assert TEXT not in as_role(there.make, role, unit).get("/questions").text
    assert there.citizen.get(f"/questions/{id_}").status_code in {303, 404}


def test_a_wrong_address_is_asked_back_and_a_right_one_is_told(there: Paged) -> None:
    opened = there.citizen.get(f"{there.page}/followers/new")
    form = forms_of(opened)[f"{there.page}/followers"].fields
    for wrong in ({"email": "bukan surel"}, {"email": EMAIL, "website": "x"}):
        refused = there.citizen.post(f"{there.page}/followers", data=form | {k: [v] for k, v in wrong.items()})
        assert refused.status_code == 422
        assert f'value="{wrong["email"]}"' in refused.text
    asked = there.citizen.post(f"{there.page}/followers", data=form | {"email": [EMAIL]})
    assert asked.status_code == 200
    assert EMAIL in asked.text
    assert asked.headers["cache-control"] == "private, no-store"


@pytest.mark.parametrize("path", ["/followers/confirmation", "/followers/removal", "/questions/asker"])
def test_a_link_that_says_nothing_is_answered_calmly(there: Paged, path: str) -> None:
    answer = there.citizen.get(path, params={"link": "<x>.tidak-ada"})
    assert answer.status_code == 410
    assert "<x>" not in answer.text
    assert answer.headers["referrer-policy"] == "no-referrer"


def test_another_site_asks_nothing(there: Paged) -> None:
    for form in ("questions", "followers"):
        cross = there.citizen.post(f"{there.page}/{form}", data=TYPED, headers={"Sec-Fetch-Site": "cross-site"})
        assert cross.status_code == 403
