"""The ways into a province that people and goods take: border gates, airports, ports."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from locales.models import PinnedBaseColumn
from provinces.models.units import Province


class GatewayKind(models.TextChoices):
    BORDER_GATE = "border_gate", _("border gate")
    AIRPORT = "airport", _("airport")
    PORT = "port", _("port")


class Gateway(PinnedBaseColumn):
    """A border gate, airport or port in a province in force."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    province = ParentalKey(Province, on_delete=models.CASCADE, related_name="gateways", verbose_name=_("province"))
    kind = models.CharField(_("kind of gateway"), max_length=20, choices=GatewayKind.choices)
    name = models.CharField(_("name"), max_length=120)
    source = models.CharField(_("source"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("border gate, airport or port")
        verbose_name_plural = _("border gates, airports and ports")
        ordering = ["kind", "order", "pk"]

    def __str__(self) -> str:
        return str(self.name)
