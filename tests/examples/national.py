"""After the award: an innovation is put up for the national competition."""

from app import national
from tests.examples.cast import NOBODY, Cast
from tests.examples.catalogue import of_nobody

NOMINATIONS = "/api/v1/nominations"
FORM = national.load("kipp_2023")
ENOUGH = "Dahulu obat diambil sendiri, kini diantar ke rumah pasien pada hari yang sama."


def play(cast: Cast) -> None:
    """From putting up to the result."""
    organiser, author = cast["organiser"], cast["author"]
    listed = cast.public.get(None, "/api/v1/innovations?limit=50").json()["items"]
    innovation = next(one["id"] for one in listed if one["unit_id"] == cast.ids["clinic"])
    body = {"innovation_id": innovation, "year": 2024, "closes_on": "2024-04-30"}
    one = organiser.post("An innovation is put up; its text is taken over", NOMINATIONS, body)
    path = f"{NOMINATIONS}/{one['id']}"
    organiser.post("Once a year", NOMINATIONS, body, 409)
    strange = body | {"innovation_id": of_nobody()}
    organiser.post("No unit here answers for it", NOMINATIONS, strange, 409)
    organiser.post("No such innovation", NOMINATIONS, body | {"innovation_id": NOBODY}, 404)
    organiser.post("No such competition", NOMINATIONS, body | {"competition": "lain"}, 422)
    author.post("The unit puts nothing up by itself", NOMINATIONS, body, 403)
    _write(cast, path)
    _send(cast, path)
    _decide(cast, path, innovation)
    other = organiser.post(None, NOMINATIONS, body | {"year": 2025})
    organiser.get("The first of them", f"{NOMINATIONS}?limit=1")
    organiser.change("A draft is taken away", "DELETE", f"{NOMINATIONS}/{other['id']}", status=204)
    organiser.get("All nominations of a year", f"{NOMINATIONS}?year=2024")
    organiser.get("As a table", NOMINATIONS, Accept="text/csv")
    author.get("No such nomination", f"{NOMINATIONS}/{NOBODY}", 404)


def _write(cast: Cast, path: str) -> None:
    author = cast["author"]
    tag = author.get("With the form of the national competition", path).headers["ETag"]
    author.get("What is still open, and who mends it", f"{path}/checklist")
    cast["organiser"].change("Not complete yet", "PUT", f"{path}/sending", {"sent_on": "2023-08-08"}, 422)
    written = {"answers": {asked.key: ENOUGH for asked in FORM.criteria}, "started_on": "2021-01-04",
               "sections": {asked.key: f"{asked.title}. {ENOUGH}" for asked in FORM.sections}}  # fmt: skip
    author.change("The unit answers the gate criteria", "PATCH", path, written, match=tag)
    author.change("The version of before", "PATCH", path, {"title": "Antar Obat"}, 412, match=tag)
    author.change("The group is the organiser's", "PATCH", path, {"group": "khusus"}, 403)
    author.change("No such section", "PATCH", path, {"sections": {"lain": "x"}}, 422)
    author.get("All that goes out", f"{path}/package.json")
    author.get(None, f"{path}/package.pdf")
    author.get(None, f"{path}/package.zip")


def _send(cast: Cast, path: str) -> None:
    organiser = cast["organiser"]
    organiser.change("Not sent yet", "DELETE", f"{path}/sending", status=409)
    organiser.change("No result before the sending", "PUT", f"{path}/result",
                     {"result": "finalist", "decided_on": "2023-08-08"}, 409)  # fmt: skip
    sent = {"sent_on": "2023-08-08", "reference": "KIPP-2024-0117"}
    organiser.change("Sent", "PUT", f"{path}/sending", sent)
    organiser.change("Taken back by mistake", "DELETE", f"{path}/sending")
    organiser.change(None, "PUT", f"{path}/sending", sent)
    cast["author"].change("Sent: the text is fixed", "PATCH", path, {"title": "Lain"}, 409)
    organiser.change("What was sent stays", "DELETE", path, status=409)


def _decide(cast: Cast, path: str, innovation: str) -> None:
    organiser, public = cast["organiser"], cast.public
    result = {"result": "top", "label": "Top 99", "decided_on": "2023-08-08", "url": "https://menpan.example/top-99"}
    organiser.change("The result", "PUT", f"{path}/result", result)
    organiser.change("Published already", "PUT", f"{path}/sending", {"sent_on": "2023-08-08"}, 409)
    organiser.change("Published already", "DELETE", f"{path}/sending", status=409)
    public.get("Everybody sees the award", f"/api/v1/innovations/{innovation}/national-awards")
    public.get("No such innovation", f"/api/v1/innovations/{NOBODY}/national-awards", 404)
