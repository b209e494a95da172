"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Page, path, read_page
from jipp_client.resource import R, Resource, call, pages


class Instruments(Resource[R]):
    """Assessment instruments (CETTAR, SAKIP, ZI, RB …): what is asked, weighed and banded, by year."""

    @pages
    def list(self) -> Call[Page[models.InstrumentSummary]]:
        """The instruments, by name."""
        return Call("GET", "/instruments", read=read_page)

    @call
    def create(
        self, given: models.InstrumentCreate, *, idempotency_key: str | None = None
    ) -> Call[models.InstrumentSent]:
        """Stores an instrument of one year, sent as the text of its YAML file."""
        return Call("POST", "/instruments", body=given, key=idempotency_key)

    @call
    def read(self, instrument_id: str) -> Call[models.InstrumentRead]:
        """One instrument."""
        return Call("GET", path("/instruments/{instrument_id}", instrument_id=instrument_id))
