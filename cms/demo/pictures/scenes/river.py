"""Towns on the water: a cable-stayed bridge, a dragon bridge, a seafront."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.engineering import skyline
from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.pen import Pen, Point, curve
from cms.demo.pictures.people import walker
from cms.demo.pictures.plants import palm
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Thing
from cms.demo.pictures.sky import birds, mist, paint_sky, weather
from cms.demo.pictures.terrain import lay, range_coat, ridge, slopes, woods
from cms.demo.pictures.vessels import fishing_boat, junk
from cms.demo.pictures.water import glitter, mirror, ripple, shine, tint

LAMP: Colour = (255, 214, 138)


def _backdrop(canvas: Canvas, horizon: float, colours: tuple[Colour, ...] = ((74, 96, 116), (62, 96, 92))) -> None:
    """Sky, clouds and hills behind a town."""
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.2, 0.8), sun_size=0.045)
    weather(canvas, horizon, canvas.pick(0.35, 0.6))
    for number, colour in enumerate(colours):
        depth = 0.7 - 0.2 * number
        tops = ridge(
            canvas, horizon - (0.1 - 0.05 * number) * canvas.unit, 0.07 - 0.02 * number, 1.2 + number, gain=0.45
        )
        tops = woods(canvas, np.minimum(tops, horizon - 2), 0.006, 60)
        lay(canvas, tops, horizon, range_coat(canvas, colour, depth), slopes(canvas, tops, horizon))


def _water(canvas: Canvas, horizon: float, *, calm: float = 0.6, bottom: float | None = None) -> None:
    palette = canvas.palette
    mirror(canvas, horizon, squash=0.9, bottom=bottom)
    tint(canvas, horizon, mix(palette.shadow, palette.sky[1], 0.5), 0.08, 0.5, bottom)
    ripple(canvas, horizon, strength=calm, bottom=bottom)
    shine(canvas, horizon, 0.35, 0.02)
    glitter(canvas, horizon, strength=0.7, bottom=bottom)


def _lamps(canvas: Canvas, points: list[Point], radius: float, colour: Colour = LAMP, strength: float = 0.8) -> None:
    for x, y in points:
        canvas.glow(x, y, radius, colour, strength)


def _dark(canvas: Canvas) -> bool:
    return canvas.palette.name in ("night", "dusk")


def bridge(canvas: Canvas) -> None:
    """A cable-stayed bridge over a strait."""
    unit, palette = canvas.unit, canvas.palette
    horizon = canvas.height * canvas.pick(0.58, 0.64)
    _backdrop(canvas, horizon)
    skyline(canvas, horizon, 0.5, (0.015, 0.1), (0.02, 0.045), (canvas.pick(0.1, 0.3), canvas.pick(0.7, 0.9)))
    deck = _deck(canvas, horizon)
    _cables(canvas, horizon, deck)
    _water(canvas, horizon)
    boats = [(canvas.pick(0.1, 0.9), 0.09, 0.12), (canvas.pick(0.2, 0.8), 0.2, 0.24)]
    for share, below, size in boats:
        boat = (
            junk(palette, canvas.rng, 0.2 - below)
            if canvas.rng.uniform() < 0.5
            else fishing_boat(palette, canvas.rng, 0.2 - below)
        )
        thing = Thing(boat, share * canvas.width, horizon + below * unit, size * unit, bool(canvas.rng.integers(2)))
        thing.reflect(canvas, strength=0.35)
        thing.place(canvas)
    mist(canvas, horizon, 0.04, 0.3)
    birds(canvas, 7, canvas.pick(0.2, 0.8) * canvas.width, 0.3 * horizon, 0.08)
    canvas.finish(bloom=0.28 if _dark(canvas) else 0.16)


def _deck(canvas: Canvas, horizon: float) -> list[Point]:
    rise = canvas.pick(0.045, 0.075) * canvas.unit
    xs = np.linspace(-0.05, 1.05, 60)
    return [(float(x * canvas.width), float(horizon - 0.07 * canvas.unit - rise * (1 - (2 * x - 1) ** 2))) for x in xs]


def _deck_at(deck: list[Point], x: float) -> float:
    return float(np.interp(x, [p[0] for p in deck], [p[1] for p in deck]))


def _cables(canvas: Canvas, horizon: float, deck: list[Point]) -> None:
    unit, palette = canvas.unit, canvas.palette
    pylons = (0.3, 0.7) if canvas.aspect > 0.9 else (0.5,)
    span = canvas.width * (0.2 if len(pylons) == 2 else 0.46)
    tall = min(0.4 * unit, 0.62 * horizon)
    stone, cable = palette.thing((214, 208, 196), 0.12, 0.35), palette.thing((232, 228, 214), 0.1, 0.5)
    lamps: list[Point] = []
    with canvas.pen((0, 0, canvas.width, horizon), 2) as pen:
        for x, _ in deck[2:-2:5]:
            pen.rectangle(
                x - 0.006 * unit,
                _deck_at(deck, x),
                x + 0.006 * unit,
                horizon,
                palette.thing((150, 148, 144), 0.3, -0.2),
            )
        for share in pylons:
            x = share * canvas.width
            top, foot = _deck_at(deck, x) - tall, horizon
            for side in (-1, 1):
                for number in range(1, 17):
                    end = x + side * span * number / 16
                    pen.stroke(
                        [(x, top + 0.02 * unit * (16 - number) * 0.9), (end, _deck_at(deck, end))],
                        cable,
                        0.0021 * unit,
                        alpha=0.8,
                    )
            for side in (-1, 1):
                leg = [
                    (x, top - 0.01 * unit),
                    (x + side * 0.02 * unit, _deck_at(deck, x)),
                    (x + side * 0.012 * unit, foot),
                ]
                pen.stroke(
                    leg, stone if side > 0 else palette.thing((170, 164, 156), 0.12, -0.3), 0.014 * unit, 0.026 * unit
                )
            lamps.append((x, top - 0.012 * unit))
        pen.stroke(deck, palette.thing((188, 182, 172), 0.1, 0.3), 0.013 * unit)
        pen.stroke([(x, y + 0.011 * unit) for x, y in deck], palette.thing((92, 92, 98), 0.1, -0.5), 0.012 * unit)
    lamps += [(x, y - 0.012 * unit) for x, y in deck[1:-1:2]]
    if _dark(canvas):
        _lamps(canvas, lamps, 0.022 * unit)


def dragon_bridge(canvas: Canvas) -> None:
    """A golden dragon arching over the river, the town behind it in lights."""
    unit = canvas.unit
    horizon = canvas.height * canvas.pick(0.57, 0.62)
    _backdrop(canvas, horizon, ((64, 88, 110),))
    skyline(canvas, horizon, 0.5, (0.03, 0.2), (0.025, 0.05), (0.2, 0.5, 0.85))
    skyline(
        canvas,
        horizon,
        0.22,
        (0.04, 0.36 if not canvas.tall else 0.5),
        (0.035, 0.075),
        (canvas.pick(0.12, 0.3), canvas.pick(0.65, 0.9)),
    )
    _dragon(canvas, horizon)
    lights = [
        (float(x), horizon - 0.006 * unit) for x in np.arange(0.01, 1, 0.028 / canvas.aspect * 1.5) * canvas.width
    ]
    if _dark(canvas):
        _lamps(canvas, lights, 0.016 * unit, strength=0.7)
    _water(canvas, horizon, calm=0.75)
    if _dark(canvas):
        for x in canvas.rng.uniform(0, canvas.width, 7):
            colour = ((255, 196, 96), (255, 120, 90), (120, 210, 230), (190, 130, 240))[int(canvas.rng.integers(4))]
            glitter(canvas, horizon, x=float(x), colour=colour, width=0.014, strength=0.5)
    for below, size in ((0.1, 0.13), (0.22, 0.24)):
        boat = Thing(
            junk(canvas.palette, canvas.rng, 0.15, 2),
            canvas.pick(0.12, 0.88) * canvas.width,
            horizon + below * unit,
            size * unit,
        )
        boat.reflect(canvas, strength=0.3)
        boat.place(canvas)
    canvas.finish(bloom=0.34 if _dark(canvas) else 0.18)


def _dragon(canvas: Canvas, horizon: float) -> None:
    unit, palette = canvas.unit, canvas.palette
    lit = _dark(canvas)
    gold = (248, 190, 66) if lit else palette.thing((232, 172, 62), 0.05, 0.3)
    deep = (206, 112, 34) if lit else palette.thing((176, 112, 44), 0.05, -0.3)
    deck = horizon - 0.055 * unit
    xs = np.linspace(-0.02, 0.86, 90)
    waves = 2.5 if canvas.aspect > 1.2 else 1.5 if canvas.aspect > 0.9 else 1.0
    arch = 0.13 * unit * (1 if canvas.aspect < 2 else 1.15)
    spine = [
        (
            float(x * canvas.width),
            float(deck + 0.012 * unit - arch * math.sin(math.pi * waves * x / 0.86) ** 2 * (0.8 + 0.3 * x)),
        )
        for x in xs
    ]
    with canvas.pen((0, 0.2 * canvas.height, canvas.width, horizon), 2) as pen:
        for x, y in spine[2:-2]:
            pen.stroke([(x, min(y, deck)), (x, deck)], deep, 0.0022 * unit, alpha=0.85)
        pen.rectangle(0, deck, canvas.width, deck + 0.016 * unit, palette.thing((150, 150, 156), 0.1, 0.2))
        pen.rectangle(
            0, deck + 0.014 * unit, canvas.width, deck + 0.026 * unit, palette.thing((80, 84, 96), 0.05, -0.4)
        )
        for x in np.linspace(0.1, 0.9, 5) * canvas.width:
            pen.polygon(
                [
                    (x - 0.03 * unit, deck + 0.026 * unit),
                    (x + 0.03 * unit, deck + 0.026 * unit),
                    (x + 0.014 * unit, horizon),
                    (x - 0.014 * unit, horizon),
                ],
                palette.thing((140, 138, 140), 0.1, -0.2),
            )
        pen.stroke(spine, deep, 0.016 * unit, 0.034 * unit)
        pen.stroke([(x, y - 0.003 * unit) for x, y in spine], gold, 0.009 * unit, 0.022 * unit)
        for (x, y), (bx, by) in zip(spine[1::2], spine[2::2], strict=False):
            pen.polygon(
                [
                    (x, y - 0.008 * unit),
                    (bx, by - 0.008 * unit),
                    ((x + bx) / 2 - 0.004 * unit, (y + by) / 2 - 0.026 * unit),
                ],
                gold,
            )
        _dragon_head(pen, spine[-1], 0.1 * unit, gold, deep)
    _lamps(canvas, spine[::3], 0.035 * unit if lit else 0.0, (255, 180, 70), 0.5)
    head = (spine[-1][0] + 0.12 * unit, spine[-1][1] - 0.05 * unit)
    if lit:
        canvas.glow(head[0] + 0.05 * unit, head[1], 0.12 * unit, (255, 120, 40), 0.8, 0.5)
        canvas.glow(head[0], head[1], 0.05 * unit, (255, 226, 150), 0.9, 0.6)


def _dragon_head(pen: Pen, neck: Point, size: float, gold: Colour, deep: Colour) -> None:
    x, y = neck

    def at(px: float, py: float) -> Point:
        return x + px * size, y - py * size

    pen.polygon(
        [
            at(-0.1, -0.15),
            at(0.1, 0.25),
            at(0.5, 0.5),
            at(1.05, 0.42),
            at(1.1, 0.32),
            at(0.62, 0.28),
            at(0.55, 0.2),
            at(0.95, 0.12),
            at(0.9, 0.02),
            at(0.45, -0.02),
            at(0.2, -0.2),
        ],
        gold,
    )
    for horn in (((0.35, 0.42), (0.1, 0.75), (-0.25, 0.8)), ((0.22, 0.35), (-0.05, 0.55), (-0.4, 0.5))):
        pen.stroke(curve(*[at(*p) for p in horn]), gold, 0.08 * size, 0.01 * size)
    pen.stroke(curve(at(1.05, 0.4), at(1.25, 0.7), at(1.5, 0.55)), gold, 0.04 * size, 0.006 * size)
    pen.polygon([at(0.1, 0.1), at(-0.25, 0.3), at(-0.1, 0.05), at(-0.35, 0.0), at(-0.02, -0.1)], deep)
    pen.ellipse(*at(0.52, 0.39), 0.05 * size, 0.045 * size, (60, 24, 16))


def city(canvas: Canvas) -> None:
    """A seafront with towers, palms and people strolling."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon, kerb = canvas.height * canvas.pick(0.56, 0.6), canvas.height * 0.86
    _backdrop(canvas, horizon)
    skyline(canvas, horizon, 0.5, (0.04, 0.24), (0.025, 0.05), (0.25, 0.6))
    skyline(
        canvas,
        horizon,
        0.18,
        (0.05, 0.42 if not canvas.tall else 0.6),
        (0.04, 0.085),
        (canvas.pick(0.2, 0.45), canvas.pick(0.6, 0.85)),
    )
    with canvas.pen((0, horizon - 0.04 * unit, canvas.width, horizon), 2) as pen:
        for x in np.arange(0, canvas.width, 0.02 * unit):
            pen.ellipse(
                float(x),
                horizon - 0.008 * unit,
                0.017 * unit,
                rng.uniform(0.01, 0.026) * unit,
                palette.thing((58, 104, 66), 0.15, float(rng.uniform(-0.5, 0.3))),
            )
        pen.rectangle(0, horizon - 0.008 * unit, canvas.width, horizon, palette.thing((196, 188, 172), 0.15, 0.2))
    if _dark(canvas):
        _lamps(
            canvas,
            [(float(x), horizon - 0.012 * unit) for x in np.arange(0.02, 1, 0.04 / canvas.aspect) * canvas.width],
            0.016 * unit,
        )
    _water(canvas, horizon, calm=0.75, bottom=kerb)
    boat = Thing(
        fishing_boat(palette, rng, 0.1),
        canvas.pick(0.2, 0.8) * canvas.width,
        horizon + 0.5 * (kerb - horizon),
        0.15 * unit,
    )
    boat.reflect(canvas, strength=0.3)
    boat.place(canvas)
    _promenade(canvas, kerb)
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.3 * horizon, 0.08)
    canvas.finish(bloom=0.32 if _dark(canvas) else 0.16)


