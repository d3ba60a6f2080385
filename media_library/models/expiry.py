"""What the passing of time did to assets, and who was warned that it will."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferState(models.Model):
    """How an approved asset stood when the clock last looked: what differs now is a change to be logged.

    Derived: without its row an asset counts as offered and free, which is what its approval said in the log.
    """

    asset = models.OneToOneField(
        "media_library.Asset", on_delete=models.CASCADE, primary_key=True, related_name="offer_state"
    )
    offered = models.BooleanField(default=True, help_text="Licence, consent and end of offer were in force.")
    embargoed = models.BooleanField(default=False)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.asset_id}: {'offered' if self.offered else 'not offered'}"


class OfferClock(models.Model):
    """One row: up to which moment the passing of time has been looked at. Locked by who looks."""

    looked_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.looked_at.isoformat()


class ExpiringSubject(models.TextChoices):
    ASSET = "asset", _("asset")
    LICENCE = "licence", _("licence")
    CONSENT = "consent", _("consent")


class ExpiryWarning(models.Model):
    """Somebody was warned of an end. One that is moved is another end, and warned of again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expiry_warnings")
    subject = models.CharField(max_length=10, choices=ExpiringSubject.choices)
    subject_id = models.BigIntegerField()
    ends_at = models.DateTimeField()
    days = models.PositiveSmallIntegerField(help_text="How long before the end: 30 or 7.")
    sent_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "subject", "subject_id", "ends_at", "days"], name="warned_once_of_an_end"
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.subject_id}, {self.days} days, {self.user_id}"
