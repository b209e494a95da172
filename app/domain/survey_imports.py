"""Answers given on paper, as a file: all rows or none."""

from hashlib import sha256

from app import tables
from app.errors import invalid
from app.queries.reach import require_somewhere
from app.queries.surveys import READ
from app.rules.permissions import Actor
from app.rules.survey_rows import BLANK, KIND, MOST_ROWS
from app.rules.typed_rows import TypedRows, check


def read(actor: Actor, data: bytes) -> TypedRows:
    """The rows of a CSV or XLSX file; touches no database. 422 for more than 20,000."""
    require_somewhere(actor, READ)
    found = check(KIND, tables.read(data))
    found.sha256 = sha256(data).hexdigest()
    if found.count > MOST_ROWS:
        raise invalid("file", "too_many_rows", limit=MOST_ROWS)
    found.rows = [(number, {**BLANK, **row}) for number, row in found.rows]
    return found
