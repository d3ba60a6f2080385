"""Old places: the citadel gate behind its lotus pond, towers of Champa, a pagoda above the mist."""

from __future__ import annotations

import numpy as np

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.heritage import cham_tower, gate, pagoda
from cms.demo.pictures.noise import Field, cloud, smoothstep, waves
from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.people import walker
from cms.demo.pictures.plants import grasses, leafy_frame, lotus_flower, lotus_leaf, pine, tree
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Thing
from cms.demo.pictures.sky import birds, heaps, mist, paint_sky, rays, streaks, weather
from cms.demo.pictures.terrain import Coat, folds, lay, range_coat, range_layers, ridge, slab, slopes, woods
from cms.demo.pictures.water import glitter, mirror, ripple, shine, tint


def citadel_lotus(canvas: Canvas) -> None:
    """The gate mirrored in its moat; lotus in front."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    shore = canvas.height * canvas.pick(0.52, 0.57)
    paint_sky(canvas, shore, sun_x=canvas.pick(0.15, 0.85), sun_size=0.04)
    weather(canvas, shore, canvas.pick(0.35, 0.6))
    far = woods(canvas, ridge(canvas, shore - 0.06 * unit, 0.03, 1.5), 0.03, 22)
    lay(canvas, far, shore, range_coat(canvas, (60, 104, 84), 0.55), slopes(canvas, far, shore))
    size = 0.36 * unit if canvas.aspect < 0.9 else 0.47 * unit
    middle = canvas.width * (0.5 + canvas.pick(-0.07, 0.07) * (canvas.aspect > 1.2))
    wall: Colour = (168, 138, 110)
    with canvas.pen((0, shore - 0.2 * unit, canvas.width, shore), 2) as pen:
        top = shore - 0.3 * size
        pen.gradient(
            [(0, top), (canvas.width, top), (canvas.width, shore), (0, shore)],
            (palette.thing(wall, 0.2, 0.1), palette.thing(wall, 0.1, -0.5)),
        )
        pen.rectangle(0, top - 0.03 * size, canvas.width, top + 0.02 * size, palette.thing((214, 190, 150), 0.15, 0.3))
    for x in np.arange(0.04, 1.0, 0.11 * unit / canvas.width * 1.6):
        if abs(x * canvas.width - middle) > 1.08 * size:
            tall = unit * rng.uniform(0.12, 0.2)
            Thing(
                tree(palette, rng, (50, 100, 62), 0.12, sun=1.0 if canvas.sun[0] > x * canvas.width else -1.0),
                x * canvas.width,
                shore - 0.02 * unit,
                tall,
                reach=1.1,
            ).place(canvas)
    Thing(gate(palette, 0.05), middle, shore - 0.02 * size, size, reach=1.2).place(canvas)
    _quay(canvas, shore, size)
    _flag(canvas, middle, shore - 0.92 * size, size)
    mirror(canvas, shore, squash=0.95)
    tint(canvas, shore, mix(palette.shadow, (20, 70, 66), 0.4), 0.12, 0.55)
    ripple(canvas, shore, strength=0.45)
    shine(canvas, shore, 0.4, 0.02)
    glitter(canvas, shore, strength=0.5)
    mist(canvas, shore, 0.03, 0.35)
    _lotus_pond(canvas, shore)
    leafy_frame(
        canvas, -0.03 * unit, -0.04 * unit, 0.4, blossom=(246, 214, 92) if rng.uniform() < 0.5 else (238, 92, 60)
    )
    birds(canvas, 6, canvas.pick(0.3, 0.8) * canvas.width, 0.35 * shore, 0.07)
    canvas.finish()


def _quay(canvas: Canvas, shore: float, size: float) -> None:
    """The stone edge of the moat with clipped shrubs, so that portals don't run into their reflections."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    with canvas.pen((0, shore - 0.1 * size, canvas.width, shore), 2) as pen:
        for x in np.arange(0, canvas.width, 0.03 * unit):
            if rng.uniform() < 0.62:
                lit = float(rng.uniform(-0.5, 0.4))
                pen.ellipse(
                    x,
                    shore - 0.035 * size,
                    rng.uniform(0.012, 0.024) * unit,
                    0.022 * unit,
                    palette.thing((66, 112, 62), 0.06, lit),
                )
        stone = palette.thing((190, 170, 142), 0.05, 0.3)
        pen.gradient(
            [(0, shore - 0.035 * size), (canvas.width, shore - 0.035 * size), (canvas.width, shore), (0, shore)],
            (stone, palette.thing((120, 104, 90), 0.0, -0.5)),
        )


