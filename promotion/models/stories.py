"""Stories, and the list of them."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.fields import StreamField
from wagtail.search import index

from promotion.blocks import BodyBlock
from promotion.models.base import HERO_PANEL, InProvince, SitePage, WithHero, lead_field


class StoryIndexPage(SitePage):
    """All stories of all provinces, newest first."""

    lead = lead_field()

    template = "promotion/story_index.html"
    parent_page_types = ["promotion.HomePage"]
    subpage_types = ["promotion.StoryPage"]
    max_count_per_parent = 1
    content_panels = [*SitePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of stories")
        verbose_name_plural = _("lists of stories")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.listings import story_index_listings

        return story_index_listings(request, lang)


class StoryPageForm(WagtailAdminPageForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        day = cleaned.get("date")
        if day is not None and day > timezone.localdate():
            message = _("The date lies ahead. To publish later, set a publishing time in the page's status.")
            self.add_error("date", ValidationError(message))
        return cleaned


class StoryPage(InProvince, WithHero, SitePage):
    """A story. Below a profile it belongs to that province; elsewhere to the whole site."""

    date = models.DateField(_("date"), default=timezone.localdate)
    author = models.CharField(_("author"), max_length=120, blank=True)
    lead = lead_field(_("What happens and why it matters; also shown in lists and on share cards."))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))
    elements = ParentalManyToManyField(
        "provinces.ContentElement",
        blank=True,
        related_name="+",
        verbose_name=_("elements of the content framework"),
        help_text=_("What this story tells of the province. It counts for the story in all its languages."),
    )

    section = "stories"
    template = "promotion/story.html"
    base_form_class = StoryPageForm
    parent_page_types = ["promotion.ProvincePage", "promotion.StoryIndexPage"]
    subpage_types: list[str] = []
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("body"),
        index.FilterField("province_id"),
        index.FilterField("date"),
    ]
    content_panels = [
        *SitePage.content_panels,
        FieldRowPanel([FieldPanel("date"), FieldPanel("author")]),
        FieldPanel("lead"),
        HERO_PANEL,
        FieldPanel("body"),
        FieldPanel("elements", widget=forms.CheckboxSelectMultiple),
    ]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.listings import story_listings

        return story_listings(self, request, lang)
