"""Assessment instruments: those that come with JIPP, and those that the organiser stored."""

from fastapi import APIRouter, Request, Response

from app.domain.assessments import instruments as deeds
from app.http.actor import Known
from app.http.listing import whole
from app.http.public import Public
from app.http.routes import ResourceRoute
from app.http.sessions import Reading, Writing
from app.instruments import loading
from app.models.base import Page
from app.models.instrument import InstrumentCreate, InstrumentName, InstrumentRead, InstrumentSummary
from app.queries.assessments import instruments as queries

router = APIRouter(tags=["instruments"], prefix="/api/v1", route_class=ResourceRoute)


@router.get("/instruments", dependencies=[Public])
@router.get("/instruments.csv", dependencies=[Public], include_in_schema=False)
def list_instruments(session: Reading, request: Request) -> Page[InstrumentSummary]:
    """The instruments, by name."""
    return whole(request, InstrumentSummary, queries.list_(session))  # type: ignore[return-value]


@router.post("/instruments", status_code=201, responses={200: {"model": InstrumentRead, "description": "Only checked"}})
def create_instrument(body: InstrumentCreate, session: Writing, actor: Known, response: Response) -> InstrumentRead:
    """Stores an instrument of one year, sent as the text of its YAML file (organiser).

    Every fault is named in a 422, as `line.<line>.<column>`. With `dry_run` it is only checked: the answer is the
    instrument as it would be, with status 200. One of the same name is replaced as long as no round uses it.
    """
    if body.dry_run:
        name, _definition, text = deeds.read_in(session, actor, body)
        response.status_code = 200
        one = loading.load(text)
        return queries.of(queries.summary_of(name, one), one, text)
    row = deeds.store(session, actor, body)
    response.headers["Location"] = f"/api/v1/instruments/{row.name}"
    return queries.read(session, row.name)


@router.get("/instruments/{instrument_id}", dependencies=[Public])
def read_instrument(instrument_id: InstrumentName, session: Reading) -> InstrumentRead:
    """One instrument: what it asks, weighs and bands, and what of it is open."""
    return queries.read(session, instrument_id)
