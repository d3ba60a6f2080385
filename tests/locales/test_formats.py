"""Numbers, units and dates in every language of the registry, and that they are what CLDR says."""

from __future__ import annotations

import datetime as dt
import unicodedata
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from babel.units import format_unit
from django.template import Context, Template
from django.utils import timezone, translation
from django.utils.formats import date_format

from locales.moments import with_zone
from locales.registry import LANGUAGES
from locales.units import Count, file_size, lasting, locale_of, measured, written

DAY = dt.date(2026, 3, 9)
MOMENT = dt.datetime(2026, 3, 9, 7, 5, tzinfo=dt.UTC)
LEFT = dt.timedelta(days=2, hours=3, minutes=40)
N, T = "\u00a0", "\u202f"

NUMBERS: dict[str, tuple[str, str, str]] = {
    "vi": ("1.234.567,5", "1.234", "0,25"),
    "en": ("1,234,567.5", "1,234", "0.25"),
    "zh-hans": ("1,234,567.5", "1,234", "0.25"),
    "ja": ("1,234,567.5", "1,234", "0.25"),
    "ko": ("1,234,567.5", "1,234", "0.25"),
    "fr": (f"1{T}234{T}567,5", f"1{T}234", "0,25"),
    "ru": (f"1{N}234{N}567,5", f"1{N}234", "0,25"),
    "es": ("1.234.567,5", "1.234", "0,25"),
    "de": ("1.234.567,5", "1.234", "0,25"),
    "lo": ("1.234.567,5", "1.234", "0,25"),
    "km": ("1,234,567.5", "1,234", "0.25"),
}

UNITS: dict[str, tuple[str, str, str, str]] = {
    "vi": (f"6.208{N}km²", f"1.396,5{N}ha", f"1,2{N}MB", f"85{N}kB"),
    "en": (f"6,208{N}km²", f"1,396.5{N}ha", f"1.2{N}MB", f"85{N}kB"),
    "zh-hans": ("6,208平方公里", "1,396.5公顷", f"1.2{N}MB", f"85{N}kB"),
    "ja": (f"6,208{N}km²", f"1,396.5{N}ha", f"1.2{N}MB", f"85{N}KB"),
    "ko": ("6,208km²", "1,396.5ha", "1.2MB", "85kB"),
    "fr": (f"6{T}208{T}km²", f"1{T}396,5{T}ha", f"1,2{T}Mo", f"85{T}ko"),
    "ru": (f"6{N}208{N}км²", f"1{N}396,5{N}га", f"1,2{N}МБ", f"85{N}кБ"),
    "es": (f"6.208{N}km²", f"1.396,5{N}ha", f"1,2{N}MB", f"85{N}kB"),
    "de": (f"6.208{N}km²", f"1.396,5{N}ha", f"1,2{N}MB", f"85{N}kB"),
    "lo": (f"6.208{N}ກມ²", f"1.396,5{N}ຮຕ.", f"1,2{N}MB", f"85{N}kB"),
    "km": (f"6,208{N}km²", f"1,396.5{N}ha", f"1.2{N}MB", f"85{N}kB"),
}

DATES: dict[str, tuple[str, str]] = {
    "vi": ("9/3/2026", "14:05 9/3/2026"),
    "en": ("March 9, 2026", "March 9, 2026, 2:05 p.m."),
    "zh-hans": ("2026年3月9日", "2026年3月9日 14:05"),
    "ja": ("2026年3月9日", "2026年3月9日 14:05"),
    "ko": ("2026년 3월 9일", "2026년 3월 9일 오후 2:05"),
    "fr": ("9 mars 2026", "9 mars 2026, 14:05"),
    "ru": ("9 марта 2026 г.", "9 марта 2026 г., 14:05"),
    "es": ("9 de marzo de 2026", "9 de marzo de 2026, 14:05"),
    "de": ("9. März 2026", "9. März 2026, 14:05"),
    "lo": ("9/3/2026", "9/3/2026 14:05"),
    "km": ("9/3/2026", "9/3/2026 14:05"),
}
"""As CLDR's long forms, but figures where names of months are long (vi, lo) or misspelt in Django (km), AP style's
hours in English, and 24 hours in Khmer: what is under embargo must not be taken for the morning."""

IN_FIGURES = ("vi", "lo", "km")
OWN_HOURS = ("en", "ko", *IN_FIGURES)