def _flag(canvas: Canvas, x: float, y: float, size: float) -> None:
    with canvas.pen((x - 0.3 * size, y - 0.4 * size, x + 0.3 * size, y + 0.1 * size), 3) as pen:
        pen.stroke([(x, y + 0.06 * size), (x, y - 0.2 * size)], canvas.palette.thing((90, 80, 76)), 0.012 * size)
        pen.polygon(
            [
                (x, y - 0.2 * size),
                (x + 0.09 * size, y - 0.185 * size),
                (x + 0.16 * size, y - 0.2 * size),
                (x + 0.155 * size, y - 0.1 * size),
                (x + 0.08 * size, y - 0.085 * size),
                (x, y - 0.1 * size),
            ],
            canvas.palette.thing((220, 44, 36), 0, 0.3),
        )


def _lotus_pond(canvas: Canvas, shore: float) -> None:
    """Leaves and flowers, crowding and growing towards the viewer."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    span = canvas.height - shore
    count = round(46 * canvas.width / unit)
    gap = canvas.pick(0.3, 0.7) * canvas.width
    spots = []
    for x, y in zip(
        rng.uniform(-0.02, 1.02, count) * canvas.width, rng.uniform(0.12, 1.06, count) ** 0.75, strict=True
    ):
        if abs(x - gap) > (0.2 - 0.02 * y) * unit or y > 0.88:
            spots.append((float(y), float(x)))
    for y, x in sorted(spots):
        foot, size = shore + y * span, unit * (0.012 + 0.075 * y**1.3) * rng.uniform(0.75, 1.2)
        with canvas.pen((x - 1.2 * size, foot - 0.7 * size, x + 1.2 * size, foot + 0.7 * size), 2) as pen:
            lotus_leaf(pen, palette, rng, x, foot, size)
        if rng.uniform() < 0.3 and y > 0.25:
            Thing(
                lotus_flower(palette, rng, bud=bool(rng.uniform() < 0.3)), x, foot, unit * (0.03 + 0.12 * y), reach=1.35
            ).place(canvas)


def cham_towers(canvas: Canvas) -> None:
    """Brick towers on a dry hill."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    ground = canvas.height * canvas.pick(0.7, 0.76)
    paint_sky(canvas, ground, sun_x=canvas.pick(0.2, 0.8), sun_size=canvas.pick(0.05, 0.075))
    (heaps if palette.name == "noon" else streaks)(canvas, ground, canvas.pick(0.45, 0.7))
    range_layers(
        canvas,
        ground + 0.1 * unit,
        [(96, 104, 120), (110, 112, 104), (128, 124, 84)],
        rise=0.36,
        spread=0.1,
        nearest=0.4,
        below=0.3,
    )
    hill = _rise(canvas, ground)
    colour: Colour = (150, 132, 66) if rng.uniform() < 0.5 else (108, 134, 66)
    group = _group(canvas, hill)
    sun = 1.0 if canvas.sun[0] > canvas.width / 2 else -1.0
    for x, size, depth in group[:-1]:
        Thing(
            cham_tower(palette, depth, sun),
            x,
            float(hill[int(np.clip(x, 0, canvas.width - 1))]) + 0.03 * size,
            size,
            reach=1.15,
        ).place(canvas)
    x, size, depth = group[-1]
    Thing(
        cham_tower(palette, depth, sun),
        x,
        float(hill[int(np.clip(x, 0, canvas.width - 1))]) + 0.03 * size,
        size,
        reach=1.15,
    ).place(canvas)
    tones = [palette.thing(colour, 0.0, lit) for lit in (-0.75, -0.3, 0.1, 0.5)]
    lay(
        canvas,
        hill,
        canvas.height,
        Coat(tones, palette.shadow, 0.0, 0.35, 1.5),
        slopes(canvas, hill, canvas.height, cells=5, poster=0.3),
    )
    for share, tall in ((0.05, 0.2), (0.16, 0.13), (0.9, 0.17)):
        at = share * canvas.width
        Thing(
            tree(palette, rng, (86, 112, 56), 0.05, sun=sun),
            at,
            float(hill[int(at)]) + 0.01 * unit,
            tall * unit,
            mirrored=bool(rng.integers(2)),
            reach=1.1,
        ).place(canvas)
    for line in (0.82, 0.92, 1.0):
        grasses(canvas, line * canvas.height, 0.05 + 0.04 * line, mix(colour, (206, 178, 90), 0.4), lit=0.1)
    _steps(canvas, x, float(hill[int(np.clip(x, 0, canvas.width - 1))]), size)
    for _ in range(3):
        at = x + rng.uniform(-0.1, 0.1) * unit
        foot = float(hill[int(np.clip(at, 0, canvas.width - 1))]) + rng.uniform(0.06, 0.2) * unit
        cloth = ((238, 238, 232), (196, 60, 120), (236, 170, 60))[int(rng.integers(3))]
        Thing(
            walker(palette, cloth, dress=True, hatted=False),
            at,
            foot,
            0.062 * unit * (0.7 + foot / canvas.height * 0.5),
            bool(rng.integers(2)),
        ).place(canvas)
    if palette.name in ("golden", "dusk", "dawn"):
        rays(canvas, 5, 0.1)
    birds(canvas, 9, canvas.pick(0.3, 0.7) * canvas.width, 0.25 * ground, 0.12)
    canvas.finish()


