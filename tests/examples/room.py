"""The organiser's room: reminders, a juror who leaves, the next readings, a discussion."""

from tests.examples.cast import NOBODY, Cast
from tests.examples.setting_up import EDITIONS

OVER = "The stage is published"


def _stage(cast: Cast, rest: str, key: str = "berkas") -> str:
    return f"{EDITIONS}/{cast.ids['edition']}/stages/{key}/{rest}"


def before_reading(cast: Cast) -> None:
    """Nobody has signed anything yet."""
    organiser, plan = cast["organiser"], _stage(cast, "next-readings")
    organiser.post("Nothing is signed yet", plan, {"budget": 4}, 409)
    organiser.post("The stage before is open", _stage(cast, "next-readings", "wawancara"), {"budget": 4}, 409)
    about = {"proposal_id": cast.ids["proposal"], "question": "Mengapa berjauhan?"}
    organiser.post("Fewer than two sheets are signed", _stage(cast, "discussions"), about, 409)
    _remind(cast)
    _leave(cast)


def _remind(cast: Cast) -> None:
    organiser, path = cast["organiser"], _stage(cast, "reminders")
    organiser.post("One juror", path, {"juror_ids": [cast.ids["juror"]]})
    organiser.post("Everybody with sheets left, but nobody twice within twelve hours", path, {})
    organiser.post("Not on the panel", path, {"juror_ids": [NOBODY]}, 422)
    cast["juror"].post("Only the organiser reminds", path, {}, 403)
    organiser.get("Who was reminded when", path)
    organiser.get("The newest, and where the others are", f"{path}?limit=1")
    organiser.get("As a table", path, Accept="text/csv")


def _leave(cast: Cast) -> None:
    organiser, juror = cast["organiser"], _stage(cast, f"jurors/{cast.ids['juror_three']}")
    tag = organiser.get(None, juror).headers["ETag"]
    organiser.change("What is not signed is taken back", "PUT", f"{juror}/departure", {"reason": "Pindah tugas."},
                     match=tag)  # fmt: skip
    organiser.change("Why?", "PUT", f"{juror}/departure", {"reason": ""}, 422)
    organiser.change("Not on the panel", "PUT", _stage(cast, f"jurors/{NOBODY}/departure"), {"reason": "Sakit."}, 404)
    organiser.get("Which proposals lack readers now", _stage(cast, "gaps"))
    organiser.get("As a table", _stage(cast, "gaps"), Accept="text/csv")
    organiser.change("Back on the panel", "DELETE", f"{juror}/departure", status=204)
    organiser.post(None, _stage(cast, "assignments"), {"seed": 7})


def after_reading(cast: Cast) -> None:
    """Everything is signed."""
    organiser, plan = cast["organiser"], _stage(cast, "next-readings")
    organiser.post("Who would read what", plan, {"budget": 4, "later": 4, "seed": 7, "dry_run": True})
    organiser.post("No budget", plan, {}, 422)
    _discuss(cast)


def _discuss(cast: Cast) -> None:
    organiser, path = cast["organiser"], _stage(cast, "discussions")
    organiser.get("Those whose jurors disagree most first", _stage(cast, "disputed"))
    organiser.get("As a table", _stage(cast, "disputed"), Accept="text/csv")
    body = {"proposal_id": cast.ids["proposal"], "question": "Bukti mana yang menentukan?", "shows_scores": True}
    cast["juror"].post("Only the organiser opens one", path, body, 403)
    organiser.post("No such proposal", path, body | {"proposal_id": NOBODY}, 422)
    talk = organiser.post("Scores are shown: every sheet is signed", path, body)
    organiser.post("One is open", path, body, 409)
    one = f"/api/v1/discussions/{talk['id']}"
    text = {"text": "Angka pada lampiran kedua.", "asks_to_reopen": True}
    cast["juror"].post("A juror asks to have the own sheet opened again", f"{one}/messages", text)
    organiser.post("The organiser answers", f"{one}/messages", {"text": "Sudah jelas, terima kasih."})
    organiser.post("Nothing is said", f"{one}/messages", {"text": ""}, 422)
    organiser.get("As the organiser sees it", one)
    cast["juror"].get("As a juror sees it", one)
    cast["coordinator"].get("Not for participants", one, 403)
    cast["organiser"].get("No such discussion", f"/api/v1/discussions/{NOBODY}", 404)
    ended = {"conclusion": "Nilai tetap."}
    organiser.change("Closed with what came of it", "PUT", f"{one}/conclusion", ended, match='"1"')
    organiser.change("It is closed", "PUT", f"{one}/conclusion", ended, 409)
    cast["juror"].post("It is closed", f"{one}/messages", {"text": "Satu lagi."}, 409)
    cast.ids["talk"] = organiser.post(None, path, body | {"question": "Masih ada pertanyaan?"})["id"]
    cast["juror"].get("Those that a juror takes part in", "/api/v1/discussions?is_open=true")
    organiser.get("The newest, and where the others are", "/api/v1/discussions?limit=1")
    organiser.get("As a table", "/api/v1/discussions", Accept="text/csv")


def afterwards(cast: Cast) -> None:
    """Too late for all of it."""
    organiser = cast["organiser"]
    organiser.post(OVER, _stage(cast, "reminders"), {}, 409)
    organiser.post(OVER, _stage(cast, "next-readings"), {"budget": 4}, 409)
    juror = _stage(cast, f"jurors/{cast.ids['juror_three']}/departure")
    organiser.change(OVER, "PUT", juror, {"reason": "Pindah tugas."}, 409)
    organiser.change(OVER, "DELETE", juror, status=409)
    body = {"proposal_id": cast.ids["proposal"], "question": "Terlambat?"}
    organiser.post(OVER, _stage(cast, "discussions"), body, 409)
    talk = f"/api/v1/discussions/{cast.ids['talk']}"
    organiser.post(OVER, f"{talk}/messages", {"text": "Terlambat."}, 409)
    organiser.change("Closed after the publication too", "PUT", f"{talk}/conclusion", {"conclusion": "Nilai tetap."})
