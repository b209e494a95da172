"""Fourth act: registration is open; proposals are sent in, mended, verified, refused."""

from typing import Any

from tests.examples.cast import Cast
from tests.examples.setting_up import CONFIGURATION, EDITIONS
from tests.examples.writing import LETTER, PDF, PROPOSALS, draft_of

SECOND_SLOT = {"limit": 3, "reason": "Laporan tahun lalu sudah diterima."}


def play(cast: Cast) -> None:
    """From the opening to the closing of registration."""
    cast.at(2023, 3, 10, 1)
    _submit(cast)
    _locked(cast)
    _withdraw(cast)
    _mend(cast)
    _too_late_to_mend(cast)
    _decide(cast)
    _in_use(cast)
    cast.at(2023, 5, 2, 1)
    _after_closing(cast)


def _submit(cast: Cast) -> None:
    system, one = cast["system"], f"{PROPOSALS}/{cast.ids['proposal']}"
    empty = cast["author"].post(None, PROPOSALS, draft_of(cast, "clinic", "Belum Ada Isinya"))
    system.post("Not complete yet", f"{PROPOSALS}/{empty['id']}/submission", status=422)
    sent = {"remark": "Sudah diperiksa admin lokal."}
    key: dict[str, Any] = {"Idempotency_Key": "kirim-antar-obat"}
    system.post("Sent in by the regency's own system", f"{one}/submission", sent, **key)
    system.post("The answer was lost: the same again", f"{one}/submission", sent, **key)
    system.post("The only slot is taken", f"{PROPOSALS}/{cast.ids['second']}/submission", status=409)
    path = f"{PROPOSALS}/{cast.ids['of_province']}/submission"
    cast["of_the_province"].post("A unit outside every quota", path, status=409)
    for who, name in (("of_the_city", "of_city"), ("of_the_other", "of_other")):
        cast[who].post(None, f"{PROPOSALS}/{cast.ids[name]}/submission")


def _locked(cast: Cast) -> None:
    author, one = cast["author"], f"{PROPOSALS}/{cast.ids['proposal']}"
    author.change("Sent in: the text is fixed", "PATCH", one, {"title": "Judul Lain"}, 409)
    author.post("Sent in: no more files", f"{one}/documents", status=409, file=("bukti.pdf", PDF))
    author.change("Sent in: files stay", "DELETE", f"/api/v1/documents/{cast.ids['letter']}", status=409)
    author.post("Sent in already", f"{one}/handover", status=409)
    author.change("Sent in already", "DELETE", f"{one}/handover", status=409)
    author.change("What was sent in stays", "DELETE", one, status=409)
    cast["system"].post("Twice", f"{one}/submission", status=409)


def _withdraw(cast: Cast) -> None:
    city, one = cast["of_the_city"], f"{PROPOSALS}/{cast.ids['of_city']}"
    reason = {"reason": "Masih menunggu tanda tangan wali kota."}
    city.post("Taken back; the slot is free again", f"{one}/withdrawal", reason)
    city.post("Taken back already", f"{one}/withdrawal", reason, 409)
    city.post("A draft again", f"{one}/revival")
    city.post("It is a draft already", f"{one}/revival", status=409)
    city.post(None, f"{one}/submission")


def _mend(cast: Cast) -> None:
    secretariat, one = cast["secretariat"], f"{PROPOSALS}/{cast.ids['proposal']}"
    body = {"reason": "Surat pernyataan belum bertanggal.", "deadline": "2023-03-20T16:59:59Z"}
    secretariat.post("Without a deadline", f"{one}/return", {"reason": body["reason"]}, 422)
    secretariat.post("To be mended until 20 March", f"{one}/return", body)
    secretariat.post("The time given runs", f"{one}/rejection", {"reason": "Surat tidak sah."}, 409)


def _too_late_to_mend(cast: Cast) -> None:
    author, one = cast["author"], f"{PROPOSALS}/{cast.ids['proposal']}"
    cast.at(2023, 3, 21, 1)
    author.change("The time for mending is over", "PATCH", one, {"title": "Antar Obat"}, 409)
    author.post("The time for mending is over", f"{one}/documents", status=409, **LETTER)
    author.change("The time for mending is over", "DELETE", f"/api/v1/documents/{cast.ids['letter']}", status=409)
    cast["system"].post("The time for mending is over", f"{one}/submission", status=409)
    longer = {"reason": "Diberi waktu tambahan.", "deadline": "2023-03-27T16:59:59Z"}
    cast["secretariat"].post("More time", f"{one}/return", longer)
    author.post(None, f"{one}/documents", **LETTER)
    cast["system"].post(None, f"{one}/submission")


