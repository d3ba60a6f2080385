"""When a daily digest is due: pure functions over moments and time zones."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


def moment_of(day: date, hour: int, zone: ZoneInfo) -> datetime:
    """When clocks in the zone strike the hour on the day, in UTC.

    An hour that they show twice counts the first time; one that they skip, at the moment at which they skip it
    (`fold=0` reads it with the offset from before, which names the same moment past the gap).
    """
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


def digest_day(now: datetime, hour: int, zone: ZoneInfo) -> date:
    """The last day, in the zone, whose digest has come due by `now` (aware)."""
    today = now.astimezone(zone).date()
    return today if moment_of(today, hour, zone) <= now else today - timedelta(days=1)


def is_due(day: date, last: date | None) -> bool:
    """Whether a day's digest is still to be made: days never repeat, whatever a change of zone does to the date."""
    return last is None or day > last
