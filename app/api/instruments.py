"""Assessment instruments: those that come with JIPP, and those that the organiser stored."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response

from app.domain.assessments import instruments as deeds
from app.http.actor import Known
from app.http.instrument_words import sentence
from app.http.listing import whole
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.instruments import loading
from app.instruments.checking import doubts
from app.models.base import Page
from app.models.instrument import (
    InstrumentChange,
    InstrumentCreate,
    InstrumentName,
    InstrumentRead,
    InstrumentSent,
    InstrumentSummary,
)
from app.queries.assessments import instruments as queries

router = APIRouter(tags=["instruments"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/instruments", dependencies=[Public])
@router.get("/instruments.csv", dependencies=[Public], include_in_schema=False)
def list_instruments(session: Reading, request: Request) -> Page[InstrumentSummary]:
    """The instruments, by name."""
    return whole(request, InstrumentSummary, queries.list_(session))  # type: ignore[return-value]


@router.post("/instruments", status_code=201, responses={200: {"model": InstrumentSent, "description": "Only checked"}})
def create_instrument(body: InstrumentCreate, session: Writing, actor: Known, response: Response) -> InstrumentSent:
    """Stores an instrument of one year, sent as the text of its YAML file (organiser).

    Every fault is named in a 422, as `line.<line>.<column>`. With `dry_run` it is only checked: the answer is the
    instrument as it would be, with status 200. One of the same name is replaced as long as no round uses it. Either
    way the answer says what differs from that one, or from last year's. A file without a seal is sealed; one that was
    changed since it was sealed is refused unless `reseal` says that this is meant.
    """
    sent = deeds.read_in(session, actor, body)
    if body.dry_run:
        response.status_code = 200
        one = loading.load(sent.text)
        return _sent(sent, queries.of(queries.summary_of(sent.name, one), one, sent.text))
    row = deeds.store(session, sent)
    response.headers["Location"] = f"/api/v1/instruments/{row.name}"
    return _sent(sent, queries.read(session, row.name))


def _sent(sent: deeds.Sent, read: InstrumentRead) -> InstrumentSent:
    before = sent.before
    return InstrumentSent(
        **read.model_dump(), compared_with=f"{before.instrument}_{before.year}" if before else None,
        warnings=[sentence(one) for one in doubts(sent.text)],
        changes=[InstrumentChange(**asdict(one)) for one in sent.changes],
    )  # fmt: skip


@router.get("/instruments/{instrument_id}", dependencies=[Public])
def read_instrument(instrument_id: InstrumentName, session: Reading) -> InstrumentRead:
    """One instrument: what it asks, weighs and bands, and what of it is open."""
    return queries.read(session, instrument_id)
