"""Working minutes over lunch, nights, weekends, Tết, moved days and other people's changes of clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from press.admin.working_time import weekday_words
from press.models import Holiday, WorkingHours
from press.models.working_time import periods_of, validate_weekdays
from press.requests.clock import Calendar, after_minutes, running_minutes, worked_minutes
from press.requests.seed import seed_working_time

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = 4 * 60 + 210
CALENDAR = Calendar(
    weekdays=frozenset({1, 2, 3, 4, 5}),
    periods=((time(7, 30), time(11, 30)), (time(13, 30), time(17, 0))),
    zone=HANOI,
    days={date(2026, 2, day): False for day in range(16, 21)} | {date(2026, 1, 2): False, date(2026, 1, 10): True},
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HANOI)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        ("2026-03-02 08:00", "2026-03-02 09:30", 90),
        ("2026-03-02 11:00", "2026-03-02 14:00", 60),  # lunch
        ("2026-03-02 12:00", "2026-03-02 13:00", 0),
        ("2026-03-02 16:30", "2026-03-03 08:00", 60),  # a night
        ("2026-03-06 16:00", "2026-03-09 08:30", 120),  # a weekend
        ("2026-02-13 16:00", "2026-02-23 08:30", 120),  # Tết with both its weekends
        ("2025-12-31 17:00", "2026-01-05 07:30", DAY),  # 1 January is a Thursday here
        ("2026-01-09 17:00", "2026-01-12 07:30", DAY),  # a Saturday worked instead
        ("2026-03-02 09:00", "2026-03-02 08:00", 0),
        ("2026-03-02 05:00", "2026-03-02 23:00", DAY),
    ],
)
def test_minutes_between(start: str, end: str, minutes: int) -> None:
    assert worked_minutes(CALENDAR, at(start), at(end)) == minutes


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        ("2026-03-02 08:00", 60, "2026-03-02 09:00"),
        ("2026-03-02 11:00", 60, "2026-03-02 14:00"),
        ("2026-03-06 16:30", 60, "2026-03-09 08:00"),
        ("2026-02-13 16:30", 60, "2026-02-23 08:00"),
        ("2026-03-07 10:00", 0, "2026-03-09 07:30"),
    ],
)
def test_moment_after(start: str, minutes: int, end: str) -> None:
    assert after_minutes(CALENDAR, at(start), minutes) == at(end)


def test_there_and_back_agree() -> None:
    start = at("2026-02-10 10:10")
    for minutes in range(1, 4000, 37):
        end = after_minutes(CALENDAR, start, minutes)
        assert end is not None
        assert worked_minutes(CALENDAR, start, end) == minutes


def test_a_calendar_without_days_never_ends() -> None:
    empty = Calendar(frozenset(), CALENDAR.periods, HANOI)
    assert after_minutes(empty, at("2026-03-02 08:00"), 1) is None
    assert worked_minutes(empty, at("2026-03-02 08:00"), at("2027-03-02 08:00")) == 0


def test_an_office_whose_clock_changes_works_as_long_as_ever() -> None:
    """29 March 2026, a Sunday: Europe goes from UTC+1 to UTC+2."""
    paris = Calendar(frozenset({7}), ((time(1, 0), time(5, 0)),), ZoneInfo("Europe/Paris"))
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert worked_minutes(paris, start, datetime(2026, 3, 29, 12, tzinfo=UTC)) == 180


def test_waiting_for_the_partner_stops_the_clock() -> None:
    steps = [
        (at("2026-03-02 08:00"), True),
        (at("2026-03-02 09:00"), False),
        (at("2026-03-03 09:00"), True),
    ]
    assert running_minutes(CALENDAR, steps, at("2026-03-03 10:00")) == 120
    assert running_minutes(CALENDAR, steps, at("2026-03-02 16:00")) == 60
    assert running_minutes(CALENDAR, [], at("2026-03-02 16:00")) == 0


@pytest.mark.parametrize("text", ["", "8", "8:00", "17:00-8:00", "8:00-12:00, 11:00-17:00", "25:00-26:00", "8:00-9;"])
def test_hours_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        periods_of(text)


@pytest.mark.parametrize("text", ["", "0", "8", "11", "mon"])
def test_weekdays_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        validate_weekdays(text)


@pytest.mark.django_db
def test_holidays_of_four_years_are_there_and_edits_stay() -> None:
    assert {day.year for day in Holiday.objects.values_list("day", flat=True)} == {2025, 2026, 2027, 2028}
    for day in ("2026-02-17", "2025-01-29", "2027-02-08", "2028-01-26", "2027-04-16", "2026-04-27"):
        assert Holiday.objects.get(day=day).kind == "off"
    assert Holiday.objects.get(day="2026-08-22").kind == "worked"
    assert not Holiday.objects.filter(day__year__gte=2027, provisional=False).exists()
    assert not Holiday.objects.filter(source="").exists()
    Holiday.objects.filter(day="2027-02-05").update(name="edited")
    assert seed_working_time(Holiday, WorkingHours) == 0
    assert Holiday.objects.get(day="2027-02-05").name == "edited"
    assert WorkingHours.objects.filter(province=None).count() == 1


@pytest.mark.django_db
def test_hours_for_all_exist_once() -> None:
    with pytest.raises(ValidationError):
        WorkingHours().full_clean()


def test_weekdays_are_listed_by_name() -> None:
    with translation.override("vi"):
        assert weekday_words("7135") == "Th 2, Th 4, Th 6, CN"
    with translation.override("en"):
        assert weekday_words("12345") == "Mon, Tue, Wed, Thu, Fri"
