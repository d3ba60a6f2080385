"""Works of today in their landscapes: a container port, wind turbines, a skyline."""

from __future__ import annotations

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.engineering import container_ship, crane, skyline, stack, turbine
from cms.demo.pictures.noise import Field, waves
from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.pen import Pen, Point
from cms.demo.pictures.plants import grasses, palm
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Thing
from cms.demo.pictures.sky import birds, mist, paint_sky, weather
from cms.demo.pictures.terrain import lay, range_coat, ridge, slopes, woods
from cms.demo.pictures.vessels import fishing_boat
from cms.demo.pictures.water import glitter, mirror, ripple, shine, tint

LAMP: Colour = (255, 214, 138)


SHORE: Colour = (70, 104, 84)


def _dark(canvas: Canvas) -> bool:
    return canvas.palette.name in ("night", "dusk")


def _water(canvas: Canvas, horizon: float, calm: float = 0.6, bottom: float | None = None) -> None:
    palette = canvas.palette
    mirror(canvas, horizon, squash=0.9, bottom=bottom)
    tint(canvas, horizon, mix(palette.shadow, palette.sky[1], 0.55), 0.08, 0.5, bottom)
    ripple(canvas, horizon, strength=calm, bottom=bottom)
    shine(canvas, horizon, 0.35, 0.02)
    glitter(canvas, horizon, strength=0.7, bottom=bottom)


def _hills(canvas: Canvas, foot: float, rises: tuple[tuple[float, float, float], ...]) -> None:
    """Wooded hills before the horizon: (distance, base above the foot, height) in units."""
    for depth, base, height in rises:
        tops = ridge(canvas, foot - base * canvas.unit, height, 1.3 + 0.6 * (1 - depth), gain=0.46)
        tops = woods(canvas, np.minimum(tops, foot - 2), 0.007, 65)
        lay(canvas, tops, foot, range_coat(canvas, SHORE, depth), slopes(canvas, tops, foot))


