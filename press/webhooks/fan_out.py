"""From the change log to messages: each line once for each endpoint that wants it, whatever dies in between.

An endpoint's cursor and the messages up to it are written in one transaction, under the endpoint's lock. Before the
commit nothing has happened; after it a line behind the cursor is never looked at again.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from media_library.api.subjects import changes_for
from media_library.change_log import number_lines
from media_library.models import Change
from press.models import EndpointState, Notice, Organisation, OrganisationState, WebhookEndpoint, WebhookMessage
from press.selectors.partners import audience_for
from press.webhooks.events import NOTICE, changes_among

AT_ONCE = 500
"""Lines in one transaction."""


def log_end() -> int:
    """The last place that has been given out."""
    return Change.objects.aggregate(last=Max("position"))["last"] or 0


def fan_out() -> int:
    """Write the messages for everything that stands in the log by now; returns how many. Safe to run at any time.

    Endpoints that are paused, and those of organisations that aren't partners, stay where they are and go on from
    there later.
    """
    number_lines()
    end = log_end()
    behind = WebhookEndpoint.objects.filter(
        state=EndpointState.ACTIVE, cursor__lt=end, organisation__state=OrganisationState.VERIFIED
    )
    return sum(_serve(pk, end) for pk in list(behind.order_by("pk").values_list("pk", flat=True)))


def _serve(endpoint_id: int, end: int) -> int:
    written = 0
    while True:
        more, done = _serve_some(endpoint_id, end)
        written += more
        if done:
            return written


@transaction.atomic
def _serve_some(endpoint_id: int, end: int) -> tuple[int, bool]:
    """(messages written, whether the endpoint has been served up to `end`)."""
    locked = WebhookEndpoint.objects.select_for_update(of=("self",)).select_related("organisation")
    endpoint = locked.filter(pk=endpoint_id, state=EndpointState.ACTIVE, cursor__lt=end).first()
    if endpoint is None or not endpoint.organisation.is_partner:
        return 0, True
    messages = _messages(endpoint, end)
    WebhookMessage.objects.bulk_create(messages, ignore_conflicts=True)
    done = len(messages) < AT_ONCE
    WebhookEndpoint.objects.filter(pk=endpoint_id).update(cursor=end if done else messages[-1].position)
    return len(messages), done


def _messages(endpoint: WebhookEndpoint, end: int) -> list[WebhookMessage]:
    """About what it wants and may know of beyond its cursor, at most AT_ONCE, in the order of the log."""
    wanted = Q(pk__in=[])
    for subject, event in changes_among(endpoint.events):
        wanted |= Q(subject=subject, event=event)
    mine = changes_for(audience_for(endpoint.organisation), timezone.now())
    mine = mine.filter(wanted, position__gt=endpoint.cursor, position__lte=end)
    return [
        WebhookMessage(endpoint=endpoint, event=f"{subject}.{event}", position=position, at=at, next_at=at)
        for position, subject, event, at in mine.values_list("position", "subject", "event", "at")[:AT_ONCE]
    ]


def notice_given(notice: Notice, organisation_ids: list[int]) -> int:
    """Messages about a notice, in its own transaction; for endpoints that are paused too: they wait."""
    endpoints = WebhookEndpoint.objects.filter(organisation__in=organisation_ids)
    endpoints = endpoints.exclude(state=EndpointState.DISABLED).only("pk", "events")
    at = notice.created_at
    messages = [
        WebhookMessage(endpoint=endpoint, event=NOTICE, notice=notice, at=at, next_at=at)
        for endpoint in endpoints
        if NOTICE in endpoint.events
    ]
    return len(WebhookMessage.objects.bulk_create(messages, ignore_conflicts=True))


def partners_with_webhooks() -> bool:
    """Whether there is anybody to tell."""
    return Organisation.objects.filter(state=OrganisationState.VERIFIED, webhooks__state=EndpointState.ACTIVE).exists()
