"""The front page of one language."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable
from wagtail.search import index
from wagtail.url_routing import RouteResult

from promotion.models.base import HERO_PANEL, SitePage, WithHero, lead_field


class HomePage(WithHero, SitePage):
    """Opens with one picture, then provinces, stories and pictures: those chosen here, else the newest."""

    site_name = models.CharField(
        _("name of the site"),
        max_length=60,
        help_text=_("Beside the mark at the top of every page in this language."),
    )
    lead = lead_field()
    legal_line = models.CharField(
        _("legal line"),
        max_length=300,
        blank=True,
        help_text=_("Which authority is responsible for the site; at the foot of every page in this language."),
    )

    template = "promotion/home.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "promotion.ProvinceIndexPage",
        "promotion.ProvincePage",
        "promotion.SectorIndexPage",
        "promotion.StoryIndexPage",
        "promotion.OpportunityIndexPage",
        "promotion.CampaignPage",
    ]
    search_fields = [*SitePage.search_fields, index.SearchField("lead")]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("lead"),
        HERO_PANEL,
        InlinePanel(
            "featured_provinces",
            heading=_("Provinces"),
            label=_("Province"),
            max_num=6,
            help_text=_("Shown in this order; without any, all profiles by name."),
        ),
        InlinePanel(
            "featured_stories",
            heading=_("Stories"),
            label=_("Story"),
            max_num=4,
            help_text=_("The first is shown large; without any, the newest."),
        ),
        InlinePanel(
            "featured_pictures",
            heading=_("Pictures"),
            label=_("Picture"),
            max_num=12,
            help_text=_("Without any, the newest of the image bank."),
        ),
        MultiFieldPanel([FieldPanel("site_name"), FieldPanel("legal_line")], heading=_("On every page")),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        from promotion.languages.serving import route_by_language

        return route_by_language(self, request, path_components)

    def route_in_own_tree(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Wagtail's own routing: this language's pages only."""
        return super().route(request, path_components)

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.listings import home_listings

        return home_listings(self, request, lang)


class HomeProvince(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_provinces")
    province = models.ForeignKey(
        "provinces.Province",
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("province"),
        limit_choices_to={"valid_to__isnull": True},
    )
    panels = [FieldPanel("province")]


class HomeStory(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_stories")
    story = models.ForeignKey(
        "promotion.StoryPage", on_delete=models.CASCADE, related_name="+", verbose_name=_("story")
    )
    panels = [PageChooserPanel("story")]


class HomePicture(Orderable):
    page = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="featured_pictures")
    photo = models.ForeignKey(
        "media_library.Photo", on_delete=models.CASCADE, related_name="+", verbose_name=_("picture")
    )
    panels = [FieldPanel("photo")]
