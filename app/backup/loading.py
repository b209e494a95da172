"""Rows of a backup into a new database, whichever of the two it is, and whether they are all there and whole."""

import gzip
import json
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, delete, func, literal, select, table, text

from app import schema
from app.backup import BackupError
from app.backup.manifest import Manifest
from app.backup.tables import Columns, reflected
from app.database import is_sqlite

Progress = Callable[[str, int, int], None]
"""Is told the step's name, how much of it is done, and of how much."""
_MANY = 500


def load(folder: Path, manifest: Manifest, engine: Engine, progress: Progress) -> None:
    """Makes the schema of the backup in an empty database and fills it; ``BackupError`` where something is amiss."""
    schema.upgrade(engine, manifest.revision)
    with engine.begin() as connection:
        if is_sqlite(engine):
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        else:
            connection.exec_driver_sql("SET LOCAL TIME ZONE 'UTC'")
        there = {columns.table: columns for columns in reflected(connection)}
        if unknown := manifest.tables.keys() - there.keys():
            raise BackupError("other-schema", names=", ".join(sorted(unknown)))
        _clear(connection, list(there.values()))
        for done, (name, columns) in enumerate(there.items()):
            progress("load", done, len(there))
            if name in manifest.tables:
                _fill(connection, columns, folder / "tables" / f"{name}.jsonl.gz")
        check(connection, manifest)
        if not is_sqlite(engine):
            _set_sequences(connection, list(there.values()))
        progress("load", len(there), len(there))


def check(connection: Connection, manifest: Manifest) -> None:
    """Compares the number of rows, and has SQLite go through the whole file and every reference."""
    for name, part in manifest.tables.items():
        found = connection.execute(select(func.count()).select_from(table(name))).scalar_one()
        if found != part.rows:
            raise BackupError("rows-missing", table=name, found=found, expected=part.rows)
    if connection.dialect.name != "sqlite":
        return  # PostgreSQL has checked each reference as the rows came
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise BackupError("references-broken", table=broken[0][0])
    told = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
    if told != "ok":
        raise BackupError("damaged", path=str(told))


def _clear(connection: Connection, there: list[Columns]) -> None:
    """What the migrations themselves have put in comes again with the backup."""
    for columns in reversed(there):
        rows = table(columns.table)
        if connection.execute(select(literal(1)).select_from(rows).limit(1)).first():
            connection.execute(delete(rows))


def _fill(connection: Connection, columns: Columns, path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        names = [name for name, _kind in json.loads(next(lines))]
        kinds = dict(zip(columns.names, columns.kinds, strict=True))
        if unknown := set(names) - kinds.keys():
            raise BackupError("other-schema", names=", ".join(f"{columns.table}.{name}" for name in sorted(unknown)))
        values = ([_stored(kinds[name], value) for name, value in zip(names, json.loads(line), strict=True)]
                  for line in lines)  # fmt: skip
        put = _into_sqlite if connection.dialect.name == "sqlite" else _into_postgresql
        put(connection, columns.table, names, values)


def _stored(kind: str, value: Any) -> Any:
    return bytes.fromhex(value) if kind == "bytes" and value is not None else value


def _into_sqlite(connection: Connection, table: str, names: list[str], values: Iterator[list[Any]]) -> None:
    places = ", ".join("?" for _ in names)
    insert = f'INSERT INTO "{table}" ({_listed(names)}) VALUES ({places})'  # noqa: S608  # names of the schema  # nosec B608
    while many := list(islice(values, _MANY)):
        connection.exec_driver_sql(insert, [tuple(row) for row in many])


def _into_postgresql(connection: Connection, table: str, names: list[str], values: Iterator[list[Any]]) -> None:
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f'COPY "{table}" ({_listed(names)}) FROM STDIN') as copy:
        for row in values:
            copy.write_row(row)
    cursor.close()


def _set_sequences(connection: Connection, there: list[Columns]) -> None:
    """The next number that the database gives is one after those that came."""
    for columns in there:
        for name, kind in zip(columns.names, columns.kinds, strict=True):
            if kind == "integer":
                connection.execute(
                    text(
                        'SELECT setval(sequence, (SELECT coalesce(max("{name}"), 0) + 1 FROM "{table}"), false) '  # nosec B608
                        "FROM (SELECT pg_get_serial_sequence(:table, :name) AS sequence) AS of "
                        "WHERE sequence IS NOT NULL".replace("{name}", name).replace("{table}", columns.table)
                    ),
                    {"table": f'"{columns.table}"', "name": name},
                )


def _listed(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
