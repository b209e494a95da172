"""`python -m app.commands privacy`: writes docs/privacy.md from the marks on the columns. For developers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, String
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import app.models  # noqa: F401 - the tables
from app.models.privacy import IMPERSONAL, INFO, Personal

PAGE = Path(__file__).parents[2] / "docs" / "privacy.md"
HEAD = """# Personal data

Written by `python -m app.commands privacy` from the marks on the columns (`app/models/privacy.py`); tests compare, and
fail on a text column that is neither marked nor listed below with the reason. It is the record of processing that
UU 27/2022 asks of a controller (Pasal 31); the province that runs JIPP is the controller, and its own words go before
these. *Basis* is the letter of Pasal 20 ayat (2): **c** a duty by law, **e** a task of public interest or public
service, **f** another legitimate interest, here that the service is safe. *With the edition's record* means: until the
province's archive schedule (UU 43/2009) ends it; JIPP deletes no record by itself.

Never in public output, in the CSV for everybody, in addresses or in logs: e-mail, names of accounts, private answers
(NIP, telephone), file names, user agents. `tests/api/test_privacy.py` plants such values and reads everything that the
public can read. What is over its time is cleared by `jipp tidy`, every night.

Whoever reads accounts, or from outside the unit a proposal with private answers, leaves `personal-data-read` in the
audit log (`app/http/personal_access.py`).

Who has an account gets a copy of what is stored, and is erased by an organiser, on the page of the account. Who is
named in a proposal, an innovator for instance, mostly has none: on the page **Orang dalam usulan** (`/named-people`) an
organiser finds the proposals that name the person, hands over what their short answers hold, and erases it there and in
the earlier versions. Narratives, files and names of partners are looked through by hand. Both leave the audit chain
whole: it holds digests alone, and the salts of the rows are renewed. Backups made before still hold what was erased.
"""


def write() -> None:
    """Writes the page."""
    PAGE.write_text(text(), "utf-8")


def text() -> str:
    """The page as the code has it."""
    parts = ("## What is stored", *_register(), "", "## Files", *_files(), "", "## References to accounts",
             *_references(), "", "## Texts without personal data", *_impersonal())  # fmt: skip
    return "\n".join([HEAD, *parts, ""])


def columns() -> Iterator[tuple[str, Column[Any]]]:
    """Every column that can hold text, as ``table.column``; keys, salts and references to other rows are none."""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            is_text = isinstance(column.type, String | AutoString | JSON)
            if is_text and not column.primary_key and not column.foreign_keys and column.name != "salt":
                yield f"{table.name}.{column.name}", column


def _register() -> Iterator[str]:
    yield "| column | what | why | who reads it | basis | how long |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for name, column in sorted(columns()):
        mark: Personal | None = column.info.get(INFO)
        if mark:
            yield f"| `{name}` | {mark.what} | {mark.why} | {mark.readers} | {mark.basis.value} | {mark.kept} |"


def _files() -> Iterator[str]:
    yield "Evidence may name or show people. Pictures lose place, time and device when they come in. A file goes with"
    yield "its document; what no document names is cleared after `JIPP_ORPHAN_HOURS` (24)."


def _references() -> Iterator[str]:
    yield "A number that names an account, and nobody once the account is erased:"
    yield ""
    for table in SQLModel.metadata.sorted_tables:
        for column in table.columns:
            if any(key.column.table.name == "users" for key in column.foreign_keys):
                yield f"- `{table.name}.{column.name}`"


def _impersonal() -> Iterator[str]:
    for reason, names in IMPERSONAL.items():
        yield f"- **{reason}**: {', '.join(f'`{name}`' for name in names)}"
