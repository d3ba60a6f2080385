"""At sea and in harbour: a fishing fleet, boats at their moorings."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.engineering import cruise_ship, skyline
from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.pen import curve
from cms.demo.pictures.people import walker
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Thing
from cms.demo.pictures.sky import birds, mist, paint_sky, weather
from cms.demo.pictures.terrain import capes, cliffs, islands, lay, range_coat
from cms.demo.pictures.vessels import fishing_boat, junk
from cms.demo.pictures.water import glitter, mirror, ripple, shine, tint

LAMP: Colour = (255, 236, 190)


CLOTHS: tuple[Colour, ...] = ((196, 64, 84), (60, 106, 160), (240, 236, 222), (232, 164, 60), (92, 72, 130))


def fishing_boats(canvas: Canvas) -> None:
    """A fleet at sea, setting out or coming home."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.44, 0.52)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.2, 0.8), sun_size=canvas.pick(0.05, 0.075))
    weather(canvas, horizon, canvas.pick(0.45, 0.7))
    capes(canvas, horizon, int(rng.integers(1, 3)))
    spots = [(0.03, 0.05), (0.045, 0.07), (0.08, 0.1), (0.13, 0.16), (0.22, 0.24)]
    span = (canvas.height - horizon) / unit
    boats = []
    for below, size in spots:
        for _ in range(max(1, round((0.2 / size) ** 0.7 * canvas.aspect / 1.5))):
            depth = max(0.0, 0.5 - 2.4 * below)
            x = canvas.pick(0.06, 0.94) * canvas.width
            boats.append(
                Thing(
                    fishing_boat(palette, rng, depth),
                    x,
                    horizon + below * unit * max(1.0, span / 0.5),
                    size * unit,
                    bool(rng.integers(2)),
                    0.9,
                )
            )
    hero = Thing(
        fishing_boat(palette, rng, 0.0),
        canvas.width * canvas.pick(0.3, 0.7),
        horizon + (0.36 if not canvas.tall else 0.62) * unit,
        0.42 * unit,
        bool(rng.integers(2)),
        0.9,
    )
    boats.append(hero)
    mirror(canvas, horizon, squash=0.8)
    tint(canvas, horizon, mix(palette.thing((18, 108, 132), 0.0), palette.sky[0], 0.45), 0.2, 0.65)
    for boat in boats:
        boat.reflect(canvas, strength=0.6)
    ripple(canvas, horizon, strength=0.95, sheen=1.3)
    shine(canvas, horizon, 0.4, 0.02)
    glitter(canvas, horizon)
    for boat in sorted(boats, key=lambda one: one.y):
        boat.place(canvas)
        _wake(canvas, boat)
        if palette.name in ("night", "dusk", "dawn"):
            for share in np.linspace(-0.3, 0.3, 5):
                canvas.glow(boat.x + share * boat.size, boat.y - 0.4 * boat.size, 0.1 * boat.size, LAMP, 0.85)
    mist(canvas, horizon, 0.03, 0.35)
    birds(canvas, 12, hero.x + 0.1 * unit, hero.y - 0.42 * unit, 0.14, 0.014)
    canvas.finish(bloom=0.24)


def _wake(canvas: Canvas, boat: Thing) -> None:
    foam = mix(canvas.palette.haze, (255, 255, 255), 0.4)
    side = -1 if boat.mirrored else 1
    with canvas.pen(
        (boat.x - boat.size, boat.y - 0.05 * boat.size, boat.x + boat.size, boat.y + 0.12 * boat.size)
    ) as pen:
        for number in range(5):
            y = boat.y + (0.004 + 0.012 * number) * boat.size
            start = boat.x + side * (0.4 - 0.07 * number) * boat.size
            pen.stroke(
                curve(
                    (start, y),
                    (boat.x, y + 0.02 * boat.size),
                    (boat.x - side * (0.5 + 0.05 * number) * boat.size, y + 0.01 * boat.size),
                ),
                foam,
                0.002 * boat.size,
                0.012 * boat.size,
                0.45,
            )