def port(canvas: Canvas) -> None:
    """A laden ship at a quay under gantry cranes."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.58, 0.63)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.15, 0.85))
    weather(canvas, horizon, canvas.pick(0.35, 0.6))
    _hills(canvas, horizon, ((0.75, 0.1, 0.07), (0.6, 0.05, 0.04)))
    mist(canvas, horizon - 0.03 * unit, 0.05, 0.5)
    quay = horizon + 0.012 * unit
    _yard(canvas, quay)
    lamps = _gantries(canvas, quay)
    with canvas.pen((0, quay - 0.02 * unit, canvas.width, quay + 0.03 * unit), 2) as pen:
        stone: Colour = (156, 150, 142)
        pen.rectangle(0, quay - 0.012 * unit, canvas.width, quay, palette.thing(stone, 0.12, 0.35))
        pen.rectangle(0, quay, canvas.width, quay + 0.022 * unit, palette.thing(stone, 0.05, -0.6))
        for x in np.arange(0.01, canvas.width / unit, 0.05) * unit:
            pen.rectangle(
                float(x), quay + 0.002 * unit, float(x) + 0.008 * unit, quay + 0.022 * unit, (30, 30, 34), 0.8
            )
    edge = quay + 0.022 * unit
    _water(canvas, edge, 0.65)
    ships = []
    for centre in (0.5,) if canvas.aspect < 1.9 else (0.27, 0.76):
        size = min(0.95 * canvas.width, (0.92 if canvas.aspect < 1.2 else 1.05) * unit)
        x = (centre + canvas.pick(-0.06, 0.06)) * canvas.width
        ships.append(
            Thing(container_ship(palette, rng, 0.03), x, edge + 0.045 * unit, size, bool(rng.integers(2)), 0.6)
        )
    for ship in ships:
        ship.reflect(canvas, strength=0.4, squash=0.6)
        ship.place(canvas)
    place = (canvas.pick(0.15, 0.85) * canvas.width, edge + canvas.pick(0.2, 0.26) * unit)
    boat = Thing(fishing_boat(palette, rng, 0.0), *place, 0.2 * unit, bool(rng.integers(2)))
    boat.reflect(canvas, strength=0.4)
    boat.place(canvas)
    if _dark(canvas):
        for x, y in lamps:
            canvas.glow(x, y, 0.05 * unit, LAMP, 0.9)
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.25 * horizon, 0.08)
    canvas.finish(bloom=0.3 if _dark(canvas) else 0.16)


def _yard(canvas: Canvas, quay: float) -> None:
    unit, rng = canvas.unit, canvas.rng
    for depth, width, above in ((0.42, 0.036, 0.03), (0.22, 0.05, 0.008)):
        x = -0.05 * unit
        while x < canvas.width:
            columns = int(rng.integers(3, 6))
            shapes = stack(canvas.palette, rng, columns, int(rng.integers(3, 6)), 1.0, depth)
            Thing(shapes, x, quay - above * unit, width * unit, reach=6.0).place(canvas)
            x += (columns * 1.03 + rng.uniform(0.3, 1.2)) * width * unit


def _gantries(canvas: Canvas, quay: float) -> list[Point]:
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    paints: tuple[Colour, ...] = ((206, 74, 54), (38, 92, 150), (226, 150, 48), (60, 120, 132))
    paint = paints[int(rng.integers(4))]
    tall = 0.42 * unit * (1.25 if canvas.tall else 1.0)
    count = max(2, round(canvas.width / unit * 2.1))
    lamps: list[Point] = []
    for number in range(count):
        x = (number + 0.6 + rng.uniform(-0.12, 0.12)) / count * canvas.width
        raised = bool(rng.uniform() < 0.35)
        size = tall * rng.uniform(0.92, 1.04)
        Thing(crane(palette, 0.12, paint, raised), x, quay - 0.004 * unit, size, False, 1.25).place(canvas)
        lamps += [(x + at * size, quay - 0.62 * size) for at in (-0.4, 0.0, 0.3)]
    return lamps


def wind_farm(canvas: Canvas) -> None:
    """Wind turbines on green headlands by the sea."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.56, 0.62)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.15, 0.85))
    weather(canvas, horizon, canvas.pick(0.35, 0.6))
    side = 1.0 if canvas.sun[0] > canvas.width / 2 else -1.0
    _turbines(canvas, np.full(canvas.width, horizon, np.float32), 0.6, 0.1, round(5 * canvas.aspect) + 2, side)
    _hills(canvas, horizon, ((0.72, 0.01, 0.05),))
    _water(canvas, horizon, 0.7)
    x = np.linspace(0, 1, canvas.width, dtype=np.float32)
    tall = 1.25 if canvas.tall else 1.0
    for depth, base, slant, size, count in ((0.3, 0.1, 0.34, 0.24, 3), (0.05, 0.22, -0.46, 0.42, 2)):
        lean = slant * side
        tilt = (x - 0.5) * np.float32(lean * min(1.4, canvas.aspect))
        tops = horizon + (np.float32(base) + tilt) * np.float32(unit)
        tops = tops - waves(rng, canvas.width, 1.6 * canvas.aspect, 3, 0.4) * np.float32(0.035 * unit)
        bottom = float(canvas.height)
        shore = np.clip(tops, 0, bottom).astype(np.float32)
        land = shore < horizon + 0.3 * unit
        _turbines(
            canvas,
            np.where(land, shore, np.float32(-1)),
            depth,
            size * tall,
            round(count * max(1.0, canvas.aspect)),
            side,
        )
        surf = shore - np.float32(0.004 * unit)
        foam = range_coat(canvas, (246, 244, 236), 0.1, thick=0.0)
        lay(canvas, np.where(shore > horizon, surf, shore), bottom, foam, 0.7)
        sand = range_coat(canvas, (206, 178, 132), depth, thick=0.0)
        lay(canvas, shore, bottom, sand, slopes(canvas, shore, bottom))
        green = shore + np.float32(0.012 * unit) * (1 + waves(rng, canvas.width, 9 * canvas.aspect, 4, 0.6))
        leaf: Colour = (104, 152, 70)
        lay(canvas, green, bottom, range_coat(canvas, leaf, depth, thick=0.0), slopes(canvas, green, bottom, cells=5))
    grasses(canvas, canvas.height - 0.01 * unit, 0.08, (112, 152, 66), density=240)
    near = canvas.width * (0.12 if side < 0 else 0.88)
    Thing(palm(palette, rng, 0.0, lean=0.16 * -side), near, canvas.height + 0.01 * unit, 0.5 * unit, reach=1.1).place(
        canvas
    )
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.3 * horizon, 0.08)
    canvas.finish()


