"""JSON endpoints, one file per resource."""

from importlib import import_module

from fastapi import APIRouter

RESOURCES = (
    "proposals", "evaluations", "unit_imports", "units", "editions", "quotas", "documents", "jurors", "conflicts",
    "declinations", "assignments", "analyses", "explanations", "note_releases", "reminders", "discussions", "plenary",
    "ballots", "replication_figures", "replications", "replication_documents", "replication_requests",
    "exhibitions", "booths", "programme", "visitors", "boards", "guest_book",
    "instruments", "assessment_rounds", "assessments", "assessment_evidence", "follow_ups",
    "nominations", "collaborations", "help_requests", "mentorships", "surveys", "survey_answers", "service_records",
    "awards", "ceremonies", "certificates",
    "similar",
    "rankings", "innovations", "stats", "users", "named_people", "passwords", "sessions", "api_keys", "webhooks",
    "audit", "changes", "peers", "open_data", "questions", "followers",
)  # fmt: skip


def routers() -> list[APIRouter]:
    """Every resource's router; the order decides which of two fitting paths wins."""
    return [import_module(f"app.api.{name}").router for name in RESOURCES]
