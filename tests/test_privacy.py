"""The register of personal data is what the columns say, and no text column is forgotten."""

from app.commands.privacy import PAGE, columns, text
from app.models.privacy import IMPERSONAL, INFO, Personal

NAMES = [name for names in IMPERSONAL.values() for name in names]


def test_the_register_is_what_the_columns_say() -> None:
    assert PAGE.read_text("utf-8") == text(), "run `python -m app.commands privacy`"


def test_every_text_column_is_marked_or_listed_with_a_reason() -> None:
    marked = {name for name, column in columns() if INFO in column.info}
    listed = set(NAMES)
    everything = {name for name, _ in columns()}
    assert everything - marked - listed == set(), "mark these with personal(…), or list them in IMPERSONAL"
    assert marked & listed == set(), "both personal and not"
    assert listed - everything == set(), "no such columns any more"
    assert len(NAMES) == len(listed), "listed twice"


def test_every_mark_says_everything() -> None:
    marks = [column.info[INFO] for _, column in columns() if INFO in column.info]
    assert len(marks) >= 20
    for mark in marks:
        assert isinstance(mark, Personal)
        assert all((mark.what, mark.why, mark.readers, mark.kept, mark.basis.value)), mark


def test_what_everybody_knows_to_be_personal_is_marked() -> None:
    marked = {name for name, column in columns() if INFO in column.info}
    known = {"users.email", "users.name", "user_sessions.user_agent", "proposals.answers", "proposals.collaborators",
             "documents.filename", "transitions.actor_name", "revisions.saved_by_name", "reopenings.actor_name",
             "idempotent_answers.body"}  # fmt: skip
    assert known <= marked
