"""Mountains and what lives on them: coffee, waterfalls, seas of cloud, lakes, forest."""

from __future__ import annotations

import math

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.contours import Slope, lay_bands, profile
from cms.demo.pictures.noise import Field, cloud, smoothstep, steps, waves
from cms.demo.pictures.palette import Colour, Palette, mix, ramp
from cms.demo.pictures.pen import Pen, Point, curve, oval
from cms.demo.pictures.people import bending, rower, walker
from cms.demo.pictures.plants import banana, grasses, leafy_frame, pine, tree
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Shape, Thing
from cms.demo.pictures.sky import birds, heaps, mist, paint_sky, rays, streaks
from cms.demo.pictures.terrain import Coat, folds, lay, range_coat, range_layers, ridge, slab, slopes, woods
from cms.demo.pictures.vessels import sampan
from cms.demo.pictures.water import glitter, mirror, ripple, shine, tint


def _clouds(canvas: Canvas, horizon: float, amount: float = 0.5) -> None:
    (heaps if canvas.palette.name in ("noon", "jade") else streaks)(canvas, horizon, amount)


def _coffee_table(palette: Palette, depth: float) -> np.typing.NDArray[np.uint32]:
    """Round bushes in rows on red basalt soil."""
    bands = []
    for leaf in ((46, 112, 62), (58, 126, 66), (40, 100, 58)):
        soil = palette.thing((176, 82, 48), depth, 0.15)
        bands.append(
            (
                soil,
                palette.thing((132, 56, 38), depth, -0.3),
                palette.thing(leaf, depth, -0.5),
                palette.thing(leaf, depth, 0.55),
                palette.thing(leaf, depth, 0.1),
                soil,
            )
        )
    return profile(bands, (0.0, 0.14, 0.26, 0.62, 0.8, 1.0))


