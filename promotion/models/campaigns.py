"""Campaigns and anniversaries: pages that come to the front for a time and step back by themselves."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.search import index

from media_library.licences import countries
from promotion.blocks import BodyBlock, EventBlock
from promotion.models.base import HERO_PANEL, InProvince, SitePage, WithHero, lead_field
from promotion.models.shared_facts import SharedFacts, SharedFactsForm


class CampaignPageForm(SharedFactsForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", ValidationError(_("The last day lies before the first.")))
        start, end = cleaned.get("shows_from"), cleaned.get("shows_until")
        if start and end and end <= start:
            self.add_error("shows_until", ValidationError(_("It would end before it begins.")))
        return cleaned


class CampaignPage(SharedFacts, InProvince, WithHero, SitePage):
    """A campaign or an anniversary of a province, or below the home page of the whole site.

    The page itself stays where it is; on the home page and the profile it stands while `shows_from` ≤ now <
    `shows_until`.
    """

    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    shows_from = models.DateTimeField(
        _("on the home page from"), help_text=_("It appears there, and on its province's profile, by itself.")
    )
    shows_until = models.DateTimeField(_("until"), help_text=_("Then it leaves them; its own page stays."))
    partner_country = models.CharField(_("partner country"), max_length=2, blank=True, choices=countries.choices)
    kit = models.SlugField(
        _("press kit"),
        max_length=80,
        blank=True,
        help_text=_("The last part of the kit's address. The link is shown to those who may open the kit."),
    )
    lead = lead_field()
    events = StreamField(StreamBlock([("event", EventBlock())], max_num=30), blank=True, verbose_name=_("events"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))
    pictures = StreamField(
        StreamBlock([("photo", ImageChooserBlock(label=_("Picture")))], max_num=24),
        blank=True,
        verbose_name=_("pictures"),
    )

    shared = ("first_day", "last_day", "shows_from", "shows_until", "partner_country", "kit")
    template = "promotion/campaign.html"
    base_form_class = CampaignPageForm
    parent_page_types = ["promotion.HomePage", "promotion.ProvincePage"]
    subpage_types: list[str] = []
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("events"),
        index.SearchField("body"),
        index.FilterField("province_id"),
        index.FilterField("shows_from"),
        index.FilterField("shows_until"),
    ]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("lead"),
        HERO_PANEL,
        MultiFieldPanel(
            [
                HelpPanel(content=_("Set in Vietnamese; the other languages show the same at once.")),
                FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
                FieldRowPanel([FieldPanel("shows_from"), FieldPanel("shows_until")]),
                FieldPanel("partner_country"),
                FieldPanel("kit"),
            ],
            heading=_("The same in every language"),
        ),
        FieldPanel("events"),
        FieldPanel("body"),
        FieldPanel("pictures"),
    ]

    class Meta:
        verbose_name = _("campaign or anniversary")
        verbose_name_plural = _("campaigns and anniversaries")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.campaigns import campaign_listings

        return campaign_listings(self, request, lang)
