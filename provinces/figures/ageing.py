"""Figures that have grown old: the newest of their indicator and unit, past the time their indicator gives them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from provinces.figures.periods import last_valid_day
from provinces.models import Indicator, Observation, Province
from provinces.selectors import in_force


@dataclass(frozen=True, slots=True)
class OldFigure:
    """The newest figure there is, and the last day on which it counted as current."""

    observation: Observation
    valid_until: date


def valid_until(indicator: Indicator, period_end: date) -> date | None:
    """The last day on which a figure counts as current; None: it never grows old."""
    return last_valid_day(period_end, indicator.months_valid) if indicator.months_valid else None


def is_old(indicator: Indicator, period_end: date, today: date | None = None) -> bool:
    last = valid_until(indicator, period_end)
    return last is not None and last < (today or timezone.localdate())


def newest() -> QuerySet[Observation]:
    """The newest figure of each indicator and unit (or the country)."""
    later = Observation.objects.filter(indicator=OuterRef("indicator"), period_end__gt=OuterRef("period_end"))
    ours = later.filter(province=OuterRef("province"))
    countrys = later.filter(province=None)
    return Observation.objects.filter(Q(~Exists(ours), province__isnull=False) | Q(~Exists(countrys), province=None))


def old_figures(provinces: Iterable[int], *, country: bool = False) -> list[OldFigure]:
    """Of units in force, the oldest first. One query."""
    wanted = Q(province__in=Province.objects.filter(in_force(), pk__in=list(provinces)))
    if country:
        wanted |= Q(province=None)
    found = newest().filter(wanted, indicator__months_valid__gt=0).select_related("indicator", "province")
    today = timezone.localdate()
    old = [
        OldFigure(row, last)
        for row in found
        if (last := valid_until(row.indicator, row.period_end)) is not None and last < today
    ]
    return sorted(old, key=lambda one: (one.valid_until, one.observation.indicator.order, one.observation.pk))
