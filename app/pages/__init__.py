"""HTML for people; each handler calls the endpoint function that serves the JSON, then renders."""

from importlib import import_module

from fastapi import APIRouter

PAGES = (
    "public", "sessions", "passwords", "home", "units", "editions", "quotas", "users", "api_keys", "innovations",
    "webhooks", "problems", "api_docs", "proposals", "selection", "assignments", "evaluations", "rankings",
)  # fmt: skip


def routers() -> list[APIRouter]:
    """Every page's router."""
    return [import_module(f"app.pages.{name}").router for name in PAGES]
