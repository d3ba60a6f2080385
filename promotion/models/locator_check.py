"""Who compared a province's locator with the official map, and what was compared."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from provinces.models import Province


class LocatorCheck(models.Model):
    """The approver's tick. It holds for the place that was looked at: a centre that moves has to be compared again."""

    province = models.OneToOneField(
        Province, on_delete=models.CASCADE, related_name="locator_check", verbose_name=_("province")
    )
    latitude = models.DecimalField(_("latitude of the centre"), max_digits=8, decimal_places=5)
    longitude = models.DecimalField(_("longitude of the centre"), max_digits=8, decimal_places=5)
    checked_at = models.DateTimeField(_("official map ticked"))
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("official map ticked by"),
    )

    class Meta:
        verbose_name = _("check of a locator map")
        verbose_name_plural = _("checks of locator maps")

    def __str__(self) -> str:
        return f"{self.province} ({self.checked_at})"

    @property
    def holds(self) -> bool:
        return (self.latitude, self.longitude) == (self.province.latitude, self.province.longitude)
