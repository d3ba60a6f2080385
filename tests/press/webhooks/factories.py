"""Endpoints for tests, and messages that are due."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from media_library.models import Change
from press.models import Organisation, WebhookEndpoint, WebhookMessage
from press.webhooks import endpoints
from press.webhooks.events import EVENT_TYPES
from press.webhooks.fan_out import fan_out
from tests.media_library.factories import approved
from tests.press.factories import organisation


def endpoint(url: str, of: Organisation | None = None, **values: Any) -> tuple[WebhookEndpoint, str]:
    """An endpoint that wants everything, and its secret."""
    wanted = {"events": list(EVENT_TYPES)} | values
    return endpoints.add(of or organisation(), url, **wanted)


def waiting(of: WebhookEndpoint, number: int = 1) -> list[WebhookMessage]:
    """So many messages about a picture that everybody may see."""
    photo = approved()
    Change.objects.bulk_create(
        [Change(subject="asset", subject_uuid=photo.uuid, event="updated") for _each in range(number - 1)]
    )
    fan_out()
    return list(of.messages.order_by("pk"))


def time_passes(of: WebhookEndpoint) -> None:
    """What waits for its time, or a hold, has waited."""
    past = timezone.now() - timedelta(seconds=1)
    WebhookMessage.objects.filter(endpoint=of, next_at__isnull=False).update(next_at=past)
    WebhookEndpoint.objects.filter(pk=of.pk).update(held_until=None)
