"""Who may call an operation: the actions it asks for, how to show that one has them, and which roles do."""

from typing import Any, get_args

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from app.http.actor import Confirmed, Known, Visitor
from app.http.csrf import SAFE_METHODS
from app.rules.permissions import KEY_SCOPES, POLICY, Scope

NEEDS: dict[str, tuple[str, ...]] = {
    "list_proposals": ("proposals:read",), "read_proposal": ("proposals:read",),
    "read_readiness": ("proposals:read",), "list_revisions": ("proposals:read",), "read_revision": ("proposals:read",),
    "create_proposal": ("proposals:write proposals:read",), "update_proposal": ("proposals:write proposals:read",),
    "delete_proposal": ("proposals:write proposals:read",), "hand_over_proposal": ("proposals:write proposals:read",),
    "take_back_proposal": ("proposals:write proposals:read",),
    "submit_proposal": ("proposals:submit proposals:read",), "revive_proposal": ("proposals:submit proposals:read",),
    "withdraw_proposal": ("proposals:withdraw proposals:read",),
    "return_proposal": ("proposals:verify proposals:read", "proposals:send-back proposals:read"),
    "verify_proposal": ("proposals:verify proposals:read",), "reject_proposal": ("proposals:verify proposals:read",),
    "disqualify_proposal": ("proposals:disqualify proposals:read",),
    "list_documents": ("proposals:read",), "read_document": ("proposals:read",), "read_content": ("proposals:read",),
    "attach_document": ("proposals:write proposals:read",), "remove_document": ("proposals:write proposals:read",),
    "read_proposal_likeness": ("proposals:read",),
    "create_unit": ("units:write",), "update_unit": ("units:write",), "import_units": ("units:write",),
    "create_edition": ("editions:write",), "update_edition": ("editions:write",), "open_edition": ("editions:write",),
    "close_edition": ("editions:write",), "invite": ("editions:write",), "uninvite": ("editions:write",),
    "list_invitations": ("",), "list_quotas": ("quotas:read",), "set_exception": ("quotas:write",),
    "lift_exception": ("quotas:write",),
    "list_jurors": ("jurors:read",), "add_juror": ("jurors:write",), "remove_juror": ("jurors:write",),
    "update_juror": ("jurors:write",),
    "list_conflicts": ("conflicts:read",), "create_conflict": ("conflicts:write",),
    "remove_conflict": ("conflicts:write@all",), "list_stage_conflicts": ("conflicts:read@all",),
    "decline": ("evaluations:write evaluations:read",), "list_declinations": ("assignments:read",),
    "remove_declination": ("assignments:write",), "compare_evaluation": ("evaluations:read",),
    "list_assignments": ("assignments:read",), "list_my_assignments": ("assignments:read",),
    "assign": ("assignments:write",), "unassign": ("assignments:write",),
    "plan_next_readings": ("assignments:write",), "record_departure": ("jurors:write",),
    "undo_departure": ("jurors:write",), "list_gaps": ("assignments:read@all",),
    "list_reminders": ("jurors:read",), "send_reminders": ("jurors:write",),
    "list_disputed": ("scores:read@all",), "list_discussions": ("discussions:read",),
    "read_discussion": ("discussions:read",), "open_discussion": ("discussions:write@all discussions:read",),
    "write_message": ("discussions:write discussions:read",),
    "conclude_discussion": ("discussions:write@all discussions:read",),
    "read_evaluation": ("evaluations:read",), "save_evaluation": ("evaluations:write evaluations:read",),
    "sign_evaluation": ("evaluations:write evaluations:read", "evaluations:reopen"), "list_scores": ("scores:read",),
    "list_plenary_decisions": ("ranking:read",), "decide_in_plenary": ("plenary:write",),
    "take_back_plenary_decision": ("plenary:write",),
    "publish": ("publication:write",), "read_what_if": ("ranking:read",),
    "list_criteria": ("ranking:read",), "read_connections": ("ranking:read",), "read_progress": ("ranking:read",),
    "read_explanation": ("scores:read",), "read_explanation_paper": ("scores:read",),
    "read_released_notes": ("evaluations:read",), "release_notes": ("publication:write",),
    **dict.fromkeys(["list_nominations", "read_nomination", "read_checklist", "read_package", "read_package_paper",
                     "read_package_bundle"], ("nominations:read",)),
    "update_nomination": ("nominations:write nominations:read",),
    **dict.fromkeys(["create_nomination", "delete_nomination", "send_nomination", "take_back_nomination",
                     "enter_result"], ("nominations:write@all nominations:read",)),
    "list_users": ("users:read",), "read_user": ("users:read",), "create_user": ("users:write",),
    "update_user": ("users:write",), "invite_user": ("users:write",),
    "export_personal_data": ("users:read", ""), "erase_personal_data": ("users:write",),
    "find_named_person": ("users:write proposals:read",), "erase_named_person": ("users:write proposals:read",),
    "list_api_keys": ("api-keys:read",), "read_api_key": ("api-keys:read",),
    "create_api_key": ("api-keys:write",), "revoke_api_key": ("api-keys:write",),
    "rotate_api_key": ("api-keys:write",),
    "report_replication": ("replications:write replications:read",),
    "update_replication": ("replications:write replications:read",),
    "confirm_replication": ("replications:confirm replications:read",),
    "take_back_confirmation": ("replications:confirm replications:read",),
    "enter_replication": ("replications:write replications:read proposals:write proposals:read",),
    "attach_replication_document": ("replications:write replications:read",),
    "remove_replication_document": ("replications:write replications:read",),
    "list_webhooks": ("webhooks:read",), "read_webhook": ("webhooks:read",), "create_webhook": ("webhooks:write",),
    "update_webhook": ("webhooks:write",), "delete_webhook": ("webhooks:write",),
    "rotate_webhook_secret": ("webhooks:write",), "test_webhook": ("webhooks:write",),
    "list_deliveries": ("webhooks:read",), "read_delivery": ("webhooks:read",), "redeliver": ("webhooks:write",),
    "create_exhibition": ("exhibitions:write",), "update_exhibition": ("exhibitions:write",),
    "publish_exhibition": ("exhibitions:write",), "end_exhibition": ("exhibitions:write",),
    "create_booth": ("exhibitions:write",), "update_booth": ("exhibitions:write",),
    "delete_booth": ("exhibitions:write",), "create_programme_item": ("exhibitions:write",),
    "update_programme_item": ("exhibitions:write",), "delete_programme_item": ("exhibitions:write",),
    "read_statistics": ("exhibitions:read",), "list_visitors": ("visitors:read",),
    "admit_visitor": ("visitors:write",), "make_tickets": ("visitors:write",),
    "moderate_guest_book": ("visitors:write",),
    "list_questions": ("questions:read",), "read_question": ("questions:read",),
    **dict.fromkeys(["update_question", "publish_question", "reject_question"],
                    ("questions:moderate@all questions:read",)),
    "answer_question": ("questions:answer questions:read",),
    "list_collaborations": ("proposals:read",), "list_collaborations_of_proposal": ("proposals:read",),
    "read_collaboration": ("proposals:read",),
    **dict.fromkeys(["invite_collaborator", "answer_collaboration", "remove_collaboration"],
                    ("proposals:write proposals:read",)),
    **dict.fromkeys(["list_help_requests", "read_help_request", "list_help_answers", "read_help_answer"],
                    ("help-requests:read",)),
    **dict.fromkeys(["ask_for_help", "update_help_request", "answer_help_request", "thank_for_answer",
                     "take_back_thanks", "remove_help_answer"], ("help-requests:write help-requests:read",)),
    **dict.fromkeys(["give_award", "update_award", "update_ceremony", "set_running_order"],
                    ("awards:write awards:read",)),
    "propose_awards_from_round": ("awards:write assessments:read",),
    **dict.fromkeys(["propose_awards", "publish_awards", "remove_award", "revoke_award", "make_certificates"],
                    ("awards:write",)),
    **dict.fromkeys(["read_certificates", "read_certificates_bundle"], ("awards:read",)),
    **dict.fromkeys(["list_mentorships", "read_mentorship", "list_mentoring_sessions", "read_mentoring_session"],
                    ("mentorships:read",)),
    **dict.fromkeys(["propose_mentorship", "update_mentorship", "accept_mentorship", "record_mentoring_session",
                     "remove_mentoring_session"], ("mentorships:write mentorships:read",)),
    "create_instrument": ("instruments:write",),
    **dict.fromkeys(["create_assessment_round", "update_assessment_round", "set_indicator_owner", "decide_value",
                     "set_fact", "finalise_assessment", "reopen_assessment"],
                    ("assessments:panel assessments:read",)),
    **dict.fromkeys(["list_values_of_item", "import_values", "verify_answer", "confirm_values"],
                    ("assessments:verify",)),
    **dict.fromkeys(["save_answer", "submit_assessment", "attach_assessment_document", "remove_assessment_document"],
                    ("assessments:write assessments:read",)),
    **dict.fromkeys(["read_assessment_document", "read_assessment_content"],
                    ("assessments:read", "assessments:verify")),
    **dict.fromkeys(["create_follow_up", "update_follow_up"],
                    ("assessments:write assessments:read", "assessments:panel assessments:read")),
    **dict.fromkeys(["create_survey", "update_survey", "open_survey", "close_survey", "import_survey_answers"],
                    ("surveys:write surveys:read",)),
    "list_survey_answers": ("surveys:read",), "list_survey_comments": ("surveys:read",),
    **dict.fromkeys(["record_services", "import_service_records"], ("service-records:write",)),
    "summarise_services": ("service-records:read",),
    "update_innovation": ("innovations:write",), "create_peer": ("peers:write",), "update_peer": ("peers:write",),
    "remove_peer": ("peers:write",), "look_at_peer": ("peers:write",),
    "read_juror": ("jurors:read",), "list_audit_entries": ("audit:read",),
    "list_sessions": ("",), "read_session": ("",), "sign_out": ("",), "end_session": ("",),
    "end_other_sessions": ("",), "end_sessions_of_user": ("users:write",), "remove_second_factors": ("users:write",),
}  # fmt: skip
"""Operation → the ways to be allowed, each the actions it takes; an empty way is whoever is signed in.

An action with ``@all`` has to reach everywhere, without regard to a unit.
Beside other ways an empty one is for what is the person's own.
"""
MORE: dict[str, tuple[str, ...]] = {
    "list_editions": ("editions:prepare",), "read_edition": ("editions:prepare",), "read_ranking": ("ranking:read",),
    **dict.fromkeys(["list_replications", "list_replications_of", "read_replication", "list_recap",
                     "list_replication_documents", "read_replication_document", "read_replication_content"],
                    ("replications:read",)),
    **dict.fromkeys(["list_assessment_rounds", "read_assessment_round", "read_league_of_round", "list_assessments",
                     "read_assessment", "read_lift", "read_raport", "list_follow_ups", "read_follow_up"],
                    ("assessments:read",)),
    "read_publication": ("editions:prepare",), "read_funnel": ("editions:prepare",),
    **dict.fromkeys(["list_exhibitions", "read_exhibition", "list_booths", "read_booth", "read_scanned_booth",
                     "list_programme", "read_calendar", "read_programme_item"], ("exhibitions:read",)),
    "list_unit_record": ("assessments:read", "surveys:read", "replications:read"),
    **dict.fromkeys(["list_surveys", "read_survey", "read_survey_results"], ("surveys:read",)),
    **dict.fromkeys(["list_awards", "read_award", "read_ceremony", "read_running_order", "read_annex_paper",
                     "read_annex_document", "read_annex_workbook", "read_certificate"], ("awards:read",)),
    "list_guest_book": ("visitors:read",), "read_board": ("ranking:read",),
    "read_proof": ("scores:read",), "read_regions": ("editions:prepare",), "read_categories": ("editions:prepare",),
}  # fmt: skip
"""Public operations → the action that shows more of the same."""
BY_COOKIE_ONLY = frozenset({"list_sessions", "read_session", "sign_out", "end_session", "end_other_sessions"})
_REACH = {
    Scope.everywhere: "", Scope.subtree: " (own unit and all below)", Scope.unit: " (own unit)", Scope.own: " (own)",
}  # fmt: skip
EVERYWHERE = "@all"
CONFIRMED = Confirmed.dependency
KNOWN, VISITOR = get_args(Known)[1].dependency, get_args(Visitor)[1].dependency


