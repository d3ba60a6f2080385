"""The calendars of provinces, from what is kept of hours and holidays."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from press.models import DayKind, Holiday, PressRequest, WorkingHours
from press.models.working_time import periods_of
from press.requests.clock import Calendar


@dataclass(frozen=True, slots=True)
class Aim:
    """A calendar with what is aimed at, in working minutes."""

    calendar: Calendar
    answer_within: int
    warn_before: int


def aim_of(request: PressRequest) -> Aim:
    """The request's first province that has hours of its own, else the hours for all. Two queries."""
    own = WorkingHours.objects.filter(province__in=request.provinces.order_by().values("pk")).order_by("province_id")
    return _aim(own.first() or WorkingHours.objects.filter(province=None).first() or WorkingHours())


def _aim(hours: WorkingHours) -> Aim:
    calendar = Calendar(
        weekdays=frozenset(map(int, hours.weekdays)),
        periods=tuple(periods_of(hours.periods)),
        zone=ZoneInfo(hours.timezone),
        days=_days(),
    )
    return Aim(calendar, hours.answer_within * 60, hours.warn_before * 60)


def _days() -> dict[date, bool]:
    return {day: kind == DayKind.WORKED for day, kind in Holiday.objects.values_list("day", "kind")}
