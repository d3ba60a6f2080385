"""Willow opens JPEGs lazily: Wagtail's own thumbnails (`max-165x165`) from one reduced decode, too.

Stock Willow decodes the full picture, copies it to turn it, copies it to crop it, and resizes it. Here the
first two only take notes, and `resize` decodes as little as it needs and filters once. What isn't a plain
grey or RGB JPEG, and every other operation, goes through stock Willow.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, NamedTuple

import PIL.Image
from willow.image import BadImageOperationError, Image, JPEGImageFile
from willow.plugins.pillow import PillowImage
from willow.registry import registry

from media_library.renditions.decoding import Surface, reduce_decode
from media_library.renditions.orientation import UPRIGHT, orientation_of, turned_size

_OPENING_COST, _STOCK_COST = 10, 200
"""Willow takes the cheapest way to an operation, 100 by default: JPEGs come here first, and what isn't
offered here still goes straight to Pillow."""


class Extent(NamedTuple):
    """What Wagtail asks of `image` before the resize, in pixels."""

    width: int
    height: int


@dataclass(frozen=True)
class LazyJpeg(Image):
    """A JPEG of which only the header is read. `box` is in pixels of the picture as turned so far."""

    file: BinaryIO
    stored_size: tuple[int, int]
    reducible: bool
    exif_orientation: int
    turned: bool
    box: tuple[int, int, int, int]

    @classmethod
    @Image.converter_from(JPEGImageFile, cost=_OPENING_COST)
    def open(cls, image_file: Any) -> LazyJpeg:
        image_file.f.seek(0)
        header = PIL.Image.open(image_file.f)
        reducible = header.format in {"JPEG", "MPO"} and header.mode in {"L", "RGB"}
        return cls(image_file.f, header.size, reducible, orientation_of(header), False, (0, 0, *header.size))

    @property
    def image(self) -> Extent:
        return Extent(*self.get_size())

    @Image.operation
    def get_size(self) -> tuple[int, int]:
        left, top, right, bottom = self.box
        return right - left, bottom - top

    @Image.operation
    def get_frame_count(self) -> int:
        return 1

    @Image.operation
    def has_alpha(self) -> bool:
        return False

    @Image.operation
    def has_animation(self) -> bool:
        return False

    @Image.operation
    def auto_orient(self) -> Any:
        if self.turned:
            return self
        if self.box != (0, 0, *self.stored_size):
            return self.to_pillow().auto_orient()
        return replace(self, turned=True, box=(0, 0, *turned_size(self.stored_size, self.exif_orientation)))

    @Image.operation
    def crop(self, rect: Any) -> LazyJpeg:
        left, top, right, bottom = rect
        width, height = self.get_size()
        if left >= right or left >= width or right <= 0 or top >= bottom or top >= height or bottom <= 0:
            raise BadImageOperationError(f"Invalid crop dimensions: {rect!r}")
        x, y = self.box[:2]
        return replace(self, box=(x + max(0, left), y + max(0, top), x + min(right, width), y + min(bottom, height)))

    @Image.operation
    def resize(self, size: tuple[int, int]) -> Any:
        if not self.reducible:
            return self.to_pillow().resize(size)
        width, height = self.get_size()
        orientation = self.exif_orientation if self.turned else UPRIGHT
        self.file.seek(0)
        image = PIL.Image.open(self.file)
        profile = image.info.get("icc_profile")
        scale = reduce_decode(image, max(size[0] / width, size[1] / height))
        image.load()
        surface = Surface(image, turned_size(self.stored_size, orientation), (scale, scale), orientation)
        picture = surface.take(self.box, size)
        # Stock copies carry the camera's EXIF with place and serial numbers; only the colours matter here.
        picture.info = {"icc_profile": profile} if profile else {}
        return PillowImage(picture)

    @Image.converter_to(PillowImage, cost=_STOCK_COST)
    def to_pillow(self) -> Any:
        """The same picture as stock Willow would have it by now."""
        stock = PillowImage.open(JPEGImageFile(self.file))
        if self.turned:
            stock = stock.auto_orient()
        return stock if self.box == (0, 0, *stock.get_size()) else stock.crop(self.box)


willow_image_classes = [LazyJpeg]


def install() -> None:
    """Make Willow use it; called once when the app is ready, harmless when called again."""
    if LazyJpeg not in registry.get_image_classes():
        registry.register_plugin(sys.modules[__name__])
