"""Open data: which datasets there are, and the catalogue whole in formats for spreadsheets and for analysis."""

from collections.abc import Iterable, Iterator
from threading import BoundedSemaphore
from typing import Annotated, BinaryIO

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse

from app import __version__
from app.catalogue.marks import Ints
from app.database import ReadSession
from app.errors import DomainError
from app.http import open_data as words
from app.http import parquet
from app.http.locale import current_language
from app.http.media_types import LINES, PARQUET, XLSX
from app.http.not_modified import has_already
from app.http.public import Public, offered
from app.http.query import query_of
from app.http.routes import ResourceRoute
from app.http.sessions import Reading
from app.http.site import address
from app.http.workbook import workbook
from app.models.base import Id
from app.models.open_data import OpenData
from app.queries import catalogue_files, innovations
from app.queries import open_data as queries
from app.queries.assessments import addresses
from app.queries.assessments.addresses import PublishedRound, Raport
from app.queries.catalogue_files import SitemapPart, Told
from app.queries.innovations import InnovationFilters

router = APIRouter(tags=["open-data"], prefix="/api/v1", route_class=ResourceRoute)
CHUNK = 64 * 1024
"""Bytes of a finished file that are sent at a time."""
_one_workbook = BoundedSemaphore(1)
"""A large workbook takes a core for a minute: one at a time, the others come again."""
Filters = Annotated[InnovationFilters, query_of(InnovationFilters)]


class WorkbookUnderWay(DomainError):
    """Another workbook is being made."""

    status = 503
    code = "workbook-under-way"


@router.get("/open-data", dependencies=[Public])
def read_open_data(session: Reading, request: Request) -> OpenData:
    """The datasets that everybody may take: definition, unit, period, source, licence, columns, and where they are."""
    return words.open_data(queries.facts(session), address(request), parquet.is_installed())


Described = Annotated[OpenData, Depends(read_open_data)]


@router.get("/innovations.jsonl", include_in_schema=False)
def read_json_lines(query: Filters, session: Reading, request: Request) -> Response:
    """The innovations that pass the filters, whole: a JSON object a line."""
    tag, numbers = _chosen(session, query, "jsonl")
    if has_already(request, tag):
        return Response(status_code=304, headers=_headers(request, "jsonl", tag))
    return StreamingResponse(_lines(numbers), 200, _headers(request, "jsonl", tag), LINES)


@router.get("/innovations.xlsx", include_in_schema=False)
def read_workbook(query: Filters, session: Reading, request: Request, described: Described) -> Response:
    """The innovations that pass the filters as a workbook, with a sheet that says what the columns mean."""
    tag, numbers = _chosen(session, query, "xlsx")
    headers = _headers(request, "xlsx", tag)
    if has_already(request, tag):
        return Response(status_code=304, headers=headers)
    dataset = described.datasets[0]
    if not _one_workbook.acquire(blocking=False):
        raise WorkbookUnderWay
    try:
        session.close()  # the rows are read by connections of their own, one at a time
        file = workbook(catalogue_files.rows_of(numbers), described, dataset, dataset.changed_at)
    finally:
        _one_workbook.release()
    return StreamingResponse(_pieces(file), 200, headers, XLSX)


@router.get("/innovations.parquet", include_in_schema=False)
def read_parquet(query: Filters, session: Reading, request: Request, described: Described) -> Response:
    """The innovations that pass the filters as Parquet; 501 where this installation cannot write it."""
    if not parquet.is_installed():
        raise parquet.FormatNotInstalled
    tag, numbers = _chosen(session, query, "parquet")
    if has_already(request, tag):
        return Response(status_code=304, headers=_headers(request, "parquet", tag))
    rows = parquet.parquet(catalogue_files.rows_of(numbers), described, described.datasets[0])
    return StreamingResponse(rows, 200, _headers(request, "parquet", tag), PARQUET)


def read_newest(query: Annotated[InnovationFilters, query_of(InnovationFilters)], session: Reading) -> list[Told]:
    """The innovations that came in last and pass the filters, at most ``limit``, for the feeds; order is by arrival."""
    return catalogue_files.read_told(session, innovations.newest(session, query))


def read_sitemap(session: Reading) -> list[SitemapPart]:
    """The parts that the sitemap of the innovations has."""
    return catalogue_files.sitemap_parts(session)


def read_published_rounds(session: Reading) -> list[PublishedRound]:
    """The assessment rounds whose raports everybody reads: each is a part of the sitemap."""
    return addresses.rounds(session)


def read_published_raports(round_id: Id, session: Reading) -> list[Raport]:
    """The raports of such a round; 404 of any other."""
    return addresses.raports(session, round_id)


def _chosen(session: ReadSession, query: InnovationFilters, form: str) -> tuple[str, Ints]:
    """The tag of a file of these rows as they are now, and the rows' numbers."""
    mark = catalogue_files.state(session)[0]
    language = current_language.get() if form != "jsonl" else ""
    return f'"{form}{language}-{__version__}-{mark}-{query.digest()}"', innovations.numbers(session, query)


def _headers(request: Request, form: str, tag: str) -> dict[str, str]:
    return offered(request) | {"ETag": tag, "Content-Disposition": f'attachment; filename="innovations.{form}"'}


def _lines(numbers: Ints) -> Iterable[bytes]:
    for rows in catalogue_files.rows_of(numbers):
        yield b"".join(row.model_dump_json().encode() + b"\n" for row in rows)


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        yield from iter(lambda: file.read(CHUNK), b"")
