"""Blocks of words."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, RichTextBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageChooserBlock

RICH_TEXT = ["h3", "bold", "italic", "ol", "ul", "link"]
"""What editors may do inside running text: nothing that could break a composition or hide a picture in it."""

PLAIN_RICH_TEXT = ["bold", "italic", "link"]


class ParagraphBlock(RichTextBlock):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**({"features": ["h2", *RICH_TEXT]} | kwargs))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "promotion/blocks/paragraph.html"


class QuoteBlock(StructBlock):
    text = TextBlock(label=_("Words"), help_text=_("Without quotation marks: the page sets those of its language."))
    who = CharBlock(label=_("Who said it"), max_length=120)
    role = CharBlock(label=_("Role"), max_length=160, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "promotion/blocks/quote.html"


class KnownForBlock(StructBlock):
    title = CharBlock(label=_("Known for"), max_length=80)
    text = TextBlock(label=_("In one or two sentences"), max_length=400, required=False)
    photo = ImageChooserBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "pick"
        label = _("Known for")
        template = "promotion/blocks/known_for.html"
