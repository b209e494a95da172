"""Webhooks: what a receiver gets, how it is signed, when it is tried again, and where nothing is sent."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import time_machine
from standardwebhooks import Webhook as Verifier

from app import database
from app.clock import now
from app.credentials import new_webhook_secret
from app.domain import events, webhooks
from app.domain.proposals.record import change_status
from app.models import Proposal, Unit, Webhook
from app.models.outbox import MessageStatus
from app.models.webhook import SecretRotation
from app.rules.permissions import SYSTEM
from app.rules.transitions import Action
from tests.delivery.conftest import SITE, Receiver, drain, messages, serve
from tests.factories import Factory

TEST = "webhook.test"


def webhook(make: Factory, url: str, unit: Unit | None = None, wants: list[str] | None = None, **more: Any) -> Webhook:
    """A webhook, straight in the table."""
    unit = unit or make.unit(kind="province")
    made: Webhook = make.save(Webhook(name="SIMPEG", unit_id=unit.id, url=url, events=wants or ["proposal.submitted"],
                                      secret=new_webhook_secret(), **more))  # fmt: skip
    return made


def test(of: Webhook) -> None:
    """Has a test event sent."""
    with database.writing() as session:
        webhooks.test(session, SYSTEM, of.id)


test.__test__ = False  # type: ignore[attr-defined]  # a deed, named as in the application


def row(of: Webhook) -> Webhook:
    """The webhook as it is now."""
    with database.reading() as session:
        found = session.get(Webhook, of.id)
    assert found is not None
    return found


def later(**more: float) -> Any:
    """Some time from now."""
    return time_machine.travel(now() + timedelta(**more), tick=True)


def retry_until_given_up() -> None:
    """Waits for each next attempt of the first message, and sends what is due then."""
    while messages()[0].status == MessageStatus.pending:
        with time_machine.travel(messages()[0].due_at + timedelta(seconds=1), tick=True):
            drain()


def submit(make: Factory, unit: Unit) -> Proposal:
    """A proposal of the unit is sent in."""
    proposal = make.proposal(make.edition(), unit)
    with database.writing() as session:
        found = session.get(Proposal, proposal.id)
        assert found is not None
        change_status(session, SYSTEM, found, Action.submitted, number="2026-0001", sequence=1)
    return proposal


def test_a_step_of_a_proposal_reaches_the_unit_and_those_above(world: Factory, receiver: Receiver) -> None:
    province = world.unit(kind="province")
    town, other = world.unit(kind="city", parent=province), world.unit(kind="city", parent=province)
    clinic = world.unit(parent=town)
    webhook(world, receiver.url + "/kota", town)
    webhook(world, receiver.url + "/provinsi", province)
    webhook(world, receiver.url + "/lain", other)
    webhook(world, receiver.url + "/tak-minta", town, ["proposal.returned"])
    webhook(world, receiver.url + "/mati", town, is_active=False)
    proposal = submit(world, clinic)
    drain()
    sent = {message.webhook_id: message for message in messages()}
    assert len(sent) == len(receiver.got) == 2
    assert len({message.event_id for message in sent.values()}) == 1, "one event, one id"
    body = json.loads(receiver.got[0][1])
    assert body["type"] == "proposal.submitted"
    assert body["data"] == {
        "proposal_id": proposal.id, "edition_id": proposal.edition_id, "unit_id": clinic.id, "number": "2026-0001",
        "status": "submitted", "url": f"{SITE}/proposals/{proposal.id}",
    }  # fmt: skip


def test_every_webhook_that_asks_hears_of_an_edition(world: Factory, receiver: Receiver) -> None:
    from app.models.webhook import Event

    edition = world.edition()
    webhook(world, receiver.url, world.unit(), ["stage.published"])
    with database.writing() as session:
        events.tell_of_edition(session, edition, Event.stage_published, stage="proposal")
    drain()
    data = json.loads(receiver.got[0][1])["data"]
    assert (data["stage"], data["year"], data["edition_id"]) == ("proposal", edition.year, edition.id)


def test_without_webhooks_nothing_is_written(world: Factory) -> None:
    submit(world, world.unit())
    assert messages() == []


def test_the_signature_is_that_of_standard_webhooks(world: Factory, receiver: Receiver) -> None:
    hook = webhook(world, receiver.url)
    test(hook)
    drain()
    headers, body = receiver.got[0]
    assert Verifier(hook.secret).verify(body, headers)["type"] == TEST
    assert headers["webhook-id"] == messages()[0].event_id
    assert headers["content-type"] == "application/json"
    with pytest.raises(Exception, match="No matching signature"):
        Verifier(new_webhook_secret()).verify(body, headers)
    assert row(hook).last_success_at is not None


def test_two_secrets_sign_until_the_old_one_runs_out(world: Factory, receiver: Receiver) -> None:
    old = webhook(world, receiver.url)
    with database.writing() as session:
        new = webhooks.rotate(session, SYSTEM, old.id, SecretRotation(overlap_hours=2)).secret
    test(old)
    drain()
    headers, body = receiver.got[0]
    assert new != old.secret
    for secret in (old.secret, new):
        assert Verifier(secret).verify(body, headers)
    with later(hours=3):
        test(old)
        drain()
        headers, body = receiver.got[1]
        assert Verifier(new).verify(body, headers)
        with pytest.raises(Exception, match="No matching signature"):
            Verifier(old.secret).verify(body, headers)


def test_a_leaked_secret_can_end_at_once(world: Factory, receiver: Receiver) -> None:
    old = webhook(world, receiver.url)
    with database.writing() as session:
        webhooks.rotate(session, SYSTEM, old.id, SecretRotation(overlap_hours=0))
    test(old)
    drain()
    with pytest.raises(Exception, match="No matching signature"):
        Verifier(old.secret).verify(receiver.got[0][1], receiver.got[0][0])


def test_a_failed_delivery_is_tried_again_with_the_same_id(world: Factory, receiver: Receiver) -> None:
    receiver.answers = [(500, {}, b"basis data mati\x00\xff")]
    test(webhook(world, receiver.url))
    drain()
    (message,) = messages()
    assert (message.status, message.response_code, message.error) == (MessageStatus.pending, 500, "http_500")
    assert message.response_excerpt == "basis data mati\ufffd\ufffd"
    with later(seconds=6):
        drain()
    (message,) = messages()
    assert (message.status, message.attempts, message.error) == (MessageStatus.sent, 2, "")
    first, second = receiver.got
    assert first[0]["webhook-id"] == second[0]["webhook-id"]
    assert first[1] == second[1]


def test_a_busy_receiver_says_when_to_come_again(world: Factory, receiver: Receiver) -> None:
    receiver.answers = [(429, {"Retry-After": "3600"}, b"")]
    test(webhook(world, receiver.url))
    drain()
    assert now() + timedelta(minutes=59) < messages()[0].due_at < now() + timedelta(minutes=61)


def test_after_three_days_it_is_switched_off_and_its_maker_is_told(world: Factory, receiver: Receiver) -> None:
    receiver.answers = [(503, {}, b"")] * 20
    maker = world.user("coordinator", world.unit())
    hook = webhook(world, receiver.url, created_by=maker.id)
    test(hook)
    test(hook)
    retry_until_given_up()
    assert not row(hook).is_active
    assert row(hook).disabled_reason == "failing"
    ended = [(m.topic, m.status, m.attempts) for m in messages() if m.kind == "webhook"]
    assert (TEST, MessageStatus.failed, 10) in ended
    assert not [each for each in ended if each[1] == MessageStatus.pending], "nothing more is tried"
    assert [(m.topic, m.user_id) for m in messages() if m.kind == "mail"] == [("disabled", maker.id)]


def test_one_event_that_fails_switches_nothing_off_while_others_arrive(world: Factory, receiver: Receiver) -> None:
    hook = webhook(world, receiver.url)
    receiver.answers = [(422, {}, b"")] * 10
    test(hook)
    drain()
    test(hook)
    receiver.answers.insert(0, (204, {}, b""))
    drain()
    retry_until_given_up()
    assert messages()[0].status == MessageStatus.failed
    assert row(hook).is_active


def test_a_receiver_that_is_gone_is_left_alone_at_once(world: Factory, receiver: Receiver) -> None:
    receiver.answers = [(410, {}, b"")]
    hook = webhook(world, receiver.url)
    test(hook)
    drain()
    assert (row(hook).is_active, row(hook).disabled_reason) == (False, "gone")
    assert messages()[0].status == MessageStatus.failed


def test_redelivery_sends_the_same_event(world: Factory, receiver: Receiver) -> None:
    hook = webhook(world, receiver.url)
    test(hook)
    drain()
    with database.writing() as session:
        webhooks.redeliver(session, SYSTEM, hook.id, messages()[0].id)
    drain()
    assert receiver.got[0][0]["webhook-id"] == receiver.got[1][0]["webhook-id"]
    assert len(messages()) == 1


def test_what_waits_for_a_webhook_that_is_switched_off_is_given_up(world: Factory, receiver: Receiver) -> None:
    hook = webhook(world, receiver.url)
    test(hook)
    hook.is_active = False
    world.save(hook)
    drain()
    assert receiver.got == []
    assert (messages()[0].status, messages()[0].error) == (MessageStatus.cancelled, "switched_off")


def test_ssrf_by_redirect(world: Factory, receiver: Receiver) -> None:
    inner = Receiver()
    server = serve(inner)
    receiver.answers = [(307, {"Location": f"http://127.0.0.1:{server.server_port}/"}, b"")]
    test(webhook(world, receiver.url))
    drain()
    server.shutdown()
    assert inner.got == []
    assert messages()[0].error == "http_307"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0177.0.0.1", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"])
def test_ssrf_to_this_machine(world: Factory, receiver: Receiver, setting: Callable[..., None], host: str) -> None:
    setting(webhook_allowed_networks="")
    test(webhook(world, receiver.url.replace("127.0.0.1", host)))
    drain()
    assert receiver.got == []
    assert messages()[0].error == "private_address"


def resolves_to(monkeypatch: pytest.MonkeyPatch, *addresses: list[str]) -> list[str]:
    """A name service that gives these addresses, one list after the other; what was asked."""
    asked: list[str] = []
    answers = iter(addresses)
    real = socket.getaddrinfo

    def answer(host: str, port: int, *more: Any, **named: Any) -> Any:
        if not host.endswith(".example"):
            return real(host, port, *more, **named)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in next(answers)]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


def test_ssrf_by_dns_rebinding(
    world: Factory, receiver: Receiver, setting: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is public when it is looked at and inner a moment later: it is asked once, and that answer is used."""
    setting(webhook_allowed_networks="", webhook_timeout_seconds=0.5)
    dialled: list[Any] = []

    def dial(address: Any, *_more: Any, **_named: Any) -> socket.socket:
        dialled.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", dial)
    asked = resolves_to(monkeypatch, ["203.0.114.7"], ["127.0.0.1"])
    test(webhook(world, receiver.url.replace("127.0.0.1", "penerima.example")))
    drain()
    assert asked == ["penerima.example"]
    assert [address[0] for address in dialled] == ["203.0.114.7"]
    assert receiver.got == []


