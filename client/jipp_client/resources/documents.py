"""Operations of the API, for both clients.

Made from the API's OpenAPI document by ``python -m tests.client.typed``; do not edit.
"""

from __future__ import annotations

from jipp_client import models
from jipp_client.core import Call, Version, path, read_nothing
from jipp_client.resource import R, Resource, body, call


class Documents(Resource[R]):
    """Evidence files of proposals."""

    @call
    def read(self, document_id: str) -> Call[models.DocumentRead]:
        """A file's description."""
        return Call("GET", path("/documents/{document_id}", document_id=document_id))

    @call
    def delete(self, document_id: str, *, version: Version) -> Call[None]:
        """Removes a file from a proposal that may still be changed."""
        return Call(
            "DELETE", path("/documents/{document_id}", document_id=document_id), if_match=version, read=read_nothing
        )

    @body
    def content(self, document_id: str) -> Call[None]:
        """The file itself."""
        return Call(
            "GET", path("/documents/{document_id}/content", document_id=document_id), accept="*/*", read=read_nothing
        )
