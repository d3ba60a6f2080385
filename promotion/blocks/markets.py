"""What is told to readers from one market: some countries, some languages."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, MultipleChoiceBlock, StructBlock, TextBlock

from locales.registry import LANGUAGES
from media_library.licences import countries


def language_choices() -> list[tuple[str, str]]:
    """Every language of the registry by its own name, whether readers are offered it yet or not."""
    return [(code, language.name_native) for code, language in LANGUAGES.items()]


class MarketBlock(StructBlock):
    countries = MultipleChoiceBlock(
        label=_("Countries"),
        choices=countries.choices,
        required=False,
        help_text=_("A partner from one of them finds this message first."),
    )
    languages = MultipleChoiceBlock(
        label=_("Languages"),
        choices=language_choices,
        required=False,
        help_text=_("Whoever reads the site in one of them finds this message first."),
    )
    message = CharBlock(label=_("Message"), max_length=160, help_text=_("One sentence, said as this market says it."))
    tell = TextBlock(label=_("What to tell"), max_length=500)
    avoid = TextBlock(
        label=_("What to leave out"),
        max_length=300,
        required=False,
        help_text=_("Readers see it too: for partners who write about the province."),
    )

    class Meta:
        icon = "globe"
        label = _("Message for a market")
        template = "promotion/blocks/market.html"
