"""Brand positioning of a province: promise, pillars with proof, markets, audiences, tone, visual identity."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from promotion.blocks import (
    AudienceBlock,
    CoBrandingBlock,
    ColourBlock,
    LogoBlock,
    MarketBlock,
    PairBlock,
    PillarBlock,
    RuleBlock,
    TemplateBlock,
    ToneBlock,
    TypeBlock,
)
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
    markets = _stream(
        "market", MarketBlock(), _("messages by market"), 24, _("In the order in which readers of no market get them.")
    )
    audiences = _stream("audience", AudienceBlock(), _("audiences"), 8)
    tone = _stream("tone", ToneBlock(), _("tone"), 6)
    palette = _stream("colour", ColourBlock(), _("palette"), 12)
    logos = _stream("logo", LogoBlock(), _("logos"), 12)
    typefaces = _stream("type", TypeBlock(), _("typefaces"), 6)
    templates = _stream("template", TemplateBlock(), _("templates"), 12, _("Documents that others fill in."))
    rules = _stream("rule", RuleBlock(), _("do and don't"), 16)
    pairs = _stream("pair", PairBlock(), _("do and don't in pictures"), 8)
    cobranding = _stream("cobranding", CoBrandingBlock(), _("beside other logos"), 1)

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
        index.SearchField("markets"),
        index.SearchField("audiences"),
        index.FilterField("province_id"),
    ]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("promise"),
        HERO_PANEL,
        FieldPanel("positioning"),
        FieldPanel("pillars"),
        FieldPanel("markets"),
        MultiFieldPanel([FieldPanel("audiences"), FieldPanel("tone")], heading=_("Whom we talk to, and how")),
        MultiFieldPanel(
            [
                FieldPanel("logos"),
                FieldPanel("palette"),
                FieldPanel("typefaces"),
                FieldPanel("templates"),
                FieldPanel("rules"),
                FieldPanel("pairs"),
                FieldPanel("cobranding"),
            ],
            heading=_("Visual identity"),
        ),
    ]

    class Meta:
        verbose_name = _("brand positioning")
        verbose_name_plural = _("brand positionings")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.brand import brand_listings

        return brand_listings(self, request, lang)
