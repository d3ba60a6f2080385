"""A better file for an approved photo: bytes never change under an approval, so it comes as a photo of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Replacement(models.Model):
    """`successor`, a draft at first, takes the place of `predecessor` in the second it is approved."""

    successor = models.OneToOneField(
        "media_library.Photo", on_delete=models.CASCADE, related_name="replacement", verbose_name=_("new picture")
    )
    predecessor = models.ForeignKey(
        "media_library.Photo",
        on_delete=models.CASCADE,
        related_name="replacements",
        verbose_name=_("picture to be replaced"),
    )
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started"), auto_now_add=True)
    settled_at = models.DateTimeField(_("replaced"), null=True, help_text="When the successor took the place.")

    class Meta:
        verbose_name = _("replacement")
        verbose_name_plural = _("replacements")
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor"], condition=Q(settled_at__isnull=True), name="one_replacement_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
