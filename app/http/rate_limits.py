"""How often: a limit for each API key, and for each address that nobody signed in stands behind.

Answers say it as draft-ietf-httpapi-ratelimit-headers-10 does: ``RateLimit-Policy: "key";q=600;w=60`` and
``RateLimit: "key";r=599;t=42``. Whoever is over it gets 429 with ``Retry-After``.
"""

from collections.abc import Callable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any, TypeVar

from anyio.to_thread import run_sync
from fastapi import Depends, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import database, limiter, limiter_store
from app.errors import TooManyRequests
from app.http.ballot import ballot_of
from app.http.csrf import SAFE_METHODS
from app.http.device import device_of
from app.limiter import Quota, Verdict
from app.rules.permissions import Actor
from app.secrets_store import keyed_digest
from app.settings import settings

F = TypeVar("F", bound=Callable[..., Any])
VERDICT = "jipp.rate"
_CROWD = "is_of_a_crowd"
NOT_AN_ADDRESS = "unknown"


async def limit(request: Request, actor: Actor) -> None:
    """Counts the request against its key, or against its address where an unknown person writes; 429 past the limit."""
    if actor.kind == "key" and actor.id:
        await _count(request, f"key:{actor.id}", Quota("key", settings().key_requests_per_minute))
    elif actor.kind == "anonymous" and request.method not in SAFE_METHODS:
        await limit_by_address(request)


async def limit_by_address(request: Request) -> None:
    """Counts the request against its address, once however often it is asked.

    A browser in which somebody has signed in before counts by itself: a flood from the same office does not hinder it.
    """
    if hasattr(request.scope.get("endpoint"), _CROWD):
        await _limit_of_a_crowd(request)
        return
    quota = Quota("address", settings().anonymous_writes_per_minute)
    device = device_of(request)
    await _count(request, f"device:{device}" if device else f"address:{address_digest(request)}", quota)


def of_a_crowd(endpoint: F) -> F:
    """Marks what visitors of an exhibition do, hundreds of them behind one address: each is counted by itself."""
    setattr(endpoint, _CROWD, True)
    return endpoint


async def _limit_of_a_crowd(request: Request) -> None:
    """Who has one of our ballots is known by it; only who comes with none is counted with the others of the address."""
    ballot = ballot_of(request)
    if ballot is None:
        newcomers = Quota("newcomers", settings().new_visitors_per_minute)
        await _count(request, f"newcomers:{address_digest(request)}", newcomers)
    else:
        await _count(request, f"visitor:{ballot[:40]}", Quota("visitor", settings().anonymous_writes_per_minute))


ByAddress = Depends(limit_by_address)
"""For an endpoint that anybody may call to change something: no more than so many a minute from one address."""


async def _count(request: Request, bucket: str, quota: Quota) -> None:
    if quota.limit <= 0 or VERDICT in request.scope:
        return
    verdict = limiter.ask(bucket, quota) or await fetched(bucket, quota)
    if verdict is None:
        return
    request.scope[VERDICT] = verdict
    if not verdict.is_allowed:
        raise TooManyRequests(seconds=verdict.resets_in)


async def fetched(bucket: str, quota: Quota) -> Verdict | None:
    """The verdict of the store; None where it is broken: a limit must not be what stops the work."""
    try:
        # As in database.look_up: a local file answers before a thread would have begun.
        return limiter.take(bucket, quota) if database.reads_a_file() else await run_sync(limiter.take, bucket, quota)
    except limiter_store.Unavailable:
        return None


def address_of(request: Request) -> str:
    """Whose request it is: the address, of IPv6 its /64, which is what one household or office has.

    Behind a proxy it is the one that the proxy names, where ``JIPP_TRUSTED_PROXIES`` has the proxy (uvicorn sees to
    that before the request comes here).
    """
    return _normal(request.client.host if request.client else "")


@lru_cache(maxsize=4096)
def _normal(host: str) -> str:
    try:
        address: IPv4Address | IPv6Address = ip_address(host.partition("%")[0])
    except ValueError:
        return NOT_AN_ADDRESS
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, 64), strict=False))
    return str(address)


def address_digest(request: Request) -> str:
    """What is kept of an address: enough to count, nothing to read."""
    return _digest(address_of(request))


@lru_cache(maxsize=4096)
def _digest(address: str) -> str:
    return keyed_digest("addresses", address)[:40]


class RateLimitHeaders:
    """ASGI middleware: tells who is counted how much is left, whatever the answer is."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Adds the headers where the request was counted."""

        async def with_headers(message: Message) -> None:
            verdict: Verdict | None = scope.get(VERDICT)
            if verdict is not None and message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *_headers(verdict)]
            await send(message)

        await self.app(scope, receive, with_headers)


def _headers(verdict: Verdict) -> list[tuple[bytes, bytes]]:
    quota = verdict.quota
    return [
        (b"ratelimit-policy", f'"{quota.name}";q={quota.limit};w={quota.window}'.encode()),
        (b"ratelimit", f'"{quota.name}";r={verdict.remaining};t={verdict.resets_in}'.encode()),
    ]
