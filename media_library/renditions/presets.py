"""The one table of sized copies. An address at the gate is `/media/<uuid>/<preset>.<extension>`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from django.utils.translation import gettext_lazy as _
from PIL import features

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MEDIA_TYPES: Mapping[str, str] = MappingProxyType({"jpg": "image/jpeg", "webp": "image/webp", "avif": "image/avif"})
"""Extensions of the copies that can be asked for, and what they are served as (IANA media types)."""

FORMATS = tuple(extension for extension in MEDIA_TYPES if extension == "jpg" or features.check(extension))
"""Those that this installation's Pillow can write: builds without libavif or libwebp exist."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A sized copy that may be asked for by name.

    `fit` shows the whole picture within width × height pixels; `crop` fills that shape around the focal
    point. `is_full_size` marks a copy that stands in for the original: taking it is a download, not a look.
    `dpi` is written into the file (dots per inch), for programs that lay out paper; `fine` spends more bytes
    to keep more of the picture, for what will be worked on. `on_pages`: pages show it, so it is made at
    approval, before the first reader asks.
    """

    name: str
    # A lazy text hashes by the active language, so it must not take part in comparison.
    label: StrOrPromise = field(compare=False)
    purpose_text: StrOrPromise = field(compare=False)
    width: int
    height: int
    mode: Literal["fit", "crop"] = "fit"
    formats: tuple[str, ...] = FORMATS
    is_full_size: bool = False
    dpi: int | None = None
    fine: bool = False
    on_pages: bool = False

    @property
    def is_crop(self) -> bool:
        return self.mode == "crop"


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset("thumb", _("Thumbnail"), _("in dense lists and choosers"), 320, 320, on_pages=True),
            Preset("small", _("Small"), _("in cards on a phone"), 640, 640, on_pages=True),
            Preset("medium", _("Medium"), _("in running text and for sharing"), 1280, 1280, on_pages=True),
            Preset("large", _("Large"), _("across the page and on sharp screens"), 2048, 2048, on_pages=True),
            Preset("card", _("Card"), _("in rows of cards of one shape"), 720, 540, "crop", on_pages=True),
            Preset("web", _("Web article"), _("in an article on the web"), 1600, 1600),
            Preset("social-square", _("Social media, square"), _("as a square post"), 1080, 1080, "crop"),
            Preset("social-story", _("Social media, story"), _("as an upright story or reel"), 1080, 1920, "crop"),
            Preset("banner", _("Banner"), _("across the top of a fact sheet"), 1760, 580, "crop"),
            # 1200 × 630 is what Open Graph's readers ask for.
            Preset("share", _("Share card"), _("behind the title of a share card"), 1200, 630, "crop"),
            # 297 mm at 300 dots per inch are 3508 pixels (ISO 216, A4).
            Preset(
                "print-a4",
                _("Print, A4"),
                _("on paper up to A4 at 300 dpi"),
                3508,
                3508,
                is_full_size=True,
                dpi=300,
                fine=True,
            ),
            Preset(
                "press-wire",
                _("Press wire"),
                _("for news desks, within the limits of wire services"),
                3000,
                3000,
                is_full_size=True,
                dpi=300,
                fine=True,
            ),
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
