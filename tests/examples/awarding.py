"""The last act: awards by the ranking and by hand, the evening, certificates, one award revoked."""

from typing import Any
from unittest import mock

from app import database
from app.delivery import certificates
from app.domain import awards, outbox, round_awards
from app.models.outbox import Kind
from app.settings import settings
from tests.examples.cast import NOBODY, Cast
from tests.examples.recorder import Caller
from tests.examples.setting_up import EDITIONS

WHY = "Terlewat waktu daftar disusun."
AWARDS = "/api/v1/awards"
CEREMONY = {"title": "Malam Penghargaan", "place": "Kota Contoh", "held_on": "2023-11-23",
            "signatory_title": "Gubernur Contoh", "signatory_name": "Nama Pejabat Contoh",
            "decree_number": "188/CONTOH/KPTS/2023", "decree_date": "2023-11-20"}  # fmt: skip


def play(cast: Cast) -> None:
    """From the ranking to certificates that anybody can verify."""
    edition = f"{EDITIONS}/{cast.ids['edition']}"
    _propose(cast, edition)
    _from_round(cast, edition)
    other = _give(cast, edition)
    _evening(cast, edition)
    _not_yet(cast, edition, other)
    cast["organiser"].ask("All awards become public", "PUT", f"{edition}/awards/publication", 200)
    _published(cast, edition, other)
    _certificates(cast, edition, other)
    _revoked(cast, other)
    _supplementary(cast, edition, other)


def _propose(cast: Cast, edition: str) -> None:
    organiser, path = cast["organiser"], f"{edition}/awards/proposals"
    before = f"{EDITIONS}/{cast.ids['next']}/awards"
    organiser.post("Its last stage is not published", f"{before}/proposals", {}, 409)
    organiser.ask("Nothing is given yet", "PUT", f"{before}/publication", 409)
    organiser.post("What the ranking proposes; nothing is given", path, {}, 200)
    cast["secretariat"].post("Only the organiser gives awards", path, {"dry_run": False}, 403)
    late = {"dry_run": False, "supplementary_reason": WHY}
    organiser.post("Supplementary ones come after publication", path, late, 409)
    organiser.post("It is given", path, {"dry_run": False}, 200)


def _from_round(cast: Cast, edition: str) -> None:
    """Awards by the results of an assessment round."""
    organiser, path = cast["organiser"], f"{edition}/awards/from-round"
    body = {"round_id": cast.ids["round"], "letter": "B"}
    organiser.post("The round is not final", path, body | {"round_id": cast.ids["draft_round"]}, 409)
    organiser.post("Not a letter of this instrument", path, body | {"letter": "Z"}, 422)
    organiser.post("Two rules at once", path, body | {"top": 1}, 422)
    cast["secretariat"].post("Only the organiser gives awards", path, body, 403)
    organiser.post("Whoever has this letter or a better one; nothing is given", path, body, 200)
    organiser.post("Whoever passed a level", path, {"round_id": cast.ids["round"], "level": "unggul"}, 200)
    best = {"round_id": cast.ids["round"], "top": 1, "item": "layanan", "instrument": "Pelayanan"}
    organiser.post("The best of each kind of unit, by an aspect", path, best, 200)
    with mock.patch.object(round_awards, "MOST", 0):
        organiser.post("More than an edition holds", path, best | {"dry_run": False}, 409)
    late = {"dry_run": False, "supplementary_reason": WHY}
    organiser.post("Supplementary ones come after publication", path, best | late, 409)
    organiser.post("They are given", path, best | {"dry_run": False}, 200)


