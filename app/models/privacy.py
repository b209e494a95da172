"""What is personal data (UU 27/2022): said at the column itself, read by the register (docs/privacy.md) and its tests.

``Field(sa_column_kwargs=personal(...))`` marks a column. A text column that holds none is in ``IMPERSONAL`` with the
reason. References to an account (a foreign key to ``users``) are found by themselves.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

INFO = "personal"
"""Where ``Column.info`` has it."""


class Basis(StrEnum):
    """Why it may be processed: UU 27/2022, Pasal 20 ayat (2), with the letter."""

    task = "e"
    """A task of public interest, public service (tugas dalam rangka kepentingan umum, pelayanan publik)."""
    duty = "c"
    """A duty by law (kewajiban hukum)."""
    interest = "f"
    """Another legitimate interest (kepentingan sah lainnya): that the service is safe."""


RECORD = "with the edition's record"
"""Which the province's archive schedule (UU 43/2009) ends, not we."""
ACCOUNT = "until the account is erased"


@dataclass(frozen=True)
class Personal:
    """One line of the register."""

    what: str
    why: str
    basis: Basis
    kept: str
    readers: str
    """Who can read it, beside the person."""


def personal(what: str, why: str, readers: str, kept: str = RECORD, basis: Basis = Basis.task) -> dict[str, Any]:
    """The mark of a column, for ``Field(sa_column_kwargs=…)``."""
    return {"info": {INFO: Personal(what, why, basis, kept, readers)}}


