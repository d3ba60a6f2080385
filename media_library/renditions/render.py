"""All sizes of a picture from one reduced decode.

    render_all(file, [Wanted(PRESETS["large"], "webp"), Wanted(PRESETS["card"], "jpg")], focal=None, xmp=None)

The source is decoded once, a JPEG no finer than its largest size needs. The largest size is made from that,
each smaller one from the next larger one that is still clearly finer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from PIL import Image

from media_library.renditions.colour import to_srgb
from media_library.renditions.decoding import (
    HEADROOM,
    Failure,
    RenderError,
    Surface,
    decode,
    open_source,
    upright_size,
)
from media_library.renditions.encoding import encode
from media_library.renditions.framing import FocalPoint, Frame, frame
from media_library.renditions.presets import MEDIA_TYPES, Preset
from media_library.renditions.watermark import MARKED_FROM, mark

__all__ = ["Failure", "FocalPoint", "RenderError", "Rendered", "Wanted", "pictures", "render_all"]


_ENCODERS = 1
"""Threads that encode while the caller's thread decodes and scales; Pillow lets other threads run meanwhile."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One copy to make; `format` is one of the preset's extensions."""

    preset: Preset
    format: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished copy; width and height in pixels, `data` the whole file."""

    preset: Preset
    format: str
    width: int
    height: int
    data: bytes
    media_type: str


def render_all(
    source: IO[bytes] | Path,
    wanted: Sequence[Wanted],
    *,
    focal: FocalPoint | None,
    xmp: bytes | None,
    xmp_from: int = 0,
    words: str = "",
) -> list[Rendered]:
    """Make every wanted copy, in the order asked for, upright and in sRGB, from one decode of `source`.

    `focal` is in upright source pixels. `xmp` is embedded as it is in each copy whose longest side has at least
    `xmp_from` pixels; nothing of the source's own metadata is (privacy: EXIF tells places, owners and serial
    numbers). `words` are drawn across each copy whose longest side has at least `MARKED_FROM` pixels. Equal
    input gives equal bytes.

    Raises RenderError if the source is no picture, too large (`IMAGE_MAX_PIXELS`), truncated or damaged.
    """
    if not wanted:
        return []

    def finish(preset: Preset, picture: Image.Image) -> dict[Wanted, Rendered]:
        # One preset after the other in each thread: Pillow keeps the options of a save on the picture itself.
        shown = _marked(picture, words) if words else picture
        return {item: _rendered(item, shown, xmp, xmp_from) for item in wanted if item.preset == preset}

    with ThreadPoolExecutor(_ENCODERS, "encode") as encoders:
        begun = [encoders.submit(finish, *made) for made in _pictures(source, {item.preset for item in wanted}, focal)]
        finished = {item: copy for done in begun for item, copy in done.result().items()}
    return [finished[item] for item in wanted]


def _marked(picture: Image.Image, words: str) -> Image.Image:
    return mark(picture, words) if max(picture.size) >= MARKED_FROM else picture


def _rendered(item: Wanted, picture: Image.Image, xmp: bytes | None, xmp_from: int) -> Rendered:
    width, height = picture.size
    embedded = xmp if max(width, height) >= xmp_from else None
    data = encode(picture, item.format, embedded, dpi=item.preset.dpi, fine=item.preset.fine)
    return Rendered(item.preset, item.format, width, height, data, MEDIA_TYPES[item.format])


def pictures(source: IO[bytes] | Path, presets: set[Preset], focal: FocalPoint | None) -> dict[Preset, Image.Image]:
    """Each preset's pixels, upright, in sRGB, as L, RGB or RGBA. Raises RenderError as `render_all` does."""
    return dict(_pictures(source, presets, focal))


def _pictures(
    source: IO[bytes] | Path, presets: set[Preset], focal: FocalPoint | None
) -> Iterator[tuple[Preset, Image.Image]]:
    """The largest first, so that it can be encoded while the others are made from it."""
    with open_source(source) as image:
        frames = {preset: frame(preset, *upright_size(image), focal) for preset in presets}
        base = decode(image, max(framed.scale for framed in frames.values()))
        convert = to_srgb(base.image.mode, image.info.get("icc_profile"))
    levels: list[Surface] = []
    for preset, framed in sorted(frames.items(), key=_largest_first):
        level = next((level for level in reversed(levels) if _is_finer(level, framed)), None)
        taken = (level or base).take(framed.box, framed.size)
        picture = taken if level else convert(taken)
        picture.info = {}
        if preset.mode == "fit":
            levels.append(_level(picture, base.size))
        yield preset, picture


def _largest_first(item: tuple[Preset, Frame]) -> tuple[float, str]:
    preset, framed = item
    return -framed.scale, preset.name


def _is_finer(level: Surface, framed: Frame) -> bool:
    return min(level.scale) >= framed.scale * HEADROOM


def _level(picture: Image.Image, size: tuple[int, int]) -> Surface:
    return Surface(picture, size, (picture.width / size[0], picture.height / size[1]))