def calls(dependant: Dependant) -> set[Any]:
    """Every function that the operation depends on, however deep."""
    return {dependant.call}.union(*(calls(below) for below in dependant.dependencies))


def security(route: APIRoute, method: str) -> list[dict[str, list[str]]]:
    """The security requirement: the alternatives, of which a caller meets one; empty where nobody is asked."""
    asked = calls(route.dependant)
    if KNOWN in asked:
        return _ways(route.name, NEEDS.get(route.name, ("",)), method)
    return [{}, *_ways(route.name, MORE.get(route.name, ("",)), method)] if VISITOR in asked else []


def _ways(name: str, alternatives: tuple[str, ...], method: str) -> list[dict[str, list[str]]]:
    scopes_of = [way.replace(EVERYWHERE, "").split() for way in alternatives if way or len(alternatives) == 1]
    by_key = [] if name in BY_COOKIE_ONLY else scopes_of
    names = ("session",) if method in SAFE_METHODS else ("session", "csrf")
    cookie: dict[str, list[str]] = {name: [] for name in names}
    return [*({"apiKey": scopes} for scopes in by_key if set(scopes) <= set(KEY_SCOPES)), cookie]


def in_words(name: str) -> str:
    """Who may call the operation, or see more by it, as a paragraph; empty where everybody sees the same."""
    ways = [_way(way) for way in NEEDS.get(name, ()) if way]
    more = [_way(way) for way in MORE.get(name, ())]
    own = ", or it is about oneself" if ways and "" in NEEDS[name] else ""
    return f"Needs {', or '.join(ways)}{own}." if ways else f"Shows more with {', or '.join(more)}." if more else ""


def _way(way: str) -> str:
    first, *others = way.split()
    action = first.removesuffix(EVERYWHERE)
    roles = ", ".join(role.value + _REACH[scope] for role, scope in POLICY[action].items()
                      if scope is Scope.everywhere or action == first)  # fmt: skip
    return " and ".join(f"`{one}`" for one in (action, *others)) + f": {roles}"