DURATIONS: dict[str, str] = {
    "vi": "2 ngày 3 giờ",
    "en": "2 days 3 hours",
    "zh-hans": "2天 3小时",
    "ja": "2 日 3 時間",
    "ko": "2일 3시간",
    "fr": "2 jours 3 heures",
    "ru": "2 дня 3 часа",
    "es": "2 días 3 horas",
    "de": "2 Tage 3 Stunden",
    "lo": "2 ມື້ 3 ຊົ່ວໂມງ",
    "km": "2 ថ្ងៃ 3 ម៉ោង",
}


@pytest.fixture(params=list(LANGUAGES), autouse=True)
def code(request: pytest.FixtureRequest) -> Any:
    with translation.override(request.param), timezone.override(ZoneInfo("Asia/Ho_Chi_Minh")):
        yield request.param


def loose(text: str) -> str:
    """Without differences between kinds of spaces."""
    return "".join(" " if unicodedata.category(character) == "Zs" else character for character in text)


def test_numbers(code: str) -> None:
    values = (Decimal("1234567.50"), 1234, 0.25)
    assert tuple(written(value) for value in values) == NUMBERS[code]
    assert NUMBERS[code] == tuple(format_decimal(value, locale=locale_of(code)) for value in values)
    assert written(Decimal("11.205"), 2) == format_decimal(Decimal("11.21"), locale=locale_of(code))
    assert written(2_000_000_000, 0) == format_decimal(2_000_000_000, locale=locale_of(code))


def test_figures_are_latin_ones(code: str) -> None:
    told = (written(1234567890), date_format(DAY, "DATE_FORMAT"), file_size(987_654), lasting(LEFT))
    digits = "".join(character for text in told for character in text if character.isdigit() and character != "²")
    assert digits.isascii()


def test_units(code: str) -> None:
    told = (
        measured(Decimal("6207.93"), "area-square-kilometer", 0),
        measured(Decimal("1396.50"), "area-hectare"),
        file_size(1_234_567),
        file_size(85_123),
    )
    assert told == UNITS[code]
    amounts = ((6208, "area-square-kilometer"), (1396.5, "area-hectare"), (1.2, "digital-megabyte"))
    for text, (amount, unit) in zip(told, (*amounts, (85, "digital-kilobyte")), strict=True):
        assert loose(text) == loose(format_unit(amount, unit, "short", locale=locale_of(code)))
        assert " " not in text, "a number isn't parted from its unit at the end of a line"


@pytest.mark.parametrize(
    ("size", "told"),
    [(0, "0 kB"), (900, "1 kB"), (999_949, "1,000 kB"), (1_000_000, "1.0 MB"), (9_949_999, "9.9 MB"),
     (9_950_000, "10 MB"), (123_400_000, "123 MB"), (2_500_000_000, "2.5 GB"), (12_000_000_000, "12 GB")],
)  # fmt: skip
def test_sizes_of_files(size: int, told: str) -> None:
    with translation.override("en"):
        assert loose(file_size(size)) == told


def test_dates(code: str) -> None:
    locale = locale_of(code)
    assert date_format(DAY, "DATE_FORMAT") == DATES[code][0]
    assert date_format(timezone.localtime(MOMENT), "DATETIME_FORMAT") == DATES[code][1]
    assert with_zone(MOMENT) == f"{DATES[code][1]} (UTC+07:00)"
    assert with_zone(MOMENT, ZoneInfo("UTC"), "UTC").endswith("(UTC+00:00, UTC)")
    if code not in IN_FIGURES:
        assert DATES[code][0] == loose(format_date(DAY, "long", locale))
    if code not in OWN_HOURS:
        exact = format_datetime(MOMENT, "long", tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"), locale=locale)
        assert DATES[code][1] == loose(exact).replace(" +0700", "").replace("14:05:00", "14:05")


def test_lengths_of_time(code: str) -> None:
    assert loose(lasting(LEFT)) == DURATIONS[code]
    assert lasting(dt.timedelta(days=2)) in lasting(LEFT)
    assert [figure for figure in lasting(dt.timedelta(seconds=-5)) if figure.isdigit()] == ["0"]
    assert [figure for figure in lasting(dt.timedelta(minutes=7, seconds=59)) if figure.isdigit()] == ["7"]


def test_counts_in_sentences(code: str) -> None:
    sentence = (
        "{% blocktranslate count total=n|counted %}{{ total }} page{% plural %}{{ total }} pages{% endblocktranslate %}"
    )
    shown = Template("{% load i18n units %}" + sentence).render(Context({"n": 52_345}))
    assert shown.startswith(written(52_345))
    assert Count(3) == 3 and f"{Count(1234)!s}" == written(1234)
