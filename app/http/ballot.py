"""Whose ballot: a random number that only the visitor's browser keeps; of it we store a digest, and nothing beside.

One browser is one ballot. Who clears the cookie can vote again: that is the price of asking nobody's name. At an
exhibition a ticket takes the cookie's place. The number is signed: one that somebody made up is nobody's.
"""

import hmac

from fastapi import Request, Response

from app.credentials import new_token
from app.http.cookies import host_only, set_cookie
from app.secrets_store import keyed_digest

LASTS = 90 * 24 * 3600
"""Seconds that the browser keeps it: longer than a vote."""
_SIGN = 16
"""Hexadecimal digits of the signature."""


def ballot_cookie() -> str:
    """The cookie's name."""
    return host_only("jipp_ballot")


def new_ballot() -> str:
    """A token that nobody else has: 256 random bits, and our signature."""
    number = new_token()
    return f"{number}.{_signature(number)}"


def _signature(number: str) -> str:
    return keyed_digest("ballot signatures", number)[:_SIGN]


def digest_of(token: str | None) -> str | None:
    """What is stored of a token; None for one that we did not give."""
    number, _dot, signature = (token or "").partition(".")
    if not hmac.compare_digest(_signature(number).encode(), signature.encode()):
        return None
    return keyed_digest("ballots", number)


def ballot_of(request: Request) -> str | None:
    """The digest of the visitor's number; None for who has voted nowhere yet."""
    token = request.cookies.get(ballot_cookie())
    return digest_of(token) if token else None


def hand_on(given: Response, answer: Response) -> Response:
    """The page that answers, with the ballot that the endpoint gave the browser."""
    for cookie in given.headers.getlist("set-cookie"):
        answer.headers.append("set-cookie", cookie)
    return answer


def give_ballot(request: Request, response: Response) -> str:
    """The digest of the visitor's number; one that has none is given one."""
    found = ballot_of(request)
    if found is not None:
        return found
    token = new_ballot()
    set_cookie(response, ballot_cookie(), token, LASTS)
    made = digest_of(token)
    assert made is not None, "we signed it"
    return made
