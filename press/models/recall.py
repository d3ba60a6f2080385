"""Getting answers from those who hold what was taken back, corrected or moved: a deadline, and who sees to it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.notice import NoticeKind

ANSWER_WITHIN = timedelta(hours=72)
"""Unless the officer sets another time."""


class Recall(models.Model):
    """One act on assets of one province that somebody holds. Opened by the act itself, closed by an officer."""

    objects: ClassVar[models.Manager[Recall]] = models.Manager()

    act = models.UUIDField(default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind.choices)
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, related_name="recalls", verbose_name=_("province")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("responsible officer"),
    )
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    due_at = models.DateTimeField(_("answers by"))
    closed_at = models.DateTimeField(_("closed"), null=True, db_index=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("closed by")
    )
    conclusion = models.TextField(_("conclusion"), blank=True, max_length=2000)

    class Meta:
        verbose_name = _("recall")
        verbose_name_plural = _("recalls")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["act", "province"], name="recall_once_per_act"),
            models.CheckConstraint(condition=models.Q(due_at__gt=models.F("opened_at")), name="recall_due_later"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_overdue(self, at: datetime) -> bool:
        """Whether it still waits though its time is up."""
        return self.is_open and at >= self.due_at


class ReminderStep(models.IntegerChoices):
    """When those who haven't answered are reminded: each once."""

    HALF_TIME = 0, _("half-time")
    DUE = 1, _("deadline")
    ONE_DAY_AFTER = 2, _("one day after")
    TWO_DAYS_AFTER = 3, _("two days after")
    THREE_DAYS_AFTER = 4, _("three days after")


class Reminder(models.Model):
    """A reminder to one organisation. The row is the intent, `mailed_at` the effect, as with notices."""

    objects: ClassVar[models.Manager[Reminder]] = models.Manager()

    recall = models.ForeignKey(Recall, on_delete=models.CASCADE, related_name="reminders")
    organisation = models.ForeignKey("press.Organisation", on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField(choices=ReminderStep.choices)
    claimed_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [models.UniqueConstraint(fields=["recall", "organisation", "step"], name="reminded_once")]
        indexes = [models.Index(fields=["mailed_at", "claimed_at"], name="reminder_unmailed")]

    def __str__(self) -> str:
        return f"{self.recall_id} → {self.organisation_id}: {self.get_step_display()}"
