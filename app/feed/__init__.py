"""The change feed and the index of the catalogue: kept in step by the transaction that changes an innovation.

Importing this package is what turns it on: as the last thing but the audit's seal before its commit, every
``WriteSession`` that changed innovations numbers the changes and brings the index up to date (``recording.py``). What
was written past the ORM (the demo, a restore, tests) is caught up with by ``catch_up``.
"""

from sqlalchemy import event

from app.database import WriteSession
from app.feed import words_table
from app.feed.recording import begin_epoch, catch_up, record

__all__ = ["begin_epoch", "catch_up"]

words_table.follow_the_schema()
event.listen(WriteSession, "before_commit", record, insert=True)  # before the audit takes its notes away
