"""Fifth act: two stages are judged and published, the best enter the catalogue."""

from typing import Any

from tests.examples import room
from tests.examples.cast import NOBODY, Cast
from tests.examples.recorder import Caller
from tests.examples.setting_up import EDITIONS
from tests.examples.writing import INNOVATOR

MARKS = {"proposal": 88.0, "of_city": 81.0, "of_other": 64.0}
SHEETS = "/api/v1/evaluations"


def play(cast: Cast) -> None:
    """From the panel to the catalogue."""
    _panel(cast)
    _assign(cast)
    _conflicts(cast)
    _declinations(cast)
    room.before_reading(cast)
    _score(cast)
    _take_back(cast)
    _from_above(cast)
    room.after_reading(cast)
    _before_publication(cast)
    _publish(cast)
    _published(cast)
    _explained(cast)
    _second_stage(cast)
    _public_results(cast)
    _forgotten(cast)
    _sign_out(cast)


def _conflicts(cast: Cast) -> None:
    organiser, path = cast["organiser"], "/api/v1/conflicts"
    own = {"edition_id": cast.ids["edition"], "unit_id": cast.ids["clinic"]}
    declared = cast["juror_two"].post("A juror declares one", path, own | {"reason": "Saudara bekerja di sana."})
    cast["juror_two"].post("With what?", path, {"edition_id": cast.ids["edition"]}, 422)
    allowed = {"edition_id": cast.ids["edition"], "juror_id": cast.ids["juror_two"], "kind": "region", "allowed": True}
    cast["juror_two"].post("Only an organiser allows", path, allowed | {"reason": "Daerah kecil."}, 403)
    organiser.post("The organiser allows what the registry shows", path, allowed | {"reason": "Daerah kecil."})
    organiser.get("Declared and allowed", f"{path}?edition_id={cast.ids['edition']}")
    organiser.get("The first of them", f"{path}?limit=1")
    organiser.get("As a table", path, Accept="text/csv")
    organiser.get("All of a stage", _stage(cast, "conflicts"))
    organiser.change("Taken back", "DELETE", f"{path}/{declared['id']}", status=204)
    organiser.post("The gap is filled", _stage(cast, "assignments"), {"seed": 7})


def _declinations(cast: Cast) -> None:
    organiser, juror, path = cast["organiser"], cast["juror_three"], _stage(cast, "declinations")
    own = [one["id"] for one in juror.get(None, "/api/v1/assignments?status=untouched").json()["items"]]
    one, two = (f"{SHEETS}/{id_}/declination" for id_ in own[:2])
    juror.post("Another reason needs words", one, {"cause": "other"}, 422)
    cast["juror_two"].post("Somebody else's sheet", one, {"cause": "no_time"}, 404)
    back = juror.post("A sheet given back", one, {"cause": "not_my_field", "reason": "Saya ahli pendidikan."})
    juror.post(None, two, {"cause": "no_time"})
    organiser.get("Who gave back what, and why", path)
    organiser.get("The newest of them", f"{path}?limit=1")
    organiser.get("As a table", path, Accept="text/csv")
    organiser.change("The juror may have it again", "DELETE", f"/api/v1/declinations/{back['id']}", status=204)
    organiser.post(None, _stage(cast, "assignments"), {"seed": 7})


def _with_sheet(cast: Cast) -> dict[str, str]:
    """The conflict that a juror would declare with the proposal of the sheet."""
    sheet = cast["organiser"].get(None, f"{SHEETS}/{cast.ids['sheet']}").json()
    return {name: sheet[name] for name in ("edition_id", "proposal_id")}


def _stage(cast: Cast, rest: str, key: str = "berkas") -> str:
    return f"{EDITIONS}/{cast.ids['edition']}/stages/{key}/{rest}"


