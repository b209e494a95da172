"""What the client covers: resource → its methods, each with the operation that it calls.

A new resource is a line here and one run of ``python -m tests.client.typed``; `test_contract` fails until then.
"""

COVERED = {
    "units": "list=list_units children=list_children read=read_unit create=create_unit update=update_unit "
             "import_file=import_units",
    "editions": "list=list_editions read=read_edition",
    "quotas": "list=list_quotas set_exception=set_exception",
    "proposals": "list=list_proposals create=create_proposal read=read_proposal update=update_proposal "
                 "delete=delete_proposal readiness=read_readiness submit=submit_proposal withdraw=withdraw_proposal "
                 "revive=revive_proposal hand_over=hand_over_proposal revisions=list_revisions "
                 "revision=read_revision documents=list_documents attach=attach_document "
                 "explanation=read_explanation explanation_paper=read_explanation_paper",
    "documents": "read=read_document delete=remove_document content=read_content",
    "evaluations": "read=read_evaluation assignments=list_my_assignments",
    "scores": "list=list_scores",
    "rankings": "read=read_ranking publication=read_publication",
    "innovations": "list=list_innovations facets=read_facets read=read_innovation update=update_innovation "
                   "evidence=read_evidence",
    "changes": "list=list_changes digest=read_digest snapshot=read_snapshot",
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
