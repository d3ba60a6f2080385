"""Limestone bay with junks."""

from __future__ import annotations

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.palette import mix
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Thing
from cms.demo.pictures.sky import birds, mist, paint_sky, streaks
from cms.demo.pictures.terrain import Coat, Islands, cliffs, islands, lay
from cms.demo.pictures.vessels import junk
from cms.demo.pictures.water import glitter, mirror, ripple, shine, tint


def _rows(canvas: Canvas, horizon: float) -> list[Islands]:
    """Islands from the far to the near; the gap for the sun's path stays open."""
    unit, rng = canvas.unit, canvas.rng
    rows = []
    gap = canvas.sun[0]
    for depth, water, height, half, crowd in (
        (0.88, 0.0, 0.17, 0.16, 3.2),
        (0.7, 0.012, 0.24, 0.16, 2.2),
        (0.48, 0.032, 0.33, 0.17, 1.5),
        (0.25, 0.075, 0.46, 0.19, 0.9),
    ):
        count = max(1, round(crowd * canvas.width / unit))
        places = []
        for number in range(count):
            centre = (number + rng.uniform(0.1, 0.9)) / count * canvas.width
            away = abs(centre - gap) / unit
            low = 0.35 + 0.65 * min(1.0, away / (0.36 - 0.14 * depth))
            tall = height * rng.uniform(0.55, 1.1) * low * (1.25 if canvas.tall else 1)
            places.append((centre, half * unit * rng.uniform(0.7, 1.35) * (0.7 + 0.3 * low), tall * unit))
        rows.append(islands(canvas, horizon + water * unit, depth, places))
    return rows


def _coat(canvas: Canvas, depth: float) -> Coat:
    palette = canvas.palette
    greens = [(24, 62, 52), (46, 92, 62), (112, 128, 96), (190, 178, 150), (226, 214, 188)]
    lights = (-0.75, -0.4, -0.1, 0.3, 0.75)
    tones = [palette.thing(colour, depth * 0.92, lit) for colour, lit in zip(greens, lights, strict=True)]
    return Coat(tones, mix(palette.haze, palette.glow, 0.15), 0.0, 0.25 + 0.6 * depth, 1.8)


def karst_bay(canvas: Canvas) -> None:
    """Layers of limestone islands in mist, junks in the light."""
    unit, palette = canvas.unit, canvas.palette
    horizon = canvas.height * canvas.pick(0.52, 0.6)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.28, 0.72))
    streaks(canvas, horizon, canvas.pick(0.35, 0.7))
    rows = _rows(canvas, horizon)
    mirror(canvas, horizon, squash=0.9)
    tint(canvas, horizon, mix(palette.shadow, palette.sky[0], 0.65), 0.1, 0.5)
    tones = [cliffs(canvas, row) for row in rows]
    for row, tone in zip(rows, tones, strict=True):
        coat = _coat(canvas, row.depth)
        dim = Coat([mix(c, palette.shadow, 0.3) for c in coat.tones], coat.air, 0.35, 0.15 + 0.5 * row.depth, 1.0)
        lay(canvas, row.water + (row.water - row.tops) * 0.8, row.water, dim, tone, inverted=True)
    fleet = _fleet(canvas, horizon)
    for boat in fleet:
        boat.reflect(canvas)
    ripple(canvas, horizon, strength=0.7)
    shine(canvas, horizon, 0.5, 0.04)
    glitter(canvas, horizon, strength=0.85)
    for row, tone in zip(rows, tones, strict=True):
        lay(canvas, row.tops, row.water, _coat(canvas, row.depth), tone)
        mist(canvas, row.water - 0.01 * unit, 0.05 + 0.05 * row.depth, 0.15 + 0.6 * row.depth)
    for boat in fleet:
        boat.place(canvas)
    birds(canvas, int(canvas.rng.integers(6, 12)), canvas.pick(0.2, 0.8) * canvas.width, 0.42 * horizon, 0.1)
    canvas.finish()


def _fleet(canvas: Canvas, horizon: float) -> list[Thing]:
    unit, rng = canvas.unit, canvas.rng
    hero = canvas.sun[0] + (0.16 if canvas.sun[0] < canvas.width / 2 else -0.16) * unit * canvas.pick(0.5, 1.4)
    near = 0.3 if canvas.tall else 0.2
    places = [
        (canvas.pick(0.1, 0.9) * canvas.width, horizon + 0.03 * unit, 0.055, 0.55),
        (canvas.pick(0.1, 0.9) * canvas.width, horizon + 0.07 * unit, 0.1, 0.35),
        (hero, horizon + near * unit * canvas.pick(0.85, 1.1), canvas.pick(0.24, 0.32), 0.05),
    ]
    return [
        Thing(junk(canvas.palette, rng, depth), x, y, size * unit, mirrored=bool(rng.integers(2)))
        for x, y, size, depth in places
    ]


SCENES = (
    Scene(
        "karst_bay",
        "Limestone islands and junks",
        ("bay", "limestone islands", "junk", "mist", "seascape"),
        ("dawn", "dusk", "lotus", "rain", "golden", "night", "jade"),
        karst_bay,
    ),
)