def _panel(cast: Cast) -> None:
    organiser, path = cast["organiser"], _stage(cast, "jurors")
    organiser.post("Nobody is on the panel", _stage(cast, "assignments"), {}, 409)
    organiser.post("Nobody is on the panel", _stage(cast, "next-readings"), {"budget": 4}, 409)
    member = {"user_id": cast.ids["juror"], "expertise": ["kesehatan"], "max_load": 10}
    organiser.post("A juror who knows health", path, member)
    organiser.post("On the panel already", path, member, 422)
    for name in ("juror_two", "juror_three"):
        organiser.post(None, path, {"user_id": cast.ids[name]})
    organiser.post("Not a juror", path, {"user_id": cast.ids["author"]}, 422)
    organiser.post(None, path, {"user_id": cast.ids["juror_four"]})
    organiser.change("Off the panel", "DELETE", f"{path}/{cast.ids['juror_four']}", status=204)
    organiser.change("Not on it", "DELETE", f"{path}/{cast.ids['juror_four']}", status=404)
    tag = organiser.get(None, f"{path}/{cast.ids['juror']}").headers["ETag"]
    more = {"max_load": 12, "expertise": ["kesehatan"]}
    organiser.change("May read more", "PATCH", f"{path}/{cast.ids['juror']}", more, match=tag)
    organiser.change("Not a category", "PATCH", f"{path}/{cast.ids['juror']}", {"expertise": ["sihir"]}, 422)
    organiser.change("Not on it", "PATCH", f"{path}/{cast.ids['juror_four']}", {"max_load": 9}, 404)
    cast["secretariat"].get("The panel", path)
    cast["secretariat"].get("One member of it", f"{path}/{cast.ids['juror']}")
    cast["secretariat"].get("Not on it", f"{path}/{cast.ids['juror_four']}", 404)
    cast["coordinator"].get("Not for participants", path, 403)


def _assign(cast: Cast) -> None:
    organiser, path = cast["organiser"], _stage(cast, "assignments")
    organiser.change("Proposals that nobody has read", "PUT", _stage(cast, "publication"), status=409)
    organiser.post("What it would look like", path, {"seed": 7, "dry_run": True})
    organiser.post("Handed out", path, {"seed": 7})
    sheets = organiser.get(None, f"{path}?juror_id={cast.ids['juror_three']}").json()["items"]
    organiser.change("Taken back", "DELETE", f"/api/v1/assignments/{sheets[0]['id']}", status=204)
    pair = {"juror_id": cast.ids["juror_three"], "proposal_id": sheets[0]["proposal_id"]}
    organiser.post("By hand", path, {"pairs": [pair]})
    organiser.post("Not on the panel", path, {"pairs": [pair | {"juror_id": cast.ids["juror_four"]}]}, 422)
    organiser.get("The first reading", f"{path}?limit=1")
    organiser.get("As a table", path, Accept="text/csv")
    few = _stage(cast, f"jurors/{cast.ids['juror']}")
    organiser.change("Fewer than the sheets held", "PATCH", few, {"max_load": 1}, 422)
    organiser.change("Somebody with sheets stays", "DELETE", _stage(cast, f"jurors/{cast.ids['juror']}"), status=409)
    organiser.post("The stage before is open", _stage(cast, "assignments", "wawancara"), {}, 409)
    organiser.change("The stage before is open", "PUT", _stage(cast, "publication", "wawancara"), status=409)
    organiser.get("All that is still untouched", "/api/v1/assignments?status=untouched", Accept="text/csv")
    organiser.change("Sheets are not signed yet", "PUT", _stage(cast, "publication"), status=409)
    data = f"/api/v1/users/{cast.ids['juror']}/personal-data"
    organiser.change("Sheets wait for the person's signature", "DELETE", data, status=409)


def _score(cast: Cast) -> None:
    juror, cast.ids["sheet"] = cast["juror"], ""
    desk = juror.get("A juror's desk, first sheet", "/api/v1/assignments?limit=1&status=untouched").json()["items"]
    cast.ids["sheet"] = desk[0]["id"]
    one = f"{SHEETS}/{cast.ids['sheet']}"
    tag = juror.get("An empty sheet", one).headers["ETag"]
    half = {"scores": {"kebaruan": 85}, "notes": {"kebaruan": "Jelas bedanya."}, "seconds_spent": 40}
    juror.change("One mark and a note", "PUT", one, half, match=tag, X_Editor="tab-1")
    juror.change(
        "Changed in another window", "PUT", one, {"scores": {"kebaruan": 70}}, 412, match=tag, X_Editor="tab-2"
    )
    juror.change("More than 100", "PUT", one, {"scores": {"kebaruan": 101}}, 422)
    cast["organiser"].change("A sheet that is not signed", "PUT", f"{one}/released-notes", {}, 409)
    juror.change("Not every criterion has a mark", "PUT", f"{one}/signature", {"signed": True}, 422)
    cast["juror_two"].get("Somebody else's sheet", one, 404)
    _fill(cast, "juror", "berkas")
    juror.get("Nothing has changed", one, 304, If_None_Match=juror.get("A signed sheet", one).headers["ETag"])
    juror.change("Signed: nothing changes any more", "PUT", one, half, 409)
    juror.get("Beside the own other sheets", f"{one}/comparison")
    cast["juror_two"].get("Somebody else's", f"{one}/comparison", 404)
    juror.post("Signed: it stays", f"{one}/declination", {"cause": "no_time"}, 409)
    for name in ("juror_two", "juror_three"):
        _fill(cast, name, "berkas")


