"""Hillsides cut into bands that follow the slope: rice terraces, rows of tea, ploughed fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Field, cloud, enlarge, smoothstep
from cms.demo.pictures.palette import Colour, ramp

_ACROSS = 64
"""Entries for the profile of one band."""
_COARSE = 3


@dataclass(frozen=True, slots=True)
class Slope:
    """A hillside seen from afar: its upper edge per column and its lower edge, in pixels."""

    tops: Field
    bottom: float
    bands: float
    """How many bands lie between the edges."""
    swirl: float = 2.0
    """How far, in bands, they swing around spurs and hollows."""
    cells: float = 3.0
    """Spurs per unit."""
    near: float = 3.0
    """How much wider the nearest band is than the farthest."""
    rough: float = 0.0
    """Leafiness: small irregularities, in bands."""
    follow: float = 0.75
    """How closely bands keep to the shape of the upper edge."""


def levels(canvas: Canvas, slope: Slope) -> tuple[int, int, Field]:
    """Upper and lower row, and the running number of the band at every pixel, with its fraction."""
    box = canvas.box(0, float(slope.tops.min()) - 1, canvas.width, slope.bottom)
    if box is None:
        return 0, 0, np.zeros((0, canvas.width), np.float32)
    rows, columns = max(4, (box[3] - box[1]) // _COARSE), max(4, canvas.width // _COARSE)
    y = np.linspace(box[1], box[3], rows, dtype=np.float32)[:, None]
    tops = enlarge(slope.tops[None, :], columns, 1)
    mean = np.float32(tops.mean())
    edge = mean + (tops - mean) * np.float32(slope.follow)
    share = np.clip((y - edge) / np.maximum(1, np.float32(slope.bottom) - edge), -0.3, 1.5)
    grown = np.sign(share) * np.log1p(np.abs(share) * np.float32(slope.near)) / np.float32(np.log1p(slope.near))
    across = canvas.width / canvas.unit
    spurs = cloud(canvas.rng, columns, rows, (slope.cells * across, slope.cells * 0.8), 3, 0.42)
    level = grown * np.float32(slope.bands) + spurs * np.float32(slope.swirl)
    level = enlarge(level + np.float32(2 * slope.swirl + slope.bands), canvas.width, box[3] - box[1])
    if slope.rough:
        leaves = cloud(canvas.rng, canvas.width // 2, (box[3] - box[1]) // 2, (90 * across, 110.0), 3, 0.7)
        level = level + enlarge(leaves, canvas.width, box[3] - box[1]) * np.float32(slope.rough)
    return box[1], box[3], level


def profile(bands: Sequence[Sequence[Colour]], places: Sequence[float]) -> NDArray[np.uint32]:
    """Packed colours of bands (band, place across it); each band runs through its colours at the given places."""
    runs = np.stack([ramp(colours, _ACROSS, places) for colours in bands])
    part = np.rint(runs).astype(np.uint32)
    return part[..., 0] | part[..., 1] << 8 | part[..., 2] << 16 | np.uint32(0xFF000000)


def lay_bands(
    canvas: Canvas,
    slope: Slope,
    table: NDArray[np.uint32],
    *,
    light: float = 0.3,
    air: tuple[float, float] = (0.0, 0.0),
    grain: float = 0.0,
) -> None:
    """Paint the bands. `light` is how strongly sun and cloud shadow vary over the slope, `air` the share of haze at
    its upper and lower edge, `grain` the strength of a leafy texture."""
    upper, lower, level = levels(canvas, slope)
    rows = lower - upper
    if rows < 2:
        return
    whole = np.floor(level)
    index = whole.astype(np.int32) % len(table) * _ACROSS
    index += ((level - whole) * np.float32(_ACROSS - 0.01)).astype(np.int32)
    texture = table.reshape(-1)[index].view(np.uint8).reshape(rows, canvas.width, 4)
    picture = Image.fromarray(texture, "RGBX").convert("RGB")
    picture = ImageChops.multiply(picture, _sunlight(canvas, rows, light, grain))
    if max(air):
        strip = np.linspace(air[0], air[1], 64, dtype=np.float32)[:, None] ** 1.0 * 255
        mask = Image.fromarray(strip.astype(np.uint8)).resize(picture.size, Image.Resampling.BILINEAR)
        picture.paste(canvas.palette.haze, (0, 0), mask)
    y = np.arange(upper, lower, dtype=np.float32)[:, None]
    coverage = np.clip(y - slope.tops[None, :] + np.float32(0.5), 0, 1) * np.float32(255)
    canvas.image.paste(picture, (0, upper), Image.fromarray(coverage.astype(np.uint8)))


def _sunlight(canvas: Canvas, rows: int, light: float, grain: float) -> Image.Image:
    """Factors of the slope's colours: cloud shadows, bluish as shadows are, and a leafy grain."""
    width, height = max(4, canvas.width // 2), max(4, rows // 2)
    across = canvas.width / canvas.unit
    field = cloud(canvas.rng, width // 2, height // 2, (1.8 * across, 2.0), 4, 0.5)
    bright = 1 - np.float32(light) * (1 - smoothstep(field, -0.75, 0.45))
    sheet = enlarge(bright, width, height)
    if grain:
        sheet = sheet - np.float32(grain) * np.abs(cloud(canvas.rng, width, height, (150 * across, 190), 3, 0.8))
    mask = Image.fromarray((np.clip(sheet, 0, 1) * 255).astype(np.uint8)).resize(
        (canvas.width, rows), Image.Resampling.BICUBIC
    )
    tints = (1.12, 1.0, 0.72) if not canvas.palette.night else (1.0, 1.0, 0.9)
    return Image.merge(
        "RGB", [mask.point([max(0, round(255 - (255 - v) * tint)) for v in range(256)]) for tint in tints]
    )
