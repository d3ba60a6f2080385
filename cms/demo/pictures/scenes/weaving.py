"""Brocade and the loom it comes from."""

from __future__ import annotations

import math

import numpy as np
from PIL import Image, ImageChops

from cms.demo.pictures.canvas import Canvas
from cms.demo.pictures.noise import cloud
from cms.demo.pictures.palette import Colour, mix
from cms.demo.pictures.people import seated
from cms.demo.pictures.scene import Scene
from cms.demo.pictures.shapes import Thing
from cms.demo.pictures.sky import paint_sky
from cms.demo.pictures.terrain import range_layers

CLOTHS: tuple[Colour, ...] = (
    (196, 56, 72),
    (54, 92, 160),
    (236, 170, 66),
    (96, 60, 120),
    (52, 122, 104),
    (240, 234, 222),
)


DYES: tuple[tuple[Colour, ...], ...] = (
    ((34, 30, 58), (200, 44, 62), (246, 190, 66), (240, 232, 214), (52, 140, 128), (220, 96, 150)),
    ((112, 22, 34), (244, 186, 70), (30, 30, 44), (240, 230, 206), (64, 120, 152), (232, 110, 48)),
    ((24, 26, 32), (196, 48, 44), (236, 228, 208), (232, 166, 52), (92, 128, 72), (150, 60, 90)),
    ((26, 58, 94), (238, 232, 216), (214, 60, 74), (246, 196, 84), (86, 160, 150), (120, 74, 140)),
)


