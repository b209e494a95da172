"""What every list takes: how many rows, from where on, in which order."""

import hashlib
from typing import Annotated

from pydantic import Field as Limit

from app.models.base import Input

MAX_LIMIT = 200


class ListQuery(Input):
    """The query of a list; each resource adds its filters and the orders it knows (``sort``, "-" for descending)."""

    limit: Annotated[int, Limit(ge=1, le=MAX_LIMIT, description="Rows per page")] = 50
    cursor: Annotated[str | None, Limit(max_length=1000, description="`next` of the page before")] = None

    def digest(self) -> str:
        """What a cursor of this list belongs to: the filters and the order, without the place in the list."""
        chosen = self.model_dump_json(exclude={"limit", "cursor"}, exclude_defaults=True)
        return hashlib.sha256(chosen.encode()).hexdigest()[:12]
