"""A clinic is assessed: from the instrument to the published raport, with an owner, a panel, and an import."""

from unittest import mock

from sqlmodel import select

from app import database
from app.domain.assessments import evidence
from app.models import Assessment, AssessmentRound
from app.models.assessment import AssessmentStatus
from app.models.assessment_round import RoundStatus
from tests.examples.cast import NOBODY, Cast
from tests.files.papers import PDF

INSTRUMENTS, ROUNDS, ASSESSMENTS = "/api/v1/instruments", "/api/v1/assessment-rounds", "/api/v1/assessments"
FILE = """\
instrument: contoh
year: 2024
title: Contoh pelayanan
regulation: Peraturan contoh 1/2024
notice: konfigurasi bawaan, periksa terhadap peraturan
sources: [Lampiran peraturan contoh]
for: [regional_technical_unit]
maximum: 100
weights: points
absent: spread
items:
  - key: layanan
    title: Layanan
    weight: 60
    items:
      - {key: maklumat, title: Maklumat pelayanan dipasang, weight: 20, scale: yes_no}
      - key: ikm
        title: Indeks Kepuasan Masyarakat
        weight: 40
        scale: number
        minimum: 0
        maximum: 100
        convert: {kind: part, of: 100}
        evidence: Laporan survei
  - {key: capaian, title: Capaian terhadap target, weight: 40, scale: percentage}
predicates:
  - {letter: A, title: Sangat baik, when: ">=80"}
  - {letter: B, title: Baik, when: "<80"}
facts:
  - {key: opini_bpk, title: Opini BPK, kind: word, choices: [WTP, WDP]}
levels:
  - key: unggul
    title: Pelayanan unggul
    thresholds: [{of: ikm, at: ">=36"}]
    gates: [{fact: opini_bpk, is: [WTP]}]
"""


def play(cast: Cast) -> None:
    """The whole way of one assessment."""
    _instrument(cast)
    one = _round(cast)
    _answer(cast, one)
    _verify(cast, one)
    _import(cast)
    _panel(cast, one)
    _publish(cast, one)


def _instrument(cast: Cast) -> None:
    organiser, body = cast["organiser"], {"text": FILE}
    wrong = {"text": FILE.replace("weight: 60", "weight: 50")}
    organiser.post("Weights that do not add up", INSTRUMENTS, wrong, 422)
    organiser.post("Only checked", INSTRUMENTS, body | {"dry_run": True}, 200)
    cast["author"].post("Only the organiser does", INSTRUMENTS, body, 403)
    organiser.post("An instrument of one year", INSTRUMENTS, body)
    cast.public.get("One instrument", f"{INSTRUMENTS}/contoh_2024")
    cast.public.get("All of them", INSTRUMENTS)
    cast.public.get("As a table", INSTRUMENTS, Accept="text/csv")
    cast.public.get("Not an instrument", f"{INSTRUMENTS}/tidak_ada_2024", 404)


def _round(cast: Cast) -> str:
    organiser = cast["organiser"]
    body = {"instrument_id": "contoh_2024", "title": "Pelayanan 2024", "unit_ids": [cast.ids["clinic"]],
            "assess_until": "2024-03-31"}  # fmt: skip
    organiser.post("A unit that the instrument is not for", ROUNDS, body | {"unit_ids": [cast.ids["city"]]}, 422)
    made = organiser.post("A round, with the units that take part", ROUNDS, body)
    cast.ids["round"], path = made["id"], f"{ROUNDS}/{made['id']}"
    organiser.post("It is in use", INSTRUMENTS, {"text": FILE}, 409)
    owner = f"{path}/owners/ikm"
    organiser.change("The city verifies an indicator", "PUT", owner, {"unit_id": cast.ids["city"]})
    organiser.change("Not a unit", "PUT", owner, {"unit_id": NOBODY}, 422)
    organiser.change("Open for the units", "PATCH", path, {"status": "open"}, match='"1"')
    organiser.change("Changed meanwhile", "PATCH", path, {"title": "Lain"}, 412, match='"1"')
    organiser.change("Not one step after the other", "PATCH", path, {"status": "final"}, 409)
    cast.ids["draft_round"] = organiser.post(None, ROUNDS, {"instrument_id": "sakip_2021", "unit_ids": []})["id"]
    organiser.get("The newest, and where the others are", f"{ROUNDS}?limit=1")
    organiser.get("As a table", ROUNDS, Accept="text/csv")
    cast["author"].get("One round", path)
    cast["author"].get("Not a round", f"{ROUNDS}/{NOBODY}", 404)
    [found] = cast["author"].get(None, f"{ASSESSMENTS}?is_own=true").json()["items"]
    cast.ids["assessment"] = found["id"]
    return f"{ASSESSMENTS}/{found['id']}"


