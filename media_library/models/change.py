"""The ordered log of what happened to assets and kits, for those who mirror the library."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChangeEvent(models.TextChoices):
    APPROVED = "approved", _("approved")
    UPDATED = "updated", _("updated")
    EMBARGO_CHANGED = "embargo_changed", _("embargo changed")
    EXPIRED = "expired", _("expired")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Change(models.Model):
    """One line. `position` is its place in the log; `change_log.number_lines` gives it out when somebody reads."""

    position = models.PositiveBigIntegerField(null=True, unique=True, editable=False)
    subject = models.CharField(max_length=10, choices=[("asset", _("asset")), ("kit", _("press kit"))])
    subject_uuid = models.UUIDField(db_index=True)
    event = models.CharField(max_length=20, choices=ChangeEvent.choices)
    at = models.DateTimeField(auto_now_add=True)
    reason = models.TextField(blank=True)
    reason_texts = models.JSONField(default=dict, help_text="{language code: reason}")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.id} {self.subject} {self.event}"
