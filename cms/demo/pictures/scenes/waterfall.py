"""A waterfall in its gorge."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Field, cloud, smoothstep, steps, waves
from cms.demo.pictures.palette import Colour, Palette, mix, ramp
from cms.demo.pictures.pen import Point, curve
from cms.demo.pictures.plants import banana, leafy_frame
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Shape, Thing
from cms.demo.pictures.sky import mist, paint_sky, rays, weather
from cms.demo.pictures.terrain import Coat, folds, lay, range_layers, slab, woods
from cms.demo.pictures.water import mirror, ripple, tint


def _fern(palette: Palette, rng: np.random.Generator) -> list[Shape]:
    shapes: list[Shape] = []
    for angle in np.linspace(0.25, 2.9, 9) + rng.uniform(-0.1, 0.1, 9):
        length = rng.uniform(0.6, 0.95)
        spine = curve(
            (0.0, 0.0),
            (0.5 * length * math.cos(angle), 0.7 * length * math.sin(angle)),
            (length * math.cos(angle), 0.62 * length * math.sin(angle)),
            count=14,
        )
        tone = palette.thing((66, 128, 62), 0.0, float(rng.uniform(-0.65, 0.35)))
        for number, (x, y) in enumerate(spine[2:]):
            reach = 0.13 * math.sin(math.pi * (number + 2.5) / 15.5)
            for side in (-1, 1):
                turn = angle + side * 1.15
                tip = (x + reach * math.cos(turn), y + reach * math.sin(turn))
                shapes.append(
                    Shape(
                        [
                            (x, y),
                            ((x + tip[0]) / 2 + 0.012, (y + tip[1]) / 2 + 0.014),
                            tip,
                            ((x + tip[0]) / 2 - 0.012, (y + tip[1]) / 2 - 0.012),
                        ],
                        (tone,),
                    )
                )
    return shapes


def waterfall(canvas: Canvas) -> None:
    """Water falling over dark cliffs into a pool."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    crest, pool = canvas.height * canvas.pick(0.2, 0.26), canvas.height * canvas.pick(0.7, 0.75)
    paint_sky(canvas, crest + 0.2 * unit, sun_x=canvas.pick(0.2, 0.8), sun_size=0.04)
    weather(canvas, crest + 0.1 * unit, 0.5)
    range_layers(canvas, crest + 0.14 * unit, [(84, 110, 128), (66, 110, 96)], rise=0.16, spread=0.1, nearest=0.4)
    middle = canvas.width * canvas.pick(0.4, 0.6)
    wide = unit * (0.11 if canvas.tall else 0.15) * canvas.pick(0.85, 1.25)
    tops = _gorge(canvas, crest, middle, wide)
    _rocks(canvas, tops, pool)
    _fall(canvas, (middle, wide), float(tops[int(middle)]), pool)
    for side in (-1, 1):
        if rng.uniform() < 0.8:
            x = middle + side * rng.uniform(2.0, 3.4) * wide
            if 0 < x < canvas.width - 1:
                _fall(canvas, (x, wide * rng.uniform(0.12, 0.3)), float(tops[int(x)]) + 0.01 * unit, pool - 0.02 * unit)
    mirror(canvas, pool, squash=0.7)
    tint(canvas, pool, palette.thing((46, 138, 132), 0.1, 0.1), 0.35, 0.7)
    ripple(canvas, pool, strength=0.8, sheen=1.2)
    mist(canvas, pool - 0.01 * unit, 0.09, 0.55, mix(palette.haze, (255, 255, 255), 0.5))
    canvas.glow(middle, pool - 0.02 * unit, 0.42 * unit, mix(palette.haze, (255, 255, 255), 0.6), 0.75, 0.5)
    _boulders(canvas, pool)
    if palette.name in ("golden", "noon", "jade", "dawn"):
        rays(canvas, 6, 0.12)
    for share, shapes in (
        (0.03, banana(palette, rng)),
        (0.97, _fern(palette, rng)),
        (0.14, _fern(palette, rng)),
        (0.88, banana(palette, rng)),
    ):
        Thing(shapes, share * canvas.width, canvas.height * 1.03, unit * rng.uniform(0.26, 0.38), reach=1.1).place(
            canvas
        )
    leafy_frame(canvas, canvas.width * 1.02, -0.04 * unit, 0.42, side=-1.0)
    leafy_frame(canvas, -0.02 * canvas.width, -0.04 * unit, 0.34)
    canvas.finish(bloom=0.22)


