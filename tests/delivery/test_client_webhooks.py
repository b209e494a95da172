"""The client's helper knows what the outbox really sends from what only looks like it."""

import time

import pytest

from app import database
from app.credentials import new_webhook_secret
from app.domain import webhooks
from app.models import Webhook
from app.models.webhook import SecretRotation
from app.rules.permissions import SYSTEM
from jipp_client.webhooks import SignatureMismatch, verify
from tests.delivery.conftest import Receiver, drain
from tests.delivery.test_webhooks import test as send_test
from tests.delivery.test_webhooks import webhook
from tests.factories import Factory


@pytest.fixture
def hook(world: Factory, receiver: Receiver) -> Webhook:
    return webhook(world, receiver.url)


def delivered(hook: Webhook, receiver: Receiver) -> tuple[dict[str, str], bytes]:
    """What arrives of a test event."""
    send_test(hook)
    drain()
    return receiver.got[-1]


def test_what_was_sent_is_believed(hook: Webhook, receiver: Receiver) -> None:
    headers, body = delivered(hook, receiver)
    assert verify(body, headers, hook.secret)["type"] == "webhook.test"
    assert verify(body, {name.title(): value for name, value in headers.items()}, hook.secret)["data"] is not None


@pytest.mark.parametrize("part", ["webhook-id", "webhook-timestamp", "webhook-signature", "body", "secret"])
def test_what_was_changed_is_not(part: str, hook: Webhook, receiver: Receiver) -> None:
    headers, body = delivered(hook, receiver)
    secret = new_webhook_secret() if part == "secret" else hook.secret
    if part == "body":
        body = body.replace(b"webhook.test", b"proposal.won")
    for changed in ({part: "1"}, {part: ""}):
        with pytest.raises(SignatureMismatch):
            verify(body, headers | changed, secret, now=float(headers["webhook-timestamp"]))


def test_what_is_old_is_not(hook: Webhook, receiver: Receiver) -> None:
    headers, body = delivered(hook, receiver)
    for seconds in (-301, 301):
        with pytest.raises(SignatureMismatch, match="too far"):
            verify(body, headers, hook.secret, now=int(headers["webhook-timestamp"]) + seconds)
    assert verify(body, headers, hook.secret, now=time.time() + 3000, tolerance=4000)


def test_while_a_secret_is_replaced_either_is_enough(hook: Webhook, receiver: Receiver) -> None:
    old = hook.secret
    with database.writing() as session:
        new = webhooks.rotate(session, SYSTEM, hook.id, SecretRotation(overlap_hours=2)).secret
    headers, body = delivered(hook, receiver)
    for secrets in ([old], [new], [new, old], [new_webhook_secret(), old]):
        assert verify(body, headers, *secrets)["type"] == "webhook.test"
    with pytest.raises(SignatureMismatch):
        verify(body, headers, new_webhook_secret())


def test_a_secret_that_is_none_is_a_fault_of_ours(hook: Webhook, receiver: Receiver) -> None:
    headers, body = delivered(hook, receiver)
    with pytest.raises(ValueError, match="whsec_"):
        verify(body, headers, "bukan rahasia")
    with pytest.raises(ValueError, match="secret"):
        verify(body, headers)
