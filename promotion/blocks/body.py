"""Running content of profiles, sector pages and stories."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import StreamBlock

from promotion.blocks.facts import FactsBlock
from promotion.blocks.pictures import GalleryBlock, PictureBlock
from promotion.blocks.text import ParagraphBlock, QuoteBlock


class BodyBlock(StreamBlock):
    paragraph = ParagraphBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    facts = FactsBlock()

    class Meta:
        label = _("Content")