def _answer(cast: Cast, one: str) -> None:
    author, city = cast["author"], cast["of_the_city"]
    author.change("A unit's own value", "PUT", f"{one}/answers/ikm", {"value": "84,5", "note": "Survei triwulan 3."},
                  match='"0"')  # fmt: skip
    author.change("Changed meanwhile", "PUT", f"{one}/answers/ikm", {"value": 90}, 412, match='"0"')
    author.change("Outside of the scale", "PUT", f"{one}/answers/ikm", {"value": "100,5"}, 422)
    author.change("A ratio", "PUT", f"{one}/answers/capaian", {"value": 45, "target": 50})
    author.change("It does not apply", "PUT", f"{one}/answers/maklumat",
                  {"is_absent": True, "note": "Menumpang di gedung lain."})  # fmt: skip
    city.change("Not of one's own unit", "PUT", f"{one}/answers/ikm", {"value": 1}, 404)
    _papers(cast, one)
    author.get("With everything, and what is missing", one)
    author.get("What lifts it to an A", f"{one}/lifts/A")
    author.get("A letter that there is not", f"{one}/lifts/Z", 404)
    author.change("Sent in", "PUT", f"{one}/submission", match="*")
    author.change("Sent in before", "PUT", f"{one}/submission", status=409)
    author.change("Locked", "PUT", f"{one}/answers/ikm", {"value": 90}, 409)
    paper = cast.ids["paper"]
    author.change("Evidence stays", "DELETE", f"/api/v1/assessment-documents/{paper}", status=409)
    author.post("No more evidence", f"{one}/documents", status=409, file=("bukti.pdf", PDF), form={"item": "ikm"})


def _papers(cast: Cast, one: str) -> None:
    author, path, form = cast["author"], f"{one}/documents", {"item": "ikm"}
    paper = author.post("Evidence for an indicator", path, file=("survei.pdf", PDF), form=form)
    other = author.post(None, path, file=("bukti.pdf", PDF), form=form)
    author.post("Not a document", path, status=415, file=("program.exe", b"MZ\x90\x00" + bytes(60)), form=form)
    with mock.patch.object(evidence, "MOST", 2):
        author.post("More than it may have", path, status=409, file=("bukti.pdf", PDF), form=form)
    found = f"/api/v1/assessment-documents/{paper['id']}"
    author.get("Its description", found)
    author.get("The file", f"{found}/content")
    author.change("Removed", "DELETE", f"/api/v1/assessment-documents/{other['id']}", status=204)
    cast.ids["paper"] = paper["id"]


def _verify(cast: Cast, one: str) -> None:
    city, path = cast["of_the_city"], f"{ROUNDS}/{cast.ids['round']}/items/ikm"
    [row] = city.get("All units for one's indicator", path).json()["items"]
    seen = {"seen_until": row["answer"]["changed_at"]}
    city.get("As a table", path, Accept="text/csv")
    several = {"assessment_ids": [one.rpartition("/")[2]], **seen}
    city.post("As the units say, several at once", f"{path}/confirmations", several, 200)
    city.post("Not of this round", f"{path}/confirmations", {"assessment_ids": [NOBODY], **seen}, 422)
    city.change(None, "PUT", f"{one}/verifications/ikm", {"value": None})
    early = {"is_confirmed": True, "seen_until": "2020-01-01T00:00:00Z"}
    city.change("The unit changed it meanwhile", "PUT", f"{one}/verifications/ikm", early, 412, match='"0"')
    city.change("As the unit says", "PUT", f"{one}/verifications/ikm", {"is_confirmed": True, **seen}, match='"0"')
    city.change("What was read is not said", "PUT", f"{one}/verifications/ikm", {"is_confirmed": True}, 422)
    body = {"value": 82, "note": "Satu unsur belum disurvei.", "recommendation": "Survei kesembilan unsur."}
    city.change("Corrected, with a recommendation", "PUT", f"{one}/verifications/ikm", body)
    city.change("Not one's own indicator", "PUT", f"{one}/verifications/capaian", {"is_confirmed": True}, 403)
    owner = f"{ROUNDS}/{cast.ids['round']}/owners/capaian"
    cast["organiser"].change(None, "PUT", owner, {"unit_id": cast.ids["clinic"]})
    own = f"{one}/verifications/capaian"
    cast["author"].change("A unit does not verify itself", "PUT", own, {"value": 1, "target": 1}, 403)
    cast["organiser"].change(None, "PUT", f"{one}/reopening", {"reason": "Bukti menyusul."})
    body = {"is_confirmed": True, **seen}
    city.change("The unit has not sent it in", "PUT", f"{one}/verifications/ikm", body, 409)
    cast["author"].change(None, "PUT", f"{one}/submission", match="*")


def _import(cast: Cast) -> None:
    city, path = cast["of_the_city"], f"{ROUNDS}/{cast.ids['round']}/imports"
    code = cast["organiser"].get(None, f"/api/v1/units/{cast.ids['clinic']}").json()["code"]
    right, wrong = f"unit,item,value\n{code},ikm,83.5\n".encode(), b"unit,item,value\nX1,ikm,1.234\n"
    city.post("What it would do", path, status=200, file=("nilai.csv", wrong), form={"dry_run": True})
    city.post("Wrong rows: nothing is written", path, status=422, file=("nilai.csv", wrong))
    city.post("All rows", path, status=200, file=("nilai.csv", right))


