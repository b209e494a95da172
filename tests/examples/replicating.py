"""An innovation is taken over elsewhere: by a city of the province, and by a city that has no account here."""

from typing import Any
from unittest import mock

from sqlmodel import select

from app import database
from app.domain.replications import documents
from app.domain.replications.requests import key_of
from app.models import Edition, Innovation, ReplicationRequest
from tests.examples.cast import NOBODY, Cast
from tests.examples.setting_up import EDITIONS
from tests.examples.writing import PDF

REPLICATIONS = "/api/v1/replications"
OUTSIDE = {"organisation_name": "Kota Semarang Contoh", "organisation_kind": "city",
           "organisation_province": "Jawa Tengah", "contact_email": "dinkes@semarang.example"}  # fmt: skip


def play(cast: Cast) -> None:
    """From interest to the league."""
    listed = cast.public.get(None, "/api/v1/innovations?limit=50").json()["items"]
    innovation = next(one["id"] for one in listed if one["unit_id"] == cast.ids["clinic"])
    one = _report(cast, innovation)
    _move(cast, one)
    _papers(cast, one)
    _confirm(cast, one)
    _enter(cast, one)
    _ask(cast, innovation)
    _read(cast, innovation, one)


def _report(cast: Cast, innovation: str) -> str:
    city, path = cast["of_the_city"], f"/api/v1/innovations/{innovation}/replications"
    body = {"unit_id": cast.ids["city"], "stage_on": "2023-05-02"}
    city.post("A day to come", path, body | {"stage_on": "2999-01-01"}, 422)
    city.post("A clinic's innovation is taken over by a city", path, body)
    city.post("Reported before", path, body, 409)
    cast["author"].post("Nobody replicates the own", path, {"unit_id": cast.ids["clinic"]}, 409)
    cast["author"].post("Only for a unit of one's own", path, body, 403)
    cast["organiser"].post("Of a city outside the registry", path, OUTSIDE | {"stage": "agreement"})
    cast["organiser"].post("No such innovation", f"/api/v1/innovations/{NOBODY}/replications", body, 404)
    cast["organiser"].post("Nobody here answers for it", f"/api/v1/innovations/{_foreign()}/replications", body, 409)
    found = city.get(None, f"{REPLICATIONS}?unit_id={cast.ids['city']}").json()["items"][0]
    return f"{REPLICATIONS}/{found['id']}"


def _foreign() -> str:
    """An innovation without a unit, as it comes from another province."""
    with database.writing() as session:
        row = Innovation(unit_name="Kota Jauh", title="Dari jauh", year=2021)
        session.add(row)
        session.flush()
        return row.id


def _move(cast: Cast, one: str) -> None:
    city = cast["of_the_city"]
    city.change("Both sides agreed", "PATCH", one, {"stage": "agreement", "stage_on": "2023-05-16"}, match='"1"')
    city.change("Somebody was faster", "PATCH", one, {"stage": "running"}, 412, match='"1"')
    city.ask("Without If-Match", "PATCH", one, 428, {"stage": "running"})
    city.change("Before the stage before", "PATCH", one, {"stage": "running", "stage_on": "2023-05-01"}, 422)
    learned = {"adaptation_notes": "Kurirnya kader posyandu.", "difficulty": 2, "cost": 75_000_000}
    city.change("It runs, and what was learned", "PATCH", one,
                {"stage": "running", "stage_on": "2023-07-04"} | learned)  # fmt: skip
    city.change("Backward", "PATCH", one, {"stage": "agreement"}, 409)
    cast["author"].change("The origin unit does not report", "PATCH", one, {"difficulty": 5}, 403)


def _papers(cast: Cast, one: str) -> None:
    city, path = cast["of_the_city"], f"{one}/documents"
    agreement: dict[str, Any] = {"kind": "agreement", "is_public": True}
    paper = city.post(
        "The agreement, for everybody once confirmed", path, file=("kesepakatan.pdf", PDF), form=agreement
    )
    other = city.post(None, path, file=("bukti.pdf", PDF))
    city.post("Not a document", path, status=415, file=("program.exe", b"MZ\x90\x00" + bytes(60)))
    with mock.patch.object(documents, "MOST", 2):
        city.post("More than it may have", path, status=409, file=("bukti.pdf", PDF))
    city.change("Removed", "DELETE", f"{path}/{other['id']}", status=204)
    cast["author"].get("The files", path)
    cast["author"].get("As a table", path, Accept="text/csv")
    cast["author"].get("A file's description", f"{path}/{paper['id']}")
    cast["author"].get("The file", f"{path}/{paper['id']}/content")
    cast.public.get("Not before it is confirmed", path, 404)
    cast.ids["agreement"] = paper["id"]