def _give(cast: Cast, edition: str) -> str:
    """Awards by hand; the path of a free one."""
    organiser, path = cast["organiser"], f"{edition}/awards"
    given = organiser.get("The best first, for the organiser", path).json()["items"]
    first = next(one for one in given if one["tier"] == "terbaik")
    sakip = {"instrument": "SAKIP", "unit_id": cast.ids["city"], "result": "Predikat A", "year": 2022}
    organiser.post("By the result of an instrument", path, sakip)
    organiser.post("A tier once only", path, {"tier": "terbaik", "proposal_id": first["proposal_id"]}, 409)
    late = {"title": "Lain", "unit_id": cast.ids["city"], "supplementary_reason": WHY}
    organiser.post("Supplementary ones come after publication", path, late, 409)
    organiser.post("A tier and a title", path, {"tier": "terbaik", "title": "Lain", "unit_id": cast.ids["city"]}, 422)
    free = {"title": "Inovasi Pilihan Publik", "proposal_id": first["proposal_id"], "reason": "Suara terbanyak."}
    made = organiser.post("A label of the organiser's own", path, free)
    wrong = organiser.post(None, path, free | {"title": "Salah ketik"})
    organiser.change("Given by mistake", "DELETE", f"{AWARDS}/{wrong['id']}", status=204)
    with mock.patch.object(awards, "MOST", 1):
        organiser.post("More than an edition holds", path, free, 409)
    one = f"{AWARDS}/{made['id']}"
    tag = organiser.get("One award", one).headers["ETag"]
    organiser.change("Its reason is mended", "PATCH", one, {"reason": "Suara pengunjung terbanyak."}, match=tag)
    organiser.change("Changed meanwhile", "PATCH", one, {"reason": "Lain."}, 412, match=tag)
    tiered = f"{AWARDS}/{first['id']}"
    organiser.change("It has that tier already", "PATCH", one, {"tier": "terbaik"}, 409)
    organiser.change("No such tier", "PATCH", tiered, {"tier": "lain"}, 422)
    cast["secretariat"].change("Only the organiser changes it", "PATCH", one, {"reason": "x"}, 403)
    return one


def _evening(cast: Cast, edition: str) -> None:
    organiser, path = cast["organiser"], f"{edition}/running-order"
    tag = organiser.get("Nobody has written it yet", f"{edition}/ceremony").headers["ETag"]
    organiser.change("Where, when, and who signs", "PATCH", f"{edition}/ceremony", CEREMONY, match=tag)
    organiser.change("Changed meanwhile", "PATCH", f"{edition}/ceremony", {"place": "Lain"}, 412, match='"0"')
    called = organiser.get("The order of the evening", path).json()["items"]
    last_first = [one["award_id"] for one in reversed(called)]
    organiser.ask("Another order", "PUT", path, 200, {"award_ids": last_first[:1]})
    organiser.ask("No award of this edition", "PUT", path, 422, {"award_ids": [NOBODY]})


def _not_yet(cast: Cast, edition: str, other: str) -> None:
    """What the public is not told before, and cannot be done."""
    cast.public.get("Nothing is public yet", f"{edition}/awards")
    cast.public.get("Not public yet", other, 404)
    cast.public.get("Not public yet", f"{edition}/ceremony", 404)
    cast["organiser"].ask("What is not public is taken away instead", "PUT", f"{other}/revocation", 409,
                          {"reason": "Salah hitung."})  # fmt: skip
    cast["organiser"].get("Nothing is made yet", f"{edition}/certificates.zip", 409)


def _published(cast: Cast, edition: str, other: str) -> None:
    organiser, public = cast["organiser"], cast.public
    public.get("Who got what", f"{edition}/awards")
    public.get("As a table", f"{edition}/awards", Accept="text/csv")
    public.get("Everybody sees one", other)
    public.get("The ceremony", f"{edition}/ceremony")
    public.get("In the order of the evening", f"{edition}/running-order")
    public.get("As a table", f"{edition}/running-order", Accept="text/csv")
    for end in ("pdf", "docx", "xlsx"):
        public.get("For the decree", f"{edition}/decree-annex.{end}")
    organiser.change("Published awards stay as they are", "PATCH", other, {"reason": "x"}, 409)
    organiser.change("Published awards stay", "DELETE", other, status=409)
    organiser.post(
        "Not without a reason any more", f"{edition}/awards", {"title": "Lagi", "unit_id": cast.ids["city"]}, 409
    )
    organiser.post("Not without a reason any more", f"{edition}/awards/proposals", {"dry_run": False}, 409)
    late = {"round_id": cast.ids["round"], "letter": "B", "dry_run": False}
    organiser.post("Not without a reason any more", f"{edition}/awards/from-round", late, 409)


