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
from cms.demo.pictures.palette import PALETTES
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.scenes import bay, fields, heritage, highland, river, sea, works

__all__ = ["PALETTES", "SCENES", "Scene", "draw"]


def _registry(*groups: tuple[Scene, ...]) -> Mapping[str, Scene]:
    scenes: dict[str, Scene] = {}
    for scene in (scene for group in groups for scene in group):
        if scene.name in scenes:
            raise ValueError(f"Two scenes are called {scene.name}")
        scenes[scene.name] = scene
    return MappingProxyType(scenes)


SCENES: Mapping[str, Scene] = _registry(
    bay.SCENES, fields.SCENES, heritage.SCENES, river.SCENES, sea.SCENES, works.SCENES
)

_LARGEST = 9_000_000
"""Pixels. Bigger pictures are painted at this size and enlarged before the grain is laid on."""


def draw(scene: str, seed: int, size: tuple[int, int] = (2400, 1600), palette: str | None = None) -> Image.Image:
    """An RGB picture of the given width and height in pixels. Without a palette the seed chooses one that suits.

    Raises KeyError for an unknown scene or palette, ValueError for a size without area.
    """
    if min(size) < 1:
        raise ValueError(f"A picture needs a width and a height, not {size}")
    kind = SCENES[scene]
    rng = np.random.default_rng([zlib.crc32(scene.encode()), seed])
    chosen = kind.palettes[int(rng.integers(len(kind.palettes)))]
    light = PALETTES[palette or chosen].varied(rng)
    canvas = Canvas(size, light, rng)
    kind.paint(canvas)
    return canvas.image
