"""From the invitation to the first sign-in, by the pages."""

import httpx
import pytest

from tests.factories import Factory
from tests.pages.browsing import as_role, forms_of, text_of

GOOD = "embun pagi di ladang"
EMAIL = "siti.aminah@dinas.example"


def link_for_siti(make: Factory) -> str:
    """The organiser makes an account; the address of the link that is shown, without the site."""
    organiser = as_role(make, "organiser")
    made = organiser.send(organiser.get("/users/new"), "/users", name="Siti Aminah", email=EMAIL)
    assert made.status_code == 201
    assert "hanya ditampilkan sekali" in text_of(made)
    return "/password?link=" + made.text.partition("/password?link=")[2].partition('"')[0]


def visitor(make: Factory) -> httpx.Client:
    client = make.client()
    client.headers["Accept"] = "text/html"
    return client


def choose(client: httpx.Client, password: str) -> httpx.Response:
    return client.post("/password", data={"password": password})


def test_an_invited_person_chooses_a_password_and_signs_in(make: Factory) -> None:
    link, siti = link_for_siti(make), visitor(make)
    form = siti.get(siti.get(link).headers["location"])
    assert "Selamat datang, Siti Aminah." in text_of(form)
    refused = choose(siti, "siti aminah 1")
    assert refused.status_code == 422
    assert "Kata sandi memuat nama, surel, atau instansi Anda" in text_of(refused)
    chosen = choose(siti, GOOD)
    assert (chosen.status_code, chosen.headers["location"]) == (303, "/sign-in")
    assert "jipp_session" not in str(chosen.headers.get_list("set-cookie")), "it opens no session"
    welcome = siti.get("/sign-in")
    assert "Kata sandi tersimpan. Silakan masuk." in welcome.text
    assert siti.post("/sign-in", data={"email": EMAIL, "password": GOOD, "next": ""}).headers["location"] == "/home"


def test_a_mail_scanner_uses_nothing_up(make: Factory) -> None:
    link = link_for_siti(make)
    for _ in range(3):
        scanner = visitor(make)
        assert scanner.head(link).status_code == 303
        assert scanner.get(scanner.get(link).headers["location"]).status_code == 200
    siti = visitor(make)
    siti.get(link)
    assert choose(siti, GOOD).status_code == 303


def test_the_secret_is_in_no_address_that_a_page_gives_away(make: Factory) -> None:
    link, siti = link_for_siti(make), visitor(make)
    token = link.partition("=")[2]
    moved = siti.get(link)
    assert moved.headers["location"] == "/password"
    form = siti.get("/password")
    for answer in (moved, form):
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["cache-control"] == "private, no-store"
        assert token not in answer.text
    cookie = moved.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "path=/" in cookie
    assert "jipp_link" not in str(choose(siti, GOOD).request.url)
    assert siti.cookies.get("jipp_link") is None, "it is gone once it was used"


@pytest.mark.parametrize(
    "link", ["", "?link=salah", "?link=a%0D%0ASet-Cookie:%20x=1", "?link=%C3%A9", "?link=" + "x" * 5000]
)
def test_header_injection_by_a_link(make: Factory, link: str) -> None:
    siti = visitor(make)
    first = siti.get(f"/password{link}")
    shown = siti.get("/password") if first.status_code == 303 else first
    assert "x=1" not in [value.partition(";")[0] for value in first.headers.get_list("set-cookie")]
    assert shown.status_code == 410
    assert "Tautan tidak berlaku lagi" in text_of(shown)


def test_a_used_link_says_what_to_do(make: Factory) -> None:
    link, siti = link_for_siti(make), visitor(make)
    siti.get(link)
    choose(siti, GOOD)
    siti.get(link)
    again = siti.get("/password")
    assert again.status_code == 410
    assert 'href="/password/forgotten"' in again.text


def test_account_enumeration_by_the_page_of_a_forgotten_password(make: Factory) -> None:
    user, somebody = make.user("juror"), visitor(make)
    assert 'href="/password/forgotten"' in somebody.get("/sign-in").text
    known = somebody.post("/password/forgotten", data={"email": user.email})
    unknown = somebody.post("/password/forgotten", data={"email": "tidak.ada@contoh.example"})
    assert known.status_code == unknown.status_code == 200
    assert text_of(known) == text_of(unknown)
    assert user.email not in known.text


def test_csrf_by_another_site_on_the_page(make: Factory) -> None:
    link, siti = link_for_siti(make), visitor(make)
    siti.get(link)
    forged = siti.post("/password", data={"password": GOOD}, headers={"Sec-Fetch-Site": "cross-site"})
    assert forged.status_code == 403
    assert choose(siti, GOOD).status_code == 303


def test_the_list_says_who_has_not_come_yet_and_sends_again(make: Factory) -> None:
    old = link_for_siti(make)
    organiser = as_role(make, "organiser")
    listed = organiser.get("/users?state=invited")
    assert "Siti Aminah Diundang" in text_of(listed)
    assert "Orang 1" not in text_of(listed)
    path = listed.text.partition('rowheader"><a href="')[2].partition('"')[0]
    again = organiser.send(organiser.get(path), f"{path}/invitation")
    assert "/password?link=" in again.text
    siti = visitor(make)
    siti.get(old)
    assert siti.get("/password").status_code == 410, "the older link is void"
    assert "password" not in str(forms_of(organiser.get(path))[path].fields), "nobody types another's password"
