"""The OpenAPI document: what FastAPI knows of the endpoints, completed by what it cannot know.

It is made when somebody first asks for it, and kept. Its examples are exchanges with the running application, recorded
by ``tests/record_examples.py``.
"""

from functools import cache
from threading import Lock
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute

from app.http.openapi.about import about
from app.http.openapi.operations import complete
from app.http.openapi.schemas import tidy
from app.http.public import body_etag
from app.models.base import compact_json

PATH = "/api/v1/openapi.json"


def install(app: FastAPI) -> None:
    """Gives *app* its document, and serves it at ``PATH``.

    It takes seconds to make: who asks meanwhile waits for the one who asked first, so that sixty do not make it sixty
    times.
    """
    making = Lock()

    @cache
    def kept() -> tuple[dict[str, Any], bytes, str]:
        made = document(app)
        body = compact_json(made).encode()
        return made, body, body_etag(body)

    def made() -> dict[str, Any]:
        with making:
            return kept()[0]

    def serve(_request: Request) -> Response:
        with making:
            _made, body, tag = kept()
        return Response(body, 200, {"ETag": tag, "Cache-Control": "no-cache"}, "application/json")

    app.openapi = made  # type: ignore[method-assign]
    app.add_route(PATH, serve, include_in_schema=False)


def document(app: FastAPI) -> dict[str, Any]:
    """The document (OpenAPI 3.1) of the application's routes."""
    spec = get_openapi(title=app.title, version=app.version, openapi_version="3.1.0", routes=app.routes)
    routes = [route for route in app.routes if isinstance(route, APIRoute)]
    tidy(spec)
    for route in routes:
        if route.include_in_schema:
            for method in route.methods or ():
                operation = spec["paths"][route.path_format][method.lower()]
                complete(operation, route, method, spec["components"]["schemas"], _is_list(route, routes))
    about(spec)
    return spec


def _is_list(route: APIRoute, routes: list[APIRoute]) -> bool:
    """Whether the path with ``.csv`` at its end gives the same as a table."""
    return any(other.path_format == route.path_format + ".csv" for other in routes)