_OF_THE_YEAR = "configuration of the edition, public"
_CODE = "a key or state of ours, or a file's type"
_RANDOM = "random, or a digest that leads back to nobody by itself"
_OF_A_UNIT = "of an office, in the public registry or catalogue"
IMPERSONAL: dict[str, tuple[str, ...]] = {
    _OF_THE_YEAR: (
        "editions.name", "editions.theme", "editions.note", "editions.groups", "editions.categories", "editions.form",
        "editions.fields", "editions.required_documents", "editions.stages", "editions.quota_rules",
        "editions.award_tiers",
    ),
    _CODE: (
        "editions.status", "units.kind", "users.locale", "role_grants.role", "api_keys.role", "api_keys.scopes",
        "edition_tallies.status", "invitations.group", "jurors.stage", "jurors.expertise", "conflicts.kind",
        "assignments.stage", "plenary_decisions.stage", "votes.stage", "reminders.stage", "discussions.stage",
        "declinations.stage", "declinations.cause",
        "publications.stage", "publications.method", "quotas.group", "proposals.group", "proposals.category",
        "proposals.status", "proposals.quota_pool", "proposals.sdgs", "transitions.action", "transitions.from_status",
        "transitions.to_status", "documents.kind", "documents.section", "documents.media_type",
        "innovations.category", "innovations.sdgs", "innovations.group", "innovations.unit_kind", "audit_entries.chain",
        "innovations.peer_entity_id", "peers.state", "peers.error", "peers.snapshot_after",
        "feed_changes.kind", "feed_changes.entity_id", "feed_changes.action", "catalogue_entries.innovation_id",
        "similar_texts.innovation_id", "similar_texts.proposal_id",
        "catalogue_entries.category", "catalogue_entries.group", "catalogue_entries.region", "catalogue_entries.place",
        "catalogue_entries.unit_kind",
        "nominations.competition", "nominations.rules", "nominations.group", "nominations.status", "nominations.result",
        "nominations.documents",
        "checkpoints.edition_id", "checkpoints.stage", "checkpoint_leaves.kind", "checkpoint_leaves.proposal_id",
        "outbox_messages.event_id", "outbox_messages.kind", "outbox_messages.topic", "outbox_messages.webhook_id",
        "outbox_messages.status", "outbox_messages.error", "audit_entries.action", "passkeys.transports",
        "replications.organisation_kind", "replications.stage", "replication_steps.action", "replication_steps.stage",
        "replication_documents.kind", "replication_documents.media_type", "replication_requests.organisation_kind",
        "replication_requests.locale", "webhooks.events", "webhooks.disabled_reason",
        "oidc_links.issuer", "api_keys.replaced_by",
        "api_keys.made_with",
        "exhibitions.status", "exhibitions.stage", "booths.code", "guest_book_entries.status",
        "questions.kind", "questions.status", "questions.cause", "questions.lapor_ticket",
        "askers.locale", "followers.locale", "collaborations.status", "help_requests.status", "mentorships.status",
        "mentorships.proposed_by", "instruments.name", "instruments.instrument", "assessment_rounds.status",
        "indicator_owners.item", "assessments.status", "assessments.letter", "assessments.sources",
        "assessments.feeds", "assessment_values.item", "assessment_values.step", "assessment_facts.fact",
        "assessment_documents.item", "assessment_documents.media_type", "follow_ups.item", "follow_ups.status",
        "surveys.status", "surveys.code", "awards.source", "awards.tier", "certificates.signer",
        "replaced_certificates.signer",
        "certificate_batches.status", "certificate_batches.signer", "certificate_batches.error",
    ),
    _RANDOM: (
        "users.password_hash", "user_sessions.token_hash", "votes.ballot", "visitors.ballot", "usefulness_votes.ballot",
        "tickets.code_hash", "api_keys.prefix", "api_keys.key_hash",
        "idempotent_answers.actor", "idempotent_answers.key", "idempotent_answers.request_digest",
        "idempotent_answers.headers", "documents.sha256", "proposals.editor", "evaluations.editor",
        "nominations.editor", "sheet_times.view", "replication_documents.sha256", "audit_chains.hash",
        "audit_entries.hash",
        "checkpoint_leaves.hash", "feed_state.epoch", "feed_state.digest", "feed_changes.digest",
        "innovations.peer_digest", "peers.cursor", "peers.snapshot_cursor",
        "outbox_messages.lease", "passkeys.credential_id", "password_links.token_hash",
        "recovery_codes.code_digest", "passkeys.public_key", "totp_factors.sealed_secret", "webhooks.secret",
        "webhooks.previous_secret", "checkpoints.public_key", "questions.text_key", "instruments.seal",
        "assessment_documents.sha256",
        "survey_answers.visit", "awards.code", "certificates.sha256", "certificates.facts",
        "replaced_certificates.sha256",
    ),
    _OF_A_UNIT: (
        "units.code", "units.name", "units.region_code", "innovations.unit_name", "innovations.region_code",
        "innovations.title", "innovations.category_title", "innovations.award", "innovations.source",
        "innovations.summary", "innovations.group_title", "innovations.national_award", "innovations.contact",
        "innovations.impact", "innovations.evidence", "catalogue_entries.award", "catalogue_entries.title_key",
        "catalogue_entries.origin",
        "innovations.origin_name",
        "innovations.origin_url", "peers.name", "peers.url",
        "catalogue_entries.category_title", "catalogue_entries.group_title",
        "proposals.title", "proposals.title_key", "proposals.number", "proposals.origin",
        "nominations.title", "nominations.title_key", "nominations.earlier_award",
        "nominations.reference", "nominations.result_label", "nominations.result_url",
        "revisions.title", "quotas.reason", "webhooks.url", "questions.answered_by",
        "replications.organisation_name", "replications.organisation_province", "replications.region_code",
        "replication_requests.organisation_name", "replication_requests.organisation_province",
        "replication_requests.region_code",
        "booths.label", "booths.title", "assessment_rounds.title", "assessments.predicate", "assessment_values.value",
        "assessment_values.target", "assessment_facts.value",
        "surveys.title", "surveys.service", "service_records.service",
        "awards.title", "awards.category", "awards.result",
    ),
    "the file of a regulation's instrument, public": ("instruments.title", "instruments.text"),
    "a public event, written by its organiser": (
        "exhibitions.name", "exhibitions.about", "exhibitions.place", "exhibitions.address", "exhibitions.hours",
        "programme_items.title", "programme_items.place", "ceremonies.title", "ceremonies.place",
        "ceremonies.signatory_title", "ceremonies.decree_number", "ceremonies.decree_title", "ceremonies.contact",
        "certificate_batches.base_url",
    ),
    "results as they were published, and marks without a name": ("checkpoints.note", "checkpoint_leaves.body"),
    "a juror's marks, without a name; who gave them is the assignment's": ("evaluations.scores",),
}  # fmt: skip
"""Reason → text columns without personal data, as ``table.column``."""
