"""The digest of a row: what anybody can compute again from docs/audit.md."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from app.rules.digests import pieces, row_digest


def digest(**state: Any) -> str:
    return row_digest(pieces(state, sorted(state)))


def test_a_digest_is_that_of_the_text_in_the_documentation() -> None:
    moment = datetime(2023, 5, 2, 9, 18, tzinfo=timezone(timedelta(hours=7)))
    text = '{"at":"2023-05-02T02:18:00","limit":3,"marks":{"a":80,"b":70.5},"name":"Dinas Ü","on":true}'
    assert digest(name="Dinas Ü", limit=3.0, at=moment, on=True, marks={"b": 70.5, "a": 80.0}) == (
        hashlib.sha256(text.encode()).hexdigest()
    )


def test_a_column_that_a_later_version_adds_changes_no_digest() -> None:
    before = digest(name="A", at=datetime(2023, 1, 1, tzinfo=UTC))
    assert digest(name="A", at=datetime(2023, 1, 1, tzinfo=UTC), score=None) == before
    assert digest(name="A", at=datetime(2023, 1, 1, tzinfo=UTC), score=0) != before


def test_the_word_null_and_nothing_differ() -> None:
    assert len({digest(name=value) for value in ("null", None, "", 0, False)}) == 5
