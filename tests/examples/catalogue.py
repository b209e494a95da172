"""What everybody does with the catalogue, what its units add, and the networks beside it."""

from tests.examples.cast import NOBODY, Cast

INNOVATIONS, CHANGES, PEERS = "/api/v1/innovations", "/api/v1/changes", "/api/v1/peers"


def play(cast: Cast) -> None:
    """Searched, completed, followed by mirrors; another province's beside it."""
    public = cast.public
    public.get("A mistyped word", f"{INNOVATIONS}?q=obta")
    public.get("How they divide", f"{INNOVATIONS}/facets?year=2023")
    public.get("What is near", f"{INNOVATIONS}?latitude=-7.98&longitude=112.63&radius_km=50")
    public.get("Half a point", f"{INNOVATIONS}?latitude=-7.98", 422)
    record = f"/api/v1/units/{cast.ids['clinic']}/record"
    public.get("A clinic over the years", record)
    public.get("As a table", record, Accept="text/csv")
    public.get("Of a unit that there is not", f"/api/v1/units/{NOBODY}/record", 404)
    _complete(cast)
    _follow(cast)
    _beside(cast)


def _complete(cast: Cast) -> None:
    listed = cast.public.get(None, f"{INNOVATIONS}?limit=50").json()["items"]
    one = next(each["id"] for each in listed if each["unit_id"] == cast.ids["clinic"])
    author, path = cast["author"], f"{INNOVATIONS}/{one}"
    added = {"contact": "Loket informasi, telepon kantor (0341) 000000",
             "impact": [{"measure": "Waktu tunggu obat", "before": "95 menit", "after": "20 menit"}]}  # fmt: skip
    author.change("What the public asks for", "PATCH", path, added)
    author.change("A document that is none of its proposal", "PATCH", path,
                  {"evidence": [{"document_id": NOBODY, "title": "Surat"}]}, 422)  # fmt: skip
    cast["of_the_city"].change("Of another unit", "PATCH", path, added, 403)
    cast["organiser"].change("No unit here answers for it", "PATCH", f"{INNOVATIONS}/{of_nobody()}", added, 409)


def of_nobody() -> str:
    """An innovation of a public source, without a unit in the registry."""
    from app import database
    from app.models import Innovation

    with database.writing() as session:
        session.add(row := Innovation(unit_name="Kantor Lama", title="Layanan Lama", year=2018))
        session.flush()
        return row.id


def _follow(cast: Cast) -> None:
    public = cast.public
    following = public.get("From the beginning", f"{CHANGES}?limit=2").json()["next"]
    public.get("Where the page before ended", f"{CHANGES}?limit=1&after={following}")
    public.get("No cursor", f"{CHANGES}?after=awal", 422)
    public.get("A cursor from before a restore", f"{CHANGES}?after=0123456789abcdef.1", 410)
    public.get("Where the catalogue stands", f"{CHANGES}/digest")


def _beside(cast: Cast) -> None:
    organiser = cast["organiser"]
    body = {"name": "Provinsi Tetangga", "url": "https://jipp.tetangga.example"}
    made = organiser.post("Another province's network", PEERS, body)
    organiser.post("It is there already", PEERS, body, 422)
    path = f"{PEERS}/{made['id']}"
    organiser.post("Look now", f"{path}/looks", status=202)
    organiser.change("Switched off", "PATCH", path, {"is_active": False})
    cast.public.get("The networks that are mirrored", PEERS)
    cast.public.get("As a table", PEERS, Accept="text/csv")
    cast.public.get("One of them", path)
    cast.public.get("No such network", f"{PEERS}/{NOBODY}", 404)
    organiser.change("Taken away with what was fetched", "DELETE", path, status=204)
    organiser.post(None, PEERS, body | {"name": "Provinsi Contoh Lain", "url": "https://lain.contoh.example"})
