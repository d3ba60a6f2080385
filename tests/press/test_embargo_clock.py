"""An embargo typed as a clock shows it, also where clocks are put forward and back."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError

from press.embargo_clock import moment_of, wall_clock_of

PARIS = ZoneInfo("Europe/Paris")


@pytest.mark.parametrize(
    ("wall_clock", "zone", "utc"),
    [
        ("2026-11-24T09:00", "Asia/Ho_Chi_Minh", "2026-11-24T02:00"),
        ("2026-03-29T01:59", "Europe/Paris", "2026-03-29T00:59"),
        ("2026-03-29T03:00", "Europe/Paris", "2026-03-29T01:00"),
        ("2026-10-25T01:59", "Europe/Paris", "2026-10-24T23:59"),
        ("2026-10-25T03:00", "Europe/Paris", "2026-10-25T02:00"),
        ("2026-07-01T00:00", "Asia/Kathmandu", "2026-06-30T18:15"),
    ],
)
def test_to_the_moment_and_back(wall_clock: str, zone: str, utc: str) -> None:
    moment = moment_of(datetime.fromisoformat(wall_clock), ZoneInfo(zone))
    assert moment == datetime.fromisoformat(utc).replace(tzinfo=UTC)
    assert wall_clock_of(moment, ZoneInfo(zone)) == datetime.fromisoformat(wall_clock)


@pytest.mark.parametrize("wall_clock", ["2026-03-29T02:00", "2026-03-29T02:59"])
def test_a_skipped_hour_is_refused(wall_clock: str) -> None:
    with pytest.raises(ValidationError, match="skip"):
        moment_of(datetime.fromisoformat(wall_clock), PARIS)


@pytest.mark.parametrize("wall_clock", ["2026-10-25T02:00", "2026-10-25T02:59"])
def test_a_doubled_hour_is_refused(wall_clock: str) -> None:
    with pytest.raises(ValidationError, match="twice"):
        moment_of(datetime.fromisoformat(wall_clock), PARIS)
