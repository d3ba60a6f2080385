"""Water: the sky in it, ripples, the sun's path."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageChops

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Field, cloud, enlarge, smoothstep
from cms.demo.pictures.palette import Colour, mix

_LINES = 360
"""Rows of the ripple field before it is laid into perspective."""


def mirror(canvas: Canvas, horizon: float, *, bottom: float | None = None, squash: float = 1.0) -> None:
    """Fill the water below the horizon with what stands above it, upside down."""
    lower = canvas.height if bottom is None else round(bottom)
    upper = round(horizon)
    rows = lower - upper
    if rows <= 0:
        return
    wanted = min(upper, max(1, round(rows / squash)))
    part = canvas.image.crop((0, upper - wanted, canvas.width, upper)).transpose(Image.Transpose.FLIP_TOP_BOTTOM)
    canvas.image.paste(part.resize((canvas.width, rows), Image.Resampling.BILINEAR), (0, upper))


def tint(canvas: Canvas, horizon: float, colour: Colour, far: float, near: float, bottom: float | None = None) -> None:
    """Colour the water: share of `colour` at the horizon and at the lower edge."""
    strip = np.linspace(far, near, 64, dtype=np.float32)[:, None] + np.zeros((1, 8), np.float32)
    canvas.veil(strip, colour, horizon, bottom)


def _in_perspective(field: Field, rows: int, near: float = 0.07) -> Field:
    """Lay rows of a field on the water: crowded at the horizon, wide apart at the viewer."""
    y = np.arange(rows, dtype=np.float32) / np.float32(max(1, rows))
    place = np.log1p(y / np.float32(near)) / np.float32(np.log1p(1 / near)) * np.float32(len(field) - 1.001)
    low = place.astype(np.int32)
    share = (place - low)[:, None]
    return field[low] * (1 - share) + field[low + 1] * share


def _ripple_field(canvas: Canvas, width: int, cells: float) -> Field:
    broad = cloud(canvas.rng, width, _LINES, (cells * canvas.aspect, 34), 4, 0.62)
    fine = cloud(canvas.rng, width, _LINES, (cells * 5 * canvas.aspect, 110), 2, 0.6)
    return broad * np.float32(0.75) + fine * np.float32(0.4)


def ripple(
    canvas: Canvas, horizon: float, *, strength: float = 1.0, sheen: float = 1.0, bottom: float | None = None
) -> None:
    """Stir the reflection: rows swing more the nearer they are, crests catch light, troughs are darker."""
    upper, lower = round(horizon), canvas.height if bottom is None else round(bottom)
    rows, width = lower - upper, canvas.width
    if rows < 4:
        return
    coarse = max(8, width // 3)
    field = _in_perspective(_ripple_field(canvas, coarse, 5), rows)
    near = (np.arange(rows, dtype=np.float32) / rows)[:, None]
    swing = field * (0.004 + 0.03 * near) * np.float32(strength * canvas.unit)
    swing = enlarge(swing, width, rows)
    source = np.asarray(canvas.image.crop((0, upper, width, lower)).convert("RGBX"))
    pixels = np.ascontiguousarray(source).view(np.uint32).reshape(-1)
    index = np.clip(np.arange(rows, dtype=np.float32)[:, None] + swing, 0, rows - 1).astype(np.int32)
    index *= width
    index += np.arange(width, dtype=np.int32)[None, :]
    moved = np.take(pixels, index).view(np.uint8).reshape(rows, width, 4)
    water = Image.fromarray(moved, "RGBX").convert("RGB")
    slope = np.clip((np.roll(field, 1, axis=0) - field) * (30 + 40 * near) * np.float32(sheen), -34, 46)
    light = Image.fromarray((128 + slope).astype(np.uint8)).resize((width, rows), Image.Resampling.BICUBIC)
    water = ImageChops.add(water, Image.merge("RGB", (light, light, light)), 1.0, -128)
    canvas.image.paste(water, (0, upper))


def glitter(
    canvas: Canvas,
    horizon: float,
    *,
    x: float | None = None,
    colour: Colour | None = None,
    width: float = 0.06,
    strength: float = 0.9,
    bottom: float | None = None,
) -> None:
    """The sun's or a lamp's path on the water; `width` in units at the horizon."""
    upper, lower = round(horizon), canvas.height if bottom is None else round(bottom)
    rows = lower - upper
    if rows < 4:
        return
    columns = max(8, canvas.width // 2)
    dashes = _in_perspective(cloud(canvas.rng, columns, _LINES, (17 * canvas.aspect, 130), 3, 0.75), rows)
    near = (np.arange(rows, dtype=np.float32) / rows)[:, None]
    centre = canvas.sun[0] if x is None else x
    away = (np.arange(columns, dtype=np.float32)[None, :] * 2 - np.float32(centre)) / np.float32(canvas.unit)
    path = np.exp(-((away / (width * (1 + 2.6 * near))) ** 2))
    sparkle = smoothstep(dashes + 1.15 * path - 0.15 * near, 0.72, 1.15) * path * (1 - 0.45 * near)
    canvas.veil(
        sparkle * np.float32(strength), colour or mix(canvas.palette.sun, canvas.palette.glow, 0.25), upper, lower
    )


def shine(canvas: Canvas, horizon: float, strength: float = 0.5, reach: float = 0.03) -> None:
    """A bright seam of far water just below the horizon; `reach` in units."""
    strip = np.linspace(1, 0, 32, dtype=np.float32)[:, None] ** 1.6 * np.float32(strength) + np.zeros(
        (1, 4), np.float32
    )
    canvas.veil(strip, mix(canvas.palette.haze, canvas.palette.sun, 0.35), horizon, horizon + reach * canvas.unit)


def open_sea(
    canvas: Canvas, horizon: float, *, bottom: float | None = None, calm: float = 0.8, squash: float = 0.8
) -> None:
    """The open sea: less mirror than a lake, bluer towards the viewer."""
    palette = canvas.palette
    mirror(canvas, horizon, squash=squash, bottom=bottom)
    deep = mix(palette.thing((18, 108, 132), 0.0), palette.sky[0], 0.45)
    tint(canvas, horizon, deep, 0.25, 0.68, bottom)
    ripple(canvas, horizon, strength=calm, sheen=1.3, bottom=bottom)
    shine(canvas, horizon, 0.4, 0.02)
    glitter(canvas, horizon, strength=0.85, bottom=bottom)