def _rise(canvas: Canvas, ground: float) -> Field:
    x = np.linspace(-1, 1, canvas.width, dtype=np.float32) * np.float32(max(1.0, canvas.aspect / 1.5))
    dome = np.exp(-((x - np.float32(canvas.pick(-0.2, 0.2))) ** 2) / 0.32)
    return (
        np.float32(ground + 0.09 * canvas.unit)
        - dome * np.float32(0.13 * canvas.unit)
        - waves(canvas.rng, canvas.width, 5, 4) * np.float32(0.012 * canvas.unit)
    )


def _group(canvas: Canvas, hill: Field) -> list[tuple[float, float, float]]:
    """Two to four towers around the crest: (x, size, depth), the greatest last."""
    crest, unit = float(np.argmin(hill)), canvas.unit
    size = unit * (0.52 if not canvas.tall else 0.62) * canvas.pick(0.9, 1.08)
    side = 1 if canvas.rng.uniform() < 0.5 else -1
    group = [
        (crest + side * 0.33 * unit, 0.62 * size, 0.1),
        (crest - side * 0.28 * unit, 0.5 * size, 0.18),
        (crest + side * 0.58 * unit, 0.4 * size, 0.24),
    ]
    return [*group[: int(canvas.rng.integers(1, 4))][::-1], (crest, size, 0.0)]


def _steps(canvas: Canvas, x: float, y: float, size: float) -> None:
    palette, unit = canvas.palette, canvas.unit
    with canvas.pen((x - 0.5 * unit, y - 0.05 * unit, x + 0.5 * unit, canvas.height), 2) as pen:
        count = 22
        for number in range(count):
            share = (number / count) ** 1.5
            upper = y + 0.02 * size + share * (canvas.height - y)
            lower = y + 0.02 * size + ((number + 1) / count) ** 1.5 * (canvas.height - y)
            half, wider = size * (0.07 + 0.2 * share), size * (0.07 + 0.2 * ((number + 1) / count) ** 1.5)
            tone = palette.thing((206, 170, 128), 0.0, 0.35 - 0.5 * share)
            riser = upper + 0.62 * (lower - upper)
            pen.polygon([(x - half, upper), (x + half, upper), (x + wider, riser), (x - wider, riser)], tone)
            pen.polygon(
                [(x - wider, riser), (x + wider, riser), (x + wider, lower), (x - wider, lower)],
                palette.thing((158, 112, 82), 0.0, -0.4),
            )


def misty_pagoda(canvas: Canvas) -> None:
    """A pagoda on its peak above a sea of cloud."""
    unit, rng = canvas.unit, canvas.rng
    floor = canvas.height * 0.62
    paint_sky(canvas, floor, sun_x=canvas.pick(0.25, 0.75), sun_size=canvas.pick(0.07, 0.11))
    streaks(canvas, floor, canvas.pick(0.3, 0.55))
    peak = canvas.width * (0.32 if canvas.sun[0] > canvas.width / 2 else 0.68)
    layers: list[tuple[float, float, float, float, Colour]] = [
        (0.5, 0.13, 1.5, 0.66, (84, 104, 132)),
        (0.6, 0.12, 1.8, 0.5, (70, 100, 116)),
        (0.7, 0.11, 2.1, 0.34, (58, 94, 94)),
    ]
    for share, rise, cells, depth, colour in layers:
        tops = woods(canvas, ridge(canvas, share * canvas.height, rise, cells, gain=0.5), 0.006, 60)
        bottom = canvas.height
        lay(canvas, tops, bottom, range_coat(canvas, colour, depth, thick=1.0), slopes(canvas, tops, bottom))
        mist(canvas, share * canvas.height + 0.13 * unit, 0.11, 0.85)
    tops = _peak(canvas, peak, (0.4 if canvas.tall else 0.46) * canvas.height, canvas.height * 0.93)
    _crag(canvas, tops, peak)
    mist(canvas, canvas.height * 0.86, 0.14, 0.9)
    near = woods(canvas, ridge(canvas, canvas.height * 0.95, 0.05, 1.6), 0.03, 34)
    lay(
        canvas,
        near,
        canvas.height,
        range_coat(canvas, (34, 66, 60), 0.05, thick=0.1),
        slopes(canvas, near, canvas.height),
    )
    mist(canvas, canvas.height * 0.99, 0.07, 0.4)
    leafy_frame(
        canvas,
        canvas.width * (1.02 if peak < canvas.width / 2 else -0.02),
        -0.03 * unit,
        0.42,
        side=-1.0 if peak < canvas.width / 2 else 1.0,
        blossom=(240, 150, 170) if rng.uniform() < 0.5 else None,
    )
    birds(canvas, 9, canvas.sun[0], canvas.sun[1] + 0.08 * unit, 0.1)
    canvas.finish()


