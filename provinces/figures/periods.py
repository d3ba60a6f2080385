"""Periods as people write them: years, halves, quarters, months, days."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from locales.search.folding import fold
from locales.tables.cells import DateText

FIRST_YEAR = 1945
ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


class Frequency(StrEnum):
    """How long a period is: figures of one frequency can stand in one chart."""

    YEAR = "year"
    HALF = "half"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Period:
    """`start` and `end` both belong to it."""

    label: str
    start: date
    end: date


_YEAR = re.compile(r"(?:nam )?(\d{4})")
_HALF = re.compile(r"h([12]) ?[/ -] ?(\d{4})|(\d{4}) ?[/ -] ?h([12])")
_HALF_VI = re.compile(r"6 thang (dau|cuoi) nam (\d{4})")
_QUARTER = re.compile(r"(?:q|quy ?)([1-4]|iv|i{1,3}) ?[/ -] ?(\d{4})|(\d{4}) ?[/ -] ?q([1-4])")
_MONTH = re.compile(r"(?:thang ?|t)?(\d{1,2}) ?[/-] ?(\d{4})|(\d{4})-(\d{1,2})")
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})|(\d{1,2})/(\d{1,2})/(\d{4})")


def parse_period(text: str) -> Period:
    """`2025`, `H1/2025`, `Q1/2026` (`quý I/2026`), `06/2025` (`2025-06`), `2025-07-01`. Raises ValidationError."""
    if isinstance(text, DateText):
        # June 2025 and the first of June look the same by now.
        raise ValidationError(
            _("The spreadsheet made the date %(date)s of what was typed. Format the column as text and type it again.")
            % {"date": str(text)[:20]}
        )
    period = _parsed(fold(text).strip())
    if period is None:
        raise ValidationError(
            _("“%(text)s” isn't a period. Write 2025, H1/2025, Q1/2026, 06/2025 or 2025-07-01.") % {"text": text[:60]}
        )
    if period.start.year < FIRST_YEAR:
        raise ValidationError(_("“%(text)s” is before %(year)s.") % {"text": text[:60], "year": FIRST_YEAR})
    if period.start > timezone.localdate():
        raise ValidationError(_("“%(text)s” hasn't begun yet: only what was measured comes in.") % {"text": text[:60]})
    return period


def _parsed(text: str) -> Period | None:
    if found := _YEAR.fullmatch(text):
        return _months(int(found[1]), 1, 12, found[1])
    if found := _HALF.fullmatch(text):
        half, year = int(found[1] or found[4]), int(found[2] or found[3])
        return _months(year, 6 * half - 5, 6 * half, f"H{half}/{year}")
    if found := _HALF_VI.fullmatch(text):
        half, year = (1 if found[1] == "dau" else 2), int(found[2])
        return _months(year, 6 * half - 5, 6 * half, f"H{half}/{year}")
    if found := _QUARTER.fullmatch(text):
        word, year = found[1] or found[4], int(found[2] or found[3])
        quarter = ROMAN.get(word) or int(word)
        return _months(year, 3 * quarter - 2, 3 * quarter, f"Q{quarter}/{year}")
    if found := _MONTH.fullmatch(text):
        month, year = int(found[1] or found[4]), int(found[2] or found[3])
        return _months(year, month, month, f"{month:02}/{year}") if 1 <= month <= 12 else None
    return _day(text)


def _months(year: int, first: int, last: int, label: str) -> Period | None:
    if not 1 <= year <= 9998:
        return None
    return Period(label, date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _day(text: str) -> Period | None:
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    parts = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        day = date(*(int(part) for part in parts))
    except ValueError:
        return None
    return Period(day.isoformat(), day, day)


def frequency_of(start: date, end: date) -> Frequency:
    days = (end - start).days + 1
    if days == 1:
        return Frequency.DAY
    for frequency, shortest, longest in (
        (Frequency.MONTH, 28, 31),
        (Frequency.QUARTER, 90, 92),
        (Frequency.HALF, 181, 184),
        (Frequency.YEAR, 365, 366),
    ):
        if shortest <= days <= longest:
            return frequency
    return Frequency.OTHER


def last_valid_day(period_end: date, months: int) -> date:
    """The day on which a figure with this end of its period still counts as current."""
    month = period_end.month - 1 + months
    year, month = period_end.year + month // 12, month % 12 + 1
    return date(year, month, min(31, calendar.monthrange(year, month)[1]) if _ends_month(period_end) else min(
        period_end.day, calendar.monthrange(year, month)[1]
    ))  # fmt: skip


def _ends_month(day: date) -> bool:
    return day.day == calendar.monthrange(day.year, day.month)[1]