def _confirm(cast: Cast, one: str) -> None:
    path = f"{one}/confirmation"
    cast.public.get("Seen by both sides alone", one, 404)
    cast["of_the_city"].change("Who replicates does not confirm", "PUT", path, status=403)
    cast["of_the_province"].change("Who reports for the other side neither", "PUT", path, status=409)
    cast["author"].change("The origin unit confirms", "PUT", path)
    cast["author"].change("Taken back", "DELETE", path)
    cast["author"].change(None, "PUT", path)
    cast["of_the_city"].change("What the origin saw stays", "DELETE", f"{one}/documents/{cast.ids['agreement']}",
                               status=409)  # fmt: skip
    cast["organiser"].change("Names stay too", "PATCH", _outside(cast, one), {"organisation_name": "Lain"}, 409)


def _outside(cast: Cast, one: str) -> str:
    """The replication of the city outside, confirmed; before that there is one with nothing to confirm."""
    organiser = cast["organiser"]
    innovation = organiser.get(None, one).json()["innovation_id"]
    made = organiser.post(None, f"/api/v1/innovations/{innovation}/replications", OUTSIDE)
    path = f"{REPLICATIONS}/{made['id']}"
    organiser.change("There is only interest", "PUT", f"{path}/confirmation", status=409)
    organiser.change(None, "PATCH", path, {"stage": "agreement"})
    organiser.change(None, "PUT", f"{path}/confirmation")
    return path


def _enter(cast: Cast, one: str) -> None:
    city, path = cast["of_the_city"], f"{one}/proposal"
    found = cast["organiser"].get(None, f"{EDITIONS}?limit=50").json()["items"]
    preset = next(edition["id"] for edition in found if edition["year"] == 2025)
    over = cast["organiser"].post(None, EDITIONS, {"year": 2030, "preset": "kovablik_2025"})["id"]
    with database.writing() as session:
        session.get_one(Edition, over).status = "concluded"
    city.post("No group names an origin", path, {"edition_id": cast.ids["next"]}, 409)
    city.post("Registration is over", path, {"edition_id": over}, 409)
    city.post("A draft with its origin filled in", path, {"edition_id": preset})
    city.post("Once in an edition", path, {"edition_id": preset}, 409)
    city.change(None, "PATCH", one, {"stage": "stopped", "stop_reason": "Kurirnya pindah."})
    city.post("It runs no more", path, {"edition_id": preset}, 409)
    city.change("It goes on", "PATCH", one, {"stage": "running"})


def _ask(cast: Cast, innovation: str) -> None:
    """Somebody without an account: the letter holds the link."""
    public, path = cast.public, f"/api/v1/innovations/{innovation}/replication-requests"
    body = OUTSIDE | {"message": "Antrean obat kami panjang. Bagaimana memulainya?"}
    public.post("A letter confirms the address first", path, body, 202)
    public.post("Where to?", path, body | {"contact_email": "semarang"}, 422)
    public.post("From a page of another site", path, body, 403, Sec_Fetch_Site="cross-site")
    foreign = f"/api/v1/innovations/{_foreign()}/replication-requests"
    public.post("Nobody here answers for it", foreign, body, 409)
    with database.reading() as session:
        request_id = session.exec(select(ReplicationRequest.id)).one()
    one, key = f"/api/v1/replication-requests/{request_id}", key_of(request_id)
    public.get("What the link is about", f"{one}?key={key}")
    public.get("Not the secret", f"{one}?key=salah", 410)
    confirm = {"key": key}
    public.ask("From a page of another site", "PUT", f"{one}/confirmation", 403, confirm, Sec_Fetch_Site="cross-site")
    public.ask("The origin unit and the organiser are told", "PUT", f"{one}/confirmation", 204, confirm)
    public.ask("Used", "PUT", f"{one}/confirmation", 410, confirm)


def _read(cast: Cast, innovation: str, one: str) -> None:
    public = cast.public
    public.get("Confirmed ones, for everybody", REPLICATIONS)
    cast["organiser"].get("The newest, and where the others are", f"{REPLICATIONS}?limit=1")
    public.get("As a table", REPLICATIONS, Accept="text/csv")
    cast["author"].get("What waits for one's own unit", f"{REPLICATIONS}?side=origin&confirmed=false&limit=1")
    public.get("Of an innovation", f"/api/v1/innovations/{innovation}/replications")
    cast["author"].get("The newest, and where the others are", f"/api/v1/innovations/{innovation}/replications?limit=1")
    public.get("As a table", f"/api/v1/innovations/{innovation}/replications", Accept="text/csv")
    tag = public.get("As everybody reads it", one).headers["ETag"]
    public.get("The same version", one, 304, If_None_Match=tag)
    cast["of_the_city"].get("As both sides read it", one)
    public.get("Who learned from whom", f"{REPLICATIONS}/network")
    public.get("The most replicated", f"{REPLICATIONS}/league")
    public.get("As a table", f"{REPLICATIONS}/league", Accept="text/csv")
    public.get("By region and year", f"{REPLICATIONS}/recap")
    public.get("One year as a table", f"{REPLICATIONS}/recap?year=2023", Accept="text/csv")
