"""The working time that every installation starts with: hours of an office, and public holidays as far as known."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

HOLIDAYS = Path(__file__).resolve().parent.parent / "data" / "holidays.csv"


def seed_working_time(holiday: Any, hours: Any) -> int:
    """Add the days that aren't there; edited ones stay. Takes models or historic ones; returns how many were added."""
    added = 0
    with HOLIDAYS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            values = {key: row[key] for key in ("name", "kind", "source")}
            values["provisional"] = row["provisional"] == "yes"  # type: ignore[assignment]
            added += holiday.objects.get_or_create(day=row["day"], defaults=values)[1]
    if not hours.objects.filter(province=None).exists():
        hours.objects.create()
    return added
