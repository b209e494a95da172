"""Which tables the log covers, and why the others need no entries."""

from app import models
from app.models.base import Recorded

RECORDED: tuple[type[Recorded], ...] = tuple(
    sorted(
        (model for model in vars(models).values() if isinstance(model, type) and issubclass(model, Recorded)),
        key=lambda model: str(model.__tablename__),
    )
)
"""Their rows have an entry for each change, and a digest that ``jipp verify`` compares."""

UNRECORDED = {
    "audit_entries": "the log itself; each entry is bound by its hash",
    "audit_chains": "where each chain stands; compared with its last entry",
    "checkpoint_leaves": "bound by the root that the checkpoint signs",
    "catalogue_entries": "made again from the innovations",
    "catalogue_terms": "made again from the innovations",
    "feed_changes": "each change bears the digest of its innovation, whose row has entries",
    "feed_state": "moves with the feed; the digest is a sum over the innovations",
    "edition_counters": "counted again from the proposals",
    "edition_tallies": "counted again from the proposals",
    "public_state": "a number that only tells caches to look again",
    "idempotent_answers": "answers kept for a day, for repeated requests",
    "attempt_counts": "of the moment: guesses at passwords",
    "sheet_times": "a measurement that decides nothing; it grows while a sheet is open",
    "rate_windows": "of the moment: requests of a minute",
    "recovery_codes": "of one use; making and using them are events of the log",
    "password_links": "of one use; making one is an event of the log, the password a change",
    "replication_requests": "of the moment: gone in three days, or a replication",
    "outbox_messages": "mail and webhooks on their way, kept for a month",
    "votes": "anonymous and counted; what is published of them is signed, until then the log does not guard them",
    "visitors": "anonymous unless they say who they are, which they may take back; cleared after the exhibition",
    "tickets": "of one use; only who redeemed one is added",
    "visits": "anonymous and counted; no result hangs on them",
    "usefulness_votes": "anonymous and counted, as votes are",
    "guest_book_entries": "words of visitors, cleared after the exhibition; no result hangs on them",
    "similar_texts": "made again from the innovations and proposals",
    "similar_marks": "made again from the innovations and proposals",
    "askers": "how to reach who asked a question; decides nothing, and goes by the person's link or by itself",
    "followers": "addresses that citizens confirmed and take away by links of their own; nothing hangs on them",
    "survey_answers": "anonymous and counted; clearing what tells people apart leaves no trace; a file is an event",
    "service_records": "measurements by the million; each request or file that brings some is an event of the log",
    "service_months": "summed up from the service records",
    "certificate_batches": "of the moment: how far a batch is; each certificate made is a row with entries",
    "user_sessions": "of the moment; signing in, confirming and signing out are events of the log",
}
"""Table → why it has no entries."""
