"""The tables of a mirror's file."""

from __future__ import annotations

COLUMNS = ("title", "unit_name", "region_code", "year", "category_title", "award", "summary", "is_digital", "source")
"""Of an innovation, what the view ``innovations`` has as columns; the rest is in its ``data``."""
_WORDS = {
    "title": "json_extract({row}data, '$.title')",
    "unit_name": "json_extract({row}data, '$.unit_name')",
    "category": "json_extract({row}data, '$.category_title')",
    "award": "json_extract({row}data, '$.award')",
    "summary": "json_extract({row}data, '$.summary')",
    "text": "{row}text",
}
WEIGHTS = (10, 4, 3, 2, 5, 1)
"""How much a word counts, by where it stands: in the order of ``_WORDS``."""
_NAMES = ", ".join(_WORDS)


def _values(row: str) -> str:
    return ", ".join(value.format(row=row) for value in _WORDS.values())


_TEXTS = ", ".join(f"{value.format(row='')} AS {name}" for name, value in _WORDS.items())
_COLUMNS = ", ".join(f"json_extract(data, '$.{name}') AS {name}" for name in COLUMNS)
SCHEMA = (
    "CREATE TABLE IF NOT EXISTS state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS entities (number INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL,"
    " round INTEGER NOT NULL, data TEXT NOT NULL, text TEXT NOT NULL, UNIQUE (kind, id))",
    f"CREATE VIEW IF NOT EXISTS innovations AS SELECT id, {_COLUMNS}, data FROM entities WHERE kind = 'innovation'",
    f"CREATE VIEW IF NOT EXISTS texts AS SELECT number, {_TEXTS} FROM entities WHERE kind = 'innovation'",
    f"CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5({_NAMES}, content='texts', content_rowid='number',"
    " tokenize='unicode61 remove_diacritics 2')",
)
_ADD = f"INSERT INTO words (rowid, {_NAMES}) VALUES (new.number, {_values('new.')})"
_REMOVE = f"INSERT INTO words (words, rowid, {_NAMES}) VALUES ('delete', old.number, {_values('old.')})"
INDEX = (
    "INSERT INTO words (words) VALUES ('rebuild')",
    f"CREATE TRIGGER IF NOT EXISTS words_added AFTER INSERT ON entities WHEN new.kind = 'innovation' BEGIN {_ADD}; END",
    f"CREATE TRIGGER IF NOT EXISTS words_removed AFTER DELETE ON entities WHEN old.kind = 'innovation'"
    f" BEGIN {_REMOVE}; END",
    f"CREATE TRIGGER IF NOT EXISTS words_changed AFTER UPDATE OF data ON entities WHEN new.kind = 'innovation'"
    f" BEGIN {_REMOVE}; {_ADD}; END",
)
SEARCH = (
    "SELECT e.data FROM words JOIN entities e ON e.number = words.rowid WHERE words MATCH ?"
    f" ORDER BY bm25(words, {', '.join(map(str, WEIGHTS))}), e.number LIMIT ?"
)
NO_INDEX = tuple(f"DROP TRIGGER IF EXISTS words_{deed}" for deed in ("added", "removed", "changed"))