def _promenade(canvas: Canvas, kerb: float) -> None:
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    stone: Colour = (214, 196, 170)
    with canvas.pen((0, kerb - 0.1 * unit, canvas.width, canvas.height), 2) as pen:
        pen.gradient(
            [(0, kerb), (canvas.width, kerb), (canvas.width, canvas.height), (0, canvas.height)],
            (palette.thing(stone, 0.0, 0.3), palette.thing(stone, 0.0, -0.35)),
        )
        for number in range(-14, 15):
            x = canvas.width * (0.5 + number * 0.07 * unit / canvas.width * 1.2)
            pen.stroke(
                [(x, kerb), (canvas.width / 2 + (x - canvas.width / 2) * 1.7, canvas.height)],
                palette.thing(stone, 0.0, -0.4),
                0.002 * unit,
                0.004 * unit,
                0.6,
            )
        for share in (0.15, 0.4, 0.75):
            pen.rectangle(
                0,
                kerb + share * (canvas.height - kerb),
                canvas.width,
                kerb + share * (canvas.height - kerb) + 0.003 * unit,
                palette.thing(stone, 0.0, -0.4),
                0.6,
            )
        rail = palette.thing((62, 72, 84), 0.0, -0.2)
        for x in np.arange(0, canvas.width, 0.035 * unit):
            pen.rectangle(float(x), kerb - 0.055 * unit, float(x) + 0.003 * unit, kerb + 0.004 * unit, rail)
        for rise in (0.055, 0.03):
            pen.rectangle(0, kerb - rise * unit, canvas.width, kerb - (rise - 0.005) * unit, rail)
    lamps: list[Point] = []
    for share in np.arange(0.1, 1.0, 0.42 / canvas.aspect):
        x, top = share * canvas.width, kerb - 0.3 * unit
        with canvas.pen((x - 0.1 * unit, top - 0.05 * unit, x + 0.1 * unit, kerb + 0.05 * unit), 3) as pen:
            pen.stroke(
                [(x, kerb + 0.02 * unit), (x, top)], palette.thing((50, 58, 68), 0.0, -0.2), 0.009 * unit, 0.005 * unit
            )
            pen.stroke(
                curve((x, top), (x + 0.01 * unit, top - 0.03 * unit), (x + 0.05 * unit, top - 0.02 * unit)),
                palette.thing((50, 58, 68)),
                0.005 * unit,
            )
            pen.ellipse(
                x + 0.052 * unit,
                top - 0.014 * unit,
                0.012 * unit,
                0.009 * unit,
                LAMP if _dark(canvas) else palette.thing((240, 236, 220), 0, 0.5),
            )
        lamps.append((x + 0.052 * unit, top - 0.012 * unit))
    if _dark(canvas):
        _lamps(canvas, lamps, 0.16 * unit)
        for x, _ in lamps:
            canvas.glow(x, kerb + 0.05 * unit, 0.26 * unit, LAMP, 0.5, 0.3)
    for share in np.arange(0.02, 1.0, 0.36 / canvas.aspect):
        x = (share + rng.uniform(-0.03, 0.03)) * canvas.width
        Thing(
            palm(palette, rng, 0.0, lean=float(rng.uniform(-0.16, 0.2))),
            x,
            kerb + 0.03 * unit,
            unit * rng.uniform(0.34, 0.46),
            reach=1.1,
        ).place(canvas)
    for x in rng.uniform(0.05, 0.95, 3 + round(2 * canvas.aspect)) * canvas.width:
        cloth = ((238, 234, 226), (196, 60, 96), (58, 116, 170), (240, 180, 70))[int(rng.integers(4))]
        foot = kerb + rng.uniform(0.25, 0.8) * (canvas.height - kerb)
        canvas.shade(
            [(x - 0.02 * unit, foot), (x + 0.12 * unit, foot + 0.012 * unit), (x + 0.1 * unit, foot + 0.025 * unit)],
            palette.shadow,
            0.006 * unit,
            0.4,
        )
        Thing(
            walker(palette, cloth, dress=bool(rng.integers(2)), hatted=bool(rng.uniform() < 0.4)),
            float(x),
            foot,
            0.15 * unit,
            bool(rng.integers(2)),
        ).place(canvas)


SCENES = (
    Scene("bridge", "Cable-stayed bridge", ("bridge", "strait", "infrastructure", "town"),
          ("dusk", "dawn", "night", "golden", "noon", "lotus"), bridge),
    Scene("dragon_bridge", "Dragon bridge over the river", ("bridge", "river", "town", "lights", "night"),
          ("night", "dusk", "night", "golden"), dragon_bridge),
    Scene("city", "Seafront of a town", ("town", "seafront", "towers", "promenade", "people"),
          ("dusk", "night", "noon", "golden", "dawn"), city),
)  # fmt: skip
