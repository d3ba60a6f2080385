"""The whole way once: the log is looked through, messages are written and sent, the next round is ordered.

A change wakes it through the queue; `manage.py send_webhooks` does the same every minute, whatever was lost.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from media_library.expiry import clock
from press import mail, tasks
from press.models import WebhookAttempt, WebhookEndpoint, WebhookMessage
from press.webhooks.delivering import deliver, next_due
from press.webhooks.fan_out import fan_out, partners_with_webhooks

logger = logging.getLogger(__name__)

TOGETHER = timedelta(seconds=2)
"""Changes within this time wake the queue once."""
SOON = timedelta(minutes=1)
"""What is due later is left to the timetable."""
KEPT_DAYS = 30


def tell() -> int:
    """Returns how many tries were made. Cheap where nobody is to be told."""
    if not partners_with_webhooks():
        return 0
    clock.look()
    fan_out()
    tries = deliver()
    _order_the_next(timezone.now())
    return tries


def _order_the_next(now: datetime) -> None:
    """A round for what is due soon; one, however many workers end theirs meanwhile."""
    following = next_due(now)
    if following is None or following - now >= SOON:
        return
    wait = max(following - now, timedelta(seconds=1))
    if cache.add("webhooks.next", True, wait.total_seconds()):
        tasks.wake_webhooks(wait)


def wake() -> None:
    """Something changed: tell soon, and once for everything that changes in this moment.

    Whoever is first orders a round at the end of the moment; those who come within it know that the round is later
    than they are.
    """
    if partners_with_webhooks() and cache.add("webhooks.wake", True, TOGETHER.total_seconds()):
        tasks.wake_webhooks(TOGETHER)


def wake_after_commit() -> None:
    transaction.on_commit(wake)


def mail_paused(endpoint_id: int) -> bool:
    """Tell the technical contact of a pause that came by itself; a mail server that is down is asked again later."""
    due = WebhookEndpoint.objects.filter(pk=endpoint_id, mail_due=True)
    endpoint = due.select_related("organisation").first()
    if endpoint is None:
        return False
    try:
        mail.send_webhook_paused(endpoint)
    except (OSError, SMTPException):
        logger.warning("the pause of webhook %s wasn't mailed", endpoint_id, exc_info=True)
        return False
    return bool(due.update(mail_due=False))


def mail_waiting() -> int:
    """Mail what is still to be mailed; returns how many went out."""
    return sum(
        mail_paused(pk) for pk in list(WebhookEndpoint.objects.filter(mail_due=True).values_list("pk", flat=True))
    )


def forget() -> int:
    """Delete tries, and messages, that are older than KEPT_DAYS; what waited so long lapses. Returns how many rows."""
    limit = timezone.now() - timedelta(days=KEPT_DAYS)
    tries, _each = WebhookAttempt.objects.filter(at__lt=limit).delete()
    old = WebhookMessage.objects.filter(created_at__lt=limit).exclude(attempts__at__gte=limit)
    messages, _each = WebhookMessage.objects.filter(pk__in=old.values("pk")).delete()
    return tries + messages
