"""Secrets lie encrypted, and what they sign is what the library of the standard takes for signed."""

from __future__ import annotations

import base64
import json
from datetime import timedelta
from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.utils import timezone
from standardwebhooks import Webhook, WebhookVerificationError

from press.models import PauseReason, WebhookEndpoint
from press.sealing import Unreadable, seal, unseal
from press.webhooks import endpoints
from press.webhooks.delivering import deliver
from press.webhooks.secrets import MARK, new_secret, signature
from tests.press.webhooks import factories
from tests.press.webhooks.receiver import Receiver

pytestmark = pytest.mark.django_db


def test_a_secret_holds_256_random_bits() -> None:
    one, other = new_secret(), new_secret()
    assert one != other
    assert len(base64.b64decode(one.removeprefix(MARK))) == 32


def test_only_its_encryption_is_kept() -> None:
    made, secret = factories.endpoint("https://desk.example.org/")
    stored = str(WebhookEndpoint.objects.filter(pk=made.pk).values().get())
    assert secret.startswith(MARK)
    assert secret not in stored
    assert secret.removeprefix(MARK) not in stored
    assert unseal(WebhookEndpoint.objects.get(pk=made.pk).secret) == secret


def test_a_key_that_was_replaced_still_reads(settings: Any) -> None:
    secret = new_secret()
    stored = seal(secret)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    assert unseal(stored) == secret
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(Unreadable):
        unseal(stored)


FOREIGN = Fernet(Fernet.generate_key()).encrypt(b"x").decode()


@pytest.mark.parametrize("stored", ["", "x", "gAAAAA", pytest.param(FOREIGN, id="foreign")])
def test_what_was_never_encrypted_here_is_lost(stored: str) -> None:
    with pytest.raises(Unreadable):
        unseal(stored)


def test_the_vector_of_the_standard() -> None:
    signed = signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                       b'{"test": 2432232314}')  # fmt: skip
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def received(receiver: Receiver, secret: str) -> Any:
    got = receiver.got[-1]
    return Webhook(secret).verify(got.body, got.headers)


def test_the_standards_library_takes_it(receiver: Receiver) -> None:
    made, secret = factories.endpoint(receiver.url)
    (message,) = factories.waiting(made)
    assert deliver() == 1
    said = received(receiver, secret)
    assert said == json.loads(receiver.got[0].body)
    assert said["type"] == message.event
    with pytest.raises(WebhookVerificationError):
        received(receiver, new_secret())
    receiver.got[0].body += b" "
    with pytest.raises(WebhookVerificationError):
        received(receiver, secret)


def test_while_rotating_both_secrets_sign_and_afterwards_one(receiver: Receiver) -> None:
    made, former = factories.endpoint(receiver.url)
    secret = endpoints.rotate(made)
    factories.waiting(made)
    deliver()
    assert len(receiver.got[0].headers["webhook-signature"].split(" ")) == 2
    assert received(receiver, former) == received(receiver, secret)
    WebhookEndpoint.objects.filter(pk=made.pk).update(former_until=timezone.now() - timedelta(seconds=1))
    factories.waiting(made)
    deliver()
    assert received(receiver, secret)
    with pytest.raises(WebhookVerificationError):
        received(receiver, former)


def test_a_second_rotation_ends_the_first_secret(receiver: Receiver) -> None:
    made, first = factories.endpoint(receiver.url)
    second = endpoints.rotate(made)
    third = endpoints.rotate(WebhookEndpoint.objects.get(pk=made.pk))
    factories.waiting(made)
    deliver()
    assert received(receiver, second) == received(receiver, third)
    with pytest.raises(WebhookVerificationError):
        received(receiver, first)


def test_a_lost_secret_pauses_until_there_is_a_new_one(receiver: Receiver, settings: Any) -> None:
    made, _secret = factories.endpoint(receiver.url)
    factories.waiting(made)
    settings.SECRET_KEY = "another"
    assert deliver() == 0
    made.refresh_from_db()
    assert (made.pause_reason, made.mail_due) == (PauseReason.SECRET_LOST, True)
    with pytest.raises(Exception, match="secret"):
        endpoints.resume(made)
    secret = endpoints.rotate(made)
    endpoints.resume(made)
    assert deliver() == 1
    assert received(receiver, secret)
