"""The entries: what a transaction changed, added to the chain of each edition that it belongs to."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import String, bindparam, insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col

from app.audit.changes import CHANGES, Change
from app.audit.origin import Origin, origin
from app.clock import new_id, now
from app.database import WriteSession, is_sqlite, sha256_hex
from app.models import Assignment, AuditChain, AuditEntry, Proposal, Publication
from app.models.audit import REGISTRY
from app.prepared.statements import change, run
from app.rules.digests import NOTHING_BEFORE

EVENTS = "audit.events"
"""Where a session keeps what happened without a change of a row: (chain, what, about)."""
LONGEST = 100
"""Changes in one entry; a deed that touches more rows has several entries."""
_Changes = Mapping[tuple[str, str], Change]
_Line = list[str | None]
"""A change as an entry has it: table, id, digest before, digest after."""


def note(session: Session, action: str, about: dict[str, Any], chain: str = REGISTRY) -> None:
    """Records that something happened that changes no row of record: a sign-in, personal data that was read."""
    session.info.setdefault(EVENTS, []).append((chain, action, about))


def seal(session: WriteSession) -> None:
    """Adds the entries; listens to ``before_commit``, so that the chain is locked last and shortest."""
    session.flush()
    changes, events = session.info.pop(CHANGES, {}), session.info.pop(EVENTS, [])
    if not changes and not events:
        return
    lines, source = _lines_by_chain(session, changes), origin()
    by_chain: dict[str, list[dict[str, Any]]] = {
        chain: [{"action": source.action, "changes": part} for part in _parts(found)] for chain, found in lines.items()
    }
    for chain, action, about in events:
        by_chain.setdefault(chain, []).append({"action": action, "about": about})
    for chain in sorted(by_chain):  # in one order, so that two deeds never lock crosswise
        _append(session, chain, source, by_chain[chain])


def append_adopted(session: WriteSession, chain: str, lines: Sequence[_Line]) -> None:
    """Takes rows into a chain that were there before it (app/audit/adoption.py)."""
    deeds = [{"action": "adopted", "changes": part} for part in _parts(lines)]
    _append(session, chain, origin(), deeds)


def _lines_by_chain(session: WriteSession, changes: _Changes) -> dict[str, list[_Line]]:
    found: dict[str, list[_Line]] = defaultdict(list)
    for (table, id_), one in changes.items():
        after = one.after()
        if after != one.before:
            found[_chain_of(session, one, changes)].append([table, id_, one.before, after])
    return found


def _parts(lines: Sequence[_Line]) -> Iterator[Sequence[_Line]]:
    for start in range(0, len(lines), LONGEST):
        yield lines[start : start + LONGEST]


_LEADS: dict[str, type[Any]] = {"proposal_id": Proposal, "assignment_id": Assignment, "publication_id": Publication}


def _chain_of(session: WriteSession, one: Change, changes: _Changes) -> str:
    """The edition's id; the way to it is mostly in the session already."""
    if one.leads_to is None:
        return REGISTRY
    parent = _LEADS.get(one.model.CHAIN)
    if parent is None:
        return one.leads_to
    known = session.identity_map.get(identity_key(parent, one.leads_to))
    if known is not None:
        return str(known.edition_id)
    rows = run(session, ("edition of", parent), lambda: _edition_of(parent), {"of": one.leads_to})
    # Where the parent went in the same transaction, its own change says where it belonged.
    return str(rows[0][0] if rows else changes[str(parent.__tablename__), one.leads_to].leads_to)


def _edition_of(parent: type[Any]) -> Any:
    return select(parent.edition_id).where(parent.id == bindparam("of"))


def _append(session: WriteSession, chain: str, source: Origin, deeds: Sequence[dict[str, Any]]) -> None:
    for deed in deeds:
        moment, id_ = now(), new_id()
        body = _encode({"id": id_, "chain": chain, "at": moment.isoformat(), "actor": source.actor} | deed)
        entry = {"id": id_, "chain": chain, "at": moment, "actor_id": source.actor.get("id"),
                 "action": deed["action"], "body": body}  # fmt: skip
        if not _add(session, entry):
            session.execute(_begun(session, chain))
            _add(session, entry)


def _add(session: WriteSession, entry: dict[str, Any]) -> int:
    """Moves the chain on and adds the entry; 0 where the chain has not begun.

    Nobody else can add to the chain until this transaction ends: on PostgreSQL it is one statement, so that the wait
    for the head is as short as can be; SQLite's writers queue anyway, and it knows no INSERT from an UPDATE.
    """
    if not is_sqlite(session):
        return change(session, "audit entry", _moved_and_added, entry)
    moved = run(session, "audit head", _moved, {"chain": entry["chain"], "body": entry["body"]})
    if not moved:
        return 0
    sequence, hash_ = moved[0]
    return change(session, "audit entry", _added, entry | {"sequence": sequence, "hash": hash_})


_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _moved() -> Any:
    moved = update(AuditChain).where(col(AuditChain.chain) == bindparam("chain")).values(
        sequence=AuditChain.sequence + 1,
        hash=sha256_hex(col(AuditChain.hash) + "\n" + bindparam("body", type_=String)),
    )  # fmt: skip
    return moved.returning(col(AuditChain.sequence), col(AuditChain.hash))


def _added() -> Any:
    return insert(AuditEntry).values({name: bindparam(name) for name in AuditEntry.model_fields})


def _moved_and_added() -> Any:
    head = _moved().cte("head")
    columns = AuditEntry.__table__.c  # type: ignore[attr-defined]
    given = [column for column in columns if column.key not in {"sequence", "hash"}]
    values = [bindparam(column.key, type_=column.type) for column in given]
    names = [*(column.key for column in given), "sequence", "hash"]
    return insert(AuditEntry).from_select(names, select(*values, head.c.sequence, head.c.hash))


def _begun(session: WriteSession, chain: str) -> Any:
    make = sqlite.insert if is_sqlite(session) else postgresql.insert
    return make(AuditChain).values(chain=chain, sequence=0, hash=NOTHING_BEFORE).on_conflict_do_nothing()