def harbour(canvas: Canvas) -> None:
    """Boats at their moorings before a town, a cruise ship farther out."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.47, 0.53)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.2, 0.8), sun_size=0.05)
    weather(canvas, horizon, 0.5)
    far = islands(
        canvas,
        horizon,
        0.7,
        [
            (float(x) * canvas.width, 0.14 * unit, rng.uniform(0.08, 0.2) * unit)
            for x in rng.uniform(0, 1, 2 + round(2 * canvas.aspect))
        ],
    )
    lay(canvas, far.tops, far.water, range_coat(canvas, (84, 112, 104), 0.6), cliffs(canvas, far))
    skyline(canvas, horizon, 0.4, (0.02, 0.15), (0.02, 0.045), (canvas.pick(0.1, 0.9),))
    ship = Thing(
        cruise_ship(palette, 0.16),
        canvas.width * canvas.pick(0.3, 0.7),
        horizon + 0.05 * unit,
        unit * canvas.pick(0.62, 0.78),
        bool(rng.integers(2)),
        0.6,
    )
    boats = [ship]
    for below, size, count in ((0.13, 0.15, 3.0), (0.22, 0.24, 2.2), (0.36, 0.36, 1.3)):
        for number in range(max(1, round(count * canvas.aspect))):
            x = (number + rng.uniform(0.15, 0.85)) / max(1, round(count * canvas.aspect)) * canvas.width
            shapes = (
                fishing_boat(palette, rng, 0.22 - 0.6 * below)
                if rng.uniform() < 0.65
                else junk(palette, rng, 0.22 - 0.6 * below)
            )
            boats.append(
                Thing(
                    shapes,
                    float(x),
                    horizon + (below + rng.uniform(-0.03, 0.03)) * unit * (1.4 if canvas.tall else 1),
                    size * unit,
                    bool(rng.integers(2)),
                    1.1,
                )
            )
    mirror(canvas, horizon)
    tint(canvas, horizon, mix(palette.shadow, palette.sky[0], 0.6), 0.1, 0.5)
    for boat in boats:
        boat.reflect(canvas, strength=0.6)
    ripple(canvas, horizon, strength=0.7)
    glitter(canvas, horizon, strength=0.75)
    if palette.name in ("night", "dusk"):
        for x in rng.uniform(0, canvas.width, 24):
            canvas.glow(float(x), horizon - 0.006 * unit, 0.02 * unit, (255, 214, 138), 0.8)
    for boat in sorted(boats, key=lambda one: one.y):
        boat.place(canvas)
    _jetty(canvas)
    birds(canvas, 9, canvas.pick(0.2, 0.8) * canvas.width, 0.5 * horizon, 0.1)
    canvas.finish(bloom=0.24)


def _jetty(canvas: Canvas) -> None:
    """A wooden jetty leading in from the lower edge, with a lamp and someone waiting."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    top, side = canvas.height * 0.84, 1 if rng.uniform() < 0.5 else -1
    start = canvas.width * (0.12 if side > 0 else 0.88)
    wood: Colour = (150, 112, 78)
    with canvas.pen((start - 0.6 * unit, top - 0.1 * unit, start + 0.6 * unit, canvas.height)) as pen:
        for number in range(16):
            a, b = (number / 16) ** 1.5, ((number + 0.86) / 16) ** 1.5
            pts = [
                (start + (px - side * 0.3 * s) * unit, top + s * (canvas.height - top))
                for px, s in ((-0.05 - 0.09 * a, a), (0.05 + 0.09 * a, a), (0.05 + 0.09 * b, b), (-0.05 - 0.09 * b, b))
            ]
            pen.polygon(pts, palette.thing(wood, 0.0, 0.3 * math.sin(number * 2.3)))
        for px in (-0.056, 0.056):
            pen.stroke(
                [(start + px * unit, top - 0.05 * unit), (start + px * unit, top + 0.05 * unit)],
                palette.thing((92, 68, 50), 0.0, -0.4),
                0.012 * unit,
            )
    Thing(
        walker(palette, CLOTHS[int(rng.integers(5))], stride=0.03), start, top + 0.02 * unit, 0.15 * unit, side < 0
    ).place(canvas)


SCENES: tuple[Scene, ...] = (
    Scene("fishing_boats", "Fishing boats at sea", ("fishing", "boats", "sea", "fleet"),
          ("dawn", "dusk", "golden", "night", "noon", "lotus"), fishing_boats),
    Scene("harbour", "Harbour", ("harbour", "boats", "cruise ship", "quay"),
          ("dawn", "dusk", "noon", "golden", "night"), harbour),
)  # fmt: skip