def _fill(cast: Cast, name: str, stage: str) -> None:
    """The juror marks every sheet of the stage and signs."""
    marks = {cast.ids[proposal]: mark for proposal, mark in MARKS.items()}
    keys = {"berkas": ["kebaruan", "dampak"], "wawancara": ["paparan"]}[stage]
    for sheet in cast[name].get(None, f"/api/v1/assignments?stage={stage}").json()["items"]:
        is_shown = sheet["id"] == cast.ids["sheet"]
        body = {"scores": dict.fromkeys(keys, marks[sheet["proposal_id"]]), "recommendation": "Layak maju."}
        path = f"{SHEETS}/{sheet['id']}"
        cast[name].change("Every mark, and what to do" if is_shown else None, "PUT", path, body)
        cast[name].change("Signed" if is_shown else None, "PUT", f"{path}/signature", {"signed": True})


def _take_back(cast: Cast) -> None:
    organiser, one = cast["organiser"], f"{SHEETS}/{cast.ids['sheet']}/signature"
    reason = "Nilai tertukar dengan usulan lain."
    organiser.get("As the organiser sees it", f"{SHEETS}/{cast.ids['sheet']}")
    organiser.get("The same for the organiser", f"{SHEETS}/{cast.ids['sheet']}/comparison")
    organiser.change("Without a reason", "PUT", one, {"signed": False}, 422)
    organiser.change("Opened again, with the reason", "PUT", one, {"signed": False, "reason": reason})
    cast["juror"].change(None, "PUT", one, {"signed": True})
    cast["juror"].post("Too late: it is signed", "/api/v1/conflicts", _with_sheet(cast), 409)
    organiser.change("A signed sheet stays", "DELETE", f"/api/v1/assignments/{cast.ids['sheet']}", status=409)


def _from_above(cast: Cast) -> None:
    """What the sheets look like from above, and what of a juror's words the proposal's people may read."""
    organiser, sheet = cast["organiser"], f"{SHEETS}/{cast.ids['sheet']}"
    organiser.get("Marks and agreement by criterion", _stage(cast, "criteria"))
    organiser.get("As a table", _stage(cast, "criteria"), Accept="text/csv")
    organiser.get("Who reads what", _stage(cast, "connections"))
    organiser.get("Sheets signed by day", _stage(cast, "progress"))
    cast["secretariat"].get("Organiser and auditor alone", _stage(cast, "criteria"), 403)
    notes, tag = f"{sheet}/released-notes", organiser.get("Nothing yet", f"{sheet}/released-notes").headers["ETag"]
    released = {"notes": {"kebaruan": "Jelas bedanya."}}
    organiser.change("One note", "PUT", notes, released, match=tag)
    organiser.change("Released by somebody else meanwhile", "PUT", notes, released, 412, match=tag)
    organiser.change("Not the juror's words", "PUT", notes, {"notes": {"kebaruan": "Tidak jelas bedanya."}}, 422)
    cast["juror"].change("A juror releases nothing", "PUT", notes, released, 403)
    cast["juror_two"].get("Somebody else's sheet", notes, 404)
    path = f"/api/v1/proposals/{cast.ids['proposal']}/explanations/berkas"
    cast["coordinator"].get("Not published yet", path, 404)
    cast["coordinator"].get("Not published yet", f"{path}/pdf", 404)


def _explained(cast: Cast) -> None:
    path = f"/api/v1/proposals/{cast.ids['proposal']}/explanations/berkas"
    cast["coordinator"].get("Why the proposal has its result", path)
    cast["coordinator"].get("The same as a PDF", f"{path}/pdf")
    cast["secretariat"].get("Not for who sees no scores", path, 403)


