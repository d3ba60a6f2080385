"""Lightboxes: assets laid side by side for a purpose, such as a kit to come, with notes."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Lightbox(models.Model):
    """A collection inside one province: its owner's alone, or its teams' together."""

    title = models.CharField(_("title"), max_length=150)
    province = models.ForeignKey(
        "provinces.Province", on_delete=models.PROTECT, related_name="lightboxes", verbose_name=_("province")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="lightboxes",
        verbose_name=_("owner"),
    )
    is_shared = models.BooleanField(
        _("shared with the team"),
        default=False,
        help_text=_("Everybody who works on the province's pictures sees it, and may add, sort and remove."),
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    wagtail_reference_index_ignore = True  # it is nobody else's business, so no "usage" names it

    class Meta:
        verbose_name = _("lightbox")
        verbose_name_plural = _("lightboxes")
        ordering = ["-updated_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def get_owner_province_id(self) -> int:
        return self.province_id


class LightboxItem(models.Model):
    """An asset's place in a lightbox. Places are counted from 0 without gaps."""

    lightbox = models.ForeignKey(Lightbox, on_delete=models.CASCADE, related_name="items")
    asset = models.ForeignKey(
        "media_library.Asset", on_delete=models.CASCADE, related_name="lightbox_items", verbose_name=_("asset")
    )
    place = models.PositiveIntegerField()
    note = models.CharField(_("note"), max_length=500, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("added by")
    )

    wagtail_reference_index_ignore = True  # it is nobody else's business, so no "usage" names it

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["lightbox", "asset"], name="asset_once_per_lightbox")]

    def __str__(self) -> str:
        return f"{self.lightbox_id}: {self.asset_id}"
