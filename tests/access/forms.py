"""What the walk asks of every page: as tests/access/requests.py does of the API, by the addresses of the pages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from app.clock import new_id
from tests.access import assessing
from tests.access.awarding import visited
from tests.access.serving import BACKWARDS, PAPER, RECORDS
from tests.access.talking import TEXT, paths_of
from tests.access.world import PLACES, Thing, World
from tests.files.papers import PDF

STALE = {"version": "999999"}
WEBHOOK = {"name": "uji", "url": "https://contoh.example/kabar", "events": ["stage.published"]}


@dataclass(frozen=True)
class Visit:
    """What fills the address, what it is about, the form that is sent, and the ways that lead to it."""

    names: dict[str, str]
    thing: Thing | None = None
    form: dict[str, Any] = field(default_factory=dict)
    query: str = ""
    ways: tuple[int, ...] = ()
    files: Any = None
    answers: int | None = None
    """The status to who may, where it is not one of the usual: nothing is there, or it leads elsewhere."""


Rows = Callable[[World], Iterator[Visit]]


def _plain(query: str = "", files: Any = None, **form: Any) -> Rows:
    def rows(world: World) -> Iterator[Visit]:
        names = {"edition_id": world.editions["open"].id, "unit_id": world.units["other"].id, "stage": "proposal",
                 "user_id": world.stranger.id, "innovation_id": world.innovation.id, "code": "stale", "tag": "units",
                 "part": "groups", "group": "khusus"}  # fmt: skip
        yield Visit(names, None, form, query.format(edition=world.editions["open"].id), (), files)

    return rows


def _answers(status: int, **form: Any) -> Rows:
    """What is there for nobody of the world, or leads elsewhere."""

    def rows(world: World) -> Iterator[Visit]:
        yield Visit({"session_id": new_id(), "passkey_id": new_id()}, None, form, answers=status)

    return rows


def _of_nobody_here(status: int) -> Rows:
    """About an innovation that no unit here answers for: nothing comes of it."""

    def rows(world: World) -> Iterator[Visit]:
        form = {"text": "x", "email": "siapa@contoh.example"}
        yield Visit({"innovation_id": world.innovation.id}, None, form, answers=status)

    return rows


def _plain_part(world: World) -> Iterator[Visit]:
    yield Visit({"number": "1000000"}, answers=404)


def _of_edition(which: str, **form: Any) -> Rows:
    def rows(world: World) -> Iterator[Visit]:
        names = {"edition_id": world.editions[which].id, "stage": "proposal", "user_id": world.stranger.id}
        yield Visit(names, None, form)

    return rows


def _of_proposal(status: str, files: Any = None, **form: Any) -> Rows:
    def rows(world: World) -> Iterator[Visit]:
        for place in PLACES:
            names = {"proposal_id": world.proposals[status, place].id, "number": "1",
                     "document_id": world.documents[status, place].id}  # fmt: skip
            yield Visit(names, world.thing(status, place), form, "", (), files)

    return rows


def _picked(method: str) -> Rows:
    """Several at once, looked at or sent in: each is asked about by itself."""

    def rows(world: World) -> Iterator[Visit]:
        for place in PLACES:
            id_, thing = world.proposals["judging", place].id, world.thing("judging", place)
            yield Visit({}, thing, {"pick": id_}) if method == "POST" else Visit({}, thing, {}, f"?pick={id_}")

    return rows


def _of_sheet(ways: tuple[int, ...] = (), **form: Any) -> Rows:
    def rows(world: World) -> Iterator[Visit]:
        for place, sheet in world.sheets.items():
            thing = Thing(world.lineage[place], frozenset({sheet.juror_id}), True)
            yield Visit({"assignment_id": sheet.id}, thing, form, "", ways)

    return rows


def _signing(world: World) -> Iterator[Visit]:
    yield from _of_sheet((0,), **STALE)(world)
    for visit in _of_sheet((1,), signed="false", reason="untuk uji", **STALE)(world):
        reads = Thing(visit.thing.lineage, visit.thing.jurors, True) if visit.thing else None
        yield Visit(visit.names, reads, visit.form, "", (1,))


def _assignment(world: World) -> Iterator[Visit]:
    yield Visit({"assignment_id": world.published_sheet.id}, None, {})


def _of_key(world: World) -> Iterator[Visit]:
    for place, key in world.keys.items():
        yield Visit({"key_id": key.id}, Thing(world.lineage[place], frozenset(), True), STALE)


def _of_ended_key(world: World) -> Iterator[Visit]:
    for place, key in world.ended_keys.items():
        yield Visit({"key_id": key.id}, Thing(world.lineage[place], frozenset(), True), {"hours": "24"})


def _of_webhook(**form: Any) -> Rows:
    def rows(world: World) -> Iterator[Visit]:
        for place, webhook in world.webhooks.items():
            names = {"webhook_id": webhook.id, "delivery_id": world.deliveries[place].id}
            yield Visit(names, Thing(world.lineage[place], frozenset(), True), form)

    return rows


def _of_nomination(**form: Any) -> Rows:
    def rows(world: World) -> Iterator[Visit]:
        for place, nomination in world.nominations.items():
            thing = Thing(world.lineage[place], frozenset(), True)
            yield Visit({"nomination_id": nomination.id}, thing, form)

    return rows


def _to_nomination(**form: Any) -> Rows:
    """What the organiser alone does."""

    def rows(world: World) -> Iterator[Visit]:
        yield Visit({"nomination_id": world.nominations["own"].id}, None, form | STALE)

    return rows


def _new_nomination(world: World) -> Iterator[Visit]:
    yield Visit({}, None, {"innovation_id": world.innovation.id, "year": "2024"})


def _new_webhook(world: World) -> Iterator[Visit]:
    for place in ("own", "other"):
        form = WEBHOOK | {"unit": world.units[place].name, "url": "ftp://contoh.example"}
        yield Visit({}, Thing(world.lineage[place]), form)


def _of_question(**form: Any) -> Rows:
    def rows(world: World) -> Iterator[Visit]:
        for place, question in world.questions.items():
            yield Visit({"question_id": question.id}, Thing(world.lineage[place], frozenset(), True), form)

    return rows


def _of_closed_account(world: World) -> Iterator[Visit]:
    yield Visit({"user_id": world.closed.id})


def _new_key(world: World) -> Iterator[Visit]:
    for place in ("own", "other"):
        form = {"name": "uji", "unit": world.units[place].name, "role": "coordinator"}
        yield Visit({}, Thing(world.lineage[place]), form)


def _new_proposal(world: World) -> Iterator[Visit]:
    for place in PLACES:
        form = {"edition_id": world.editions["concluded"].id, "unit_id": world.units[place].id, "title": "Inovasi",
                "group": "umum", "category": "kesehatan"}  # fmt: skip
        yield Visit({}, Thing(world.lineage[place]), form)


def _new_unit(world: World) -> Iterator[Visit]:
    yield Visit({}, None, {"code": world.root.code, "name": "Dinas", "kind": "agency"})


def _new_user(world: World) -> Iterator[Visit]:
    yield Visit({}, None, {"email": world.stranger.email, "name": "Siapa"})


def _ranking(world: World) -> Iterator[Visit]:
    yield Visit({"edition_id": world.editions["concluded"].id, "stage": "proposal",
                 "proposal_id": world.proposals["awarded", "own"].id})  # fmt: skip


def _explained(world: World) -> Iterator[Visit]:
    """Of a published stage: its juror is no reader of it."""
    thing = replace(world.thing("awarded", "own"), jurors=frozenset(), is_hidden=True)
    yield Visit({"proposal_id": world.proposals["awarded", "own"].id, "stage": "proposal"}, thing)


def _noted(world: World) -> Iterator[Visit]:
    """The jurors' notes of a proposal: who reads it without releasing any is refused."""
    yield Visit({"proposal_id": world.proposals["awarded", "own"].id, "stage": "proposal"},
                world.thing("awarded", "own"))  # fmt: skip


