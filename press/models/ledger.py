"""The ledger: who got which bytes, when, by which way. It only grows."""

from __future__ import annotations

from typing import Any, ClassVar, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """Somebody tried to change or delete a line of the ledger."""


class Way(models.TextChoices):
    PAGE = "page", _("page")
    ZIP = "zip", _("ZIP file")
    API = "api", _("programming interface")
    FEED = "feed", _("feed")
    SHARE = "share", _("share link")


class AppendOnlyQuerySet(models.QuerySet["Receipt"]):
    """Refuses early what the database would refuse too (its triggers are the real guard)."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly("receipts are never changed")

    def delete(self) -> NoReturn:
        raise AppendOnly("receipts are never deleted")


class Receipt(models.Model):
    """One delivery of one file to a partner. No addresses of machines are kept."""

    organisation = models.ForeignKey(
        "press.Organisation", on_delete=models.PROTECT, related_name="receipts", verbose_name=_("organisation")
    )
    member = models.ForeignKey(
        "press.Member", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("member")
    )
    token = models.ForeignKey(
        "press.AccessToken", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("access token")
    )
    asset = models.ForeignKey(
        "media_library.Asset", on_delete=models.PROTECT, related_name="receipts", verbose_name=_("asset")
    )
    asset_uuid = models.UUIDField()
    kit = models.ForeignKey(
        "press.Kit", on_delete=models.PROTECT, null=True, related_name="receipts", verbose_name=_("press kit")
    )
    share_link = models.ForeignKey(
        "press.ShareLink", on_delete=models.PROTECT, null=True, related_name="receipts", verbose_name=_("share link")
    )
    variant = models.CharField(_("variant"), max_length=30)
    sha256 = models.CharField(max_length=64)
    bytes = models.PositiveBigIntegerField(_("bytes"))
    way = models.CharField(_("way"), max_length=10, choices=Way.choices)
    at = models.DateTimeField(_("time"), auto_now_add=True, db_index=True)

    objects: ClassVar[models.Manager[Receipt]] = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("receipt")
        verbose_name_plural = _("receipts")
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        indexes = [
            # Holds all that the list of holders asks for, so that the lines themselves needn't be read.
            models.Index(fields=["asset", "organisation", "way", "variant", "at"], name="receipt_holders"),
            models.Index(fields=["organisation", "-at"], name="receipt_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.organisation_id} {self.asset_uuid}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Only adds. Raises AppendOnly for a line that exists."""
        if not self._state.adding:
            raise AppendOnly("receipts are never changed")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly("receipts are never deleted")
