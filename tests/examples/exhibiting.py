"""Last act but one: an exhibition of what was awarded, with visitors and their votes."""

from typing import Any

from tests.examples.cast import NOBODY, Cast
from tests.examples.recorder import Caller

EXHIBITIONS = "/api/v1/exhibitions"
EVENT = {"name": "Pameran Inovasi Pelayanan Publik", "place": "Gedung Contoh, Kota Batu", "starts_on": "2023-11-23",
         "ends_on": "2023-11-24", "hours": "09.00–17.00 WIB"}  # fmt: skip
DIALOGUE = {"title": "Rembug nyekrup", "place": "Panggung utama", "speaker": "Pembicara Contoh",
            "starts_at": "2023-11-23T03:00:00Z", "ends_at": "2023-11-23T05:00:00Z"}  # fmt: skip


def play(cast: Cast) -> None:
    """From the set-up to the end."""
    organiser = cast["organiser"]
    made = organiser.post("A new exhibition", EXHIBITIONS, EVENT)
    path = f"{EXHIBITIONS}/{made['id']}"
    backwards = EVENT | {"ends_on": "2023-11-22"}
    organiser.post("It ends before it begins", EXHIBITIONS, backwards, 422)
    organiser.change("A draft cannot end", "PUT", f"{path}/ending", status=409)
    shown = _booths(cast, path)
    _programme(cast, path)
    organiser.change("Open to the public", "PUT", f"{path}/publication")
    organiser.change("When the vote is", "PATCH", path, {"votes_close_at": "2023-11-24T08:00:00Z"})
    organiser.post(None, EXHIBITIONS, EVENT | {"name": "Pameran Kedua"})
    organiser.get("The first, and where the others are", f"{EXHIBITIONS}?limit=1")
    cast.public.get("All exhibitions", EXHIBITIONS)
    cast.public.get("As a table", EXHIBITIONS, Accept="text/csv")
    cast.public.get("One of them", path)
    cast.at(2023, 11, 23, 2)
    _visits(cast, path, shown)
    _guest_book(cast, path)
    _figures(cast, path)
    _with_tickets(cast, path, shown)
    _over(cast, path, shown)


def _booths(cast: Cast, path: str) -> dict[str, Any]:
    organiser = cast["organiser"]
    (first, *_others) = cast.public.get(None, "/api/v1/innovations").json()["items"]
    body = {"label": "A-1", "title": "Stan Puskesmas", "innovation_ids": [first["id"]]}
    booth = organiser.post("A booth with an innovation", f"{path}/booths", body)
    organiser.post("It stands at another booth", f"{path}/booths", body | {"label": "A-2"}, 422)
    empty = organiser.post(None, f"{path}/booths", {"label": "B-1", "title": "Klinik inovasi"})
    organiser.change("Another name", "PATCH", f"/api/v1/booths/{empty['id']}", {"title": "Klinik"})
    organiser.change("Taken away", "DELETE", f"/api/v1/booths/{empty['id']}", status=204)
    organiser.get("One booth", f"/api/v1/booths/{booth['id']}")
    organiser.get("All booths", f"{path}/booths")
    organiser.get("As a table", f"{path}/booths", Accept="text/csv")
    return booth


def _programme(cast: Cast, path: str) -> None:
    organiser = cast["organiser"]
    item = organiser.post("A point of the programme", f"{path}/programme", DIALOGUE)
    organiser.post("It ends before it begins", f"{path}/programme", DIALOGUE | {"ends_at": DIALOGUE["starts_at"]}, 422)
    one = f"/api/v1/programme-items/{item['id']}"
    organiser.change("Elsewhere", "PATCH", one, {"place": "Ruang diskusi"})
    organiser.get("One point", one)
    organiser.get("The programme", f"{path}/programme")
    organiser.get("As a table", f"{path}/programme", Accept="text/csv")
    organiser.get("As a calendar", f"{path}/programme.ics")
    other = organiser.post(None, f"{path}/programme", DIALOGUE)
    organiser.change("Cancelled", "DELETE", f"/api/v1/programme-items/{other['id']}", status=204)