def _before_publication(cast: Cast) -> None:
    organiser, path = cast["organiser"], _stage(cast, "ranking")
    organiser.get("As it stands, for the organiser", path)
    cast.public.get("Not published yet", path, 401)
    cast["coordinator"].get("Not published yet, for a participant", path, 404)
    cast.public.get("Not published yet", _stage(cast, "publication"), 404)
    nothing: dict[str, Any] = {"If_Match": "*"}
    empty = f"{EDITIONS}/{cast.ids['next']}"
    organiser.ask(None, "PUT", f"{empty}/closing", 200, **nothing)
    organiser.ask("Nothing takes part", "PUT", f"{empty}/stages/berkas/publication", 409, **nothing)


def _publish(cast: Cast) -> None:
    organiser, path = cast["organiser"], _stage(cast, "publication")
    tag = cast.public.get(None, f"{EDITIONS}/{cast.ids['edition']}").headers["ETag"]
    organiser.ask("Without If-Match", "PUT", path, 428)
    cast["secretariat"].change("Only the organiser publishes", "PUT", path, status=403)
    organiser.get("As if the mean were official and one more went on", _stage(cast, "what-if?aggregate=mean&n=4"))
    organiser.change("The ranking is frozen and public", "PUT", path, match=tag)


def _published(cast: Cast) -> None:
    public, organiser = cast.public, cast["organiser"]
    public.get("The published ranking", _stage(cast, "ranking"))
    public.get("As a table", _stage(cast, "ranking"), Accept="text/csv")
    tag = public.get("When it was published", _stage(cast, "publication")).headers["ETag"]
    public.get("The same", _stage(cast, "publication"), 304, If_None_Match=tag)
    scores = f"/api/v1/scores?edition_id={cast.ids['edition']}"
    cast["coordinator"].get("A participant's own marks", f"{scores}&proposal_id={cast.ids['proposal']}&limit=1")
    organiser.get("The marks as a table", f"{scores}&juror_id={cast.ids['juror']}", Accept="text/csv")
    organiser.get("No such edition", f"/api/v1/scores?edition_id={NOBODY}", 404)
    _proven(cast)
    over = "The stage is published"
    organiser.post(over, _stage(cast, "jurors"), {"user_id": cast.ids["juror_four"]}, 409)
    organiser.change(over, "DELETE", _stage(cast, f"jurors/{cast.ids['juror']}"), status=409)
    organiser.change(over, "PATCH", _stage(cast, f"jurors/{cast.ids['juror']}"), {"max_load": None}, 409)
    organiser.post(over, _stage(cast, "assignments"), {}, 409)
    organiser.change(over, "DELETE", f"/api/v1/assignments/{cast.ids['sheet']}", status=409)
    room.afterwards(cast)
    sheet = f"{SHEETS}/{cast.ids['sheet']}"
    cast["juror"].change(over, "PUT", sheet, {"scores": {"kebaruan": 90}}, 409)
    cast["juror"].change(over, "PUT", f"{sheet}/signature", {"signed": True}, 409)
    cast["juror"].post(over, f"{sheet}/declination", {"cause": "no_time"}, 409)


def _proven(cast: Cast) -> None:
    """What was signed at the publication, and the log behind it."""
    public, edition = cast.public, cast.ids["edition"]
    found = public.get("What was signed", f"/api/v1/audit/checkpoints?edition_id={edition}").json()["items"][0]
    public.get("As a table", f"/api/v1/audit/checkpoints?edition_id={edition}", Accept="text/csv")
    path = f"/api/v1/audit/checkpoints/{found['id']}"
    public.get("One checkpoint", path)
    public.get("No such checkpoint", f"/api/v1/audit/checkpoints/{NOBODY}", 404)
    public.get("A public result", f"{path}/proofs/{cast.ids['proposal']}")
    cast["coordinator"].get("A participant's own sheets too", f"{path}/proofs/{cast.ids['proposal']}")
    public.get("It took no part", f"{path}/proofs/{NOBODY}", 404)
    cast["organiser"].get("The newest change of an edition", f"/api/v1/audit?edition_id={edition}&limit=1")
    cast["organiser"].get("As a table", f"/api/v1/audit?row_id={cast.ids['sheet']}", Accept="text/csv")
    cast["secretariat"].get("Organiser and auditor read the log", "/api/v1/audit", 403)


def _forgotten(cast: Cast) -> None:
    """What is stored about a person, and how the person is forgotten."""
    cast.joins("leaver", "secretariat", "Tuti Contoh")
    organiser, person = cast["organiser"], cast["leaver"]
    data = f"/api/v1/users/{cast.ids['leaver']}/personal-data"
    person.get("Everything about oneself", data)
    cast["coordinator"].get("Nobody else's", data, 403)
    organiser.get("No such account", f"/api/v1/users/{NOBODY}/personal-data", 404)
    organiser.change("The person is forgotten", "DELETE", data, status=204)
    _named_person(cast)