def _weave(rng: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """Stitches of a brocade (rows, columns, 3): borders of diamonds, hooks and waves."""
    dyes = np.asarray(DYES[int(rng.integers(len(DYES)))], np.float32)
    cloth = np.zeros((rows, columns), np.int64)
    x = np.arange(columns)[None, :]
    row = -int(rng.integers(0, 12))
    kind = int(rng.integers(5))
    while row < rows:
        kind = (kind + 1 + int(rng.integers(3))) % 5
        tall = (23, 11, 31, 9, 17)[kind]
        y = np.arange(tall)[:, None]
        middle = tall // 2
        shades = rng.permutation(np.arange(1, 6))
        far = np.abs((x + 400) % (2 * middle + 2) - middle - 1) + np.abs(y - middle)
        if kind in (0, 2):
            band = np.select(
                [far == middle, far < middle // 4, far < middle // 2, far == middle - 3],
                [shades[0], shades[3], shades[1], shades[2]],
                0,
            )
            hooks = (far > middle + 1) & ((x + y) % 4 == 0)
            band = np.where(hooks, shades[4], band)
        elif kind == 1:
            band = np.where(np.abs((x % 10) - 5) + 1 < y * 5 // tall + 2, shades[0], shades[1])
        elif kind == 3:
            wave = (np.abs((x % 12) - 6) + y) // 3 % 3
            band = np.choose(wave, [shades[0], shades[2], np.zeros_like(shades[0])])
        else:
            cross = (np.abs((x % 17) - 8) < 2) ^ (np.abs(y - 8) < 2)
            star = np.abs(np.abs((x % 17) - 8) - np.abs(y - 8)) < 1
            band = np.where(star, shades[1], np.where(cross & (far < 10), shades[0], 0))
        band = band + np.zeros((tall, columns), np.int64)
        low, high = max(0, row), min(rows, row + tall)
        if high > low:
            cloth[low:high] = band[low - row : high - row]
        for offset, shade in enumerate((shades[3], 0, shades[4])):
            if 0 <= row + tall + 1 + offset < rows:
                cloth[row + tall + 1 + offset] = shade
        row += tall + 5
    return dyes[cloth]


def brocade(canvas: Canvas) -> None:
    """Woven cloth from edge to edge."""
    rng, unit = canvas.rng, canvas.unit
    stitch = unit / 118
    columns, rows = math.ceil(canvas.width / stitch) + 1, math.ceil(canvas.height / stitch) + 1
    cloth = _weave(rng, rows, columns)
    ambient = np.asarray(canvas.palette.ambient, np.float32)
    cloth = cloth * (0.35 + 0.65 * ambient) * rng.uniform(0.9, 1.06, (rows, columns, 1)).astype(np.float32)
    wide, high = canvas.width, canvas.height
    xs, ys = (
        np.arange(wide, dtype=np.float32) / np.float32(stitch),
        np.arange(high, dtype=np.float32) / np.float32(stitch),
    )
    row, column = ys.astype(np.int32), xs.astype(np.int32)
    across = 0.74 + 0.26 * np.sin(np.pi * (xs - column))
    down = 0.7 + 0.3 * np.sin(np.pi * (ys - row))
    small = np.clip(cloth, 0, 255).astype(np.uint8)
    picture = Image.fromarray(small[row[:, None], column[None, :]])
    folds = cloud(rng, max(8, wide // 8), max(8, high // 8), (1.6 * canvas.aspect, 1.6), 2, 0.4)
    soft = np.asarray(Image.fromarray(folds).resize((wide, high), Image.Resampling.BICUBIC), np.float32)
    light = np.clip((0.92 + 0.13 * soft) * across[None, :] * down[:, None] * np.float32(255), 0, 255).astype(np.uint8)
    mask = Image.fromarray(light)
    canvas.image = ImageChops.multiply(picture, Image.merge("RGB", (mask, mask, mask)))
    canvas.finish(bloom=0.06, vignette=0.3, contrast=1.08)


def loom(canvas: Canvas) -> None:
    """A weaver at her loom, brocade growing on it, light from the window."""
    unit, rng, palette = canvas.unit, canvas.rng, canvas.palette
    width, height = canvas.width, canvas.height
    floor = 0.8 * height
    wall: Colour = (150, 108, 70)
    canvas.gradient((palette.thing(wall, 0.0, -0.55), palette.thing(wall, 0.0, -0.15)), 0, floor)
    canvas.gradient((palette.thing((136, 94, 60), 0.0, 0.1), palette.thing((96, 64, 44), 0.0, -0.5)), floor, height)
    with canvas.pen(None, 2) as pen:
        for x in np.arange(0, width / unit, 0.075) * unit:
            pen.rectangle(float(x), 0, float(x) + 0.004 * unit, floor, palette.thing((70, 46, 32), 0.0, -0.4), 0.7)
        for y in np.linspace(floor, height, 6):
            pen.rectangle(0, float(y), width, float(y) + 0.004 * unit, palette.thing((64, 42, 30), 0.0, -0.4), 0.7)
    side = 1 if rng.uniform() < 0.5 else -1
    middle = width / 2
    pane = (middle + side * min(0.62 * unit, 0.36 * width), 0.3 * height)
    half = (min(0.17 * unit, 0.14 * width), 0.17 * unit)
    sheet = Canvas((max(8, round(2 * half[0])), max(8, round(2 * half[1]))), palette, rng)
    paint_sky(sheet, 0.8 * sheet.height, sun_size=0.0)
    range_layers(sheet, sheet.height, [(76, 110, 126), (62, 112, 84)], rise=0.5, spread=0.3, nearest=0.3)
    canvas.image.paste(sheet.image, (round(pane[0] - half[0]), round(pane[1] - half[1])))
    with canvas.pen(None, 2) as pen:
        frame = palette.thing((92, 58, 38), 0.0, -0.1)
        for at in (-1, 0, 1):
            pen.rectangle(
                pane[0] + at * half[0] - 0.008 * unit,
                pane[1] - half[1],
                pane[0] + at * half[0] + 0.008 * unit,
                pane[1] + half[1],
                frame,
            )
            pen.rectangle(
                pane[0] - half[0] - 0.008 * unit,
                pane[1] + at * half[1] - 0.008 * unit,
                pane[0] + half[0] + 0.008 * unit,
                pane[1] + at * half[1] + 0.008 * unit,
                frame,
            )
    canvas.glow(*pane, 0.6 * unit, palette.light, 0.5)
    size = min(0.66 * unit, 0.62 * width)
    left, right = middle - 0.55 * size, middle + 0.55 * size
    top, breast = floor - 1.02 * size, floor - 0.3 * size
    cloth = Image.fromarray(_weave(rng, 46, 90).astype(np.uint8)).resize(
        (max(2, round(0.84 * size)), max(2, round(0.34 * size))), Image.Resampling.NEAREST
    )
    wood: Colour = (158, 108, 64)
    with canvas.pen((0, top - 0.1 * unit, width, height), 2) as pen:
        for x in np.linspace(left + 0.13 * size, right - 0.13 * size, 90):
            tone = palette.thing(DYES[0][1 + round(float(x)) % 5], 0.0, 0.4)
            pen.stroke(
                [(float(x), top + 0.05 * size), (float(x), breast)], mix(tone, (250, 240, 220), 0.5), 0.0022 * unit
            )
        for y, thick in ((top + 0.36 * size, 0.02), (top + 0.44 * size, 0.012)):
            pen.rectangle(
                left + 0.06 * size, y, right - 0.06 * size, y + thick * size, palette.thing((196, 150, 92), 0.0, 0.2)
            )
    canvas.image.paste(cloth, (round(middle - 0.42 * size), round(breast - 0.17 * size)))
    with canvas.pen((0, top - 0.1 * unit, width, height), 2) as pen:
        tones = (palette.thing(wood, 0.0, 0.35), palette.thing(wood, 0.0, -0.45))
        for x in (left, right):
            pen.gradient(
                [
                    (x - 0.035 * size, top - 0.05 * size),
                    (x + 0.035 * size, top - 0.05 * size),
                    (x + 0.035 * size, floor + 0.1 * size),
                    (x - 0.035 * size, floor + 0.1 * size),
                ],
                tones,
                sideways=True,
            )
        for y, thick in ((top, 0.06), (breast + 0.15 * size, 0.07), (floor, 0.05)):
            pen.gradient(
                [
                    (left - 0.08 * size, y),
                    (right + 0.08 * size, y),
                    (right + 0.08 * size, y + thick * size),
                    (left - 0.08 * size, y + thick * size),
                ],
                tones,
            )
    dress = CLOTHS[int(rng.integers(4))]
    Thing(seated(palette, dress), middle - side * 0.36 * size, floor + 0.14 * size, 0.82 * size, side < 0).place(canvas)
    for number in range(3):
        start = (pane[0] + (number - 1) * 0.6 * half[0], pane[1])
        end = (middle - side * (0.1 + 0.24 * number) * unit, height)
        beam = [
            (start[0] - 0.25 * half[0], start[1] - half[1]),
            (start[0] + 0.25 * half[0], start[1] + half[1]),
            (end[0] + 0.09 * unit, end[1]),
            (end[0] - 0.09 * unit, end[1]),
        ]
        canvas.shade(beam, palette.light, 0.03 * unit, 0.16)
    for number, x in enumerate(np.linspace(0.06, 0.3, 4)):
        spot = (middle + side * (size * 0.72 + float(x) * 0.6 * unit), floor + (0.08 + 0.03 * (number % 2)) * unit)
        with canvas.pen(
            (spot[0] - 0.1 * unit, spot[1] - 0.1 * unit, spot[0] + 0.1 * unit, spot[1] + 0.1 * unit), 3
        ) as pen:
            yarn = DYES[0][1 + number]
            pen.ellipse(*spot, 0.042 * unit, 0.036 * unit, palette.thing(yarn, 0.0, -0.3))
            pen.ellipse(
                spot[0] - 0.008 * unit,
                spot[1] - 0.008 * unit,
                0.03 * unit,
                0.025 * unit,
                palette.thing(yarn, 0.0, 0.25),
            )
    canvas.finish(vignette=0.4, bloom=0.24)


SCENES: tuple[Scene, ...] = (
    Scene("loom", "A weaver at her loom", ("loom", "weaving", "craft", "brocade", "people"),
          ("golden", "dawn", "jade", "lotus"), loom, people=True),
    Scene("brocade", "Brocade", ("brocade", "textile", "pattern", "craft"),
          ("noon", "golden", "lotus", "jade"), brocade),
)  # fmt: skip
