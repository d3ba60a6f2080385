"""A market still life: fruit of the season on a woven tray."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from PIL import Image

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import Field, Generator, cloud, smoothstep
from cms.demo.pictures.palette import Colour, mix, ramp, shift
from cms.demo.pictures.pen import Point, curve, oval
from cms.demo.pictures.scene import Scene

_LAMP = (-0.52, -0.62, 0.58)
"""Where the light comes from: left, above, before the picture."""


@dataclass(frozen=True, slots=True)
class Fruit:
    """One kind of fruit: colours from shade to light, shape, skin and what is drawn on it."""

    tones: tuple[Colour, Colour, Colour]
    size: float
    """Half its width, in units."""
    squash: float = 1.0
    skin: str = "smooth"
    gloss: float = 0.5


FRUITS: dict[str, Fruit] = {
    "mango": Fruit(((176, 92, 24), (240, 168, 44), (255, 218, 110)), 0.072, 0.8),
    "green mango": Fruit(((44, 84, 36), (122, 164, 66), (214, 208, 112)), 0.07, 0.8),
    "dragon fruit": Fruit(((120, 14, 60), (222, 44, 104), (250, 130, 150)), 0.078, 1.12, "scales", 0.25),
    "mangosteen": Fruit(((36, 12, 24), (92, 30, 54), (156, 84, 96)), 0.044, 0.95, "calyx", 0.4),
    "rambutan": Fruit(((116, 18, 22), (214, 48, 40), (250, 128, 80)), 0.04, 0.95, "hair", 0.1),
    "pomelo": Fruit(((86, 104, 36), (176, 186, 78), (232, 226, 138)), 0.125, 0.96, "pores", 0.35),
    "orange": Fruit(((168, 74, 18), (242, 140, 36), (255, 196, 98)), 0.052, 0.98, "pores", 0.45),
    "longan": Fruit(((96, 66, 34), (178, 134, 78), (222, 188, 130)), 0.024, 1.0, "pores", 0.2),
    "durian": Fruit(((54, 54, 22), (128, 128, 56), (196, 186, 104)), 0.13, 0.9, "spikes", 0.0),
    "lime": Fruit(((30, 84, 30), (86, 152, 50), (186, 216, 112)), 0.032, 0.92, "pores", 0.5),
    "star apple": Fruit(((54, 24, 60), (122, 70, 124), (206, 168, 186)), 0.05, 0.98, "smooth", 0.5),
}


def _skin(rng: Generator, fruit: Fruit, side: int) -> Field:
    """Small differences of light on the skin."""
    if fruit.skin == "pores":
        return cloud(rng, side, side, (26, 26), 2, 0.8) * np.float32(0.05)
    if fruit.skin == "smooth":
        return cloud(rng, side, side, (3, 3), 3, 0.5) * np.float32(0.1)
    return cloud(rng, side, side, (7, 7), 3, 0.6) * np.float32(0.06)


def _body(canvas: Canvas, fruit: Fruit, radius: float) -> tuple[Image.Image, Image.Image]:
    """The round body under light, and its outline as a mask."""
    side = max(8, round(2 * radius))
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j].astype(np.float32)
    flat = x**2 + y**2
    height = np.sqrt(np.clip(1 - flat, 0, 1))
    facing = x * _LAMP[0] + y * _LAMP[1] + height * _LAMP[2]
    bounce = np.clip(-facing, 0, 1) * np.clip(y, 0, 1) * np.float32(0.35)
    light = smoothstep(facing + _skin(canvas.rng, fruit, side), -0.55, 1.0) + bounce
    palette = canvas.palette
    tones = [
        mix(palette.thing(fruit.tones[0]), palette.shadow, 0.35),
        *(palette.thing(tone, 0, 0.15) for tone in fruit.tones),
    ]
    run = ramp([*tones, palette.thing(shift(fruit.tones[2], 0.05), 0, 0.5)], 256).astype(np.float32)
    colour = run[(np.clip(light, 0, 1) * 255).astype(np.uint8)]
    shine = np.exp(-(((x + 0.36) / 0.2) ** 2 + ((y + 0.44) / 0.15) ** 2)) * np.float32(fruit.gloss)
    colour += shine[:, :, None] * (np.asarray(palette.sun, np.float32) - colour)
    mask = np.clip((1 - np.sqrt(flat)) * np.float32(side / 2) + np.float32(0.5), 0, 1)
    body = Image.fromarray(np.clip(colour, 0, 255).astype(np.uint8))
    return body, Image.fromarray((mask * 255).astype(np.uint8))


def _place(canvas: Canvas, fruit: Fruit, x: float, y: float, scale: float = 1.0) -> None:
    """One fruit with its middle at a point, resting on what is below."""
    rng = canvas.rng
    radius = fruit.size * canvas.unit * scale * rng.uniform(0.93, 1.07)
    down = radius * fruit.squash
    under = oval(x + 0.28 * radius, y + 0.72 * down, 1.02 * radius, 0.42 * down)
    canvas.shade(under, mix(canvas.palette.shadow, (30, 14, 8), 0.5), 0.2 * radius, 0.62)
    if fruit.skin in ("hair", "spikes"):
        _bristles(canvas, fruit, (x, y), radius, down)
    body, mask = _body(canvas, fruit, radius)
    size = (max(2, round(2 * radius)), max(2, round(2 * down)))
    turn = float(rng.uniform(-18, 18)) if fruit.squash < 0.9 else 0.0
    body, mask = body.resize(size), mask.resize(size)
    if turn:
        body, mask = body.rotate(turn, Image.Resampling.BILINEAR), mask.rotate(turn, Image.Resampling.BILINEAR)
    canvas.image.paste(body, (round(x - radius), round(y - down)), mask)
    detail = _DETAILS.get(fruit.skin)
    if detail:
        detail(canvas, fruit, (x, y), radius, down)


def _bristles(canvas: Canvas, fruit: Fruit, at: Point, radius: float, down: float) -> None:
    (x, y), palette, rng = at, canvas.palette, canvas.rng
    long = 0.3 if fruit.skin == "hair" else 0.12
    with canvas.pen((x - 1.6 * radius, y - 1.6 * radius, x + 1.6 * radius, y + 1.6 * radius)) as pen:
        for angle in np.linspace(0, 2 * math.pi, 54 if fruit.skin == "hair" else 46, endpoint=False).tolist():
            foot = (x + 0.92 * radius * math.cos(angle), y + 0.92 * down * math.sin(angle))
            reach = 1 + long * rng.uniform(0.6, 1.1)
            tip = (x + reach * radius * math.cos(angle + 0.08), y + reach * down * math.sin(angle + 0.08))
            lit = -(math.cos(angle) * 0.6 + math.sin(angle) * 0.7)
            tone = palette.thing(
                fruit.tones[1] if fruit.skin == "spikes" else mix(fruit.tones[1], (196, 206, 96), 0.35), 0, lit
            )
            pen.stroke([foot, tip], tone, 0.05 * radius if fruit.skin == "hair" else 0.16 * radius, 0.01 * radius)


def _hair(canvas: Canvas, fruit: Fruit, at: Point, radius: float, down: float) -> None:
    (x, y), palette, rng = at, canvas.palette, canvas.rng
    with canvas.pen((x - 1.4 * radius, y - 1.4 * radius, x + 1.4 * radius, y + 1.4 * radius)) as pen:
        for angle, away in zip(rng.uniform(0, 2 * math.pi, 70), rng.uniform(0.05, 0.92, 70) ** 0.6, strict=True):
            px, py = x + away * radius * math.cos(angle), y + away * down * math.sin(angle)
            tip = (px + 0.2 * radius * math.cos(angle + 0.4), py + 0.2 * radius * math.sin(angle + 0.4))
            lit = -(math.cos(angle) * 0.5 + math.sin(angle) * 0.6) * away + 0.25
            pen.stroke(
                [(px, py), tip],
                palette.thing(mix(fruit.tones[1], (232, 206, 96), 0.4), 0, lit),
                0.05 * radius,
                0.01 * radius,
            )


def _spikes(canvas: Canvas, fruit: Fruit, at: Point, radius: float, down: float) -> None:
    (x, y), palette = at, canvas.palette
    with canvas.pen((x - radius, y - radius, x + radius, y + radius)) as pen:
        for row in np.linspace(-0.9, 0.9, 13).tolist():
            half = math.sqrt(max(0.0, 1 - row * row))
            for number, share in enumerate(np.linspace(-1, 1, max(3, round(15 * half))).tolist()):
                px, py = x + (share * half + 0.03 * (number % 2)) * radius * 0.95, y + row * down
                size = 0.115 * radius * (1.1 - 0.45 * share * share * half)
                lit = -(share * 0.5 + row * 0.6) + 0.1
                pen.polygon(
                    [(px - size, py + 0.5 * size), (px, py - size), (px, py + 0.6 * size)],
                    palette.thing(fruit.tones[1], 0, lit + 0.35),
                )
                pen.polygon(
                    [(px + size, py + 0.5 * size), (px, py - size), (px, py + 0.6 * size)],
                    palette.thing(fruit.tones[1], 0, lit - 0.5),
                )


def _scales(canvas: Canvas, fruit: Fruit, at: Point, radius: float, down: float) -> None:
    (x, y), palette, rng = at, canvas.palette, canvas.rng
    with canvas.pen((x - 1.7 * radius, y - 1.9 * down, x + 1.7 * radius, y + 1.4 * down)) as pen:
        for row, count in ((0.5, 4), (0.1, 5), (-0.3, 4), (-0.7, 3), (-0.95, 3)):
            for share in (np.linspace(-0.85, 0.85, count) + rng.uniform(-0.08, 0.08, count)).tolist():
                half = math.sqrt(max(0.0, 1 - row * row))
                foot = (x + share * half * radius, y + row * down)
                tip = (foot[0] + share * 0.42 * radius, foot[1] - (0.42 + 0.25 * (row < -0.5)) * down)
                wide = 0.13 * radius
                lit = 0.3 - 0.6 * share
                blade = [
                    *curve(foot, (foot[0] - 1.7 * wide, foot[1] - 0.1 * down), tip, count=9),
                    *curve(tip, (foot[0] + 1.7 * wide, foot[1] - 0.1 * down), foot, count=9),
                ]
                tones = (palette.thing((150, 192, 70), 0, lit), palette.thing((214, 116, 104), 0, lit))
                pen.gradient(blade, (*tones, palette.thing(fruit.tones[1], 0, lit + 0.1)))


def _calyx(canvas: Canvas, fruit: Fruit, at: Point, radius: float, down: float) -> None:
    (x, y), palette = at, canvas.palette
    with canvas.pen((x - 1.2 * radius, y - 1.7 * down, x + 1.2 * radius, y + down)) as pen:
        for angle, lit in ((math.pi * 0.98, 0.4), (math.pi * 0.02, -0.2), (math.pi * 0.3, 0.1), (math.pi * 0.7, 0.3)):
            petal = oval(
                x + 0.36 * radius * math.cos(angle),
                y - 0.72 * down + 0.16 * down * math.sin(angle),
                0.36 * radius,
                0.17 * down,
                0.25 * math.cos(angle),
            )
            pen.polygon(petal, palette.thing((128, 152, 76), 0, lit))
        pen.stroke(
            [(x, y - 0.75 * down), (x + 0.06 * radius, y - 1.25 * down)],
            palette.thing((106, 92, 52), 0, 0.1),
            0.14 * radius,
            0.12 * radius,
        )


def _stem(canvas: Canvas, fruit: Fruit, at: Point, radius: float, down: float) -> None:
    (x, y), palette = at, canvas.palette
    with canvas.pen((x - radius, y - 1.5 * down, x + radius, y)) as pen:
        pen.ellipse(x, y - 0.86 * down, 0.1 * radius, 0.05 * down, palette.thing((84, 92, 44), 0, -0.4), 0.7)
        if fruit.size > 0.1:
            leaf = curve(
                (x, y - 0.86 * down), (x + 0.4 * radius, y - 1.4 * down), (x + 0.85 * radius, y - 1.0 * down), count=10
            )
            back = curve(
                (x + 0.85 * radius, y - 1.0 * down), (x + 0.4 * radius, y - 0.9 * down), (x, y - 0.86 * down), count=10
            )
            pen.gradient([*leaf, *back], (palette.thing((92, 146, 62), 0, 0.4), palette.thing((52, 98, 46), 0, -0.2)))


_DETAILS: dict[str, Callable[[Canvas, Fruit, Point, float, float], None]] = {
    "hair": _hair, "spikes": _spikes, "scales": _scales, "calyx": _calyx, "pores": _stem,
}  # fmt: skip


def fruit(canvas: Canvas) -> None:
    """A heap of fruit on a tray of woven bamboo, light from a window on the left."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    table = canvas.height * canvas.pick(0.5, 0.56)
    _room(canvas, table)
    middle = canvas.width * 0.5
    foot = table + 0.3 * (canvas.height - table)
    spread = 0.66 * unit if canvas.aspect > 1.2 else 0.54 * unit
    centres = [middle] if canvas.aspect < 2 else [middle - 0.95 * unit, middle + 0.1 * unit, middle + 1.05 * unit]
    for centre in centres:
        _tray(canvas, centre, foot + 0.07 * unit, 0.88 * spread)
        _heap(canvas, centre, foot, 0.62 * spread)
    names = [name for name, kind in FRUITS.items() if kind.size < 0.08]
    scattered = sorted(
        (float(y), float(x)) for x, y in zip(rng.uniform(0.03, 0.97, 9), rng.uniform(0.84, 0.95, 9), strict=True)
    )
    for number, (y, x) in enumerate(scattered):
        if min(abs(x * canvas.width - centre) for centre in centres) > 0.24 * unit or y > 0.93:
            name = names[(number // 2 + int(rng.integers(2))) % len(names)]
            _place(canvas, FRUITS[name], x * canvas.width, y * canvas.height, 1.05)
    canvas.glow(0.0, 0.12 * canvas.height, 1.1 * unit, palette.light, 0.24)
    canvas.finish(vignette=0.42, bloom=0.2)


def _room(canvas: Canvas, table: float) -> None:
    """A dim wall with light falling on it, and a wooden table."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    wall: Colour = ((54, 84, 88), (96, 66, 52), (70, 78, 60), (84, 70, 92))[int(rng.integers(4))]
    canvas.gradient([palette.thing(wall, 0.0, -0.75), palette.thing(wall, 0.05, -0.3)], 0, table)
    canvas.sun = (0.0, 0.0)
    for _ in range(26):
        x, y = rng.uniform(0, canvas.width), rng.uniform(0, table)
        tone = palette.thing(((236, 178, 92), (98, 150, 96), (222, 110, 84))[int(rng.integers(3))], 0.1, 0.2)
        canvas.glow(float(x), float(y), unit * rng.uniform(0.04, 0.12), tone, 0.26)
    beam = [(-0.1 * unit, 0.0), (0.5 * unit, 0.0), (1.2 * unit, table), (0.35 * unit, table)]
    canvas.shade(beam, palette.light, 0.08 * unit, 0.28)
    wood: Colour = (150, 98, 60)
    rows = round(canvas.height - table)
    grain = cloud(rng, canvas.width // 2, max(4, rows // 2), (3 * canvas.aspect, 46), 4, 0.6)
    shade = np.clip(0.58 + 0.24 * grain - 0.16 * np.linspace(0, 1, grain.shape[0], dtype=np.float32)[:, None], 0, 1)
    run = np.rint(
        ramp([palette.thing(wood, 0, -0.7), palette.thing(wood, 0, -0.1), palette.thing(wood, 0, 0.5)], 256)
    ).astype(np.uint8)
    board = Image.fromarray(run[(shade * 255).astype(np.uint8)]).resize((canvas.width, rows), Image.Resampling.BICUBIC)
    canvas.image.paste(board, (0, round(table)))
    with canvas.pen((0, table - 4, canvas.width, canvas.height)) as pen:
        for share in (0.0, 0.26, 0.62):
            y = table + share * (canvas.height - table)
            pen.rectangle(0, y, canvas.width, y + 0.004 * unit, palette.thing((70, 40, 26), 0, -0.5), 0.7)
    canvas.shade(
        [(0.1 * unit, table), (0.9 * unit, table), (1.5 * unit, canvas.height), (0.3 * unit, canvas.height)],
        palette.light,
        0.1 * unit,
        0.2,
    )


def _tray(canvas: Canvas, x: float, y: float, half: float) -> None:
    """A flat round basket seen aslant, banana leaves on it."""
    palette, rng = canvas.palette, canvas.rng
    straw: Colour = (206, 164, 98)
    canvas.shade(oval(x + 0.1 * half, y + 0.14 * half, 1.05 * half, 0.36 * half), palette.shadow, 0.09 * half, 0.65)
    with canvas.pen((x - 1.3 * half, y - 0.7 * half, x + 1.3 * half, y + 0.7 * half)) as pen:
        pen.polygon(oval(x, y + 0.05 * half, half, 0.36 * half, count=60), palette.thing(straw, 0, -0.55))
        pen.polygon(oval(x, y, half, 0.35 * half, count=60), palette.thing(straw, 0, 0.45))
        pen.polygon(oval(x, y + 0.012 * half, 0.92 * half, 0.3 * half, count=60), palette.thing(straw, 0, -0.25))
        for number in range(44):
            angle = number * 2 * math.pi / 44
            rim = [
                (x + r * half * math.cos(angle + d), y + 0.35 * r * half * math.sin(angle + d))
                for r, d in ((0.92, 0.0), (1.0, 0.08))
            ]
            pen.stroke(rim, palette.thing((146, 104, 56), 0, -0.2), 0.008 * half)
        for angle in (rng.uniform(0, 2 * math.pi) + np.linspace(0, 2 * math.pi, 7, endpoint=False)).tolist():
            tip = (x + 1.06 * half * math.cos(angle), y + 0.42 * half * math.sin(angle))
            side = (-0.16 * half * math.sin(angle), 0.1 * half * math.cos(angle) + 0.06 * half)
            one = curve((x, y), ((x + tip[0]) / 2 + 1.6 * side[0], (y + tip[1]) / 2 + 1.6 * side[1]), tip, count=12)
            two = curve(tip, ((x + tip[0]) / 2 - 1.6 * side[0], (y + tip[1]) / 2 - 1.6 * side[1]), (x, y), count=12)
            lit = 0.3 - 0.4 * math.cos(angle)
            pen.gradient(
                [*one, *two], (palette.thing((98, 158, 70), 0, lit), palette.thing((58, 112, 54), 0, lit - 0.4))
            )
            pen.stroke([(x, y), tip], palette.thing((170, 200, 110), 0, lit), 0.012 * half, 0.004 * half)


def _heap(canvas: Canvas, x: float, y: float, half: float) -> None:
    """Big fruit behind, smaller before, each row one or two kinds."""
    rng, unit = canvas.rng, canvas.unit
    big, middle, small = (
        ["pomelo", "durian"],
        ["mango", "dragon fruit", "green mango", "orange", "star apple"],
        ["mangosteen", "rambutan", "lime", "longan"],
    )
    _place(canvas, FRUITS[big[int(rng.integers(2))]], x - 0.34 * half, y - 0.19 * unit, 1.05)
    _place(canvas, FRUITS["pomelo"], x + 0.42 * half, y - 0.16 * unit, 0.9)
    chosen = rng.permutation(len(middle))[:3]
    for number, share in enumerate(np.linspace(-0.95, 0.95, 7).tolist()):
        name = middle[int(chosen[number * 3 // 7])]
        _place(
            canvas,
            FRUITS[name],
            x + share * half,
            y - 0.045 * unit + 0.03 * unit * share * share - 0.05 * unit * (number % 2),
        )
    first, second = rng.permutation(len(small))[:2]
    for row, count in enumerate((9, 8)):
        for share in np.linspace(-1, 1, count).tolist():
            kind = FRUITS[small[int(first if (share < 0) == (row == 0) or row else second)]]
            px = x + share * half * (0.98 - 0.12 * row) + rng.uniform(-0.01, 0.01) * unit
            _place(canvas, kind, px, y + (0.035 + 0.055 * row) * unit - 0.03 * unit * share * share)


SCENES: tuple[Scene, ...] = (
    Scene("fruit", "Fruit of the season", ("fruit", "still life", "market", "harvest", "agriculture"),
          ("golden", "dawn", "noon", "lotus", "jade"), fruit),
)  # fmt: skip
