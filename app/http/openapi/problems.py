"""Which problems an operation can answer with, each with its status and the page that explains it."""

from typing import Any

from fastapi.routing import APIRoute

from app.http.locale import catalogue
from app.http.messages import PROBLEMS
from app.http.openapi.access import CONFIRMED, calls
from app.http.rate_limits import limit_by_address

STATUS = {
    "bad-request": 400, "unauthenticated": 401, "invalid-key": 401, "wrong-password": 401, "forbidden": 403,
    "csrf": 403, "not-found": 404, "request-timeout": 408, "conflict": 409, "not-allowed-now": 409, "not-editable": 409,
    "quota-exceeded": 409, "no-quota": 409, "not-open-yet": 409, "closed": 409, "return-deadline-passed": 409,
    "mending-under-way": 409, "edition-frozen": 409, "edition-in-use": 409, "wrong-phase": 409, "in-use": 409,
    "limit-below-used": 409, "sheet-signed": 409, "sheet-unsigned": 409, "stage-published": 409, "stage-not-ready": 409,
    "proposals-unread": 409, "by-vote": 409, "vote-closed": 409, "vote-goes-on": 409, "no-plenary": 409,
    "nothing-to-publish": 409, "previous-stage-open": 409, "empty-panel": 409,
    "already-nominated": 409, "nomination-sent": 409, "nomination-unsent": 409,
    "nomination-decided": 409, "nomination-incomplete": 422,
    "no-cut": 409, "nothing-signed": 409, "discussion-open": 409, "discussion-closed": 409, "nothing-to-discuss": 409,
    "too-many-documents": 409, "documents-too-large": 409, "account-closed": 409, "key-ended": 409,
    "own-replication": 409, "already-replicating": 409, "no-such-step": 409,
    "nothing-to-confirm": 409, "confirmed-by-another": 409, "replication-confirmed": 409, "not-running": 409,
    "already-entered": 409, "no-replication-group": 409, "too-many-files": 409,
    "question-unpublished": 409, "already-invited": 409, "too-many-collaborators": 409, "help-request-closed": 409,
    "already-asked": 409,
    "instrument-in-use": 409, "round-status": 409, "assessment-locked": 409, "assessment-final": 409,
    "assessment-unsent": 409, "answer-changed": 412, "own-unit": 403,
    "awards-published": 409, "awards-unpublished": 409, "award-revoked": 409, "already-awarded": 409,
    "too-many-awards": 409, "no-ranking-yet": 409, "no-awards-yet": 409, "certificates-under-way": 409,
    "certificate-unsigned": 409, "no-certificates-yet": 409,
    "mentorship-over": 409, "mentorship-not-running": 409,
    "survey-closed": 409, "survey-not-open": 409, "too-few-answers": 409,
    "webhook-off": 409, "too-many-webhooks": 409, "link-unusable": 410, "cursor-gone": 410,
    "not-ours": 409, "stale": 412, "too-large": 413,
    "exhibition-not-running": 409, "too-many-entries": 409, "ticket-needed": 403,
    "unsupported-type": 415, "invalid": 422, "not-ready": 422, "sheet-incomplete": 422, "invalid-cursor": 422,
    "idempotency-mismatch": 422, "precondition-required": 428, "too-many-requests": 429, "sign-in-slowed": 429,
    "second-factor-required": 401, "wrong-code": 401, "second-factor-needed": 403, "confirm-first": 403, "busy": 503,
    "not-serving": 503, "stopping": 503, "files-unavailable": 503, "scanner-unavailable": 503, "storage-full": 507,
}  # fmt: skip
"""Problem → the status it comes with."""
_DRAFT = ("not-editable", "return-deadline-passed", "closed")
OWN: dict[str, tuple[str, ...]] = {
    "create_proposal": ("closed",), "update_proposal": _DRAFT, "delete_proposal": ("not-allowed-now",),
    "hand_over_proposal": ("not-allowed-now",), "take_back_proposal": ("not-allowed-now",),
    "revive_proposal": ("not-allowed-now",),
    "submit_proposal": ("quota-exceeded", "no-quota", "not-open-yet", "closed", "return-deadline-passed",
                        "not-allowed-now", "not-ready"),
    "withdraw_proposal": ("closed", "not-allowed-now"), "return_proposal": ("not-allowed-now",),
    "verify_proposal": ("not-allowed-now",), "reject_proposal": ("not-allowed-now", "mending-under-way"),
    "disqualify_proposal": ("not-allowed-now",),
    "attach_document": (*_DRAFT, "too-many-documents", "documents-too-large", "unsupported-type"),
    "remove_document": _DRAFT,
    "update_edition": ("edition-frozen", "edition-in-use", "limit-below-used"), "open_edition": ("wrong-phase",),
    "close_edition": ("wrong-phase",), "set_exception": ("limit-below-used", "wrong-phase"),
    "lift_exception": ("limit-below-used", "wrong-phase"), "add_juror": ("stage-published", "by-vote"),
    "remove_juror": ("in-use", "stage-published"), "unassign": ("sheet-signed", "stage-published"),
    "create_conflict": ("sheet-signed",), "decline": ("sheet-signed", "stage-published"),
    "assign": ("wrong-phase", "previous-stage-open", "empty-panel", "stage-published", "by-vote"),
    "plan_next_readings": ("wrong-phase", "previous-stage-open", "empty-panel", "stage-published", "no-cut",
                           "nothing-signed", "by-vote"),
    "update_juror": ("stage-published",),
    "record_departure": ("stage-published",), "undo_departure": ("stage-published",),
    "send_reminders": ("stage-published",),
    "open_discussion": ("stage-published", "discussion-open", "nothing-to-discuss"),
    "write_message": ("stage-published", "discussion-closed"),
    "conclude_discussion": ("discussion-closed",),
    "save_evaluation": ("sheet-signed", "stage-published"), "sign_evaluation": ("sheet-incomplete", "stage-published"),
    "release_notes": ("sheet-unsigned",),
    "publish": ("wrong-phase", "previous-stage-open", "stage-not-ready", "proposals-unread", "nothing-to-publish",
                "vote-goes-on"),
    "decide_in_plenary": ("no-plenary", "stage-published"), "take_back_plenary_decision": ("stage-published",),
    "read_what_if": ("by-vote",), "cast_ballot": ("vote-closed", "stage-published", "ticket-needed"),
    "update_exhibition": ("in-use",),
    "end_exhibition": ("exhibition-not-running",), "update_booth": ("in-use",), "delete_booth": ("in-use",),
    "admit_visitor": ("exhibition-not-running",), "make_tickets": ("exhibition-not-running",),
    "register_visitor": ("exhibition-not-running", "csrf"), "forget_visitor": ("csrf",),
    "record_visit": ("exhibition-not-running", "csrf"),
    "give_vote": ("exhibition-not-running", "vote-closed", "ticket-needed", "csrf"),
    "take_back_vote": ("exhibition-not-running", "vote-closed", "csrf"),
    "write_in_guest_book": ("exhibition-not-running", "too-many-entries", "csrf"),
    "invite_user": ("account-closed",), "erase_personal_data": ("in-use",),
    "export_personal_data": ("forbidden", "not-found"), "choose_password": ("link-unusable",),
    "report_replication": ("not-ours", "own-replication", "already-replicating"),
    "update_replication": ("no-such-step", "replication-confirmed"),
    "confirm_replication": ("nothing-to-confirm", "confirmed-by-another"),
    "enter_replication": ("not-running", "already-entered", "no-replication-group", "closed"),
    "attach_replication_document": ("too-many-files", "unsupported-type"),
    "remove_replication_document": ("replication-confirmed",),
    "ask_to_replicate": ("not-ours", "csrf"), "read_replication_request": ("link-unusable",),
    "confirm_replication_request": ("link-unusable", "csrf"),
    "ask_question": ("not-ours",), "follow_innovation": ("not-ours",),
    "answer_question": ("question-unpublished",), "forget_asker": ("link-unusable",),
    "confirm_follower": ("link-unusable",), "remove_follower": ("link-unusable",),
    "invite_collaborator": (*_DRAFT, "already-invited", "too-many-collaborators"),
    "answer_collaboration": _DRAFT, "remove_collaboration": _DRAFT,
    "give_award": ("awards-published", "awards-unpublished", "already-awarded", "too-many-awards"),
    "propose_awards_from_round": ("round-status", "awards-published", "awards-unpublished", "too-many-awards"),
    "propose_awards": ("no-ranking-yet", "awards-published", "awards-unpublished"),
    "publish_awards": ("no-awards-yet",),
    "update_award": ("awards-published", "already-awarded"), "remove_award": ("awards-published",),
    "revoke_award": ("awards-unpublished", "award-revoked"),
    "make_certificates": ("certificates-under-way",), "read_certificates_bundle": ("no-certificates-yet",),
    "read_certificate": ("award-revoked", "certificate-unsigned"),
    "ask_for_help": ("already-asked",), "answer_help_request": ("help-request-closed",),
    "remove_help_answer": ("in-use",),
    "accept_mentorship": ("mentorship-over",), "update_mentorship": ("mentorship-over", "mentorship-not-running"),
    "record_mentoring_session": ("mentorship-not-running",), "remove_mentoring_session": ("mentorship-not-running",),
    "create_instrument": ("instrument-in-use",), "update_assessment_round": ("round-status", "in-use"),
    "set_indicator_owner": ("round-status",), "import_values": ("assessment-locked",),
    "confirm_values": ("assessment-locked",),
    "save_answer": ("assessment-locked",), "submit_assessment": ("assessment-locked",),
    "attach_assessment_document": ("assessment-locked", "too-many-files", "unsupported-type"),
    "remove_assessment_document": ("assessment-locked",), 
    "verify_answer": ("assessment-locked", "assessment-unsent", "answer-changed", "own-unit"),
    "decide_value": ("assessment-locked",), "set_fact": ("assessment-final",),
    "finalise_assessment": ("round-status", "assessment-final"), "reopen_assessment": ("round-status",),
    "update_survey": ("survey-closed",), "open_survey": ("survey-closed",), "close_survey": ("survey-not-open",),
    "list_survey_answers": ("too-few-answers",), "list_survey_comments": ("too-few-answers",),
    "answer_survey": ("survey-not-open", "csrf"), "import_survey_answers": ("survey-not-open",),
    "rotate_api_key": ("key-ended",), "create_webhook": ("too-many-webhooks",), "test_webhook": ("webhook-off",),
    "redeliver": ("webhook-off",),
    "sign_in": ("wrong-password", "second-factor-required", "wrong-code", "sign-in-slowed"),
    "remove_second_factors": ("confirm-first",), "end_other_sessions": ("not-found",),
    "sign_out": ("not-found",), "read_session": ("not-found",),
    "list_sessions": ("not-found",),
    "read_ranking": ("unauthenticated",), "list_scores": ("not-found",), "list_quotas": ("not-found",),
    "read_funnel": ("not-found",), "read_regions": ("not-found",), "read_categories": ("not-found",),
    "list_changes": ("cursor-gone", "invalid-cursor"), "update_innovation": ("not-ours",),
    "create_nomination": ("not-found", "not-ours", "already-nominated"), "update_nomination": ("nomination-sent",),
    "delete_nomination": ("nomination-sent",), "send_nomination": ("nomination-decided", "nomination-incomplete"),
    "take_back_nomination": ("nomination-decided", "nomination-unsent"), "enter_result": ("nomination-unsent",),
    "readyz": ("not-serving", "stopping"), "read_metrics": ("unauthenticated", "forbidden"),
}  # fmt: skip
"""What an operation refuses by rules of its own."""
HIDES = frozenset({
    "list_invitations", "read_session", "sign_out", "list_sessions", "end_session", "end_other_sessions",
})  # fmt: skip
"""Whoever is signed in may ask; what is not theirs is not there."""
OPEN_TO_HELD = frozenset({"read_session", "sign_out"})
"""What a session may do that still lacks the second factor which its roles need."""
_NEVER_INVALID = {"If-Match", "If-None-Match", "Accept-Language", "Range"}
NO_DATABASE = frozenset({"healthz", "readyz", "read_metrics"})


