"""What the walk asks of every operation of the API: well formed, and nothing that would change anything.

A change that is allowed stops at a version that nobody has (412), a state that does not take it (409), or a value that
is taken (422): all of which are found after the permission. So the world stays as it is, on both databases.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

from app.clock import now
from tests.access import assessing
from tests.access.awarding import asked
from tests.access.serving import BACKWARDS as BACKWARDS_SURVEY
from tests.access.serving import PAPER as SHEET
from tests.access.serving import RECORD, RECORDS
from tests.access.talking import TEXT, paths_of
from tests.access.world import PLACES, Thing, World
from tests.files.papers import PDF

STALE = {"If-Match": '"999999"'}


@dataclass(frozen=True)
class Ask:
    """A request, about what, and which of the operation's ways lead to it (all where none is named)."""

    path: str
    thing: Thing | None = None
    more: dict[str, Any] = field(default_factory=dict)
    ways: tuple[int, ...] = ()


Rows = Callable[[World], Iterator[Ask]]
REASON = {"reason": "untuk uji"}


def _one(path: str, **more: Any) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        names = {name: edition.id for name, edition in world.editions.items()}
        yield Ask(path.format(**names, unit=world.units["other"].id, user=world.stranger.id,
                              invited=world.invited.unit_id, innovation=world.innovation.id, peer=world.peer.id,
                              panel=world.juror_id, conflict=world.conflict.id, decision=world.decision.id,
                              closed=world.closed.id, declination=world.declination.id,
                              exhibition=world.exhibition.id, booth=world.booth.id, entry=world.entry.id,
                              item=world.programme_item.id, survey=world.survey.id, survey_code=world.survey.code,
                              checkpoint=world.checkpoint.id, talk=world.discussion.id,
                              awarded=world.proposals["awarded", "own"].id,
                              **world.assessing.shown,
                              shown=_id(world.replicating.shown), released=_id(world.replicating.released)),
                  None, more)  # fmt: skip

    return rows


def _id(row: Any) -> str:
    return str(row.id)


def _new_conflict(world: World) -> Iterator[Ask]:
    """With nothing: an edition alone is taken, and then found wanting."""
    yield Ask("/api/v1/conflicts", None, {"json": {"edition_id": world.editions["judging"].id}})


def _of_proposal(tail: str, status: str, **more: Any) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        for place in PLACES:
            path = f"/api/v1/proposals/{world.proposals[status, place].id}{tail}"
            yield Ask(path, world.thing(status, place), more)

    return rows


def _reads(tail: str) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        for status in ("draft", "judging"):
            yield from _of_proposal(tail, status)(world)

    return rows


def _of_document(tail: str, status: str, **more: Any) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        for place in PLACES:
            path = f"/api/v1/documents/{world.documents[status, place].id}{tail}"
            yield Ask(path, world.thing(status, place), more)

    return rows


def _of_sheet(tail: str, ways: tuple[int, ...] = (), **more: Any) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        for place, sheet in world.sheets.items():
            jurors = frozenset({sheet.juror_id})
            yield Ask(f"/api/v1/evaluations/{sheet.id}{tail}", Thing(world.lineage[place], jurors, True), more, ways)

    return rows


def _of_discussion(tail: str = "", **more: Any) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        thing = Thing(world.lineage["own"], frozenset({world.juror_id}), True)
        yield Ask(f"/api/v1/discussions/{world.discussion.id}{tail}", thing, more)

    return rows


def _of_replication(tail: str = "", **more: Any) -> Rows:
    """Of who replicates: hidden until the origin unit confirms it."""

    def rows(world: World) -> Iterator[Ask]:
        for place, row in world.replicating.reported.items():
            path = f"/api/v1/replications/{row.id}{tail.format(paper=world.replicating.papers[place].id)}"
            yield Ask(path, Thing(world.lineage[place], frozenset(), True), more)

    return rows


def _of_origin(tail: str) -> Rows:
    """Of whose innovation is replicated."""

    def rows(world: World) -> Iterator[Ask]:
        for place, row in world.replicating.asked.items():
            path = f"/api/v1/replications/{row.id}{tail}"
            yield Ask(path, Thing(world.lineage[place], frozenset(), True), {"headers": STALE})

    return rows


def _new_replication(world: World) -> Iterator[Ask]:
    """Each unit has reported it before."""
    for place in PLACES:
        path = f"/api/v1/innovations/{world.replicating.copied.id}/replications"
        yield Ask(path, Thing(world.lineage[place]), {"json": {"unit_id": world.units[place].id}})


