"""create_app(): wiring, nothing else."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from app import __version__, api, database, pages
from app.api import health
from app.delivery.courier import delivering
from app.http import failures, openapi
from app.http.cache import PublicCache
from app.http.compression import Compression
from app.http.head import Head
from app.http.headers import AnswerHeaders
from app.http.limits import BodyLimit
from app.http.metrics import RequestCounter
from app.http.not_modified import NotModified
from app.settings import settings

STATIC = Path(__file__).parent / "static"


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = settings().concurrency
    gc.collect()
    gc.freeze()  # what is here now stays: no later collection has to walk through it
    with delivering():
        yield
    database.dispose_engines()


def create_app() -> FastAPI:
    """The application, as uvicorn runs it (``app.main:create_app`` with ``--factory``)."""
    app = FastAPI(
        title="JIPP",
        version=__version__,
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    failures.install(app)
    for router in (*api.routers(), health.router, *pages.routers()):
        app.router.routes.extend(router.routes)  # side by side: nested routers are tried one after the other, slowly
    openapi.install(app)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    app.add_middleware(BodyLimit)
    app.add_middleware(Compression)
    app.add_middleware(PublicCache)
    app.add_middleware(NotModified)
    app.add_middleware(AnswerHeaders)
    app.add_middleware(Head)
    app.add_middleware(RequestCounter)
    return app
