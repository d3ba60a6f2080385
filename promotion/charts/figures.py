"""One indicator on a province's page: newest value, chart, the country beside it, and the table behind all that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from locales.text import LocalText, read
from locales.units import written
from promotion.charts.drawing import Chart, draw
from promotion.selectors.figures import SAID_ALREADY
from provinces.figures.series import IndicatorFigures, Series
from provinces.models import Observation

OPEN_AT_MOST = 6
"""The others are a press away."""


@dataclass(frozen=True, slots=True)
class TableRow:
    unit: LocalText
    until: date | None
    period: str
    value: str
    source: LocalText
    source_url: str
    published_on: date | None
    illustrative: bool


@dataclass(frozen=True, slots=True)
class ChartedFigure:
    """`value` and `period` are the newest of today's territory, empty where only predecessors have figures."""

    code: str
    label: LocalText
    unit: LocalText
    definition: LocalText
    value: str
    period: str
    source: LocalText
    source_url: str
    illustrative: bool
    outdated: bool
    country_value: str
    country_share: str
    """In per cent, where the country's figure is the sum."""
    merged_on: date | None
    """Where the chart shows predecessors."""
    chart: Chart | None
    words: str
    """What the chart shows, for those who can't see it."""
    span: str
    rows: list[TableRow]


def charted(figures: Iterable[IndicatorFigures], lang: str) -> list[ChartedFigure]:
    """Those with a chart, in the indicators' order, without what the profile's head says already."""
    made = (_charted(one, lang) for one in figures if one.indicator.code not in SAID_ALREADY)
    return [one for one in made if one.chart is not None]


def _charted(figures: IndicatorFigures, lang: str) -> ChartedFigure:
    indicator, newest = figures.indicator, figures.newest
    country = figures.country_in(newest) if newest else None
    chart = draw(figures)
    label, unit = read(indicator, "name", lang), read(indicator, "unit", lang)
    decimals = indicator.decimals
    share = ""
    if newest and country and indicator.adds_up and country.value:
        share = written(newest.value / country.value * 100, 1)
    local = figures.local
    return ChartedFigure(
        code=indicator.code,
        label=label,
        unit=unit,
        definition=read(indicator, "definition", lang),
        value=written(newest.value, decimals) if newest else "",
        period=newest.period_label if newest else "",
        source=read(newest or local[-1], "source", lang),
        source_url=(newest or local[-1]).source_url,
        illustrative=any(row.is_illustrative for row in [*local, *figures.country.observations]),
        outdated=figures.is_old,
        country_value=written(country.value, decimals) if country else "",
        country_share=share,
        merged_on=figures.merged_on if figures.former else None,
        chart=chart,
        words=_words(figures, decimals) if chart else "",
        span=_span(local),
        rows=_rows(figures, lang),
    )


def _span(rows: list[Observation]) -> str:
    ordered = sorted(rows, key=lambda row: (row.period_end, row.period_start))
    first, last = ordered[0].period_label, ordered[-1].period_label
    return first if first == last else f"{first}–{last}"


def _words(figures: IndicatorFigures, decimals: int) -> str:
    """Each territory with its values: "Bình Định (until 30 June 2025): 2023 100,000; 2024 110,000"."""
    told = []
    for series in figures.all_series:
        name = series_name(series)
        values = "; ".join(f"{row.period_label} {written(row.value, decimals)}" for row in series.observations)
        told.append(f"{name}: {values}.")
    return " ".join(told)


def series_name(series: Series) -> str:
    if series.until is None:
        return str(series.name)
    return _("%(unit)s (until %(day)s)") % {
        "unit": series.name,
        "day": date_format(series.until, "DATE_FORMAT"),
    }


def _rows(figures: IndicatorFigures, lang: str) -> list[TableRow]:
    return [
        TableRow(
            unit=series.name,
            until=series.until,
            period=row.period_label,
            value=written(row.value, max(figures.indicator.decimals, _decimals(row.value))),
            source=read(row, "source", lang),
            source_url=row.source_url,
            published_on=row.published_on,
            illustrative=row.is_illustrative,
        )
        for series in figures.all_series
        for row in reversed(series.observations)
    ]


def _decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))