def _entered(world: World) -> Iterator[Ask]:
    yield from _of_replication("/proposal", json={"edition_id": world.editions["open"].id})(world)


def _of_talk(path: str, *, is_hidden: bool = False, units: tuple[str, ...] = (), **more: Any) -> Rows:
    """Of rembug: the row of each place; *units* are the names in the body that stand for its unit."""

    def rows(world: World) -> Iterator[Ask]:
        for place in PLACES:
            body = {"json": more["json"] | dict.fromkeys(units, world.units[place].id)} if "json" in more else {}
            thing = Thing(world.lineage[place], frozenset(), is_hidden)
            yield Ask(path.format(**paths_of(world, place)), thing, more | body)

    return rows


def _records(world: World) -> Iterator[Ask]:
    for place in PLACES:
        body = {"records": [RECORD | {"unit_id": world.units[place].id}]}
        yield Ask("/api/v1/service-records", Thing(world.lineage[place]), {"json": body})


def _both(*rows: Rows) -> Rows:
    def all_of(world: World) -> Iterator[Ask]:
        for some in rows:
            yield from some(world)

    return all_of


def _of_key(tail: str = "", *, ended: bool = False, **more: Any) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        for place, key in (world.ended_keys if ended else world.keys).items():
            yield Ask(f"/api/v1/api-keys/{key.id}{tail}", Thing(world.lineage[place], frozenset(), True), more)

    return rows


def _of_webhook(tail: str = "", **more: Any) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        for place, webhook in world.webhooks.items():
            path = f"/api/v1/webhooks/{webhook.id}{tail.format(delivery=world.deliveries[place].id)}"
            yield Ask(path, Thing(world.lineage[place], frozenset(), True), more)

    return rows


def _of_entry(tail: str = "", **more: Any) -> Rows:
    """Of an innovation in the catalogue."""

    def rows(world: World) -> Iterator[Ask]:
        for place, entry in world.entries.items():
            yield Ask(f"/api/v1/innovations/{entry.id}{tail}", Thing(world.lineage[place]), more)

    return rows


def _of_nomination(tail: str = "", **more: Any) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        for place, nomination in world.nominations.items():
            thing = Thing(world.lineage[place], frozenset(), True)
            yield Ask(f"/api/v1/nominations/{nomination.id}{tail}", thing, more)

    return rows


def _of_question(tail: str = "", **more: Any) -> Rows:
    def rows(world: World) -> Iterator[Ask]:
        for place, question in world.questions.items():
            yield Ask(f"/api/v1/questions/{question.id}{tail}", Thing(world.lineage[place], frozenset(), True), more)

    return rows


def _to_nomination(tail: str = "", **more: Any) -> Rows:
    """What the organiser alone does: asked of before the thing itself."""

    def rows(world: World) -> Iterator[Ask]:
        path = f"/api/v1/nominations/{world.nominations['own'].id}{tail}"
        yield Ask(path, None, more | {"headers": STALE})

    return rows


def _new_nomination(world: World) -> Iterator[Ask]:
    """Of what nobody here answers for."""
    yield Ask("/api/v1/nominations", None, {"json": {"innovation_id": world.innovation.id, "year": 2024}})


def _new_webhook(world: World) -> Iterator[Ask]:
    for place in PLACES:
        body = {"name": "uji", "unit_id": world.units[place].id, "url": "ftp://x", "events": ["stage.published"]}
        yield Ask("/api/v1/webhooks", Thing(world.lineage[place]), {"json": body})


def _new_key(world: World) -> Iterator[Ask]:
    for place in PLACES:
        body = {"name": "uji", "unit_id": world.units[place].id, "scopes": []}
        yield Ask("/api/v1/api-keys", Thing(world.lineage[place]), {"json": body})


def _new_proposal(world: World) -> Iterator[Ask]:
    edition = world.editions["concluded"].id
    for place in PLACES:
        body = {"edition_id": edition, "unit_id": world.units[place].id, "title": "Inovasi", "group": "umum",
                "category": "kesehatan"}  # fmt: skip
        yield Ask("/api/v1/proposals", Thing(world.lineage[place]), {"json": body})


def _quotas(world: World) -> Iterator[Ask]:
    path = f"/api/v1/quotas?edition_id={world.editions['open'].id}"
    yield Ask(path)
    for place in PLACES:
        yield Ask(f"{path}&unit_id={world.units[place].id}", Thing(world.lineage[place]))


def _new_user(world: World) -> Iterator[Ask]:
    body = {"email": world.stranger.email, "name": "Siapa"}
    yield Ask("/api/v1/users", None, {"json": body})