def _peak(canvas: Canvas, x: float, top: float, foot: float) -> Field:
    at = (np.arange(canvas.width, dtype=np.float32) - np.float32(x)) / np.float32(canvas.unit)
    shape = np.exp(-(np.abs(at / 0.2) ** 1.5)) * 0.62 + np.exp(-(np.abs((at + 0.12) / 0.34) ** 1.9)) * 0.38
    flat_top = np.minimum(shape, 0.93)
    rough = waves(canvas.rng, canvas.width, 12 * canvas.width / canvas.unit, 5, 0.5) * np.float32(0.014 * canvas.unit)
    return (
        np.float32(foot)
        - flat_top / np.float32(0.93) * np.float32(foot - top)
        - rough * smoothstep(np.abs(at), 0.05, 0.12)
    )


def _crag(canvas: Canvas, tops: Field, x: float) -> None:
    """The peak with rocks and pines, stairs, and the pagoda on its flat top."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    crest, bottom = float(tops[int(x)]), canvas.height * 0.97
    width, height = slab(canvas, tops, bottom, 2)
    across = canvas.width / unit
    tone = folds(canvas, width, height, (9 * across, 3.5), 0.3)
    patch = cloud(rng, width, height, (12 * across, 9), 5, 0.62)
    tone = np.clip(tone * 0.75 + 0.25 * smoothstep(patch, -0.1, 0.25), 0, 1)
    greens: list[Colour] = [(30, 62, 56), (52, 92, 66), (92, 116, 82), (164, 152, 124)]
    tones = [palette.thing(colour, 0.1, lit) for colour, lit in zip(greens, (-0.6, -0.2, 0.1, 0.5), strict=True)]
    Thing(
        pagoda(palette, 0.06, 5 if not canvas.tall else 7),
        x,
        crest + 0.012 * unit,
        (0.3 if not canvas.tall else 0.36) * unit,
        reach=1.15,
    ).place(canvas)
    for dx in (-0.075, 0.085):
        Thing(pine(palette, rng, 0.08), x + dx * unit, crest + 0.02 * unit, 0.11 * unit, reach=1.1).place(canvas)
    lay(canvas, tops, bottom, Coat(tones, palette.haze, 0.0, 0.75, 2.0), tone)
    for _ in range(26):
        at = float(np.clip(x + rng.normal(0, 0.16) * unit, 1, canvas.width - 2))
        if abs(at - x) > 0.09 * unit:
            Thing(
                pine(palette, rng, 0.1),
                at,
                float(tops[int(at)]) + rng.uniform(0.01, 0.03) * unit,
                unit * rng.uniform(0.05, 0.1),
                reach=1.1,
            ).place(canvas)
    _stairs(canvas, x, crest)


def _stairs(canvas: Canvas, x: float, y: float) -> None:
    unit = canvas.unit
    with canvas.pen((x - 0.25 * unit, y, x + 0.25 * unit, y + 0.4 * unit), 3) as pen:
        for number in range(34):
            share = number / 34
            at = x + 0.05 * unit * np.sin(share * 7) * share
            upper = y + 0.006 * unit + share * 0.32 * unit
            half = unit * (0.012 + 0.012 * share)
            pen.rectangle(
                at - half,
                upper,
                at + half,
                upper + 0.0055 * unit,
                canvas.palette.thing((222, 208, 182), 0.1 + 0.5 * share, 0.4 - 0.3 * share),
            )


SCENES = (
    Scene("citadel_lotus", "Citadel gate and lotus pond", ("citadel", "gate", "lotus", "heritage", "architecture"),
          ("dawn", "golden", "noon", "dusk", "lotus", "jade", "night"), citadel_lotus),
    Scene("cham_tower", "Cham towers on a hill", ("Cham tower", "brick", "heritage", "hill", "architecture"),
          ("dusk", "golden", "noon", "dawn", "lotus"), cham_towers),
    Scene("misty_pagoda", "Pagoda above the mist", ("pagoda", "mountain", "mist", "pilgrimage", "heritage"),
          ("dawn", "lotus", "rain", "jade", "dusk", "golden"), misty_pagoda),
)  # fmt: skip
