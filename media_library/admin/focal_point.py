"""Where the eye should be: the focal point of a photo, with what every preset makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import Media
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from media_library.models import Photo
from media_library.renditions.presets import PRESETS, Preset, rendition_size

FOCAL_FIELDS = ("focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height")
LABELS = {
    "focal_point_x": gettext_lazy("Across (pixels from the left)"),
    "focal_point_y": gettext_lazy("Down (pixels from the top)"),
    "focal_point_width": gettext_lazy("Width of the area"),
    "focal_point_height": gettext_lazy("Height of the area"),
}


@dataclass(frozen=True, slots=True)
class Crop:
    """One preset of this photo: its size in pixels and, where it cuts, the picture to show."""

    preset: Preset
    width: int
    height: int
    url: str


def crops(photo: Photo) -> list[Crop]:
    """Every preset, those that cut first: only they show another part with another focal point."""
    made = []
    for preset in sorted(PRESETS.values(), key=lambda preset: not preset.is_crop):
        width, height = rendition_size(preset, photo.width, photo.height)
        made.append(Crop(preset, width, height, f"/media/{photo.uuid}/{preset.name}.webp" if preset.is_crop else ""))
    return made


class FocalPointPanel(Panel):
    """The picture to click on, and the crops as they are now. Without a script the numbers below are typed."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "media_library/focal_point.html"

        @property
        def media(self) -> Media:
            return Media(css={"all": ["media_library/focal_point.css"]}, js=["media_library/focal_point.js"])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            photo = self.instance
            shown = crops(photo)
            return context | {
                "photo": photo,
                "waits": _saved_focal_point(photo) != tuple(getattr(photo, name) for name in FOCAL_FIELDS),
                "crops": [crop for crop in shown if crop.preset.is_crop],
                "whole": [crop for crop in shown if not crop.preset.is_crop],
            }


def _saved_focal_point(photo: Photo) -> tuple[int | None, ...] | None:
    """What the sizes are made with now: that of a draft counts from its approval on."""
    return Photo.objects.filter(pk=photo.pk).values_list(*FOCAL_FIELDS).first()


def focal_point_panels() -> list[Panel]:
    """What the edit form's tab on crops holds."""
    fields = [FieldPanel(name, heading=LABELS[name]) for name in FOCAL_FIELDS]
    return [
        FocalPointPanel(),
        MultiFieldPanel(
            [FieldRowPanel(fields[:2]), FieldRowPanel(fields[2:])],
            heading=gettext_lazy("Focal point"),
            help_text=gettext_lazy(
                "Empty: the middle of the picture. The area is optional; it is never cut off if it fits."
            ),
        ),
    ]


def check_focal_point(cleaned: dict[str, Any], photo: Photo) -> None:
    """Both coordinates or neither, inside the picture; an area no larger than it. Raises ValidationError by field."""
    if not set(FOCAL_FIELDS) <= cleaned.keys():
        return  # the form doesn't hold them, or one of them is no number and says so itself
    x, y, width, height = (cleaned[name] for name in FOCAL_FIELDS)
    errors: dict[str, str] = {}
    if (x is None) != (y is None):
        errors["focal_point_y" if y is None else "focal_point_x"] = _("Give both numbers, or neither.")
    if x is None and (width or height):
        errors.setdefault("focal_point_x", _("Say where the middle of the area is."))
    limits = (photo.width, photo.height, photo.width, photo.height)
    for name, value, limit in zip(FOCAL_FIELDS, (x, y, width, height), limits, strict=True):
        if value is not None and value > limit:
            errors[name] = _("The picture has only %(limit)d pixels there.") % {"limit": limit}
    if errors:
        raise ValidationError(errors)
