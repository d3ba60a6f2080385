"""Addresses of partners' systems that are told of news at once, what they are told, and how each try went."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class EndpointState(models.TextChoices):
    ACTIVE = "active", _("active")
    PAUSED = "paused", _("paused")
    DISABLED = "disabled", _("disabled")


class PauseReason(models.TextChoices):
    """Why an endpoint isn't active."""

    BY_PARTNER = "by_partner", _("Paused by your organisation.")
    BY_OFFICER = "by_officer", _("Paused by the press office.")
    FAILING = "failing", _("Paused because deliveries failed for days.")
    GONE = "gone", _("Disabled because it answered 410 Gone.")
    SECRET_LOST = "secret_lost", _("Paused because its secret can't be read any more: make a new one.")


class WebhookEndpoint(models.Model):
    """One address of one organisation. State changes through services only."""

    organisation = models.ForeignKey(
        "press.Organisation", on_delete=models.PROTECT, related_name="webhooks", verbose_name=_("organisation")
    )
    url = models.CharField(_("address"), max_length=500)
    description = models.CharField(_("description"), max_length=200, blank=True)
    events = models.JSONField(_("events"), default=list)
    secret = models.TextField(editable=False, help_text="Encrypted; see press.webhooks.secrets.")
    former_secret = models.TextField(blank=True, editable=False)
    former_until = models.DateTimeField(null=True, editable=False, help_text="The former one signs too until then.")

    state = models.CharField(_("state"), max_length=10, choices=EndpointState.choices, default=EndpointState.ACTIVE)
    pause_reason = models.CharField(_("reason"), max_length=20, choices=PauseReason.choices, blank=True)
    paused_at = models.DateTimeField(_("paused"), null=True)
    mail_due = models.BooleanField(default=False, help_text="The technical contact is still to be told of the pause.")

    cursor = models.PositiveBigIntegerField(default=0, help_text="Place in the change log up to which it was served.")
    failures = models.PositiveIntegerField(default=0, help_text="Tries that failed since the last that didn't.")
    failing_since = models.DateTimeField(_("failing since"), null=True)
    held_until = models.DateTimeField(null=True, help_text="Nothing is sent before: it failed a moment ago.")
    succeeded_at = models.DateTimeField(_("last success"), null=True)
    created_at = models.DateTimeField(_("entered"), auto_now_add=True)
    created_by = models.ForeignKey(
        "press.Member", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("entered by")
    )

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["organisation__name", "pk"]
        indexes = [models.Index(fields=["state", "cursor"], name="webhook_to_serve")]

    def __str__(self) -> str:
        return self.description or self.url

    @property
    def is_active(self) -> bool:
        return self.state == EndpointState.ACTIVE

    def former_counts(self, at: datetime | None = None) -> bool:
        """Whether the secret from before the last rotation still signs too."""
        return bool(self.former_secret) and self.former_until is not None and (at or timezone.now()) < self.former_until


class MessageState(models.TextChoices):
    WAITING = "waiting", _("waiting")
    DELIVERED = "delivered", _("delivered")
    FAILED = "failed", _("failed")
    LAPSED = "lapsed", _("lapsed")


class WebhookMessage(models.Model):
    """One event for one endpoint: the row is the intent, `delivered_at` the effect. Its `uuid` is the webhook-id.

    What it says is put together anew for each try, from what the organisation may know at that moment.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, on_delete=models.CASCADE, related_name="messages")
    event = models.CharField(_("event"), max_length=40)
    position = models.PositiveBigIntegerField(null=True, help_text="Place in the change log.")
    notice = models.ForeignKey("press.Notice", on_delete=models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField(_("time"), help_text="When it happened.")
    state = models.CharField(_("state"), max_length=10, choices=MessageState.choices, default=MessageState.WAITING)
    tries = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(null=True, help_text="When it is tried (again).")
    claimed_at = models.DateTimeField(null=True, help_text="A worker is sending it, or died while it did.")
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("message to a webhook")
        verbose_name_plural = _("messages to webhooks")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["endpoint", "position"], name="change_once_per_endpoint"),
            models.UniqueConstraint(fields=["endpoint", "notice"], name="notice_once_per_endpoint"),
        ]
        indexes = [
            models.Index(fields=["endpoint", "next_at"], condition=Q(state="waiting"), name="webhook_message_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.webhook_id}"

    @property
    def webhook_id(self) -> str:
        return f"msg_{self.uuid.hex}"


class Trouble(models.TextChoices):
    """What went wrong where there was no answer, or one that isn't a success."""

    UNREACHABLE = "unreachable", _("The address isn't found, or doesn't lie on the public internet.")
    REFUSED = "refused", _("The connection was refused.")
    TIMEOUT = "timeout", _("No answer in time.")
    TLS = "tls", _("The certificate or the encrypted connection isn't valid.")
    BROKEN = "broken", _("The connection broke off, or the answer wasn't HTTP.")
    REDIRECT = "redirect", _("It redirects. Enter the address it leads to.")
    STATUS = "status", _("It answered with an error.")


class WebhookAttempt(models.Model):
    """One try, as it went."""

    message = models.ForeignKey(WebhookMessage, on_delete=models.CASCADE, related_name="attempts")
    at = models.DateTimeField(_("time"), db_index=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True, help_text="HTTP status, if there was an answer.")
    trouble = models.CharField(_("result"), max_length=20, choices=Trouble.choices, blank=True)
    milliseconds = models.PositiveIntegerField(_("duration"))
    answer = models.TextField(_("answer"), blank=True, help_text="Its beginning, at most 1 KB.")

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.status or self.trouble}"

    @property
    def succeeded(self) -> bool:
        return not self.trouble
