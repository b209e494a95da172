"""Every table is either of record, or has a reason not to be."""

from sqlmodel import SQLModel

from app.audit.tables import RECORDED, UNRECORDED


def test_every_table_is_covered_or_says_why_not() -> None:
    recorded = {str(model.__tablename__) for model in RECORDED}
    assert not recorded & set(UNRECORDED)
    assert recorded | set(UNRECORDED) == set(SQLModel.metadata.tables)
