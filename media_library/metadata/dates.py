"""Moments as EXIF, IIM and XMP spell them. What isn't a date is None, never an exception."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Literal

Precision = Literal["year", "month", "day", "minute", "second"]
PRECISIONS: tuple[Precision, ...] = ("year", "month", "day", "minute", "second")

OLDEST_YEAR = 1826
"""The year of the oldest photograph that exists; an earlier one is a camera's broken clock."""

_XMP = re.compile(
    r"(\d{4})(?:[-:](\d\d)(?:[-:](\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9})\d*)?)?\s*"
    r"(Z|[+-]\d\d:?\d\d)?)?)?)?\Z",
    re.ASCII,
)
_OFFSET = re.compile(r"(?a)([+-])(\d\d):?(\d\d)\Z")
_IIM_DATE = re.compile(r"(?a)(\d{4})-?(\d\d)-?(\d\d)\Z")
_IIM_TIME = re.compile(r"(?a)(\d\d):?(\d\d):?(\d\d)([+-]\d\d:?\d\d|Z)?\Z")


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, aware when the source names an offset, and how much of it the source said."""

    value: datetime
    precision: Precision

    def refined_by(self, other: Moment) -> Moment:
        """Itself, or `other` when that tells the same moment more exactly (a time of day, an offset)."""
        if not self._agrees_with(other):
            return self
        finer = PRECISIONS.index(other.precision) > PRECISIONS.index(self.precision)
        adds_offset = self.value.tzinfo is None and other.value.tzinfo is not None
        as_fine = PRECISIONS.index(other.precision) >= PRECISIONS.index(self.precision)
        return other if finer or (adds_offset and as_fine) else self

    def _agrees_with(self, other: Moment) -> bool:
        shared = min(PRECISIONS.index(self.precision), PRECISIONS.index(other.precision))
        return _parts(self.value)[: shared + 1] == _parts(other.value)[: shared + 1]


def _parts(value: datetime) -> tuple[object, ...]:
    return value.year, value.month, value.day, (value.hour, value.minute), value.second


def offset(text: str) -> tzinfo | None:
    """“+07:00”, “-0330” or “Z” as a time zone."""
    text = text.strip()
    if text == "Z":
        return UTC
    match = _OFFSET.match(text)
    if not match:
        return None
    span = timedelta(hours=int(match[2]), minutes=int(match[3]))
    if span > timedelta(hours=15):  # the widest in use is +14:00
        return None
    return timezone(-span if match[1] == "-" else span)


def parse_xmp(text: str) -> Moment | None:
    """ISO 8601 as XMP profiles it (a year alone is enough), and EXIF's colons, which some programs copy."""
    match = _XMP.match(text.strip())
    if not match:
        return None
    year, month, day, hour, minute, second, fraction, zone = match.groups()
    given = (year, month, day, hour, second)
    precision = PRECISIONS[sum(part is not None for part in given) - 1]
    return _moment(
        (int(year), int(month or 1), int(day or 1), int(hour or 0), int(minute or 0), int(second or 0)),
        int((fraction or "0").ljust(6, "0")[:6]),
        offset(zone) if zone else None,
        precision,
    )


def parse_exif(text: str, fraction: str = "", zone: str = "") -> Moment | None:
    """“2019:05:01 08:30:00” with SubSecTime and OffsetTime (Exif 2.31, 4.6.6). Blank and zeroed is None."""
    found = parse_xmp(text)
    if found is None:
        return None
    digits = fraction.strip()
    value = found.value
    if digits.isascii() and digits.isdigit():
        value = value.replace(microsecond=int(digits.ljust(6, "0")[:6]))
    if value.tzinfo is None and (named := offset(zone)):
        value = value.replace(tzinfo=named)
    return Moment(value, found.precision)


def parse_iim(day: str, time: str = "") -> Moment | None:
    """DateCreated CCYYMMDD, where an unknown month or day is 00, and TimeCreated HHMMSS±HHMM (IIM 4.2)."""
    match = _IIM_DATE.match(day.strip())
    if not match:
        return None
    year, month, dom = (int(part) for part in match.groups())
    if month == 0 or dom == 0:
        return _moment((year, month or 1, 1, 0, 0, 0), 0, None, "month" if month else "year")
    clock = _IIM_TIME.match(time.strip())
    if not clock:
        return _moment((year, month, dom, 0, 0, 0), 0, None, "day")
    hour, minute, second, zone = clock.groups()
    exact = _moment(
        (year, month, dom, int(hour), int(minute), int(second)), 0, offset(zone) if zone else None, "second"
    )
    return exact or _moment((year, month, dom, 0, 0, 0), 0, None, "day")


def _moment(
    parts: tuple[int, int, int, int, int, int], microsecond: int, zone: tzinfo | None, precision: Precision
) -> Moment | None:
    year, month, day, hour, minute, second = parts
    if not OLDEST_YEAR <= year < 9999:  # the last year can't be converted to another time zone
        return None
    try:
        value = datetime(year, month, day, hour, minute, min(second, 59), microsecond, tzinfo=zone)
    except ValueError:
        return None
    return Moment(value, precision)


def as_xmp(value: date) -> str:
    """A date or datetime in XMP's form; a naive datetime gets no offset."""
    return value.isoformat()


def as_iim(value: date) -> tuple[str, str]:
    """DateCreated and TimeCreated; the time is empty for a plain date, and without offset when naive."""
    day = f"{value.year:04}{value.month:02}{value.day:02}"
    if not isinstance(value, datetime):
        return day, ""
    clock = value.strftime("%H%M%S")
    zone = value.strftime("%z")
    return day, clock + zone[:5]
