"""Indicators, and their values for one province (or the country) and period, each with its source.

What stands here is approved: figures that come in wait as changes of a batch (`figure_batches`) until then.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from locales.models import PinnedBaseColumn
from provinces.models.units import Province


class Indicator(PinnedBaseColumn):  # type: ignore[django-manager-missing]  # modeltranslation makes the managers
    """A measure with a written definition, e.g. GRDP growth."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    code = models.SlugField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=160)
    unit = models.CharField(_("unit"), max_length=60)
    definition = models.TextField(_("definition"), blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals to show"), default=0)
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    months_valid = models.PositiveSmallIntegerField(
        _("months valid"),
        default=0,
        help_text=_(
            "How many months after its period a figure counts as current: 18 for a yearly one. 0: it never grows old."
        ),
    )
    adds_up = models.BooleanField(
        _("adds up"),
        default=False,
        help_text=_("The country's figure is the sum of the provinces': readers are told the share and see no line."),
    )

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return str(self.name)


class Observation(PinnedBaseColumn):
    """The value of an indicator for a province and a period (both days included), in the indicator's unit.

    Without a province it is Việt Nam's (docs/adr/0009).
    """

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    province = models.ForeignKey(
        Province,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("province"),
        help_text=_("Empty: a figure of the whole country."),
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.PROTECT, related_name="observations", verbose_name=_("indicator")
    )
    period_label = models.CharField(_("period"), max_length=40, help_text=_("As readers see it: 2025, Q1/2026."))
    period_start = models.DateField(_("first day of the period"))
    period_end = models.DateField(_("last day of the period"))
    value = models.DecimalField(_("value"), max_digits=20, decimal_places=4)
    source = models.CharField(_("source"), max_length=300)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    published_on = models.DateField(_("published on"), null=True, blank=True)
    is_illustrative = models.BooleanField(
        _("illustrative"),
        default=False,
        help_text=_("An example and not a published figure; readers are told so."),
    )

    class Meta:
        verbose_name = _("observation")
        verbose_name_plural = _("observations")
        ordering = ["indicator__order", "-period_end", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["province", "indicator", "period_start", "period_end"],
                name="one_value_per_province_indicator_period",
            ),
            models.UniqueConstraint(
                fields=["indicator", "period_start", "period_end"],
                condition=Q(province=None),
                name="one_value_of_the_country_per_period",
            ),
            models.CheckConstraint(condition=Q(period_end__gte=F("period_start")), name="period_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.province or _('Việt Nam')} – {self.indicator} {self.period_label}"
