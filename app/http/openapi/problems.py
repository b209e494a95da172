"""Which problems an operation can answer with, each with its status and the page that explains it."""

from typing import Any

from fastapi.routing import APIRoute

from app.http.locale import catalogue
from app.http.messages import PROBLEMS

STATUS = {
    "bad-request": 400, "unauthenticated": 401, "invalid-key": 401, "wrong-password": 401, "forbidden": 403,
    "csrf": 403, "not-found": 404, "conflict": 409, "not-allowed-now": 409, "not-editable": 409,
    "quota-exceeded": 409, "no-quota": 409, "not-open-yet": 409, "closed": 409, "return-deadline-passed": 409,
    "mending-under-way": 409, "edition-frozen": 409, "edition-in-use": 409, "wrong-phase": 409, "in-use": 409,
    "limit-below-used": 409, "sheet-signed": 409, "stage-published": 409, "stage-not-ready": 409,
    "proposals-unread": 409, "nothing-to-publish": 409, "previous-stage-open": 409, "empty-panel": 409,
    "too-many-documents": 409, "documents-too-large": 409, "stale": 412, "too-large": 413, "unsupported-type": 415,
    "invalid": 422, "not-ready": 422, "sheet-incomplete": 422, "invalid-cursor": 422, "idempotency-mismatch": 422,
    "precondition-required": 428, "busy": 503, "not-serving": 503,
    "files-unavailable": 503, "scanner-unavailable": 503,
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
    "lift_exception": ("limit-below-used", "wrong-phase"), "add_juror": ("stage-published",),
    "remove_juror": ("in-use", "stage-published"), "unassign": ("sheet-signed", "stage-published"),
    "assign": ("wrong-phase", "previous-stage-open", "empty-panel", "stage-published"),
    "save_evaluation": ("sheet-signed", "stage-published"), "sign_evaluation": ("sheet-incomplete", "stage-published"),
    "publish": ("wrong-phase", "previous-stage-open", "stage-not-ready", "proposals-unread", "nothing-to-publish"),
    "sign_in": ("wrong-password",), "sign_out": ("not-found",), "read_session": ("not-found",),
    "list_sessions": ("not-found",),
    "read_ranking": ("unauthenticated",), "list_scores": ("not-found",), "list_quotas": ("not-found",),
    "read_funnel": ("not-found",), "read_regions": ("not-found",), "read_categories": ("not-found",),
    "readyz": ("not-serving",),
}  # fmt: skip
"""What an operation refuses by rules of its own."""
HIDES = frozenset({
    "list_proposals", "read_proposal", "read_readiness", "list_revisions", "read_revision", "list_documents",
    "read_document", "read_content", "read_evaluation", "list_invitations", "read_session", "sign_out",
    "list_sessions", "end_session",
})  # fmt: skip
"""Who lacks the action does not learn that there is something (404, or an empty list)."""
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
        "not-found": "{" in route.path,
        "conflict": is_write and asks,
        "stale": "If-Match" in names,
        "precondition-required": "If-Match" in names,
        "too-large": "requestBody" in operation,
        "invalid": bool(names - _NEVER_INVALID) or "requestBody" in operation,
        "invalid-cursor": "cursor" in names,
        "idempotency-mismatch": "Idempotency-Key" in names,
        "busy": route.name not in NO_DATABASE,
        "files-unavailable": route.name in {"attach_document", "read_content"},
        "scanner-unavailable": route.name == "attach_document",
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
