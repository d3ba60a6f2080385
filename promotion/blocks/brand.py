"""The parts of a brand positioning: promise kept by pillars, spoken in a tone, seen in a visual identity."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock, TextBlock, URLBlock
from wagtail.images.blocks import ImageChooserBlock

from promotion.blocks.elements import ContentElementBlock
from promotion.colours import BLACK, WHITE, Colour, hex_colour


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


class ColourBlock(StructBlock):
    name = CharBlock(label=_("Name"), max_length=60)
    hex = CharBlock(label=_("Value"), max_length=7, validators=[hex_colour], help_text=_("Such as #00604F."))
    use = CharBlock(label=_("Used for"), max_length=160, required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        colour = Colour.from_hex(value["hex"])
        return context | {
            "colour": colour,
            "contrast_white": colour.contrast(WHITE),
            "contrast_black": colour.contrast(BLACK),
        }

    class Meta:
        icon = "view"
        label = _("Colour")
        template = "promotion/blocks/colour.html"


class LogoBlock(StructBlock):
    name = CharBlock(label=_("Version"), max_length=80)
    photo = ImageChooserBlock(label=_("Picture of the logo"))
    use = CharBlock(label=_("Used for"), max_length=200, required=False)
    ground = ChoiceBlock(
        label=_("Shown on"),
        choices=[("light", _("a light ground")), ("dark", _("a dark ground"))],
        default="light",
    )

    class Meta:
        icon = "image"
        label = _("Logo")
        template = "promotion/blocks/logo.html"


class RuleBlock(StructBlock):
    kind = ChoiceBlock(label=_("Kind"), choices=[("do", _("Do")), ("dont", _("Don't"))], default="do")
    text = TextBlock(label=_("Rule"), max_length=300)
    photo = ImageChooserBlock(label=_("Picture"), required=False)

    class Meta:
        icon = "warning"
        label = _("Do or don't")
        template = "promotion/blocks/rule.html"
