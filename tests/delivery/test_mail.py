"""Mail: what the person reads, that nothing gets in by a name, and that a refusal is tried again."""

import email
import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default as RULES  # noqa: N812
from typing import Any

import pytest
import time_machine

from app import credentials, database
from app.clock import now
from app.domain import passwords
from app.errors import DomainError
from app.models import User
from app.models.outbox import MessageStatus
from app.settings import Settings
from tests.delivery.conftest import SITE, Letterbox, drain, messages
from tests.factories import Factory


def invited(make: Factory, name: str = "Siti Aminah", address: str = "siti@dinas.example", **more: Any) -> User:
    """An account whose person was just invited."""
    user: User = make.save(User(email=address, name=name, **more))
    invite(user)
    return user


def invite(user: User) -> None:
    with database.writing() as session:
        assert passwords.send_link(session, user) is None, "nobody but the mail holds the link"


def read(envelope: Any) -> EmailMessage:
    """A message as the person's program reads it."""
    found = email.message_from_bytes(envelope.content, policy=RULES)
    assert isinstance(found, EmailMessage)
    return found


def part(mail: EmailMessage, kind: str) -> str:
    body = mail.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def token_in(mail: EmailMessage) -> str:
    return re.findall(rf"{SITE}/password\?link=(\S+)", part(mail, "plain"))[0]


def test_an_invitation_in_the_language_of_the_person(world: Factory, letterbox: Letterbox) -> None:
    invited(world)
    invited(world, "John O'Brien", "john@dinas.example", locale="en")
    drain()
    siti, john = sorted(map(read, letterbox.taken), key=lambda mail: str(mail["To"]), reverse=True)
    assert siti["To"] == "Siti Aminah <siti@dinas.example>"
    assert siti["Subject"] == "Undangan ke JIPP Provinsi Jawa Timur"
    assert siti["From"] == "JIPP Provinsi Jawa Timur <jipp@contoh.example>"
    assert siti["Auto-Submitted"] == "auto-generated"
    assert "Tautan berlaku sampai" in part(siti, "plain")
    assert "John O'Brien," in part(john, "plain")
    assert "You are invited to use JIPP" in part(john, "plain")
    assert "You are invited to use JIPP" in part(john, "html")
    assert f'href="{SITE}/password?link={token_in(john)}"' in part(john, "html")
    assert [message.status for message in messages()] == [MessageStatus.sent] * 2


def test_the_link_opens_the_account_and_is_stored_nowhere(world: Factory, letterbox: Letterbox) -> None:
    user = invited(world)
    assert "link" not in messages()[0].model_dump_json(), "the outbox holds no secret"
    drain()
    token = token_in(read(letterbox.taken[0]))
    with database.reading() as session:
        assert passwords.whose(session, token).is_invitation
        assert token not in messages()[0].model_dump_json()
    with database.writing() as session:
        passwords.choose(session, token, credentials.hash_password("embun pagi di ladang"))
        assert session.get(User, user.id).password_hash  # type: ignore[union-attr]
    with database.reading() as session, pytest.raises(DomainError, match="link-unusable"):
        passwords.whose(session, token)
    drain()
    assert len(letterbox.taken) == 1, "a first password is no news"


def test_a_newer_invitation_voids_the_older(world: Factory, letterbox: Letterbox) -> None:
    user = invited(world)
    drain()
    invite(user)
    drain()
    old, new = (token_in(read(envelope)) for envelope in letterbox.taken)
    with database.reading() as session:
        assert passwords.whose(session, new).email == user.email
        with pytest.raises(DomainError, match="link-unusable"):
            passwords.whose(session, old)


def test_two_invitations_before_any_mail_went_send_one(world: Factory, letterbox: Letterbox) -> None:
    invite(invited(world))
    drain()
    assert len(letterbox.taken) == 1
    assert sorted(message.status for message in messages()) == [MessageStatus.cancelled, MessageStatus.sent]


