"""Newsrooms are told that a token ends: in time, once, and those who can do something about it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.core import mail as outbox
from django.core.management import call_command
from django.utils import timezone

from press.models import AccessToken, MemberRole
from press.services import partners, token_endings, tokens
from tests.press.factories import member, organisation, token

pytestmark = pytest.mark.django_db


def ends_in(made: AccessToken, **time: int) -> None:
    now = timezone.now()
    AccessToken.objects.filter(pk=made.pk).update(
        created_at=now - timedelta(days=300), expires_at=now + timedelta(**time)
    )


def test_the_technical_contacts_are_told_once() -> None:
    partner = organisation(language="en")
    contacts = [member(partner, MemberRole.TECHNICAL).user.email for _number in range(2)]
    member(partner, MemberRole.CORRESPONDENT)
    made, secret = token(partner)
    assert token_endings.tell_endings() == 0
    ends_in(made, days=14, minutes=5)
    assert token_endings.tell_endings() == 0
    ends_in(made, days=13, hours=23)
    call_command("warn_of_token_ends")
    call_command("warn_of_token_ends")
    [mail] = outbox.outbox
    assert sorted(mail.to) == sorted(contacts)
    assert "picture desk" in mail.subject
    assert made.prefix in mail.body and secret not in mail.body
    assert "\n" not in mail.subject


def test_without_a_technical_contact_the_organisation_is() -> None:
    partner = organisation()
    person = member(partner, MemberRole.TECHNICAL)
    person.user.is_active = False
    person.user.save()
    ends_in(token(partner)[0], days=3)
    token_endings.tell_endings()
    assert outbox.outbox[0].to == [partner.contact_email]


def test_whom_it_doesnt_concern() -> None:
    revoked, rotated, over, short, suspended = (token(organisation())[0] for _number in range(5))
    for made in (revoked, suspended):
        ends_in(made, days=3)
    tokens.revoke(revoked)
    tokens.rotate(rotated)
    ends_in(over, days=-1)
    AccessToken.objects.filter(pk=short.pk).update(expires_at=timezone.now() + timedelta(days=10))
    partners.suspend(suspended.organisation, actor=None)
    assert token_endings.tell_endings() == 0
    assert not outbox.outbox


def test_a_mail_that_fails_is_tried_again_and_holds_up_no_other(caplog: Any) -> None:
    first, second = token(organisation())[0], token(organisation())[0]
    ends_in(first, days=2)
    ends_in(second, days=3)
    send = token_endings.mail.send_token_ending

    def dead_for_the_first(made: AccessToken, to: list[str]) -> None:
        if made.pk == first.pk:
            raise OSError("no mail server")
        send(made, to)

    with mock.patch("press.mail.send_token_ending", dead_for_the_first):
        assert token_endings.tell_endings() == 1
    assert token_endings.tell_endings() == 1
    assert len(outbox.outbox) == 2


def test_two_processes_send_one_mail() -> None:
    made, _secret = token(organisation())
    ends_in(made, days=2)
    listed = list(token_endings.ending(timezone.now()))
    with mock.patch("press.services.token_endings.ending", return_value=listed):
        assert token_endings.tell_endings() + token_endings.tell_endings() == 1
