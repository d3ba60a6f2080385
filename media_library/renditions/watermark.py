"""The mark across a preview whose licence asks for it: calm, repeated, the same for every reader.

The words are drawn by Pillow in the site's own typeface. It is split by script into several files (Latin,
Vietnamese), so each letter is taken from the file that has it; letters of other scripts are left out.
"""

from __future__ import annotations

import math
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

MARKED_FROM = 640
"""Previews whose longest side has at least this many pixels are marked; smaller ones are of no use as pictures."""

FONTS = Path(__file__).parent / "fonts"
_FILES = ("be-vietnam-pro-latin-600.woff2", "be-vietnam-pro-vietnamese-600.woff2", "be-vietnam-pro-latin-ext-600.woff2")

_DEGREES = 24
_LETTERS_TO_SIDE = 34
"""The longest side is this many times the height of the letters."""
_LIGHT, _SHADE = 76, 56
"""Opacity of the letters and of their shadow, of 255: seen on snow and at night, and the picture through it."""
_WORDS_AT_MOST = 120

Font = ImageFont.FreeTypeFont


def mark_words(credit_line: str) -> str:
    """What stands across a preview: the credit, and that it is a preview, in Vietnamese and English."""
    return "  ·  ".join(part for part in (credit_line.strip()[:_WORDS_AT_MOST], "Xem trước", "Preview") if part)


def mark(picture: Image.Image, words: str) -> Image.Image:
    """A copy of `picture` (L, RGB or RGBA) with `words` repeated across all of it. Equal input, equal pixels."""
    layer = _layer(picture.size, words)
    marked = picture.convert("RGB") if picture.mode == "L" else picture.copy()
    shift = max(1, max(picture.size) // 900)
    shade = layer.point(lambda value: value * _SHADE // 255)
    # Drawn on the colours alone: what is transparent stays so.
    colours = marked.convert("RGB")
    colours.paste((0, 0, 0), (shift, shift), shade)
    colours.paste((255, 255, 255), (0, 0), layer.point(lambda value: value * _LIGHT // 255))
    if marked.mode == "RGBA":
        colours.putalpha(marked.getchannel("A"))
    return colours


def _layer(size: tuple[int, int], words: str) -> Image.Image:
    """Rows of the words across a sheet of `size`, each begun elsewhere than the one above, turned a little."""
    letter = max(12, max(size) // _LETTERS_TO_SIDE)
    line = _line(words, letter)
    side = math.ceil(math.hypot(*size))
    sheet = Image.new("L", (side, side))
    gap, step = letter * 4, letter * 5
    for row, top in enumerate(range(0, side, step)):
        start = -((row * (line.width + gap) * 2 // 5) % (line.width + gap))
        for left in range(start, side, line.width + gap):
            sheet.paste(line, (left, top))
    turned = sheet.rotate(_DEGREES, Image.Resampling.BICUBIC)
    left, top = (side - size[0]) // 2, (side - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


def _line(words: str, height: int) -> Image.Image:
    """The words once, white on black, just as large as they need."""
    letters = [(letter, font) for letter in words if (font := _font_for(letter, height)) is not None]
    width = math.ceil(sum(font.getlength(letter) for letter, font in letters)) or 1
    line = Image.new("L", (width, height * 2))
    pen, left = ImageDraw.Draw(line), 0.0
    for letter, font in letters:
        pen.text((left, height * 1.5), letter, fill=255, font=font, anchor="ls")
        left += font.getlength(letter)
    return line


def _font_for(letter: str, height: int) -> Font | None:
    return next((_font(name, height) for name in _FILES if ord(letter) in _letters_of(name)), None)


@lru_cache(maxsize=64)
def _font(name: str, height: int) -> Font:
    return ImageFont.truetype(FONTS / name, height, layout_engine=ImageFont.Layout.BASIC)


@lru_cache
def _letters_of(name: str) -> frozenset[int]:
    """The letters a file has: those it doesn't draw as its sign for a missing one."""
    font = _font(name, 24)
    missing = _drawn(font, "\ue000")
    ranges = (range(0x20, 0x180), range(0x1A0, 0x1B1), range(0x1EA0, 0x1EFA), range(0x2010, 0x2027))
    letters = (code for block in ranges for code in block)
    return frozenset(code for code in letters if code == 0x20 or _drawn(font, chr(code)) not in (missing, b""))


def _drawn(font: Font, letter: str) -> bytes:
    return bytes(font.getmask(letter))