def _named_person(cast: Cast) -> None:
    """Somebody without an account, who is named as the innovator of a proposal."""
    organiser, search, person = cast["organiser"], "/api/v1/named-people/search", {"identifier": INNOVATOR}
    found = organiser.post("Who is named in an answer", search, person, 200)["items"]
    organiser.post("It could be almost anybody", search, {"identifier": "a."}, 422)
    cast["coordinator"].post("Only for who looks after personal data", search, person, 403)
    erasure, ids = "/api/v1/named-people/erasure", [item["proposal_id"] for item in found]
    organiser.ask("Named there no more", "POST", erasure, 204, person | {"proposal_ids": ids})
    organiser.post("Nobody of that name is there", erasure, person | {"proposal_ids": ids}, 422)


def _second_stage(cast: Cast) -> None:
    organiser = cast["organiser"]
    organiser.post(None, _stage(cast, "jurors", "wawancara"), {"user_id": cast.ids["juror"]})
    organiser.post(None, _stage(cast, "assignments", "wawancara"), {})
    organiser.post("Everybody goes on", _stage(cast, "next-readings", "wawancara"), {"budget": 4}, 409)
    _fill(cast, "juror", "wawancara")
    _plenary(cast)
    organiser.change(None, "PUT", _stage(cast, "publication", "wawancara"))
    decided = f"/api/v1/plenary/{cast.ids['decision']}"
    organiser.change("Too late: the stage is published", "DELETE", decided, status=409)
    organiser.post("The stage is published", _stage(cast, "plenary", "wawancara"), _decision(cast), 409)
    organiser.post("The stage is published", _stage(cast, "next-readings", "wawancara"), {"budget": 4}, 409)
    _vote(cast)
    cast.public.get("The first of all", "/api/v1/audit/checkpoints?limit=1")
    cast.public.get("As a table", "/api/v1/audit/checkpoints?limit=1", Accept="text/csv")
    organiser.change("The edition is concluded", "PUT", f"{EDITIONS}/{cast.ids['edition']}/opening", status=409)


def _decision(cast: Cast) -> dict[str, Any]:
    return {"proposal_id": cast.ids["of_other"], "advances": True, "members": ["Ketua Pleno", "Anggota Pleno"],
            "reason": "Menjangkau desa yang belum pernah terlayani."}  # fmt: skip


def _plenary(cast: Cast) -> None:
    organiser, path = cast["organiser"], _stage(cast, "plenary", "wawancara")
    organiser.post("Not in this stage", path, _decision(cast), 422)
    organiser.post("A stage without a plenary", _stage(cast, "plenary"), _decision(cast), 409)
    lets_in = _decision(cast) | {"proposal_id": cast.ids["of_city"]}
    first = organiser.post("It goes on, whatever the rule says", path, lets_in)
    organiser.change("Taken back: the rule decides again", "DELETE", f"/api/v1/plenary/{first['id']}", status=204)
    cast.ids["decision"] = organiser.post(None, path, lets_in)["id"]
    organiser.get("What was decided, why, and by whom", path)
    organiser.get("As a table", path, Accept="text/csv")
    cast["secretariat"].get("Only for organiser and auditor", path, 403)


def _vote_with_tickets(cast: Cast, ballot: str, chosen: dict[str, Any]) -> None:
    """An exhibition of the stage asks for tickets, until it does no more."""
    organiser = cast["organiser"]
    event = {"name": "Pameran suara publik", "place": "Gedung Contoh", "starts_on": "2023-08-01",
             "ends_on": "2023-08-02", "edition_id": cast.ids["edition"], "stage": "manfaat",
             "votes_need_ticket": True}  # fmt: skip
    hall = f"/api/v1/exhibitions/{organiser.post(None, '/api/v1/exhibitions', event)['id']}"
    booth = {"label": "A-1", "title": "Stan usulan", "proposal_ids": [cast.ids["of_city"]]}
    organiser.post("A booth with a proposal: votes for it are votes of its stage", f"{hall}/booths", booth)
    organiser.change("Its booths show proposals", "PATCH", hall, {"edition_id": None, "stage": None}, 409)
    organiser.change(None, "PUT", f"{hall}/publication")
    cast.public.ask("The exhibition of the stage asks for a ticket", "PUT", ballot, 403, chosen)
    organiser.change(None, "PATCH", hall, {"votes_need_ticket": False})


