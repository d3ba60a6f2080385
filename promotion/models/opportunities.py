"""Opportunities: projects of a province that call for investment, and the list of them all."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.blocks import StreamBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.search import index

from promotion.blocks import BodyBlock, ContactBlock, LegalBasisBlock
from promotion.blocks.text import RICH_TEXT
from promotion.models.base import HERO_PANEL, InProvince, SitePage, WithHero, lead_field
from promotion.models.shared_facts import SharedFacts, SharedFactsForm


class OpportunityStatus(models.TextChoices):
    OPEN = "open", _("Open to investors")
    TALKS = "talks", _("In talks")
    TAKEN = "taken", _("Investor found")
    CLOSED = "closed", _("No longer offered")


class InvestmentForm(models.TextChoices):
    """The forms of the Law on Investment, in the words that investors use."""

    ANY = "any", _("To be agreed")
    OWN = "own", _("Company of the investor")
    JOINT = "joint", _("Joint venture with a local partner")
    SHARES = "shares", _("Purchase of shares or contribution of capital")
    CONTRACT = "contract", _("Business cooperation contract")
    PPP = "ppp", _("Public–private partnership")


class Currency(models.TextChoices):
    """What a size is counted in. The unit belongs to it: nobody counts a project in single dong."""

    USD = "USD", _("million US dollars")
    VND = "VND", _("billion dong")


class OpportunityIndexPage(SitePage):
    """All projects that call for investment, by province, sector, status, size and deadline."""

    lead = lead_field()

    template = "promotion/opportunity_index.html"
    parent_page_types = ["promotion.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    content_panels = [*SitePage.content_panels, FieldPanel("lead")]

    class Meta:
        verbose_name = _("list of investment opportunities")
        verbose_name_plural = _("lists of investment opportunities")

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.opportunities import opportunity_index_listings

        return opportunity_index_listings(request, lang)


class OpportunityPageForm(SharedFactsForm):
    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        low, high = cleaned.get("size_from"), cleaned.get("size_to")
        if high is not None and low is None:
            self.add_error("size_from", ValidationError(_("A range needs its lower end too.")))
        elif high is not None and low is not None and high < low:
            self.add_error("size_to", ValidationError(_("The upper end lies below the lower one.")))
        return cleaned


class OpportunityPage(SharedFacts, InProvince, WithHero, SitePage):
    """One project: what is offered and wanted, on which legal ground, until when, and whom to call."""

    sector = models.ForeignKey(
        "provinces.Sector", on_delete=models.PROTECT, related_name="+", verbose_name=_("key sector")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=OpportunityStatus.choices, default=OpportunityStatus.OPEN
    )
    size_from = models.DecimalField(
        _("investment, or from"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    size_to = models.DecimalField(
        _("to"), max_digits=12, decimal_places=2, null=True, blank=True, validators=[MinValueValidator(0)]
    )
    currency = models.CharField(_("counted in"), max_length=3, choices=Currency.choices, default=Currency.USD)
    investment_form = models.CharField(
        _("form of investment"), max_length=10, choices=InvestmentForm.choices, default=InvestmentForm.ANY
    )
    land_ha = models.DecimalField(
        _("land (hectares)"),
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    deadline = models.DateField(
        _("offers until"),
        null=True,
        blank=True,
        help_text=_("The last day. After it readers are told that the project is closed for new offers."),
    )
    brief = models.ForeignKey(
        "media_library.Document",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("brief to download"),
        help_text=_("A document of the library. Offered while it is approved, valid and free for the reader."),
    )
    is_illustrative = models.BooleanField(
        _("Illustrative"), default=False, help_text=_("An invented example. Readers are told so.")
    )
    lead = lead_field()
    place = models.CharField(_("place"), max_length=200, blank=True, help_text=_("Which land or site, and where."))
    project = RichTextField(_("the project"), features=RICH_TEXT, blank=True)
    offer = RichTextField(_("what the province offers"), features=RICH_TEXT, blank=True)
    legal_basis = StreamField(
        StreamBlock([("basis", LegalBasisBlock())], max_num=10), blank=True, verbose_name=_("legal basis")
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("content"))
    contacts = StreamField(
        StreamBlock([("contact", ContactBlock())], max_num=4), blank=True, verbose_name=_("people to call")
    )

    shared = (
        "sector",
        "status",
        "size_from",
        "size_to",
        "currency",
        "investment_form",
        "land_ha",
        "deadline",
        "brief",
        "is_illustrative",
    )
    section = "opportunities"
    template = "promotion/opportunity.html"
    base_form_class = OpportunityPageForm
    parent_page_types = ["promotion.ProvincePage"]
    subpage_types: list[str] = []
    search_fields = [
        *SitePage.search_fields,
        index.SearchField("lead"),
        index.SearchField("project"),
        index.SearchField("offer"),
        index.SearchField("legal_basis"),
        index.SearchField("body"),
        index.FilterField("province_id"),
        index.FilterField("sector_id"),
        index.FilterField("status"),
    ]
    content_panels = [
        *SitePage.content_panels,
        FieldPanel("lead"),
        HERO_PANEL,
        MultiFieldPanel(
            [
                HelpPanel(content=_("Set in Vietnamese; the other languages show the same at once.")),
                FieldPanel("sector"),
                FieldPanel("status"),
                FieldRowPanel([FieldPanel("size_from"), FieldPanel("size_to"), FieldPanel("currency")]),
                FieldPanel("investment_form"),
                FieldRowPanel([FieldPanel("land_ha"), FieldPanel("deadline")]),
                FieldPanel("brief"),
                FieldPanel("is_illustrative"),
            ],
            heading=_("The same in every language"),
        ),
        FieldPanel("place"),
        FieldPanel("project"),
        FieldPanel("offer"),
        FieldPanel("legal_basis"),
        FieldPanel("body"),
        FieldPanel("contacts"),
    ]

    class Meta:
        verbose_name = _("investment opportunity")
        verbose_name_plural = _("investment opportunities")

    @property
    def is_lapsed(self) -> bool:
        """Still open by its status, but the last day for offers is over."""
        return (
            self.status == OpportunityStatus.OPEN and self.deadline is not None and self.deadline < timezone.localdate()
        )

    def listings(self, request: HttpRequest, lang: str) -> dict[str, Any]:
        from promotion.selectors.opportunities import opportunity_listings

        return opportunity_listings(self, request, lang)
