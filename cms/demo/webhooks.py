"""A partner's webhook with a log: what its system was told when the demo's pictures changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from cms.demo.source import shared
from press.models import MessageState, Organisation, Trouble, WebhookEndpoint, WebhookMessage
from press.webhooks import endpoints
from press.webhooks.delivering import write_down
from press.webhooks.events import EVENT_TYPES
from press.webhooks.fan_out import fan_out
from press.webhooks.sending import Outcome

LINES = 40
"""Of the change log's end, as far as the partner may know of them."""
BUSY = Outcome(503, Trouble.STATUS, 212, "Queue is full, try again later.\n")
SLOW = Outcome(None, Trouble.TIMEOUT, 15_003)
FINE = Outcome(202, "", 148, '{"accepted": true}\n')
MILLISECONDS = (148, 131, 204, 96, 387, 152, 118)
"""Of those that arrived, by turns."""


@transaction.atomic
def ensure_webhook(organisations: dict[str, Organisation]) -> int:
    """Paused, because its host exists on no network; returns how many messages its log holds."""
    told = shared()["webhook"]
    organisation = organisations[told["organisation"]]
    if organisation.webhooks.exists():
        return 0
    member = organisation.members.order_by("-pk").first()
    endpoint, _secret = endpoints.add(
        organisation, told["url"], events=EVENT_TYPES, description=told["description"], member=member
    )
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(cursor=max(0, endpoint.cursor - LINES))
    fan_out()
    for number, message in enumerate(endpoint.messages.order_by("-pk")):
        _deliver(message, number)
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(succeeded_at=timezone.now())
    endpoints.pause(endpoint)
    return endpoint.messages.count()


def _deliver(message: WebhookMessage, number: int) -> None:
    """Most arrived at the first try, some at the second, one still waited when the webhook was paused."""
    tries = {3: (BUSY, FINE), 7: (BUSY, SLOW), 12: (SLOW, FINE)}.get(number, (FINE,))
    quick, at = replace(FINE, milliseconds=MILLISECONDS[number % len(MILLISECONDS)]), message.at
    for outcome, wait in zip(tries, (2, 7), strict=False):
        at = message.at + timedelta(seconds=wait)
        write_down(message, quick if outcome is FINE else outcome, at)
    arrived = tries[-1].succeeded
    WebhookMessage.objects.filter(pk=message.pk).update(
        state=MessageState.DELIVERED if arrived else MessageState.WAITING,
        delivered_at=at if arrived else None,
        next_at=None,
        tries=len(tries),
    )
