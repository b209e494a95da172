"""Last act: what protects signing in."""

from datetime import UTC, datetime, timedelta

from tests.examples.cast import NOBODY, Cast
from tests.examples.recorder import PASSWORD, Caller

SESSIONS, USERS = "/api/v1/sessions", "/api/v1/users"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def play(cast: Cast) -> None:
    """A second factor, somebody who guesses, sessions ended from elsewhere, and somebody who is forgotten."""
    _second_factor(cast)
    _guessing(cast)
    _forgetting(cast)
    _ending(cast)


def _second_factor(cast: Cast) -> None:
    import pyotp

    from app import database
    from app.models import TotpFactor
    from app.secrets_store import seal

    moment = datetime.now(UTC)
    with database.writing() as session:
        session.add(TotpFactor(user_id=cast.ids["juror_four"], sealed_secret=seal("totp", SECRET), confirmed_at=moment))
    body = {"email": "juror_four@kampus.example", "password": PASSWORD}
    cast.public.post("An account with an authenticator app", SESSIONS, body, 401)
    cast.public.post("A code that is wrong", SESSIONS, body | {"code": "000000"}, 401)
    code = pyotp.TOTP(SECRET).at(datetime.now(UTC) + timedelta(minutes=1))
    cast.public.post("With the code of the app", SESSIONS, body | {"code": code})


def _guessing(cast: Cast) -> None:
    body = {"email": "juror_two@kampus.example", "password": "bukan-sandinya"}
    for _guess in range(6):  # more at once are not even looked at
        cast.recorder.exchange("POST", SESSIONS, {}, json=body)
    for _guess in range(5):  # a minute apart: the wait has grown to 64 seconds by then
        cast.public.post(None, SESSIONS, body, 401)
    cast.public.post("Too many wrong passwords", SESSIONS, body, 429)


def _forgetting(cast: Cast) -> None:
    organiser, leaving = cast["organiser"], f"{USERS}/{cast.ids['juror_four']}/personal-data"
    organiser.get("All that is stored about somebody", leaving)
    cast["juror"].get("Of somebody else", leaving, 403)
    organiser.get("No such account", f"{USERS}/{NOBODY}/personal-data", 404)
    organiser.change("Somebody who has left", "DELETE", leaving, status=204)


def _ending(cast: Cast) -> None:
    juror, organiser = cast["juror"], cast["organiser"]
    cast["system"].change("A key has no sessions", "DELETE", SESSIONS, status=404)
    juror.change("All others", "DELETE", SESSIONS, status=204)
    of_juror = f"/api/v1/users/{cast.ids['juror_three']}"
    organiser.change("Of somebody whose laptop is lost", "DELETE", f"{of_juror}/sessions", status=204)
    organiser.change("Of somebody whose phone is lost", "DELETE", f"{of_juror}/second-factors", status=204)
    late = Caller(cast.recorder, "organiser@contoh.example")
    late.credentials()
    late.signed_in_at = datetime.max.replace(tzinfo=UTC)
    cast.recorder.clock.shift(timedelta(hours=11))
    late.change("Too long after signing in", "DELETE", f"{of_juror}/second-factors", status=403)
