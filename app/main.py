"""create_app(): wiring, nothing else."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio.to_thread import current_default_thread_limiter, run_sync
from fastapi import FastAPI

from app import __version__, api, database, limiter_store, logs, pages, writer
from app.api import health
from app.delivery.courier import delivering
from app.http import failures, last_use, metrics, openapi, stopping
from app.http.cache import PublicCache
from app.http.compression import Compression
from app.http.head import Head
from app.http.headers import AnswerHeaders
from app.http.hosts import KnownHosts
from app.http.limits import BodyLimit
from app.http.not_modified import NotModified
from app.http.observing import Observing
from app.http.rate_limits import RateLimitHeaders
from app.http.static_files import STATIC, VersionedFiles
from app.settings import settings


@asynccontextmanager
async def _lifespan(_app: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = settings().concurrency
    gc.collect()
    gc.freeze()  # what is here now stays: no later collection has to walk through it
    logs.install()
    stopping.announce_before_stopping()
    with delivering():
        yield
    await run_sync(_finish)


def _finish() -> None:
    """No request is under way any more: what they left behind in threads is written before the database is closed."""
    writer.finish()
    last_use.finish()
    limiter_store.forget()
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
        redirect_slashes=False,  # Starlette would lead to the host that the request names: app/http/failures.py
    )
    failures.install(app)
    writer.told_of_waiting = metrics.WRITER_WAITED.observe
    for router in (*api.routers(), health.router, *pages.routers()):
        app.router.routes.extend(router.routes)  # side by side: nested routers are tried one after the other, slowly
    openapi.install(app)
    app.mount("/static", VersionedFiles(directory=STATIC), name="static")
    app.add_middleware(RateLimitHeaders)
    app.add_middleware(BodyLimit)
    app.add_middleware(Compression)
    app.add_middleware(PublicCache)
    app.add_middleware(NotModified)
    app.add_middleware(KnownHosts)
    app.add_middleware(AnswerHeaders)
    app.add_middleware(Head)
    app.add_middleware(Observing)
    return app
