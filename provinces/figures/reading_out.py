"""A province's figures for readers' own programs: one table, every row with its unit, period and source."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from locales.tables.writing import csv_of
from locales.text import read
from provinces.figures.ageing import is_old
from provinces.figures.meaning import COUNTRY
from provinces.figures.numbers import unmistakable
from provinces.figures.series import country_name, figures_of
from provinces.models import Observation, Province

COLUMNS = (
    "province_code",
    "province",
    "province_valid_to",
    "indicator",
    "indicator_name",
    "definition",
    "period",
    "period_start",
    "period_end",
    "value",
    "unit",
    "source",
    "source_url",
    "published_on",
    "illustrative",
    "outdated",
)


def every_figure(province: Province, lang: str) -> list[Observation]:
    """By indicator: the province's own, newest first, then its predecessors', then the country's. Three queries."""
    return [
        row
        for figures in figures_of(province, lang)
        for series in figures.all_series
        for row in reversed(series.observations)
    ]


def readers_csv(observations: Iterable[Observation], lang: str) -> bytes:
    """Decimals with a point in every language: this is for programs."""
    today, country = timezone.localdate(), country_name(lang)
    rows = []
    for row in observations:
        unit, indicator = row.province, row.indicator
        rows.append(
            [
                unit.code if unit else COUNTRY,
                str(read(unit, "name", lang) if unit else country),
                unit.valid_to.isoformat() if unit and unit.valid_to else "",
                indicator.code,
                str(read(indicator, "name", lang)),
                str(read(indicator, "definition", lang)),
                row.period_label,
                row.period_start.isoformat(),
                row.period_end.isoformat(),
                unmistakable(row.value),
                str(read(indicator, "unit", lang)),
                str(read(row, "source", lang)),
                row.source_url,
                row.published_on.isoformat() if row.published_on else "",
                "yes" if row.is_illustrative else "no",
                "yes" if is_old(indicator, row.period_end, today) else "no",
            ]
        )
    return csv_of(COLUMNS, rows)
