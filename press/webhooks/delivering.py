"""Sending what is due: many endpoints at once, and none waits for another.

All reading and writing of the database happens here, in one thread; the threads beside it only talk to the network.
A message is claimed before it is sent and what came of it is written in one transaction. A worker that dies in
between leaves a claim that lapses; the message then goes out again under the same `webhook-id`.
"""

from __future__ import annotations

import time
from collections import Counter, deque
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from press.models import (
    EndpointState,
    MessageState,
    OrganisationState,
    PauseReason,
    WebhookAttempt,
    WebhookEndpoint,
    WebhookMessage,
)
from press.sealing import Unreadable
from press.webhooks import secrets
from press.webhooks.addresses import Target, target_of
from press.webhooks.endpoints import stop
from press.webhooks.events import FAILING_AT_MOST, PING, hold_after, wait_after
from press.webhooks.payload import BODY_AT_MOST, body_of
from press.webhooks.sending import Outcome, Wire, post

CLAIM_LAPSES = timedelta(minutes=1)
"""Longer than a try can take."""
AT_A_TIME = 4
"""Messages to one endpoint at the same time; one to an endpoint that failed last."""
THREADS = 32
RUN = 20.0
"""Seconds after which a run begins nothing new, so that the queue's other work gets its turn."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A claimed message, ready to leave. `claimed_at` is the claim: who finds another there writes nothing."""

    message: WebhookMessage
    claimed_at: datetime
    target: Target
    headers: dict[str, str]
    body: bytes


def wire() -> Wire:
    return Wire(local=settings.WEBHOOKS_LOCAL)


def due(now: datetime) -> QuerySet[WebhookMessage]:
    """What is to be sent and may be: to active endpoints of partners that aren't held, and nobody is at it."""
    free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=now - CLAIM_LAPSES)
    open_for = Q(endpoint__held_until__isnull=True) | Q(endpoint__held_until__lte=now)
    return WebhookMessage.objects.filter(
        free,
        open_for,
        state=MessageState.WAITING,
        next_at__lte=now,
        endpoint__state=EndpointState.ACTIVE,
        endpoint__organisation__state=OrganisationState.VERIFIED,
    )


def deliver(via: Wire | None = None, *, run: float = RUN) -> int:
    """Send what is due; returns how many tries were made. Ends once nothing is due, or `run` seconds have passed."""
    return _Run(via or wire(), time.monotonic() + run).all()


class _Run:
    """One run: which endpoints have something due, and what is on its way."""

    def __init__(self, via: Wire, until: float) -> None:
        self._wire, self._until = via, until
        self._flying: dict[Future[Outcome], Prepared] = {}
        ids = due(timezone.now()).order_by().values_list("endpoint", flat=True).distinct()
        self._waiting = deque(ids)

    def all(self) -> int:
        tries = 0
        with ThreadPoolExecutor(THREADS, thread_name_prefix="webhook") as pool:
            while True:
                self._send_off(pool)
                if not self._flying:
                    return tries
                done, _running = wait(self._flying, return_when=FIRST_COMPLETED)
                for future in done:
                    prepared = self._flying.pop(future)
                    record(prepared, future.result())
                    self._waiting.append(prepared.message.endpoint_id)
                    tries += 1

    def _send_off(self, pool: ThreadPoolExecutor) -> None:
        """Fill the free threads, the endpoints by turns."""
        busy = Counter(prepared.message.endpoint_id for prepared in self._flying.values())
        turns = deque(dict.fromkeys(self._waiting))
        self._waiting.clear()
        while turns and len(self._flying) < THREADS and time.monotonic() < self._until:
            endpoint_id = turns.popleft()
            if busy[endpoint_id] >= AT_A_TIME:
                continue  # comes again when one of its own is back
            prepared = claim_next(endpoint_id, alone=not busy[endpoint_id])
            if prepared is None:
                continue
            # Checked this moment, gone the next: a thread is free.
            self._flying[pool.submit(post, prepared.target, prepared.headers, prepared.body, self._wire)] = prepared
            busy[endpoint_id] += 1
            turns.append(endpoint_id)
        self._waiting.extend(turns)


def claim_next(endpoint_id: int, *, alone: bool = True) -> Prepared | None:
    """Claim an endpoint's next message and make it ready; None where nothing is due. What nobody may be told lapses.

    `alone`: nothing else is on its way there; an endpoint that failed last gets one message at a time.
    """
    while True:
        now = timezone.now()
        mine = due(now).filter(endpoint=endpoint_id)
        message = mine.filter(Q() if alone else Q(endpoint__failures=0)).order_by("next_at", "pk").first()
        if message is None:
            return None
        # Asked again in the claim itself: a suspension, a pause or another worker may have come first.
        if due(now).filter(pk=message.pk).update(claimed_at=now):
            prepared = _prepare(message.pk, now)
            if prepared is not None:
                return prepared