def _new_edition(world: World) -> Iterator[Ask]:
    body = {"year": world.editions["open"].year, "preset": "kovablik_2023"}
    yield Ask("/api/v1/editions", None, {"json": body})


def _new_unit(world: World) -> Iterator[Ask]:
    yield Ask("/api/v1/units", None, {"json": {"code": world.root.code, "name": "Dinas", "kind": "agency"}})


def _new_juror(world: World) -> Iterator[Ask]:
    path = f"/api/v1/editions/{world.editions['judging'].id}/stages/proposal/jurors"
    yield Ask(path, None, {"json": {"user_id": world.stranger.id}})


def _unassign(world: World) -> Iterator[Ask]:
    yield Ask(f"/api/v1/assignments/{world.sheets['own'].id}", None, {"headers": STALE})


def _explained(tail: str = "") -> Rows:
    """Of a published stage: its juror is no reader of it."""

    def rows(world: World) -> Iterator[Ask]:
        thing = replace(world.thing("awarded", "own"), jurors=frozenset(), is_hidden=True)
        id_ = world.proposals["awarded", "own"].id
        yield Ask(f"/api/v1/proposals/{id_}/explanations/proposal{tail}", thing)

    return rows


def _others_data(world: World) -> Iterator[Ask]:
    """Of somebody else: the way that is one's own leads nowhere here."""
    yield Ask(DATA.format(user=world.stranger.id), None, {}, (0,))


def _of_assessment(path: str, *, is_hidden: bool = True, ways: tuple[int, ...] = (), **more: Any) -> Rows:
    """About the assessment of each place, or what belongs to it."""

    def rows(world: World) -> Iterator[Ask]:
        for place in PLACES:
            thing = Thing(world.lineage[place], frozenset(), is_hidden)
            yield Ask(path.format(**assessing.paths_of(world.assessing, place)), thing, more, ways)

    return rows


def _of_panel(path: str, **more: Any) -> Rows:
    """What is decided for all units: about one of them."""

    def rows(world: World) -> Iterator[Ask]:
        yield Ask(path.format(**assessing.paths_of(world.assessing, "own")), None, more)

    return rows


_ED, _AW = "/editions/{edition_id}", "/awards/{award_id}"


def _award(path: str, **more: Any) -> Rows:
    return asked(Ask, path, **more)