def responses(operation: dict[str, Any], route: APIRoute, method: str) -> dict[str, Any]:
    """The responses for all problems of the operation, by status."""
    found: dict[int, list[str]] = {}
    for code in dict.fromkeys([*OWN.get(route.name, ()), *_usual(operation, route, method)]):
        found.setdefault(STATUS[code], []).append(code)
    return {str(status): _response(codes) for status, codes in sorted(found.items())}


def _usual(operation: dict[str, Any], route: APIRoute, method: str) -> list[str]:
    """The problems that follow from how the operation is called."""
    names = {parameter["name"] for parameter in operation.get("parameters", [])}
    is_write = method != "GET"
    asks = bool(operation["security"])
    conditions = {
        "bad-request": "requestBody" in operation,
        "unauthenticated": asks and {} not in operation["security"],
        "invalid-key": asks,
        "forbidden": asks and {} not in operation["security"] and route.name not in HIDES,
        "csrf": asks and is_write,
        "confirm-first": CONFIRMED in calls(route.dependant),
        "second-factor-needed": asks and route.name not in OPEN_TO_HELD,
        "too-many-requests": asks or is_write or limit_by_address in calls(route.dependant),
        "not-found": "{" in route.path,
        "conflict": is_write and asks,
        "stale": "If-Match" in names,
        "precondition-required": "If-Match" in names,
        "request-timeout": "requestBody" in operation,
        "too-large": "requestBody" in operation,
        "invalid": bool(names - _NEVER_INVALID) or "requestBody" in operation,
        "invalid-cursor": "cursor" in names,
        "idempotency-mismatch": "Idempotency-Key" in names,
        "busy": route.name not in NO_DATABASE,
        "storage-full": is_write,
        "files-unavailable": route.name
        in {
            "attach_document",
            "read_content",
            "read_evidence",
            "read_certificate",
            "read_certificates_bundle",
            "attach_replication_document",
            "read_replication_content",
            "attach_assessment_document",
            "read_assessment_content",
        },
        "scanner-unavailable": route.name
        in {"attach_document", "attach_replication_document", "attach_assessment_document"},
    }
    return [code for code, holds in conditions.items() if holds]


def _response(codes: list[str]) -> dict[str, Any]:
    return {
        "description": "\n".join(f"- [`{code}`](/problems/{code}): {title(code)}" for code in codes),
        "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        "x-problems": codes,
    }


def title(code: str) -> str:
    """The problem's title in English, the language of the document."""
    return catalogue("en").gettext(PROBLEMS[code][0])
