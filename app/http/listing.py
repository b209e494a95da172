"""One list, two forms: a page of JSON with its ``Link``, or all rows as CSV, streamed page by page."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from app import database
from app.database import ReadSession
from app.models.base import Page, compact_json
from app.models.listing import MAX_LIMIT, ListQuery
from app.queries.json_rows import JsonPage

P = TypeVar("P", bound=BaseModel)
Q = TypeVar("Q", bound=ListQuery)
_FORMULA = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
"""How a text begins that a spreadsheet may take for a formula: full-width signs count, what is invisible does not."""
_KINDS = {"text/csv": True, "application/json": False, "application/*": False, "*/*": False}
"""What ``Accept`` may name, and whether it means CSV."""
_WEIGHT = re.compile(r"q=([01](?:\.\d{0,3})?)")


def listing(
    request: Request,
    response: Response,
    session: ReadSession,
    query: Q,
    fetch: Callable[[ReadSession, Q], Page[P] | JsonPage[P]],
) -> Page[P] | JsonPage[P] | Response:
    """The page that *fetch* gives, or the whole list as CSV where the caller asks for it."""
    if wants_csv(request):
        return _csv(request, query, fetch)
    page = fetch(session, query)
    if page.next:
        headers = page.headers if isinstance(page, JsonPage) else response.headers
        headers["Link"] = f'<{_next_url(request, page.next)}>; rel="next"'
    if isinstance(page, JsonPage):
        page.headers.update(response.headers)
    return page


def whole(request: Request, item: type[P], items: list[P]) -> Page[P] | Response:
    """A short list, given at once: as one page, or as CSV where the caller asks for it."""
    if wants_csv(request):
        return rows_as_csv(_file_name(request), item, items)
    return Page[item](items=items, total=len(items))  # type: ignore[valid-type]


def _next_url(request: Request, cursor: str) -> str:
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "cursor"]
    return f"{request.url.path}?{urlencode([*kept, ('cursor', cursor)])}"


def wants_csv(request: Request) -> bool:
    """By path (``.csv``), or by what ``Accept`` likes best (RFC 9110 12.5.1); among equals the first counts.

    A page asks the same endpoints, and is a page whatever is accepted.
    """
    path = request.url.path
    if path.endswith(".csv") or not path.startswith("/api/"):
        return path.endswith(".csv")
    liked = [_weighed(part) for part in request.headers.get("accept", "*/*").split(",")]
    known = [(kind, weight) for kind, weight in liked if kind in _KINDS and weight > 0]
    return bool(known) and _KINDS[max(known, key=lambda one: one[1])[0]]


def _weighed(part: str) -> tuple[str, float]:
    """A media type of ``Accept`` with its weight, 1 where none is given."""
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    weight = next((_WEIGHT.fullmatch(one) for one in parameters if one.startswith("q=")), None)
    return kind, float(weight[1]) if weight else 1.0


def _csv(request: Request, query: Q, fetch: Callable[[ReadSession, Q], Page[P] | JsonPage[P]]) -> StreamingResponse:
    first = query.model_copy(update={"limit": MAX_LIMIT, "cursor": None})
    headers = {"Content-Disposition": f'attachment; filename="{_file_name(request)}"', "Cache-Control": "no-store"}
    return StreamingResponse(_lines(first, fetch), 200, headers, "text/csv; charset=utf-8; header=present")


def _file_name(request: Request) -> str:
    return request.url.path.rsplit("/", 1)[-1].removesuffix(".csv") + ".csv"


def rows_as_csv(name: str, item: type[BaseModel], items: Sequence[BaseModel]) -> Response:
    """Some rows, all at hand, as a CSV file."""
    columns = list(item.model_fields)
    lines = [_row(columns), *(_row([cell(getattr(item, column)) for column in columns]) for item in items)]
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response("".join(lines), 200, headers, "text/csv; charset=utf-8; header=present")


def _lines(query: Q, fetch: Callable[[ReadSession, Q], Page[P] | JsonPage[P]]) -> Iterator[str]:
    """The file, a page of rows at a time: between two no connection is held, however slowly the caller reads."""
    is_first = True
    while True:
        with database.reading() as session:
            page = fetch(session, query)
            columns = columns_of(page)
            rows = [_row([cell(getattr(item, name)) for name in columns]) for item in page.items]
        yield "".join([_row(columns), *rows] if is_first else rows)
        if page.next is None:
            return
        query, is_first = query.model_copy(update={"cursor": page.next}), False


def columns_of(page: Page[P] | JsonPage[P]) -> list[str]:
    """The field names of the page's items."""
    if isinstance(page, JsonPage):
        return list(page.item.model_fields)
    item: type[BaseModel] = type(page).model_fields["items"].annotation.__args__[0]  # type: ignore[union-attr]
    return list(item.model_fields)


def _row(cells: list[Any]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(cells)
    return line.getvalue()


def cell(value: Any) -> Any:
    """A value as a spreadsheet may open it: text that it would take for a formula gets an apostrophe in front."""
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool)):
        return value
    plain = to_jsonable_python(value)  # as JSON has it: true, 2023-11-23T16:59:00Z
    text = plain if isinstance(plain, str) else compact_json(plain)
    return "'" + text if _FORMULA.match(text) else text
