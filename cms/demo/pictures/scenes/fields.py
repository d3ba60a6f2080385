"""Highland fields: rice terraces, tea, coffee."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.contours import Slope, lay_bands, profile
from cms.demo.pictures.noise import Field, waves
from cms.demo.pictures.palette import Colour, Palette, mix, shift
from cms.demo.pictures.people import bending
from cms.demo.pictures.plants import bamboo, tree
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Shape, Thing
from cms.demo.pictures.sky import birds, mist, paint_sky, rays, streaks, weather
from cms.demo.pictures.terrain import range_layers

_SEASONS: dict[str, tuple[Colour, ...]] = {
    "green": ((96, 164, 56), (140, 194, 70), (74, 142, 56), (172, 212, 92), (112, 178, 62)),
    "gold": ((236, 190, 62), (218, 166, 46), (246, 212, 96), (198, 184, 66), (228, 176, 50)),
    "turning": ((160, 190, 64), (232, 196, 74), (118, 172, 60), (244, 216, 104), (190, 192, 72)),
}


def _terrace_table(canvas: Canvas, season: str, depth: float) -> NDArray[np.uint32]:
    palette, rng = canvas.palette, canvas.rng
    bank: Colour = (96, 128, 58) if season != "water" else (112, 104, 66)
    drift = waves(rng, 61, 9, 3, 0.6) * 0.5 + 0.5
    ramped = [
        mix(palette.sky[0], mix(palette.sky[-2], palette.glow, 0.25), share) for share in np.linspace(0.25, 1, 16)
    ]
    bands = []
    for place in drift:
        if season == "water":
            sky = ramped[round(float(np.clip(place, 0, 1)) * 15)]
            back, front = mix(shift(sky, -0.05), palette.haze, depth), mix(shift(sky, 0.03), palette.haze, depth)
        else:
            crops = _SEASONS[season]
            crop = crops[min(4, int(np.clip(place, 0, 0.999) * 5))]
            crop = shift(crop, float(rng.uniform(-0.02, 0.02)))
            back, front = palette.thing(crop, depth, 0.05), palette.thing(crop, depth, 0.45)
        lip = palette.thing(mix(bank, (226, 226, 130), 0.6), depth, 0.7)
        wall, foot = palette.thing(bank, depth, -0.1), palette.thing(bank, depth, -0.7)
        bands.append((mix(back, foot, 0.3), back, front, lip, wall, foot))
    lip_at = 0.7 + 0.13 * (1 - depth)
    return profile(bands, (0.0, 0.1, lip_at - 0.05, lip_at, lip_at + 0.04, 1.0))


def _hill(canvas: Canvas, base: float, rise: float, cells: float) -> Field:
    line = waves(canvas.rng, canvas.width, cells * canvas.width / canvas.unit, 4, 0.38)
    return np.float32(base) - line * np.float32(rise * canvas.unit)


def rice_terraces(canvas: Canvas) -> None:
    """Terraces stepping down from misty mountains."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    horizon = canvas.height * canvas.pick(0.36, 0.44)
    season = ("green", "gold", "turning", "water")[int(rng.integers(4))]
    paint_sky(canvas, horizon + 0.05 * unit, sun_x=canvas.pick(0.15, 0.85), sun_size=0.035)
    streaks(canvas, horizon, canvas.pick(0.3, 0.6))
    range_layers(
        canvas,
        horizon + 0.1 * unit,
        [(70, 104, 112), (62, 104, 92), (52, 100, 70)],
        rise=0.34,
        spread=0.2,
        nearest=0.5,
        below=0.5,
    )
    mist(canvas, horizon + 0.06 * unit, 0.09, 0.75)
    span = canvas.height - horizon
    plans = ((0.05, 0.12, 1.6, 14.0, 0.4), (0.24, 0.19, 1.2, 14.0, 0.18), (0.52, 0.18, 0.8, 9.0, 0.0))
    hills = [_hill(canvas, horizon + offset * span, rise, cells) for offset, rise, cells, _, _ in plans]
    for number, (_, _, _, bands, depth) in enumerate(plans):
        tops = hills[number]
        bottom = float(hills[number + 1].max()) + 4 if number < 2 else float(canvas.height)
        slope = Slope(tops, bottom, bands * (1.4 if canvas.tall else 1), 2.0, 2.6 - 0.5 * number, 2.0 + 1.5 * number)
        table = _terrace_table(canvas, season, depth)
        lay_bands(
            canvas,
            slope,
            table,
            light=0.42,
            air=(depth * 0.3, depth * 0.8),
            grain=0.0 if season == "water" else 0.06 * number,
        )
        _dwellers(canvas, tops, bottom, depth, number)
        if number < 2:
            mist(canvas, float(np.median(hills[number + 1])) - 0.02 * unit, 0.08, 0.5)
    if palette.name in ("golden", "dawn", "noon", "jade"):
        rays(canvas, 6, 0.1)
    birds(canvas, 7, canvas.pick(0.2, 0.8) * canvas.width, 0.5 * horizon, 0.08)
    canvas.finish()


