"""Pictures drawn by code, for demo content: landscapes, coasts, towns, crafts, and provincial marks.

No photograph is used and no file is read; the same scene, seed, size and palette give the same picture.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from types import MappingProxyType

import numpy as np
from PIL import Image

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.emblem import LIVERIES, draw_emblem, emblem_sheet
from cms.demo.pictures.palette import PALETTES
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.scenes import (
    bay,
    beach,
    coffee,
    fields,
    heritage,
    highland,
    lagoon,
    night,
    park,
    river,
    roads,
    sea,
    stilllife,
    village,
    waterfall,
    weaving,
    works,
)

__all__ = ["LIVERIES", "PALETTES", "SCENES", "Scene", "draw", "draw_emblem"]


def _registry(*groups: tuple[Scene, ...]) -> Mapping[str, Scene]:
    scenes: dict[str, Scene] = {}
    for scene in (scene for group in groups for scene in group):
        if scene.name in scenes:
            raise ValueError(f"Two scenes are called {scene.name}")
        scenes[scene.name] = scene
    return MappingProxyType(scenes)


def _paint_emblem(canvas: Canvas) -> None:
    canvas.image = emblem_sheet(int(canvas.rng.integers(1 << 30)), canvas.image.size)


EMBLEM = Scene("emblem", "Provincial mark", ("mark", "emblem", "identity", "logo"), tuple(LIVERIES), _paint_emblem)

_GROUPS = (
    bay,
    fields,
    coffee,
    heritage,
    highland,
    waterfall,
    night,
    park,
    river,
    beach,
    lagoon,
    sea,
    stilllife,
    roads,
    works,
    village,
    weaving,
)

SCENES: Mapping[str, Scene] = _registry(*(group.SCENES for group in _GROUPS), (EMBLEM,))

_LARGEST = 9_000_000
"""Pixels. Bigger pictures are painted at this size and enlarged before the grain is laid on."""


def draw(scene: str, seed: int, size: tuple[int, int] = (2400, 1600), palette: str | None = None) -> Image.Image:
    """An RGB picture of the given width and height in pixels. Without a palette the seed chooses one that suits.

    Palettes are those of PALETTES; those of the emblem are LIVERIES.
    Raises KeyError for an unknown scene or palette, ValueError for a size without area.
    """
    if min(size) < 1:
        raise ValueError(f"A picture needs a width and a height, not {size}")
    kind = SCENES[scene]
    if kind is EMBLEM:  # its palettes are the provinces' liveries
        return emblem_sheet(seed, size, palette)
    rng = np.random.default_rng([zlib.crc32(scene.encode()), seed])
    chosen = kind.palettes[int(rng.integers(len(kind.palettes)))]
    light = PALETTES[palette or chosen].varied(rng)
    share = min(1.0, (_LARGEST / (size[0] * size[1])) ** 0.5)
    painted = (max(1, round(size[0] * share)), max(1, round(size[1] * share)))
    canvas = Canvas(painted, light, rng, enlarged=size)
    kind.paint(canvas)
    return canvas.image