NOBODY = "01890000-0000-7000-8000-000000000000"
SURVEY = "/api/v1/surveys/{survey_id}"
HELP, ANSWER = "/api/v1/help-requests/{help_request_id}", "/api/v1/help-answers/{help_answer_id}"
MENTORSHIP, COLLABORATION = "/api/v1/mentorships/{mentorship_id}", "/api/v1/collaborations/{collaboration_id}"
ROUND, ASSESSMENT = "/api/v1/assessment-rounds/{round_id}", "/api/v1/assessments/{assessment_id}"
PAPER = "/api/v1/assessment-documents/{document_id}"
NOBODY_NAMED = {"identifier": "Tidak Ada Orangnya", "proposal_ids": [NOBODY]}
DATA = "/api/v1/users/{user}/personal-data"
STAGE = "/api/v1/editions/{judging}/stages/proposal"
BALLOT = "/api/v1/editions/{judging}/stages/manfaat/ballot"
DONE = "/api/v1/editions/{concluded}/stages/proposal"
SHOW = "/api/v1/exhibitions/{exhibition}"
EVENT = {"name": "Pameran", "place": "Aula", "starts_on": "2023-11-23", "ends_on": "2023-11-23"}
BACKWARDS = {"title": "Dialog", "starts_at": "2023-11-23T03:00:00Z", "ends_at": "2023-11-23T02:00:00Z"}
DECISION = {"proposal_id": "01890000-0000-7000-8000-000000000000", "advances": True, "members": ["Ketua"]} | REASON
_DEADLINE = {"deadline": (now() + timedelta(days=3)).isoformat()}
REQUESTS: dict[str, Rows] = {
    "list_proposals": _both(_one("/api/v1/proposals"), _one("/api/v1/proposals.csv")),
    "read_proposal": _reads(""), "read_readiness": _reads("/readiness"),
    "read_proposal_likeness": _reads("/similar"),
    "list_revisions": _both(_reads("/revisions"), _reads("/revisions.csv")),
    "read_revision": _of_proposal("/revisions/1", "submitted"),
    "create_proposal": _new_proposal,
    "update_proposal": _of_proposal("", "draft", json={"title": "Lain"}, headers=STALE),
    "delete_proposal": _of_proposal("", "draft", headers=STALE),
    "hand_over_proposal": _of_proposal("/handover", "judging"),
    "take_back_proposal": _of_proposal("/handover", "draft", headers=STALE),
    "submit_proposal": _of_proposal("/submission", "judging"), "revive_proposal": _of_proposal("/revival", "draft"),
    "withdraw_proposal": _of_proposal("/withdrawal", "draft", json=REASON),
    "return_proposal": _both(_of_proposal("/return", "awarded", json=REASON | _DEADLINE)),
    "verify_proposal": _of_proposal("/verification", "draft"),
    "reject_proposal": _of_proposal("/rejection", "draft", json=REASON),
    "disqualify_proposal": _of_proposal("/disqualification", "draft", json=REASON),
    "list_documents": _both(_reads("/documents"), _reads("/documents.csv")),
    "read_document": _of_document("", "judging"), "read_content": _of_document("/content", "judging"),
    "attach_document": _of_proposal("/documents", "judging", files={"file": ("bukti.pdf", PDF)}),
    "remove_document": _of_document("", "draft", headers=STALE),
    "read_evaluation": _of_sheet(""),
    "save_evaluation": _of_sheet("", json={"scores": {"kebaruan": 1}}, headers=STALE),
    "sign_evaluation": _both(_of_sheet("/signature", (0,), json={}, headers=STALE),
                             _of_sheet("/signature", (1,), json=REASON | {"signed": False}, headers=STALE)),
    "list_scores": _both(_one("/api/v1/scores?edition_id={judging}"), _one("/api/v1/scores.csv?edition_id={judging}")),
    "decline": _of_sheet("/declination", json={"cause": "other"}),
    "list_declinations": _both(_one(STAGE + "/declinations"), _one(STAGE + "/declinations.csv")),
    "remove_declination": _one("/api/v1/declinations/{declination}", headers=STALE),
    "compare_evaluation": _of_sheet("/comparison"),
    "list_conflicts": _both(_one("/api/v1/conflicts"), _one("/api/v1/conflicts.csv")),
    "list_stage_conflicts": _both(_one(STAGE + "/conflicts"), _one(STAGE + "/conflicts.csv")),
    "create_conflict": _new_conflict,
    "remove_conflict": _one("/api/v1/conflicts/{conflict}", headers=STALE),
    "list_assignments": _both(_one(STAGE + "/assignments"), _one(STAGE + "/assignments.csv")),
    "list_my_assignments": _both(_one("/api/v1/assignments"), _one("/api/v1/assignments.csv")),
    "assign": _one(STAGE + "/assignments", json={"dry_run": True}), "unassign": _unassign,
    "list_jurors": _both(_one(STAGE + "/jurors"), _one(STAGE + "/jurors.csv")),
    "read_juror": _one(STAGE + "/jurors/{panel}"), "add_juror": _new_juror,
    "update_juror": _one(STAGE + "/jurors/{panel}", json={"max_load": None}, headers=STALE),
    "remove_juror": _one(STAGE + "/jurors/{panel}", headers=STALE),
    "list_plenary_decisions": _both(_one(STAGE + "/plenary"), _one(STAGE + "/plenary.csv")),
    "decide_in_plenary": _one(STAGE + "/plenary", json=DECISION),
    "take_back_plenary_decision": _one("/api/v1/plenary/{decision}", headers=STALE),
    "list_criteria": _both(_one(STAGE + "/criteria"), _one(STAGE + "/criteria.csv")),
    "read_connections": _one(STAGE + "/connections"), "read_progress": _one(STAGE + "/progress"),
    "read_explanation": _explained(), "read_explanation_paper": _explained("/pdf"),
    "read_released_notes": _of_sheet("/released-notes"),
    "release_notes": _of_sheet("/released-notes", json={}, headers=STALE),
    "record_departure": _one(STAGE + "/jurors/{panel}/departure", json=REASON, headers=STALE),
    "undo_departure": _one(STAGE + "/jurors/{panel}/departure", headers=STALE),
    "list_gaps": _both(_one(STAGE + "/gaps"), _one(STAGE + "/gaps.csv")),
    "plan_next_readings": _one(STAGE + "/next-readings", json={"budget": 1, "dry_run": True}),
    "list_reminders": _both(_one(STAGE + "/reminders"), _one(STAGE + "/reminders.csv")),
    "send_reminders": _one(DONE + "/reminders", json={}),
    "list_disputed": _both(_one(STAGE + "/disputed"), _one(STAGE + "/disputed.csv")),
    "list_discussions": _both(_one("/api/v1/discussions"), _one("/api/v1/discussions.csv")),
    "open_discussion": _one(DONE + "/discussions", json={"proposal_id": NOBODY, "question": "untuk uji"}),
    "read_discussion": _of_discussion(), "write_message": _of_discussion("/messages", json={"text": "untuk uji"}),
    "conclude_discussion": _one("/api/v1/discussions/{talk}/conclusion", json={"conclusion": "untuk uji"},
                                headers=STALE),
    "publish": _one(STAGE + "/publication", headers=STALE), "read_what_if": _one(STAGE + "/what-if?aggregate=mean"),
    "create_unit": _new_unit, "update_unit": _one("/api/v1/units/{unit}", json={"name": "Lain"}, headers=STALE),
    "import_units": _one("/api/v1/units/imports", files={"file": ("u.csv", b"code,name,kind\nX1,X,agency\n")},
                         data={"dry_run": "true"}),
    "create_edition": _new_edition,
    "update_edition": _one("/api/v1/editions/{open}", json={"name": "Lain"}, headers=STALE),
    "open_edition": _one("/api/v1/editions/{draft}/opening", headers=STALE),
    "close_edition": _one("/api/v1/editions/{open}/closing", headers=STALE),
    "invite": _one("/api/v1/editions/{open}/invitations/khusus/{unit}", headers=STALE),
    "uninvite": _one("/api/v1/editions/{open}/invitations/khusus/{invited}", headers=STALE),
    "list_invitations": _both(_one("/api/v1/editions/{open}/invitations"),
                              _one("/api/v1/editions/{open}/invitations.csv")),
    "list_quotas": _quotas,
    "set_exception": _one("/api/v1/editions/{open}/quotas/{unit}",
                          json={"group": "*", "limit": 5, "reason": "untuk uji"}, headers=STALE),
    "lift_exception": _one("/api/v1/editions/{open}/quotas/{unit}", headers=STALE),
    "list_users": _both(_one("/api/v1/users"), _one("/api/v1/users.csv")),
    "read_user": _one("/api/v1/users/{user}"), "create_user": _new_user,
    "update_user": _one("/api/v1/users/{user}", json={"name": "Lain"}, headers=STALE),
    "list_api_keys": _both(_one("/api/v1/api-keys"), _one("/api/v1/api-keys.csv")),
    "read_api_key": _of_key(), "create_api_key": _new_key, "revoke_api_key": _of_key(headers=STALE),
    "rotate_api_key": _of_key("/rotation", ended=True, json={}),
    "invite_user": _one("/api/v1/users/{closed}/invitation"),
    "end_sessions_of_user": _one("/api/v1/users/{user}/sessions"),
    "remove_second_factors": _one("/api/v1/users/{user}/second-factors"),
    "export_personal_data": _others_data, "erase_personal_data": _one(DATA, headers=STALE),
    "find_named_person": _one("/api/v1/named-people/search", json={"identifier": "Tidak Ada Orangnya"}),
    "erase_named_person": _one("/api/v1/named-people/erasure", json=NOBODY_NAMED),
    "list_nominations": _both(_one("/api/v1/nominations"), _one("/api/v1/nominations.csv")),
    "create_nomination": _new_nomination, "read_nomination": _of_nomination(),
    "update_nomination": _of_nomination(json={"title": "Lain"}, headers=STALE), "delete_nomination": _to_nomination(),
    "read_checklist": _of_nomination("/checklist"), "read_package": _of_nomination("/package.json"),
    "read_package_paper": _of_nomination("/package.pdf"), "read_package_bundle": _of_nomination("/package.zip"),
    "send_nomination": _to_nomination("/sending", json={"sent_on": "2024-01-02"}),
    "take_back_nomination": _to_nomination("/sending"),
    "enter_result": _to_nomination("/result", json={"result": "top", "decided_on": "2024-01-02"}),
    "list_webhooks": _both(_one("/api/v1/webhooks"), _one("/api/v1/webhooks.csv")),
    "read_webhook": _of_webhook(), "create_webhook": _new_webhook,
    "update_webhook": _of_webhook(json={"name": "Lain"}, headers=STALE), "delete_webhook": _of_webhook(headers=STALE),
    "rotate_webhook_secret": _of_webhook("/secret", json={}), "test_webhook": _of_webhook("/test"),
    "list_deliveries": _both(_of_webhook("/deliveries"), _of_webhook("/deliveries.csv")),
    "read_delivery": _of_webhook("/deliveries/{delivery}"),
    "redeliver": _of_webhook("/deliveries/{delivery}/redelivery"),
    "update_innovation": _of_entry(json={"contact": "Loket"}, headers=STALE),
    "report_replication": _new_replication,
    "update_replication": _of_replication(json={"difficulty": 1}, headers=STALE),
    "confirm_replication": _of_origin("/confirmation"), "take_back_confirmation": _of_origin("/confirmation"),
    "enter_replication": _entered,
    "attach_replication_document": _of_replication("/documents", files={"file": ("bukti.pdf", PDF)},
                                                   data={"kind": "lain"}),
    "remove_replication_document": _of_replication("/documents/{paper}", headers=STALE),
    "create_peer": _one("/api/v1/peers", json={"name": "x", "url": "https://127.0.0.1"}),
    "update_peer": _one("/api/v1/peers/{peer}", json={"name": "Lain"}, headers=STALE),
    "remove_peer": _one("/api/v1/peers/{peer}", headers=STALE),
    "look_at_peer": _one("/api/v1/peers/{peer}/looks", json={}),
    "create_exhibition": _one("/api/v1/exhibitions", json=EVENT | {"stage": "manfaat"}),
    "update_exhibition": _one(SHOW, json={"name": "Lain"}, headers=STALE),
    "publish_exhibition": _one(SHOW + "/publication", headers=STALE),
    "end_exhibition": _one(SHOW + "/ending", headers=STALE),
    "create_booth": _one(SHOW + "/booths", json={"label": "A-1", "title": "Lain"}),
    "update_booth": _one("/api/v1/booths/{booth}", json={"title": "Lain"}, headers=STALE),
    "delete_booth": _one("/api/v1/booths/{booth}", headers=STALE),
    "create_programme_item": _one(SHOW + "/programme", json=BACKWARDS),
    "update_programme_item": _one("/api/v1/programme-items/{item}", json={"title": "Lain"}, headers=STALE),
    "delete_programme_item": _one("/api/v1/programme-items/{item}", headers=STALE),
    "read_statistics": _both(_one(SHOW + "/statistics"), _one(SHOW + "/statistics.csv")),
    "list_visitors": _both(_one(SHOW + "/visitors"), _one(SHOW + "/visitors.csv")),
    "admit_visitor": _one(SHOW + "/visitors", json={}), "make_tickets": _one(SHOW + "/tickets", json={"count": 1}),
    "moderate_guest_book": _one("/api/v1/guest-book/{entry}/moderation", json={"status": "shown"}, headers=STALE),
    "list_questions": _both(_one("/api/v1/questions"), _one("/api/v1/questions.csv")),
    "read_question": _of_question(), "update_question": _of_question(json={"lapor_ticket": None}, headers=STALE),
    "publish_question": _of_question("/publication", json={}, headers=STALE),
    "reject_question": _of_question("/rejection", json={"cause": "spam"}, headers=STALE),
    "answer_question": _of_question("/answer", json={"answer": "untuk uji"}, headers=STALE),
    "list_collaborations": _both(_one("/api/v1/collaborations"), _one("/api/v1/collaborations.csv")),
    "list_collaborations_of_proposal": _reads("/collaborations"),
    "invite_collaborator": _of_proposal("/collaborations", "awarded", json={"unit_id": NOBODY}),
    "read_collaboration": _of_talk(COLLABORATION, is_hidden=True),
    "answer_collaboration": _of_talk(COLLABORATION + "/answer", is_hidden=True, json={"is_accepted": True},
                                     headers=STALE),
    "remove_collaboration": _of_talk(COLLABORATION, is_hidden=True, headers=STALE),
    "give_award": _award(f"{_ED}/awards", json={"title": "Lain", "proposal_id": NOBODY}),
    "propose_awards": _award(f"{_ED}/awards/proposals", json={"dry_run": False}),
    "propose_awards_from_round": _award(f"{_ED}/awards/from-round", json={"round_id": NOBODY, "letter": "A"}),
    "publish_awards": _award(f"{_ED}/awards/publication"),
    "update_award": _award(_AW, json={"reason": "Lain"}, headers=STALE),
    "remove_award": _award(_AW, headers=STALE),
    "revoke_award": _award("/awards/{revoked_id}/revocation", json=REASON),
    "update_ceremony": _award(f"{_ED}/ceremony", json={"place": "Lain"}, headers=STALE),
    "set_running_order": _award(f"{_ED}/running-order", json={"award_ids": [NOBODY]}),
    "read_certificates": _award(f"{_ED}/certificates"),
    "make_certificates": _award(f"{_ED}/certificates", json={}),
    "read_certificates_bundle": _award(f"{_ED}/certificates.zip"),
    "list_help_requests": _both(_one("/api/v1/help-requests"), _one("/api/v1/help-requests.csv")),
    "ask_for_help": _of_talk("/api/v1/help-requests", json={"title": "Antrean", "text": TEXT}, units=("unit_id",)),
    "read_help_request": _of_talk(HELP),
    "update_help_request": _of_talk(HELP, json={"title": "Lain"}, headers=STALE),
    "list_help_answers": _both(_of_talk(HELP + "/answers"), _of_talk(HELP + "/answers.csv")),
    "answer_help_request": _of_talk(HELP + "/answers", json={"text": TEXT}, units=("unit_id",)),
    "read_help_answer": _of_talk(ANSWER), "remove_help_answer": _of_talk(ANSWER, headers=STALE),
    "thank_for_answer": _of_talk(ANSWER + "/helpful", headers=STALE),
    "take_back_thanks": _of_talk(ANSWER + "/helpful", headers=STALE),
    "list_mentorships": _both(_one("/api/v1/mentorships"), _one("/api/v1/mentorships.csv")),
    "propose_mentorship": _of_talk("/api/v1/mentorships", json={"goal": TEXT},
                                   units=("mentor_unit_id", "mentee_unit_id")),
    "read_mentorship": _of_talk(MENTORSHIP, is_hidden=True),
    "update_mentorship": _of_talk(MENTORSHIP, is_hidden=True, json={"goal": "Lain"}, headers=STALE),
    "accept_mentorship": _of_talk(MENTORSHIP + "/acceptance", is_hidden=True, headers=STALE),
    "list_mentoring_sessions": _both(_of_talk(MENTORSHIP + "/sessions", is_hidden=True),
                                     _of_talk(MENTORSHIP + "/sessions.csv", is_hidden=True)),
    "read_mentoring_session": _of_talk(MENTORSHIP + "/sessions/{session_id}", is_hidden=True),
    "record_mentoring_session": _of_talk(MENTORSHIP + "/sessions", is_hidden=True,
                                         json={"held_on": "2024-01-02", "minutes": 60, "topics": TEXT}),
    "remove_mentoring_session": _of_talk(MENTORSHIP + "/sessions/{session_id}", is_hidden=True, headers=STALE),
    "create_instrument": _one("/api/v1/instruments", json={"text": "x"}),
    "create_assessment_round": _one("/api/v1/assessment-rounds", json={"instrument_id": "tidak_ada_2020"}),
    "update_assessment_round": _of_panel(ROUND, json={"title": "Lain"}, headers=STALE),
    "set_indicator_owner": _of_panel(ROUND + "/owners/{item}", json={"unit_id": NOBODY}),
    "list_values_of_item": _both(_of_assessment(ROUND + "/items/{item}", is_hidden=False),
                                 _of_assessment(ROUND + "/items/{item}.csv", is_hidden=False)),
    "confirm_values": _of_assessment(ROUND + "/items/{item}/confirmations", is_hidden=False,
                                     json={"assessment_ids": [NOBODY], "seen_until": "2024-01-02T00:00:00Z"}),
    "import_values": _of_panel(ROUND + "/imports", files={"file": ("n.csv", b"unit,item\nX,Y\n")}),
    "save_answer": _of_assessment(ASSESSMENT + "/answers/{item}", json={"value": 1}, headers=STALE),
    "submit_assessment": _of_assessment(ASSESSMENT + "/submission", headers=STALE),
    "attach_assessment_document": _of_assessment(ASSESSMENT + "/documents", data={"item": assessing.ITEM},
                                                 files={"file": ("bukti.pdf", PDF)}),
    "remove_assessment_document": _of_assessment(PAPER, headers=STALE),
    "read_assessment_document": _of_assessment(PAPER),
    "read_assessment_content": _of_assessment(PAPER + "/content"),
    "verify_answer": _of_assessment("/api/v1/assessments/{checked_id}/verifications/{item}", is_hidden=False,
                                    json={"value": 1}, headers=STALE),
    "decide_value": _of_panel(ASSESSMENT + "/panel/{item}", json={"value": 1, "note": "untuk uji"}, headers=STALE),
    "set_fact": _of_panel(ASSESSMENT + "/facts/{fact}", json={"value": 3}, headers=STALE),
    "finalise_assessment": _of_panel(ASSESSMENT + "/finalisation", headers=STALE),
    "reopen_assessment": _of_panel(ASSESSMENT + "/reopening", json=REASON, headers=STALE),
    "create_follow_up": _of_assessment(ASSESSMENT + "/follow-ups", json={"recommendation": "x", "item": "tidak_ada"}),
    "update_follow_up": _of_assessment("/api/v1/follow-ups/{follow_up_id}", json={"plan": "x"}, headers=STALE),
    "create_survey": _of_talk("/api/v1/surveys", json=BACKWARDS_SURVEY, units=("unit_id",)),
    "update_survey": _of_talk(SURVEY, is_hidden=True, json={"title": "Lain"}, headers=STALE),
    "open_survey": _of_talk(SURVEY + "/opening", is_hidden=True, headers=STALE),
    "close_survey": _of_talk(SURVEY + "/closing", is_hidden=True, headers=STALE),
    "import_survey_answers": _of_talk(SURVEY + "/imports", is_hidden=True, files={"file": ("p.csv", SHEET)},
                                      data={"dry_run": "true"}),
    "list_survey_answers": _both(*(_of_talk(f"{SURVEY}/answers{end}", is_hidden=True)
                                   for end in ("", ".csv", ".xlsx"))),
    "list_survey_comments": _both(_of_talk(SURVEY + "/comments", is_hidden=True),
                                  _of_talk(SURVEY + "/comments.csv", is_hidden=True)),
    "record_services": _records,
    "import_service_records": _one("/api/v1/service-records/imports", files={"file": ("r.csv", RECORDS)}),
    "summarise_services": _both(_one("/api/v1/service-records/summary"), _one("/api/v1/service-records/summary.csv")),
    "list_audit_entries": _both(_one("/api/v1/audit"), _one("/api/v1/audit.csv")),
}  # fmt: skip
"""Operation → what is asked of it. Sessions are a person's own, and have tests of their own (tests/attacks)."""
CHANGING = frozenset({"remove_second_factors", "rotate_webhook_secret", "look_at_peer"})
"""Nothing stops these for who may do them: the walk asks for them when all others are through."""
PUBLIC_REQUESTS = [
    "/api/v1/units", "/api/v1/units/{unit}", "/api/v1/units/{unit}/children", "/api/v1/units/{unit}/record",
    "/api/v1/editions",
    "/api/v1/editions/{open}", BALLOT, DONE + "/ranking", DONE + "/publication", "/api/v1/innovations",
    "/api/v1/surveys", "/api/v1/surveys/{survey}", "/api/v1/surveys/{survey}/results",
    "/api/v1/survey-codes/{survey_code}",
    "/api/v1/exhibitions", SHOW, SHOW + "/booths", "/api/v1/booths/{booth}", SHOW + "/programme",
    SHOW + "/programme.ics", "/api/v1/programme-items/{item}", SHOW + "/board", SHOW + "/guest-book",
    SHOW + "/visitors/current",
    "/api/v1/innovations/{innovation}", "/api/v1/innovations/{innovation}/national-awards",
    "/api/v1/innovations/{innovation}/similar", "/api/v1/innovations/{innovation}/collaborators",
    "/api/v1/innovations/{innovation}/questions",
    "/api/v1/innovations/facets", "/api/v1/changes", "/api/v1/changes/digest",
    "/api/v1/changes/snapshot", "/api/v1/peers", "/api/v1/peers/{peer}", "/api/v1/stats/summary",
    "/api/v1/stats/funnel", "/api/v1/stats/regions",
    "/api/v1/stats/categories", "/api/v1/open-data", "/api/v1/audit/checkpoints",
    "/api/v1/audit/checkpoints/{checkpoint}",
    "/api/v1/instruments", "/api/v1/instruments/zi_2021", "/api/v1/assessment-rounds",
    "/api/v1/assessment-rounds/{shown_round}", "/api/v1/assessment-rounds/{shown_round}/league", "/api/v1/assessments",
    "/api/v1/assessments/{shown_assessment}", "/api/v1/assessments/{shown_assessment}/raport.pdf",
    "/api/v1/assessments/{shown_assessment}/follow-ups", "/api/v1/follow-ups/{shown_follow_up}",
    "/api/v1/replications", "/api/v1/innovations/{innovation}/replications", "/api/v1/replications/network",
    "/api/v1/replications/league", "/api/v1/replications/recap", "/api/v1/replications/{shown}",
    "/api/v1/replications/{shown}/documents", "/api/v1/replications/{shown}/documents/{released}",
    "/api/v1/replications/{shown}/documents/{released}/content",
    "/api/v1/audit/checkpoints/{checkpoint}/proofs/{awarded}", "/healthz", "/readyz", "/metrics",
]  # fmt: skip
"""What everybody may read."""
