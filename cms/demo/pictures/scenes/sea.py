"""Coasts: fishing boats at sea and on the beach, coves, harbours, a lagoon at sunset, salt fields."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.engineering import cruise_ship, skyline
from cms.demo.pictures.noise import Field, cloud, smoothstep, waves
from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.pen import Point, curve, outline
from cms.demo.pictures.people import bending, carrier, rower, walker
from cms.demo.pictures.plants import palm
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Shape, Thing, flat
from cms.demo.pictures.sky import birds, heaps, mist, paint_sky, rays, streaks
from cms.demo.pictures.terrain import Coat, cliffs, islands, lay, range_coat, ridge, slopes, woods
from cms.demo.pictures.vessels import basket_boat, fishing_boat, junk, sampan
from cms.demo.pictures.water import glitter, mirror, ripple, shine, tint

LAMP: Colour = (255, 236, 190)
CLOTHS: tuple[Colour, ...] = ((196, 64, 84), (60, 106, 160), (240, 236, 222), (232, 164, 60), (92, 72, 130))


def _clouds(canvas: Canvas, horizon: float, amount: float = 0.5) -> None:
    (heaps if canvas.palette.name in ("noon", "jade") else streaks)(canvas, horizon, amount)


def _sea(
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


def _capes(canvas: Canvas, horizon: float, count: int = 3) -> None:
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


def fishing_boats(canvas: Canvas) -> None:
    """A fleet at sea, setting out or coming home."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.44, 0.52)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.2, 0.8), sun_size=canvas.pick(0.05, 0.075))
    _clouds(canvas, horizon, canvas.pick(0.45, 0.7))
    _capes(canvas, horizon, int(rng.integers(1, 3)))
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


def coast(canvas: Canvas) -> None:
    """A cove: clear water, pale sand, headlands, palms, basket boats drawn up."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.38, 0.44)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.15, 0.85), sun_size=0.045)
    _clouds(canvas, horizon, canvas.pick(0.4, 0.6))
    _capes(canvas, horizon, 3)
    side = 1 if rng.uniform() < 0.5 else -1
    _sea(canvas, horizon, calm=0.6)
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
    _clouds(canvas, horizon, 0.55)
    _capes(canvas, horizon, 2)
    _sea(canvas, horizon, bottom=sand + 0.03 * unit, calm=0.7)
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


def harbour(canvas: Canvas) -> None:
    """Boats at their moorings before a town, a cruise ship farther out."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.47, 0.53)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.2, 0.8), sun_size=0.05)
    _clouds(canvas, horizon, 0.5)
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


