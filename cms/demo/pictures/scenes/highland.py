"""High country: ranges above cloud, a lake, a forest."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import smoothstep, waves
from cms.demo.pictures.palette import Colour, Palette, mix
from cms.demo.pictures.pen import curve, oval
from cms.demo.pictures.people import rower, walker
from cms.demo.pictures.plants import banana, grasses, pine
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Shape, Thing
from cms.demo.pictures.sky import birds, mist, paint_sky, rays, weather
from cms.demo.pictures.terrain import Coat, lay, range_coat, range_layers, ridge, slopes, woods
from cms.demo.pictures.vessels import sampan
from cms.demo.pictures.water import glitter, mirror, ripple, shine, tint


def mountains(canvas: Canvas) -> None:
    """Range behind range above a sea of cloud."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    floor = canvas.height * canvas.pick(0.5, 0.58)
    paint_sky(canvas, floor, sun_x=canvas.pick(0.2, 0.8), sun_size=canvas.pick(0.045, 0.07))
    weather(canvas, floor, canvas.pick(0.35, 0.55))
    colours: tuple[Colour, ...] = (
        (104, 116, 156),
        (88, 112, 142),
        (72, 108, 122),
        (60, 102, 98),
        (52, 94, 72),
        (44, 84, 54),
    )
    for number, colour in enumerate(colours):
        share = number / (len(colours) - 1)
        base = floor - 0.05 * unit + share**1.15 * (canvas.height - floor) * 0.86
        rise = (0.13 + 0.05 * rng.uniform()) * (1 - 0.25 * share)
        tops = ridge(canvas, base, rise, 1.1 + 0.7 * share, octaves=7, gain=0.47)
        if number > 2:
            tops = woods(canvas, tops, 0.005 + 0.011 * share**2, 60)
        lay(
            canvas,
            tops,
            canvas.height,
            range_coat(canvas, colour, 0.72 * (1 - share), thick=1.0 - 0.4 * share),
            slopes(canvas, tops, canvas.height, cells=8),
        )
        if number < len(colours) - 1:
            mist(canvas, base + 0.12 * unit, 0.1, 0.85 - 0.3 * share)
    reed: Colour = (206, 186, 132) if rng.uniform() < 0.5 else (126, 152, 84)
    for line in (0.95, 1.02):
        grasses(canvas, line * canvas.height, 0.08 + 0.05 * (line - 0.95) * 14, reed, density=150, lit=0.3)
    if rng.uniform() < 0.6:
        x = canvas.pick(0.2, 0.8) * canvas.width
        Thing(walker(palette, (206, 62, 58), hatted=False), x, 0.955 * canvas.height, 0.1 * unit).place(canvas)
    if palette.name in ("dawn", "golden"):
        rays(canvas, 7, 0.11)
    birds(canvas, 7, canvas.pick(0.2, 0.8) * canvas.width, 0.5 * floor, 0.1)
    canvas.finish()


