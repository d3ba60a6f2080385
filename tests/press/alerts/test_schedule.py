"""Exactly one digest a day, on the days too on which clocks skip an hour or show one twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from press.alerts.schedule import digest_day, is_due, moment_of

PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
CHANGES = [
    (PARIS, date(2026, 3, 29)),
    (PARIS, date(2026, 10, 25)),
    (NEW_YORK, date(2026, 3, 8)),
    (NEW_YORK, date(2026, 11, 1)),
]


@pytest.mark.parametrize("hour", range(24))
@pytest.mark.parametrize(("zone", "change"), CHANGES)
def test_every_day_around_a_change_has_one_digest(zone: ZoneInfo, change: date, hour: int) -> None:
    """The clock is asked every ten minutes for a week, as the timetable does."""
    now = datetime.combine(change - timedelta(days=3), datetime.min.time(), tzinfo=UTC)
    last = digest_day(now, hour, zone)
    made: list[tuple[date, datetime]] = []
    for _step in range(6 * 24 * 7):
        now += timedelta(minutes=10)
        day = digest_day(now, hour, zone)
        if is_due(day, last):
            made.append((day, now))
            last = day
    days = [day for day, _at in made]
    assert days == [days[0] + timedelta(days=n) for n in range(len(days))]
    assert len(days) in (6, 7, 8) and days[0] < change < days[-1]
    for day, at in made:
        local = at.astimezone(zone)
        assert local.date() == day
        skipped = local.hour == hour + 1 and day == change
        assert local.hour == hour or skipped, f"{day} came at {local}"


def test_an_hour_that_is_skipped_comes_when_it_would_have_been() -> None:
    assert moment_of(date(2026, 3, 29), 2, PARIS) == datetime(2026, 3, 29, 1, tzinfo=UTC)  # 03:00 there
    assert moment_of(date(2026, 3, 8), 2, NEW_YORK) == datetime(2026, 3, 8, 7, tzinfo=UTC)


def test_an_hour_that_is_shown_twice_counts_the_first_time() -> None:
    assert moment_of(date(2026, 10, 25), 2, PARIS) == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert moment_of(date(2026, 11, 1), 1, NEW_YORK) == datetime(2026, 11, 1, 5, tzinfo=UTC)
    second = datetime(2026, 11, 1, 6, 5, tzinfo=UTC)  # 01:05 for the second time
    assert not is_due(digest_day(second, 1, NEW_YORK), date(2026, 11, 1))


def test_moving_westwards_makes_no_day_twice() -> None:
    now = datetime(2026, 5, 4, 23, tzinfo=UTC)
    in_vietnam = digest_day(now, 5, ZoneInfo("Asia/Ho_Chi_Minh"))
    assert in_vietnam == date(2026, 5, 5)
    later = digest_day(now + timedelta(hours=1), 5, ZoneInfo("Pacific/Honolulu"))
    assert not is_due(later, in_vietnam)
