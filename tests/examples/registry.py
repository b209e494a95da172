"""First act: signing in, the registry, accounts, keys."""

from typing import Any

from tests.examples.cast import NOBODY, Cast
from tests.examples.recorder import PASSWORD, Caller

UNITS = "/api/v1/units"
SHEET = """code,name,kind,parent_code,region_code
00.01.DINKES,Dinas Kesehatan Kabupaten Contoh,regional_agency,00.01,99.01
00.01.PKM,Puskesmas Contoh,regional_technical_unit,00.01.DINKES,99.01
00.02,Kota Contoh,city,00,99.02
00.03,Kabupaten Misal,regency,00,99.03
00.D1,Desa Contoh,village,00.01,99.01.01.2001
"""


def play(cast: Cast) -> None:
    """Everything before the competition."""
    _sign_in(cast)
    _units(cast)
    _import(cast)
    _read_units(cast)
    _accounts(cast)
    _keys(cast)
    _webhooks(cast)
    _health(cast)


def _sign_in(cast: Cast) -> None:
    right = {"email": "organiser@contoh.example", "password": PASSWORD}
    cast.public.post("A person signs in", "/api/v1/sessions", right)
    wrong = right | {"password": "bukan-sandinya"}
    cast.public.post("A wrong password", "/api/v1/sessions", wrong, 401)
    cast["organiser"].get("Who is signed in", "/api/v1/sessions/current")


def _units(cast: Cast) -> None:
    organiser = cast["organiser"]
    province = {"code": "00", "name": "Provinsi Contoh", "kind": "province", "region_code": "99"}
    cast.ids["province"] = organiser.post(None, UNITS, province)["id"]
    regency = {"code": "00.01", "name": "Kabupaten Contoh", "kind": "regency", "parent_id": cast.ids["province"],
               "region_code": "99.01", "latitude": -7.5, "longitude": 112.5}  # fmt: skip
    sent: dict[str, Any] = {"Idempotency_Key": "unit-00.01"}
    cast.ids["regency"] = organiser.post("A regency below its province", UNITS, regency, **sent)["id"]
    organiser.post("The same request again gets the same answer", UNITS, regency, **sent)
    other = regency | {"name": "Kabupaten Lain"}
    organiser.post("The same key with another body", UNITS, other, 422, **sent)
    organiser.post("A code that is taken", UNITS, regency, 422)
    misspelt = {"code": "00.09", "nama": "Misal", "kind": "regency"}
    organiser.post("In English", UNITS, misspelt, 422, Accept_Language="en")


def _import(cast: Cast) -> None:
    organiser, path = cast["organiser"], f"{UNITS}/imports"
    wrong = SHEET.replace("00.01.DINKES,99.01", "00.01.DINAS,99.01").encode()
    trial = {"dry_run": True}
    organiser.post("What an import would do", path, status=200, file=("unit.csv", wrong), form=trial)
    organiser.post("One wrong row: nothing is imported", path, status=422, file=("unit.csv", wrong))
    organiser.post("All rows are right", path, status=200, file=("unit.csv", SHEET.encode()))
    organiser.post("Not a spreadsheet", path, status=422, file=("unit.xlsx", b"PK\x03\x04 rusak"))
    large = ("unit.csv", b"code,name\n" * 1_300_000)
    organiser.post("More than 12 MB", path, status=413, file=large)


