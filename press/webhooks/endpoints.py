"""The acts on endpoints: adding, changing, rotating the secret, pausing, going on, sending again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from media_library.change_log import number_lines
from press import tasks
from press.models import (
    EndpointState,
    Member,
    MessageState,
    Organisation,
    PauseReason,
    WebhookEndpoint,
    WebhookMessage,
)
from press.sealing import seal
from press.webhooks.addresses import target_of
from press.webhooks.events import EVENT_TYPES, PING
from press.webhooks.fan_out import log_end
from press.webhooks.secrets import new_secret

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractBaseUser

ENDPOINTS_AT_MOST = 10
OVERLAP = timedelta(hours=24)
"""How long the former secret signs too after a rotation."""


@transaction.atomic
def add(
    organisation: Organisation,
    url: str,
    *,
    events: Iterable[str],
    description: str = "",
    member: Member | None = None,
    actor: AbstractBaseUser | None = None,
) -> tuple[WebhookEndpoint, str]:
    """A new endpoint and its secret, which is told this once. It gets what happens from now on.

    Raises ValidationError for an address that can't be used or is there already, without events, and beyond
    ENDPOINTS_AT_MOST.
    """
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    url = _checked(organisation, url)
    if organisation.webhooks.count() >= ENDPOINTS_AT_MOST:
        raise ValidationError(_("Remove a webhook that isn't used any more first."))
    number_lines()
    secret = new_secret()
    endpoint = WebhookEndpoint.objects.create(
        organisation=organisation,
        url=url,
        description=description.strip()[:200],
        events=_known(events),
        secret=seal(secret),
        cursor=log_end(),
        created_by=member,
    )
    _log(endpoint, "add_webhook", actor)
    return endpoint, secret


@transaction.atomic
def change(
    endpoint: WebhookEndpoint,
    url: str,
    *,
    events: Iterable[str],
    description: str = "",
    actor: AbstractBaseUser | None = None,
) -> None:
    """Another address, description or choice of events. Events chosen now count from now on. Raises as `add` does."""
    endpoint.url = _checked(endpoint.organisation, url, besides=endpoint)
    endpoint.description = description.strip()[:200]
    endpoint.events = _known(events)
    endpoint.save(update_fields=["url", "description", "events"])
    _log(endpoint, "change_webhook", actor)


@transaction.atomic
def rotate(endpoint: WebhookEndpoint, *, actor: AbstractBaseUser | None = None) -> str:
    """A new secret, told this once; the former signs too for OVERLAP. One from before that ends at once."""
    secret = new_secret()
    endpoint.former_secret, endpoint.secret = endpoint.secret, seal(secret)
    endpoint.former_until = timezone.now() + OVERLAP
    if endpoint.pause_reason == PauseReason.SECRET_LOST:
        endpoint.former_secret, endpoint.former_until, endpoint.pause_reason = "", None, PauseReason.BY_PARTNER
    endpoint.save(update_fields=["secret", "former_secret", "former_until", "pause_reason"])
    _log(endpoint, "rotate_webhook", actor)
    return secret


@transaction.atomic
def remove(endpoint: WebhookEndpoint, *, actor: AbstractBaseUser | None = None) -> None:
    """With its messages and their log."""
    _log(endpoint, "remove_webhook", actor)
    endpoint.delete()


@transaction.atomic
def pause(
    endpoint: WebhookEndpoint, reason: PauseReason = PauseReason.BY_PARTNER, *, actor: AbstractBaseUser | None = None
) -> None:
    """By a person. Nothing happens to one that isn't active, but an officer's pause counts over every other."""
    endpoint = _locked(endpoint)
    if endpoint.is_active or (reason == PauseReason.BY_OFFICER != endpoint.pause_reason):
        _stop(endpoint, reason)
        _log(endpoint, "pause_webhook", actor)


@transaction.atomic
def stop(endpoint: WebhookEndpoint, reason: PauseReason) -> None:
    """By itself, with a mail to the technical contact. Nothing happens to one that isn't active."""
    endpoint = _locked(endpoint)
    if not endpoint.is_active:
        return
    _stop(endpoint, reason, mail_due=True)
    _log(endpoint, "pause_webhook", None)
    pk = endpoint.pk
    transaction.on_commit(lambda: tasks.mail_webhook_paused.enqueue(pk))


