"""The floor's SQL: the product's own lists where the product lets SQL write the JSON, the plainest equal elsewhere."""

from typing import Any

from sqlalchemy import Engine, func, literal_column, text
from sqlmodel import col, select

from app.models import EditionTally, Proposal, Unit
from app.models.proposal import ProposalRead
from app.models.unit import UnitRead
from app.models.user import Role
from app.queries.json_rows import JsonRow
from app.queries.paging import Order
from app.queries.proposals import lists, one
from app.rules.permissions import Actor, Grant
from bench.data import World

EVERYWHERE = Actor("key", None, "bench", "", (Grant(Role.organiser, None),))


def plan(engine: Engine, world: World) -> dict[str, str]:
    """Statements by name, as the driver takes them."""
    query = lists.ProposalFilters()
    order = Order.by(query.sort, lists._SORTS, col(Proposal.id))
    proposals = lists._statement(EVERYWHERE, query, order).order_by(col(Proposal.id).desc()).limit(51)
    units = select(JsonRow({name: col(getattr(Unit, name)) for name in UnitRead.model_fields}))
    statements = {
        "list": proposals,
        "list total": select(func.sum(EditionTally.count)),
        "units": units.order_by(col(Unit.code), col(Unit.id)).limit(51),
        "units total": select(func.count()).select_from(Unit),
        "one": _one(world.proposal_id),
    }
    written = {
        "submission": "INSERT INTO bench_writes (body) VALUES ('submitted')", "submission answer": '{"ok":true}',
        "sheet": "UPDATE bench_writes SET body = CAST(random() AS TEXT) WHERE id = 1", "sheet answer": '{"ok":true}',
    }  # fmt: skip
    return {name: _sql(engine, statement) for name, statement in statements.items()} | written


def _one(proposal_id: str) -> Any:
    columns = one._COLUMNS | {"history": literal_column("'[]'")}
    return (
        select(JsonRow({name: columns[name] for name in ProposalRead.model_fields}))
        .join_from(Proposal, lists.writer, col(lists.writer.id) == Proposal.unit_id)
        .outerjoin(lists.participant, col(lists.participant.id) == Proposal.participant_id)
        .where(Proposal.id == proposal_id)
    )


def _sql(engine: Engine, statement: Any) -> str:
    compiled = statement.compile(dialect=engine.dialect, compile_kwargs={"literal_binds": True})
    return str(compiled).replace("%%", "%")


def prepare(engine: Engine) -> None:
    """The table that the floor writes to."""
    identity = "INTEGER PRIMARY KEY" if engine.dialect.name == "sqlite" else "SERIAL PRIMARY KEY"
    with engine.begin() as connection:
        connection.execute(text(f"CREATE TABLE bench_writes (id {identity}, body TEXT)"))
        connection.execute(text("INSERT INTO bench_writes (body) VALUES ('first')"))
