"""Provinces and municipalities, effective-dated.

A code of the statistics office identifies a unit only together with a date: 24 was Bắc Giang and is now
Bắc Ninh. So a record is one unit in one edition of the list; what it became is a succession. Every
`valid_to` is the last day in force, None while it lasts.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from locales.models import PinnedBaseColumn


class Kind(models.TextChoices):
    """The two kinds of provincial-level unit (Law on Organization of Local Government)."""

    PROVINCE = "province", _("province")
    MUNICIPALITY = "municipality", _("centrally governed city")


def _ends_after_start(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=name)


class Province(PinnedBaseColumn, ClusterableModel):  # type: ignore[django-manager-missing]  # modeltranslation makes the managers
    """A province or municipality as it was or is from `valid_from` to `valid_to`."""

    objects: ClassVar[models.Manager[Any]] = models.Manager()

    code = models.CharField(
        _("code"),
        max_length=4,
        help_text=_("Statistics-office code. Codes are reused: unique only with a date."),
    )
    slug = models.SlugField(_("slug"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("Last day in force; empty while it lasts.")
    )
    area_km2 = models.DecimalField(_("area (km²)"), max_digits=9, decimal_places=2, null=True, blank=True)
    population = models.PositiveIntegerField(_("population"), null=True, blank=True)
    population_note = models.CharField(_("note on the population"), max_length=200, blank=True)
    latitude = models.DecimalField(_("latitude of the centre"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude of the centre"), max_digits=8, decimal_places=5, null=True, blank=True)
    is_coastal = models.BooleanField(_("on the coast"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    forbids_machine_translation = models.BooleanField(
        _("no machine translation"),
        default=False,
        help_text=_("Ticked, no text of this province is sent to a translation machine."),
    )
    predecessors = models.ManyToManyField(
        "self",
        through="provinces.Succession",
        through_fields=("successor", "predecessor"),
        symmetrical=False,
        related_name="successors",
        verbose_name=_("predecessors"),
    )

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="one_unit_per_code_and_day"),
            _ends_after_start("province_ends_after_start"),
        ]

    def __str__(self) -> str:
        return str(self.name) if self.valid_to is None else f"{self.name} (–{self.valid_to.year})"


class ProvinceKind(models.Model):
    """What kind of unit it was or is, and from when: some provinces became municipalities."""

    province = ParentalKey(Province, on_delete=models.CASCADE, related_name="kinds", verbose_name=_("province"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices, default=Kind.PROVINCE)
    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(
        _("valid to"), null=True, blank=True, help_text=_("Last day in force; empty while it lasts.")
    )
    legal_basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("kind of unit")
        verbose_name_plural = _("kinds of unit")
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["province", "valid_from"], name="one_kind_per_province_and_day"),
            _ends_after_start("kind_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.valid_from})"


class Succession(models.Model):
    """One unit became, or became part of, another on a day."""

    predecessor = models.ForeignKey(
        Province, on_delete=models.CASCADE, related_name="successor_links", verbose_name=_("predecessor")
    )
    successor = ParentalKey(
        Province, on_delete=models.CASCADE, related_name="predecessor_links", verbose_name=_("successor")
    )
    on = models.DateField(_("on"), help_text=_("First day of the successor."))
    basis = models.CharField(_("legal basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        ordering = ["on", "predecessor_id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="one_succession_per_pair"),
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="no_unit_succeeds_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
