"""A date and time that nobody has to guess the zone of."""

from __future__ import annotations

from datetime import datetime, tzinfo

from django.utils.formats import date_format
from django.utils.timezone import localtime


def with_zone(moment: datetime, zone: tzinfo | None = None, name: str = "") -> str:
    """In the reader's manner with the offset from UTC: `March 9, 2026, 2:05 p.m. (UTC+07:00)`.

    In `zone`, else in the active one; `name` of the zone is put behind the offset.
    """
    local = localtime(moment, zone)
    offset = local.isoformat(timespec="seconds")[-6:]
    return f"{date_format(local, 'DATETIME_FORMAT')} (UTC{offset}{f', {name}' if name else ''})"