def _visits(cast: Cast, path: str, booth: dict[str, Any]) -> None:
    cast.public.get("Whose QR it is", f"/api/v1/booth-codes/{booth['code']}")
    visitor, current = Caller(cast.recorder), f"{path}/visitors/current"
    visitor.ask("A name, without consent", "PUT", current, 422, {"name": "Siti Contoh"})
    said = {"name": "Siti Contoh", "email": "siti@contoh.example", "consent": True}
    came = visitor.ask("A visitor who says who they are", "PUT", current, 200, said)
    visitor.shown = {"Cookie": came.headers["set-cookie"].partition(";")[0]}
    visitor.post("At a booth", f"{path}/visits", {"booth_id": booth["id"]})
    visitor.post("Once a booth", f"{path}/visits", {"booth_id": booth["id"]}, 200)
    vote = {"exhibit_id": booth["exhibits"][0]["id"]}
    visitor.post("It is useful", f"{path}/votes", vote)
    visitor.post("A second vote counts no more", f"{path}/votes", vote, 200)
    visitor.post("It is not shown here", f"{path}/votes", {"exhibit_id": NOBODY}, 422)
    visitor.get("What this browser did", current)
    visitor.ask("Taken back", "DELETE", f"{path}/votes/{vote['exhibit_id']}", 204)
    visitor.post(None, f"{path}/votes", vote)
    away = {"Sec_Fetch_Site": "cross-site"}
    for summary, method, tail, body in (
        ("From another site", "POST", "/votes", vote), ("From another site", "POST", "/visits", {"booth_id": NOBODY}),
        ("From another site", "DELETE", f"/votes/{vote['exhibit_id']}", None),
        ("From another site", "PUT", "/visitors/current", {}),
        ("From another site", "DELETE", "/visitors/current", None),
        ("From another site", "POST", "/guest-book", {"text": "Gagasan"}),
    ):  # fmt: skip
        visitor.ask(summary, method, path + tail, 403, body, **away)
    cast["secretariat"].get("Who said who they are", f"{path}/visitors")
    cast["secretariat"].get("As a table", f"{path}/visitors", Accept="text/csv")
    cast["secretariat"].post("Let in at the door", f"{path}/visitors", {"name": "Tamu Contoh", "consent": True})
    cast["secretariat"].get("The first, and where the others are", f"{path}/visitors?limit=1")
    visitor.ask("What was said is taken back", "DELETE", current, 204)


def _guest_book(cast: Cast, path: str) -> None:
    guest, book = Caller(cast.recorder), f"{path}/guest-book"
    idea = {"text": "Cocok untuk kantor kecamatan kami."}
    first = guest.ask("An idea", "POST", book, 201, idea)
    guest.shown = {"Cookie": first.headers["set-cookie"].partition(";")[0]}
    for _ in range(4):
        guest.post(None, book, idea)
    guest.post("Five wait to be read", book, idea, 409)
    moderation = f"/api/v1/guest-book/{first.json()['id']}/moderation"
    cast["secretariat"].change("Read, and shown", "PUT", moderation, {"status": "shown"})
    cast["secretariat"].get("The first, and where the others are", f"{book}?limit=1")
    guest.get("What is shown", book)
    guest.get("As a table", book, Accept="text/csv")


def _figures(cast: Cast, path: str) -> None:
    cast.public.get("The live board", f"{path}/board")
    cast["organiser"].get("By booth and by hour", f"{path}/statistics")
    cast["organiser"].get(None, f"{path}/statistics", Accept="text/csv")
    cast["coordinator"].get("Only for those who prepare it", f"{path}/statistics", 403)


def _with_tickets(cast: Cast, path: str, booth: dict[str, Any]) -> None:
    organiser = cast["organiser"]
    organiser.change(None, "PATCH", path, {"votes_need_ticket": True})
    organiser.post("Tickets to hand out", f"{path}/tickets", {"count": 2})
    vote = {"exhibit_id": booth["exhibits"][0]["id"]}
    cast.public.post("Without a ticket", f"{path}/votes", vote, 403)
    cast.public.ask("No such ticket", "PUT", f"{path}/visitors/current", 422, {"ticket": "salah-salah"})
    for method, body in (("PATCH", {"innovation_ids": []}), ("DELETE", None)):
        organiser.change("Visitors were there", method, f"/api/v1/booths/{booth['id']}", body, 409)


def _over(cast: Cast, path: str, booth: dict[str, Any]) -> None:
    organiser, vote = cast["organiser"], {"exhibit_id": booth["exhibits"][0]["id"]}
    cast.at(2023, 11, 24, 9)
    cast.public.post("The vote is over", f"{path}/votes", vote, 409)
    cast.public.ask("The vote is over", "DELETE", f"{path}/votes/{vote['exhibit_id']}", 409)
    organiser.change("The end", "PUT", f"{path}/ending")
    cast.public.post("The exhibition is over", f"{path}/votes", vote, 409)
    cast.public.ask("The exhibition is over", "DELETE", f"{path}/votes/{vote['exhibit_id']}", 409)
    cast.public.post("The exhibition is over", f"{path}/visits", {"booth_id": booth["id"]}, 409)
    cast.public.post("The exhibition is over", f"{path}/guest-book", {"text": "Terlambat"}, 409)
    cast.public.ask("The exhibition is over", "PUT", f"{path}/visitors/current", 409, {})
    for tail, body in (("/visitors", {}), ("/tickets", {"count": 1})):
        organiser.post("The exhibition is over", path + tail, body, 409)
