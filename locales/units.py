"""Numbers with their units as readers of a language write them (Unicode CLDR through Babel).

Separators come from Django's formats, which `locales/formats` brings in line with CLDR; figures are Latin ones in
every language (CLDR's default for Lao and Khmer too). No line breaks between a number and its unit.
"""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_timedelta
from babel.numbers import format_compact_decimal
from babel.units import format_unit
from django.utils import numberformat
from django.utils.formats import get_format
from django.utils.translation import get_language

from locales.registry import INTERNATIONAL, LANGUAGES, tag_of

NO_BREAK = "\u00a0"
SIZES = (("gigabyte", 3), ("megabyte", 2), ("kilobyte", 1))
"""Powers of a thousand, as the units' names say (IEC 80000-13)."""


def written(value: Decimal | int | float, decimals: int | None = None) -> str:
    """A number with the active language's separators, in groups of three; without `decimals`, as many as it has.

    Django's own Vietnamese and Lao formats don't group, which makes large figures hard to read.
    """
    number = Decimal(str(value))
    if decimals is None:
        decimals = max(0, -int(number.normalize().as_tuple().exponent))
    return numberformat.format(
        # Rounded here, because Django cuts off what is beyond the decimals.
        number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP),
        get_format("DECIMAL_SEPARATOR", use_l10n=True),
        decimals,
        grouping=3,
        thousand_sep=get_format("THOUSAND_SEPARATOR", use_l10n=True),
        force_grouping=True,
        use_l10n=True,
    )


class Count(int):
    """A whole number that is written in groups wherever a template or a message shows it."""

    def __str__(self) -> str:
        return written(int(self))


def measured(value: Decimal | int | float, unit: str, decimals: int | None = None) -> str:
    """A number with its unit: `unit` is a CLDR identifier such as `area-square-kilometer`."""
    before, after = _around(get_language() or INTERNATIONAL, unit)
    return f"{before}{written(value, decimals)}{after}"


COUNTING_IN_MYRIADS = frozenset({"zh-hans", "ja", "ko"})
"""Languages that count large numbers in steps of ten thousand: 万, 億."""


def in_myriads(value: Decimal) -> str:
    """A large number in the active language's steps, `1800万`; empty where it counts in thousands and millions."""
    code = get_language() or INTERNATIONAL
    if code not in COUNTING_IN_MYRIADS:
        return ""
    return format_compact_decimal(value, format_type="short", fraction_digits=2, locale=locale_of(code))


def file_size(size: int) -> str:
    """A number of bytes in the unit that suits it, `1.2 MB`, `12 MB`; kilobytes are whole."""
    name, power = next((name, power) for name, power in SIZES if size >= 1000**power or power == 1)
    amount = Decimal(size) / 1000**power
    # 9.96 would round to 10.0: one figure behind the point only where it stays below ten.
    return measured(amount, f"digital-{name}", 1 if power > 1 and amount < Decimal("9.95") else 0)


def lasting(time: timedelta) -> str:
    """A length of time in its two largest units, down to minutes: `2 days 3 hours`; less counts as none."""
    minutes = max(0, int(time.total_seconds() // 60))
    parts: list[tuple[Literal["day", "hour", "minute"], int]] = [
        ("day", minutes // 1440),
        ("hour", minutes // 60 % 24),
        ("minute", minutes % 60),
    ]
    first = next((place for place, (_unit, number) in enumerate(parts) if number), 2)
    told = [(unit, number) for unit, number in parts[first : first + 2] if number] or [("minute", 0)]
    locale = locale_of(get_language() or INTERNATIONAL)
    steps = (format_timedelta(timedelta(**{f"{unit}s": number}), unit, 10_000, locale=locale) for unit, number in told)
    return " ".join(re.sub("[ \u202f]", NO_BREAK, step) for step in steps)


@lru_cache(maxsize=32)
def locale_of(code: str) -> Locale:
    """Babel's data of one of our languages; English for one that CLDR doesn't know."""
    try:
        return Locale.parse(tag_of(code) if code in LANGUAGES else code, sep="-")
    except (UnknownLocaleError, ValueError, KeyError):
        return Locale.parse(INTERNATIONAL)


@lru_cache(maxsize=512)
def _around(code: str, unit: str) -> tuple[str, str]:
    """What CLDR writes before and after the number (its short form, for many)."""
    pattern = format_unit(0, unit, "short", format="0", locale=locale_of(code))
    before, _number, after = re.sub(r" ", NO_BREAK, pattern).partition("0")
    return before, after