def _vote(cast: Cast) -> None:
    """The clock of the scenario stands before, in, and after the days of the vote."""
    public, organiser, path = cast.public, cast["organiser"], _stage(cast, "ballot", "manfaat")
    chosen = {"proposal_ids": [cast.ids["of_city"], cast.ids["proposal"]]}
    public.ask("The vote has not begun", "PUT", path, 409, chosen)
    cast.at(2023, 8, 1, 2)
    public.ask("Two are useful", "PUT", path, 200, chosen)
    public.ask("It is not in this stage", "PUT", path, 422, {"proposal_ids": [cast.ids["of_other"]]})
    public.get("What can be voted for", path)
    _vote_with_tickets(cast, path, chosen)
    public.get("Here jurors decide", _stage(cast, "ballot"), 404)
    organiser.post("The public decides, nobody judges", _stage(cast, "jurors", "manfaat"),
                   {"user_id": cast.ids["juror"]}, 409)  # fmt: skip
    organiser.post("The public decides, nobody judges", _stage(cast, "assignments", "manfaat"), {}, 409)
    organiser.post("The public decides, nobody judges", _stage(cast, "next-readings", "manfaat"), {"budget": 4}, 409)
    organiser.get("There are no jurors to leave out", _stage(cast, "what-if?n=1", "manfaat"), 409)
    organiser.change("The vote goes on", "PUT", _stage(cast, "publication", "manfaat"), status=409)
    cast.at(2023, 8, 8, 2)
    organiser.change("The last stage: the best are awarded", "PUT", _stage(cast, "publication", "manfaat"))
    public.ask("The stage is published", "PUT", path, 409, chosen)
    organiser.post("The edition is concluded", _stage(cast, "next-readings", "wawancara"), {"budget": 4}, 409)


def _public_results(cast: Cast) -> None:
    public = cast.public
    found = public.get("The newest innovation", "/api/v1/innovations?limit=1").json()["items"][0]
    public.get("As a table", "/api/v1/innovations?year=2023", Accept="text/csv")
    public.get("The first, and where the next are", "/api/v1/audit/checkpoints?limit=1")
    tag = public.get("An innovation", f"/api/v1/innovations/{found['id']}").headers["ETag"]
    public.get("The same version", f"/api/v1/innovations/{found['id']}", 304, If_None_Match=tag)
    public.get("Others that solved the same", f"/api/v1/innovations/{found['id']}/similar")
    public.get("Nothing is like what is not there", f"/api/v1/innovations/{NOBODY}/similar", 404)
    public.get("No such innovation", f"/api/v1/innovations/{NOBODY}", 404)
    public.get("What everybody may take", "/api/v1/open-data")
    tag = public.get("The network in figures", "/api/v1/stats/summary").headers["ETag"]
    public.get("The same figures", "/api/v1/stats/summary", 304, If_None_Match=tag)
    for name, summary in (("funnel", "One edition, step by step"), ("regions", "By region"),
                          ("categories", "By category")):  # fmt: skip
        public.get(summary, f"/api/v1/stats/{name}?edition_id={cast.ids['edition']}")
        public.get("No such edition", f"/api/v1/stats/{name}?edition_id={NOBODY}", 404)
    public.get("One year as a table", "/api/v1/stats/categories?year=2023", Accept="text/csv")


def _sign_out(cast: Cast) -> None:
    juror = cast["juror_four"]
    juror.get(None, "/api/v1/sessions/current")
    other = Caller(juror.recorder, juror.email)
    other.get(None, "/api/v1/sessions/current")
    sessions = juror.get("A person's own sessions", "/api/v1/sessions").json()["items"]
    left_behind = next(each["id"] for each in sessions if not each["is_current"])
    juror.change("Closed from afar", "DELETE", f"/api/v1/sessions/{left_behind}", status=204)
    juror.change("It is closed", "DELETE", f"/api/v1/sessions/{left_behind}", status=404)
    cast["system"].get("A key has none", "/api/v1/sessions", 404)
    cast["juror_four"].ask("Signed out", "DELETE", "/api/v1/sessions/current", 204)
    cast["system"].ask("A key has nothing to sign out of", "DELETE", "/api/v1/sessions/current", 404)