def lagoon_sunset(canvas: Canvas) -> None:
    """Sampans and dip nets on a still lagoon under a great sun."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.48, 0.56)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.25, 0.75), sun_size=canvas.pick(0.085, 0.13))
    streaks(canvas, horizon, canvas.pick(0.5, 0.75))
    tops = ridge(canvas, horizon - 0.05 * unit, 0.05, 1.2, gain=0.45)
    lay(
        canvas,
        np.minimum(tops, horizon - 1),
        horizon,
        range_coat(canvas, (80, 92, 112), 0.6),
        slopes(canvas, tops, horizon),
    )
    things: list[Thing] = []
    for x, below, size in zip(
        rng.uniform(0.04, 0.96, 9) * canvas.width,
        np.sort(rng.uniform(0.02, 0.4, 9)),
        rng.uniform(0.85, 1.15, 9),
        strict=True,
    ):
        depth = float(max(0.0, 0.4 - below))
        scale = unit * (0.08 + 0.62 * below) * size
        foot = horizon + below * unit * (1.5 if canvas.tall else 1.0)
        shapes = _rowing(canvas, depth)
        things.append(Thing(shapes, float(x), float(foot), float(scale), bool(rng.integers(2)), 1.0))
    for below, size in ((0.04, 0.12), (0.1, 0.2), (0.26, 0.4)):
        x = canvas.pick(0.08, 0.92) * canvas.width
        things.append(
            Thing(
                _dip_net(canvas, 0.25 - 0.7 * below), x, horizon + below * unit, size * unit, bool(rng.integers(2)), 1.1
            )
        )
    mirror(canvas, horizon, squash=1.0)
    tint(canvas, horizon, mix(palette.shadow, palette.sky[0], 0.5), 0.05, 0.55)
    for thing in things:
        thing.reflect(canvas, strength=0.75)
    ripple(canvas, horizon, strength=0.5)
    glitter(canvas, horizon, width=0.1)
    for thing in sorted(things, key=lambda one: one.y):
        thing.place(canvas)
    mist(canvas, horizon, 0.03, 0.4)
    birds(canvas, 16, canvas.sun[0], canvas.sun[1] - 0.05 * unit, 0.14)
    canvas.finish(bloom=0.26)


def _rowing(canvas: Canvas, depth: float) -> list[Shape]:
    figure = rower(canvas.palette, CLOTHS[int(canvas.rng.integers(5))], depth)
    small = [
        Shape(
            [(0.3 + 0.42 * px, 0.05 + 0.42 * py) for px, py in shape.points], shape.colours, shape.alpha, shape.sideways
        )
        for shape in figure
    ]
    return [*small, *sampan(canvas.palette, depth, awning=bool(canvas.rng.uniform() < 0.4))]


def _dip_net(canvas: Canvas, depth: float) -> list[Shape]:
    """A square net on bent poles hanging from a boom, height about 1."""
    wood = canvas.palette.thing((70, 50, 44), depth, -0.3)
    net = canvas.palette.thing((190, 180, 160), depth, 0.2)
    shapes = [
        flat(outline([(0.5, -0.05), (0.42, 0.5)], 0.018), wood),
        flat(outline([(0.62, -0.05), (0.42, 0.5)], 0.018), wood),
    ]
    shapes.append(flat(outline([(0.66, 0.28), (-0.1, 0.98)], 0.02, 0.01), wood))
    corners: list[Point] = [(-0.5, 0.34), (-0.08, 0.42), (0.3, 0.34), (-0.12, 0.24)]
    shapes.append(
        flat(
            [
                corners[0],
                corners[1],
                corners[2],
                *curve(corners[2], (0.1, 0.1), corners[3]),
                *curve(corners[3], (-0.3, 0.12), corners[0]),
            ],
            net,
            0.3,
        )
    )
    shapes += [
        flat(outline(curve((-0.1, 0.96), (corner[0] * 0.7 - 0.03, 0.72), corner), 0.01, 0.006), wood)
        for corner in corners
    ]
    for share in np.linspace(0.1, 0.9, 7):
        a = (
            corners[0][0] + (corners[3][0] - corners[0][0]) * share,
            corners[0][1] + (corners[3][1] - corners[0][1]) * share,
        )
        b = (
            corners[1][0] + (corners[2][0] - corners[1][0]) * share,
            corners[1][1] + (corners[2][1] - corners[1][1]) * share,
        )
        shapes.append(
            flat(outline(curve(a, ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2 - 0.1), b, count=8), 0.004), net, 0.6)
        )
    return shapes


def salt_fields(canvas: Canvas) -> None:
    """Salt pans mirroring the sky, white heaps, workers with shoulder poles."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.36, 0.42)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.2, 0.8), sun_size=0.05)
    _clouds(canvas, horizon, canvas.pick(0.5, 0.75))
    for number, colour in enumerate(((92, 104, 128), (88, 112, 116))):
        tops = ridge(canvas, horizon - (0.07 - 0.03 * number) * unit, 0.05, 1.3, gain=0.45)
        lay(
            canvas,
            np.minimum(tops, horizon - 1),
            horizon,
            range_coat(canvas, colour, 0.62 - 0.15 * number),
            slopes(canvas, tops, horizon),
        )
    mirror(canvas, horizon, squash=0.62)
    ripple(canvas, horizon, strength=0.2, sheen=0.4)
    glitter(canvas, horizon, strength=0.55, width=0.1)
    _pans(canvas, horizon)
    span = canvas.height - horizon
    things = []
    for share in (0.12, 0.2, 0.34, 0.52, 0.74):
        for _ in range(max(1, round((0.9 - share) * 2 * canvas.aspect))):
            x = canvas.pick(0.04, 0.96) * canvas.width
            things.append(
                Thing(
                    _heap(canvas, 0.35 * (1 - share)),
                    x,
                    horizon + (share + 0.02) * span,
                    unit * (0.03 + 0.15 * share),
                    reach=1.2,
                )
            )
        figure = (
            carrier(palette, CLOTHS[int(rng.integers(5))], (246, 246, 246), 0.3 * (1 - share))
            if rng.uniform() < 0.6
            else bending(palette, CLOTHS[int(rng.integers(5))], 0.3 * (1 - share))
        )
        things.append(
            Thing(
                figure,
                canvas.pick(0.1, 0.9) * canvas.width,
                horizon + (share + 0.05) * span,
                unit * (0.05 + 0.2 * share),
                bool(rng.integers(2)),
                1.2,
            )
        )
    for thing in things:
        thing.reflect(canvas, strength=0.4, squash=0.7)
    for thing in sorted(things, key=lambda one: one.y):
        thing.place(canvas)
    mist(canvas, horizon, 0.025, 0.4)
    canvas.finish()


