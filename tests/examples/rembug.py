"""Units talk with each other: a city takes part in a clinic's proposal, helps it, and mentors it."""

from typing import Any
from unittest import mock

from app import database
from app.clock import now
from app.domain import collaborations
from app.models import Edition, Proposal
from tests.examples.cast import NOBODY, Cast
from tests.examples.setting_up import EDITIONS
from tests.examples.writing import PROPOSALS, draft_of

COLLABORATIONS, HELP, MENTORSHIPS = "/api/v1/collaborations", "/api/v1/help-requests", "/api/v1/mentorships"
QUESTION = {"title": "Mengabari warga tanpa aplikasi", "text": "Banyak warga kami memakai telepon lama. Siapa sudah?"}


def play(cast: Cast) -> None:
    """A proposal of two units, a question with its answers, a mentorship from beginning to end."""
    _together(cast)
    _help(cast)
    _mentor(cast)


def _together(cast: Cast) -> None:
    author, city = cast["author"], cast["of_the_city"]
    edition = cast["organiser"].post(None, EDITIONS, {"year": 2031, "preset": "kovablik_2023"})["id"]
    body = draft_of(cast, "clinic", "Posyandu Keliling") | {"edition_id": edition}
    draft = author.post(None, PROPOSALS, body)["id"]
    path = f"{PROPOSALS}/{draft}/collaborations"
    invitation = {"unit_id": cast.ids["city"], "part": "Menyediakan mobil dan sopirnya."}
    made = author.post("A clinic invites a city", path, invitation)
    one = f"{COLLABORATIONS}/{made['id']}"
    author.post("Invited before", path, invitation, 409)
    author.post("Not the own unit", path, {"unit_id": cast.ids["clinic"]}, 422)
    city.post("Who takes part invites nobody", path, {"unit_id": cast.ids["province"]}, 403)
    with mock.patch.object(collaborations, "MOST", 1):
        author.post("More than may work together", path, {"unit_id": cast.ids["province"]}, 409)
    city.get("What the unit is asked into", one)
    city.get("All that waits for an answer", f"{COLLABORATIONS}?side=invited&status=invited")
    author.change("Nobody agrees for the other", "PUT", f"{one}/answer", {"is_accepted": True}, 403)
    city.change("The city takes part", "PUT", f"{one}/answer", {"is_accepted": True}, match='"1"')
    city.change("Answered meanwhile", "PUT", f"{one}/answer", {"is_accepted": False}, 412, match='"1"')
    author.get("Who takes part", path)
    author.get("As a table", path, Accept="text/csv")
    author.post(None, path, {"unit_id": cast.ids["province"]})
    author.get("The newest, and where the others are", f"{COLLABORATIONS}?limit=1")
    author.get("As a table", COLLABORATIONS, Accept="text/csv")
    city.get("Not a collaboration", f"{COLLABORATIONS}/{NOBODY}", 404)
    _when_it_cannot_change(cast, draft, path, one, invitation)
    author.change("The clinic goes on alone", "DELETE", one, status=204)
    cast.public.get("Nobody took part in this one", f"/api/v1/innovations/{_entry(cast)}/collaborators")
    cast.public.get("As a table", f"/api/v1/innovations/{_entry(cast)}/collaborators", Accept="text/csv")


def _when_it_cannot_change(cast: Cast, draft: str, path: str, one: str, invitation: dict[str, Any]) -> None:
    """Sent in; returned and late; in an edition that is over."""
    author, city = cast["author"], cast["of_the_city"]
    states = (({"status": "submitted"}, "open"), ({"status": "returned", "return_until": now()}, "open"),
              ({"status": "draft", "return_until": None}, "concluded"))  # fmt: skip
    summaries = ("It is sent in", "The deadline for mending is over", "The edition is over")
    for (changes, phase), summary in zip(states, summaries, strict=True):
        with database.writing() as session:
            proposal = session.get_one(Proposal, draft)
            proposal.sqlmodel_update(changes)
            session.get_one(Edition, proposal.edition_id).status = phase
        author.post(summary, path, invitation, 409)
        city.change(summary, "PUT", f"{one}/answer", {"is_accepted": True}, 409)
        author.change(summary, "DELETE", one, status=409)
    with database.writing() as session:
        session.get_one(Edition, session.get_one(Proposal, draft).edition_id).status = "open"


def _entry(cast: Cast) -> str:
    listed = cast.public.get(None, "/api/v1/innovations?limit=50").json()["items"]
    return str(next(one["id"] for one in listed if one["unit_id"] == cast.ids["clinic"]))


