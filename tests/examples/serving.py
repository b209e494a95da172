"""A clinic asks how it serves, by a survey and on paper, and keeps records of how fast."""

from datetime import timedelta
from typing import Any

from app.clock import today
from app.rules.surveys import NUMBERS
from tests.examples.cast import NOBODY, Cast
from tests.examples.recorder import Caller

SURVEYS, CODES, RECORDS = "/api/v1/surveys", "/api/v1/survey-codes", "/api/v1/service-records"
GOOD: dict[str, Any] = dict.fromkeys(NUMBERS, 3)
PAPER = ",".join(NUMBERS) + "\n" + "4,3,3,4,3,3,4,3,3\n" * 4
HEAD = "unit_code,service,external_id,received_at,first_response_at,completed_at,promised_minutes\n"


def play(cast: Cast) -> None:
    """From the draft to the public result; from the first record to the summary."""
    path, code = _ask(cast)
    _answer(cast, path, code)
    _paper(cast, path)
    _results(cast, path)
    _close(cast, path, code)
    _record(cast)
    _records_as_a_file(cast)
    _how_fast(cast)


def _ask(cast: Cast) -> tuple[str, str]:
    author, day = cast["author"], today()
    body = {"unit_id": cast.ids["clinic"], "title": "SKM semester 2", "service": "Pendaftaran", "population": 40,
            "starts_on": str(day), "ends_on": str(day + timedelta(days=60))}  # fmt: skip
    made = author.post("A clinic asks how it serves", SURVEYS, body)
    path = f"{SURVEYS}/{made['id']}"
    author.post("It ends before it begins", SURVEYS, body | {"ends_on": str(day - timedelta(days=1))}, 422)
    author.post("Not the own unit", SURVEYS, body | {"unit_id": cast.ids["city"]}, 403)
    author.change("A draft cannot be closed", "PUT", f"{path}/closing", status=409)
    author.change("How many are served", "PATCH", path, {"population": 60})
    author.change("Opened", "PUT", f"{path}/opening")
    author.change("Changed meanwhile", "PATCH", path, {"title": "SKM"}, 412, match='"1"')
    author.get("One survey", path)
    author.post(None, SURVEYS, body | {"title": "SKM loket", "service": "Loket"})
    author.get("The own surveys, and where the others are", f"{SURVEYS}?limit=1")
    author.get("As a table", SURVEYS, Accept="text/csv")
    author.get("Not a survey", f"{SURVEYS}/{NOBODY}", 404)
    return path, str(made["code"])


def _answer(cast: Cast, path: str, code: str) -> None:
    phone = Caller(cast.recorder)
    phone.get("What the QR leads to", f"{CODES}/{code}")
    phone.get("Not a code", f"{CODES}/zzzzzzz", 404)
    said = GOOD | {"comment": "Ramah.", "sex": "female"}
    came = phone.ask("Nine marks and a word", "POST", f"{CODES}/{code}/answers", 201, said)
    phone.shown = {"Cookie": came.headers["set-cookie"].partition(";")[0]}
    phone.post("The same phone on the same day", f"{CODES}/{code}/answers", GOOD, 200)
    phone.post("Five is no mark", f"{CODES}/{code}/answers", GOOD | {"u1": 5}, 422)
    phone.post("From another site", f"{CODES}/{code}/answers", GOOD, 403, Sec_Fetch_Site="cross-site")
    author = cast["author"]
    author.get("Below five nothing is told", f"{path}/results")
    author.get("Below five no answer is shown", f"{path}/answers", 409)
    author.get("Below five no word is shown", f"{path}/comments", 409)


def _paper(cast: Cast, path: str) -> None:
    author = cast["author"]
    wrong = PAPER.replace("4,3,3,4", "9,3,3,4", 1).encode()
    imports = f"{path}/imports"
    author.post("What an import would do", imports, status=200, file=("kertas.csv", wrong), form={"dry_run": True})
    author.post("One wrong row: nothing is entered", imports, status=422, file=("kertas.csv", wrong))
    author.post("Four sheets of paper", imports, status=200, file=("kertas.csv", PAPER.encode()))


def _results(cast: Cast, path: str) -> None:
    author = cast["author"]
    author.get("What came of it", f"{path}/results")
    cast.public.get("Not public before it is closed", f"{path}/results", 404)
    cast.public.get("Answers are the unit's", f"{path}/answers", 401)
    author.get("The answers", f"{path}/answers")
    author.get("As a table", f"{path}/answers", Accept="text/csv")
    author.get("What was written", f"{path}/comments")
    author.get("As a table", f"{path}/comments", Accept="text/csv")


def _close(cast: Cast, path: str, code: str) -> None:
    author = cast["author"]
    author.change("Closed", "PUT", f"{path}/closing")
    author.change("It cannot be opened again", "PUT", f"{path}/opening", status=409)
    author.change("What stands once it is closed", "PATCH", path, {"title": "Lain"}, 409)
    author.post("No paper afterwards", f"{path}/imports", status=409, file=("kertas.csv", PAPER.encode()))
    Caller(cast.recorder).post("Nor an answer", f"{CODES}/{code}/answers", GOOD, 409)
    cast.public.get("Everybody sees what is closed and public", SURVEYS)
    cast.public.get("And what came of it", f"{path}/results")


def _record(cast: Cast) -> None:
    author = cast["author"]
    case = {"unit_id": cast.ids["clinic"], "external_id": "2023-0001", "service": "Pendaftaran",
            "received_at": "2023-03-06T01:00:00Z", "promised_minutes": 60}  # fmt: skip
    done = case | {"first_response_at": "2023-03-06T01:05:00Z", "completed_at": "2023-03-06T01:45:00Z"}
    author.post("A case has come", RECORDS, {"records": [case]}, 200)
    author.post("It is done", RECORDS, {"records": [done, done | {"external_id": "2023-0002"}]}, 200)
    author.post("Sent again", RECORDS, {"records": [done]}, 200)
    backwards = done | {"completed_at": "2023-03-05T01:00:00Z"}
    author.post("Done before it came", RECORDS, {"records": [backwards]}, 422)
    author.post("Not the own unit", RECORDS, {"records": [case | {"unit_id": cast.ids["city"]}]}, 403)


def _records_as_a_file(cast: Cast) -> None:
    author, path = cast["author"], f"{RECORDS}/imports"
    code = "00.01.PKM"
    right = HEAD + f"{code},Pendaftaran,2023-0003,2023-03-07 08:00,2023-03-07 08:02,2023-03-07 09:30,60\n"
    wrong = right.replace("2023-03-07 08:00", "kemarin").encode()
    author.post("What an import would do", path, status=200, file=("catatan.csv", wrong), form={"dry_run": True})
    author.post("One wrong row: nothing is taken", path, status=422, file=("catatan.csv", wrong))
    author.post("All rows are right", path, status=200, file=("catatan.csv", right.encode()))


def _how_fast(cast: Cast) -> None:
    author = cast["author"]
    author.get("How fast, in all", f"{RECORDS}/summary")
    author.get("By month, and where the others are", f"{RECORDS}/summary?by=month&limit=2")
    author.get("As a table", f"{RECORDS}/summary", Accept="text/csv")
    author.get("Not a month", f"{RECORDS}/summary?from_month=2023", 422)
