"""Province profiles: what a province is known for, its figures, and the way to everything else about it."""

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
from wagtail.search import index

from promotion.blocks import BodyBlock, ContactBlock, KnownForBlock
from promotion.blocks.text import PLAIN_RICH_TEXT
from promotion.locator.panel import LocatorPanel
from promotion.models.base import HERO_PANEL, SitePage, WithHero, lead_field


class ProvinceIndexPage(SitePage):
    """All provinces in force, from the records; those with a profile are led to."""

    lead = lead_field()

    template = "promotion/province_index.html"
    parent_page_types = ["promotion.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    content_panels = [*SitePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of provinces")
        verbose_name_plural = _("lists of provinces")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.listings import province_index_listings

        return province_index_listings(request, lang)


class ProvincePageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        province = cleaned.get("province")
        if province is None:
            return cleaned
        others = ProvincePage.objects.filter(province=province, locale_id=self.instance.locale_id)
        if others.exclude(pk=self.instance.pk).exists():
            self.add_error("province", ValidationError(_("This province has a profile in this language already.")))
        return cleaned


class ProvincePage(WithHero, SitePage):
    """The profile of one province in one language."""

    province = models.ForeignKey(
        "provinces.Province",
        on_delete=models.PROTECT,
        related_name="profiles",
        verbose_name=_("province"),
        limit_choices_to={"valid_to__isnull": True},
        help_text=_("Area, population, former names and figures come from the records of this province."),
    )
    tagline = models.CharField(
        _("tagline"),
        max_length=160,
        blank=True,
        help_text=_("What it is, in one breath; shown under the name."),
    )
    introduction = RichTextField(_("introduction"), features=PLAIN_RICH_TEXT, blank=True)
    known_for = StreamField(
        StreamBlock([("known_for", KnownForBlock())], max_num=6),
        blank=True,
        verbose_name=_("known for"),
        help_text=_("Three to six things, the best known first."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))
    contacts = StreamField(
        StreamBlock([("contact", ContactBlock())], max_num=4), blank=True, verbose_name=_("people to call")
    )

    section = "provinces"
    template = "promotion/province.html"
    base_form_class = ProvincePageForm
    parent_page_types = ["promotion.HomePage"]
    subpage_types = [
        "promotion.SectorPage",
        "promotion.BrandPage",
        "promotion.StoryPage",
        "promotion.OpportunityPage",
        "promotion.CampaignPage",
    ]
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("tagline"),
        index.SearchField("introduction"),
        index.SearchField("known_for"),
        index.SearchField("body"),
        index.FilterField("province_id"),
    ]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("province"),
        FieldPanel("tagline"),
        HERO_PANEL,
        FieldPanel("introduction"),
        FieldPanel("known_for"),
        FieldPanel("body"),
        MultiFieldPanel([FieldPanel("contacts")], heading=_("Contact")),
        LocatorPanel(heading=_("Locator map")),
    ]

    class Meta:
        verbose_name = _("province profile")
        verbose_name_plural = _("province profiles")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.listings import profile_listings

        return profile_listings(self, request, lang)