def _conflict(world: World) -> Iterator[Visit]:
    yield Visit({"conflict_id": world.conflict.id}, None, STALE)


def _decision(world: World) -> Iterator[Visit]:
    yield Visit({"decision_id": world.decision.id}, None, STALE)


def _ballot(world: World) -> Iterator[Visit]:
    yield Visit({"edition_id": world.editions["judging"].id, "stage": "manfaat"})


def _member(world: World) -> Iterator[Visit]:
    names = {"edition_id": world.editions["judging"].id, "stage": "proposal", "user_id": world.juror_id}
    yield Visit(names, None, STALE | {"reason": "untuk uji"})


def _discussion(world: World) -> Iterator[Visit]:
    thing = Thing(world.lineage["own"], frozenset({world.juror_id}), True)
    yield Visit({"discussion_id": world.discussion.id}, thing, {"text": "untuk uji"})


def _conclusion(world: World) -> Iterator[Visit]:
    yield Visit({"discussion_id": world.discussion.id}, None, STALE | {"conclusion": "untuk uji"})


def _declination(world: World) -> Iterator[Visit]:
    yield Visit({"declination_id": world.declination.id}, None, STALE)


def _peer(world: World) -> Iterator[Visit]:
    yield Visit({"peer_id": world.peer.id}, None, STALE)


def _entry(world: World) -> Iterator[Visit]:
    for place, entry in world.entries.items():
        yield Visit({"innovation_id": entry.id}, Thing(world.lineage[place]), STALE)


