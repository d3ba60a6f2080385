"""Endpoints and their messages as partners and press officers look at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Prefetch, Q, QuerySet

from press.models import MessageState, Organisation, WebhookAttempt, WebhookEndpoint, WebhookMessage
from press.webhooks.events import EVENT_TYPES, PING, EventType

TRIES_SHOWN = 12
"""Of one message: all that the timetable of tries holds, and a few by hand."""


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A message with its newest tries, the newest first."""

    message: WebhookMessage
    attempts: Sequence[WebhookAttempt]

    @property
    def can_be_sent_again(self) -> bool:
        return self.message.event != PING and self.message.state in (MessageState.DELIVERED, MessageState.FAILED)


def endpoints_of(organisation: Organisation) -> QuerySet[WebhookEndpoint]:
    return with_health(organisation.webhooks.all()).order_by("pk")


def with_health(endpoints: QuerySet[WebhookEndpoint]) -> QuerySet[WebhookEndpoint]:
    """Adds `waiting` and `failed`: how many messages are in these states."""
    return endpoints.annotate(
        waiting=Count("messages", filter=Q(messages__state=MessageState.WAITING)),
        failed=Count("messages", filter=Q(messages__state=MessageState.FAILED)),
    )


def messages_of(endpoint: WebhookEndpoint, state: str = "") -> QuerySet[WebhookMessage]:
    """Newest first; of one state, where one is named that exists."""
    mine = endpoint.messages.order_by("-pk")
    return mine.filter(state=state) if state in MessageState.values else mine


def log_of(messages: QuerySet[WebhookMessage]) -> list[LogEntry]:
    """Two queries, whatever their number."""
    newest = WebhookAttempt.objects.order_by("-pk")
    found = messages.prefetch_related(Prefetch("attempts", newest, to_attr="tries_made"))
    return [LogEntry(message, message.tries_made[:TRIES_SHOWN]) for message in found]


def chosen_events(endpoint: WebhookEndpoint) -> list[EventType]:
    return [EVENT_TYPES[name] for name in endpoint.events if name in EVENT_TYPES]
