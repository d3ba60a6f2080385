"""Brand positioning of a province: promise, pillars with proof, audiences, tone, visual identity."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from promotion.blocks import AudienceBlock, ColourBlock, LogoBlock, PillarBlock, RuleBlock, ToneBlock
from promotion.blocks.text import PLAIN_RICH_TEXT
from promotion.models.base import HERO_PANEL, InProvince, SitePage, WithHero


def _stream(name: str, block: Any, label: Any, max_num: int, help_text: Any = "") -> StreamField:
    return StreamField(
        StreamBlock([(name, block)], max_num=max_num), blank=True, verbose_name=label, help_text=help_text
    )


class BrandPage(InProvince, WithHero, SitePage):
    """How a province wants to be seen, and what entitles it to."""

    promise = models.CharField(
        _("promise"),
        max_length=200,
        help_text=_("One sentence that the province keeps to everybody it deals with."),
    )
    positioning = RichTextField(
        _("positioning"),
        features=PLAIN_RICH_TEXT,
        blank=True,
        help_text=_("For whom, instead of what, and why us."),
    )
    pillars = _stream("pillar", PillarBlock(), _("pillars"), 6, _("What the promise rests on, each with its proof."))
    audiences = _stream("audience", AudienceBlock(), _("audiences"), 8)
    tone = _stream("tone", ToneBlock(), _("tone"), 6)
    palette = _stream("colour", ColourBlock(), _("palette"), 12)
    logos = _stream("logo", LogoBlock(), _("logos"), 12)
    rules = _stream("rule", RuleBlock(), _("do and don't"), 16)

    section = "provinces"
    template = "promotion/brand.html"
    parent_page_types = ["promotion.ProvincePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("promise"),
        index.SearchField("positioning"),
        index.SearchField("pillars"),
        index.SearchField("audiences"),
        index.FilterField("province_id"),
    ]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("promise"),
        HERO_PANEL,
        FieldPanel("positioning"),
        FieldPanel("pillars"),
        MultiFieldPanel([FieldPanel("audiences"), FieldPanel("tone")], heading=_("Whom we talk to, and how")),
        MultiFieldPanel(
            [FieldPanel("palette"), FieldPanel("logos"), FieldPanel("rules")], heading=_("Visual identity")
        ),
    ]

    class Meta:
        verbose_name = _("brand positioning")
        verbose_name_plural = _("brand positionings")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.listings import brand_listings

        return brand_listings(self, request, lang)