def _stop(endpoint: WebhookEndpoint, reason: PauseReason, *, mail_due: bool = False) -> None:
    endpoint.state = EndpointState.DISABLED if reason == PauseReason.GONE else EndpointState.PAUSED
    endpoint.pause_reason, endpoint.paused_at, endpoint.mail_due = reason, timezone.now(), mail_due
    endpoint.save(update_fields=["state", "pause_reason", "paused_at", "mail_due"])


@transaction.atomic
def resume(endpoint: WebhookEndpoint, *, actor: AbstractBaseUser | None = None, by_officer: bool = False) -> None:
    """Go on where it stopped: what failed or waited goes out at once, then the change log from the cursor on.

    Raises ValidationError for a partner where the press office paused it, and where the secret is lost.
    """
    endpoint = _locked(endpoint)
    if endpoint.is_active:
        return
    if endpoint.pause_reason == PauseReason.BY_OFFICER and not by_officer:
        raise ValidationError(_("The press office paused this webhook. Please write to them."))
    if endpoint.pause_reason == PauseReason.SECRET_LOST:
        raise ValidationError(_("Make a new secret first."))
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(
        state=EndpointState.ACTIVE,
        pause_reason="",
        paused_at=None,
        mail_due=False,
        failures=0,
        failing_since=None,
        held_until=None,
    )
    _send_again(endpoint.messages.filter(state__in=[MessageState.FAILED, MessageState.WAITING]), timezone.now())
    _log(endpoint, "resume_webhook", actor)
    transaction.on_commit(tasks.wake_webhooks)


@transaction.atomic
def redeliver(endpoint: WebhookEndpoint, message_id: int | None = None) -> int:
    """Send one message again, or all that failed; under the same `webhook-id`. Returns how many will go out.

    Raises ValidationError for an endpoint that isn't active.
    """
    endpoint = _locked(endpoint)
    if not endpoint.is_active:
        raise ValidationError(_("Resume the webhook first."))
    chosen = endpoint.messages.exclude(state=MessageState.LAPSED)
    chosen = chosen.filter(state=MessageState.FAILED) if message_id is None else chosen.filter(pk=message_id)
    done = _send_again(chosen, timezone.now())
    WebhookEndpoint.objects.filter(pk=endpoint.pk).update(held_until=None)
    transaction.on_commit(tasks.wake_webhooks)
    return done


def _send_again(messages: QuerySet[WebhookMessage], now: datetime) -> int:
    """But none that a worker is sending at this moment."""
    mine = messages.exclude(event=PING).filter(Q(claimed_at__isnull=True) | ~Q(state=MessageState.WAITING))
    return mine.update(state=MessageState.WAITING, tries=0, next_at=now, claimed_at=None)


def _locked(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=endpoint.pk)


def _checked(organisation: Organisation, url: str, *, besides: WebhookEndpoint | None = None) -> str:
    url = url.strip()
    target_of(url, local=settings.WEBHOOKS_LOCAL)
    same = organisation.webhooks.filter(url=url)
    if (same.exclude(pk=besides.pk) if besides else same).exists():
        raise ValidationError(_("This address is entered already."))
    return url


def _known(events: Iterable[str]) -> list[str]:
    chosen = set(events)
    known = [name for name in EVENT_TYPES if name in chosen]
    if not known or len(known) != len(chosen):
        raise ValidationError(_("Choose at least one event."))
    return known


def _log(endpoint: WebhookEndpoint, act: str, actor: AbstractBaseUser | None) -> None:
    reason = str(endpoint.get_pause_reason_display()) if endpoint.pause_reason else ""
    data = {"webhook": endpoint.url, "reason": reason}
    log(instance=endpoint.organisation, action=f"press.{act}", user=actor, data=data)
