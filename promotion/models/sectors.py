"""Key sectors: the list of them all, and what one province offers in one of them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.search import index

from promotion.blocks import (
    BodyBlock,
    ContactBlock,
    FactBlock,
    IncentiveBlock,
    InfrastructureBlock,
    SiteBlock,
    SuccessBlock,
    TrainingBlock,
)
from promotion.blocks.text import RICH_TEXT
from promotion.models.base import HERO_PANEL, InProvince, SitePage, WithHero, lead_field


class SectorIndexPage(SitePage):
    """All key sectors, from the records, each with the provinces that have a page on it."""

    lead = lead_field()

    template = "promotion/sector_index.html"
    parent_page_types = ["promotion.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    content_panels = [*SitePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of key sectors")
        verbose_name_plural = _("lists of key sectors")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.listings import sector_index_listings

        return sector_index_listings(lang)


class SectorPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        sector = cleaned.get("sector")
        if sector is None or self.parent_page is None:
            return cleaned
        siblings = SectorPage.objects.child_of(self.parent_page).filter(sector=sector)
        if siblings.exclude(pk=self.instance.pk).exists():
            self.add_error("sector", ValidationError(_("This profile has a page on this sector already.")))
        return cleaned


class SectorPage(InProvince, WithHero, SitePage):
    """What a province offers in a key sector: reasons, figures with sources, places, incentives, people."""

    sector = models.ForeignKey(
        "provinces.Sector", on_delete=models.PROTECT, related_name="pages", verbose_name=_("key sector")
    )
    lead = lead_field()
    why_here = RichTextField(_("why here"), features=RICH_TEXT, blank=True)
    facts = StreamField(StreamBlock([("fact", FactBlock())], max_num=8), blank=True, verbose_name=_("figures"))
    sites = StreamField(
        StreamBlock([("site", SiteBlock())], max_num=20),
        blank=True,
        verbose_name=_("sites and industrial parks"),
    )
    incentives = StreamField(
        StreamBlock([("incentive", IncentiveBlock())], max_num=20), blank=True, verbose_name=_("incentives")
    )
    infrastructure = StreamField(
        StreamBlock([("infrastructure", InfrastructureBlock())], max_num=20),
        blank=True,
        verbose_name=_("infrastructure"),
    )
    labour = StreamField(
        StreamBlock([("fact", FactBlock()), ("training", TrainingBlock())], max_num=20),
        blank=True,
        verbose_name=_("labour and training"),
        help_text=_("Figures on the workforce, and where it is trained."),
    )
    successes = StreamField(
        StreamBlock([("success", SuccessBlock())], max_num=12), blank=True, verbose_name=_("success stories")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))
    pictures = StreamField(
        StreamBlock([("photo", ImageChooserBlock(label=_("Picture")))], max_num=24),
        blank=True,
        verbose_name=_("pictures"),
        help_text=_("Without any, the newest of this province and sector."),
    )
    contacts = StreamField(
        StreamBlock([("contact", ContactBlock())], max_num=6), blank=True, verbose_name=_("people to call")
    )

    section = "provinces"
    template = "promotion/sector.html"
    base_form_class = SectorPageForm
    parent_page_types = ["promotion.ProvincePage"]
    subpage_types: list[str] = []
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("why_here"),
        index.SearchField("facts"),
        index.SearchField("sites"),
        index.SearchField("incentives"),
        index.SearchField("infrastructure"),
        index.SearchField("labour"),
        index.SearchField("successes"),
        index.SearchField("body"),
        index.FilterField("province_id"),
        index.FilterField("sector_id"),
    ]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("sector"),
        FieldPanel("lead"),
        HERO_PANEL,
        FieldPanel("why_here"),
        FieldPanel("facts"),
        MultiFieldPanel(
            [FieldPanel(name) for name in ("sites", "infrastructure", "labour", "incentives", "successes")],
            heading=_("For investors"),
        ),
        FieldPanel("body"),
        FieldPanel("pictures"),
        FieldPanel("contacts"),
    ]

    class Meta:
        verbose_name = _("key sector page")
        verbose_name_plural = _("key sector pages")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.listings import sector_listings

        return sector_listings(self, request, lang)
