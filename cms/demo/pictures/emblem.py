"""Abstract provincial marks: sun, mountains and waves in a circle, three flat colours on nothing."""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image, ImageDraw

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Generator
from cms.demo.pictures.palette import PALETTES, Colour, mix, shift
from cms.demo.pictures.pen import Point
from cms.demo.pictures.scene import Scene

PROVINCES: Mapping[str, tuple[Colour, Colour, Colour]] = MappingProxyType(
    {
        "gia_lai": ((156, 58, 36), (236, 168, 52), (22, 104, 104)),
        "lao_cai": ((24, 92, 74), (232, 178, 58), (176, 48, 62)),
        "quang_ninh": ((16, 78, 124), (240, 132, 66), (42, 152, 158)),
    }
)
"""Colours of the provinces' marks: the land, the sun, the water."""

PAPER: Colour = (250, 248, 243)
_SCALE = 3


def draw_emblem(palette_name: str | None, seed: int, size: tuple[int, int]) -> Image.Image:
    """A mark of the given width and height in pixels, RGBA, transparent around it and between its parts.

    The palette is a province's or one of the lights; without one the seed chooses a province's. Raises KeyError
    for an unknown palette, ValueError for a size without area.
    """
    if min(size) < 1:
        raise ValueError(f"A picture needs a width and a height, not {size}")
    rng = np.random.default_rng([zlib.crc32(b"emblem"), seed])
    names = sorted(PROVINCES)
    chosen = names[int(rng.integers(len(names)))]
    land, sun, water = _colours(palette_name or chosen)
    edge = max(8, min(size) * _SCALE)
    mark = Image.new("RGBA", (edge, edge), (*land, 0))
    disc = Image.new("L", mark.size)
    ImageDraw.Draw(disc).ellipse([0.04 * edge, 0.04 * edge, 0.96 * edge, 0.96 * edge], fill=255)
    for colour, shapes in ((sun, _sun(rng)), (land, _peaks(rng)), (water, _waves(rng))):
        for gap, outline in shapes:
            layer = Image.new("L", mark.size)
            ImageDraw.Draw(layer).polygon([(x * edge, y * edge) for x, y in outline], fill=255)
            mark.paste((0, 0, 0, 0) if gap else (*colour, 255), (0, 0), layer)
    clear = Image.new("RGBA", mark.size, (*land, 0))
    mark = Image.composite(mark, clear, disc)
    small = mark.resize((min(size), min(size)), Image.Resampling.BOX)
    sheet = Image.new("RGBA", size, (*land, 0))
    sheet.paste(small, ((size[0] - small.width) // 2, (size[1] - small.height) // 2))
    return sheet


def _colours(name: str) -> tuple[Colour, Colour, Colour]:
    if name in PROVINCES:
        return PROVINCES[name]
    light = PALETTES[name]
    return mix(light.shadow, light.sky[0], 0.45), shift(light.glow, -0.04, 1.3), mix(light.sky[0], light.sky[1], 0.5)


Part = tuple[bool, list[Point]]
"""Whether it cuts a gap instead of being filled, and its outline from 0 to 1."""


def _sun(rng: Generator) -> list[Part]:
    x, y, radius = 0.5 + float(rng.uniform(-0.1, 0.1)), 0.32, 0.155
    turn = np.linspace(0, 2 * math.pi, 90, endpoint=False)
    return [(False, [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in turn])]


def _peaks(rng: Generator) -> list[Part]:
    """Two mountains, the nearer set off from the farther by a gap."""
    side = 1 if rng.uniform() < 0.5 else -1
    parts: list[Part] = []
    for at, top, half in ((0.2 * side, 0.43, 0.44), (-0.13 * side, 0.33 + float(rng.uniform(-0.02, 0.02)), 0.5)):
        for gap, grown in ((True, 0.028), (False, 0.0)):
            peak = (0.5 + at, top - 1.25 * grown)
            foot = [(0.5 + at + half + 2 * grown, 0.86), (0.5 + at - half - 2 * grown, 0.86)]
            shoulder = (peak[0] + 0.13, peak[1] + 0.13), (peak[0] - 0.1, peak[1] + 0.11)
            parts.append((gap, [peak, shoulder[0], *foot, shoulder[1]]))
    return parts


def _waves(rng: Generator) -> list[Part]:
    parts: list[Part] = []
    start = float(rng.uniform(0, 2 * math.pi))
    xs = np.linspace(0, 1, 120)
    for number, y in enumerate((0.64, 0.755, 0.87)):
        crest = [(float(x), y + 0.026 * math.sin(2.2 * math.pi * float(x) + start + 1.1 * number)) for x in xs]
        parts.append((True, [*[(x, py - 0.028) for x, py in crest], (1.0, 1.0), (0.0, 1.0)]))
        parts.append((False, [*crest, (1.0, 1.0), (0.0, 1.0)]))
    return parts


def on_paper(palette_name: str | None, seed: int, size: tuple[int, int]) -> Image.Image:
    """The mark with a margin on light paper, RGB: for formats without transparency."""
    sheet = Image.new("RGB", size, PAPER)
    inner = (max(1, round(0.8 * size[0])), max(1, round(0.8 * size[1])))
    mark = draw_emblem(palette_name, seed, inner)
    sheet.paste(mark.convert("RGB"), ((size[0] - inner[0]) // 2, (size[1] - inner[1]) // 2), mark.getchannel("A"))
    return sheet


def _paint(canvas: Canvas) -> None:
    canvas.image = on_paper(None, int(canvas.rng.integers(1 << 30)), canvas.image.size)


SCENES: tuple[Scene, ...] = (
    Scene("emblem", "Provincial mark", ("mark", "emblem", "identity", "logo"), tuple(PALETTES), _paint),
)
