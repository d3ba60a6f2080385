"""How long the rows of days are kept."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from measurement.models import DayViews


def first_kept(today: date) -> date:
    """The same day `VIEWS_KEEP_YEARS` ago; 28 February for the 29th where that year has none."""
    year = today.year - settings.VIEWS_KEEP_YEARS
    try:
        return today.replace(year=year)
    except ValueError:
        return today.replace(year=year, day=28)


def forget(today: date) -> int:
    """Delete the days before the first that is kept; how many rows."""
    gone, _by_model = DayViews.objects.filter(day__lt=first_kept(today)).delete()
    return gone
