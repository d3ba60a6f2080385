"""What a message says: thin, and only what its organisation may know at the moment it is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from media_library.api.subjects import changes_for
from media_library.models import Asset
from press.models import NoticeDelivery, WebhookMessage
from press.selectors.partners import audience_for
from press.webhooks.events import PING

BODY_AT_MOST = 20_000
"""Bytes, as Standard Webhooks recommends. Ours have a few hundred."""


def body_of(message: WebhookMessage) -> bytes | None:
    """The JSON that is sent; None where the organisation may not (any more) know of what it is about.

    `message` comes with its endpoint and organisation, and with its notice's asset.
    """
    data = _data(message)
    if data is None:
        return None
    return orjson.dumps({"type": message.event, "timestamp": _iso(message.at), "data": data})


def _data(message: WebhookMessage) -> dict[str, Any] | None:
    if message.event == PING:
        return {"message": "This is a test."}
    if message.notice_id is not None:
        return _of_notice(message)
    return _of_change(message)


def _of_change(message: WebhookMessage) -> dict[str, Any] | None:
    """Asked as the change log is asked: who could not read the line there is not sent it."""
    mine = changes_for(audience_for(message.endpoint.organisation), timezone.now())
    line = mine.filter(position=message.position).values("subject", "subject_uuid").first()
    if line is None or message.position is None:
        return None
    subject, uuid = line["subject"], line["subject_uuid"]
    return {
        "subject": subject,
        "id": str(uuid),
        "kind": _kind(uuid) if subject == "asset" else subject,
        "position": message.position,
        "links": {
            "self": f"{_api()}/{subject}s/{uuid}",
            "changes": f"{_api()}/changes?since={message.position - 1}",
        },
    }


def _kind(uuid: UUID) -> str:
    return Asset.objects.filter(uuid=uuid).values_list("kind", flat=True).first() or ""


def _of_notice(message: WebhookMessage) -> dict[str, Any] | None:
    """The organisation holds the file, so it knows which one it is; all else is on the page of its notices."""
    notice = message.notice
    organisation = message.endpoint.organisation_id
    if notice is None or not NoticeDelivery.objects.filter(notice=notice, organisation=organisation).exists():
        return None
    return {
        "subject": "notice",
        "id": str(notice.pk),
        "kind": notice.kind,
        "asset": str(notice.asset.uuid),
        "links": {
            "asset": f"{_api()}/assets/{notice.asset.uuid}",
            "html": settings.SITE_URL + reverse("press:notices"),
        },
    }


def _api() -> str:
    return f"{settings.SITE_URL}/api/v1"


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
