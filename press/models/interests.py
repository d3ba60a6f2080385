"""What a member wants to see first, and to be told of."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from press.models.kit import Kit, validate_timezone
from press.models.organisation import Member, language_choices, validate_languages


class When(models.TextChoices):
    AT_ONCE = "at_once", _("at once")
    DAILY = "daily", _("once a day")
    NEVER = "never", _("never")


class Interests(models.Model):
    """One member's choices. An empty list leaves that side open: nothing ticked means all."""

    objects: ClassVar[models.Manager[Interests]] = models.Manager()

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="interests")
    provinces = models.ManyToManyField("provinces.Province", blank=True, related_name="+")
    sectors = models.ManyToManyField("provinces.Sector", blank=True, related_name="+")
    topics = models.JSONField(default=list, help_text="Words to search for, in any language.")
    languages = models.JSONField(default=list, validators=[validate_languages])
    language = models.CharField(max_length=16, choices=language_choices, default="en", help_text="Of the alerts.")
    alerts = models.CharField(max_length=10, choices=When.choices, default=When.NEVER, db_index=True)
    hour = models.PositiveSmallIntegerField(default=8, validators=[MaxValueValidator(23)])
    zone = models.CharField(max_length=60, default="UTC", validators=[validate_timezone])
    since = models.DateTimeField(default=timezone.now, help_text="Only what came after this moment is news.")
    digest_day = models.DateField(null=True, help_text="The last day, in the member's zone, whose digest is made.")

    def __str__(self) -> str:
        return f"{self.member_id}: {self.alerts}"


class Told(models.Model):
    """A member was told of a kit or a picture, or is about to be (`letter`); without one it was there before."""

    objects: ClassVar[models.Manager[Told]] = models.Manager()

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="told")
    kit = models.ForeignKey(Kit, on_delete=models.CASCADE, null=True, related_name="+")
    asset = models.ForeignKey("media_library.Asset", on_delete=models.CASCADE, null=True, related_name="+")
    letter = models.ForeignKey("press.Letter", on_delete=models.SET_NULL, null=True, related_name="told")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member", "kit"], name="told_of_a_kit_once"),
            models.UniqueConstraint(fields=["member", "asset"], name="told_of_a_picture_once"),
            models.CheckConstraint(
                condition=models.Q(kit__isnull=True) ^ models.Q(asset__isnull=True), name="told_of_one_thing"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id}: {self.kit_id or self.asset_id}"