def _turbines(canvas: Canvas, tops: Field, depth: float, size: float, count: int, side: float) -> None:
    """Turbines spread evenly where there is land; a height below 0 says there is none."""
    rng, unit = canvas.rng, canvas.unit
    for number in range(count):
        x = (number + 0.5 + rng.uniform(-0.22, 0.22)) / count * canvas.width
        turn, scale = float(rng.uniform(0, 2.1)), rng.uniform(0.85, 1.12)
        foot = float(tops[min(canvas.width - 1, int(x))])
        if foot >= 0:
            shapes = turbine(canvas.palette, turn, depth, side)
            Thing(shapes, x, foot + 0.015 * unit, size * unit * scale, reach=1.6).place(canvas)


def skyline_dusk(canvas: Canvas) -> None:
    """A town's towers behind still water, lights coming on."""
    unit = canvas.unit
    horizon = canvas.height * canvas.pick(0.58, 0.64)
    paint_sky(canvas, horizon, sun_x=canvas.pick(0.25, 0.75), sun_size=0.05)
    weather(canvas, horizon, canvas.pick(0.35, 0.6))
    _hills(canvas, horizon, ((0.75, 0.09, 0.06), (0.6, 0.03, 0.04)))
    reach = 0.72 if canvas.tall else 0.46
    skyline(canvas, horizon, 0.5, (0.04, 0.26), (0.025, 0.05), (0.25, 0.6, 0.9))
    mist(canvas, horizon - 0.04 * unit, 0.05, 0.4)
    skyline(canvas, horizon, 0.2, (0.04, reach), (0.035, 0.075), (canvas.pick(0.25, 0.4), canvas.pick(0.6, 0.85)))
    _embankment(canvas, horizon)
    _water(canvas, horizon, 0.55)
    if _dark(canvas):
        tones: tuple[Colour, ...] = ((255, 196, 96), (255, 140, 100), (140, 200, 230), (255, 220, 150))
        for x in canvas.rng.uniform(0, canvas.width, round(5 * canvas.aspect)):
            glitter(canvas, horizon, x=float(x), colour=tones[int(canvas.rng.integers(4))], width=0.016, strength=0.5)
    birds(canvas, 7, canvas.pick(0.2, 0.8) * canvas.width, 0.3 * horizon, 0.08)
    canvas.finish(bloom=0.32 if _dark(canvas) else 0.16)


def _embankment(canvas: Canvas, horizon: float) -> None:
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette

    def crowns(pen: Pen) -> None:
        for x in np.arange(0, canvas.width, 0.022 * unit):
            lit = float(rng.uniform(-0.5, 0.3))
            pen.ellipse(
                float(x),
                horizon - 0.008 * unit,
                0.018 * unit,
                rng.uniform(0.01, 0.026) * unit,
                palette.thing((56, 100, 64), 0.15, lit),
            )

    with canvas.pen((0, horizon - 0.05 * unit, canvas.width, horizon), 2) as pen:
        crowns(pen)
        pen.rectangle(0, horizon - 0.008 * unit, canvas.width, horizon, palette.thing((186, 176, 160), 0.15, 0.1))
    if _dark(canvas):
        for x in np.arange(0.02, canvas.width / unit, 0.045) * unit:
            canvas.glow(float(x), horizon - 0.014 * unit, 0.018 * unit, LAMP, 0.8)


SCENES: tuple[Scene, ...] = (
    Scene("port", "Container port", ("port", "crane", "container ship", "logistics", "trade"),
          ("golden", "dawn", "noon", "dusk"), port),
    Scene("wind_farm", "Wind turbines by the sea", ("wind power", "turbine", "coast", "clean energy"),
          ("noon", "golden", "jade", "dawn", "lotus"), wind_farm),
    Scene("skyline", "Skyline at dusk", ("town", "skyline", "towers", "evening", "lights"),
          ("dusk", "night", "dusk", "golden"), skyline_dusk),
)  # fmt: skip