def _of_replication(files: Any = None, **form: str) -> Rows:
    def rows(world: World) -> Iterator[Visit]:
        for place, row in world.replicating.reported.items():
            names = {"replication_id": row.id, "document_id": world.replicating.papers[place].id}
            sent = form | ({"edition_id": world.editions["open"].id} if not form else {})
            yield Visit(names, Thing(world.lineage[place], frozenset(), True), sent, "", (), files)

    return rows


def _fair(**form: Any) -> Rows:
    """Of the exhibition that is over."""

    def rows(world: World) -> Iterator[Visit]:
        names = {"exhibition_id": world.exhibition.id, "booth_id": world.booth.id, "code": world.booth.code,
                 "item_id": world.programme_item.id, "entry_id": world.entry.id}  # fmt: skip
        yield Visit(names, None, form)

    return rows


def _of_origin(world: World) -> Iterator[Visit]:
    for place, row in world.replicating.asked.items():
        yield Visit({"replication_id": row.id}, Thing(world.lineage[place], frozenset(), True), STALE)


def _shown_replication(world: World) -> Iterator[Visit]:
    yield Visit({"replication_id": str(world.replicating.shown and world.replicating.shown.id)})


def _new_replication(world: World) -> Iterator[Visit]:
    for place in PLACES:
        form = {"unit": world.units[place].code, "stage": "interest"}
        yield Visit({"innovation_id": world.replicating.copied.id}, Thing(world.lineage[place]), form)


def _of_talk(*, is_hidden: bool = False, units: tuple[str, ...] = (), **form: str) -> Rows:
    """Of rembug: the row of each place; *units* are the fields that name its unit."""

    def rows(world: World) -> Iterator[Visit]:
        for place in PLACES:
            named = dict.fromkeys(units, world.units[place].code)
            thing = Thing(world.lineage[place], frozenset(), is_hidden)
            yield Visit(paths_of(world, place), thing, form | named)

    return rows


def _of_assessment(files: Any = None, *, is_hidden: bool = True, **form: str) -> Rows:
    """About the assessment of each place, or what belongs to it."""

    def rows(world: World) -> Iterator[Visit]:
        for place in PLACES:
            names = assessing.paths_of(world.assessing, place)
            sent = form | ({"round_id": names["round_id"]} if "note" in form else {})
            yield Visit(names, Thing(world.lineage[place], frozenset(), is_hidden), sent, "", (), files)

    return rows


def _of_checked(**form: str) -> Rows:
    """About what the owner at each place verifies: of another unit."""

    def rows(world: World) -> Iterator[Visit]:
        for visit in _of_assessment(is_hidden=False, **form)(world):
            yield replace(visit, names=visit.names | {"assessment_id": visit.names["checked_id"]})

    return rows


def _survey(**form: str) -> Rows:
    """The one that everybody sees; it is over."""

    def rows(world: World) -> Iterator[Visit]:
        yield Visit({"survey_id": world.survey.id, "code": world.survey.code}, None, form)

    return rows


def _of_panel(files: Any = None, **form: str) -> Rows:
    """What is decided for all units: about one of them."""

    def rows(world: World) -> Iterator[Visit]:
        yield Visit(assessing.paths_of(world.assessing, "own"), None, form, "", (), files)

    return rows


def _of_published(world: World) -> Iterator[Visit]:
    shown = world.assessing.shown
    yield Visit({"round_id": shown["shown_round"], "assessment_id": shown["shown_assessment"],
                 "instrument_id": "zi_2021"})  # fmt: skip


def _paper(world: World) -> Iterator[Visit]:
    for place in PLACES:
        thing = Thing(world.lineage[place], frozenset(), True)
        yield Visit(paths_of(world, place), thing, {"deed": "check"}, files={"file": ("p.csv", PAPER)})


NOBODY = "01890000-0000-7000-8000-000000000000"


def _asked(world: World) -> Iterator[Visit]:
    """Of an innovation that nobody here answers for."""
    form = {"organisation_name": "Kota lain", "organisation_kind": "city", "organisation_province": "Bali",
            "contact_email": "x@contoh.example", "message": "untuk uji"}  # fmt: skip
    yield Visit({"innovation_id": world.innovation.id}, None, form)


def _request_link(_world: World) -> Iterator[Visit]:
    yield Visit({"request_id": NOBODY}, None, {"key": "salah"}, "?key=salah", answers=410)