def _read_units(cast: Cast) -> None:
    public, organiser = cast.public, cast["organiser"]
    page = public.get("The first page of one unit", f"{UNITS}?limit=1").json()
    public.get("The second page", f"{UNITS}?limit=1&cursor={page['next']}")
    public.get("A cursor of another list", f"{UNITS}?kind=city&cursor={page['next']}", 422)
    public.get("As a table", f"{UNITS}?kind=regency", Accept="text/csv")
    public.get("An unknown filter", f"{UNITS}?jenis=city", 422)
    found = {item["code"]: item["id"] for item in public.get(None, UNITS).json()["items"]}
    cast.ids |= {"agency": found["00.01.DINKES"], "clinic": found["00.01.PKM"], "city": found["00.02"],
                 "other_regency": found["00.03"], "village": found["00.D1"]}  # fmt: skip
    clinic = f"{UNITS}/{cast.ids['clinic']}"
    tag = public.get("A unit and what is above it", clinic).headers["ETag"]
    public.get("Nothing has changed", clinic, 304, If_None_Match=tag)
    public.get("No such unit", f"{UNITS}/{NOBODY}", 404)
    public.get("The units below a regency", f"{UNITS}/{cast.ids['regency']}/children?limit=1")
    public.get("As a table", f"{UNITS}/{cast.ids['regency']}/children", Accept="text/csv")
    public.get("Below a unit that there is not", f"{UNITS}/{NOBODY}/children", 404)
    moved = {"latitude": -7.51, "longitude": 112.49}
    organiser.change("Where it is", "PATCH", clinic, moved, match=tag)
    organiser.change("Somebody was faster", "PATCH", clinic, moved, 412, match=tag)
    organiser.ask("Without If-Match", "PATCH", clinic, 428, moved)
    below = {"parent_id": cast.ids["clinic"]}
    organiser.change("Below itself", "PATCH", f"{UNITS}/{cast.ids['agency']}", below, 422)
    public.ask("Without a key", "PATCH", clinic, 401, moved, If_Match="*")
    Caller(cast.recorder, key="jipp_salah").ask("With a wrong key", "PATCH", clinic, 401, moved, If_Match="*")


def _accounts(cast: Cast) -> None:
    organiser, path = cast["organiser"], "/api/v1/users"
    cast.joins("coordinator", "coordinator", "Sari Contoh", "regency", "A coordinator of a regency")
    cast.joins("author", "author", "Bayu Contoh", "clinic", "An author of a clinic")
    cast.joins("of_the_city", "coordinator", "Dewi Contoh", "city")
    cast.joins("of_the_other", "coordinator", "Joko Misal", "other_regency")
    cast.joins("of_the_province", "coordinator", "Wulan Contoh", "province")
    cast.joins("secretariat", "secretariat", "Agus Contoh")
    cast.joins("juror", "juror", "Juri Satu", summary="A juror")
    cast.joins("juror_two", "juror", "Juri Dua")
    cast.joins("juror_three", "juror", "Juri Tiga")
    cast.joins("juror_four", "juror", "Juri Empat")
    homeless = {"email": "tanpa@contoh.example", "name": "Tanpa Unit", "roles": [{"role": "author"}]}
    organiser.post("An author without a unit", path, homeless, 422)
    organiser.get("The first account", f"{path}?limit=1")
    organiser.get("The jurors as a table", f"{path}?role=juror", Accept="text/csv")
    one = f"{path}/{cast.ids['juror_three']}"
    tag = organiser.get("An account", one).headers["ETag"]
    organiser.change("Another name", "PATCH", one, {"name": "Juri Ketiga"}, match=tag)
    cast["coordinator"].get("A coordinator may not read accounts", path, 403)
    cast["coordinator"].post("Nor make any", path, homeless, 403)
    _passwords(cast, one)


def _passwords(cast: Cast, account: str) -> None:
    organiser, public = cast["organiser"], cast.public
    link = organiser.post("A link to choose a password, sent again", f"{account}/invitation")["link"]
    weak = {"token": link.rpartition("=")[2], "password": "juri ketiga"}
    public.post("A password that is easy to guess", "/api/v1/passwords", weak, 422)
    used = cast.chooses(link, "By the link of an invitation")
    public.post("A link works once", "/api/v1/passwords", used, 410)
    organiser.change(None, "PATCH", account, {"is_active": False})
    organiser.post("A closed account is invited to nothing", f"{account}/invitation", status=409)
    organiser.change(None, "PATCH", account, {"is_active": True})
    asked = {"email": "juror_three@kampus.example"}
    public.ask("Somebody forgot it", "POST", "/api/v1/password-requests", 204, asked)


