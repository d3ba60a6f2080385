"""Pick-ups: publications that used our pictures, with what speaks for it."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from locales.registry import tag_of
from media_library.models.consent import private_storage
from press.models.kit import Kit
from press.models.organisation import Member, Organisation, language_choices, validate_country


class PickupState(models.TextChoices):
    REPORTED = "reported", _("to be confirmed")
    CONFIRMED = "confirmed", _("confirmed")
    REFUSED = "refused", _("not a pick-up")


class Credit(models.TextChoices):
    FOUND = "found", _("credited")
    MISSING = "missing", _("credit line not found")
    UNKNOWN = "unknown", _("can't be told")


def pickup_path(pickup: Pickup, filename: str) -> str:
    return f"pickups/{uuid.uuid4().hex}{PurePath(filename).suffix.lower()[:8]}"


class Pickup(models.Model):
    """One publication in one outlet. Its file, if any, is evidence and stays with the officers."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, related_name="pickups", verbose_name=_("province")
    )
    organisation = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pickups",
        verbose_name=_("partner organisation"),
    )
    outlet = models.CharField(_("outlet"), max_length=200, help_text=_("The newspaper, site or channel by its name."))
    country = models.CharField(_("country"), max_length=2, validators=[validate_country])
    language = models.CharField(_("language"), max_length=16, choices=language_choices)
    published_on = models.DateField(_("published on"))
    title = models.CharField(_("title"), max_length=300)
    kit = models.ForeignKey(
        Kit, on_delete=models.PROTECT, null=True, blank=True, related_name="pickups", verbose_name=_("press kit")
    )
    url = models.URLField(_("web address"), max_length=2000, blank=True)
    url_key = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    pasted = models.TextField(
        _("text of the article"), blank=True, max_length=100_000, help_text=_("To look for the credit line in.")
    )

    file = models.FileField(upload_to=pickup_path, storage=private_storage, max_length=200, blank=True, editable=False)
    file_name = models.CharField(max_length=200, blank=True, editable=False)
    media_type = models.CharField(max_length=40, blank=True, editable=False)
    bytes = models.PositiveIntegerField(default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    file_text = models.TextField(blank=True, editable=False, help_text="Of a PDF.")
    looked_at = models.DateTimeField(null=True, editable=False, help_text="When its pictures were compared.")
    look_failed = models.BooleanField(default=False, editable=False)

    state = models.CharField(
        _("state"),
        max_length=10,
        choices=PickupState.choices,
        default=PickupState.REPORTED,
        editable=False,
        db_index=True,
    )
    credit = models.CharField(
        _("credit line"), max_length=10, choices=Credit.choices, default=Credit.UNKNOWN, editable=False, db_index=True
    )
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, editable=False, related_name="pickups")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    recorded_at = models.DateTimeField(_("recorded"), auto_now_add=True, db_index=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, editable=False, related_name="+"
    )
    settled_at = models.DateTimeField(_("confirmed on"), null=True, editable=False)

    class Meta:
        verbose_name = _("pick-up")
        verbose_name_plural = _("pick-ups")
        ordering = ["-published_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.title}"

    @property
    def tag(self) -> str:
        """BCP 47 tag of its language."""
        return tag_of(self.language)

    def get_owner_province_id(self) -> int:
        """The province whose officers work on it."""
        return self.province_id


class MatchWay(models.TextChoices):
    WHOLE = "whole", _("the whole picture")
    REGION = "region", _("a part of the page")
    EMBEDDED = "embedded", _("a picture in the PDF")
    HAND = "hand", _("named by a person")


class PickupMatch(models.Model):
    """An asset that the publication shows. A person's word counts: what the fingerprint found is a proposal."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    pickup = models.ForeignKey(Pickup, on_delete=models.CASCADE, related_name="matches")
    asset = models.ForeignKey(
        "media_library.Asset", on_delete=models.PROTECT, related_name="pickup_matches", verbose_name=_("asset")
    )
    way = models.CharField(_("found as"), max_length=10, choices=MatchWay.choices)
    distance = models.PositiveSmallIntegerField(null=True, help_text="Bits of 64 that differ; null: named by a person.")
    credit = models.CharField(_("credit line"), max_length=10, choices=Credit.choices, default=Credit.UNKNOWN)
    is_right = models.BooleanField(_("confirmed"), null=True, db_index=True)

    class Meta:
        verbose_name = _("picture in a publication")
        verbose_name_plural = _("pictures in publications")
        ordering = ["distance", "pk"]
        constraints = [models.UniqueConstraint(fields=["pickup", "asset"], name="asset_once_per_pickup")]

    def __str__(self) -> str:
        return f"{self.pickup_id} ≈ {self.asset_id}"


USED = Q(is_right=True, pickup__state=PickupState.CONFIRMED)
"""Matches that count as uses."""
