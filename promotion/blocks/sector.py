"""What a key sector stands on: infrastructure, people with the skills, and firms that have succeeded there."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    BooleanBlock,
    CharBlock,
    ChoiceBlock,
    IntegerBlock,
    PageChooserBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageChooserBlock

from media_library.licences import countries
from promotion.blocks.facts import require_source
from promotion.infrastructure import KINDS, STATES


class InfrastructureBlock(StructBlock):
    kind = ChoiceBlock(label=_("Kind"), choices=KINDS, default="road")
    name = CharBlock(label=_("Name"), max_length=160)
    text = TextBlock(
        label=_("What it offers"), max_length=600, help_text=_("Capacity with its unit, and how far it is.")
    )
    state = ChoiceBlock(label=_("State"), choices=STATES, default="running")
    since = CharBlock(
        label=_("Since or from when"),
        max_length=40,
        required=False,
        help_text=_("Year or quarter, as it is to be read."),
    )
    source = CharBlock(label=_("Source"), max_length=200, required=False)
    source_url = URLBlock(label=_("Address of the source"), required=False)
    illustrative = BooleanBlock(
        label=_("Illustrative"), required=False, help_text=_("Not from a named source. Readers are told so.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        require_source(cleaned, _("Name the source, or mark it as illustrative."))
        return cleaned

    class Meta:
        icon = "cogs"
        label = _("Infrastructure")
        template = "promotion/blocks/infrastructure.html"


class TrainingBlock(StructBlock):
    name = CharBlock(label=_("School, college or university"), max_length=200)
    place = CharBlock(label=_("Where"), max_length=200, required=False)
    teaches = TextBlock(label=_("What it teaches for this sector"), max_length=400)
    graduates = IntegerBlock(
        label=_("Graduates a year"),
        required=False,
        validators=[MinValueValidator(1), MaxValueValidator(1_000_000)],
    )
    url = URLBlock(label=_("Address on the web"), required=False)

    class Meta:
        icon = "user"
        label = _("Where people are trained")
        template = "promotion/blocks/training.html"


class SuccessBlock(StructBlock):
    company = CharBlock(label=_("Firm"), max_length=160)
    country = ChoiceBlock(label=_("From which country"), choices=countries.choices, required=False)
    since = IntegerBlock(
        label=_("Here since (year)"), required=False, validators=[MinValueValidator(1800), MaxValueValidator(2200)]
    )
    text = TextBlock(label=_("What it does here and what came of it"), max_length=800)
    quote = TextBlock(
        label=_("In its own words"),
        max_length=400,
        required=False,
        help_text=_("Without quotation marks: the page sets those of its language."),
    )
    who = CharBlock(label=_("Who said it"), max_length=160, required=False)
    photo = ImageChooserBlock(label=_("Picture"), required=False)
    story = PageChooserBlock(
        page_type="promotion.StoryPage",
        label=_("Story about it"),
        required=False,
        help_text=_("Readers get it in their language, as long as it is published."),
    )
    source = CharBlock(label=_("Source"), max_length=200, required=False)
    source_url = URLBlock(label=_("Address of the source"), required=False)
    illustrative = BooleanBlock(
        label=_("Illustrative"), required=False, help_text=_("Not from a named source. Readers are told so.")
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        require_source(cleaned, _("Name the source, or mark it as illustrative."))
        return cleaned

    class Meta:
        icon = "success"
        label = _("Success story")
        template = "promotion/blocks/success.html"
