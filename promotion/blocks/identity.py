"""What a visual identity is made of: logos to take, colours, type, templates, rules, and standing beside others."""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import (
    CharBlock,
    ChoiceBlock,
    EmailBlock,
    IntegerBlock,
    ListBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
    URLBlock,
)
from wagtail.images.blocks import ImageChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from promotion.colours import BLACK, WHITE, Colour, hex_colour


class FilesBlock(StreamBlock):
    """Files of the library to take away. Which of them a reader may have, and for what, the rights decision says."""

    graphic = SnippetChooserBlock("media_library.Graphic", label=_("Drawing (SVG)"))
    photo = ImageChooserBlock(label=_("Picture (PNG, JPEG)"))
    document = SnippetChooserBlock("media_library.Document", label=_("Document (PDF)"))

    class Meta:
        icon = "download"
        max_num = 6
        required = False


class ColourBlock(StructBlock):
    name = CharBlock(label=_("Name"), max_length=60)
    hex = CharBlock(label=_("Value"), max_length=7, validators=[hex_colour], help_text=_("Such as #00604F."))
    use = CharBlock(label=_("Used for"), max_length=160, required=False)
    print_values = CharBlock(
        label=_("Values for print"),
        max_length=80,
        required=False,
        help_text=_(
            "From the printer, such as C100 M0 Y40 K60 or a Pantone number. Otherwise CMYK is reckoned roughly."
        ),
    )

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
    photo = ImageChooserBlock(label=_("Picture of the logo"), required=False)
    files = FilesBlock(
        label=_("Files to download"),
        help_text=_("The same logo in its forms. The first of them that can be shown stands for a missing picture."),
    )
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


class PairBlock(StructBlock):
    """Two pictures side by side: one as it should be, one as it shouldn't, and why."""

    do_photo = ImageChooserBlock(label=_("Picture as it should be"))
    do_text = CharBlock(label=_("What is right about it"), max_length=200)
    dont_photo = ImageChooserBlock(label=_("Picture as it shouldn't be"))
    dont_text = CharBlock(label=_("What is wrong about it"), max_length=200)
    why = TextBlock(label=_("Reason"), max_length=400)

    class Meta:
        icon = "image"
        label = _("Do and don't in pictures")
        template = "promotion/blocks/pair.html"


class TypeBlock(StructBlock):
    name = CharBlock(label=_("Typeface"), max_length=80)
    use = CharBlock(label=_("Used for"), max_length=200, required=False)
    weights = CharBlock(label=_("Weights"), max_length=120, required=False)
    style = ChoiceBlock(
        label=_("The sample is shown in"),
        choices=[
            ("site", _("Be Vietnam Pro, the typeface of this site")),
            ("serif", _("a serif of the reader's device")),
            ("sans", _("a sans serif of the reader's device")),
            ("mono", _("a typewriter face of the reader's device")),
        ],
        default="site",
    )
    sample = CharBlock(
        label=_("Sample"),
        max_length=160,
        required=False,
        help_text=_("Without one, a sentence that shows the letters of the page's language."),
    )
    licence = CharBlock(label=_("Licence"), max_length=120, help_text=_("Such as SIL Open Font License 1.1."))
    url = URLBlock(label=_("Where to get it"), required=False)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        from promotion.brand.samples import sample_of

        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        latin_only = value["style"] == "site"
        return context | {"sample": sample_of(context.get("page"), latin_only=latin_only)}

    class Meta:
        icon = "title"
        label = _("Typeface")
        template = "promotion/blocks/type.html"


class TemplateBlock(StructBlock):
    name = CharBlock(label=_("Name"), max_length=120)
    use = CharBlock(label=_("Used for"), max_length=200, required=False)
    files = FilesBlock(label=_("Files to download"), min_num=1)

    class Meta:
        icon = "doc-empty"
        label = _("Template")
        template = "promotion/blocks/template.html"


class CoBrandingBlock(StructBlock):
    """How the logo stands beside others, and who says yes to it."""

    clear_space = TextBlock(label=_("Clear space"), max_length=300)
    min_print_mm = IntegerBlock(
        label=_("Smallest width in print (mm)"), required=False, validators=[MinValueValidator(1)], max_value=1000
    )
    min_screen_px = IntegerBlock(
        label=_("Smallest width on screens (px)"), required=False, validators=[MinValueValidator(1)], max_value=4000
    )
    order = TextBlock(label=_("Order of logos"), max_length=400)
    never_with = ListBlock(
        CharBlock(max_length=200), label=_("Never beside"), default=[], max_num=12, help_text=_("Kinds of partners.")
    )
    contact = CharBlock(label=_("Who approves"), max_length=160)
    email = EmailBlock(label=_("E-mail"), required=False)
    phone = CharBlock(label=_("Telephone"), max_length=40, required=False)
    working_days = IntegerBlock(
        label=_("Answers within (working days)"), required=False, validators=[MinValueValidator(1)], max_value=60
    )

    class Meta:
        icon = "link"
        label = _("Co-branding")
        template = "promotion/blocks/cobranding.html"