def _decide(cast: Cast) -> None:
    secretariat = cast["secretariat"]
    first = f"{PROPOSALS}/{cast.ids['proposal']}"
    secretariat.post("Complete and eligible", f"{first}/verification", {"remark": "Lengkap."})
    secretariat.post("Verified already", f"{first}/verification", status=409)
    late = {"reason": "Terlambat diperiksa.", "deadline": "2023-04-10T16:59:59Z"}
    secretariat.post("What is verified is not returned", f"{first}/return", late, 409)
    for name in ("of_city", "of_other"):
        secretariat.post(None, f"{PROPOSALS}/{cast.ids[name]}/verification")
    quota = f"{EDITIONS}/{cast.ids['edition']}/quotas/{cast.ids['regency']}"
    cast["organiser"].change(None, "PUT", quota, SECOND_SLOT)
    second = f"{PROPOSALS}/{cast.ids['second']}"
    cast["coordinator"].post(None, f"{second}/submission")
    reason = {"reason": "Inovasi yang sama sudah menang tahun lalu."}
    secretariat.post("Refused, with the reason", f"{second}/rejection", reason)
    secretariat.post("Refused already", f"{second}/rejection", reason, 409)
    secretariat.post("Only the organiser disqualifies", f"{second}/disqualification", reason, 403)
    cast["organiser"].post("Taken out of the competition", f"{second}/disqualification", reason)
    cast["organiser"].post("Out already", f"{second}/disqualification", reason, 409)


def _in_use(cast: Cast) -> None:
    organiser, one = cast["organiser"], f"{EDITIONS}/{cast.ids['edition']}"
    other = {"categories": [CONFIGURATION["categories"][1]]}
    organiser.change("A category with proposals in it", "PATCH", one, other, 409)
    none = [{"unit_kind": "city", "limit": 0}, {"unit_kind": "regency", "limit": 3}]
    organiser.change("Fewer slots than are used", "PATCH", one, {"quota_rules": none}, 409)
    quota = f"{one}/quotas/{cast.ids['regency']}"
    organiser.change("Fewer than are used", "PUT", quota, SECOND_SLOT | {"limit": 0}, 409)
    rules = CONFIGURATION["quota_rules"]
    organiser.change(None, "PATCH", one, {"quota_rules": [rule | {"limit": 1} for rule in rules]})
    organiser.ask("Two slots are used, the rule gives one", "DELETE", quota, 409, If_Match="*")
    organiser.change(None, "PATCH", one, {"quota_rules": rules})
    path = f"{one}/stages/berkas"
    organiser.post("Registration is still open", f"{path}/assignments", {}, 409)
    organiser.change("Registration is still open", "PUT", f"{path}/publication", status=409)


def _after_closing(cast: Cast) -> None:
    city, organiser = cast["of_the_city"], cast["organiser"]
    organiser.change("Registration closes, judging begins", "PUT", f"{EDITIONS}/{cast.ids['edition']}/closing")
    spare = f"{PROPOSALS}/{cast.ids['spare']}"
    city.post("Registration is over", f"{spare}/submission", status=409)
    city.post("Registration is over", f"{PROPOSALS}/{cast.ids['of_city']}/withdrawal", {"reason": "Terlambat"}, 409)
    city.post("Registration is over", PROPOSALS, draft_of(cast, "city", "Terlambat"), 409)
    city.change("Registration is over", "PATCH", spare, {"title": "Terlambat"}, 409)
    city.post("Registration is over", f"{spare}/documents", status=409, file=("bukti.pdf", PDF))
    paper = city.get(None, f"{spare}/documents").json()["items"][0]["id"]
    city.change("Registration is over", "DELETE", f"/api/v1/documents/{paper}", status=409)
    quota = f"{EDITIONS}/{cast.ids['edition']}/quotas/{cast.ids['regency']}"
    organiser.change("Judging has begun", "PUT", quota, SECOND_SLOT, 409)
    organiser.ask("Judging has begun", "DELETE", quota, 409, If_Match="*")
    fewer = {"groups": CONFIGURATION["groups"][:1]}
    organiser.change("Judging has begun", "PATCH", f"{EDITIONS}/{cast.ids['edition']}", fewer, 409)
