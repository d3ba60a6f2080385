"""What an investor needs: places, incentives with the law behind them, and the legal basis of a project."""

from __future__ import annotations

from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, DateBlock, DecimalBlock, StructBlock, TextBlock, URLBlock


class SiteBlock(StructBlock):
    name = CharBlock(label=_("Name"), max_length=160)
    place = CharBlock(label=_("Where"), max_length=200)
    area_ha = DecimalBlock(
        label=_("Area (hectares)"),
        required=False,
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    available_ha = DecimalBlock(
        label=_("Of which free (hectares)"),
        required=False,
        max_digits=10,
        decimal_places=2,
        validators=[MinValueValidator(0)],
    )
    text = TextBlock(label=_("What it offers"), max_length=600, required=False)
    url = URLBlock(label=_("Address"), required=False)

    class Meta:
        icon = "site"
        label = _("Site or industrial park")
        template = "promotion/blocks/site.html"


class IncentiveBlock(StructBlock):
    title = CharBlock(label=_("Incentive"), max_length=160)
    text = TextBlock(label=_("For whom and how much"), max_length=800)
    legal_source = CharBlock(
        label=_("Legal source"), max_length=200, help_text=_("Number, date and issuer of the document.")
    )
    legal_url = URLBlock(label=_("Address of the document"), required=False)
    valid_until = DateBlock(label=_("Valid until"), required=False)

    class Meta:
        icon = "success"
        label = _("Incentive")
        template = "promotion/blocks/incentive.html"


class LegalBasisBlock(StructBlock):
    text = TextBlock(label=_("What it settles"), max_length=600)
    source = CharBlock(label=_("Legal source"), max_length=200, help_text=_("Number, date and issuer of the document."))
    url = URLBlock(label=_("Address of the document"), required=False)

    class Meta:
        icon = "doc-full"
        label = _("Legal basis")
        template = "promotion/blocks/legal_basis.html"