def lake(canvas: Canvas) -> None:
    """A still lake among wooded hills, pines on the bank, one boat."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.46, 0.52)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.25, 0.75), sun_size=0.045)
    weather(canvas, horizon, canvas.pick(0.45, 0.7))
    range_layers(
        canvas,
        horizon,
        [(90, 108, 136), (74, 110, 118), (60, 106, 86), (52, 100, 62)],
        rise=0.28,
        spread=0.13,
        nearest=0.18,
    )
    mirror(canvas, horizon, squash=0.95)
    tint(canvas, horizon, mix(palette.shadow, (20, 84, 92), 0.5), 0.06, 0.5)
    below = canvas.pick(0.14, 0.26)
    figure = rower(palette, (206, 66, 60), 0.05)
    small = [
        Shape(
            [(0.25 + 0.42 * px, 0.05 + 0.42 * py) for px, py in shape.points],
            shape.colours,
            shape.alpha,
            shape.sideways,
        )
        for shape in figure
    ]
    boat = Thing(
        [*small, *sampan(palette, 0.03)],
        canvas.pick(0.3, 0.7) * canvas.width,
        horizon + below * unit,
        unit * (0.1 + 0.5 * below),
        bool(rng.integers(2)),
        1.0,
    )
    boat.reflect(canvas, strength=0.8)
    ripple(canvas, horizon, strength=0.35, sheen=0.7)
    shine(canvas, horizon, 0.35, 0.02)
    glitter(canvas, horizon, strength=0.55)
    mist(canvas, horizon, 0.05, 0.55)
    boat.place(canvas)
    side = 1 if rng.uniform() < 0.5 else -1
    x = np.linspace(0, 1, canvas.width, dtype=np.float32)
    away = x if side > 0 else 1 - x
    rise = smoothstep(away, 0.62, -0.05)
    bank = (
        np.float32(canvas.height * 1.02)
        - rise * np.float32(0.24 * unit)
        - waves(rng, canvas.width, 6, 4) * np.float32(0.012 * unit)
    )
    tones = [palette.thing((72, 100, 52), 0.0, lit) for lit in (-0.7, -0.3, 0.1, 0.5)]
    for share in (0.03, 0.1, 0.17, 0.26, 0.34):
        at = (share if side > 0 else 1 - share) * canvas.width + rng.uniform(-0.03, 0.03) * unit
        foot = float(bank[int(np.clip(at, 0, canvas.width - 1))]) + 0.02 * unit
        Thing(pine(palette, rng, 0.0), at, foot, unit * rng.uniform(0.4, 0.72), bool(rng.integers(2)), 1.05).place(
            canvas
        )
    lay(
        canvas,
        np.asarray(bank, np.float32),
        canvas.height,
        Coat(tones, palette.shadow, 0.0, 0.2, 1.0),
        slopes(canvas, bank, canvas.height, cells=6),
    )
    grasses(canvas, canvas.height * 1.01, 0.06, (136, 152, 78), density=120)
    birds(canvas, 7, canvas.pick(0.3, 0.7) * canvas.width, 0.4 * horizon, 0.1)
    canvas.finish()


def forest(canvas: Canvas) -> None:
    """Tall trees in layers of mist, light falling between the trunks."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    glowing = mix(palette.haze, palette.light, 0.5)
    canvas.gradient(
        [
            mix(palette.thing((54, 104, 84), 0.5), glowing, 0.25),
            glowing,
            mix(palette.thing((84, 128, 84), 0.4), glowing, 0.45),
        ],
        0,
        canvas.height,
    )
    canvas.sun = (canvas.pick(0.3, 0.7) * canvas.width, 0.22 * canvas.height)
    canvas.glow(*canvas.sun, 0.9 * unit, palette.light, 0.6)
    for number in range(5):
        depth = 0.78 - 0.19 * number
        ground = canvas.height * (0.62 + 0.085 * number)
        _trunks(canvas, number, depth, ground)
        tops = woods(canvas, ridge(canvas, ground - 0.01 * unit, 0.03, 2.0), 0.03 + 0.012 * number, 26)
        lay(
            canvas,
            tops,
            canvas.height,
            range_coat(canvas, (58, 112, 60), depth, thick=max(0.0, depth - 0.1)),
            slopes(canvas, tops, canvas.height, cells=10),
        )
        if number < 4:
            mist(canvas, ground - 0.05 * unit, 0.16, 0.5 * depth + 0.1)
        if number == 2:
            rays(canvas, 9, 0.22, 1.8)
    canvas.glow(*canvas.sun, 0.6 * unit, palette.sun, 0.35)
    for share in (0.06, 0.22, 0.8, 0.95):
        Thing(
            banana(palette, rng) if rng.uniform() < 0.35 else _fern(palette, rng),
            share * canvas.width,
            canvas.height * 1.02,
            unit * rng.uniform(0.22, 0.32),
            reach=1.1,
        ).place(canvas)
    if rng.uniform() < 0.6:
        Thing(
            walker(palette, (214, 96, 52), hatted=False),
            canvas.width * canvas.pick(0.4, 0.62),
            canvas.height * 0.95,
            0.11 * unit,
        ).place(canvas)
    canvas.finish(bloom=0.22)


def _trunks(canvas: Canvas, number: int, depth: float, ground: float) -> None:
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    count = round((15, 12, 9, 6, 3)[number] * canvas.width / unit / 1.3)
    with canvas.pen((0, 0, canvas.width, ground + 0.06 * unit)) as pen:
        for spot in range(count):
            x = (spot + rng.uniform(0.1, 0.9)) / count * canvas.width
            if number == 4 and abs(x - canvas.sun[0]) < 0.24 * unit:
                continue
            wide = unit * (0.008 + 0.013 * number) * rng.uniform(0.7, 1.3)
            lean = rng.uniform(-0.04, 0.04) * unit
            side = 1 if canvas.sun[0] > x else -1
            tones = tuple(palette.thing((112, 92, 72), depth, lit) for lit in (-0.75, -0.35, 0.4))[::side]
            trunk = [
                (x - 1.9 * wide, ground + 0.04 * unit),
                (x - 0.6 * wide, ground - 0.1 * unit),
                (x + lean - 0.42 * wide, -0.02 * unit),
                (x + lean + 0.42 * wide, -0.02 * unit),
                (x + 0.6 * wide, ground - 0.1 * unit),
                (x + 1.9 * wide, ground + 0.04 * unit),
            ]
            pen.gradient(trunk, tones, sideways=True)
            for _ in range(3):
                height = rng.uniform(0.1, 0.6) * ground
                bough = curve(
                    (x + lean * 0.6, height),
                    (x + rng.uniform(-0.1, 0.1) * unit, height - 0.06 * unit),
                    (x + rng.uniform(-0.2, 0.2) * unit, height - 0.09 * unit),
                )
                pen.stroke(bough, tones[1], 0.32 * wide, 0.06 * wide)
            for _ in range(10):
                px, py = x + rng.normal(0, 0.11) * unit, rng.uniform(-0.02, 0.26) * canvas.height
                size = unit * rng.uniform(0.025, 0.06)
                pen.polygon(
                    oval(px, py, size * 1.5, size * 0.7, rng.uniform(-0.3, 0.3), 14),
                    palette.thing((62, 124, 66), depth, float(rng.uniform(-0.5, 0.45))),
                    0.85,
                )


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


SCENES: tuple[Scene, ...] = (
    Scene("mountains", "Mountains and sea of cloud", ("mountains", "clouds", "ridge", "highlands"),
          ("dawn", "dusk", "golden", "noon", "lotus", "rain", "jade"), mountains),
    Scene("lake", "Lake among wooded hills", ("lake", "hills", "pines", "boat", "calm"),
          ("dawn", "dusk", "golden", "rain", "jade", "lotus", "noon"), lake),
    Scene("forest", "Forest in morning light", ("forest", "trees", "mist", "nature reserve"),
          ("jade", "golden", "dawn", "rain", "noon"), forest),
)  # fmt: skip