_R = "/replications/{replication_id}"
_AR, _A = "/assessment-rounds/{round_id}", "/assessments/{assessment_id}"
_H = "/exhibitions/{exhibition_id}"
_E, _S = "/editions/{edition_id}", "/editions/{edition_id}/stages/{stage}"
_P, _REASON = "/proposals/{proposal_id}", {"reason": "untuk uji"}
_ED = "/editions/{edition_id}"
VISITS: dict[str, Rows] = {
    **dict.fromkeys(["GET /", "GET /home", "GET /problems", "GET /problems/{code}", "GET /api/docs", "GET /users",
                     "GET /api/docs/{tag}", "GET /innovations", "GET /innovations/map",
                     "GET /peers", "GET /peers/new",
                     "GET /innovations/{innovation_id}", "GET /units",
                     "GET /units/suggestions", "GET /units/{unit_id}", "GET /units/new", "GET /units/{unit_id}/edit",
                     "GET /units/import", "GET /editions", f"GET {_E}", f"GET {_E}/invitations", "GET /editions/new",
                     f"GET {_E}/edit", f"GET {_E}/edit/{{part}}", f"GET {_E}/edit/stages/{{stage}}",
                     f"GET {_E}/opening", "GET /quotas", f"GET {_E}/quotas", "GET /users/{user_id}", "GET /users/new",
                     "GET /named-people",
                     "GET /api-keys", "GET /api-keys/new", "GET /proposals/writers", "GET /assignments", "GET /audit",
                     "GET /webhooks", "GET /webhooks/new", "GET /password/forgotten", "GET /security",
                     "GET /security/password", "GET /security/confirmation", "POST /security/sessions/others/end",
                     "POST /users/{user_id}/sessions/end", "POST /users/{user_id}/second-factors/removal"], _plain()),
    **dict.fromkeys(["GET /innovations.atom", "GET /innovations/feed.json", "GET /innovations/preview.png",
                     "GET /innovations/{innovation_id}/preview.png", "GET /open-data", "GET /open-data.jsonld",
                     "GET /robots.txt", "GET /sitemap.xml", "GET /sitemaps/pages.xml"], _plain()),
    "GET /sitemaps/innovations-{number}.xml": _plain_part,
    "GET /sitemaps/assessments-{round_id}.xml": _of_published,
    **dict.fromkeys(["GET /sign-in/second-factor", "POST /sign-in/second-factor", "GET /security/totp", "GET /verify",
                     "POST /security/totp"], _answers(303)),
    **dict.fromkeys(["GET /sign-in/oidc", "GET /sign-in/oidc/callback", "POST /security/totp/removal",
                     "POST /security/recovery-codes"], _answers(404)),
    "POST /security/totp/confirmation": _answers(404, code="000000"),
    **dict.fromkeys(["POST /security/sessions/{session_id}/end", "POST /security/passkeys/{passkey_id}/removal"],
                    _answers(404, **STALE)),
    **dict.fromkeys(["POST /sign-in/passkey/options", "GET /security/passkeys/new", "POST /security/passkeys/options"],
                    _answers(409)),
    "POST /sign-in/passkey": _answers(403, credential="{}"), "POST /security/passkeys": _answers(422),
    "GET /questions": _plain(), "GET /questions/{question_id}": _of_question(),
    "POST /questions/{question_id}/publication": _of_question(**STALE),
    "POST /questions/{question_id}/rejection": _of_question(cause="spam", **STALE),
    "POST /questions/{question_id}/ticket": _of_question(**STALE),
    "POST /questions/{question_id}/answer": _of_question(answer="untuk uji", **STALE),
    "GET /innovations/{innovation_id}/questions": _plain(),
    **dict.fromkeys(["GET /innovations/{innovation_id}/questions/new", "GET /innovations/{innovation_id}/followers/new",
                     "POST /innovations/{innovation_id}/followers"], _of_nobody_here(409)),
    "POST /innovations/{innovation_id}/questions": _of_nobody_here(422),
    **dict.fromkeys([f"{method} {path}" for method in ("GET", "POST") for path in
                     ("/followers/confirmation", "/followers/removal", "/questions/asker")], _answers(410)),
    "GET /password": _answers(410), "POST /password": _answers(410, password="sepeda biru di ladang tebu"),
    "POST /password/forgotten": _answers(200, email="tidak.ada@contoh.example"),
    "POST /security/password": _answers(422, current="salah", password="sepeda biru di ladang tebu"),
    "POST /security/confirmation": _answers(422, password="salah"),
    "GET /proposals": _plain("?edition_id={edition}"), "GET /proposals/new": _plain("?edition_id={edition}"),
    **dict.fromkeys(["GET /innovations/{innovation_id}/edit", "POST /innovations/{innovation_id}/edit"], _entry),
    "POST /peers": _plain(name="x", url="ftp://x"), "POST /peers/{peer_id}/look": _peer,
    **dict.fromkeys(["POST /peers/{peer_id}", "POST /peers/{peer_id}/removal"], _peer),
    "GET /selection": _plain("?edition_id={edition}"),
    **dict.fromkeys(["GET /exhibitions", f"GET {_H}", f"GET {_H}/programme", f"GET {_H}/board", "GET /e/{code}",
                     "POST /e/{code}/visits", "POST /e/{code}/votes", "POST /e/{code}/votes/removal",
                     f"GET {_H}/registration", f"POST {_H}/registration", f"POST {_H}/registration/removal",
                     f"GET {_H}/guest-book", f"POST {_H}/guest-book", "GET /exhibitions/new", "POST /exhibitions",
                     f"GET {_H}/edit", f"GET {_H}/booths/new", f"POST {_H}/booths", "GET /booths/{booth_id}/edit",
                     f"GET {_H}/programme/new", f"POST {_H}/programme", "GET /programme-items/{item_id}/edit",
                     f"GET {_H}/signs", f"GET {_H}/signs.pdf", f"GET {_H}/statistics", f"GET {_H}/visitors",
                     f"GET {_H}/tickets"], _fair()),
    **dict.fromkeys([f"POST {_H}", f"POST {_H}/publication", f"POST {_H}/ending", "POST /booths/{booth_id}",
                     "POST /booths/{booth_id}/removal", "POST /programme-items/{item_id}",
                     "POST /programme-items/{item_id}/removal"], _fair(**STALE)),
    f"POST {_H}/tickets": _fair(count="1"),
    "POST /guest-book/{entry_id}/moderation": _fair(status="shown", **STALE),
    "POST /units": _new_unit, "POST /units/{unit_id}": _plain(name="Lain", kind="agency", code="X", **STALE),
    "POST /units/import": _plain(files={"file": ("u.csv", b"code,name,kind\nX1,X,agency\n")}, deed="check"),
    "POST /editions": _plain(year="1", source="kovablik_2023"), f"POST {_E}/edit": _plain(**STALE),
    f"POST {_E}/edit/{{part}}": _plain(**STALE), f"POST {_E}/edit/{{part}}/rows": _plain(deed="add"),
    f"POST {_E}/edit/stages/{{stage}}": _plain(**STALE), f"POST {_E}/edit/stages/{{stage}}/rows": _plain(deed="add"),
    f"POST {_E}/opening": _plain(**STALE), f"POST {_E}/closing": _plain(**STALE),
    f"POST {_E}/invitations": _plain(unit="tidak ada", group="khusus"),
    f"POST {_E}/quotas": _plain(unit="tidak ada", group="*", limit="5", reason="untuk uji"),
    f"POST {_E}/quotas/{{unit_id}}/removal": _plain(group="*", **STALE),
    "POST /users": _new_user, "POST /users/{user_id}": _plain(name="Lain", **STALE),
    "POST /users/{user_id}/erasure": _plain(**STALE),
    "POST /users/{user_id}/invitation": _of_closed_account,
    **dict.fromkeys(["POST /named-people", "POST /named-people/export"], _plain(identifier="Tidak Ada Orangnya")),
    "POST /named-people/erasure": _plain(identifier="Tidak Ada Orangnya", proposal_id="x"),
    "POST /api-keys": _new_key, "POST /api-keys/{key_id}/revocation": _of_key,
    "GET /api-keys/{key_id}/rotation": _of_ended_key, "POST /api-keys/{key_id}/rotation": _of_ended_key,
    "GET /webhooks/{webhook_id}": _of_webhook(), "GET /webhooks/{webhook_id}/edit": _of_webhook(),
    "POST /webhooks": _new_webhook, "POST /webhooks/{webhook_id}": _of_webhook(**WEBHOOK, **STALE),
    "POST /webhooks/{webhook_id}/switch": _of_webhook(is_active="true", **STALE),
    "POST /webhooks/{webhook_id}/removal": _of_webhook(**STALE),
    **dict.fromkeys(["POST /webhooks/{webhook_id}/secret", "POST /webhooks/{webhook_id}/test",
                     "POST /webhooks/{webhook_id}/deliveries/{delivery_id}/redelivery"], _of_webhook()),
    **dict.fromkeys(["GET /replications", "GET /replications/list", "GET /replications/mine",
                     "GET /innovations/{innovation_id}/replications/new",
                     "GET /innovations/{innovation_id}/replication-requests/new"], _plain()),
    f"GET {_R}": _shown_replication, f"GET {_R}/confirmation": _shown_replication,
    f"POST {_R}/stage": _of_replication(stage="running", **STALE),
    f"POST {_R}/notes": _of_replication(difficulty="1", **STALE),
    f"POST {_R}/documents": _of_replication({"file": ("bukti.pdf", PDF)}, kind="lain"),
    f"POST {_R}/documents/{{document_id}}/removal": _of_replication(**STALE), f"POST {_R}/proposal": _of_replication(),
    f"POST {_R}/confirmation": _of_origin, f"POST {_R}/confirmation/removal": _of_origin,
    "POST /innovations/{innovation_id}/replications": _new_replication,
    "POST /innovations/{innovation_id}/replication-requests": _asked,
    **dict.fromkeys(["GET /replication-requests/{request_id}", "POST /replication-requests/{request_id}/confirmation"],
                    _request_link),
    **dict.fromkeys(["GET /nominations", "GET /nominations/new"], _plain()), "POST /nominations": _new_nomination,
    **dict.fromkeys(["GET /nominations/{nomination_id}", "GET /nominations/{nomination_id}/edit"], _of_nomination()),
    **dict.fromkeys(["PATCH /nominations/{nomination_id}", "POST /nominations/{nomination_id}"],
                    _of_nomination(title="Lain", **STALE)),
    "POST /nominations/{nomination_id}/sending": _to_nomination(sent_on="2024-01-02"),
    "POST /nominations/{nomination_id}/result": _to_nomination(result="top", decided_on="2024-01-02"),
    **dict.fromkeys(["POST /nominations/{nomination_id}/sending/removal", "POST /nominations/{nomination_id}/removal"],
                    _to_nomination()),
    f"GET {_P}": _of_proposal("draft"), f"GET {_P}/revisions": _of_proposal("judging"),
    f"GET {_P}/similar": _of_proposal("judging"),
    f"GET {_P}/revisions/{{number}}": _of_proposal("judging"), f"GET {_P}/edit": _of_proposal("draft"),
    f"PATCH {_P}": _of_proposal("draft", title="Lain", **STALE), f"POST {_P}": _of_proposal("draft", title="", **STALE),
    f"POST {_P}/documents": _of_proposal("judging", {"file": ("bukti.pdf", PDF)}, kind="evidence"),
    f"POST {_P}/documents/{{document_id}}/removal": _of_proposal("draft", document_version="999999"),
    f"POST {_P}/deletion": _of_proposal("draft", **STALE), "POST /proposals": _new_proposal,
    "GET /proposals/submissions": _picked("GET"), "POST /proposals/submissions": _picked("POST"),
    **{f"GET {_P}/{deed}": _of_proposal(status) for deed, status in {
        "submission": "draft", "handover": "judging", "takeback": "judging", "send-back": "judging",
        "return": "submitted", "extension": "judging", "verification": "submitted", "rejection": "submitted",
        "withdrawal": "submitted", "revival": "draft", "disqualification": "submitted"}.items()},
    **{f"POST {_P}/{deed}": _of_proposal("awarded", **_REASON) for deed in
       ("submission", "handover", "takeback", "send-back", "return", "extension", "verification", "rejection",
        "withdrawal", "revival")},
    f"POST {_P}/disqualification": _of_proposal("draft", **_REASON),
    "GET /selection/{proposal_id}": _of_proposal("judging"),
    **{f"POST /selection/{{proposal_id}}/{deed}": _of_proposal("judging", **_REASON) for deed in
       ("verification", "return", "extension", "rejection")},
    f"GET {_S}": _of_edition("judging"), f"GET {_S}/jurors": _of_edition("judging"),
    f"POST {_S}/jurors": _of_edition("judging"), f"POST {_S}/jurors/{{user_id}}/removal": _of_edition("concluded"),
    f"GET {_S}/assignments": _of_edition("judging"), f"GET {_S}/assignments/new": _of_edition("judging"),
    f"POST {_S}/assignments": _of_edition("concluded"), "POST /assignments/{assignment_id}/removal": _assignment,
    "GET /evaluations/{assignment_id}": _of_sheet(), "PATCH /evaluations/{assignment_id}": _of_sheet(**STALE),
    "POST /evaluations/{assignment_id}": _of_sheet(**{"score-kebaruan": "1"}, **STALE),
    "GET /evaluations/{assignment_id}/signature": _of_sheet((0,)),
    "POST /evaluations/{assignment_id}/signature": _signing,
    f"GET {_P}/explanations/{{stage}}": _explained,
    **dict.fromkeys([f"GET {_P}/explanations/{{stage}}/notes", f"POST {_P}/explanations/{{stage}}/notes"], _noted),
    "GET /evaluations/{assignment_id}/released-notes": _of_sheet(),
    "POST /evaluations/{assignment_id}/released-notes": _of_sheet(**STALE),
    **dict.fromkeys([f"GET {_S}/analysis/{tail}" for tail in ("criteria", "panel", "progress", "what-if")],
                    _of_edition("judging")),
    f"GET {_S}/next-readings": _of_edition("judging"), f"POST {_S}/next-readings": _of_edition("judging", budget="1"),
    **dict.fromkeys([f"GET {_S}/jurors/{{user_id}}/departure", f"POST {_S}/jurors/{{user_id}}/departure",
                     f"POST {_S}/jurors/{{user_id}}/return", f"GET {_S}/jurors/{{user_id}}/edit",
                     f"POST {_S}/jurors/{{user_id}}"], _member),
    f"GET {_S}/reminders": _of_edition("judging"), f"POST {_S}/reminders": _of_edition("concluded"),
    f"GET {_S}/discussions": _of_edition("judging"), f"POST {_S}/discussions": _of_edition("concluded"),
    **dict.fromkeys(["GET /discussions/{discussion_id}", "POST /discussions/{discussion_id}/messages"], _discussion),
    "POST /discussions/{discussion_id}/conclusion": _conclusion,
    **dict.fromkeys([f"GET {_ED}/{tail}" for tail in ("awards", "awards/proposals", "awards/from-round", "awards/new",
                     "ceremony", "running-order", "certificates", "board", "results")], visited(Visit)),
    "GET /awards/{award_id}": visited(Visit), "GET /awards/{award_id}/certificate.pdf": visited(Visit),
    "GET /certificates": visited(Visit),
    "GET /verify/{code}": visited(Visit), "POST /verify/{code}": visited(Visit, sha256="0"),
    f"POST {_ED}/awards/from-round": visited(Visit, round_id=new_id(), rule="letter:A"),
    f"POST {_ED}/awards": visited(Visit, kind="free", title="Lain", proposal_id=new_id()),
    **dict.fromkeys([f"POST {_ED}/awards/proposals", f"POST {_ED}/awards/publication", f"POST {_ED}/certificates"],
                    visited(Visit)),
    "POST /awards/{award_id}": visited(Visit, reason="Lain", **STALE),
    "POST /awards/{award_id}/removal": visited(Visit, **STALE),
    "POST /awards/{award_id}/revocation": visited(Visit, revocation_reason="untuk uji", is_revoked="ya"),
    f"POST {_ED}/ceremony": visited(Visit, place="Lain", **STALE),
    f"POST {_ED}/running-order": visited(Visit, award_id="{award_id}", to="up"),
    **dict.fromkeys(["GET /help-requests", "GET /help-requests/known", "GET /help-requests/new", "GET /mentorships",
                     "GET /mentorships/new", "GET /collaborations"], _plain()),
    "GET /help-requests/{help_request_id}": _of_talk(),
    "POST /help-requests": _of_talk(units=("unit",), title="Antrean", text=TEXT),
    "POST /help-requests/{help_request_id}": _of_talk(title="Lain", text=TEXT, **STALE),
    "POST /help-requests/{help_request_id}/status": _of_talk(status="solved", **STALE),
    "POST /help-requests/{help_request_id}/answers": _of_talk(units=("unit",), text=TEXT),
    **dict.fromkeys([f"POST /help-answers/{{help_answer_id}}/{tail}" for tail in
                     ("helpful", "helpful/removal", "removal")], _of_talk(**STALE)),
    **dict.fromkeys(["GET /surveys", "GET /surveys/new", "GET /service-records", "GET /service-records/import"],
                    _plain()),
    **dict.fromkeys(["GET /surveys/{survey_id}", "GET /s/{code}", "POST /s/{code}", "GET /s/{code}/thanks"], _survey()),
    "POST /surveys": _of_talk(units=("unit",), **BACKWARDS),
    "POST /surveys/{survey_id}": _of_talk(is_hidden=True, title="Lain", **STALE),
    **dict.fromkeys([f"POST /surveys/{{survey_id}}/{deed}" for deed in ("opening", "closing")],
                    _of_talk(is_hidden=True, **STALE)),
    **dict.fromkeys([f"GET /surveys/{{survey_id}}/{what}" for what in ("poster.pdf", "slips.pdf", "import")],
                    _of_talk(is_hidden=True)),
    "POST /surveys/{survey_id}/import": _paper,
    "POST /service-records/import": _plain(files={"file": ("r.csv", RECORDS)}, deed="check"),
    "GET /mentorships/{mentorship_id}": _of_talk(is_hidden=True),
    "POST /mentorships": _of_talk(units=("mentor", "mentee"), goal=TEXT),
    "POST /mentorships/{mentorship_id}/acceptance": _of_talk(is_hidden=True, **STALE),
    "POST /mentorships/{mentorship_id}/end": _of_talk(is_hidden=True, status="stopped", **STALE),
    "POST /mentorships/{mentorship_id}/sessions": _of_talk(is_hidden=True, held_on="2024-01-02", minutes="60",
                                                           topics=TEXT),
    "POST /mentorships/{mentorship_id}/sessions/{session_id}/removal": _of_talk(is_hidden=True, **STALE),
    "GET /collaborations/{collaboration_id}": _of_talk(is_hidden=True),
    "POST /collaborations/{collaboration_id}/answer": _of_talk(is_hidden=True, is_accepted="true", **STALE),
    "POST /collaborations/{collaboration_id}/removal": _of_talk(is_hidden=True, **STALE),
    f"GET {_P}/collaborations/new": _of_proposal("draft"),
    f"POST {_P}/collaborations": _of_proposal("awarded", unit="tidak ada"),
    **dict.fromkeys(["GET /assessment-rounds", f"GET {_AR}", f"GET {_AR}/league", f"GET {_A}", f"GET {_A}/lifts",
                     "GET /instruments", "GET /instruments/{instrument_id}"], _of_published),
    "GET /instruments/new": _plain(), "POST /instruments": _plain(text="x"), "GET /assessment-rounds/new": _plain(),
    "POST /assessment-rounds": _plain(instrument_id="tidak_ada_2020"),
    f"POST {_AR}": _of_panel(title="Lain", **STALE), f"POST {_AR}/status": _of_panel(status="verifying", **STALE),
    f"POST {_AR}/owners": _of_panel(item=assessing.ITEM, unit="tidak ada"),
    f"GET {_AR}/imports": _of_panel(),
    f"POST {_AR}/imports": _of_panel({"file": ("n.csv", b"unit,item\nX,Y\n")}, deed="import"),
    f"GET {_A}/panel": _of_panel(), f"POST {_A}/panel/{{item}}": _of_panel(value="3", note="untuk uji", **STALE),
    f"POST {_A}/facts/{{fact}}": _of_panel(value="3", **STALE), f"POST {_A}/finalisation": _of_panel(**STALE),
    f"POST {_A}/reopening": _of_panel(reason="untuk uji", **STALE),
    f"GET {_AR}/items/{{item}}": _of_assessment(is_hidden=False),
    f"GET {_AR}/items/{{item}}/template": _of_assessment(is_hidden=False),
    f"POST {_AR}/items/{{item}}/confirmations": _of_assessment(is_hidden=False, assessment_id=NOBODY,
                                                                seen_until="2024-01-02T00:00:00Z"),
    f"POST {_A}/verifications/{{item}}": _of_checked(value="3", note="x", **STALE),
    **dict.fromkeys([f"GET {_A}/edit", f"GET {_A}/submission"], _of_assessment()),
    **dict.fromkeys([f"PATCH {_A}", f"POST {_A}"], _of_assessment(**{f"value-{assessing.ITEM}": "3"})),
    f"POST {_A}/submission": _of_assessment(**STALE),
    f"POST {_A}/documents": _of_assessment({"file": ("bukti.pdf", PDF)}, item=assessing.ITEM),
    "POST /assessment-documents/{document_id}/removal": _of_assessment(**STALE),
    f"POST {_A}/follow-ups": _of_assessment(recommendation="x", due_on="kemarin"),
    "POST /follow-ups/{follow_up_id}": _of_assessment(**STALE),
    f"GET {_S}/analysis": _of_edition("judging"), f"GET {_S}/conflicts": _of_edition("judging"),
    f"POST {_S}/conflicts": _of_edition("judging"), "POST /conflicts/{conflict_id}/removal": _conflict,
    f"GET {_S}/declinations": _of_edition("judging"), "POST /declinations/{declination_id}/removal": _declination,
    "GET /evaluations/{assignment_id}/comparison": _of_sheet((0,)),
    "GET /evaluations/{assignment_id}/declination": _of_sheet((0,)),
    "POST /evaluations/{assignment_id}/declination": _of_sheet((0,), cause="other"),
    "GET /evaluations/{assignment_id}/conflict": _of_sheet((0,)),
    "POST /evaluations/{assignment_id}/conflict": _of_sheet((0,), reason="x"),
    f"GET {_S}/plenary": _of_edition("judging"), f"POST {_S}/plenary": _of_edition("judging"),
    "POST /plenary/{decision_id}/removal": _decision,
    f"GET {_S}/ballot": _ballot, f"POST {_S}/ballot": _ballot,
    f"GET {_S}/publication": _of_edition("judging"), f"POST {_S}/publication": _of_edition("judging", **STALE),
    **dict.fromkeys([f"GET {_S}/ranking", f"GET {_S}/signature", f"GET {_S}/proofs/{{proposal_id}}"], _ranking),
}  # fmt: skip
"""Page → the visits. Signing in, signing out and the language have tests of their own."""
CHANGING = {"POST /peers/{peer_id}/look", "POST /security/totp", "POST /password/forgotten",
"POST /webhooks/{webhook_id}/secret",
            "POST /users/{user_id}/second-factors/removal"}  # fmt: skip
"""Nothing stops these for who may send them: the walk does so when all others are through."""
ELSEWHERE = {"GET /sign-in", "POST /sign-in", "POST /sign-out", "GET /language/{code}",
             f"POST {_E}/invitations/{{group}}/{{unit_id}}/removal"}  # fmt: skip