def _certificates(cast: Cast, edition: str, other: str) -> None:
    organiser, path = cast["organiser"], f"{edition}/certificates"
    organiser.get("None is made yet", path)
    organiser.ask("They are made in the background", "POST", path, 202, {})
    organiser.ask("They are being made", "POST", path, 409, {})
    cast["secretariat"].ask("Only the organiser makes them", "POST", path, 403, {})
    work()
    organiser.get("All are made", path)
    organiser.get("All of them, packed", f"{edition}/certificates.zip")
    cast.public.get("Everybody has it", f"{other}/certificate.pdf")
    with mock.patch.object(settings(), "signer", "local"):
        cast.public.get("Nobody has signed it yet", f"{other}/certificate.pdf", 409)
    code = cast.public.get(None, other).json()["code"]
    cast.public.get("Whether a certificate holds", f"/api/v1/certificates/{code}")
    tag = organiser.get(None, f"{edition}/ceremony").headers["ETag"]
    organiser.change("What the certificates say changes", "PATCH", f"{edition}/ceremony", {"place": "Kota Lain"},
                     match=tag)  # fmt: skip
    organiser.ask("They are made again", "POST", path, 202, {})
    work()
    cast.public.get("Files issued before stay genuine", f"/api/v1/certificates/{code}")
    cast.public.get("None of ours", "/api/v1/certificates/ABCD-EFGH-JKMN", 404)


def work() -> None:
    """Does what the courier does with certificates."""
    while True:
        with database.writing() as session:
            message = outbox.claim(session, [Kind.certificates], [], 60)
            if message is None:
                return
            parcel = certificates.prepare(session, message)
        if parcel is not None:
            outcome = parcel()
            with database.writing() as session:
                outbox.settle(session, message, outcome, None)


def _revoked(cast: Cast, other: str) -> None:
    organiser: Caller = cast["organiser"]
    body: dict[str, Any] = {"reason": "Suara terhitung dua kali."}
    cast["secretariat"].ask("Only the organiser revokes", "PUT", f"{other}/revocation", 403, body)
    organiser.ask("A reason is needed", "PUT", f"{other}/revocation", 422, {"reason": ""})
    organiser.ask("It stays, with the reason", "PUT", f"{other}/revocation", 200, body)
    organiser.ask("Once only", "PUT", f"{other}/revocation", 409, body)
    code = cast.public.get(None, other).json()["code"]
    cast.public.get("It does not hold any more", f"/api/v1/certificates/{code}")
    cast.public.get("Its certificate is gone", f"{other}/certificate.pdf", 409)


def _supplementary(cast: Cast, edition: str, other: str) -> None:
    """What is given after publication, in place of what was revoked."""
    organiser, path = cast["organiser"], f"{edition}/awards"
    revoked = cast.public.get(None, other).json()
    body = {"title": "Inovasi Favorit Pengunjung", "proposal_id": revoked["proposal_id"], "replaces_id": revoked["id"],
            "supplementary_reason": "Suara dihitung ulang; sebutannya dibetulkan."}  # fmt: skip
    held = next(one for one in cast.public.get(None, path).json()["items"] if one["revoked_at"] is None)
    organiser.post("What it replaces is not revoked", path, body | {"replaces_id": held["id"]}, 422)
    made = organiser.post("A supplementary one, in place of what was revoked", path, body)
    cast.public.get("Everybody reads why, and when", f"{AWARDS}/{made['id']}")
    late = {"dry_run": False, "supplementary_reason": WHY}
    organiser.post("What the ranking still proposes", f"{path}/proposals", late, 200)
    cast.public.get("Whether its certificate holds", f"/api/v1/certificates/{made['code']}")