def _help(cast: Cast) -> None:
    author, city = cast["author"], cast["of_the_city"]
    body = QUESTION | {"unit_id": cast.ids["clinic"]}
    made = author.post("A clinic looks for help", HELP, body)
    author.post("Asked before", HELP, body, 409)
    author.post("Too short to be understood", HELP, body | {"text": "Siapa?"}, 422)
    city.post("Only for a unit of one's own", HELP, body, 403)
    city.post(None, HELP, QUESTION | {"unit_id": cast.ids["city"]})
    one = f"{HELP}/{made['id']}"
    cast.ids["help_request"] = made["id"]
    city.get("Every unit reads it", one)
    city.get("What other units look for", f"{HELP}?status=open&is_own=false")
    city.get("The newest, and where the others are", f"{HELP}?limit=1")
    city.get("As a table", HELP, Accept="text/csv")
    city.get("Not a request", f"{HELP}/{NOBODY}", 404)
    _answer(cast, one)
    author.change("It is solved", "PATCH", one, {"status": "solved"}, match='"1"')
    author.change("Changed meanwhile", "PATCH", one, {"title": "Lain"}, 412, match='"1"')
    city.change("Not of one's own unit", "PATCH", one, {"title": "Lain"}, 403)
    city.post("Nobody looks for help any more", f"{one}/answers", _offer(cast), 409)


def _offer(cast: Cast) -> dict[str, Any]:
    return {"unit_id": cast.ids["city"], "text": "Kami memakai pesan singkat; silakan melihat caranya."}


def _answer(cast: Cast, one: str) -> None:
    author, city, path = cast["author"], cast["of_the_city"], f"{one}/answers"
    pointed = city.post("A city points to what solved it", path, _offer(cast) | {"innovation_id": _entry(cast)})
    offered = city.post("An offer of help", path, _offer(cast))
    city.post("No such innovation", path, _offer(cast) | {"innovation_id": NOBODY}, 422)
    author.post("Only for a unit of one's own", path, _offer(cast), 403)
    author.get("The answers", path)
    author.get("As a table", path, Accept="text/csv")
    first, second = f"/api/v1/help-answers/{pointed['id']}", f"/api/v1/help-answers/{offered['id']}"
    author.get("One answer", first)
    author.change("It helped", "PUT", f"{first}/helpful", match='"1"')
    city.change("Who asked says what helped", "PUT", f"{second}/helpful", status=403)
    city.change("What helped stays", "DELETE", first, status=409)
    author.change("It did not help after all", "DELETE", f"{first}/helpful")
    author.change(None, "PUT", f"{first}/helpful")
    city.change("Taken away by who gave it", "DELETE", second, status=204)


def _mentor(cast: Cast) -> None:
    author, city = cast["author"], cast["of_the_city"]
    body = {"mentor_unit_id": cast.ids["city"], "mentee_unit_id": cast.ids["clinic"],
            "goal": "Kabar lewat pesan singkat berjalan di tiga loket.",
            "help_request_id": cast.ids["help_request"]}  # fmt: skip
    made = author.post("A clinic asks a city to mentor it", MENTORSHIPS, body)
    author.post("Nobody mentors the own unit", MENTORSHIPS, body | {"mentor_unit_id": cast.ids["clinic"]}, 422)
    cast["organiser"].post("Only the units do", MENTORSHIPS, body, 403)
    one = f"{MENTORSHIPS}/{made['id']}"
    sessions = f"{one}/sessions"
    meeting = {"held_on": str(now().date()), "minutes": 90, "topics": "Alur kabar dari loket sampai warga."}
    city.post("Not agreed yet", sessions, meeting, 409)
    author.change("Nobody agrees for the other", "PUT", f"{one}/acceptance", status=403)
    author.change("Not begun yet", "PATCH", one, {"status": "finished", "outcome": "Selesai."}, 409)
    city.change("The city agrees", "PUT", f"{one}/acceptance", match='"1"')
    _meet(cast, sessions, meeting)
    author.get("With its meetings counted", one)
    author.post(None, MENTORSHIPS, body)
    author.get("Those under way, as mentee", f"{MENTORSHIPS}?side=mentee&status=running")
    author.get("The newest, and where the others are", f"{MENTORSHIPS}?limit=1")
    author.get("As a table", MENTORSHIPS, Accept="text/csv")
    author.get("Not a mentorship", f"{MENTORSHIPS}/{NOBODY}", 404)
    author.change("Changed meanwhile", "PATCH", one, {"goal": "Lain sekali."}, 412, match='"1"')
    author.change("Without an outcome", "PATCH", one, {"status": "finished"}, 422)
    author.change("Finished", "PATCH", one, {"status": "finished", "outcome": "Tiga loket memakainya."})
    author.change("It is over", "PATCH", one, {"goal": "Lain sekali."}, 409)
    city.change("It is over", "PUT", f"{one}/acceptance", status=409)
    first = city.get(None, sessions).json()["items"][0]["id"]
    city.change("What was recorded stays", "DELETE", f"{sessions}/{first}", status=409)


def _meet(cast: Cast, sessions: str, meeting: dict[str, Any]) -> None:
    author, city = cast["author"], cast["of_the_city"]
    made = city.post("A meeting", sessions, meeting | {"agreed": "Daftar nomor telepon disiapkan."})
    other = author.post("One over the network", sessions, meeting | {"is_online": True, "minutes": 30})
    city.post("A day to come", sessions, meeting | {"held_on": "2999-01-01"}, 422)
    city.get("The meetings", sessions)
    city.get("As a table", sessions, Accept="text/csv")
    city.get("One meeting", f"{sessions}/{made['id']}")
    city.get("Not a meeting", f"{sessions}/{NOBODY}", 404)
    author.change("Recorded by mistake", "DELETE", f"{sessions}/{other['id']}", status=204)
