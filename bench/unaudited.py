"""The application without its audit log: only to measure what the log costs."""

from fastapi import FastAPI

from app import audit
from app.main import create_app as audited


def create_app() -> FastAPI:
    """For uvicorn."""
    audit.turn_off()
    return audited()
