"""Beaches: a cove with palms, a fishing beach with basket boats."""

from __future__ import annotations

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Field, cloud, smoothstep, waves
from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.people import carrier, walker
from cms.demo.pictures.plants import palm
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Thing
from cms.demo.pictures.sky import birds, paint_sky, rays, weather
from cms.demo.pictures.terrain import Coat, capes, cliffs, islands, lay, slopes
from cms.demo.pictures.vessels import basket_boat, fishing_boat
from cms.demo.pictures.water import open_sea

CLOTHS: tuple[Colour, ...] = ((196, 64, 84), (60, 106, 160), (240, 236, 222), (232, 164, 60), (92, 72, 130))


def coast(canvas: Canvas) -> None:
    """A cove: clear water, pale sand, headlands, palms, basket boats drawn up."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.38, 0.44)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.15, 0.85), sun_size=0.045)
    weather(canvas, horizon, canvas.pick(0.4, 0.6))
    capes(canvas, horizon, 3)
    side = 1 if rng.uniform() < 0.5 else -1
    open_sea(canvas, horizon, calm=0.6)
    _shallows(canvas, horizon, side)
    rock = islands(
        canvas,
        horizon + 0.05 * unit,
        0.2,
        [
            ((0.12 if side > 0 else 0.88) * canvas.width, 0.16 * unit, 0.17 * unit),
            ((0.0 if side > 0 else 1.0) * canvas.width, 0.22 * unit, 0.28 * unit),
        ],
    )
    tones = [
        palette.thing(c, 0.15, lit)
        for c, lit in (((40, 80, 54), -0.6), ((66, 116, 66), -0.1), ((142, 128, 100), 0.2), ((214, 190, 150), 0.6))
    ]
    lay(canvas, rock.tops, rock.water, Coat(tones, palette.haze, 0.0, 0.25, 1.5), cliffs(canvas, rock))
    for below, size in ((0.05, 0.08), (0.11, 0.14)):
        boat = Thing(
            fishing_boat(palette, rng, 0.2),
            canvas.pick(0.35, 0.75) * canvas.width,
            horizon + below * unit,
            size * unit,
            bool(rng.integers(2)),
            0.9,
        )
        boat.reflect(canvas, strength=0.35)
        boat.place(canvas)
    _beach_life(canvas, horizon, side)
    birds(canvas, 8, canvas.pick(0.3, 0.7) * canvas.width, 0.4 * horizon, 0.1)
    canvas.finish()


def _shore(canvas: Canvas, horizon: float, side: int) -> Field:
    """Height of the waterline at every column: a bay opening to one side."""
    x = np.linspace(0, 1, canvas.width, dtype=np.float32)
    away = x if side > 0 else 1 - x
    span = canvas.height - horizon
    bay = (
        np.float32(0.92)
        - np.float32(0.52) * smoothstep(away, 0.3, 1.25)
        + np.float32(0.1) * np.sin(away * np.float32(7.0))
    )
    return np.asarray(np.float32(horizon) + bay * np.float32(span) * np.float32(0.95), np.float32)


def _shallows(canvas: Canvas, horizon: float, side: int) -> None:
    """Turquoise over sand, lines of foam, wet and dry beach."""
    unit, palette = canvas.unit, canvas.palette
    line = _shore(canvas, horizon, side)
    upper = round(horizon)
    rows, columns = max(4, (canvas.height - upper) // 2), max(4, canvas.width // 2)
    y = np.linspace(upper, canvas.height, rows, dtype=np.float32)[:, None]
    wash = cloud(canvas.rng, columns, rows, (5 * canvas.aspect, 9), 4, 0.5) * np.float32(0.012 * unit)
    edge = (
        np.interp(np.linspace(0, canvas.width - 1, columns), np.arange(canvas.width), line).astype(np.float32)[None, :]
        + wash
    )
    depth = (edge - y) / np.float32(unit)
    turquoise = mix(palette.thing((96, 214, 200), 0.0, 0.3), palette.sky[-2], 0.2)
    canvas.veil(smoothstep(depth, 0.32, 0.0) * np.float32(0.72), turquoise, upper)
    sand: Colour = (236, 212, 166)
    canvas.veil(smoothstep(depth, 0.07, 0.0) * np.float32(0.6), palette.thing(sand, 0.0, 0.2), upper)
    canvas.veil(smoothstep(depth, 0.004, -0.002), palette.thing((196, 164, 124), 0.0, 0.05), upper)
    canvas.veil(smoothstep(depth, -0.012, -0.07), palette.thing(sand, 0.0, 0.45), upper)
    canvas.veil(
        smoothstep(depth + 0.3 * wash / unit, -0.16, -0.4) * np.float32(0.3),
        palette.thing((176, 136, 96), 0.0, -0.3),
        upper,
    )
    for place, wide, strength in ((0.004, 0.006, 0.95), (0.05, 0.007, 0.6), (0.1, 0.006, 0.4)):
        foam = np.exp(
            -(((depth - np.float32(place) + wash * np.float32(1.5 * place * 9 / unit)) / np.float32(wide)) ** 2)
        )
        canvas.veil(foam * np.float32(strength), mix(palette.haze, (255, 255, 255), 0.65), upper)


def _beach_life(canvas: Canvas, horizon: float, side: int) -> None:
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    line = _shore(canvas, horizon, side)
    things: list[Thing] = []
    for share in (0.62, 0.72, 0.86, 0.95):
        x = (share if side > 0 else 1 - share) * canvas.width + rng.uniform(-0.03, 0.03) * unit
        foot = min(
            canvas.height * 0.97, float(line[int(np.clip(x, 0, canvas.width - 1))]) + rng.uniform(0.07, 0.26) * unit
        )
        size = unit * (0.1 + 0.14 * (foot - horizon) / (canvas.height - horizon))
        canvas.shade(
            [
                (x - 0.5 * size, foot - 0.04 * size),
                (x + 0.62 * size, foot - 0.02 * size),
                (x + 0.55 * size, foot + 0.14 * size),
                (x - 0.4 * size, foot + 0.12 * size),
            ],
            palette.shadow,
            0.05 * size,
            0.45,
        )
        things.append(Thing(basket_boat(palette, rng), x, foot, size, bool(rng.integers(2)), 0.7))
    for share in (0.5, 0.8):
        x = (share if side > 0 else 1 - share) * canvas.width
        foot = float(line[int(x)]) + 0.07 * unit
        things.append(
            Thing(
                carrier(palette, CLOTHS[int(rng.integers(5))], (150, 172, 186))
                if rng.uniform() < 0.5
                else walker(palette, CLOTHS[int(rng.integers(5))]),
                x,
                min(foot, 0.95 * canvas.height),
                0.12 * unit,
                bool(rng.integers(2)),
                1.2,
            )
        )
    for thing in sorted(things, key=lambda one: one.y):
        thing.place(canvas)
    for share, lean in ((1.0, -0.34), (0.93, -0.22)):
        x = (share if side > 0 else 1 - share) * canvas.width
        Thing(
            palm(palette, rng, 0.0, lean=lean * -1),
            x,
            canvas.height * 1.02,
            unit * rng.uniform(0.72, 0.9),
            side > 0,
            1.15,
        ).place(canvas)


def basket_boats(canvas: Canvas) -> None:
    """A fishing beach in the morning: basket boats in rows, carriers, boats at anchor."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon, sand = canvas.height * canvas.pick(0.38, 0.43), canvas.height * 0.6
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.15, 0.85), sun_size=0.055)
    weather(canvas, horizon, 0.55)
    capes(canvas, horizon, 2)
    open_sea(canvas, horizon, bottom=sand + 0.03 * unit, calm=0.7)
    for share in rng.uniform(0.05, 0.95, 3 + round(2 * canvas.aspect)):
        y = horizon + rng.uniform(0.15, 0.7) * (sand - horizon)
        Thing(
            fishing_boat(palette, rng, 0.25),
            float(share * canvas.width),
            float(y),
            unit * (0.07 + 0.14 * (y - horizon) / (sand - horizon)),
            bool(rng.integers(2)),
            0.9,
        ).place(canvas)
    beach: Colour = (234, 208, 162)
    line = np.float32(sand) - waves(rng, canvas.width, 2.5 * canvas.aspect, 4, 0.5) * np.float32(0.02 * unit)
    for lift, colour, lit in ((0.016, (255, 255, 250), 0.5), (0.008, (196, 164, 124), 0.0), (-0.02, beach, 0.4)):
        tops = np.asarray(line - np.float32(lift * unit), np.float32)
        tones = [palette.thing(colour, 0.0, lit - 0.35), palette.thing(colour, 0.0, lit)]
        lay(
            canvas,
            tops,
            canvas.height,
            Coat(tones, palette.thing(beach, 0.0, -0.35), 0.0, 0.35 if lift < 0 else 0.0, 1.4),
            slopes(canvas, tops, canvas.height, cells=3, poster=0.0) if lift < 0 else 1.0,
        )
    span = canvas.height - sand
    things = []
    for row, y in enumerate((0.16, 0.4, 0.74)):
        count = max(2, round((5, 4, 2.6)[row] * canvas.aspect / 1.4))
        for number in range(count):
            x = (number + rng.uniform(0.2, 0.8)) / count * canvas.width
            things.append(
                Thing(
                    basket_boat(palette, rng),
                    float(x),
                    float(sand + (y + rng.uniform(-0.05, 0.05)) * span),
                    unit * (0.12 + 0.16 * y),
                    bool(rng.integers(2)),
                    0.7,
                )
            )
    for x in rng.uniform(0.06, 0.94, 3 + round(2 * canvas.aspect)) * canvas.width:
        y = rng.uniform(0.1, 0.7)
        figure = (
            carrier(palette, CLOTHS[int(rng.integers(5))], (168, 186, 196))
            if rng.uniform() < 0.55
            else walker(palette, CLOTHS[int(rng.integers(5))])
        )
        things.append(
            Thing(figure, float(x), float(sand + y * span), unit * (0.1 + 0.12 * y), bool(rng.integers(2)), 1.2)
        )
    for thing in sorted(things, key=lambda one: one.y):
        size = thing.size * (1 if thing.reach < 1 else 0.35)
        canvas.shade(
            [
                (thing.x - 0.45 * size, thing.y - 0.03 * size),
                (thing.x + 0.65 * size, thing.y),
                (thing.x + 0.55 * size, thing.y + 0.13 * size),
                (thing.x - 0.35 * size, thing.y + 0.12 * size),
            ],
            palette.shadow,
            0.05 * size,
            0.45,
        )
        thing.place(canvas)
    birds(canvas, 9, canvas.pick(0.3, 0.7) * canvas.width, 0.45 * horizon, 0.12)
    if palette.name in ("dawn", "golden"):
        rays(canvas, 6, 0.08)
    canvas.finish()


SCENES: tuple[Scene, ...] = (
    Scene("coast", "Cove and beach", ("coast", "beach", "cove", "headland", "sea"),
          ("noon", "dawn", "golden", "jade", "lotus", "dusk"), coast),
    Scene("basket_boats", "Basket boats on the beach", ("basket boats", "beach", "fishing village", "people"),
          ("dawn", "golden", "noon", "lotus"), basket_boats),
)  # fmt: skip
