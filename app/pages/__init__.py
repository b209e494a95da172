"""HTML for people; each handler calls the endpoint function that serves the JSON, then renders."""

from importlib import import_module

from fastapi import APIRouter

PAGES = (
    "feeds", "sitemap", "open_data", "previews",
    "public", "sessions", "sign_in_steps", "sign_in_oidc", "passwords", "security", "security_factors", "home", "units",
    "editions", "quotas", "users", "named_people", "api_keys", "webhooks", "innovations", "problems", "api_docs",
    "similar", "collaborations", "help_requests", "mentorships", "surveys", "survey_answers", "survey_imports",
    "service_records", "awards", "awards_rounds", "ceremonies", "certificates",
    "proposals", "selection", "assignments", "discussions", "conflicts", "declinations", "evaluations", "rankings",
    "replications", "replications_deeds", "replications_new",
    "instruments", "assessment_rounds", "assessments_panel", "assessments_form", "assessments",
    "nominations", "nominations_editor",
    "explanations", "note_releases", "note_releases_together", "plenary", "ballots", "audit",
    "peers", "questions_asking", "questions", "followers",
    "exhibitions", "booths", "programme", "visitors", "boards", "guest_book",
)  # fmt: skip


def routers() -> list[APIRouter]:
    """Every page's router."""
    return [import_module(f"app.pages.{name}").router for name in PAGES]
