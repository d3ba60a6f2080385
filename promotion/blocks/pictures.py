"""Blocks of pictures. Alternative text, caption and credit come from the approved picture itself."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, ChoiceBlock, ListBlock, StructBlock
from wagtail.images.blocks import ImageChooserBlock

WIDTHS = [("column", _("as wide as the text")), ("wide", _("wider than the text")), ("full", _("full width"))]


class PictureBlock(StructBlock):
    photo = ImageChooserBlock(label=_("Picture"))
    caption = CharBlock(
        label=_("Caption on this page"),
        max_length=300,
        required=False,
        help_text=_("Only where this page needs other words than the picture's own caption."),
    )
    width = ChoiceBlock(label=_("Width"), choices=WIDTHS, default="column")

    class Meta:
        icon = "image"
        label = _("Picture")
        template = "promotion/blocks/picture.html"


class GalleryBlock(StructBlock):
    title = CharBlock(label=_("Heading"), max_length=120, required=False)
    photos = ListBlock(ImageChooserBlock(label=_("Picture")), label=_("Pictures"), min_num=2, max_num=24)

    class Meta:
        icon = "duplicate"
        label = _("Gallery")
        template = "promotion/blocks/gallery.html"
