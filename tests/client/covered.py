"""What the client covers: resource → its methods, each with the operation that it calls.

A new resource is a line here and one run of ``python -m tests.client.typed``; `test_contract` fails until then.
"""

COVERED = {
    "units": "list=list_units children=list_children record=list_unit_record read=read_unit "
             "create=create_unit update=update_unit import_file=import_units",
    "editions": "list=list_editions read=read_edition",
    "quotas": "list=list_quotas set_exception=set_exception lift_exception=lift_exception",
    "proposals": "list=list_proposals create=create_proposal read=read_proposal update=update_proposal "
                 "delete=delete_proposal readiness=read_readiness submit=submit_proposal withdraw=withdraw_proposal "
                 "revive=revive_proposal hand_over=hand_over_proposal take_back=take_back_proposal "
                 "revisions=list_revisions revision=read_revision documents=list_documents attach=attach_document "
                 "explanation=read_explanation explanation_paper=read_explanation_paper similar=read_proposal_likeness",
    "documents": "read=read_document delete=remove_document content=read_content",
    "evaluations": "read=read_evaluation assignments=list_my_assignments",
    "scores": "list=list_scores",
    "rankings": "read=read_ranking publication=read_publication",
    "innovations": "list=list_innovations facets=read_facets read=read_innovation update=update_innovation "
                   "evidence=read_evidence similar=read_similar_innovations national_awards=list_national_awards",
    "questions": "of_innovation=list_questions_of_innovation ask=ask_question list=list_questions read=read_question "
                 "update=update_question publish=publish_question reject=reject_question answer=answer_question",
    "followers": "follow=follow_innovation confirm=confirm_follower remove=remove_follower",
    "replications": "list=list_replications report=report_replication read=read_replication update=update_replication "
                    "confirm=confirm_replication take_back_confirmation=take_back_confirmation "
                    "enter=enter_replication documents=list_replication_documents "
                    "attach=attach_replication_document document=read_replication_document "
                    "content=read_replication_content remove_document=remove_replication_document "
                    "ask=ask_to_replicate request=read_replication_request "
                    "confirm_request=confirm_replication_request network=read_network league=list_league "
                    "recap=list_recap",
    "nominations": "list=list_nominations create=create_nomination read=read_nomination update=update_nomination "
                   "delete=delete_nomination checklist=read_checklist package=read_package "
                   "package_paper=read_package_paper package_bundle=read_package_bundle send=send_nomination "
                   "take_back=take_back_nomination enter_result=enter_result",
    "collaborations": "list=list_collaborations of_proposal=list_collaborations_of_proposal "
                      "of_innovation=list_collaborators_of_innovation invite=invite_collaborator "
                      "read=read_collaboration answer=answer_collaboration remove=remove_collaboration",
    "awards": "list=list_awards give=give_award propose=propose_awards propose_from_round=propose_awards_from_round "
              "publish=publish_awards read=read_award update=update_award remove=remove_award revoke=revoke_award "
              "ceremony=read_ceremony update_ceremony=update_ceremony running_order=read_running_order "
              "set_running_order=set_running_order annex_paper=read_annex_paper annex_document=read_annex_document "
              "annex_workbook=read_annex_workbook certificate=read_certificate certificates=read_certificates "
              "make_certificates=make_certificates certificates_bundle=read_certificates_bundle "
              "verify=verify_certificate",
    "help_requests": "list=list_help_requests ask=ask_for_help read=read_help_request update=update_help_request "
                     "answers=list_help_answers answer=answer_help_request read_answer=read_help_answer "
                     "thank=thank_for_answer take_back_thanks=take_back_thanks remove_answer=remove_help_answer",
    "mentorships": "list=list_mentorships propose=propose_mentorship read=read_mentorship update=update_mentorship "
                   "accept=accept_mentorship sessions=list_mentoring_sessions record=record_mentoring_session "
                   "session=read_mentoring_session remove_session=remove_mentoring_session",
    "instruments": "list=list_instruments create=create_instrument read=read_instrument",
    "assessment_rounds": "list=list_assessment_rounds create=create_assessment_round read=read_assessment_round "
                         "update=update_assessment_round set_owner=set_indicator_owner "
                         "values_of_item=list_values_of_item confirm=confirm_values "
                         "league=read_league_of_round import_file=import_values",
    "assessments": "list=list_assessments read=read_assessment answer=save_answer verify=verify_answer "
                   "decide=decide_value set_fact=set_fact submit=submit_assessment finalise=finalise_assessment "
                   "reopen=reopen_assessment lift=read_lift raport=read_raport attach=attach_assessment_document "
                   "document=read_assessment_document content=read_assessment_content "
                   "remove_document=remove_assessment_document follow_ups=list_follow_ups "
                   "add_follow_up=create_follow_up follow_up=read_follow_up update_follow_up=update_follow_up",
    "surveys": "list=list_surveys create=create_survey read=read_survey update=update_survey open=open_survey "
               "close=close_survey results=read_survey_results answers=list_survey_answers "
               "comments=list_survey_comments import_file=import_survey_answers form=read_survey_form "
               "answer=answer_survey",
    "service_records": "record=record_services import_file=import_service_records summary=summarise_services",
    "exhibitions": "list=list_exhibitions read=read_exhibition booths=list_booths booth=read_booth "
                   "scanned_booth=read_scanned_booth programme=list_programme programme_item=read_programme_item "
                   "calendar=read_calendar board=read_board statistics=read_statistics guest_book=list_guest_book "
                   "own_visit=read_own_visit register=register_visitor forget=forget_visitor visit=record_visit "
                   "vote=give_vote take_back_vote=take_back_vote admit=admit_visitor tickets=make_tickets "
                   "write_in_guest_book=write_in_guest_book",
    "changes": "list=list_changes digest=read_digest snapshot=read_snapshot",
    "peers": "list=list_peers read=read_peer create=create_peer update=update_peer remove=remove_peer "
             "look=look_at_peer",
    "open_data": "read=read_open_data",
    "webhooks": "list=list_webhooks create=create_webhook read=read_webhook update=update_webhook "
                "delete=delete_webhook rotate_secret=rotate_webhook_secret test=test_webhook "
                "deliveries=list_deliveries delivery=read_delivery redeliver=redeliver",
    "api_keys": "list=list_api_keys create=create_api_key read=read_api_key rotate=rotate_api_key "
                "revoke=revoke_api_key",
    "stats": "summary=read_summary funnel=read_funnel regions=read_regions categories=read_categories",
    "audit": "entries=list_audit_entries checkpoints=list_checkpoints checkpoint=read_checkpoint proof=read_proof",
}  # fmt: skip


def methods(resource: str) -> dict[str, str]:
    """The methods of a resource, each with its operation."""
    return dict(pair.split("=") for pair in COVERED[resource].split())
