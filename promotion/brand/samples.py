"""A line of text for each language that shows its letters, for samples of typefaces."""

from __future__ import annotations

from typing import Any

from locales.registry import LANGUAGES, WORKING, tag_of
from locales.text import LocalText

SAMPLES = {
    "vi": "Do bạch kim rất quý nên sẽ dùng để lắp vô xương",
    "en": "Pack my box with five dozen liquor jugs",
    "fr": "Portez ce vieux whisky au juge blond qui fume",
    "es": "El veloz murciélago hindú comía feliz cardillo y kiwi",
    "de": "Zwölf Boxkämpfer jagen Viktor quer über den großen Sylter Deich",
    "ru": "Съешь же ещё этих мягких французских булок, да выпей чаю",
    "zh-hans": "天地玄黄，宇宙洪荒。日月盈昃，辰宿列张。",
    "ja": "いろはにほへと ちりぬるを 山川草木",
    "ko": "다람쥐 헌 쳇바퀴에 타고파",
    "lo": "ກ ຂ ຄ ງ ຈ ສ ຊ ຍ ດ ຕ ຖ ທ ນ ບ ປ ຜ ຝ ພ ຟ ມ",
    "km": "ក ខ គ ឃ ង ច ឆ ជ ឈ ញ ដ ឋ ឌ ឍ ណ",
}
"""Pangrams where a language has a known one, else the beginning of its alphabet. A test wants one per language."""


def sample_of(page: Any, *, latin_only: bool = False) -> LocalText:
    """In the page's own language, whatever language is active.

    `latin_only`: for a typeface that has no other letters; then in Vietnamese where the page isn't in Latin letters.
    """
    code = page.locale.language_code if page is not None else WORKING
    if code not in SAMPLES or (latin_only and LANGUAGES[code].script != "Latn"):
        code = WORKING
    return LocalText(SAMPLES[code], tag_of(code))
