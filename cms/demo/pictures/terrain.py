"""Land in layers: ridges that fade with distance, and limestone islands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Field, cloud, enlarge, moved, smoothstep, steps, waves
from cms.demo.pictures.palette import Colour, mix, ramp

_TONES = 64
_COARSE = 3
"""Light and shade on slopes are worked out at a third of the size."""


def ridge(canvas: Canvas, base: float, height: float, cells: float, *, octaves: int = 6, gain: float = 0.5) -> Field:
    """Upper edge (pixels from above, one value per column) of a range of hills around `base`; `height` and the
    width of a hill, 1 / `cells`, are in units."""
    line = waves(canvas.rng, canvas.width, cells * canvas.width / canvas.unit, octaves, gain)
    return np.float32(base) - line * np.float32(height * canvas.unit)


def woods(canvas: Canvas, tops: Field, size: float, density: float = 60) -> Field:
    """The same edge with the crowns of trees on it; `size` in units."""
    count = density * canvas.width / canvas.unit
    crowns = np.abs(waves(canvas.rng, canvas.width, count, 3, 0.6))
    return tops - crowns * np.float32(size * canvas.unit)


def folds(canvas: Canvas, width: int, height: int, cells: tuple[float, float], lean: float = 0.6) -> Field:
    """Light and shade (0 to 1) on slopes with gullies running down, lit from the sun's side. Small size."""
    field = cloud(canvas.rng, width, height, cells, 5, 0.55)
    rows = np.arange(height, dtype=np.float32)[:, None]
    wander = cloud(canvas.rng, width, height, (cells[0] / 2, cells[1] / 2), 2) * np.float32(0.5 * width / cells[0])
    side = np.float32(1 if canvas.sun[0] < canvas.width / 2 else -1)
    at = (np.arange(width, dtype=np.float32)[None, :] + side * np.float32(lean) * rows + wander).astype(np.int32)
    leaning = np.take_along_axis(field, at % width, axis=1)
    step = max(1, round(width / cells[0] / 7))
    slope = (leaning - moved(leaning, 0, -step)) * side
    return np.clip(0.5 - slope * 1.15, 0, 1)


@dataclass(frozen=True, slots=True)
class Coat:
    """Colours of a layer: from shaded to sunlit, and the air that thickens towards its foot."""

    tones: Sequence[Colour]
    air: Colour
    thin: float = 0.0
    """Share of air at the upper edge."""
    thick: float = 0.6
    """Share of air at the foot."""
    curve: float = 1.0

    def table(self) -> NDArray[np.uint32]:
        """Packed colours, [tone * _TONES + air]."""
        tones, shares = ramp(self.tones, _TONES), np.linspace(0, 1, _TONES)[None, :, None]
        mixed = tones[:, None, :] + (np.asarray(self.air) - tones[:, None, :]) * shares
        part = np.rint(mixed).astype(np.uint32).reshape(-1, 3)
        return part[:, 0] | part[:, 1] << 8 | part[:, 2] << 16 | np.uint32(0xFF000000)


def lay(
    canvas: Canvas, tops: Field, bottom: float, coat: Coat, tone: Field | float = 0.5, *, inverted: bool = False
) -> None:
    """Paint a layer from its upper edge down to `bottom`. `tone` (any size over the layer's rectangle, 0 to 1)
    chooses among the coat's colours. `inverted`: `tops` are lower edges of something hanging from `bottom`."""
    edge = tops if not inverted else tops[:]
    first, last = (float(edge.min()), bottom) if not inverted else (bottom, float(edge.max()))
    box = canvas.box(0, first - 1, canvas.width, last + (1 if inverted else 0))
    if box is None:
        return
    _, upper, _, lower = box
    rows = np.arange(upper, lower, dtype=np.float32)[:, None]
    # Divided by the length of the slope, it is the distance from the edge: steep walls get smooth edges too.
    steep = np.sqrt(1 + np.gradient(edge) ** 2).astype(np.float32) if edge.size > 1 else np.float32(1)
    inside = (rows - edge[None, :]) / steep
    coverage = np.clip((-inside if inverted else inside) + np.float32(0.5), 0, 1)
    if inverted:
        coverage *= np.clip(rows - np.float32(bottom) + np.float32(0.5), 0, 1)
    depth = np.clip((rows - np.float32(first)) / np.float32(max(1.0, last - first)), 0, 1)
    if inverted:
        depth = 1 - depth
    air = (np.float32(coat.thin) + np.float32(coat.thick - coat.thin) * depth ** np.float32(coat.curve)) * np.float32(
        _TONES - 1
    )
    if isinstance(tone, float):
        index = (air.astype(np.int32) + np.int32(round(tone * (_TONES - 1)) * _TONES)) + np.zeros(
            (1, canvas.width), np.int32
        )
    else:
        large = enlarge(np.flipud(tone) if inverted else tone, canvas.width, lower - upper)
        index = np.clip(large * np.float32(_TONES - 1), 0, _TONES - 1).astype(np.int32)
        index *= _TONES
        index += air.astype(np.int32)
    packed = coat.table()[index]
    texture = packed.view(np.uint8).reshape(lower - upper, canvas.width, 4)
    _paste(canvas, texture, coverage, upper)


