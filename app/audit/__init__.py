"""The audit log: who changed what, when, from where; written in the transaction of the change, chained by hashes.

Importing this package is what turns it on: every ``WriteSession`` notes the rows that it changes (``changes.py``) and,
as the last thing before its commit, adds an entry to the chain of each edition that they belong to (``entries.py``).
"""

from sqlalchemy import event

from app.audit.changes import notice
from app.audit.entries import seal
from app.database import WriteSession


def turn_on() -> None:
    """From now on every write is recorded."""
    event.listen(WriteSession, "before_flush", notice)
    event.listen(WriteSession, "before_commit", seal)


def turn_off() -> None:
    """Only for measuring what the log costs (bench/audit.py)."""
    event.remove(WriteSession, "before_flush", notice)
    event.remove(WriteSession, "before_commit", seal)


turn_on()