def _dwellers(canvas: Canvas, tops: Field, bottom: float, depth: float, number: int) -> None:
    """Trees on the crest, a house or two, people at work in the nearest fields."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    things = []
    for x in rng.uniform(0, canvas.width, 3 + round(3 * canvas.width / unit)):
        size = unit * (0.05 + 0.05 * number) * rng.uniform(0.6, 1.1)
        foot = float(tops[int(x)]) + 0.25 * size
        shapes = (
            bamboo(palette, rng, depth)
            if rng.uniform() < 0.3
            else tree(palette, rng, (46, 96, 56), depth, sun=_sun_side(canvas, x))
        )
        things.append(Thing(shapes, float(x), foot, size, reach=1.1))
    for x in rng.uniform(0.08, 0.92, 2) * canvas.width:
        size = unit * (0.035 + 0.035 * number)
        things.append(
            Thing(
                stilt_house(palette, depth),
                float(x),
                float(tops[int(x)]) + rng.uniform(0.15, 0.4) * (bottom - float(tops[int(x)])),
                size,
            )
        )
    if number == 2:
        for x in rng.uniform(0.1, 0.9, 4) * canvas.width:
            cloth = ((176, 40, 60), (42, 62, 118), (36, 40, 60), (196, 92, 40))[int(rng.integers(4))]
            foot = float(tops[int(x)]) + rng.uniform(0.12, 0.55) * (bottom - float(tops[int(x)]))
            things.append(
                Thing(
                    bending(palette, cloth, 0.02),
                    float(x),
                    foot,
                    0.06 * unit * (0.6 + foot / canvas.height),
                    bool(rng.integers(2)),
                )
            )
    for thing in sorted(things, key=lambda one: one.y):
        thing.place(canvas)


def _sun_side(canvas: Canvas, x: float) -> float:
    return 1.0 if canvas.sun[0] > x else -1.0


def stilt_house(palette: Palette, depth: float) -> list[Shape]:
    """A wooden house on posts under a wide thatched roof; width about 1."""
    wall, post = palette.thing((132, 92, 60), depth, -0.1), palette.thing((84, 60, 44), depth, -0.3)
    window = (255, 200, 110) if palette.night else palette.thing((60, 42, 34), depth)
    shapes = [
        Shape([(x, 0.0), (x, 0.24), (x + 0.035, 0.24), (x + 0.035, 0.0)], (post,)) for x in (-0.4, -0.14, 0.12, 0.37)
    ]
    shapes.append(
        Shape(
            [(-0.46, 0.2), (-0.46, 0.46), (0.46, 0.46), (0.46, 0.2)], (palette.thing((132, 92, 60), depth, -0.6), wall)
        )
    )
    shapes += [Shape([(x, 0.27), (x, 0.39), (x + 0.1, 0.39), (x + 0.1, 0.27)], (window,)) for x in (-0.3, 0.0, 0.22)]
    roof = [(-0.6, 0.4), (-0.36, 0.86), (0.36, 0.86), (0.6, 0.4)]
    shapes.append(Shape(roof, (palette.thing((168, 138, 92), depth, 0.45), palette.thing((120, 94, 62), depth, -0.35))))
    shapes.append(
        Shape([(-0.38, 0.84), (-0.36, 0.89), (0.36, 0.89), (0.38, 0.84)], (palette.thing((98, 76, 52), depth),))
    )
    return shapes


def _tea_table(palette: Palette, depth: float) -> NDArray[np.uint32]:
    """A row of clipped bushes: the gap in shade, the rounded crown in light."""
    bands = []
    for change in np.linspace(-0.015, 0.015, 7):
        leaf = shift((88, 146, 58), float(change), 1.0, float(change * 300))
        gap = palette.thing((62, 62, 40), depth, -0.6)
        tones = [palette.thing(leaf, depth, lit) for lit in (-0.55, 0.05, 0.75, 0.3)]
        bands.append((gap, tones[0], tones[1], tones[2], tones[3], gap))
    return profile(bands, (0.0, 0.12, 0.35, 0.68, 0.86, 1.0))


def _mound(canvas: Canvas, base: float, rise: float, half: float) -> Field:
    """Round hills side by side, as the tea hills of the midlands are."""
    x = np.arange(canvas.width, dtype=np.float32)
    tops = np.full(canvas.width, base, np.float32)
    count = max(1, round(canvas.width / canvas.unit / half / 1.5))
    for number in range(count + 1):
        centre = (number + canvas.pick(-0.2, 0.4)) / count * canvas.width
        wide = half * canvas.unit * canvas.pick(0.8, 1.3)
        dome = np.sqrt(np.clip(1 - ((x - centre) / wide) ** 2, 0, 1)) ** np.float32(1.35)
        tops = np.minimum(tops, base - dome * np.float32(rise * canvas.unit * canvas.pick(0.6, 1.1)))
    return tops


def tea_hills(canvas: Canvas) -> None:
    """Rounded hills combed with rows of tea, pickers among them."""
    unit, palette = canvas.unit, canvas.palette
    horizon = canvas.height * canvas.pick(0.34, 0.42)
    paint_sky(canvas, horizon + 0.06 * unit, sun_x=canvas.pick(0.15, 0.85), sun_size=0.038)
    weather(canvas, horizon, canvas.pick(0.35, 0.6))
    range_layers(
        canvas,
        horizon + 0.06 * unit,
        [(66, 100, 112), (58, 104, 96), (54, 104, 76)],
        rise=0.26,
        spread=0.16,
        nearest=0.45,
        below=0.4,
    )
    span = canvas.height - horizon
    plans = [
        (0.1, 0.1, 0.3, 0.5, 9.0),
        (0.24, 0.14, 0.36, 0.32, 11.0),
        (0.44, 0.17, 0.46, 0.14, 12.0),
        (0.78, 0.2, 0.62, 0.0, 13.0),
    ]
    mounds = [_mound(canvas, horizon + offset * span, rise, half) for offset, rise, half, _, _ in plans]
    for number, (offset, _, _, depth, rows) in enumerate(plans):
        tops = mounds[number]
        bottom = horizon + plans[number + 1][0] * span + 6 if number < 3 else float(canvas.height)
        slope = Slope(tops, bottom, rows, 1.1, 1.6, 1.4, 0.16, follow=0.96)
        mist(canvas, horizon + offset * span - 0.03 * unit, 0.05, 0.55 * (1 - number / 4))
        lay_bands(
            canvas,
            slope,
            _tea_table(palette, depth),
            light=0.4,
            air=(depth * 0.2, 0.3 + depth * 0.7 if number < 3 else 0.0),
            grain=0.12,
        )
        _crest(canvas, tops, depth, number)
    _pickers(canvas, mounds[-1])
    if palette.name in ("golden", "dawn", "jade"):
        rays(canvas, 6, 0.1)
    birds(canvas, 6, canvas.pick(0.2, 0.8) * canvas.width, 0.5 * horizon, 0.07)
    canvas.finish()


def _crest(canvas: Canvas, tops: Field, depth: float, number: int) -> None:
    rng, unit = canvas.rng, canvas.unit
    for x in rng.uniform(0, canvas.width, round(2.4 * canvas.width / unit)):
        size = unit * (0.05 + 0.035 * number) * rng.uniform(0.7, 1.2)
        Thing(
            tree(canvas.palette, rng, (58, 110, 62), depth, sun=_sun_side(canvas, x)),
            float(x),
            float(tops[int(x)]) + 0.1 * size,
            size,
        ).place(canvas)


def _pickers(canvas: Canvas, tops: Field) -> None:
    rng, unit = canvas.rng, canvas.unit
    things = []
    for x in rng.uniform(0.08, 0.92, 3 + round(2 * canvas.width / unit)) * canvas.width:
        edge = float(tops[int(x)])
        foot = edge + rng.uniform(0.18, 0.6) * (canvas.height - edge)
        cloth = ((226, 78, 92), (246, 240, 226), (72, 92, 168), (236, 164, 66))[int(rng.integers(4))]
        size = unit * (0.07 + 0.12 * (foot - edge) / unit)
        things.append(Thing(bending(canvas.palette, cloth), float(x), foot, size, bool(rng.integers(2))))
    for thing in sorted(things, key=lambda one: one.y):
        thing.place(canvas)


SCENES = (
    Scene(
        "rice_terraces",
        "Terraced rice fields",
        ("rice", "terraces", "mountains", "agriculture", "highlands"),
        ("dawn", "noon", "golden", "dusk", "rain", "jade", "lotus"),
        rice_terraces,
    ),
    Scene(
        "tea_hills",
        "Tea hills at harvest",
        ("tea", "hills", "harvest", "agriculture", "midlands"),
        ("dawn", "noon", "golden", "jade", "lotus"),
        tea_hills,
    ),
)
