"""Working time, reckoned in minutes: pure, over plain values. A clock that stands still is the caller's matter.

Decree 88/2012/NĐ-CP has requests of the foreign press answered in working days; an office sets its own aim in hours.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAYS_AHEAD = 800
"""Days within which an end is looked for; a calendar without working days has none."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """Hours by ISO weekday; `days` says of single dates whether they are worked, whatever the weekday."""

    weekdays: frozenset[int]
    periods: tuple[tuple[time, time], ...]
    zone: ZoneInfo
    days: Mapping[date, bool] = field(default_factory=dict)

    def works_on(self, day: date) -> bool:
        return self.days.get(day, day.isoweekday() in self.weekdays)

    def stretches(self, start: datetime, last: date) -> Iterator[tuple[datetime, datetime]]:
        """Working time from a moment to the end of a day, as pairs of moments in UTC."""
        day = start.astimezone(self.zone).date()
        while day <= last:
            if self.works_on(day):
                for begin, end in self.periods:
                    # In UTC, because a difference of two moments of one zone ignores its changes of clock.
                    opens = datetime.combine(day, begin, self.zone).astimezone(UTC)
                    closes = datetime.combine(day, end, self.zone).astimezone(UTC)
                    if closes > start:
                        yield max(opens, start), closes
            day += timedelta(days=1)


def worked_minutes(calendar: Calendar, start: datetime, end: datetime) -> int:
    """Whole working minutes between two moments; 0 where the end isn't after the start."""
    if end <= start:
        return 0
    last = end.astimezone(calendar.zone).date()
    total = timedelta()
    for opens, closes in calendar.stretches(start.astimezone(UTC), last):
        total += max(timedelta(), min(closes, end) - opens)
    return int(total.total_seconds() // 60)


def after_minutes(calendar: Calendar, start: datetime, minutes: int) -> datetime | None:
    """The moment when so many working minutes will have passed; None where that never comes."""
    left = timedelta(minutes=max(0, minutes))
    last = start.astimezone(calendar.zone).date() + timedelta(days=DAYS_AHEAD)
    for opens, closes in calendar.stretches(start.astimezone(UTC), last):
        if left <= closes - opens:
            return opens + left
        left -= closes - opens
    return None


def running_minutes(calendar: Calendar, steps: Iterable[tuple[datetime, bool]], end: datetime) -> int:
    """Working minutes until `end` in which the clock ran; `steps` are (since, whether it runs), oldest first."""
    total, since, runs = 0, None, False
    for at, running in steps:
        if since is not None and runs:
            total += worked_minutes(calendar, since, min(at, end))
        since, runs = at, running
    if since is not None and runs:
        total += worked_minutes(calendar, since, end)
    return total
