"""``HEAD``: a GET whose body stays here (RFC 9110 9.3.2), for every address that can be read."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOTED = ("route", "jipp.actor")
"""What the log and the figures want to know of a request."""


class Head:
    """ASGI middleware."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Asks as GET and sends the headers on alone."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        asked = {**scope, "method": "GET"}

        async def without_body(message: Message) -> None:
            if message["type"] == "http.response.body":
                await send({**message, "body": b""})
                return
            scope.update((name, asked[name]) for name in NOTED if name in asked)
            await send(message)

        await self.app(asked, receive, without_body)
