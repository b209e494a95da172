"""Client of JIPP, the network of public-service innovation.

>>> from jipp_client import Client
>>> with Client("https://jipp.example") as jipp:
...     for innovation in jipp.innovations.list(q="antar obat"):
...         print(innovation["title"])
"""

from jipp_client.client import AsyncClient, Client
from jipp_client.core import Page
from jipp_client.errors import (
    BadRequest,
    Closed,
    Conflict,
    CursorGone,
    FieldError,
    Forbidden,
    Gone,
    Invalid,
    JippError,
    NoAnswer,
    NotEqual,
    NotFound,
    NotReady,
    Problem,
    QuotaExceeded,
    ServerProblem,
    Stale,
    TimedOut,
    TooLarge,
    TooManyRequests,
    Unauthenticated,
    UnexpectedAnswer,
    UnsupportedType,
)
from jipp_client.patience import Patience
from jipp_client.resource import AsyncPages, Pages
from jipp_client.version import __version__

__all__ = [
    "AsyncClient", "AsyncPages", "BadRequest", "Client", "Closed", "Conflict", "CursorGone", "FieldError", "Forbidden",
    "Gone", "Invalid", "JippError", "NoAnswer", "NotEqual", "NotFound", "NotReady", "Page", "Pages", "Patience",
    "Problem", "QuotaExceeded", "ServerProblem", "Stale", "TimedOut", "TooLarge", "TooManyRequests", "Unauthenticated",
    "UnexpectedAnswer", "UnsupportedType", "__version__",
]  # fmt: skip
