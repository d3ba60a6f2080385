"""When a press office works: hours, holidays and days worked instead, as data."""

from __future__ import annotations

import re
from datetime import time

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from press.models.kit import validate_timezone

_PERIOD = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")
Period = tuple[time, time]


def periods_of(text: str) -> list[Period]:
    """`7:30-11:30, 13:30-17:00` as pairs, in order. Raises ValidationError for anything else."""
    found: list[Period] = []
    for part in text.split(","):
        match = _PERIOD.fullmatch(part.strip())
        if match is None:
            raise ValidationError(_("Write hours as 7:30-11:30, 13:30-17:00."))
        first, second, third, fourth = map(int, match.groups())
        begin, end = time(first, second), time(third, fourth)
        if begin >= end or (found and begin < found[-1][1]):
            raise ValidationError(_("Hours come one after the other, each with an end after its beginning."))
        found.append((begin, end))
    return found


def validate_periods(value: str) -> None:
    periods_of(value)


def validate_weekdays(value: str) -> None:
    """Digits of ISO 8601 weekdays: 1 is Monday."""
    if not re.fullmatch(r"[1-7]{1,7}", value) or len(set(value)) != len(value):
        raise ValidationError(_("Digits of weekdays, 1 for Monday to 7 for Sunday, such as 12345."))


class WorkingHours(models.Model):
    """Hours and aims of one province, or (without a province) of all that have none of their own."""

    province = models.OneToOneField(
        "provinces.Province",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="working_hours",
        verbose_name=_("province"),
        help_text=_("Empty: for all provinces without hours of their own."),
    )
    weekdays = models.CharField(_("weekdays"), max_length=7, default="12345", validators=[validate_weekdays])
    periods = models.CharField(
        _("hours"), max_length=100, default="7:30-11:30, 13:30-17:00", validators=[validate_periods]
    )
    timezone = models.CharField(
        _("time zone"), max_length=60, default="Asia/Ho_Chi_Minh", validators=[validate_timezone]
    )
    answer_within = models.PositiveSmallIntegerField(
        _("first answer within (working hours)"), default=8, validators=[MinValueValidator(1), MaxValueValidator(400)]
    )
    warn_before = models.PositiveSmallIntegerField(
        _("warn so many working hours before"), default=2, validators=[MaxValueValidator(400)]
    )

    class Meta:
        verbose_name = _("working hours")
        verbose_name_plural = _("working hours")
        ordering = ["province__name"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1), condition=models.Q(province__isnull=True), name="one_set_of_hours_for_all"
            )
        ]

    def __str__(self) -> str:
        return f"{self.province or '–'}: {self.periods}"

    def clean(self) -> None:
        """Raises ValidationError for a second set of hours for all."""
        super().clean()
        if self.province_id is None and WorkingHours.objects.filter(province=None).exclude(pk=self.pk).exists():
            raise ValidationError({"province": _("There are hours for all provinces already.")})


class DayKind(models.TextChoices):
    OFF = "off", _("day off")
    WORKED = "worked", _("worked instead of another day")


class Holiday(models.Model):
    """A day that the calendar's week doesn't tell. The government decides each year on Tết and on moved days."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    kind = models.CharField(_("kind"), max_length=10, choices=DayKind.choices, default=DayKind.OFF)
    source = models.CharField(_("source"), max_length=300, blank=True, help_text=_("The decision that names the day."))
    provisional = models.BooleanField(
        _("provisional"),
        default=False,
        help_text=_("Reckoned from the law; the decision for the year isn't known yet."),
    )

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"
