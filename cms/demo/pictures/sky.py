"""Skies: the gradient of the hour, sun or moon, clouds, stars, birds."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Field, cloud, enlarge, moved, smoothstep
from cms.demo.pictures.palette import Colour, mix, ramp, shift
from cms.demo.pictures.pen import Pen, curve

_CELLS = 400
"""Skies are soft: they are worked out with so many cells to a unit, whatever the size of the picture."""


def paint_sky(canvas: Canvas, horizon: float, *, sun_x: float | None = None, sun_size: float = 0.045) -> None:
    """Gradient down to the horizon (pixels from above), the light around the sun, and the sun itself.

    `sun_x` from 0 to 1 across; `sun_size` is the radius in units, 0 for a sun that isn't seen.
    """
    palette, width = canvas.palette, canvas.width
    across = canvas.pick(0.25, 0.75) if sun_x is None else sun_x
    height = palette.sun_height * canvas.pick(0.75, 1.2)
    canvas.sun = (across * width, horizon * (1 - min(0.92, height)))
    rows, columns = max(2, round(horizon / canvas.unit * _CELLS)), max(2, round(width / canvas.unit * _CELLS))
    y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    x = np.linspace(0, 1, columns, dtype=np.float32)[None, :]
    wander = cloud(canvas.rng, columns, rows, (1.5 * canvas.aspect, 4), 3) * np.float32(0.035)
    place = np.clip(y + wander, 0, 1)
    run = ramp(palette.sky, 512).astype(np.float32)
    picture = run[(place * 511).astype(np.int32)]
    dx = (x - canvas.sun[0] / width) * np.float32(width / canvas.unit)
    dy = (y - canvas.sun[1] / horizon) * np.float32(horizon / canvas.unit)
    near = np.exp(-(dx**2) / np.float32(0.16) - dy**2 / np.float32(0.05)) * np.float32(0.55)
    wide = np.exp(-(dx**2) / np.float32(0.9) - dy**2 / np.float32(0.16)) * np.float32(0.4)
    share = np.clip(near + wide, 0, 0.85)[:, :, None] * np.float32(0.45 if palette.night else 1.0)
    picture += share * (np.asarray(palette.glow, dtype=np.float32) - picture)
    picture += canvas.rng.uniform(-0.5, 0.5, (rows, columns, 1)).astype(np.float32)
    texture = np.clip(np.rint(picture), 0, 255).astype(np.uint8)
    _spread(canvas, texture, round(horizon))
    if palette.night:
        _stars(canvas, horizon)
    if sun_size:
        _sun(canvas, sun_size * canvas.unit)


def _spread(canvas: Canvas, texture: NDArray[np.uint8], rows: int) -> None:
    large = Image.fromarray(texture).resize((canvas.width, max(1, rows)), Image.Resampling.BICUBIC)
    canvas.image.paste(large, (0, 0))


def _sun(canvas: Canvas, radius: float) -> None:
    (x, y), palette = canvas.sun, canvas.palette
    canvas.glow(x, y, radius * 9, palette.glow, 0.45)
    canvas.glow(x, y, radius * 3.2, mix(palette.glow, palette.sun, 0.5), 0.75)
    area = (x - 1.2 * radius, y - 1.2 * radius, x + 1.2 * radius, y + 1.2 * radius)
    with canvas.pen(area, 3) as pen:
        pen.ellipse(x, y, radius, radius, palette.sun)
        if palette.night:
            for dx, dy, size in (
                (-0.3, -0.25, 0.34),
                (0.0, -0.1, 0.3),
                (0.3, 0.12, 0.24),
                (-0.1, 0.45, 0.22),
                (-0.45, 0.2, 0.2),
            ):
                pen.ellipse(x + dx * radius, y + dy * radius, size * radius, size * radius * 0.8, palette.glow, 0.13)


def _stars(canvas: Canvas, horizon: float) -> None:
    count = round(190 * canvas.aspect**0.5)
    with canvas.pen((0, 0, canvas.width, horizon), 2) as pen:
        for x, y, size in canvas.rng.uniform(0, 1, (count, 3)):
            radius = canvas.unit * (0.0005 + 0.0012 * size**4)
            pen.ellipse(
                x * canvas.width, y**1.4 * horizon * 0.9, radius, radius, canvas.palette.sun, 0.25 + 0.65 * size
            )


def cloud_colours(canvas: Canvas) -> tuple[Colour, Colour]:
    """Shaded and sunlit colour of clouds at this hour."""
    palette = canvas.palette
    middle = palette.sky[len(palette.sky) // 2]
    dark = mix(middle, palette.haze, 0.45)
    if palette.night:
        return mix(palette.sky[1], palette.sky[2], 0.6), mix(palette.sky[-1], palette.sun, 0.25)
    return dark, mix(mix(palette.light, palette.sun, 0.6), palette.glow, 0.18)


def streaks(canvas: Canvas, horizon: float, amount: float = 0.5, strength: float = 0.85) -> None:
    """Long bands of cloud, lit from where the sun is."""
    rows, columns = max(4, round(horizon / 3)), max(4, canvas.width // 3)
    field = cloud(canvas.rng, columns, rows, (2.2 * canvas.aspect, 10), 5, 0.55)
    y = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    cover = field + (amount - 0.75) - 0.5 * np.abs(y - 0.55)
    strength *= 0.6 if canvas.palette.night else 1.0
    _lay(
        canvas,
        horizon,
        smoothstep(cover, 0.0, 0.7) * strength * smoothstep(1.02 - y, 0, 0.12),
        _lit(canvas, field, horizon),
    )


def heaps(canvas: Canvas, horizon: float, amount: float = 0.5, strength: float = 0.95) -> None:
    """Fair-weather clouds with rounded crowns and flat feet, smaller towards the horizon."""
    rows, columns = max(4, round(horizon / 2)), max(4, canvas.width // 2)
    lines = 220
    field = cloud(canvas.rng, columns, lines, (3.4 * canvas.aspect, 5), 6, 0.56)
    y = np.linspace(0, 1, rows, dtype=np.float32)
    # Cloud decks lie on a plane above: towards the horizon more of them crowd into each row.
    place = np.clip((1 / (1.22 - y) - 1 / 1.22) / (1 / 0.22 - 1 / 1.22), 0, 1) ** 0.6 * (lines - 1)
    field = np.ascontiguousarray(field[place.astype(np.int32)])
    field = enlarge(enlarge(field, columns, max(2, rows // 2)), columns, rows)
    cover = field + (amount - 0.72)
    mask = smoothstep(cover, -0.02, 0.22) * strength * smoothstep(1.03 - y[:, None], 0, 0.2)
    _lay(canvas, horizon, mask, _lit(canvas, field, horizon, 1.5))


def weather(canvas: Canvas, horizon: float, amount: float = 0.5) -> None:
    """The clouds of the hour: heaps in full day, streaks otherwise."""
    (heaps if canvas.palette.name in ("noon", "jade") else streaks)(canvas, horizon, amount)


def _lit(canvas: Canvas, field: Field, horizon: float, gain: float = 1.0) -> Field:
    """How much each spot of a cloud faces the sun, 0 to 1."""
    rows, columns = field.shape
    reach = max(1, rows // 26)
    side = max(1, reach // 2) * (1 if canvas.sun[0] < canvas.width / 2 else -1)
    shifted = moved(field, reach, side)
    above = canvas.sun[1] < 0.55 * horizon
    facing = (field - shifted) * np.float32(gain if above else -gain * 0.7)
    x = np.linspace(0, 1, columns, dtype=np.float32)[None, :] - np.float32(canvas.sun[0] / canvas.width)
    return np.clip(0.52 + 0.75 * facing - 0.25 * np.abs(x), 0, 1)


def _lay(canvas: Canvas, horizon: float, mask: Field, lit: Field) -> None:
    dark, bright = cloud_colours(canvas)
    run = np.rint(ramp([dark, mix(dark, bright, 0.55), bright, shift(bright, 0.02)], 256)).astype(np.uint8)
    size = (canvas.width, round(horizon))
    texture = Image.fromarray(run[(lit * 255).astype(np.uint8)]).resize(size, Image.Resampling.BILINEAR)
    cover = Image.fromarray((np.clip(mask, 0, 1) * 255).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    canvas.image.paste(texture, (0, 0), cover)


def birds(canvas: Canvas, count: int, x: float, y: float, spread: float, size: float = 0.012) -> None:
    """A loose flock around a point; `spread` and `size` (half a wingspan) in units."""
    unit = canvas.unit
    colour = canvas.palette.thing((40, 44, 56), 0.25)
    with canvas.pen(
        (x - 2.2 * spread * unit, y - 1.2 * spread * unit, x + 2.2 * spread * unit, y + 1.2 * spread * unit), 3
    ) as pen:
        for dx, dy, beat, scale in canvas.rng.uniform(-1, 1, (count, 4)):
            _bird(
                pen,
                x + dx * 1.9 * spread * unit,
                y + dy * spread * unit,
                size * unit * (0.8 + 0.35 * scale),
                beat,
                colour,
            )


def _bird(pen: Pen, x: float, y: float, size: float, beat: float, colour: Colour) -> None:
    lift = size * (0.42 + 0.28 * beat)
    for side in (-1, 1):
        wing = curve((x, y), (x + side * 0.45 * size, y - 1.5 * lift), (x + side * size, y - 0.45 * lift), count=8)
        pen.stroke(wing, colour, size * 0.2, size * 0.03)
    pen.ellipse(x, y + 0.02 * size, size * 0.1, size * 0.16, colour)


def rays(canvas: Canvas, count: int = 7, strength: float = 0.16, length: float = 1.5) -> None:
    """Beams of light falling from the sun."""
    x, y = canvas.sun
    reach = length * canvas.unit
    for angle in np.linspace(0.18, math.pi - 0.18, count) + canvas.rng.uniform(-0.1, 0.1, count):
        half = canvas.pick(0.015, 0.05)
        far = [(x + reach * math.cos(angle + turn), y + reach * math.sin(angle + turn)) for turn in (-half, half)]
        canvas.shade([(x, y), *far], canvas.palette.light, 0.02 * canvas.unit, strength * canvas.pick(0.5, 1))


def mist(canvas: Canvas, y: float, depth: float, strength: float = 0.7, colour: Colour | None = None) -> None:
    """A bank of mist around a height; `depth` is its half-height in units."""
    half = depth * canvas.unit
    box = canvas.box(0, y - half, canvas.width, y + half)
    if box is None:
        return
    rows, columns = max(2, (box[3] - box[1]) // 6), max(2, canvas.width // 6)
    field = cloud(canvas.rng, columns, rows, (2.5 * canvas.aspect, 3), 4, 0.5)
    at = (np.linspace(box[1], box[3], rows, dtype=np.float32)[:, None] - np.float32(y)) / np.float32(half)
    bank = np.clip(1 - np.abs(at + 0.35 * field), 0, 1)
    bank *= np.clip((1 - np.abs(at)) * 4, 0, 1)
    canvas.veil(bank * bank * (3 - 2 * bank) * np.float32(strength), colour or canvas.palette.haze, box[1], box[3])
