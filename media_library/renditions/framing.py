"""Which part of a picture a preset shows, in pixels of the upright original. Pure arithmetic."""

from __future__ import annotations

from dataclasses import dataclass

from media_library.renditions.presets import Preset, crop_size, rendition_size

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels; right and bottom are the first ones outside."""


@dataclass(frozen=True, slots=True)
class FocalPoint:
    """What matters in a picture: the centre (x, y) of an area of width × height, in upright source pixels."""

    x: float
    y: float
    width: float = 0
    height: float = 0


@dataclass(frozen=True, slots=True)
class Frame:
    """`box` of the upright original, shown at `size` pixels."""

    box: Box
    size: tuple[int, int]

    @property
    def scale(self) -> float:
        """Pixels shown per pixel of the original, along the side that is reduced least."""
        left, top, right, bottom = self.box
        return max(self.size[0] / (right - left), self.size[1] / (bottom - top))


def frame(preset: Preset, source_width: int, source_height: int, focal: FocalPoint | None) -> Frame:
    """What `preset` shows of an upright source of that size."""
    size = rendition_size(preset, source_width, source_height)
    if preset.mode == "fit":
        return Frame((0, 0, source_width, source_height), size)
    # A small source is cut, not scaled: its pixels stay as they are.
    scaled = size == (preset.width, preset.height)
    width, height = map(round, crop_size(preset, source_width, source_height)) if scaled else size
    point = focal or FocalPoint(source_width / 2, source_height / 2)
    left = _start(source_width, width, point.x, point.width)
    top = _start(source_height, height, point.y, point.height)
    return Frame((left, top, left + width, top + height), size)


def _start(length: int, crop: int, centre: float, extent: float) -> int:
    """Where a crop begins along one side.

    The focal point keeps its relative place (a subject in the left third stays in the left third, as in
    Wagtail's `fill`), unless part of its area would be cut off; an area larger than the crop is centred.
    """
    if extent >= crop:
        start = centre - crop / 2
    else:
        start = centre - crop * centre / length
        start = max(min(start, centre - extent / 2), centre + extent / 2 - crop)
    return round(min(max(start, 0), length - crop))
