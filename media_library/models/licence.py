"""Licences: what may be done with an asset, by whom, where and until when."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from locales.models import PinnedBaseColumn
from media_library.licences.attribution import check_template
from media_library.licences.countries import as_territory
from media_library.licences.terms import LicenceDuty, LicenceUse, check_duties, check_uses, in_order


class LicenceAudience(models.TextChoices):
    """Who the licence lets use the asset; each includes the ones below it."""

    PUBLIC = "public", _("everybody")
    PRESS = "press", _("verified press partners only")
    INTERNAL = "internal", _("the province's own staff only")


class DataMining(models.TextChoices):
    """PLUS data-mining terms; the values are the last part of the PLUS vocabulary's URI."""

    UNSPECIFIED = "DMI-UNSPECIFIED", _("not said")
    ALLOWED = "DMI-ALLOWED", _("allowed")
    PROHIBITED = "DMI-PROHIBITED", _("prohibited")
    NO_GENERATIVE = "DMI-PROHIBITED-GENAIMLTRAINING", _("prohibited for training of generative AI")
    NO_TRAINING = "DMI-PROHIBITED-AIMLTRAINING", _("prohibited for training of any AI")
    SEARCH_ONLY = (
        "DMI-PROHIBITED-EXCEPTSEARCHENGINEINDEXING",
        _("prohibited except indexing by search engines"),
    )


validate_countries = RegexValidator(
    r"^( [A-Z]{2})+ $|^$", _("Two-letter country codes, each between single spaces, such as “ LA VN ”.")
)


validate_code = RegexValidator(
    r"^[a-z0-9]+([._-][a-z0-9]+)*\Z", _("Small letters, digits, and single points or hyphens between them.")
)


class Licence(PinnedBaseColumn):
    """Terms under which assets are given out. Name and usage terms are translated."""

    code = models.CharField(_("code"), max_length=60, unique=True, validators=[validate_code])
    name = models.CharField(_("name"), max_length=200)
    usage_terms = models.TextField(_("usage terms"), help_text=_("In plain words: what may be done, what may not."))
    attribution = models.CharField(
        _("how to credit"),
        max_length=300,
        blank=True,
        validators=[check_template],
        help_text=_(
            "Such as “{credit} / {province}”. Filled in: {credit}, {creator}, {province}, {title}, {licence}, {year}. "
            "Empty means the credit line as it is."
        ),
    )
    uses = models.JSONField(
        _("uses"), default=dict, blank=True, validators=[check_uses], help_text="{use: allowed or not}"
    )
    duties = models.JSONField(_("duties"), default=list, blank=True, validators=[check_duties])
    url = models.URLField(_("address of the full text"), blank=True)
    audience = models.CharField(
        _("who may use it"), max_length=10, choices=LicenceAudience.choices, default=LicenceAudience.PUBLIC
    )
    valid_from = models.DateTimeField(_("valid from"), null=True, blank=True)
    valid_until = models.DateTimeField(
        _("valid until"),
        null=True,
        blank=True,
        help_text=_("From this moment its assets are given to nobody outside."),
    )
    territory = models.CharField(
        _("countries"),
        max_length=800,
        blank=True,
        validators=[validate_countries],
        help_text=_("Two-letter codes of the only countries it holds for; empty means worldwide."),
    )
    allows_download = models.BooleanField(_("full-size download allowed"), default=True)
    allows_redistribution = models.BooleanField(_("passing on allowed"), default=True)
    preview_watermark = models.BooleanField(
        _("previews carry a mark"),
        default=False,
        help_text=_("The credit is drawn across previews for everybody who may not take the full-size file."),
    )
    data_mining = models.CharField(
        _("data mining"), max_length=60, choices=DataMining.choices, default=DataMining.UNSPECIFIED
    )
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        self.territory = as_territory(self.territory.replace(",", " ").split())
        self.duties = in_order(LicenceDuty, self.duties)
        self.uses = {use: self.uses[use] for use in in_order(LicenceUse, self.uses)}
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValidationError({"valid_until": _("The licence must end after it begins.")})
