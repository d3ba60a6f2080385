"""The one table of sized copies. An address at the gate is `/media/<uuid>/<preset>.<extension>`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MEDIA_TYPES: Mapping[str, str] = MappingProxyType({"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"})
"""Extensions of the copies that can be asked for, and what they are served as (IANA media types)."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A sized copy that may be asked for by name.

    `fit` shows the whole picture within width × height pixels; `crop` fills that shape around the focal
    point. `is_full_size` marks a copy that stands in for the original: taking it is a download, not a look.
    """

    name: str
    # A lazy text hashes by the active language, so it must not take part in comparison.
    purpose_text: StrOrPromise = field(compare=False)
    width: int
    height: int
    mode: Literal["fit", "crop"] = "fit"
    formats: tuple[str, ...] = tuple(MEDIA_TYPES)
    is_full_size: bool = False


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset("thumb", _("in dense lists and choosers"), 320, 320),
            Preset("small", _("in cards on a phone"), 640, 640),
            Preset("medium", _("in running text and for sharing"), 1280, 1280),
            Preset("large", _("across the page and on sharp screens"), 2048, 2048),
            Preset("card", _("in rows of cards of one shape"), 800, 600, "crop"),
        )
    }
)


def rendition_size(preset: Preset, source_width: int, source_height: int) -> tuple[int, int]:
    """Width and height in pixels of a preset made from an upright source of that size.

    "Upright" is after EXIF orientation. Nothing is ever enlarged and no side gets below one pixel; fractions
    are cut off as Wagtail's own filters do, so both make the same sizes.
    """
    if preset.mode == "crop":
        width, height = crop_size(preset, source_width, source_height)
        if width >= preset.width:
            return preset.width, preset.height
        return max(1, int(width)), max(1, int(height))
    if source_width <= preset.width and source_height <= preset.height:
        return source_width, source_height
    if source_width * preset.height >= source_height * preset.width:
        return preset.width, max(1, source_height * preset.width // source_width)
    return max(1, source_width * preset.height // source_height), preset.height


def crop_size(preset: Preset, source_width: int, source_height: int) -> tuple[float, float]:
    """The largest part of an upright source, in its own pixels, that has the preset's shape."""
    width = min(source_width, source_height * preset.width / preset.height)
    return width, width * preset.height / preset.width


def parse_preset(file: str) -> tuple[Preset, str] | None:
    """The preset and extension that `<preset>.<extension>` names, None for anything else."""
    name, dot, extension = file.partition(".")
    preset = PRESETS.get(name)
    if preset is None or not dot or extension not in preset.formats:
        return None
    return preset, extension