def _prepare(message_id: int, now: datetime) -> Prepared | None:
    related = ("endpoint__organisation", "notice__asset")
    message = WebhookMessage.objects.select_related(*related).get(pk=message_id)
    body = body_of(message)
    if body is None or len(body) > BODY_AT_MOST:
        WebhookMessage.objects.filter(pk=message_id).update(state=MessageState.LAPSED, claimed_at=None)
        return None
    try:
        return ready(message, body, now)
    except Unreadable:
        WebhookMessage.objects.filter(pk=message_id).update(claimed_at=None)
        stop(message.endpoint, PauseReason.SECRET_LOST)
        return None


def ready(message: WebhookMessage, body: bytes, now: datetime) -> Prepared:
    """Signed, with a timestamp of this try. Raises Unreadable."""
    endpoint, stamp = message.endpoint, int(now.timestamp())
    signatures = [
        secrets.signature(secret, message.webhook_id, stamp, body) for secret in secrets.signing_secrets(endpoint, now)
    ]
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Webhooks/1.0",
        "webhook-id": message.webhook_id,
        "webhook-timestamp": str(stamp),
        "webhook-signature": " ".join(signatures),
    }
    return Prepared(message, now, _target(endpoint), headers, body)


def _target(endpoint: WebhookEndpoint) -> Target:
    """What was right when it was entered may not be any more; then it leads nowhere, and the try says so."""
    try:
        return target_of(endpoint.url, local=settings.WEBHOOKS_LOCAL)
    except ValidationError:
        return Target("https", "address.invalid", 443, "/")


@transaction.atomic
def record(prepared: Prepared, outcome: Outcome, now: datetime | None = None) -> None:
    """Write down how a try went and what follows from it. Nothing where the claim lapsed and another worker has it."""
    now, message = now or timezone.now(), prepared.message
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=message.endpoint_id).first()
    if endpoint is None:
        return  # removed meanwhile, and its messages with it
    mine = WebhookMessage.objects.filter(pk=message.pk, claimed_at=prepared.claimed_at, state=MessageState.WAITING)
    if not mine.update(claimed_at=None, tries=F("tries") + 1):
        return
    write_down(message, outcome, prepared.claimed_at)
    mine = WebhookMessage.objects.filter(pk=message.pk)
    if outcome.succeeded:
        mine.update(state=MessageState.DELIVERED, delivered_at=now, next_at=None)
        WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
            failures=0, failing_since=None, held_until=None, succeeded_at=now
        )
    else:
        pause = wait_after(message.tries + 1, outcome.retry_after)
        mine.update(
            state=MessageState.FAILED if pause is None else MessageState.WAITING,
            next_at=None if pause is None else now + pause,
        )
        _note_failure(endpoint, outcome, now, exhausted=pause is None)


def write_down(message: WebhookMessage, outcome: Outcome, at: datetime) -> WebhookAttempt:
    return WebhookAttempt.objects.create(
        message=message,
        at=at,
        status=outcome.status,
        trouble=outcome.trouble,
        milliseconds=outcome.milliseconds,
        answer=outcome.answer,
    )


def _note_failure(endpoint: WebhookEndpoint, outcome: Outcome, now: datetime, *, exhausted: bool) -> None:
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or now
    endpoint.held_until = now + hold_after(endpoint.failures, outcome.retry_after)
    endpoint.save(update_fields=["failures", "failing_since", "held_until"])
    if outcome.is_gone:
        stop(endpoint, PauseReason.GONE)
    elif exhausted or endpoint.failing_since <= now - FAILING_AT_MOST:
        stop(endpoint, PauseReason.FAILING)


def ping(endpoint: WebhookEndpoint, via: Wire | None = None) -> WebhookAttempt:
    """Send a test at once, whatever the endpoint's state; its outcome is logged and changes nothing else.

    Raises Unreadable.
    """
    now = timezone.now()
    message = WebhookMessage(endpoint=endpoint, event=PING, at=now, state=MessageState.FAILED, tries=1)
    prepared = ready(message, body_of(message) or b"{}", now)
    message.save()
    outcome = post(prepared.target, prepared.headers, prepared.body, via or wire())
    if outcome.succeeded:
        WebhookMessage.objects.filter(pk=message.pk).update(state=MessageState.DELIVERED, delivered_at=timezone.now())
    return write_down(message, outcome, now)


def next_due(now: datetime) -> datetime | None:
    """When something is due next, as far as waits are concerned."""
    waiting = WebhookMessage.objects.filter(
        state=MessageState.WAITING,
        next_at__isnull=False,
        claimed_at__isnull=True,
        endpoint__state=EndpointState.ACTIVE,
        endpoint__organisation__state=OrganisationState.VERIFIED,
    ).order_by("next_at")
    first = waiting.values_list("next_at", "endpoint__held_until").first()
    if first is None:
        return None
    return max(moment for moment in (*first, now) if moment is not None)
