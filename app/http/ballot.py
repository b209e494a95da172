"""Whose ballot: a random number that only the visitor's browser keeps; of it we store a digest, and nothing beside.

One browser is one ballot. Who clears the cookie can vote again: that is the price of asking nobody's name. At an
exhibition a ticket takes the cookie's place.
"""

from fastapi import Request, Response

from app.credentials import new_token
from app.http.cookies import host_only, set_cookie
from app.secrets_store import keyed_digest

LASTS = 90 * 24 * 3600
"""Seconds that the browser keeps it: longer than a vote."""


def ballot_cookie() -> str:
    """The cookie's name."""
    return host_only("jipp_ballot")


def ballot_of(request: Request) -> str | None:
    """The digest of the visitor's number; None for who has voted nowhere yet."""
    number = request.cookies.get(ballot_cookie())
    return keyed_digest("ballots", number) if number else None


def give_ballot(request: Request, response: Response) -> str:
    """The digest of the visitor's number; one that has none is given one."""
    found = ballot_of(request)
    if found is not None:
        return found
    number = new_token()
    set_cookie(response, ballot_cookie(), number, LASTS)
    return keyed_digest("ballots", number)
