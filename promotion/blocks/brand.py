"""What a brand positioning says: pillars with their proof and stories, audiences, tone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ListBlock, PageChooserBlock, StructBlock, TextBlock, URLBlock
from wagtail.images.blocks import ImageChooserBlock

from promotion.blocks.elements import ContentElementBlock


class ProofBlock(StructBlock):
    text = TextBlock(label=_("Proof"), max_length=400, help_text=_("A fact that anybody can check."))
    source = CharBlock(label=_("Source"), max_length=200)
    url = URLBlock(label=_("Address of the source"), required=False)

    class Meta:
        icon = "check"
        label = _("Proof")


class PillarBlock(StructBlock):
    title = CharBlock(label=_("Pillar"), max_length=80)
    text = TextBlock(label=_("What it means"), max_length=600)
    element = ContentElementBlock(
        label=_("Element of the content framework"),
        required=False,
        help_text=_("Which of the framework's elements this pillar tells."),
    )
    proofs = ListBlock(ProofBlock(), label=_("Proof"), min_num=1, max_num=6)
    stories = ListBlock(
        PageChooserBlock(page_type="promotion.StoryPage"),
        label=_("Stories that prove it"),
        default=[],
        max_num=4,
        help_text=_("Readers get each in their language, as long as it is published."),
    )
    photo = ImageChooserBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "tasks"
        label = _("Pillar")
        template = "promotion/blocks/pillar.html"


class AudienceBlock(StructBlock):
    name = CharBlock(label=_("Audience"), max_length=120)
    wants = TextBlock(label=_("What they want to know"), max_length=400)
    message = TextBlock(label=_("What we tell them"), max_length=400)

    class Meta:
        icon = "group"
        label = _("Audience")
        template = "promotion/blocks/audience.html"


class ToneBlock(StructBlock):
    word = CharBlock(label=_("We are"), max_length=60)
    means = TextBlock(label=_("That means"), max_length=300)
    never = TextBlock(label=_("Never"), max_length=300, required=False)

    class Meta:
        icon = "openquote"
        label = _("Tone")
        template = "promotion/blocks/tone.html"