def _gorge(canvas: Canvas, crest: float, middle: float, wide: float) -> Field:
    x = (np.arange(canvas.width, dtype=np.float32) - np.float32(middle)) / np.float32(canvas.unit)
    notch = np.exp(-((x / np.float32(1.5 * wide / canvas.unit)) ** 2))
    walls = np.clip(np.abs(x) * np.float32(0.32), 0, 0.18)
    line = waves(canvas.rng, canvas.width, 3 * canvas.aspect, 5, 0.5) * np.float32(0.03) * (1 - notch)
    tops = np.float32(crest + 0.06 * canvas.unit) - (walls + line - np.float32(0.02) * notch) * np.float32(canvas.unit)
    return woods(canvas, tops, 0.0, 40) - np.abs(
        waves(canvas.rng, canvas.width, 46 * canvas.aspect, 3, 0.6)
    ) * np.float32(0.035 * canvas.unit) * (1 - notch)


def _rocks(canvas: Canvas, tops: Field, pool: float) -> None:
    """Basalt: upright columns, ledges, green where there is soil."""
    palette, rng = canvas.palette, canvas.rng
    width, height = slab(canvas, tops, pool, 2)
    across = canvas.width / canvas.unit
    columns = cloud(rng, width, height, (44 * across, 4), 4, 0.6)
    ledges = cloud(rng, width, height, (5 * across, 16), 4, 0.6)
    patch = cloud(rng, width, height, (9 * across, 9), 6, 0.64)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    rock = steps(0.42 + 0.2 * columns + 0.2 * ledges, 6, 0.4) * 0.5
    green = smoothstep(patch + 0.35 * ledges + 0.5 - 0.95 * y, 0.05, 0.16)
    leaves = 0.56 + steps(0.4 + 0.35 * folds(canvas, width, height, (16 * across, 6), 0.2) + 0.2 * patch, 6, 0.5) * 0.4
    tone = rock * (1 - green) + np.clip(leaves, 0.52, 1) * green
    stone: tuple[Colour, ...] = (
        (30, 36, 42),
        (64, 66, 70),
        (112, 104, 96),
        (34, 76, 46),
        (62, 124, 62),
        (126, 176, 82),
    )
    tones = [
        palette.thing(colour, 0.12, lit) for colour, lit in zip(stone, (-0.4, -0.2, 0.1, -0.3, 0.1, 0.4), strict=True)
    ]
    lay(canvas, tops, pool, Coat(tones, palette.haze, 0.05, 0.3, 2.0), np.asarray(tone, np.float32))


def _fall(canvas: Canvas, place: tuple[float, float], top: float, foot: float) -> None:
    """A white veil (middle and half width in pixels) that spreads a little at each ledge."""
    (x, half), rng, palette = place, canvas.rng, canvas.palette
    left, right = int(max(0, x - 1.9 * half)), int(min(canvas.width, x + 1.9 * half))
    upper, lower = int(max(0, top)), int(foot)
    if right - left < 4 or lower - upper < 4:
        return
    rows, columns = lower - upper, right - left
    share = np.linspace(0, 1, rows, dtype=np.float32)[:, None]
    tiers = np.floor(share * 2.999) / np.float32(3)
    spread = np.float32(half) * (np.float32(0.72) + np.float32(0.55) * tiers + np.float32(0.16) * (share * 3 % 1))
    edge = cloud(rng, columns, rows, (8, 12), 4, 0.6) * np.float32(0.3 * half)
    away = (
        np.abs(
            np.arange(left, right, dtype=np.float32)[None, :]
            - np.float32(x)
            + np.float32(0.2 * half) * np.sin(tiers * 9)
        )
        - spread
        + edge
    )
    strands = cloud(rng, columns, rows, (26 * half / canvas.unit * 10 / 1.5, 3), 4, 0.75)
    cover = smoothstep(away, 0.16 * half, -0.2 * half) * np.clip(0.86 + 0.3 * strands, 0, 1)
    run = np.rint(
        ramp(
            [
                palette.thing((120, 158, 176), 0.1),
                palette.thing((196, 220, 228), 0.1, 0.2),
                mix(palette.light, (255, 255, 255), 0.7),
            ],
            256,
        )
    ).astype(np.uint8)
    lit = np.clip(0.62 + 0.4 * strands + 0.25 * np.cos(share * 3 * 2 * np.pi), 0, 1)
    texture = run[(lit * 255).astype(np.uint8)]
    canvas.paint(np.ascontiguousarray(texture), np.asarray(cover, np.float32), left, upper)
    _threads(canvas, place, (upper, lower))


