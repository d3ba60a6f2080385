"""Numbers with units, and moments, for templates."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django import template
from django.utils import timezone

from locales import moments, units

register = template.Library()


@register.filter
def file_size(size: int | None) -> str:
    return units.file_size(size or 0)


@register.filter
def square_kilometres(value: Decimal | float | None, decimals: int | None = None) -> str:
    return "" if value in (None, "") else units.measured(value, "area-square-kilometer", decimals)


@register.filter
def hectares(value: Decimal | float | None, decimals: int | None = None) -> str:
    return "" if value in (None, "") else units.measured(value, "area-hectare", decimals)


@register.filter
def counted(number: int | None) -> units.Count:
    """A whole number that is shown in groups; for `{% blocktranslate count %}` it stays a number."""
    return units.Count(number or 0)


@register.filter
def with_zone(moment: datetime | None) -> str:
    """A date and time in the active zone, with its offset from UTC: readers sit in other zones."""
    return moments.with_zone(moment) if moment else ""


@register.filter
def time_left(moment: datetime | None) -> str:
    """How long it is until a moment."""
    return units.lasting(moment - timezone.now()) if moment else ""
