"""Mail: a letter of the outbox made into a message, and handed to the operator's mail server."""

import re
import smtplib
import ssl
import time
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from email.utils import format_datetime
from typing import Protocol
from urllib.parse import urlsplit

from sqlmodel import Session, col

from app.clock import now
from app.delivery import (
    assessment_letters,
    citizen_letters,
    judging_letters,
    letters,
    question_letters,
    rembug_letters,
    replication_letters,
)
from app.delivery.judging_letters import Facts
from app.delivery.parcel import Parcel
from app.domain import outbox
from app.domain.events import link
from app.domain.outbox import Claimed, Outcome
from app.domain.passwords import INVITATION, LINK, RESET, lifetime, new_link
from app.domain.security_notices import TOPIC as SECURITY
from app.models import OutboxMessage, User
from app.settings import settings

TIMEOUT = 15
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_ADDRESS = re.compile(r"[^\s<>(),;:\"\\\[\]\x00-\x1f\x7f]+@[^\s<>(),;:\"\\@\x00-\x1f\x7f]+")
LONGEST_NAME = 100
_TO_ACCOUNTS = (judging_letters, replication_letters, question_letters, rembug_letters, assessment_letters)
_TO_STRANGERS = (citizen_letters, replication_letters)
"""To people without an account: the message names a row that has their address."""


class Recipient(Protocol):
    """Who a letter goes to: an account, or somebody without one."""

    @property
    def email(self) -> str:
        """The address."""

    @property
    def name(self) -> str:
        """How the person or organisation is called; may be empty."""

    @property
    def locale(self) -> str:
        """The language of the letter."""


def prepare(session: Session, message: Claimed) -> Parcel | None:
    """The letter with its link, ready to send; None, and called off, where it is no longer of use."""
    strangers = next((one for one in _TO_STRANGERS if message.topic in one.TOPICS), None)
    if message.user_id is None and strangers is not None:
        found = strangers.addressed(session, message)
        return _parcel(message, *found) if found else _call_off(session, message)
    user = session.get(User, message.user_id) if message.user_id else None
    until = message.created_at + lifetime(message.topic) if message.topic in {INVITATION, RESET} else None
    source = next((one for one in _TO_ACCOUNTS if message.topic in one.TOPICS), None)
    facts = source.facts(session, message) if source else None
    is_over = (until is not None and until <= now()) or (source is not None and facts is None)
    if user is None or not user.is_active or is_over:
        return _call_off(session, message)
    return _parcel(message, user, facts or Facts(message.topic, _target(session, message, user, until), until))


def _call_off(session: Session, message: Claimed) -> Parcel | None:
    outbox.cancel(session, col(OutboxMessage.id) == message.id, error="no_longer_of_use")
    return None


def _parcel(message: Claimed, to: Recipient, facts: Facts) -> Parcel:
    if not _ADDRESS.fullmatch(to.email):
        return lambda: Outcome(error="bad_address", is_final=True)
    mail = compose(message, to, facts)
    return lambda: send(mail)


def _target(session: Session, message: Claimed, user: User, until: datetime | None) -> str:
    if message.topic == SECURITY:
        return link("/security")
    if until is None:
        return link(f"/webhooks/{message.payload.get('webhook_id', '')}")
    return link(LINK + new_link(session, user.id, until))


def compose(message: Claimed, to: Recipient, facts: Facts) -> EmailMessage:
    """The message on the wire. Its id and date are those of the outbox: a repetition is the same mail."""
    more = {name: one_line(str(value)) for name, value in (message.payload | facts.more).items()}
    written = letters.write(facts.letter, to.locale, one_line(to.name), facts.url, facts.until, more, facts.leave_url)
    chosen, mail = settings(), EmailMessage(policy=WIRE)
    mail["Subject"] = one_line(written.subject)
    mail["From"] = Address(one_line(f"JIPP {chosen.organisation}")[:LONGEST_NAME], addr_spec=chosen.mail_sender)
    mail["To"] = Address(one_line(to.name)[:LONGEST_NAME], addr_spec=to.email)
    mail["Date"] = format_datetime(message.created_at)
    mail["Message-ID"] = f"<{message.event_id}@{urlsplit(chosen.public_url or '').hostname or 'jipp.invalid'}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if facts.leave_url:
        mail["List-Unsubscribe"] = f"<{facts.leave_url}>"
        mail["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    mail.set_content(written.text)
    mail.add_alternative(written.html, subtype="html")
    return mail


def one_line(text: str) -> str:
    """Text for a header: nothing in it begins another one, plain or as an encoded word, which Python would decode."""
    return " ".join(_CONTROL.sub(" ", text).replace("=?", "= ?").split())


def send(mail: EmailMessage) -> Outcome:
    """Hands the message to the mail server."""
    started = time.monotonic()
    try:
        with connected() as server:
            server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code = max((code for code, _text in error.recipients.values()), default=0)
        return _failed("refused", started, code, is_final=500 <= code < 600)
    except smtplib.SMTPResponseException as error:
        return _failed("mail_server", started, error.smtp_code)
    except ssl.SSLError:
        return _failed("tls", started)
    except (smtplib.SMTPException, OSError, ValueError, UnicodeError) as error:
        return _failed(f"mail_{type(error).__name__}"[:60], started)
    return Outcome(duration_ms=_since(started))


def connected() -> smtplib.SMTP:
    """A connection that has proved itself and, where the operator says so, us. Nothing is said in the clear."""
    chosen = settings()
    if chosen.smtp_security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(chosen.smtp_host, chosen.smtp_port, timeout=TIMEOUT, context=_trust())
    else:
        server = smtplib.SMTP(chosen.smtp_host, chosen.smtp_port, timeout=TIMEOUT)
    try:
        if chosen.smtp_security == "starttls":
            server.starttls(context=_trust())
        if chosen.smtp_user:
            server.login(chosen.smtp_user, chosen.smtp_password.get_secret_value())
    except BaseException:
        server.close()
        raise
    return server


def _trust() -> ssl.SSLContext:
    context = ssl.create_default_context()
    if settings().smtp_ca_file:
        context.load_verify_locations(settings().smtp_ca_file)
    return context


def _failed(error: str, started: float, code: int | None = None, *, is_final: bool = False) -> Outcome:
    return Outcome(error=error, is_final=is_final, response_code=code, duration_ms=_since(started))


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