def test_a_repetition_has_the_same_id_and_both_links_work(world: Factory, letterbox: Letterbox) -> None:
    """The border of every outbox: sent, but killed before that was written down."""
    invited(world)
    drain()
    from app.domain import outbox

    with database.writing() as session:
        outbox.requeue(session, messages()[0].id)
    drain()
    first, second = map(read, letterbox.taken)
    assert first["Message-ID"] == second["Message-ID"] == f"<{messages()[0].event_id}@jipp.contoh.example>"
    with database.reading() as session:
        assert passwords.whose(session, token_in(first)) == passwords.whose(session, token_in(second))


def test_a_mail_server_that_is_busy_is_asked_again(world: Factory, letterbox: Letterbox) -> None:
    letterbox.refusals = ["451 try later"]
    invited(world)
    drain()
    (message,) = messages()
    assert (message.status, message.error, message.response_code) == (MessageStatus.pending, "mail_server", 451)
    drain()
    assert letterbox.taken == [], "not before its time"
    with time_machine.travel(now() + timedelta(minutes=2), tick=True):
        drain()
    assert len(letterbox.taken) == 1


def test_a_mail_server_that_is_down_loses_nothing(
    world: Factory, letterbox: Letterbox, setting: Callable[..., None]
) -> None:
    setting(smtp_port=1)
    invited(world)
    drain()
    assert (messages()[0].status, messages()[0].error) == (MessageStatus.pending, "mail_ConnectionRefusedError")
    setting(smtp_port=letterbox.port)
    with time_machine.travel(now() + timedelta(minutes=2), tick=True):
        drain()
    assert len(letterbox.taken) == 1


def test_an_address_that_nobody_has_is_given_up_at_once(world: Factory, letterbox: Letterbox) -> None:
    invited(world, address="nobody@dinas.example")
    drain()
    assert (messages()[0].status, messages()[0].error) == (MessageStatus.failed, "refused")


def test_an_invitation_that_has_expired_is_not_sent(world: Factory, letterbox: Letterbox) -> None:
    invited(world)
    with time_machine.travel(now() + timedelta(days=8), tick=True):
        drain()
    assert letterbox.taken == []
    assert messages()[0].status == MessageStatus.cancelled


def test_a_link_expires_counted_from_the_invitation(world: Factory, letterbox: Letterbox) -> None:
    invited(world)
    drain()
    token = token_in(read(letterbox.taken[0]))
    with time_machine.travel(now() + timedelta(days=6, hours=23)), database.reading() as session:
        assert passwords.whose(session, token)
    late = time_machine.travel(now() + timedelta(days=7, minutes=1))
    with late, database.reading() as session, pytest.raises(DomainError, match="link-unusable"):
        passwords.whose(session, token)


@pytest.mark.parametrize("name", [
    "Siti\r\nBcc: semua@dinas.example", "Siti\nSubject: lain", "Siti\r\n\r\n<b>isi lain</b>",
    "Siti\x0bBcc: a@b.example",
    "Siti\u2028Bcc: a@b.example", "Siti\x85Bcc: a@b.example", '"Siti" <lain@b.example>, b@c.example',
    "=?utf-8?q?Siti=0D=0ABcc:_a@b.example?=",
])  # fmt: skip
def test_header_injection_in_mail_by_a_name(world: Factory, letterbox: Letterbox, name: str) -> None:
    invited(world, name)  # past every check of the API, straight into the table
    drain()
    (envelope,) = letterbox.taken
    assert envelope.rcpt_tos == ["siti@dinas.example"]
    mail = read(envelope)
    assert sorted({header.lower() for header in mail} - {"x-peer", "x-mailfrom", "x-rcptto"}) == sorted([
        "subject", "from", "to", "date", "message-id", "auto-submitted", "x-auto-response-suppress", "mime-version",
        "content-type",
    ])  # fmt: skip
    assert mail["Subject"] == "Undangan ke JIPP Provinsi Jawa Timur"
    assert [address.addr_spec for address in mail["To"].addresses] == ["siti@dinas.example"]


