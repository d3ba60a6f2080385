"""The events that a partner can choose, and when a failed delivery is tried again: pure values."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from media_library.models import ChangeEvent

PING = "test.ping"
NOTICE = "notice.created"


@dataclass(frozen=True, slots=True)
class EventType:
    """`name` as it stands in a message; `change` is the subject and event of the change log's line, if it is one."""

    name: str
    label: str | Promise
    change: tuple[str, str] | None = None


def _of_change(subject: str, event: ChangeEvent, label: str | Promise) -> EventType:
    return EventType(f"{subject}.{event.value}", label, (subject, event.value))


EVENT_TYPES: dict[str, EventType] = {
    event.name: event
    for event in (
        _of_change("asset", ChangeEvent.APPROVED, _("A picture or file was approved")),
        _of_change("asset", ChangeEvent.UPDATED, _("Its texts, terms or data changed")),
        _of_change("asset", ChangeEvent.EMBARGO_CHANGED, _("Its embargo was set, moved, lifted or is over")),
        _of_change("asset", ChangeEvent.EXPIRED, _("It may no longer be used: licence, consent or date has ended")),
        _of_change("asset", ChangeEvent.WITHDRAWN, _("It was withdrawn")),
        _of_change("kit", ChangeEvent.APPROVED, _("A press kit was published")),
        _of_change("kit", ChangeEvent.UPDATED, _("A press kit changed")),
        _of_change("kit", ChangeEvent.EMBARGO_CHANGED, _("The embargo of a press kit changed")),
        _of_change("kit", ChangeEvent.WITHDRAWN, _("A press kit was closed")),
        EventType(NOTICE, _("A notice about a file that you took")),
    )
}

RETRY_AFTER = tuple(
    timedelta(seconds=seconds) for seconds in (5, 300, 1800, 7200, 18000, 36000, 50400, 72000, 86400)
)  # fmt: skip
"""Waits after the first, second … failed try: ten tries in about three days."""
TRIES = len(RETRY_AFTER) + 1
JITTER = 0.1
"""A tenth more or less, so that a receiver that comes back isn't met by everything at once."""
ASKED_AT_MOST = timedelta(hours=24)
"""What a receiver may ask for by Retry-After."""
HELD_AT_MOST = timedelta(minutes=5)
"""A receiver that fails is tried with one message in this time, so that it is found again soon after it is back."""
FAILING_AT_MOST = timedelta(days=3)
"""After so long without a success an endpoint is paused."""


def wait_after(tries: int, asked: timedelta | None = None) -> timedelta | None:
    """How long to wait after `tries` failed tries (at least 1); None: no more. `asked` is the answer's Retry-After."""
    if tries >= TRIES:
        return None
    own = RETRY_AFTER[tries - 1] * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311  (nothing secret)
    return max(own, min(asked or timedelta(), ASKED_AT_MOST))


def hold_after(failures: int, asked: timedelta | None = None) -> timedelta:
    """How long an endpoint isn't tried with any message after `failures` failures in a row (at least 1)."""
    own = min(RETRY_AFTER[min(failures, len(RETRY_AFTER)) - 1], HELD_AT_MOST)
    return max(own, min(asked or timedelta(), ASKED_AT_MOST))


def changes_among(events: list[str]) -> list[tuple[str, str]]:
    """(subject, event) of those chosen events that stand in the change log."""
    chosen = (EVENT_TYPES[name].change for name in events if name in EVENT_TYPES)
    return [change for change in chosen if change is not None]
