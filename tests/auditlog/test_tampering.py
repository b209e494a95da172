"""Change one byte anywhere in a copy of the database, and the verification says which entry it does not fit."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, text

from app.audit.changes import columns
from app.audit.tables import RECORDED
from app.audit.verification import Verifier
from app.database import WriteSession, make_engine
from app.models import Unit
from app.models.base import Recorded


@pytest.fixture
def copy(competition: Engine, tmp_path: Path) -> Iterator[Connection]:
    """A copy in the hands of somebody who may write every byte: without triggers, without foreign keys."""
    shutil.copy(str(competition.url.database), tmp_path / "copy.sqlite")
    engine = make_engine(f"sqlite:///{tmp_path}/copy.sqlite", writes=False)
    with engine.connect() as connection:
        connection.execute(text("PRAGMA foreign_keys=OFF"))
        connection.execute(text("PRAGMA ignore_check_constraints=ON"))
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
        yield connection
    engine.dispose()


def found(connection: Connection) -> list[tuple[str, str | None]]:
    """What the verification says: codes with the row."""
    return [(finding.code, finding.row) for finding in Verifier(connection).findings()]


def test_an_untouched_copy_is_in_order(copy: Connection) -> None:
    verifier = Verifier(copy)
    assert list(verifier.findings()) == []
    assert verifier.seen.entries > 100
    assert verifier.seen.rows > 100
    assert verifier.seen.checkpoints == 3


CHANGED = "CASE typeof({0}) WHEN 'null' THEN 'x' WHEN 'text' THEN {0} || ' ' ELSE {0} + 1000 END"
"""Another value of the same type: one byte more, or another number."""
CHANGED_LIST = "json_insert({0}, '$[#]', 1)"
CHANGED_OBJECT = "json_set({0}, '$.a', 1)"


def change_of(column: Any) -> str:
    """SQL for another value of the column."""
    name = f'"{column.key}"'
    kind = str(column.type)
    if kind == "BOOLEAN":
        return f"1 - {name}"
    if kind == "JSON":
        changed = f"WHEN {name} LIKE '[%' THEN {CHANGED_LIST} ELSE {CHANGED_OBJECT} END".format(name)
        return f"CASE WHEN {name} IS NULL OR {name} = 'null' THEN '[1]' {changed}"
    return CHANGED.format(name)


WHOLE = {"quotas": "reason IS NOT NULL", "results": "by_rule IS NOT NULL"}
"""Which row of a table holds something in every column that a change has to be seen in."""


@pytest.mark.parametrize("model", RECORDED, ids=lambda model: str(model.__tablename__))
def test_a_change_in_any_column_of_record_is_named(copy: Connection, model: type[Recorded]) -> None:
    table = str(model.__tablename__)
    rows = f"FROM {table} WHERE {WHOLE.get(table, '1')}"
    id_ = copy.execute(text(f"SELECT id {rows} ORDER BY id LIMIT 1")).scalar_one()
    unseen = []
    for name in columns(model):
        expression = change_of(model.__table__.c[name])  # type: ignore[attr-defined]
        copy.execute(text("BEGIN"))
        copy.exec_driver_sql(f'UPDATE {table} SET "{name}" = {expression} WHERE id = ?', (id_,))
        named = found(copy)
        copy.execute(text("ROLLBACK"))
        if not any(row and row.startswith(f"{table}/{id_}") for _code, row in named):
            unseen.append(name)
    assert unseen == []


@pytest.mark.parametrize("name", ["id", "chain", "sequence", "at", "actor_id", "action", "hash", "body"])
def test_a_change_in_any_column_of_the_log_is_named(copy: Connection, name: str) -> None:
    chain, sequence = copy.execute(text("SELECT chain, max(sequence) FROM audit_entries GROUP BY chain LIMIT 1")).one()
    for place in (1, sequence // 2, sequence):
        copy.execute(text("BEGIN"))
        changed = f"UPDATE audit_entries SET {name} = {CHANGED.format(name)} WHERE chain = :c AND sequence = :s"
        copy.execute(text(changed), {"c": chain, "s": place})
        findings = list(Verifier(copy).findings())
        copy.execute(text("ROLLBACK"))
        where = {(finding.chain.strip(), finding.sequence) for finding in findings}
        assert where & {(chain, place), (chain, place - 1)}, (name, place)  # cut off, the entry before is the last


@pytest.mark.parametrize(
    ("table", "name", "code"),
    [
        ("audit_chains", "hash", "chain-head"), ("audit_chains", "sequence", "chain-head"),
        ("edition_tallies", "count", "tally-wrong"), ("edition_counters", "last_number", "number-wrong"),
        ("quotas", "used", "slots-wrong"), ('quotas WHERE reason IS NULL --', '"limit"', "limit-wrong"),
        ("checkpoints", "note", "row-changed"), ("checkpoints", "public_key", "row-changed"),
        ("checkpoints", "size", "root-wrong"), ("checkpoint_leaves", "body", "leaf-changed"),
        ("checkpoint_leaves", "hash", "leaf-changed"), ("checkpoint_leaves", "proposal_id", "result-changed"),
        ("results", "score", "result-changed"), ("evaluations", "total", "result-changed"),
    ],
)  # fmt: skip
def test_what_is_counted_or_signed_is_compared(copy: Connection, table: str, name: str, code: str) -> None:
    where, _, condition = table.partition(" WHERE ")
    condition = condition.removesuffix(" --") or "1"
    copy.execute(text(f"UPDATE {where} SET {name} = {CHANGED.format(name)} WHERE rowid = "
                      f"(SELECT max(rowid) FROM {where} WHERE {condition})"))  # fmt: skip
    assert code in {finding for finding, _row in found(copy)}


@pytest.mark.parametrize("name", ["note", "public_key"])
def test_what_was_signed_cannot_be_signed_by_another(copy: Connection, name: str) -> None:
    copy.execute(text(f"UPDATE checkpoints SET {name} = replace({name}, 'A', 'B')"))
    assert "signature-wrong" in {code for code, _ in found(copy)}


def test_the_last_entry_cannot_be_cut_off(copy: Connection) -> None:
    """Not even with the head moved back: the rows then know more than the log."""
    chain = copy.execute(
        text("SELECT chain FROM audit_chains WHERE chain <> 'registry' ORDER BY sequence DESC")
    ).scalar()
    copy.execute(text("DELETE FROM audit_entries WHERE chain = :c AND sequence = "
                      "(SELECT max(sequence) FROM audit_entries WHERE chain = :c)"), {"c": chain})  # fmt: skip
    copy.execute(text("UPDATE audit_chains SET (sequence, hash) = (SELECT sequence, hash FROM audit_entries "
                      "WHERE chain = :c ORDER BY sequence DESC LIMIT 1) WHERE chain = :c"), {"c": chain})  # fmt: skip
    assert {code for code, _ in found(copy)} & {"row-changed", "row-unknown"}


def test_a_row_added_or_taken_away_past_the_log_is_named(copy: Connection) -> None:
    gone = copy.execute(text("SELECT id FROM role_grants LIMIT 1")).scalar_one()
    copy.execute(text("DELETE FROM role_grants WHERE id = :id"), {"id": gone})
    assert ("row-missing", f"role_grants/{gone}") in found(copy)
    copied = "created_at, updated_at, version, user_id, role, salt"
    copy.execute(text(f"INSERT INTO role_grants (id, {copied}) SELECT 'new', {copied} FROM role_grants LIMIT 1"))
    assert ("row-unknown", "role_grants/new") in found(copy)


def test_a_row_with_an_empty_id_is_a_row_too(copy: Connection) -> None:
    """Nothing lies before the first row: a grant slipped in there once made an organiser whom nobody saw."""
    names = [row[1] for row in copy.execute(text("PRAGMA table_info(role_grants)")) if row[1] != "id"]
    listed = ", ".join(f'"{name}"' for name in names)
    copy.execute(text(f"INSERT INTO role_grants (id, {listed}) SELECT '', {listed} FROM role_grants LIMIT 1"))
    assert ("row-unknown", "role_grants/") in found(copy)


@pytest.mark.parametrize("sequence", [0, -1])
def test_an_entry_before_the_first_is_named(copy: Connection, sequence: int) -> None:
    names = [row[1] for row in copy.execute(text("PRAGMA table_info(audit_entries)"))]
    listed = ", ".join(f'"{name}"' for name in names if name not in ("id", "sequence"))
    copy.execute(text(f"INSERT INTO audit_entries (id, sequence, {listed}) SELECT 'forged', {sequence}, {listed}"
                      " FROM audit_entries ORDER BY sequence LIMIT 1"))  # fmt: skip
    assert "entry-missing" in {code for code, _row in found(copy)}


def test_what_cannot_be_read_at_all_is_named(copy: Connection) -> None:
    copy.execute(text("UPDATE editions SET quota_rules = 'x', opens_at = 'y'"))
    assert {"row-changed", "unreadable"} <= {code for code, _ in found(copy)}


def test_a_change_that_a_later_deed_covers_is_still_seen(copy: Connection) -> None:
    """Changed behind the log, then again through the application: the later entry does not fit the one before."""
    id_ = copy.execute(text("SELECT id FROM units ORDER BY id LIMIT 1")).scalar_one()
    copy.execute(text("UPDATE units SET name = 'Diam-diam' WHERE id = :id"), {"id": id_})
    engine = make_engine(str(copy.engine.url), writes=True)
    with WriteSession(engine) as session, session.begin():
        unit = session.get(Unit, id_)
        assert unit is not None
        unit.name = "Nama Baru"
    engine.dispose()
    assert ("row-changed-unseen", f"units/{id_}") in found(copy)


@pytest.mark.parametrize("table", ["user_sessions", "password_links"])
def test_nobody_lets_himself_in_past_the_log(copy: Connection, table: str) -> None:
    """A session or a one-time link that is slipped in opens an account; no event tells of it."""
    own = {"user_sessions": {"last_used_at": "created_at", "authenticated_at": "created_at", "user_agent": "''",
                             "has_second_factor": "0"}}.get(table, {})  # fmt: skip
    values = {"id": "'new'", "created_at": "created_at", "updated_at": "created_at", "version": "1", "user_id": "id",
              "token_hash": "'mine'", "expires_at": "'2099-01-01 00:00:00'"} | own  # fmt: skip
    copy.execute(
        text(f"INSERT INTO {table} ({', '.join(values)}) SELECT {', '.join(values.values())} FROM users LIMIT 1")
    )
    assert found(copy) == [("admission-unknown", f"{table}/new")]


@pytest.mark.parametrize("change", ["token_hash = 'mine'", "user_id = (SELECT id FROM users ORDER BY id DESC LIMIT 1)",
                                    "has_second_factor = 1 - has_second_factor"])  # fmt: skip
def test_a_session_stays_whose_it_was(copy: Connection, change: str) -> None:
    id_ = copy.execute(text("SELECT id FROM user_sessions ORDER BY user_id LIMIT 1")).scalar_one()
    copy.execute(text(f"UPDATE user_sessions SET {change} WHERE id = :id"), {"id": id_})
    assert found(copy) == [("admission-unknown", f"user_sessions/{id_}")]
