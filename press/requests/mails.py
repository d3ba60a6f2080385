"""Mail of a thread, out: each intended once as a row, sent after the commit, retried by `manage.py tend_requests`."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone, translation

from locales.registry import INTERNATIONAL, WORKING, chain, enabled_codes
from press import tasks
from press.mail import site_host, written
from press.models import MailPurpose, PressRequest, RequestMail, RequestMessage, RequestState, Voice
from press.models.request import INTERNAL, PAUSED
from press.requests.reply_address import address_of
from press.requests.selectors import officers_of

logger = logging.getLogger(__name__)

CLAIM_LAPSES = timedelta(minutes=10)
ATTEMPTS = 20
"""With growing pauses they last more than two days."""
REFERENCES = 10
"""Earlier messages named in a mail; programs need the newest ones."""
LOOP_MARK = "X-Press-Thread"
"""Stands on all we send: what comes back with it goes in a circle."""


# --- intents ----------------------------------------------------------------------------------------------
def tell_member(message: RequestMessage) -> None:
    """An answer, to the member who asked, in the language of the request."""
    request = message.request
    user = request.member.user
    if user.is_active and user.email:
        _intend(request, message, MailPurpose.ANSWER, [user.email], _offered(request.language))


def tell_officers(message: RequestMessage, purpose: MailPurpose) -> None:
    """To whoever has the request, else to all press officers of its provinces."""
    _intend(message.request, message, purpose, _officers(message.request), WORKING)


def tell_assignee(request: PressRequest, officer: Any) -> None:
    first = request.messages.order_by("at", "pk").first()
    if officer.email and first is not None:
        _intend(request, first, MailPurpose.OPENED, [officer.email], WORKING)


@transaction.atomic
def warn(request: PressRequest, now: datetime) -> bool:
    """Once for each request, before its time is over; False where that was done."""
    if not PressRequest.objects.filter(pk=request.pk, warned_at=None).update(warned_at=now):
        return False
    _intend(request, None, MailPurpose.WARNING, _officers(request), WORKING)
    return True


def warn_of_due(now: datetime) -> int:
    """Warn of whatever comes near its time; how many requests."""
    near = PressRequest.objects.filter(warn_at__lte=now, warned_at=None, first_answered_at=None)
    return sum(warn(request, now) for request in near.exclude(state__in=PAUSED))


def _officers(request: PressRequest) -> list[str]:
    if request.assigned_to is not None and request.assigned_to.is_active and request.assigned_to.email:
        return [request.assigned_to.email]
    return list(officers_of(request).exclude(email="").order_by("pk").values_list("email", flat=True))


def _offered(language: str) -> str:
    enabled = enabled_codes()
    return next((code for code in chain(language) if code in enabled), INTERNATIONAL)


def _intend(
    request: PressRequest, message: RequestMessage | None, purpose: MailPurpose, to: Iterable[str], language: str
) -> None:
    about = f"m{message.pk}" if message else f"r{request.pk}"
    for address in dict.fromkeys(to):
        mail, new = RequestMail.objects.get_or_create(
            key=f"{purpose}-{about}-{address}"[:120],
            defaults={"request": request, "message": message, "purpose": purpose, "to": address, "language": language},
        )
        if new:
            transaction.on_commit(lambda pk=mail.pk: tasks.mail_request.enqueue(pk))  # type: ignore[misc]


# --- effects ----------------------------------------------------------------------------------------------
def unsent(now: datetime) -> QuerySet[RequestMail]:
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LAPSES)
    return RequestMail.objects.filter(free, mailed_at__isnull=True, attempts__lt=ATTEMPTS)


def send(pk: int) -> bool:
    """Send one unless it was sent, or somebody is at it. False also where the mail server failed: it is tried later."""
    now = timezone.now()
    if not unsent(now).filter(pk=pk).update(claimed_at=now, attempts=F("attempts") + 1):
        return False
    mail = RequestMail.objects.select_related("request__member__user", "request__organisation", "message").get(pk=pk)
    try:
        _letter(mail).send()
    except (OSError, SMTPException):
        logger.warning("mail %s of request %s wasn't sent", pk, mail.request_id, exc_info=True)
        # A claim that lapses when it is time for the next try.
        wait = timedelta(minutes=min(2 ** (mail.attempts - 1), 360))
        RequestMail.objects.filter(pk=pk).update(claimed_at=timezone.now() + wait - CLAIM_LAPSES)
        return False
    return bool(RequestMail.objects.filter(pk=pk).update(mailed_at=timezone.now()))


def send_waiting() -> int:
    """Send what is due; how many went. One that can't be put together stops none of the others."""
    sent = 0
    for pk in list(unsent(timezone.now()).order_by("pk").values_list("pk", flat=True)):
        try:
            sent += send(pk)
        except Exception:
            logger.exception("mail %s couldn't be put together", pk)
    return sent


def _letter(mail: RequestMail) -> EmailMessage:
    request = mail.request
    to_member = mail.purpose == MailPurpose.ANSWER
    with translation.override(mail.language), timezone.override(request.timezone if to_member else None):
        context = {
            "request": request,
            "message": mail.message,
            "purpose": mail.purpose,
            "stranger": mail.message is not None and mail.message.voice == Voice.STRANGER,
            "declined": request.state == RequestState.DECLINED,
            "url": settings.SITE_URL + _path(request, to_member),
            "by_mail": bool(settings.PRESS_REPLY_ADDRESS),
            "site": settings.SITE_URL,
        }
        name = "request_answer" if to_member else "request_officers"
        letter = written(name, context, [mail.to], headers=_headers(mail, to_member))
    if to_member and settings.PRESS_REPLY_ADDRESS:
        letter.reply_to = [address_of(request.uuid)]
    return letter


def _path(request: PressRequest, to_member: bool) -> str:
    if to_member:
        return reverse("press:request", args=[request.uuid])
    return reverse("press_request", args=[request.pk])


def _headers(mail: RequestMail, to_member: bool) -> dict[str, str]:
    """The same mail has the same Message-ID, so that what is sent twice by an accident shows once."""
    headers = {LOOP_MARK: site_host(), "X-Auto-Response-Suppress": "OOF, AutoReply"}
    if not to_member:
        return headers | {"Message-ID": f"<{mail.pk}.officers@{site_host()}>", "Auto-Submitted": "auto-generated"}
    message = mail.message
    if message is None:
        return headers
    earlier = mail.request.messages.exclude(voice__in=INTERNAL).filter(
        Q(at__lt=message.at) | Q(at=message.at, pk__lt=message.pk)
    )
    ids = [f"<{one}>" for one in earlier.order_by("at", "pk").values_list("message_id", flat=True)][-REFERENCES:]
    headers["Message-ID"] = f"<{message.message_id}>"
    if ids:
        headers |= {"In-Reply-To": ids[-1], "References": " ".join(ids)}
    return headers