@pytest.mark.parametrize("address", [
    "siti@dinas.example\r\nBcc: semua@dinas.example", "siti@dinas.example, semua@dinas.example",
    "siti@dinas.example> NOTIFY=SUCCESS", "siti", "<siti@dinas.example>",
])  # fmt: skip
def test_header_injection_in_mail_by_an_address(world: Factory, letterbox: Letterbox, address: str) -> None:
    invited(world, address=address)
    drain()
    assert letterbox.taken == []
    assert (messages()[0].status, messages()[0].error) == (MessageStatus.failed, "bad_address")


def test_html_injection_in_mail_by_a_name(world: Factory, letterbox: Letterbox) -> None:
    invited(world, "<img src=https://jahat.example/x>")
    drain()
    assert "<img" not in part(read(letterbox.taken[0]), "html")


def test_header_injection_in_mail_by_the_name_of_a_webhook(world: Factory, letterbox: Letterbox) -> None:
    from app.domain import outbox
    from app.models.outbox import Kind

    user = world.user("organiser")
    with database.writing() as session:
        outbox.add(
            session, Kind.mail, "disabled", {"webhook_id": "x", "name": "A\r\nBcc: a@b.example"}, user_id=user.id
        )
    drain()
    mail = read(letterbox.taken[0])
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Webhook “A Bcc: a@b.example” dimatikan"


def test_a_closed_account_gets_no_mail(world: Factory, letterbox: Letterbox) -> None:
    user = invited(world)
    user.is_active = False
    world.save(user)
    drain()
    assert letterbox.taken == []


def test_a_forgotten_password_three_times_an_hour(world: Factory, letterbox: Letterbox) -> None:
    user = world.user("juror")
    for _ in range(5):
        with database.writing() as session:
            passwords.forgotten(session, user.email.upper())
        drain()
    assert len(letterbox.taken) == 3
    assert read(letterbox.taken[0])["Subject"] == "Kata sandi baru untuk JIPP"
    with time_machine.travel(now() + timedelta(minutes=61), tick=True):
        with database.writing() as session:
            passwords.forgotten(session, user.email)
        drain()
    assert len(letterbox.taken) == 4


def test_a_password_chosen_by_a_link_is_told_to_whose_it_was(world: Factory, letterbox: Letterbox) -> None:
    """Who reads the person's mail could have chosen it; the first password of an invitation replaces none."""
    user = world.user("juror")
    with database.writing() as session:
        passwords.forgotten(session, user.email)
    drain()
    with database.writing() as session:
        passwords.choose(session, token_in(read(letterbox.taken[0])), credentials.hash_password("embun pagi di ladang"))
    drain()
    [_link, notice] = [read(envelope) for envelope in letterbox.taken]
    assert "kata sandi diganti" in part(notice, "plain")


def test_account_enumeration_by_a_forgotten_password(world: Factory, letterbox: Letterbox) -> None:
    """The request itself does the same for any address; only afterwards somebody looks."""
    user = world.user("juror")
    for address in (user.email, "tidak.ada@contoh.example"):
        with database.writing() as session:
            passwords.forgotten(session, address)
    known, unknown = messages()
    assert {known.kind, unknown.kind} == {"request"}
    assert known.user_id is unknown.user_id is None
    drain()
    assert [envelope.rcpt_tos for envelope in letterbox.taken] == [[user.email]]
    assert "tidak.ada" not in str([message.payload for message in messages()]), "what was typed does not stay"


def test_a_password_does_not_travel_in_the_clear(
    world: Factory, letterbox: Letterbox, setting: Callable[..., None]
) -> None:
    setting(smtp_security="starttls", smtp_user="jipp", smtp_password="rahasia")
    invited(world)
    drain()
    assert letterbox.taken == [], "the server offers no TLS: nothing is said to it"
    assert messages()[0].status == MessageStatus.pending


def test_mail_needs_a_sender_and_an_address_of_the_site() -> None:
    with pytest.raises(ValueError, match="JIPP_PUBLIC_URL"):
        Settings(smtp_host="mail.example", public_url="", mail_sender="")