def _paste(canvas: Canvas, texture: NDArray[np.uint8], coverage: Field, upper: int) -> None:
    mask = Image.fromarray((coverage * np.float32(255)).astype(np.uint8))
    canvas.image.paste(Image.fromarray(texture, "RGBX").convert("RGB"), (0, upper), mask)


def slab(canvas: Canvas, tops: Field, bottom: float, coarse: int = _COARSE) -> tuple[int, int]:
    """Columns and rows of a tone field for a layer, a `coarse`-th of its size."""
    return max(8, canvas.width // coarse), max(8, round((bottom - float(tops.min())) / coarse))


def slopes(canvas: Canvas, tops: Field, bottom: float, *, cells: float = 9, poster: float = 0.5) -> Field:
    """Tone field of a hillside: gullies, a brighter crest, and (as far as `poster` says) flat planes of tone."""
    width, height = slab(canvas, tops, bottom)
    tone = folds(canvas, width, height, (cells * canvas.width / canvas.unit, max(2.0, cells * 0.3)))
    if poster:
        tone = tone + (steps(tone, 5, 0.35) - tone) * np.float32(poster)
    return tone


def range_coat(canvas: Canvas, colour: Colour, depth: float, *, thick: float | None = None) -> Coat:
    """Coat of a range of the given local colour at a distance of 0 (near) to 1 (on the horizon)."""
    palette = canvas.palette
    tones = [palette.thing(colour, depth, lit) for lit in (-0.85, -0.35, 0.1, 0.6)]
    air = mix(palette.haze, palette.glow, 0.12)
    return Coat(tones, air, 0.0, min(1.0, 0.15 + 0.75 * depth) if thick is None else thick, 1.3)


def range_layers(
    canvas: Canvas,
    horizon: float,
    colours: Sequence[Colour],
    *,
    rise: float = 0.22,
    cells: float = 1.4,
    spread: float = 0.2,
    nearest: float = 0.2,
    below: float = 0.0,
) -> None:
    """Several ranges behind one another, the far ones first, pale and high; `rise` and `spread` in units.

    With `below` (units) they melt into the air, which fills so much of the picture under them: for nearer hills to
    stand in, where there is no water.
    """
    count = len(colours)
    bottom = horizon + 0.02 * canvas.unit
    if below:
        palette = canvas.palette
        canvas.gradient([mix(palette.haze, palette.glow, 0.12), palette.haze], bottom, bottom + below * canvas.unit)
    for number, colour in enumerate(colours):
        share = number / max(1, count - 1)
        depth = 0.72 + (nearest - 0.72) * share
        base = horizon - (rise * (1 - share) * 0.75) * canvas.unit
        tops = ridge(canvas, base, spread * (0.8 - 0.3 * share), cells * (1 + 0.5 * share), octaves=7, gain=0.48)
        if share > 0.45:
            tops = woods(canvas, tops, 0.006 + 0.006 * share, 70)
        lay(
            canvas,
            np.minimum(tops, bottom - 2),
            bottom,
            range_coat(canvas, colour, depth, thick=1.0 if below else None),
            slopes(canvas, tops, bottom),
        )


def capes(canvas: Canvas, horizon: float, count: int = 3) -> None:
    """Headlands running into the sea from either side."""
    unit, rng = canvas.unit, canvas.rng
    for number in range(count):
        depth = 0.72 - 0.2 * number
        side = 1 if (number + int(rng.integers(2))) % 2 else -1
        x = np.linspace(0, 1, canvas.width, dtype=np.float32)
        away = x if side < 0 else 1 - x
        reach = rng.uniform(0.35, 0.75) - 0.1 * number
        shape = np.clip(1 - away / np.float32(reach), 0, 1) ** 0.7
        line = waves(rng, canvas.width, 3.2 * canvas.aspect, 6, 0.5)
        foot = horizon + 0.008 * number * unit
        tops = np.float32(foot + 1) - shape * np.float32((0.1 + 0.04 * number) * unit) * (1 + np.float32(0.45) * line)
        tops = woods(canvas, np.asarray(tops, np.float32), 0.006 * (1 - depth) + 0.002, 70)
        lay(
            canvas,
            np.minimum(tops, np.float32(foot + 1)),
            foot,
            range_coat(canvas, (70, 112, 92), depth),
            slopes(canvas, tops, foot),
        )


@dataclass(frozen=True, slots=True)
class Islands:
    """A row of limestone islands standing in water at one distance."""

    tops: Field
    water: float
    depth: float


def _dome(x: Field, centre: float, half: float, height: float, power: float) -> Field:
    part = np.clip(1 - np.abs((x - np.float32(centre)) / np.float32(half)) ** np.float32(power), 0, 1)
    return np.float32(height) * part ** np.float32(0.62)


def islands(canvas: Canvas, water: float, depth: float, places: Sequence[tuple[float, float, float]]) -> Islands:
    """Islands at the waterline `water` (pixels); places are (centre, half width, height) in pixels."""
    x = np.arange(canvas.width, dtype=np.float32)
    profile = np.zeros(canvas.width, np.float32)
    rng = canvas.rng
    for centre, half, wanted in places:
        height = min(wanted, 1.9 * half)
        for _ in range(int(rng.integers(3, 6))):
            middle = centre + half * rng.uniform(-0.62, 0.62)
            share = rng.uniform(0.5, 1.0)
            part = _dome(x, middle, half * rng.uniform(0.3, 0.55), height * share, rng.uniform(1.8, 3.4))
            profile = np.maximum(profile, part)
        profile = np.maximum(profile, _dome(x, centre, half * 0.92, height * 0.36, 3.0))
    rough = waves(rng, canvas.width, 9 * canvas.width / canvas.unit, 5, 0.5)
    shrubs = np.abs(waves(rng, canvas.width, 95 * canvas.width / canvas.unit, 2, 0.6))
    shape = smoothstep(profile, 0, 0.03 * canvas.unit)
    profile = profile * (1 + np.float32(0.09) * rough) + shape * shrubs * np.float32(
        0.006 * canvas.unit * (1.1 - depth)
    )
    return Islands(np.float32(water) - np.maximum(profile, -1), water, depth)


def cliffs(canvas: Canvas, island: Islands) -> Field:
    """Tone of limestone: upright streaks on the walls, patches of green on ledges and crowns (dark), sunlit sides."""
    rng = canvas.rng
    width, height = slab(canvas, island.tops, island.water, 2)
    across = canvas.width / canvas.unit
    streak = cloud(rng, width, height, (38 * across, 5), 4, 0.6)
    patch = cloud(rng, width, height, (13 * across, 8), 6, 0.66)
    form = folds(canvas, width, height, (7 * across, 2.2), 0.12)
    tops = enlarge(island.tops[None, :], width, 1)[0]
    first = float(island.tops.min())
    rows = np.linspace(first, island.water, height, dtype=np.float32)[:, None]
    below = (rows - tops[None, :]) / np.float32(0.12 * canvas.unit)
    slope = np.gradient(tops) / np.float32(2)
    facing = np.clip(slope * (1 if canvas.sun[0] > canvas.width / 2 else -1), -1.2, 1.2)[None, :]
    facing = facing * np.exp(-np.clip(below, 0, 4))
    rock = steps(0.6 + 0.17 * streak + 0.5 * (form - 0.5) + 0.25 * facing, 6, 0.4)
    green = smoothstep(patch + 0.3 * streak + 0.95 - 0.95 * np.clip(below, 0, 1.5), 0.05, 0.2)
    leaves = steps(0.17 + 0.3 * form + 0.13 * patch + 0.16 * facing, 8, 0.5)
    return np.clip(rock * (1 - green) + green * leaves, 0, 1)