def _pans(canvas: Canvas, horizon: float) -> None:
    """Earth banks in perspective; some pans are drained and white with salt."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    middle = canvas.width * canvas.pick(0.35, 0.65)
    levels = [horizon + (canvas.height - horizon) * share for share in (0.03, 0.065, 0.115, 0.19, 0.3, 0.46, 0.7, 1.05)]
    bank, salt = palette.thing((134, 104, 78), 0.05, -0.1), palette.thing((244, 240, 234), 0.0, 0.5)

    def across(number: float, y: float) -> float:
        return middle + number * 0.62 * unit * ((y - horizon) / (canvas.height - horizon) + 0.015)

    count = math.ceil(canvas.width / unit / 0.04)
    with canvas.pen((0, horizon, canvas.width, canvas.height)) as pen:
        for upper, lower in pairwise(levels):
            for number in range(-count, count):
                quad = [
                    (across(number, upper), upper),
                    (across(number + 1, upper), upper),
                    (across(number + 1, lower), lower),
                    (across(number, lower), lower),
                ]
                if (
                    quad[2][0] < 0
                    or quad[3][0] > canvas.width
                    or quad[1][0] < -unit
                    or quad[0][0] > canvas.width + unit
                ):
                    continue
                kind = rng.uniform()
                if kind < 0.28:
                    pen.polygon(quad, salt, float(rng.uniform(0.35, 0.75)))
                elif kind < 0.55:
                    pen.polygon(quad, mix(palette.sky[0], palette.shadow, 0.3), float(rng.uniform(0.1, 0.35)))
        for y in levels[:-1]:
            wide = unit * (0.003 + 0.016 * (y - horizon) / (canvas.height - horizon))
            pen.rectangle(0, y - wide / 2, canvas.width, y + wide / 2, bank)
            pen.rectangle(0, y - wide / 2, canvas.width, y - wide / 6, palette.thing((206, 178, 140), 0.05, 0.4))
        for number in range(-count, count):
            a, b = (across(number, levels[0]), levels[0]), (across(number, levels[-1]), levels[-1])
            pen.stroke([a, b], bank, 0.003 * unit, 0.024 * unit)


def _heap(canvas: Canvas, depth: float) -> list[Shape]:
    palette = canvas.palette
    white: Colour = (250, 248, 244)
    cone = curve((-0.62, 0.0), (-0.22, 0.34), (0.0, 1.1), (0.22, 0.34), (0.62, 0.0), count=18)
    side = 1 if canvas.sun[0] > canvas.width / 2 else -1
    shaded = curve(
        (-0.62 * side, 0.0), (-0.22 * side, 0.34), (0.0, 0.98), (-0.02 * side, 0.4), (0.1 * side, 0.0), count=16
    )
    return [
        Shape(cone, (palette.thing(white, depth, 0.7), palette.thing(white, depth, 0.35))),
        flat(shaded, palette.thing((176, 186, 206), depth, -0.2), 0.55),
    ]


SCENES = (
    Scene("fishing_boats", "Fishing boats at sea", ("fishing", "boats", "sea", "fleet"),
          ("dawn", "dusk", "golden", "night", "noon", "lotus"), fishing_boats),
    Scene("coast", "Cove and beach", ("coast", "beach", "cove", "headland", "sea"),
          ("noon", "dawn", "golden", "jade", "lotus", "dusk"), coast),
    Scene("basket_boats", "Basket boats on the beach", ("basket boats", "beach", "fishing village", "people"),
          ("dawn", "golden", "noon", "lotus"), basket_boats),
    Scene("harbour", "Harbour", ("harbour", "boats", "cruise ship", "quay"),
          ("dawn", "dusk", "noon", "golden", "night"), harbour),
    Scene("lagoon_sunset", "Boats on the lagoon at sunset", ("lagoon", "sampan", "sunset", "fishing nets"),
          ("dusk", "golden", "dawn", "lotus", "dusk"), lagoon_sunset),
    Scene("salt_fields", "Salt fields", ("salt", "coast", "work", "craft", "people"),
          ("dawn", "dusk", "golden", "noon", "lotus"), salt_fields),
)  # fmt: skip