def test_ssrf_by_a_name_with_one_inner_address(
    world: Factory, receiver: Receiver, setting: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    setting(webhook_allowed_networks="")
    resolves_to(monkeypatch, ["203.0.114.7", "10.0.0.1"])
    test(webhook(world, "http://penerima.example/"))
    drain()
    assert messages()[0].error == "private_address"


def test_ssrf_by_a_proxy_of_the_environment(
    world: Factory, receiver: Receiver, setting: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", receiver.url)
    monkeypatch.setenv("ALL_PROXY", receiver.url)
    setting(webhook_allowed_networks="")
    test(webhook(world, "http://169.254.169.254/latest/meta-data"))
    drain()
    assert receiver.got == []
    assert messages()[0].error == "private_address"


def test_plain_http_only_where_the_operator_allows_it(
    world: Factory, receiver: Receiver, setting: Callable[..., None]
) -> None:
    setting(webhook_allow_http="false")
    test(webhook(world, receiver.url))
    drain()
    assert receiver.got == []
    assert messages()[0].error == "https_only"


def test_an_endless_answer_is_cut_off(world: Factory, receiver: Receiver) -> None:
    receiver.answers = [(200, {}, b"x" * 20_000_000)]
    test(webhook(world, receiver.url))
    drain()
    assert messages()[0].status == MessageStatus.sent
    assert messages()[0].response_excerpt == "x" * 1024


@pytest.fixture
def dripping() -> Iterator[str]:
    """A receiver that sends a byte of a header now and then, for ever."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        ended = threading.Event()

        def drip() -> None:
            connection, _address = listening.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nx-slow: ")
                while not ended.wait(0.05):
                    try:
                        connection.sendall(b"x")
                    except OSError:
                        return

        thread = threading.Thread(target=drip, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        ended.set()


def test_slowloris_by_a_receiver(world: Factory, dripping: str, setting: Callable[..., None]) -> None:
    setting(webhook_timeout_seconds=0.5)
    started = time.monotonic()
    test(webhook(world, dripping))
    drain()
    assert messages()[0].error == "timeout"
    assert time.monotonic() - started < 60, "it would never end by itself"


def certificate(folder: Path, name: str) -> Path:
    """A certificate and key in one file, signed by itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    made = (
        x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
        .serial_number(1).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2100, 1, 1, tzinfo=UTC))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    plain = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8,
                              serialization.NoEncryption())  # fmt: skip
    path = folder / "both.pem"
    path.write_bytes(plain + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(("called", "arrives"), [("penerima.example", True), ("lain.example", False)])
def test_https_asks_for_the_certificate_of_the_name(
    world: Factory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str, arrives: bool
) -> None:
    """The connection goes to an address; name, SNI and certificate are those of the address that people wrote."""
    both = certificate(tmp_path, "penerima.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(both))
    taking, asked_for = Receiver(), []

    def wrap(server: ThreadingHTTPServer) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        context.sni_callback = lambda _socket, name, _context: asked_for.append(name)
        server.socket = context.wrap_socket(server.socket, server_side=True)

    server = serve(taking, wrap)
    resolves_to(monkeypatch, ["127.0.0.1"])
    hook = webhook(world, f"https://{called}:{server.server_port}/jipp")
    test(hook)
    drain()
    server.shutdown()
    assert asked_for == [called]
    assert (messages()[0].error == "tls") is not arrives
    assert [headers["host"] for headers, _body in taking.got] == ([f"{called}:{server.server_port}"] if arrives else [])


def test_the_receivers_of_this_file_are_reached_as_they_are(receiver: Receiver) -> None:
    """What the tests above call unreachable would be reached without the checks."""
    assert httpx.post(receiver.url, content=b"{}").status_code == 204
