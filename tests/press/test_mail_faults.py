"""Mail servers that refuse, hang up or never answer: the others go on, nobody is forgotten, nobody told twice."""

from __future__ import annotations

import smtplib
import socket
from typing import Any
from unittest import mock

import pytest
from django.core import mail as outbox
from django.core.mail import EmailMessage
from django.test import override_settings

from media_library.services import withdraw
from press.models import NoticeDelivery, Recall
from press.services import notices
from press.services.notices import Outcome, outcome_of
from tests.media_library.factories import approved
from tests.press.factories import organisation
from tests.press.test_recalls import receipt

pytestmark = pytest.mark.django_db

REFUSED = smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"unknown")})


def act(holders: int = 3) -> Recall:
    photo = approved()
    for _number in range(holders):
        receipt(photo, organisation())
    withdraw(photo, reason="Sai", actor=None)
    return Recall.objects.get()


def mailed() -> int:
    return NoticeDelivery.objects.filter(mailed_at__isnull=False).count()


def failing(*outcomes: Exception | None) -> Any:
    """Each letter ends as told; None: it goes."""
    send, told = EmailMessage.send, iter(outcomes)

    def instead(self: EmailMessage, fail_silently: bool = False) -> int:
        if failure := next(told, None):
            raise failure
        return send(self, fail_silently)

    return mock.patch.object(EmailMessage, "send", instead)


def test_one_refused_recipient_holds_up_nobody() -> None:
    recall = act()
    with failing(REFUSED):
        assert notices.mail_act(recall.act) == 2
    assert mailed() == 2
    assert notices.mail_act(recall.act) == 1
    assert len(outbox.outbox) == 3


@pytest.mark.parametrize(
    "failure",
    [
        ConnectionRefusedError(),
        TimeoutError(),
        smtplib.SMTPServerDisconnected("died"),
        smtplib.SMTPConnectError(421, ""),
    ],
)
def test_a_server_that_dies_midway_is_left_alone_and_asked_again(failure: Exception) -> None:
    recall = act()
    with failing(None, failure) as _send:
        assert notices.mail_act(recall.act) == 1
    assert (mailed(), len(outbox.outbox)) == (1, 1)
    assert not NoticeDelivery.objects.filter(claimed_at__isnull=False, mailed_at__isnull=True).exists()
    assert notices.send_waiting() == 2
    assert notices.send_waiting() == notices.mail_act(recall.act) == 0
    assert len({message.to[0] for message in outbox.outbox}) == len(outbox.outbox) == 3


def test_what_concerns_a_letter_and_what_the_server() -> None:
    assert outcome_of(REFUSED) is Outcome.REFUSED
    assert outcome_of(smtplib.SMTPDataError(554, b"spam")) is Outcome.REFUSED
    assert outcome_of(smtplib.SMTPAuthenticationError(535, b"")) is Outcome.SERVER_DOWN
    assert outcome_of(socket.gaierror()) is Outcome.SERVER_DOWN


def test_a_real_port_that_nobody_listens_on() -> None:
    recall = act(1)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    smtp = "django.core.mail.backends.smtp.EmailBackend"
    with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_TIMEOUT=1):
        assert notices.mail_act(recall.act) == 0
    assert notices.mail_act(recall.act) == 1


def test_a_real_server_that_takes_the_call_and_never_speaks() -> None:
    recall = act(1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        smtp = "django.core.mail.backends.smtp.EmailBackend"
        port = silent.getsockname()[1]
        with override_settings(EMAIL_BACKEND=smtp, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_TIMEOUT=0.3):
            assert notices.mail_act(recall.act) == 0
    assert mailed() == 0


def test_the_task_makes_room_after_its_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(notices, "MAILS_IN_A_TASK", 2)
    recall = act(5)
    with mock.patch("press.tasks.mail_act") as again:
        assert notices.mail_act(recall.act) == 2
    again.enqueue.assert_called_once_with(str(recall.act))
    notices.mail_act(recall.act)
    assert mailed() == 5, "queued again by itself, until all is out"
