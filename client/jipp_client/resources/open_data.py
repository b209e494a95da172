"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call
from jipp_client.resource import R, Resource, call


class OpenData(Resource[R]):
    """What everybody may take, described: definition, unit, period, source, licence, columns. The catalogue
    whole, with the filters of its list, is at `/innovations.jsonl`, `.xlsx`, `.parquet` and `.csv`."""

    @call
    def read(self) -> Call[models.OpenData]:
        """The datasets that everybody may take."""
        return Call("GET", "/open-data")