def _panel(cast: Cast, one: str) -> None:
    organiser, path = cast["organiser"], f"{ROUNDS}/{cast.ids['round']}"
    organiser.change("Too early", "PUT", f"{one}/panel/ikm", {"value": 90, "note": "Ditetapkan panel."}, 409)
    organiser.change("Too early", "PUT", f"{one}/finalisation", status=409)
    for status in ("verifying", "panel"):
        organiser.change(None, "PATCH", path, {"status": status})
    cast["of_the_city"].change("Too late", "PUT", f"{one}/verifications/ikm", {"value": 1}, 409)
    several = {"assessment_ids": [one.rpartition("/")[2]], "seen_until": "2026-01-01T00:00:00Z"}
    cast["of_the_city"].post("Too late", f"{path}/items/ikm/confirmations", several, 409)
    cast["of_the_city"].post("Too late", f"{path}/imports", status=409, file=("n.csv", b"unit,item,value\n"))
    organiser.change("The panel decides otherwise", "PUT", f"{one}/panel/ikm",
                     {"value": 90, "note": "Survei susulan diterima."}, match='"0"')  # fmt: skip
    organiser.change("Without a reason", "PUT", f"{one}/panel/ikm", {"value": 91}, 422)
    organiser.change("What is known of a gate", "PUT", f"{one}/facts/opini_bpk", {"value": "WTP"}, match='"0"')
    organiser.change("Not a fact of this instrument", "PUT", f"{one}/facts/lain", {"value": 1}, 404)
    organiser.change("Final", "PUT", f"{one}/finalisation")
    organiser.change("Final already", "PUT", f"{one}/finalisation", status=409)
    organiser.change("A final one stays", "PUT", f"{one}/facts/opini_bpk", {"value": "WDP"}, 409)
    organiser.change("Opened again", "PUT", f"{one}/reopening", {"reason": "Nilai capaian salah ketik."})


def _publish(cast: Cast, one: str) -> None:
    organiser, author, path = cast["organiser"], cast["author"], f"{ROUNDS}/{cast.ids['round']}"
    cast.public.get("Not before it is published", one, 404)
    organiser.change("Final for all, and public", "PATCH", path, {"status": "final", "is_public": True})
    organiser.change("The round is over", "PUT", f"{one}/reopening", {"reason": "Terlambat."}, 409)
    organiser.change("The round is over", "PUT", f"{path}/owners/ikm", {"unit_id": cast.ids["city"]}, 409)
    _in_use(cast)
    cast.public.get("The raport, as everybody reads it", one)
    cast.public.get("As a paper", f"{one}/raport.pdf")
    cast.public.get("The recap", f"{path}/league")
    cast.public.get("As a table", f"{path}/league", Accept="text/csv")
    cast.public.get("What was published", f"{ASSESSMENTS}?year=2024")
    cast.public.get("As a table", ASSESSMENTS, Accept="text/csv")
    _another(cast)
    matrix = f"{one}/follow-ups"
    cast.public.get("Recommendations became follow-ups", matrix)
    cast.public.get("As a table", matrix, Accept="text/csv")
    body = {"recommendation": "Pasang maklumat pelayanan.", "plan": "Dipasang di loket.", "owner": "Tata usaha",
            "due_on": "2024-06-30"}  # fmt: skip
    made = author.post("A unit adds one of its own", matrix, body)
    author.post("Not an indicator", matrix, body | {"item": "tidak_ada"}, 422)
    row = f"/api/v1/follow-ups/{made['id']}"
    author.change("It is done", "PATCH", row, {"status": "done"}, match='"1"')
    author.change("Changed meanwhile", "PATCH", row, {"status": "open"}, 412, match='"1"')
    cast.public.get("One row", row)
    cast.public.get("Not a follow-up", f"/api/v1/follow-ups/{NOBODY}", 404)


def _in_use(cast: Cast) -> None:
    """A round that somebody has begun to answer is no draft any more."""
    organiser = cast["organiser"]
    path = f"{ROUNDS}/{cast.ids['round']}"
    with database.writing() as session:
        session.get_one(AssessmentRound, cast.ids["round"]).status = RoundStatus.open
    organiser.change("Somebody has answered", "PATCH", path, {"status": "draft"}, 409)
    with database.writing() as session:
        session.get_one(AssessmentRound, cast.ids["round"]).status = RoundStatus.final


def _another(cast: Cast) -> None:
    """Two assessments that everybody reads, so that the list has a second page."""
    body = {"instrument_id": "contoh_2024", "title": "Pelayanan 2024, kedua", "unit_ids": [cast.ids["clinic"]]}
    made = cast["organiser"].post(None, ROUNDS, body)
    with database.writing() as session:
        row = session.get_one(AssessmentRound, made["id"])
        row.status, row.is_public = RoundStatus.final, True
        for one in session.exec(select(Assessment).where(Assessment.round_id == row.id)):
            one.status = AssessmentStatus.final
    cast.public.get("The newest, and where the others are", f"{ASSESSMENTS}?limit=1")
    with database.writing() as session:
        session.get_one(AssessmentRound, made["id"]).is_public = False