def _threads(canvas: Canvas, place: tuple[float, float], rows: tuple[float, float]) -> None:
    """Crisp threads of water over the soft veil, in shade and in light."""
    (x, half), (upper, lower), unit = place, rows, canvas.unit
    fall, bright = lower - upper, mix(canvas.palette.light, (255, 255, 255), 0.8)
    dim = canvas.palette.thing((110, 156, 176), 0.1)
    with canvas.pen((x - 1.6 * half, upper, x + 1.6 * half, lower)) as pen:
        for aside, start, length, size in np.random.default_rng(round(half / unit * 1e4)).uniform(
            0, 1, (round(700 * half / unit), 4)
        ):
            tier = math.floor(start * 3)
            reach = half * (0.62 + 0.18 * tier) * (2 * aside - 1) - 0.2 * half * math.sin(3 * tier)
            top = upper + start * fall
            end = min(lower, top + (0.08 + 0.24 * length) * fall)
            tone, alpha = (bright, 0.75) if size > 0.35 else (dim, 0.4)
            pen.stroke(
                [(x + reach, top), (x + 1.015 * reach, (top + end) / 2), (x + 1.04 * reach, end)],
                tone,
                (0.001 + 0.0032 * size) * unit,
                0.0004 * unit,
                alpha,
            )


def _boulders(canvas: Canvas, pool: float) -> None:
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    span = canvas.height - pool
    spots = sorted(
        (float(y), float(x))
        for x, y in zip(rng.uniform(0, 1, 26), rng.uniform(0.02, 0.9, 26), strict=True)
        if abs(x - 0.5) > 0.16 + 0.1 * y or y > 0.8
    )
    with canvas.pen((0, pool - 0.1 * unit, canvas.width, canvas.height)) as pen:
        for y, x in spots:
            size, foot = unit * (0.02 + 0.075 * y) * rng.uniform(0.7, 1.3), pool + y * span
            base: list[Point] = [
                (x * canvas.width + size * 1.3 * math.cos(a) * r, foot - max(-0.18, math.sin(a)) * size * 0.85 * r)
                for a, r in zip(
                    np.linspace(0, 2 * math.pi, 14, endpoint=False), rng.uniform(0.85, 1.1, 14), strict=True
                )
            ]
            stone: Colour = (104, 106, 104)
            pen.gradient(
                base,
                (palette.thing(stone, 0.05, 0.5), palette.thing(stone, 0.02, -0.2), palette.thing(stone, 0.0, -0.75)),
            )
            cap = [(px, py) for px, py in base if py < foot - 0.4 * size]
            if len(cap) > 2:
                pen.polygon(
                    [*cap, (x * canvas.width, foot - 0.35 * size)], palette.thing((96, 136, 66), 0.02, 0.2), 0.55
                )
            pen.stroke(
                [
                    (x * canvas.width - 1.35 * size, foot + 0.14 * size),
                    (x * canvas.width + 1.35 * size, foot + 0.14 * size),
                ],
                mix(palette.haze, (255, 255, 255), 0.5),
                0.04 * size,
                0.02 * size,
                0.7,
            )


SCENES: tuple[Scene, ...] = (
    Scene("waterfall", "Waterfall", ("waterfall", "cliffs", "pool", "forest"),
          ("noon", "jade", "golden", "rain", "dawn"), waterfall),
)  # fmt: skip