def _keys(cast: Cast) -> None:
    coordinator, path = cast["coordinator"], "/api/v1/api-keys"
    scopes = ["proposals:read", "proposals:write", "proposals:submit", "proposals:withdraw", "quotas:read"]
    body = {"name": "Aplikasi inovasi Kabupaten Contoh", "unit_id": cast.ids["regency"], "scopes": scopes}
    made = coordinator.post("A key for the regency's own system", path, body)
    cast.ids["key"] = made["id"]
    cast.people["system"] = Caller(cast.recorder, key=made["key"])
    coordinator.post("A scope that there is not", path, body | {"scopes": ["proposals:judge"]}, 422)
    coordinator.post("For a unit that is not one's own", path, body | {"unit_id": cast.ids["city"]}, 403)
    old = coordinator.post(None, path, body | {"name": "Kunci lama"})
    coordinator.get("The newest key", f"{path}?limit=1")
    coordinator.get("As a table", path, Accept="text/csv")
    tag = coordinator.get("A key", f"{path}/{old['id']}").headers["ETag"]
    coordinator.change("Revoked", "DELETE", f"{path}/{old['id']}", status=204, match=tag)
    Caller(cast.recorder, key=old["key"]).get("A revoked key", "/api/v1/quotas", 401)
    other = coordinator.post(None, path, body | {"name": "Kunci yang diganti"})
    coordinator.post("A key in its place; the old one works for a day more", f"{path}/{other['id']}/rotation", {})
    coordinator.post("A key is replaced once", f"{path}/{other['id']}/rotation", {}, 409)
    cast["system"].get("A key has no session", "/api/v1/sessions/current", 404)


def _webhooks(cast: Cast) -> None:
    coordinator, path = cast["coordinator"], "/api/v1/webhooks"
    body = {"name": "Aplikasi inovasi Kabupaten Contoh", "unit_id": cast.ids["regency"],
            "url": "https://inovasi.contoh.example/", "events": ["proposal.returned", "stage.published"]}  # fmt: skip
    made = coordinator.post("The regency's own system is told", path, body)
    one = f"{path}/{made['id']}"
    coordinator.post("An address inside", path, body | {"url": "https://169.254.169.254/latest"}, 422)
    coordinator.post("For a unit that is not one's own", path, body | {"unit_id": cast.ids["city"]}, 403)
    spare = [coordinator.post(None, path, body | {"name": f"Sistem {n}"})["id"] for n in range(19)]
    coordinator.post("One too many", path, body, 409)
    coordinator.get("The newest webhook", f"{path}?limit=1")
    for other in spare:
        coordinator.change(None, "DELETE", f"{path}/{other}", status=204)
    coordinator.get("As a table", path, Accept="text/csv")
    tag = coordinator.get("A webhook", one).headers["ETag"]
    coordinator.change("One event more", "PATCH", one, {"events": [*body["events"], "edition.opened"]}, match=tag)
    coordinator.post("Another secret", f"{one}/secret", {"overlap_hours": 48})
    sent = coordinator.post("A test", f"{one}/test", status=202)
    coordinator.post(None, f"{one}/test", status=202)
    coordinator.get("What was sent to it last", f"{one}/deliveries?limit=1")
    coordinator.get("As a table", f"{one}/deliveries", Accept="text/csv")
    delivery = f"{one}/deliveries/{sent['id']}"
    coordinator.get("How a delivery went", delivery)
    coordinator.post("Sent again", f"{delivery}/redelivery", status=202)
    coordinator.change("Switched off", "PATCH", one, {"is_active": False})
    coordinator.post("A test of one that is switched off", f"{one}/test", status=409)
    coordinator.post("Nothing is sent again to it", f"{delivery}/redelivery", status=409)
    coordinator.change("Taken away", "DELETE", one, status=204)


def _health(cast: Cast) -> None:
    cast.public.get("Alive", "/healthz")
    cast.public.get("Ready", "/readyz")