def coffee(canvas: Canvas) -> None:
    """Rows of coffee on red hills; branches heavy with cherries close by."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.38, 0.44)
    paint_sky(canvas, horizon + 0.04 * unit, sun_x=canvas.pick(0.2, 0.8), sun_size=0.042)
    _clouds(canvas, horizon, 0.5)
    range_layers(
        canvas,
        horizon + 0.06 * unit,
        [(92, 104, 134), (80, 112, 116), (72, 112, 88)],
        rise=0.2,
        spread=0.14,
        nearest=0.45,
        below=0.5,
    )
    span = canvas.height - horizon
    plans = ((0.06, 0.07, 1.3, 12.0, 0.4), (0.24, 0.09, 1.0, 11.0, 0.16), (0.52, 0.08, 0.7, 7.0, 0.0))
    hills = []
    for share, rise, cells, _, _ in plans:
        line = waves(rng, canvas.width, cells * canvas.width / unit, 4, 0.35)
        hills.append(np.asarray(np.float32(horizon + share * span) - line * np.float32(rise * unit), np.float32))
    for number, (_, _, _, rows, depth) in enumerate(plans):
        bottom = float(hills[number + 1].max()) + 4 if number < 2 else float(canvas.height)
        slope = Slope(hills[number], bottom, rows, 1.0, 2.0, 2.0, 0.22, follow=0.9)
        lay_bands(canvas, slope, _coffee_table(palette, depth), light=0.4, air=(depth * 0.2, depth * 0.8), grain=0.16)
        for x in rng.uniform(0, canvas.width, round(2.6 * canvas.width / unit)):
            size = unit * (0.07 + 0.045 * number) * rng.uniform(0.7, 1.2)
            shapes = tree(palette, rng, (72, 124, 70), depth, sun=1.0 if canvas.sun[0] > x else -1.0)
            Thing(shapes, float(x), float(hills[number][int(x)]) + 0.15 * size, size, reach=1.1).place(canvas)
        if number < 2:
            mist(canvas, float(np.median(hills[number + 1])), 0.06, 0.45)
    _harvesters(canvas, hills[2])
    blossom = rng.uniform() < 0.3
    for x, side in ((-0.04 * unit, 1.0), (canvas.width + 0.04 * unit, -1.0)):
        for lift in (0.98, 0.8) if side > 0 else (1.02, 0.86):
            _coffee_branch(canvas, (x, lift * canvas.height), side, canvas.pick(0.46, 0.62) * unit, blossom=blossom)
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.4 * horizon, 0.08)
    canvas.finish()


def _harvesters(canvas: Canvas, tops: Field) -> None:
    rng, unit, palette = canvas.rng, canvas.unit, canvas.palette
    things = []
    for x in rng.uniform(0.25, 0.75, 2 + round(1.5 * canvas.aspect)) * canvas.width:
        edge = float(tops[int(x)])
        foot = edge + rng.uniform(0.15, 0.45) * (canvas.height - edge)
        cloth = ((206, 62, 70), (58, 92, 160), (238, 184, 74), (240, 234, 222))[int(rng.integers(4))]
        shapes = bending(palette, cloth) if rng.uniform() < 0.6 else walker(palette, cloth)
        things.append(
            Thing(shapes, float(x), foot, unit * (0.1 + 0.12 * (foot - edge) / unit), bool(rng.integers(2)), 1.2)
        )
    for thing in sorted(things, key=lambda one: one.y):
        thing.place(canvas)


def _coffee_branch(canvas: Canvas, start: Point, side: float, length: float, *, blossom: bool) -> None:
    """A near branch: glossy paired leaves, cherries (or white flowers) crowded at each joint."""
    rng, palette = canvas.rng, canvas.palette
    rise = rng.uniform(0.25, 0.5)
    end = (start[0] + side * length, start[1] - rise * length)
    spine = curve(start, (start[0] + side * 0.5 * length, start[1] - 0.75 * rise * length), end, count=9)
    ripe: tuple[Colour, ...] = ((206, 36, 40), (226, 58, 40), (176, 28, 44), (232, 132, 48), (118, 152, 62))
    with canvas.pen(
        (
            min(start[0], end[0]) - 0.3 * length,
            end[1] - 0.4 * length,
            max(start[0], end[0]) + 0.3 * length,
            start[1] + 0.4 * length,
        )
    ) as pen:
        pen.stroke(spine, palette.thing((96, 76, 54), 0.0, -0.2), 0.022 * length, 0.008 * length)
        for number, (x, y) in enumerate(spine[1:]):
            size = length * (0.3 - 0.012 * number) * rng.uniform(0.85, 1.1)
            for turn in (-1, 1):
                _coffee_leaf(
                    pen,
                    palette,
                    (x, y),
                    -turn * rng.uniform(0.75, 1.15) + (0 if side > 0 else math.pi) - 0.25 * side,
                    size,
                    lit=0.35 if turn > 0 else -0.35,
                )
        for x, y in spine[1:-1]:
            for _ in range(9):
                dx, dy = rng.normal(0, 0.03 * length, 2)
                radius = 0.021 * length * rng.uniform(0.85, 1.15)
                if blossom:
                    for petal in range(5):
                        angle = petal * 2 * math.pi / 5 + dx
                        pen.ellipse(
                            x + dx + radius * math.cos(angle),
                            y + dy + radius * math.sin(angle),
                            0.7 * radius,
                            0.5 * radius,
                            palette.thing((250, 248, 240), 0.0, 0.5),
                        )
                    continue
                colour = ripe[int(rng.integers(len(ripe)))]
                pen.ellipse(x + dx, y + dy, radius, radius * 1.06, palette.thing(colour, 0.0, -0.55))
                pen.ellipse(
                    x + dx - 0.1 * radius,
                    y + dy - 0.1 * radius,
                    0.84 * radius,
                    0.88 * radius,
                    palette.thing(colour, 0.0, 0.15),
                )
                pen.ellipse(
                    x + dx - 0.32 * radius,
                    y + dy - 0.38 * radius,
                    0.24 * radius,
                    0.2 * radius,
                    palette.thing((255, 236, 224), 0.0, 0.5),
                    0.8,
                )


def _coffee_leaf(pen: Pen, palette: Palette, base: Point, angle: float, size: float, *, lit: float) -> None:
    tip = (base[0] + size * math.cos(angle), base[1] + size * math.sin(angle) + 0.12 * size)
    across = (-math.sin(angle), math.cos(angle))
    leaf: Colour = (44, 108, 62)

    def edge(aside: float) -> list[Point]:
        middle = (
            base[0] + 0.5 * (tip[0] - base[0]) + across[0] * aside * size,
            base[1] + 0.5 * (tip[1] - base[1]) + across[1] * aside * size,
        )
        return curve(base, middle, tip, count=12)

    spine = edge(0.03)
    pen.polygon([*edge(0.36), *spine[::-1]], palette.thing(leaf, 0.0, lit - 0.3))
    pen.polygon([*edge(-0.32), *spine[::-1]], palette.thing(leaf, 0.0, lit + 0.15))
    pen.stroke(spine, palette.thing((150, 186, 106), 0.0, lit), 0.018 * size, 0.006 * size)
    for share in (3, 5, 7, 9):
        for aside in (0.24, -0.22):
            vein = edge(aside)[share + 1]
            pen.stroke([spine[share], vein], palette.thing((118, 164, 92), 0.0, lit), 0.008 * size, 0.003 * size, 0.6)


def mountains(canvas: Canvas) -> None:
    """Range behind range above a sea of cloud."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    floor = canvas.height * canvas.pick(0.5, 0.58)
    paint_sky(canvas, floor, sun_x=canvas.pick(0.2, 0.8), sun_size=canvas.pick(0.045, 0.07))
    _clouds(canvas, floor, canvas.pick(0.35, 0.55))
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
    _clouds(canvas, horizon, canvas.pick(0.45, 0.7))
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


def waterfall(canvas: Canvas) -> None:
    """Water falling over dark cliffs into a pool."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    crest, pool = canvas.height * canvas.pick(0.2, 0.26), canvas.height * canvas.pick(0.7, 0.75)
    paint_sky(canvas, crest + 0.2 * unit, sun_x=canvas.pick(0.2, 0.8), sun_size=0.04)
    _clouds(canvas, crest + 0.1 * unit, 0.5)
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
    green = smoothstep(patch + 0.35 * ledges + 0.5 - 0.95 * y, 0.0, 0.25)
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


SCENES = (
    Scene("coffee", "Coffee on the plateau", ("coffee", "plateau", "harvest", "agriculture", "highlands"),
          ("golden", "dawn", "noon", "jade", "dusk"), coffee),
    Scene("mountains", "Mountains and sea of cloud", ("mountains", "clouds", "ridge", "highlands"),
          ("dawn", "dusk", "golden", "noon", "lotus", "rain", "jade"), mountains),
    Scene("lake", "Lake among wooded hills", ("lake", "hills", "pines", "boat", "calm"),
          ("dawn", "dusk", "golden", "rain", "jade", "lotus", "noon"), lake),
    Scene("forest", "Forest in morning light", ("forest", "trees", "mist", "nature reserve"),
          ("jade", "golden", "dawn", "rain", "noon"), forest),
    Scene("waterfall", "Waterfall", ("waterfall", "cliffs", "pool", "forest"),
          ("noon", "jade", "golden", "rain", "dawn"), waterfall),
)  # fmt: skip
